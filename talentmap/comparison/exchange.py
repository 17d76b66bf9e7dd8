"""The exchange file: anonymous open posts and anonymous profiles of several regions, with ranked matches.

A JSON object, schema `talentmap-exchange/1`:

    posts     region, district_id, role_id, tier, education, posts (rounded), enterprises
    profiles  region, district_id, role_id, tier, education (band: basic, college, graduate), people (rounded)
    matches   of each post cell the profile cells of its role, best first: rank, score, and which of the two they join

Nothing stands for one enterprise or person. A post cell rests on as many enterprises as the disclosure rules ask for,
none of which dominates; a profile cell on as many people. A role is told in one region at one level alone: the finest
at which all its cells are safe (education, then district, then tier is left empty), or not at all. So no cell is the
difference of others. What the edition hides stays hidden: no hidden role is told, nothing inside a hidden cell, and
nothing that would leave few enterprises or people of a published total.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from talentmap.bilingual import both
from talentmap.comparison.archive import Archive
from talentmap.comparison.enclosing import Shut, exposing, inside_hidden, shut_cells
from talentmap.errors import EditionError
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import POSTS

SCHEMA = "talentmap-exchange/1"
_BANDS = {"doctorate": "graduate", "master": "graduate", "bachelor": "college", "associate": "college"}
_KEYS = ["region", "role_id", "tier", "district_id", "education"]
_LINE = [*_KEYS, "chain_id"]
_COARSER: tuple[tuple[str, ...], ...] = (
    (),
    ("education",),
    ("district_id",),
    ("district_id", "education"),
    ("district_id", "education", "tier"),
)
_MATCHES = 5
_NEVER = frozenset({"role_id"})
Exchange = Mapping[str, Any]


def exchange_of(archives: Sequence[Archive], rules: DisclosureRules) -> Exchange:
    """The exchange of built editions; equal input gives equal bytes."""
    open_posts, profiles = [], []
    for archive in archives:
        open_posts += _told(_posts(archive), "enterprise_id", shut_cells(archive, "need"), rules)
        profiles += _told(_people(archive), "person_id", shut_cells(archive, "supply"), rules)
    offered = [_cell(row, "posts", "enterprises") for row in _in_order(open_posts)]
    sought = [_cell(row, "people") for row in _in_order(profiles)]
    return {"schema": SCHEMA, "regions": sorted({archive.id for archive in archives}), "posts": offered,
            "profiles": sought, "matches": list(_matches(offered, sought))}  # fmt: skip


def write_exchange(path: Path, exchange: Exchange) -> None:
    """Write `exchange` to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(exchange, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def read_exchange(path: Path) -> Exchange:
    """The exchange file at `path`; EditionError where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise EditionError(
            both(f"{path} is no exchange file.", f"{path} 不是交换文件。"),
            both("Make one: talentmap exchange EDITION --out FILE.", "用 talentmap exchange 年度版 --out 文件 生成。"),
        ) from fault
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise EditionError(
            both(f"{path} is not of the schema {SCHEMA}.", f"{path} 不是 {SCHEMA} 格式。"),
            both("Ask its sender for that version.", "请向提供方索取该格式的文件。"),
        )
    return found


def _posts(archive: Archive) -> pd.DataFrame:
    education = archive.read(POSTS).set_index("line_id")["education"]
    posts = archive.posts[archive.posts["headcount"] > 0]
    bands = posts["line_id"].map(education).fillna("").map(_BANDS).fillna("basic")
    amount = posts["headcount"] * posts["weight"]
    told: pd.DataFrame = posts.assign(region=archive.id, education=bands, amount=amount)
    return told[[*_LINE, "enterprise_id", "amount"]]


def _people(archive: Archive) -> pd.DataFrame:
    people = archive.people
    bands = people["education"].map(_BANDS).fillna("basic")
    return people.assign(region=archive.id, education=bands, amount=people["weight"])[[*_LINE, "person_id", "amount"]]


def _told(lines: pd.DataFrame, who: str, shut: Shut, rules: DisclosureRules) -> list[dict[str, Any]]:
    """The cells of one region: each role at the finest level that neither it nor what is published forbids."""
    lines = lines.assign(amount=lines["amount"].astype(float)).fillna(dict.fromkeys(_LINE, ""))
    barred: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    while True:
        cells = _cells(lines[lines["role_id"] != ""], who, shut, rules, barred)
        exposed = exposing(lines, who, cells, rules)
        if exposed.empty:
            break
        for row in _records(exposed):
            keys = set(str(row["keys"]).split("|"))
            barred[row["role_id"]] |= {"district_id"} if "district_id" in keys else _NEVER
    base = rules.rounding
    cells["amount"] = (cells["amount"] / base + 0.5).map(math.floor) * base
    return _records(cells[cells["amount"] > 0])


def _cells(
    lines: pd.DataFrame, who: str, shut: Shut, rules: DisclosureRules, barred: Mapping[str, frozenset[str]]
) -> pd.DataFrame:
    """Cells that may be told, each role at one level; `barred` are keys that must not be told of a role."""
    minimum = rules.enterprises_minimum if who == "enterprise_id" else rules.people_minimum
    left, found = lines[~lines["role_id"].isin([role for role, keys in barred.items() if keys & _NEVER])], []
    for dropped in _COARSER:
        keyed = left.assign(**dict.fromkeys(dropped, ""))
        by_one = keyed.groupby([*_LINE, who], as_index=False)["amount"].sum()
        cells = by_one.groupby(_LINE)["amount"].agg(amount="sum", count="size", largest="max").reset_index()
        thin = (cells["count"] < minimum) | (cells["largest"] > rules.dominance * cells["amount"])
        early = cells["role_id"].isin([role for role, keys in barred.items() if not keys <= {*dropped}])
        waiting = set(cells[thin | early | inside_hidden(cells, shut)]["role_id"])
        found.append(cells[~cells["role_id"].isin(waiting)])
        left = left[left["role_id"].isin(waiting)]
    whole: pd.DataFrame = pd.concat(found, ignore_index=True)
    return whole


def _in_order(cells: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(cells, key=lambda row: tuple(row[key] for key in _KEYS))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _cell(row: Mapping[str, Any], amount: str, count: str = "") -> dict[str, Any]:
    told = {key: row[key] for key in _KEYS} | {amount: int(row["amount"])}
    return told | ({count: int(row["count"])} if count else {})


def _matches(posts: Sequence[Exchange], profiles: Sequence[Exchange]) -> list[dict[str, Any]]:
    found = []
    for place, post in enumerate(posts):
        fitting = [(score_of(post, one), k) for k, one in enumerate(profiles) if one["role_id"] == post["role_id"]]
        best = sorted(fitting, key=lambda pair: (-pair[0], -profiles[pair[1]]["people"], pair[1]))[:_MATCHES]
        found += [{"post": place, "profile": k, "rank": rank, "score": score}
                  for rank, (score, k) in enumerate(best, start=1)]  # fmt: skip
    return found


def score_of(post: Exchange, profile: Exchange) -> int:
    """Points for a profile of the post's role: same district 4, same region 2, same tier 2, same education band 1."""
    same_region = post["region"] == profile["region"]
    same_district = same_region and bool(post["district_id"]) and post["district_id"] == profile["district_id"]
    return int(
        4 * same_district
        + 2 * same_region
        + 2 * (post["tier"] == profile["tier"])
        + (bool(post["education"]) and post["education"] == profile["education"])
    )
