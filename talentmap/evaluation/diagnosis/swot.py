"""Which entries of strengths, weaknesses, opportunities and threats the figures of a region put there."""

from __future__ import annotations

from collections.abc import Sequence

from talentmap.model.diagnosis.figure import Figures
from talentmap.model.diagnosis.finding import Finding
from talentmap.model.diagnosis.swot import Entry, Known, Quadrant, SwotRule, comparisons_in


def swot(rules: Sequence[SwotRule], figures: Figures, findings: Sequence[Finding]) -> tuple[Entry, ...]:
    """The entries whose condition surely holds and all of whose figures are known, by quadrant."""
    known = known_values(figures, findings)
    entries = [
        Entry(rule, {name: known[name] for name in sorted(rule.names)})
        for rule in rules
        if rule.names <= set(known) and all(one.holds(known[one.figure].value) for one in comparisons_in(rule.when))
    ]
    order = list(Quadrant)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.rule.quadrant)))


def known_values(figures: Figures, findings: Sequence[Finding]) -> dict[str, Known]:
    """Printed figures by `name` or `name.part`, and over them what the diagnosis found."""
    known = {f.key: Known(f.key, f.value, f.unit, f.decimals, (f,)) for f in figures}
    found = {f.id: Known(f.id, f.value, f.unit, f.decimals, f.inputs) for f in findings if f.value is not None}
    return known | found
