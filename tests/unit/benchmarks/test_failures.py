from __future__ import annotations

import pytest

from benchmarks.matching.failures import CAUSES, Judged, causes, examples, outside, settled
from benchmarks.matching.ours import Placed
from benchmarks.matching.title_sets import Line
from talentmap.matching import Candidate


def _judged(band: str, accept: str, found: str, *signs: str, title: str = "焊工") -> Judged:
    """`found` names roles by a letter for their group and a number, best first."""
    candidates = tuple(Candidate(role, 0.5, frozenset(signs), group=role[0]) for role in found.split())
    ranking = tuple((one.role_id, one.probability) for one in candidates)
    return Judged(Line(title, frozenset(accept.split()), "plain"), Placed(None, band, ranking, candidates))


@pytest.mark.parametrize(
    ("one", "cause"),
    [
        (_judged("accepted", "a1", "a1 a2"), ""),
        (_judged("accepted", "", "a1", "exact"), "alias"),
        (_judged("accepted", "", "a1"), "near"),
        (_judged("accepted", "a2", "a1 a2"), "taken"),
        (_judged("none", "a1", "a1 a2"), "doubted"),
        (_judged("none", "a2", "a1 a2"), "hidden"),
        (_judged("none", "a3", "a1 a2"), "unmet"),
        (_judged("review", "a3", ""), "unmet"),
        (_judged("review", "a2", "a1 a2"), "neighbour"),
        (_judged("review", "b2", "a1 b2"), "elsewhere"),
        (_judged("review", "a1", "a1 b2"), ""),
        (_judged("review", "", "a1"), ""),
        (_judged("none", "", ""), ""),
    ],
)
def test_a_failure_has_one_cause(one, cause):
    assert one.cause == cause
    assert causes([one]) == dict.fromkeys(CAUSES, 0) | ({cause: 1} if cause else {})


def test_every_line_is_counted_once():
    found = [_judged("accepted", "a1", "a1"), _judged("review", "", "a1"), _judged("none", "a2", "a1 a2")]
    counted = settled(found)
    assert sum(counted.values()) == 3
    assert counted["accepted, right"] == counted["review, no role is right"] == counted["none, another role"] == 1
    assert outside(found) == {"plain": {"accepted": 0, "review": 1, "none": 0}}


def test_examples_depend_on_titles_and_not_on_their_order():
    found = [_judged("none", "a1", "a1", title=title) for title in ("甲", "乙", "丙", "丁")]
    drawn = examples(found, "doubted", 2)
    assert [one.line.title for one in drawn] == [one.line.title for one in examples(found[::-1], "doubted", 2)]
    assert len(drawn) == 2
    assert not examples(found, "near", 2)
