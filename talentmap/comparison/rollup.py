"""Counties rolled up to a city or province: what stands in two of them counts once.

Enterprises meet by their id and people by their keyed pseudonym, so every county must have been built with the same
key. An enterprise that answered in two counties counts with the answer in which it has most posts, else that of the
first by name; a person registered in two counts where the greater weight stands, else in the first by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from talentmap.bilingual import both
from talentmap.comparison.archive import Archive
from talentmap.errors import EditionError
from talentmap.model.transfers import transfers

KEYS = ["chain_id", "role_id", "tier"]
REGION = "region"


@dataclass(frozen=True, slots=True)
class Rolled:
    """The counties as one. balance: need, supply, gap, enterprises and people by KEYS, and by county in `parts`.

    quotients: a county's share of need in a role against the share of all. transfers: surplus here against shortage
    there. twice: enterprises and people who stood in more than one county.
    """

    balance: pd.DataFrame
    parts: pd.DataFrame
    quotients: pd.DataFrame
    transfers: pd.DataFrame
    twice: tuple[int, int]


def roll_up(archives: Sequence[Archive]) -> Rolled:
    """The counties of `archives` as one region. EditionError where they are of different years, or one stands twice."""
    if len({archive.year for archive in archives}) > 1:
        raise EditionError(
            both("The editions are of different years.", "各年度版不是同一年度。"),
            both("Roll up editions of one year.", "请汇总同一年度的年度版。"),
        )
    if len({archive.id for archive in archives}) < len(archives):
        raise EditionError(
            both("An edition is named twice.", "同一年度版写了两次。"),
            both("Name each county once.", "每个县只写一次。"),
        )
    ordered = sorted(archives, key=lambda archive: archive.id)
    posts = pd.concat([archive.posts.assign(region=archive.id) for archive in ordered], ignore_index=True)
    answers = pd.concat([archive.answers.assign(region=archive.id) for archive in ordered], ignore_index=True)
    people = pd.concat([archive.people.assign(region=archive.id) for archive in ordered], ignore_index=True).astype(
        {"weight": float}
    )
    homes = _homes(answers, posts)
    own_posts = posts[posts["region"] == posts["enterprise_id"].map(homes)]
    places = _places(people)
    own_people = people[people["region"] == people["person_id"].map(places)]
    twice = (
        int((answers.groupby("enterprise_id")[REGION].nunique() > 1).sum()),
        int((people.groupby("person_id")[REGION].nunique() > 1).sum()),
    )
    parts = _balance(own_posts, own_people, [REGION, *KEYS])
    return Rolled(_balance(own_posts, own_people, KEYS), parts, _quotients(parts), _transfers(parts), twice)


def _homes(answers: pd.DataFrame, posts: pd.DataFrame) -> pd.Series[str]:
    """The county whose answer of an enterprise counts: where most of its posts are, else the first by name."""
    heads = posts.groupby(["enterprise_id", REGION])["headcount"].sum().rename("heads").reset_index()
    told = (
        answers[["enterprise_id", REGION]].merge(heads, how="outer", on=["enterprise_id", REGION]).fillna({"heads": 0})
    )
    ranked = told.sort_values(["enterprise_id", "heads", REGION], ascending=[True, False, True], kind="stable")
    return ranked.drop_duplicates("enterprise_id").set_index("enterprise_id")[REGION]


def _places(people: pd.DataFrame) -> pd.Series[str]:
    sums = people.groupby(["person_id", REGION])["weight"].sum().reset_index()
    ranked = sums.sort_values(["person_id", "weight", REGION], ascending=[True, False, True], kind="stable")
    return ranked.drop_duplicates("person_id").set_index("person_id")[REGION]


def _balance(posts: pd.DataFrame, people: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    weighted = posts.assign(need=(posts["headcount"] * posts["weight"]).astype(float))
    weighted = weighted[weighted["need"] > 0]
    by_firm = weighted.groupby([*keys, "enterprise_id"], as_index=False)["need"].sum()
    need = by_firm.groupby(keys)["need"].agg(need="sum", enterprises="size", largest="max")
    supply = people.groupby(keys).agg(supply=("weight", "sum"), people=("person_id", "nunique"))
    found = need.join(supply, how="outer").astype(float).fillna(0.0).reset_index()
    found["gap"] = found["need"] - found["supply"]
    found["top_share"] = found["largest"] / found["need"].where(found["need"] > 0, 1.0)
    columns = [*keys, "need", "enterprises", "top_share", "supply", "people", "gap"]
    balance: pd.DataFrame = found.astype({"enterprises": int, "people": int})[columns]
    return balance


def _quotients(parts: pd.DataFrame) -> pd.DataFrame:
    """(role's need here / need here) / (role's need in all / need in all). Source: Florence (1939); ratio, no unit."""
    placed = parts[parts["role_id"] != ""]
    here = placed.groupby([REGION, "role_id"])["need"].sum().reset_index()
    local = here["need"] / here.groupby(REGION)["need"].transform("sum")
    overall = here.groupby("role_id")["need"].transform("sum") / here["need"].sum()
    quotients = (local / overall.where(overall > 0)).fillna(0.0)
    told: pd.DataFrame = here.assign(quotient=quotients)[here["need"] > 0].reset_index(drop=True)
    return told


def _transfers(parts: pd.DataFrame) -> pd.DataFrame:
    """Surplus here against shortage there, role by role."""
    gaps = parts[parts["role_id"] != ""].groupby(["role_id", REGION])["gap"].sum()
    rows = [
        (str(role), *move)
        for role, group in gaps.groupby(level="role_id")
        for move in transfers({str(where): gap for where, gap in group.droplevel("role_id").items()})
    ]
    return pd.DataFrame(rows, columns=["role_id", "from", "to", "people"])
