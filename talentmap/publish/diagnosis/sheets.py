"""The tables of a diagnosis: figures, findings, SWOT entries, peers. Numbers for machines, and the same as printed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentmap.model.bounds import Bounds
from talentmap.model.diagnosis.case import Diagnosis, Standing
from talentmap.model.diagnosis.figure import Figure
from talentmap.model.diagnosis.finding import Finding
from talentmap.model.diagnosis.swot import Entry
from talentmap.publish.diagnosis.swot_table import sources
from talentmap.publish.diagnosis.tell import Tell, untagged

Value = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: rows for files (`rows`), and the same rows as text for the report (`shown`)."""

    name: str
    rows: Sequence[Mapping[str, Value]]
    shown: Sequence[Mapping[str, str]] = ()


def sheets(diagnosis: Diagnosis, tell: Tell) -> tuple[Sheet, ...]:
    """Every table that has rows."""
    made = (
        figure_sheet(diagnosis, tell),
        finding_sheet(diagnosis, tell),
        swot_sheet(diagnosis, tell),
        peer_sheet(diagnosis, tell),
        Sheet("sources", [{"id": k, "source": v.text(tell.lang)} for k, v in diagnosis.settings.sources.items()]),
    )
    return tuple(sheet for sheet in made if sheet.rows)


def figure_sheet(diagnosis: Diagnosis, tell: Tell) -> Sheet:
    """What is known."""
    figures = list(diagnosis.figures)
    return Sheet("figures", [_figure(one, tell) for one in figures], [_figure_shown(one, tell) for one in figures])


def _figure(figure: Figure, tell: Tell) -> Mapping[str, Value]:
    return {
        "id": figure.key, "figure": tell.named(figure), **_ends(figure.value), "unit": figure.unit,
        "base": "|".join(figure.bases), "year": figure.year, "source": figure.source, "place": figure.place,
        "note": figure.note(tell.lang),
    }  # fmt: skip


def _figure_shown(figure: Figure, tell: Tell) -> Mapping[str, str]:
    base = "" if figure.unit != "%" else tell.say("parts", "of").format(base=_bases(figure, tell))
    value = tell.printed(figure.value, figure.decimals)
    return {
        "figure": tell.named(figure),
        "value": _with_unit(value, figure.unit, tell),
        "year": figure.year or "–",
        "source": tell.source(figure),
        "note": ("；" if tell.lang == "zh" else "; ").join(filter(None, (base, figure.note(tell.lang)))),
    }


def _bases(figure: Figure, tell: Tell) -> str:
    return ", ".join(map(tell.name, figure.bases)) or "?"


def _with_unit(value: str, unit: str, tell: Tell) -> str:
    if unit in ("people", "per 10,000"):
        return value
    told = tell.say("units", unit)
    return f"{value}{told}" if tell.lang == "zh" or unit == "%" else f"{value} {told}"


def finding_sheet(diagnosis: Diagnosis, tell: Tell) -> Sheet:
    """What follows."""
    found = diagnosis.findings
    return Sheet("findings", [_finding(one, tell) for one in found], [_finding_shown(one, tell) for one in found])


def _finding(found: Finding, tell: Tell) -> Mapping[str, Value]:
    return {
        "id": found.id, "figure": tell.title(found), **_ends(found.value), "unit": found.unit,
        "status": found.status.value, "sentence": untagged(tell.finding(found)),
        "formula": untagged(tell.formula(found)), "source": tell.sources(found.inputs),
    }  # fmt: skip


def _finding_shown(found: Finding, tell: Tell) -> Mapping[str, str]:
    value = "–" if found.value is None else _with_unit(tell.printed(found.value, found.decimals), found.unit, tell)
    return {
        "figure": tell.title(found),
        "value": value,
        "formula": untagged(tell.formula(found)),
        "status": tell.say("statuses", found.status),
        "source": tell.sources(found.inputs),
    }


def swot_sheet(diagnosis: Diagnosis, tell: Tell) -> Sheet:
    """Strengths, weaknesses, opportunities and threats."""
    rows = [_entry(entry, tell) for entry in diagnosis.entries]
    return Sheet("swot", rows)


def _entry(entry: Entry, tell: Tell) -> Mapping[str, Value]:
    return {
        "quadrant": tell.say("quadrants", entry.rule.quadrant),
        "sentence": untagged(tell.entry(entry)),
        "figure": "; ".join(entry.figures),
        "source": sources(entry, tell),
        "rule": entry.rule.id,
    }


def peer_sheet(diagnosis: Diagnosis, tell: Tell) -> Sheet:
    """Our region among its peers."""
    pairs = [_standing(one, diagnosis, tell) for one in diagnosis.standings]
    return Sheet("peers", [row for row, _ in pairs], [shown for _, shown in pairs])


def _standing(one: Standing, diagnosis: Diagnosis, tell: Tell) -> tuple[Mapping[str, Value], Mapping[str, str]]:
    region = one.peer.name(tell.lang) if one.peer else diagnosis.settings.region(tell.lang)
    rank = str(one.best) if one.best == one.worst else f"{one.best}–{one.worst}"
    names = [part for part in one.figure.split(".") if part not in ("heads", "total")]
    figure = " · ".join(map(tell.name, names))
    row = {"figure": figure, "region": region, **_ends(one.value), "rank": rank, "year": one.year, "source": one.source}
    value = _with_unit(tell.printed(one.value, one.decimals), one.unit, tell)
    shown = {"figure": figure, "region": region, "value": value, "rank": rank, "year": one.year, "source": one.source}
    return row, shown


def _ends(value: Bounds | None) -> Mapping[str, Value]:
    """Both ends of a value as numbers, empty where it has none, and whether they belong to it."""
    if value is None:
        return {"low": None, "high": None, "bounds": ""}
    low, high = (None if math.isinf(end) else float(f"{end:.10g}") for end in (value.low, value.high))
    return {"low": low, "high": high, "bounds": "" if value.is_exact else _brackets(value)}


def _brackets(value: Bounds) -> str:
    return f"{'(' if value.low_open else '['}low, high{')' if value.high_open else ']'}"
