"""The change of a gap between two editions, in parts that add up exactly.

Earlier lines and people are first put under this year's roles by the mapping (taxonomy), then matched anew as this year
matches (matching). What is left of the change of need is split within cells c of chain and size class, where need is
P_c m_c: enterprises behind the answers, times mean need of one. `weights = sum dP (m0 + m1)/2`, `need = sum dm (P0 +
P1)/2`: exact and the same in whichever order the two are changed. Source: Kitagawa (1955), J. Am. Stat. Assoc. 50(272).
Supply is counted person by person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from talentmap.tables.comparison import PARTS, SUPPLY_PARTS

KEYS = ["chain_id", "role_id", "tier"]
"""The finest cells that parts are worked out for; every other level is their sum."""


@dataclass(frozen=True, slots=True)
class Side:
    """One edition as the decomposition takes it: posts, answers and people as in `Archive`."""

    posts: pd.DataFrame
    answers: pd.DataFrame
    people: pd.DataFrame


def decompose(old: Side, mapped: Side, rematched: Side, new: Side) -> pd.DataFrame:
    """GAP_CHANGES without intervals for every cell of KEYS: `old` as it was, `mapped`, then `rematched`, then `new`."""
    needs = [_need(side.posts) for side in (old, mapped, rematched, new)]
    supplies = [_supply(side.people) for side in (old, mapped, rematched, new)]
    steps = pd.concat([*needs, *supplies], axis=1).fillna(0.0)
    steps.columns = pd.Index([*(f"need_{k}" for k in range(4)), *(f"supply_{k}" for k in range(4))])
    gaps = [steps[f"need_{k}"] - steps[f"supply_{k}"] for k in range(4)]
    found = pd.DataFrame({"gap_before": gaps[0], "gap_after": gaps[3]})
    found["change"] = gaps[3] - gaps[0]
    found["taxonomy"] = gaps[1] - gaps[0]
    found["matching"] = gaps[2] - gaps[1]
    found = found.join(_within_cells(rematched, new)).join(_by_person(rematched.people, new.people)).fillna(0.0)
    found["supply"] = found[list(SUPPLY_PARTS)].sum(axis=1)
    return found[["gap_before", "gap_after", "change", *PARTS, *SUPPLY_PARTS]].rename_axis(KEYS).reset_index()


def _need(posts: pd.DataFrame) -> pd.Series[float]:
    return (posts["headcount"] * posts["weight"]).groupby([posts[key] for key in KEYS]).sum()


def _supply(people: pd.DataFrame) -> pd.Series[float]:
    return people.groupby(KEYS)["weight"].sum()


def _within_cells(before: Side, after: Side) -> pd.DataFrame:
    """The weights and need parts; a cell that nobody answered from in one year has no mean of its own there."""
    both = pd.concat([_cell_needs(before.posts), _cell_needs(after.posts)], axis=1).fillna(0.0)
    cells = both.index.get_level_values("cell")
    p0, p1 = (_represented(side).reindex(cells).fillna(0.0).to_numpy() for side in (before, after))
    n0, n1 = both.iloc[:, 0].to_numpy(), both.iloc[:, 1].to_numpy()
    m0 = np.divide(n0, p0, out=np.zeros_like(n0), where=p0 > 0)
    m1 = np.divide(n1, p1, out=np.zeros_like(n1), where=p1 > 0)
    m0, m1 = np.where(p0 > 0, m0, m1), np.where(p1 > 0, m1, m0)
    parts = pd.DataFrame({"weights": (p1 - p0) * (m0 + m1) / 2, "need": (m1 - m0) * (p0 + p1) / 2}, index=both.index)
    return parts.groupby(level=KEYS).sum()


def _cell_needs(posts: pd.DataFrame) -> pd.Series[float]:
    return (posts["headcount"] * posts["weight"]).groupby([posts[key] for key in ("cell", *KEYS)]).sum()


def _represented(side: Side) -> pd.Series[float]:
    """Enterprises behind the answers by cell; who has posts and no weight of their own stands for itself."""
    strangers = side.posts[~side.posts["enterprise_id"].isin(side.answers["enterprise_id"])]
    lone = strangers.drop_duplicates("enterprise_id")[["enterprise_id", "cell", "weight"]]
    return pd.concat([side.answers[["enterprise_id", "cell", "weight"]], lone]).groupby("cell")["weight"].sum()


def _by_person(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What people who came, went or moved do to the gap, by cell: more supply narrows it."""
    then, now = (frame.set_index([*KEYS, "person_id"])["weight"] for frame in (before, after))
    both = pd.concat([then.groupby(level=[0, 1, 2, 3]).sum(), now.groupby(level=[0, 1, 2, 3]).sum()], axis=1)
    effect = (both.iloc[:, 0].fillna(0.0) - both.iloc[:, 1].fillna(0.0)).to_numpy()
    person = both.index.get_level_values("person_id")
    was, is_now = person.isin(before["person_id"]), person.isin(after["person_id"])
    parts = pd.DataFrame(
        {
            "came": np.where(~was, effect, 0.0),
            "went": np.where(~is_now, effect, 0.0),
            "moved": np.where(was & is_now, effect, 0.0),
        },
        index=both.index,
    )
    return parts.groupby(level=KEYS).sum()
