"""Departments by what is counted at once and by what became of it, and how far their ranks hang on the weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.scorecard import scorecard_rules
from talentmap.model.scorecard import OF_DEPARTMENTS, TERMS, Indicator, Measure
from talentmap.model.taxonomy import Named
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.ranks import rank_ranges
from talentmap.publish.paper.fact import Row, counted, given, rows
from talentmap.publish.paper.model import Drawing, Grid, Words
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.publish.terms import term
from talentmap.tables.scorecard import SCORECARD, SCORECARD_RANKS

_PLAIN: Mapping[Measure, str] = {"starting_pay": "heads"}
_RATIOS = ("satisfaction", "graduates_growth", "approvals_growth")
Ranks = Mapping[tuple[str, str], Row]


def _make(context: Context) -> Made:
    shown = context.evidence.shown.scorecard
    if shown is None:
        return Made()
    found = rows(SCORECARD, records(shown.scorecard))
    ranks = {(row["department_id"], row["term"]): row for row in rows(SCORECARD_RANKS, records(shown.scorecard_ranks))}
    order = _order(ranks)
    rules = scorecard_rules()
    return Made(
        facts={
            "departments": counted(order, "departments scored"),
            "unranked": [_name(context, name) for name in order if not _is_ranked(ranks, name, "long")],
            "leader": _leader(context, ranks, order),
            "climbing": _moved(context, ranks, order, upwards=True),
            "falling": _moved(context, ranks, order, upwards=False),
            "draws": given(float(rules.draws), "scorecard.draws"),
            "least": given(rules.least_known, "scorecard.least_known"),
        },
        drawings=[_figure(context, ranks, order)],
        grids=[_pairs(context, found), _rank_table(context, ranks, order), _details(context, found, order)],
    )


@cache
def _departments() -> Mapping[str, Named]:
    return read_policy_words().departments


def _name(context: Context, department: str) -> str:
    return context.name(_departments()[department]) if department in _departments() else department


def _is_ranked(ranks: Ranks, department: str, which: str) -> bool:
    return (department, which) in ranks and ranks[department, which]["rank"].known


def _order(ranks: Ranks) -> list[str]:
    """Departments by their long-term rank, those without one last."""
    names = dict.fromkeys(department for department, _ in ranks)

    def place(department: str) -> tuple[bool, float, str]:
        ranked = _is_ranked(ranks, department, "long")
        return not ranked, ranks[department, "long"]["rank"].size if ranked else 0.0, department

    return sorted(names, key=place)


def _leader(context: Context, ranks: Ranks, order: Sequence[str]) -> str:
    """The department that is first in the long term under nearly any weights; '' where none is."""
    first = [name for name in order if _is_ranked(ranks, name, "long") and ranks[name, "long"]["rank_high"].size == 1]
    return _name(context, first[0]) if len(first) == 1 else ""


def _moved(context: Context, ranks: Ranks, order: Sequence[str], *, upwards: bool) -> list[str]:
    """Departments that stand higher (or lower) in the long term than in the short one whatever the weights."""
    named = []
    for name in order:
        if all(_is_ranked(ranks, name, which) for which in TERMS):
            short, long = (ranks[name, which] for which in TERMS)
            higher, lower = (long, short) if upwards else (short, long)
            if higher["rank_high"].size < lower["rank_low"].size:
                named.append(_name(context, name))
    return named


def _show(indicator: Indicator) -> str:
    return _PLAIN.get(indicator.measure, "ratio" if indicator.measure in _RATIOS else "percent")


def _pairs(context: Context, found: Sequence[Row]) -> Grid:
    """Each old indicator of the region beside what became of it."""
    indicators = {one.id: one for one in scorecard_rules().indicators}
    by_key = {(row["department_id"], row["indicator_id"]): row for row in found}
    paired = {one.id for one in indicators.values() if one.answers and one.measure not in OF_DEPARTMENTS}
    own = [row for row in found if row["indicator_id"] in paired]
    columns = [
        Col("department", lambda row: _name(context, row["department_id"]), weight=1.8),
        Col("short_indicator", lambda row: context.name(indicators[row["answers"]]), weight=2),
        Col("value", lambda row: _number(context, indicators, by_key.get((row["department_id"], row["answers"]))),
            align="right"),
        Col("long_indicator", lambda row: context.name(indicators[row["indicator_id"]]), weight=2.2),
        Col("value", lambda row: _number(context, indicators, row), align="right",
            under=Col("", lambda row: _interval(indicators, row), "percent_span")),
    ]  # fmt: skip
    return grid("pair-table", columns, own, context.speech)


def _interval(indicators: Mapping[str, Indicator], row: Row) -> Any:
    known = row["low"].known and row["high"].known and _show(indicators[row["indicator_id"]]) == "percent"
    return (row["low"], row["high"]) if known else ""


def _number(context: Context, indicators: Mapping[str, Indicator], row: Row | None) -> Any:
    """The value of an indicator in its own unit; a dash where it is not known."""
    if row is None or not row["value"].known:
        return "–"
    show = _show(indicators[row["indicator_id"]])
    return (context.speech.number(show, row["value"], *((2,) if show == "ratio" else ())),)


def _rank_table(context: Context, ranks: Ranks, order: Sequence[str]) -> Grid:
    def figures(which: str, *names: str) -> Any:
        def take(department: str) -> Any:
            if not _is_ranked(ranks, department, which):
                return (Words("–"),) if names == ("rank",) else ""
            return tuple(ranks[department, which][name] for name in names)

        return take

    columns = [
        Col("department", lambda name: _name(context, name), weight=2.4),
        *(
            column
            for which in TERMS
            for column in (
                Col(f"{which}_score", figures(which, "score"), "percent"),
                Col(f"{which}_rank", figures(which, "rank"), "count",
                    under=Col("", figures(which, "rank_low", "rank_high"), "span")),
                Col("rank_kept", figures(which, "rank_kept"), "percent"),
            )
        ),
    ]  # fmt: skip
    return grid("score-ranks", columns, order, context.speech)


def _details(context: Context, found: Sequence[Row], order: Sequence[str]) -> Grid:
    indicators = {one.id: one for one in scorecard_rules().indicators}
    columns = [
        Col("indicator", lambda row: context.name(indicators[row["indicator_id"]]), weight=3),
        Col("term", lambda row: context.name(term("terms_of_score", row["term"]))),
        Col("value", lambda row: _number(context, indicators, row), align="right"),
        Col("rests_on", lambda row: row["n"] if row["n"].known else "", "count"),
        Col("weight", lambda row: row["weight"], "percent"),
        Col("score", lambda row: row["score"] if row["score"].known else "", "percent"),
    ]
    groups = [Group(_name(context, name), [row for row in found if row["department_id"] == name]) for name in order]
    return grid("score-details", columns, groups, context.speech)


def _figure(context: Context, ranks: Ranks, order: Sequence[str]) -> Drawing:
    named = {which: term("terms_of_score", which).name(context.lang) for which in TERMS}
    drawn, told = [], []
    for name in order:
        for which in TERMS:
            if _is_ranked(ranks, name, which):
                row = ranks[name, which]
                rank, low, high = (row[column].size for column in ("rank", "rank_low", "rank_high"))
                drawn.append(
                    {"name": _name(context, name), "kind": named[which], "rank": rank, "low": low, "high": high}
                )
                told.append((f"{_name(context, name)} / {named[which]}", [("", f"{rank:.0f} ({low:.0f}–{high:.0f})")]))
    ranked = list(dict.fromkeys(str(row["name"]) for row in drawn))
    svg = rank_ranges(drawn, ranked, (named["short"], named["long"]), term("figures", "rank").name(context.lang))
    return Drawing("score-ranges", svg, described(told, context.lang))


CHAPTER = Chapter(
    "scorecard",
    _make,
    ready=lambda evidence: evidence.shown.scorecard is not None,
    appears=lambda evidence: evidence.shown.evaluation is not None,
)
