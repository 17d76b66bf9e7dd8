"""What a what-if report says, section by section, in one language: the same for page and console."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.scenario import Scenario
from talentmap.publish.scenario.words import Words
from talentmap.tables.what_if import Sought, WhatIf

_PRICES_TOLD = 8
_NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences and, it may be, a table."""

    title: str
    sentences: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(found: WhatIf, scenario: Scenario, register: PolicyRegister, words: Words) -> list[Section]:
    """Assumptions, changes, differences, and what the search found; parts without content are left out."""
    told = [*_assumptions(scenario, words), _changes(scenario, register, words), *_differences(found, words)]
    if found.sought is not None:
        told += _search(found.sought, register, scenario, words)
    return told


def _assumptions(scenario: Scenario, words: Words) -> Iterator[Section]:
    stated = scenario.assumptions_zh if words.lang == "zh" else scenario.assumptions_en
    if stated:
        yield Section(words.say("headings", "assumptions"), tuple(stated))


def _changes(scenario: Scenario, register: PolicyRegister, words: Words) -> Section:
    rows = []
    for change in scenario.changes:
        told = [f"{words.say('values', name)}: {_told(value)}" for name, value in change.changed.items()]
        what = words.say("values", "retire") if change.retire else "; ".join(told)
        rows.append((change.item, register.items[change.item].title(words.lang), what, change.why))
    for new in scenario.new_items:
        title = new.title_zh if words.lang == "zh" else new.title_en
        rows.append((new.item_id, title, words.say("values", "new"), new.why))
    heads = ("item_id", "title", "what", "why")
    return _table("changes", rows, heads, words)


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:,.0f}" if isinstance(value, float) else str(value)


def _differences(found: WhatIf, words: Words) -> Iterator[Section]:
    figures = found.figures
    changed = figures[(figures["change"].abs() > _NEGLIGIBLE) | (figures["status"] != "")]
    of_tier, of_stage, of_chain = (changed[name] != "" for name in ("tier", "stage", "chain_id"))
    parts = {
        "overall": ~of_tier & ~of_stage & ~of_chain,
        "by_tier": of_tier & ~of_stage & ~of_chain,
        "by_stage": of_stage & ~of_tier & ~of_chain,
        "by_cell": of_stage & of_tier & ~of_chain,
        "by_chain": of_chain & ~of_stage,
    }
    first: tuple[str, ...] = (words.say("sentences", "reading" if len(changed) else "no_change"),)
    for name, chosen in parts.items():
        rows = [_difference(row, _PLACES[name], words) for row in changed[chosen].to_dict("records")]
        if rows or name == "overall":
            heads = ("figure", *_PLACES[name], "before", "after", "change", "interval")
            yield Section(words.say("headings", name), first, _heads(heads, words), tuple(rows))
            first = ()
    yield from _lists(found, words)


_PLACES: Mapping[str, tuple[str, ...]] = {
    "overall": (),
    "by_tier": ("tier",),
    "by_stage": ("stage",),
    "by_cell": ("tier", "stage"),
    "by_chain": ("chain_id",),
}


def _difference(row: Mapping[Hashable, Any], places: Sequence[str], words: Words) -> tuple[str, ...]:
    unit = str(row["unit"])
    named = {"chain_id": words.chain, "tier": words.tier, "stage": words.stage}
    where = tuple(named[place](str(row[place])) for place in places)
    name = words.say("figures", str(row["figure"]))
    if row["status"]:
        return (name, *where, *[str(row["status"])] * 4)
    before, after, change, low, high = (
        _float(row[key]) for key in ("before", "after", "change", "change_low", "change_high")
    )
    interval = "–" if low is None else f"{words.change(low, unit)} … {words.change(high, unit)}"
    return (name, *where, words.value(before, unit), words.value(after, unit), words.change(change, unit), interval)


