"""Measures of the diagnosis, each a pure function of printed figures: density, shares, growth, flows, pay, spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from talentmap.model.bounds import Bounds, number
from talentmap.model.diagnosis.figure import NORM, REFERENCE, STATED, Figure, Figures
from talentmap.model.diagnosis.finding import Finding, Status

_WHOLE = 100.0


def density(figures: Figures) -> Iterator[Finding]:
    """Talents per 10,000 inhabitants: talents / population x 10,000."""
    talents, population = figures.get("talents"), figures.get("population")
    if talents is None or population is None or population.value.high == 0:
        return
    value = (talents.value / population.value).scaled(10_000)
    yield Finding("density", "density", value, "per 10,000", Status.COMPUTED, (talents, population))


def shares_of_bases(figures: Figures) -> Iterator[Finding]:
    """A stock as a share of each of its bases, in percent; a printed share must come out again at its own decimals."""
    for name in figures.names:
        stock = figures.get(name)
        for base_name in stock.bases if stock and stock.unit != "%" else ():
            base = figures.get(base_name)
            if stock is None or base is None or base.value.high == 0:
                continue
            share = (stock.value / base.value).scaled(_WHOLE)
            stated = figures.get(name, STATED)
            printed = stated if stated is not None and base_name in stated.bases else None
            status = Status.COMPUTED
            inputs: tuple[Figure, ...] = (stock, base)
            facts: dict[str, object] = {"stock": name, "base": base_name}
            if printed is not None:
                status = Status.AGREES if _agrees(share, printed) else Status.DIFFERS
                inputs, facts["stated"] = (*inputs, printed), printed.value
            yield Finding(f"{name}.share_of.{base_name}", "share_of", share, "%", status, inputs, facts)


def _agrees(computed: Bounds, printed: Figure) -> bool:
    """Whether the printed figure is the computed one, rounded half up at the decimals of the print."""
    slack = 0.5 * 10.0**-printed.decimals
    return computed.low - slack <= printed.value.high and computed.high + slack >= printed.value.low


def distributions(figures: Figures) -> Iterator[Finding]:
    """Of every distribution: the total of its shares, the points unstated, and the people behind each share."""
    for name in figures.names:
        parts = figures.shares(name)
        if not parts:
            continue
        base_name = next((base for figure in parts.values() for base in figure.bases), "")
        base = figures.get(base_name) if base_name else None
        for part, figure in parts.items():
            if base is not None:
                heads = (base.value * figure.value).scaled(1 / _WHOLE)
                facts = {"distribution": name, "part": part, "base": base_name}
                yield Finding(f"{name}.{part}.heads", "heads", heads, "people", Status.COMPUTED, (figure, base), facts)
        if len(parts) > 1:
            yield _total(name, parts, base_name)


def _total(name: str, parts: Mapping[str, Figure], base_name: str) -> Finding:
    total = number(0)
    for figure in parts.values():
        total = total + figure.value
    # Each printed share may be off by half its last decimal.
    slack = sum(0.5 * 10.0**-figure.decimals for figure in parts.values())
    whole = total.low - slack <= _WHOLE <= total.high + slack
    facts = {
        "distribution": name,
        "base": base_name,
        "unstated": _WHOLE - total.high,
        "parts": len(parts),
        "as_fractions": total.high <= 1 + slack,
    }
    status = Status.AGREES if whole else Status.INCOMPLETE
    return Finding(f"{name}.total", "total", total, "%", status, tuple(parts.values()), facts)


def series(figures: Figures) -> Iterator[Finding]:
    """Of every yearly series: the change from year to year, the compound annual growth rate, the total; in percent.

    Compound annual growth rate: (last / first)^(1 / years) - 1.
    """
    for name in figures.names:
        ordered = figures.years(name)
        if len(ordered) < 2:
            continue
        for (before, earlier), (after, later) in pairwise(ordered):
            first, last = earlier.exact, later.exact
            if first and last is not None:
                change = number((last / first - 1) * _WHOLE)
                facts: dict[str, object] = {"series": name, "from": before, "to": after}
                yield Finding(f"{name}.change.{after}", "change", change, "%", Status.COMPUTED, (earlier, later), facts)
        yield from _over_all(name, ordered)


def _over_all(name: str, ordered: list[tuple[int, Figure]]) -> Iterator[Finding]:
    (start, earliest), (end, latest) = ordered[0], ordered[-1]
    first, last = earliest.exact, latest.exact
    facts: dict[str, object] = {"series": name, "from": start, "to": end}
    if first and last is not None:
        growth = number(((last / first) ** (1 / (end - start)) - 1) * _WHOLE)
        yield Finding(f"{name}.cagr", "cagr", growth, "%", Status.COMPUTED, (earliest, latest), facts)
    total = number(sum(figure.exact or 0.0 for _, figure in ordered))
    inputs = tuple(figure for _, figure in ordered)
    yield Finding(f"{name}.sum", "sum", total, inputs[0].unit, Status.COMPUTED, inputs, facts)


def flows(figures: Figures) -> Iterator[Finding]:
    """Inflow per outflow, and the inflow that a configured norm would ask for; bounds stay bounds."""
    inflow, outflow, norm = figures.get("inflow"), figures.get("outflow"), figures.get("inflow_per_outflow", NORM)
    if inflow is None or outflow is None:
        return
    facts: dict[str, object] = {"norm": norm.value if norm else None}
    inputs = (inflow, outflow, *((norm,) if norm else ()))
    if outflow.value.high > 0:
        ratio = inflow.value / outflow.value
        yield Finding("inflow_per_outflow", "flow_ratio", ratio, "ratio", Status.COMPUTED, inputs, facts)
    if norm is not None:
        needed = outflow.value * norm.value
        yield Finding(
            "inflow_needed", "inflow_needed", needed, "people", Status.COMPUTED, (outflow, norm), {"norm": norm.value}
        )


def pay(figures: Figures) -> Iterator[Finding]:
    """Those who expect a pay against those who get it: on one base the difference, nested the product, in points.

    Where the document does not say of whom the second share is, both readings are told and the base is asked for.
    """
    expected, met = figures.get("pay_expected"), figures.get("pay_met")
    if expected is None or met is None:
        return
    same, nested = expected.value - met.value, (expected.value * met.value).scaled(1 / _WHOLE)
    facts: dict[str, object] = {"expected": expected.value, "met": met.value, "same_base": same, "nested": nested}
    if not met.bases:
        yield Finding("pay_unmet", "pay_unmet", None, "%", Status.AMBIGUOUS, (expected, met), facts)
    elif met.bases == expected.bases:
        yield Finding("pay_unmet", "pay_unmet", same, "%", Status.COMPUTED, (expected, met), facts)
    elif met.bases == ("pay_expected",):
        unmet = expected.value - nested
        yield Finding("pay_unmet", "pay_unmet", unmet, "%", Status.COMPUTED, (expected, met), facts)
    else:
        yield Finding("pay_unmet", "pay_unmet", None, "%", Status.AMBIGUOUS, (expected, met), facts)


def spread(figures: Figures) -> Iterator[Finding]:
    """Talents by industry against output by industry: 1/2 sum |a_i - b_i| in points (Duncan & Duncan 1955)."""
    output, talents = figures.shares("output_by_industry"), figures.shares("talents_by_industry")
    if not output and not talents:
        return
    inputs = (*output.values(), *talents.values())
    if set(output) != set(talents):
        missing = "talents_by_industry" if len(talents) < len(output) else "output_by_industry"
        yield Finding("spread", "spread", None, "%", Status.NOT_COMPUTABLE, inputs, {"missing": missing})
        return
    exact = [(output[part].exact, talents[part].exact) for part in output]
    known = [(a, b) for a, b in exact if a is not None and b is not None]
    if len(known) < len(exact):
        yield Finding("spread", "spread", None, "%", Status.NOT_COMPUTABLE, inputs, {"missing": "exact shares"})
        return
    apart = number(sum(abs(a - b) for a, b in known) / 2)
    yield Finding("spread", "spread", apart, "%", Status.COMPUTED, inputs)


def against_reference(figures: Figures) -> Iterator[Finding]:
    """A figure against the reference that the document sets beside it: the difference, as a bound where one is."""
    for name in figures.names:
        own, reference = figures.get(name), figures.get(name, REFERENCE)
        if own is None or reference is None or own.unit != reference.unit:
            continue
        apart = own.value - reference.value
        facts: dict[str, object] = {"figure": name, "own": own.value, "reference": reference.value}
        yield Finding(f"{name}.against", "against", apart, own.unit, Status.COMPUTED, (own, reference), facts)


MEASURES = (density, shares_of_bases, distributions, series, flows, pay, spread, against_reference)
"""Every measure, in the order in which a report tells them."""


def diagnose(figures: Figures) -> tuple[Finding, ...]:
    """Every finding that the figures allow, and those that they ask for in vain."""
    return tuple(finding for measure in MEASURES for finding in measure(figures))
