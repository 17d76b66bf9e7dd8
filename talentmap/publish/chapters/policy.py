"""Policy against need: gates and posts, money and tiers, spending and stages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from talentmap.model.rule import asks_for_elite
from talentmap.model.taxonomy import Stage
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.summary import empty_names, money_facts, worst_chain
from talentmap.publish.evidence import Evidence, records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.bars import paired_bars, ranked_bars
from talentmap.publish.figures.curves import concentration_curve
from talentmap.publish.figures.heat import Shaded, heat_table
from talentmap.publish.figures.theme import MONEY, NEED
from talentmap.publish.paper.fact import Row, counted, rows
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.publish.terms import term
from talentmap.tables.policy import MONEY_AGAINST_NEED, STAGE_MISMATCH

_NO_CLEAR_LEAN = 0.05


def _make(context: Context) -> Made:
    evidence = context.evidence
    kakwani = evidence.indicator("kakwani")
    return Made(
        facts={
            "uncovered": evidence.indicators.get("uncovered_demand"),
            "undecided": evidence.indicators.get("undecided_demand"),
            "reallocation": evidence.indicators.get("reallocation_share"),
            "attract_share": evidence.indicator("attract_money_share"),
            "concentration_money": evidence.indicator("concentration_money"),
            "concentration_need": evidence.indicator("concentration_need"),
            "kakwani": kakwani,
            "leaning": _leaning(kakwani.size),
            "items": counted(evidence.items, "items in force"),
            "elite_items": counted(
                sum(asks_for_elite(item.rule) for item in evidence.items), "items asking for the elite"
            ),
            "worst_tier": _least_reached(evidence.tiers),
            "worst_chain": worst_chain(evidence),
            **money_facts(evidence),
            "empty_names": empty_names(context),
            "has_quotients": evidence.shown.policy is not None,
            "wrong_reach": evidence.indicators.get("wrong_reach"),
        },
        drawings=[_uncovered(context), _money(context), _curve(context), _stages(context)],
        grids=[_quotient_table(context), _stage_table(context)] if evidence.shown.policy is not None else [],
    )


def _leaning(kakwani: float) -> str:
    """Whom money favours beyond need: `elite`, `base`, or `level` where the difference is too small to tell."""
    if math.isnan(kakwani) or abs(kakwani) <= _NO_CLEAR_LEAN:
        return "level"
    return "elite" if kakwani > 0 else "base"


def _least_reached(tiers: Sequence[Row]) -> Row | None:
    known = [tier for tier in tiers if tier["uncovered_share"].known]
    return min(known, key=lambda tier: sized(tier["uncovered_share"]), default=None)


def _uncovered(context: Context) -> Drawing:
    known = [found for found in context.evidence.chains if found.total["uncovered_share"].known]
    ordered = sorted(known, key=lambda found: (sized(found.total["uncovered_share"]), found.chain.id))
    rows = [{"name": context.name(c.chain), "value": c.total["uncovered_share"].size} for c in ordered]
    axis = term("figures", "uncovered").name(context.lang)
    drawn = ranked_bars(rows, [row["name"] for row in rows], axis)
    told = [
        (context.name(c.chain), [(axis, context.speech.text("percent", c.total["uncovered_share"]))]) for c in ordered
    ]
    return Drawing("uncovered", drawn, described(told, context.lang))


def _money(context: Context) -> Drawing:
    need, money = (term("figures", name).name(context.lang) for name in ("need", "budget"))
    rows: list[dict[str, Any]] = []
    told = []
    for tier in context.evidence.tiers:
        shares = [(need, tier["need_share"]), (money, tier["money_share"])]
        rows += [{"name": context.name(tier["label"]), "kind": k, "share": f.size} for k, f in shares if f.known]
        told.append((context.name(tier["label"]), [(k, context.speech.text("percent", f)) for k, f in shares]))
    order = [context.name(tier["label"]) for tier in context.evidence.tiers]
    drawn = paired_bars(rows, order, [(need, NEED), (money, MONEY)], term("figures", "share").name(context.lang))
    return Drawing("money", drawn, described(told, context.lang))


def _curve(context: Context) -> Drawing:
    """Cumulative money and need over cumulative employment, least elite first."""
    lang = context.lang
    money, need = (term("figures", name).name(lang) for name in ("budget", "need"))
    points = curve_points(context.evidence, money, need)
    axes = (term("figures", "axis_employed").name(lang), term("figures", "axis_share").name(lang))
    drawn = concentration_curve(points, (money, need), axes, term("figures", "even").name(lang))
    told = [
        (kind, [(f"{point['x']:.0%}", f"{point['y']:.0%}") for point in points if point["kind"] == kind])
        for kind in (money, need)
    ]
    return Drawing("curve", drawn, described(told, lang))


def curve_points(evidence: Evidence, money: str, need: str) -> list[dict[str, Any]]:
    """The corners of both curves: kind, x (share of employment) and y (share of money or need)."""
    tiers = [tier for tier in reversed(evidence.tiers) if tier["need"].known]
    points: list[dict[str, Any]] = []
    people = sum(tier["employed"].size for tier in tiers) or 1.0
    for name, kind in (("budget", money), ("need", need)):
        whole = sum(tier[name].size for tier in tiers) or 1.0
        x = y = 0.0
        points.append({"kind": kind, "x": x, "y": y})
        for tier in tiers:
            x, y = x + tier["employed"].size / people, y + tier[name].size / whole
            points.append({"kind": kind, "x": x, "y": y})
    return points


def _quotient_table(context: Context) -> Grid:
    """Money against need by tier over all stages, with intervals."""
    policy = context.evidence.shown.policy
    assert policy is not None  # noqa: S101 - asked for only where there is one
    found = [row for row in rows(MONEY_AGAINST_NEED, records(policy.money_against_need)) if not row["stage"]]
    columns = [
        Col("tier", lambda row: context.name(context.evidence.catalog.tiers[row["tier"]]), weight=1.3),
        Col("need_share", lambda row: (row["need_share"], 1), "percent"),
        Col("money_share", lambda row: (row["money_share"], 1), "percent"),
        Col("quotient", lambda row: row["quotient"], "times", 1.1,
            under=Col("", lambda row: (row["quotient_low"], row["quotient_high"]), "times_span")),
        Col("per_post", lambda row: row["per_post"], "heads", 1.5,
            under=Col("", lambda row: (row["per_post_low"], row["per_post_high"]), "span")),
        Col("eligible", lambda row: row["people"], "heads", 1.3),
        Col("per_person", lambda row: row["per_person"], "heads", 1.3),
    ]  # fmt: skip
    return grid("quotient-table", columns, found, context.speech)


def _stage_table(context: Context) -> Grid:
    """How money departs from need at each stage, with intervals."""
    evidence = context.evidence
    policy = evidence.shown.policy
    assert policy is not None  # noqa: S101 - asked for only where there is one
    found = {row["stage"]: row for row in rows(STAGE_MISMATCH, records(policy.stage_mismatch))}
    lines = [
        (evidence.catalog.stages[s.value].long_name(context.lang), found[s.value]) for s in Stage if s.value in found
    ]
    columns = [
        Col("stage", lambda line: line[0], weight=1.2),
        Col("item_share", lambda line: line[1]["item_share"], "percent",
            under=Col("", lambda line: (line[1]["item_share_low"], line[1]["item_share_high"]), "percent_span")),
        Col("money_share", lambda line: line[1]["money_share"], "percent"),
        Col("reallocation", lambda line: line[1]["reallocation"], "percent", 1.2,
            under=Col("", lambda line: (line[1]["reallocation_low"], line[1]["reallocation_high"]), "percent_span")),
        Col("wrong_reach", lambda line: line[1]["wrong_reach"], "percent", 1.4,
            under=Col("", lambda line: (line[1]["wrong_reach_low"], line[1]["wrong_reach_high"]), "percent_span")),
    ]  # fmt: skip
    return grid("stage-table", columns, lines, context.speech)


def _stages(context: Context) -> Drawing:
    evidence, lang = context.evidence, context.lang
    most = max((row["budget_cny"].size for row in evidence.grid.values()), default=0.0) or 1.0
    cells, told = {}, []
    items, none = (term("figures", name).name(lang) for name in ("items", "no_item"))
    for (tier, stage), row in evidence.grid.items():
        at = (context.name(evidence.catalog.tiers[tier]), evidence.catalog.stages[stage].long_name(lang))
        if not row["items"]:
            cells[at] = Shaded(None, none)
            told.append((" / ".join(at), [("", none)]))
            continue
        money = context.speech.text("money", row["budget_cny"])
        number = items.format(context.speech.text("heads", row["items"]))
        cells[at] = Shaded(math.sqrt(row["budget_cny"].size / most), money, number)
        told.append((" / ".join(at), [(money, number)]))
    heads = [evidence.catalog.stages[stage.value].long_name(lang) for stage in Stage]
    lines = [context.name(tier) for tier in evidence.catalog.tiers.values()]
    return Drawing("stages", heat_table(cells, lines, heads, row_height=30), described(told, lang))


CHAPTER = Chapter("policy", _make, appears=lambda evidence: evidence.has_policy)
