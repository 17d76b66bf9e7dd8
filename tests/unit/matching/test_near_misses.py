"""Posts that string metrics take for one another; the list grows in `benchmarks/titles/near_misses.csv`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest

from talentmap.matching import TitleMatcher
from talentmap.model.occupation import Occupation

LIST = Path(__file__).parents[3] / "benchmarks" / "titles" / "near_misses.csv"
Pair = tuple[str, str]


def pairs(language: str) -> list[Pair]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return [(row["left"], row["right"]) for row in csv.DictReader(file) if row["language"] == language]


def accepted(titles: Sequence[str], names: Sequence[str]) -> list[str | None]:
    """What each title is accepted as, where the names are all roles there are."""
    matcher = TitleMatcher([Occupation(role_id=name, name=name) for name in names])
    return [match.role_id if match.band == "accepted" else None for match in matcher.match(titles)]


def taken_for_one(listed: Sequence[Pair]) -> list[Pair]:
    """The pairs whose second is accepted as the first; roles are the firsts of all pairs, but never the second."""
    firsts = sorted({first for first, _ in listed})
    wrong: list[Pair] = []
    in_firsts = sorted(listed, key=lambda pair: pair[1] if pair[1] in firsts else "")
    for lacking, some in groupby(in_firsts, key=lambda pair: pair[1] if pair[1] in firsts else ""):
        mine = list(some)
        found = accepted([second for _, second in mine], [name for name in firsts if name != lacking])
        wrong += [pair for pair, role in zip(mine, found, strict=True) if role == pair[0]]
    return wrong


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_near_miss_is_never_accepted_among_many_roles(language: str, side: str) -> None:
    listed = pairs(language)
    assert taken_for_one(listed if side == "left" else [(right, left) for left, right in listed]) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_title_of_the_list_is_found_as_itself(language: str) -> None:
    names = sorted({name for pair in pairs(language) for name in pair})
    found = TitleMatcher([Occupation(role_id=name, name=name) for name in names]).match(names)
    assert [match.title for match in found if match.role_id != match.title] == []


def test_the_list_names_two_different_posts_in_each_line() -> None:
    listed = [*pairs("zh"), *pairs("en")]
    assert len(listed) >= 150
    assert len({frozenset(pair) for pair in listed}) == len(listed)
    assert all(left != right for left, right in listed)
