from __future__ import annotations

import pytest
from pydantic import ValidationError

from talentmap.evaluation.diagnosis.swot import swot
from talentmap.model.bounds import Bounds, number, over, print_bounds, under
from talentmap.model.diagnosis.figure import Figure, Figures
from talentmap.model.diagnosis.finding import Finding, Status
from talentmap.model.diagnosis.swot import Quadrant, SwotRule


def rule(when: str, quadrant: str = "weakness", zh: str = "{density}", en: str = "{density}") -> SwotRule:
    return SwotRule(id="rule", quadrant=quadrant, when=when, zh=zh, en=en)


def entries(rules: list[SwotRule], value: Bounds):
    printed = Figure("talents", "", value, "people", (), "2019", "S1", "2.2")
    found = Finding("density", "density", value, "per 10,000", Status.COMPUTED, (printed,))
    return swot(rules, Figures([printed]), [found])


@pytest.mark.parametrize(
    ("when", "value", "holds"),
    [
        ("density <= 1000", number(1000), True),
        ("density <= 1000", number(1001), False),
        ("density <= 1000", under(1000), True),
        ("density <= 1000", Bounds(900, 1100), False),
        ("density >= 1000", over(1000), True),
        ("density >= 1000", Bounds(900, 1100), False),
        ("density >= 1 and density <= 5", number(3), True),
        ("density >= 1 and density <= 5", number(6), False),
        ("density >= 0 and schooling >= 0", number(3), False),
    ],
)
def test_a_rule_fires_only_where_its_figures_surely_say_so(when: str, value: Bounds, holds: bool) -> None:
    assert bool(entries([rule(when)], value)) is holds


def test_an_entry_carries_figure_source_and_rule() -> None:
    (entry,) = entries([rule("density <= 1000", en="{density} of {talents}")], number(691))
    assert entry.rule.id == "rule"
    assert entry.sources == ("S1 2.2",)
    assert entry.sentence("en", lambda known: print_bounds(known.value)) == "691 of 691"


def test_entries_stand_by_quadrant() -> None:
    rules = [rule("density >= 0", quadrant) for quadrant in ("threat", "strength", "opportunity", "weakness")]
    assert [entry.rule.quadrant for entry in entries(rules, number(3))] == list(Quadrant)


def test_a_sentence_that_names_an_unknown_figure_is_no_entry() -> None:
    assert entries([rule("density >= 0", zh="{schooling}")], number(3)) == ()


@pytest.mark.parametrize("when", ["", "density", "density > 3", "density <= many", "__import__('os') >= 1"])
def test_a_condition_that_is_no_comparison_is_refused(when: str) -> None:
    with pytest.raises(ValidationError, match="is no comparison"):
        rule(when)