def _float(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _lists(found: WhatIf, words: Words) -> Iterator[Section]:
    named: dict[str, list[tuple[str, ...]]] = {
        "cells": [
            (words.tier(row.tier), words.stage(row.stage), words.say("values", row.change))
            for row in _rows(found.cells)
        ],
        "pairs": [
            (row.item_id, row.other_id, words.say("values", row.kind), words.say("values", row.change))
            for row in _rows(found.pairs)
        ],
        "handovers": [
            (
                row.item_id,
                words.stage(row.next_stage),
                words.say("values", row.verdict_before),
                words.say("values", row.verdict_after),
            )
            for row in _rows(found.handovers[found.handovers["next_stage"] == ""])
        ],
    }
    heads = {
        "cells": ("tier", "stage", "change"),
        "pairs": ("item_id", "other_id", "kind", "change"),
        "handovers": ("item_id", "next_stage", "verdict_before", "verdict_after"),
    }
    for name, rows in named.items():
        if rows:
            yield _table(name, rows, heads[name], words)


def _search(sought: Sought, register: PolicyRegister, scenario: Scenario, words: Words) -> Iterator[Section]:
    if len(sought.clashes):
        named = [
            f"{_limit(row.kind, row.name, '', words)} ({words.value(row.yuan, 'yuan')})"
            for row in _rows(sought.clashes)
        ]
        yield Section(words.say("headings", "clashes"), (words.say("sentences", "clash", limits="; ".join(named)),))
        return
    percent: Callable[[float], str] = words.numbers.percent
    if sought.objective == "reallocation_share":
        told = words.say("sentences", "moves", now=percent(sought.objective_now), then=percent(sought.objective_then))
    else:
        told = words.say(
            "sentences",
            "covers",
            now=percent(1 - sought.objective_now),
            then=percent(1 - sought.objective_then),
            reachable=percent(sought.reachable),
        )
    yield Section(words.say("headings", "search"), (told, words.say("sentences", "assumed")))
    yield Section(words.say("headings", "prices"), tuple(_prices(sought, words)))
    yield _tiers(sought, words)
    yield _budgets(sought, register, scenario, words)
    if len(sought.trials):
        yield _trials(sought, words)


def _prices(sought: Sought, words: Words) -> Iterator[str]:
    rows = _rows(sought.prices)
    if not rows:
        yield words.say("sentences", "none_binds")
    for row in rows[:_PRICES_TOLD]:
        limit, size = _limit(row.kind, row.name, row.side, words), -float(row.per_million)
        if sought.objective == "reallocation_share":
            yield words.say("sentences", "price_less", limit=limit, points=words.numbers.ratio(size * 100, places=2))
        else:
            yield words.say("sentences", "price_more", limit=limit, heads=words.numbers.ratio(size))
    if len(rows) > _PRICES_TOLD:
        yield words.say("sentences", "more_prices", count=str(len(rows) - _PRICES_TOLD))


def _limit(kind: str, name: str, side: str, words: Words) -> str:
    named = {"department": words.department, "tier": words.tier}.get(kind, str)(name)
    return words.say("limits", kind, name=named, side=words.say("limits", side or "low"))


def _tiers(sought: Sought, words: Words) -> Section:
    rows = [
        (
            words.tier(row.tier),
            *(words.value(value, "people") for value in (row.need, row.covered_now, row.covered)),
            *(words.value(value, "yuan") for value in (row.money_now, row.money)),
        )
        for row in _rows(sought.tiers)
    ]
    return _table("tiers", rows, ("tier", "need", "covered_now", "covered", "money_now", "money"), words)


def _budgets(sought: Sought, register: PolicyRegister, scenario: Scenario, words: Words) -> Section:
    new = {item.item_id: item for item in scenario.new_items}
    rows = []
    for row in _rows(sought.budgets):
        if abs(row.change) < 1:
            continue
        item = new.get(row.item_id)
        title = (
            (item.title_zh if words.lang == "zh" else item.title_en)
            if item
            else register.items[row.item_id].title(words.lang)
        )
        money = (words.value(value, "yuan") for value in (row.unit_cost, row.present, row.sought))
        rows.append((row.item_id, title, *money, words.change(row.change, "yuan")))
    return _table("budgets", rows, ("item_id", "title", "unit_cost", "present", "sought", "change"), words)


def _trials(sought: Sought, words: Words) -> Section:
    rows = [
        (
            words.say("values", row.kind),
            words.tier(row.tier),
            f"× {row.factor:g}",
            words.value(row.covered, "people"),
            *(words.value(value, "yuan") for value in (row.scientist, row.engineer, row.technician, row.youth)),
        )
        for row in _rows(sought.trials)
    ]
    heads = ("kind", "tier", "factor", "covered", "scientist", "engineer", "technician", "youth")
    return _table("trials", rows, heads, words)


def _rows(frame: pd.DataFrame) -> list[Any]:
    """The rows as named tuples."""
    return list(frame.itertuples())


def _heads(names: Sequence[str], words: Words) -> tuple[str, ...]:
    return tuple(words.say("heads", name) for name in names)


def _table(name: str, rows: Sequence[tuple[str, ...]], heads: Sequence[str], words: Words) -> Section:
    return Section(words.say("headings", name), (), _heads(heads, words), tuple(rows))
