"""The incentive items among themselves: whom they leave out at each stage, gates, payment, departments, overlaps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import Evidence, records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.heat import Shaded, heat_table
from talentmap.publish.paper.fact import Fact, Row, counted, ratio, rows, total
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.publish.terms import term
from talentmap.tables.policy import GATES, HANDOVERS, MONEY_FLOW, OVERLAPS, SILOS, UNCOVERED
from talentmap.tables.policy_findings import PolicyFindings

_PAIRS_TOLD = 8
_BROKEN_TOLD = 6


def _make(context: Context) -> Made:
    policy = _policy(context.evidence)
    gates = {row["gate"]: row for row in rows(GATES, records(policy.gates))}
    pairs = rows(OVERLAPS, records(policy.overlaps))
    last = [row for row in rows(HANDOVERS, records(policy.handovers)) if not row["next_stage"]]
    broken = [row for row in last if row["verdict"] == "broken"]
    met = _met(pairs)
    return Made(
        facts={
            **_stage_facts(context),
            "gate": gates.get("any"),
            "pairs": counted(pairs, "pairs of items"),
            "pairs_across": counted([row for row in pairs if _is_across(row)], "pairs of two departments"),
            "met": counted(met, "pairs of two departments that an open post meets at once"),
            "has_met": bool(met),
            "departments": counted(policy.silos["department_id"].nunique(), "departments with items"),
            "broken": counted(broken, "items that hand nobody on"),
            "broken_items": [_item(context, row["item_id"]) for row in broken[:_BROKEN_TOLD]],
            "handing": counted([row for row in last if row["verdict"] in ("broken", "weak", "joined")], "items judged"),
            "flow": _flow(context, _flow_rows(context, "")),
            **_busiest(context),
        },
        drawings=[_coverage(context), _silos(context)],
        grids=[
            _gate_table(context, list(gates.values())),
            _flow_table(context),
            _kind_table(context, pairs),
            *([_pair_table(context, met[:_PAIRS_TOLD])] if met else []),
        ],
    )


def _policy(evidence: Evidence) -> PolicyFindings:
    assert evidence.shown.policy is not None  # noqa: S101 - the chapter is not ready without it
    return evidence.shown.policy


def _item(context: Context, item_id: str) -> PolicyItem:
    return next(item for item in context.evidence.items if item.item_id == item_id)


def _stage_facts(context: Context) -> Mapping[str, Any]:
    """The stage that reaches the smallest share of posts, as a label and its row."""
    found = [row for row in uncovered_rows(context.evidence, "") if not row["tier"] and row["stage"]]
    known = [row for row in found if row["share"].known]
    worst = min(known, key=lambda row: sized(row["share"]), default=None)
    return {"worst": worst, "worst_stage": context.evidence.catalog.stages[worst["stage"]] if worst else None}


def uncovered_rows(evidence: Evidence, chain: str | None = None) -> list[Row]:
    """UNCOVERED as rows; those of one chain (empty: of all), or every one."""
    found = rows(UNCOVERED, records(_policy(evidence).uncovered))
    return [row for row in found if chain is None or row["chain_id"] == chain]


def _coverage(context: Context) -> Drawing:
    """Posts that no item reaches, by chain: at any stage, and at each."""
    evidence, lang = context.evidence, context.lang
    heads = {"": term("figures", "any_stage").name(lang)}
    heads |= {stage.value: evidence.catalog.stages[stage.value].long_name(lang) for stage in Stage}
    names = {"": term("wholes", "total").name(lang)}
    names |= {chain.id: context.name(chain) for chain in evidence.catalog.chains.values()}
    cells, told = {}, []
    for row in uncovered_rows(evidence):
        if row["tier"] or row["chain_id"] not in names:
            continue
        at = (names[row["chain_id"]], heads[row["stage"]])
        share = context.speech.text("percent", row["share"])
        cells[at] = Shaded(None if math.isnan(row["share"].size) else row["share"].size, share, _span(context, row))
        told.append((" / ".join(at), [("", share)]))
    drawn = heat_table(cells, list(names.values()), list(heads.values()), row_height=34)
    return Drawing("coverage", drawn, described(told, lang))


def _span(context: Context, row: Row) -> str:
    low, high = row["share_low"], row["share_high"]
    if not (low.known and high.known) or low.value == high.value:
        return ""
    return str(context.speech.number("percent_span", low, high).text)


def _silos(context: Context) -> Drawing:
    """Items by department and stage."""
    evidence, lang = context.evidence, context.lang
    found = rows(SILOS, records(_policy(evidence).silos))
    heads = {stage.value: evidence.catalog.stages[stage.value].long_name(lang) for stage in Stage}
    names = {department: _department(context, department) for department in sorted({r["department_id"] for r in found})}
    numbers = Counter((evidence.held_by[item.item_id], item.stage.value) for item in evidence.items)
    most = max(numbers.values(), default=1)
    cells, told = {}, []
    for department, name in names.items():
        for stage, head in heads.items():
            number = numbers[department, stage]
            money = total(r["budget_cny"] for r in found if (r["department_id"], r["stage"]) == (department, stage))
            shown = context.speech.text("heads", counted(number, f"items.{department}.{stage}")) if number else ""
            cells[name, head] = Shaded(number / (most + 1), shown, context.speech.text("money", money) if money else "")
            told.append((f"{name} / {head}", [("", shown or "0")]))
    drawn = heat_table(cells, list(names.values()), list(heads.values()), row_height=30)
    return Drawing("silos", drawn, described(told, lang))


def _department(context: Context, department: str) -> str:
    districts = context.evidence.catalog.districts
    place = department.removeprefix("district-")
    return context.name(districts[place]) if place in districts else context.name(term("departments", department))


def _busiest(context: Context) -> Mapping[str, Any]:
    """The department that holds most items, by name, and how many; nobody where two hold as many."""
    held = Counter(context.evidence.held_by.values()).most_common(2)
    if not held or (len(held) > 1 and held[0][1] == held[1][1]):
        return {"busiest": "", "busiest_items": counted(0, "items.most")}
    return {"busiest": _department(context, held[0][0]), "busiest_items": counted(held[0][1], f"items.{held[0][0]}")}


def _gate_table(context: Context, gates: Sequence[Row]) -> Grid:
    columns = [
        Col("gate", lambda row: context.name(term("gates", row["gate"])), weight=1.6),
        Col("items", lambda row: row["items"], "count", 0.7),
        Col("item_share", lambda row: row["item_share"], "percent", 1.2,
            under=Col("", lambda row: (row["item_share_low"], row["item_share_high"]), "percent_span")),
        Col("budget", lambda row: row["budget_cny"], "money_cell", 1.2),
        Col("money_share", lambda row: row["money_share"], "percent"),
        Col("passing", lambda row: (row["passing_share"], 1), "percent", 1.5,
            under=Col("", lambda row: (row["passing_share_low"], row["passing_share_high"]), "percent_span")),
    ]  # fmt: skip
    return grid("gate-table", columns, gates, context.speech)


def _flow_rows(context: Context, stage: str) -> list[Row]:
    """MONEY_FLOW of the items of a stage; of all without one."""
    own = {item.item_id for item in context.evidence.items if not stage or item.stage.value == stage}
    return [r for r in rows(MONEY_FLOW, records(_policy(context.evidence).money_flow)) if r["item_id"] in own]


def _flow(context: Context, found: Sequence[Row]) -> Mapping[str, Fact]:
    """Sums over the items of which both sides of a comparison are known, and how many these are."""
    known = [row for row in found if row["budget_cny"].known]
    both = [row for row in known if row["paid_cny"].known]
    promised = [row for row in known if row["promised_high"].known and row["promised_high"].size > 0]
    budget, paid = _sum(both, "budget_cny"), _sum(both, "paid_cny")
    return {
        "listed": counted(found, "items"),
        "with_budget": counted(known, "items with a known budget"),
        "compared": counted(both, "items with known budget and payments"),
        "budget": budget,
        "paid": paid,
        "paid_share": ratio(paid, budget),
        "recipients": _sum([row for row in found if row["recipients"].known], "recipients"),
        "promised_items": counted(promised, "items with known budget and promise"),
        "promised_low": _sum(promised, "promised_low"),
        "promised_high": _sum(promised, "promised_high"),
        "promised_budget": _sum(promised, "budget_cny"),
    }


def _sum(found: Iterable[Row], name: str) -> Fact:
    return total(row[name] for row in found)


def _flow_table(context: Context) -> Grid:
    stages = context.evidence.catalog.stages
    columns = [
        Col("stage", lambda row: row["name"], weight=1.2),
        Col("items", lambda row: row["listed"], "count", 0.8),
        Col("budget_known", lambda row: row["with_budget"], "count"),
        Col("budget_compared", lambda row: row["budget"], "money_cell", 1.2),
        Col("paid", lambda row: row["paid"], "money_cell", 1.2),
        Col("paid_share", lambda row: row["paid_share"], "percent"),
        Col("recipients", lambda row: row["recipients"], "heads"),
    ]
    lines = [
        {"name": stages[stage.value].long_name(context.lang), **_flow(context, _flow_rows(context, stage.value))}
        for stage in Stage
    ]
    whole = {"name": context.name(term("wholes", "total")), **_flow(context, _flow_rows(context, ""))}
    return grid("budget-flow-table", columns, lines, context.speech, total=whole)


def _is_across(row: Row) -> bool:
    return "|" in row["departments"]


def _met(pairs: Sequence[Row]) -> list[Row]:
    """Pairs of different departments that some open post meets at once and that may be told, the most posts first."""
    found = [row for row in pairs if _is_across(row) and row["need"].known and row["need"].size > 0]
    return sorted(found, key=lambda row: (sized(row["need"]), row["item_id"], row["other_id"]))


def _kind_table(context: Context, pairs: Sequence[Row]) -> Grid:
    kinds = [kind for kind in ("duplicate", "amount", "nested", "overlapping") if any(r["kind"] == kind for r in pairs)]

    def among(kind: str, *, across: bool) -> Fact:
        own = [row for row in pairs if row["kind"] == kind and (_is_across(row) or not across)]
        return counted(own, f"overlaps.{kind}")

    columns = [
        Col("kind", lambda kind: context.name(term("overlaps", kind)), weight=2.5),
        Col("pairs", lambda kind: among(kind, across=False), "count"),
        Col("across", lambda kind: among(kind, across=True), "count"),
    ]
    return grid("overlap-kinds", columns, kinds, context.speech)


def _pair_table(context: Context, met: Sequence[Row]) -> Grid:
    def title(name: str) -> Any:
        return lambda row: _title(context, row[name])

    def holder(name: str) -> Any:
        evidence = context.evidence
        return lambda row: _department(context, evidence.held_by[row[name]])

    columns = [
        Col("item_a", title("item_id"), weight=2.6, under=Col("", holder("item_id"))),
        Col("item_b", title("other_id"), weight=2.6, under=Col("", holder("other_id"))),
        Col("kind", lambda row: context.name(term("overlaps", row["kind"])), weight=1.4, tone="small"),
        Col("accepted_by_both", lambda row: row["need"], "heads", 1.1),
    ]
    return grid("overlap-pairs", columns, met, context.speech)


def _title(context: Context, item_id: str) -> str:
    item = _item(context, item_id)
    return item.title_zh if context.lang == "zh" else item.title_en


CHAPTER = Chapter(
    "items",
    _make,
    ready=lambda evidence: evidence.shown.policy is not None,
    appears=lambda evidence: evidence.has_policy,
)
