"""Shortage list beside surplus list, skills, and where need concentrates: chains by district."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import Evidence, records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.heat import Shaded, heat_table
from talentmap.publish.paper.fact import Row, counted, negative, rows
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.publish.terms import term, terms
from talentmap.tables.measures import LOCATION_QUOTIENTS, SKILL_BALANCE, STRUCTURE

_ROWS = 15
_SKILLS = 10
_SPARE_SKILLS = 3
_DARKEST = 3.0
"""Location quotients from here on are shaded alike."""
_CONCENTRATED = 1.5
_NAMED = 4


def _make(context: Context) -> Made:
    evidence = context.evidence
    short, surplus = listed(evidence, "shortage"), listed(evidence, "surplus")
    skills = _skills(evidence)
    spare = [row for row in reversed(skills) if row["gap"].size < 0][:_SPARE_SKILLS]
    places = _quotients(evidence)
    return Made(
        facts={
            "short": counted(short, "roles on the shortage list"),
            "surplus": counted(surplus, "roles on the surplus list"),
            "told": counted(min(_ROWS, max(len(short), len(surplus))), "roles printed of each list"),
            "causes": _causes(short),
            "structure": structure_of_region(evidence),
            "skills_told": counted(skills, "skills with a gap that may be told"),
            "worst_skill": evidence.catalog.skills[skills[0]["skill_id"]] if skills else None,
            "worst": skills[0] if skills else None,
            "spare": [(evidence.catalog.skills[row["skill_id"]], negative(row["gap"])) for row in spare],
            "dense": _densest(evidence, places),
            "has_places": bool(places),
        },
        drawings=[_places(context, places)] if places else [],
        grids=[
            _lists(context, short[:_ROWS], surplus[:_ROWS]),
            *([_skill_table(context, skills[:_SKILLS])] if skills else []),
            _structure_table(context),
        ],
    )


def listed(evidence: Evidence, which: str) -> list[Row]:
    """The roles of a list whose gap may be told: the surest among the shortest first, or the largest surplus."""
    found = [row for row in evidence.roles if row["listed"] == which and row["gap"].known]
    if which == "surplus":
        return sorted(found, key=lambda row: (row["gap"].size, row["role_id"]))
    return sorted(
        found, key=lambda row: (sized(row["p_top10"]), sized(row["score"]), sized(row["gap"]), row["role_id"])
    )


def _causes(short: Sequence[Row]) -> list[tuple[Any, Any]]:
    """The main cause of each listed shortage, with how many roles have it, the most frequent first."""
    first = [str(row["shortage_type"]).split("|")[0] for row in short]
    numbers = {cause: first.count(cause) for cause in terms("shortage_types") if cause in first}
    ordered = sorted(numbers, key=lambda cause: (-numbers[cause], list(numbers).index(cause)))
    return [(term("shortage_types", cause), counted(numbers[cause], f"shortage list: {cause}")) for cause in ordered]


def _lists(context: Context, short: Sequence[Row], surplus: Sequence[Row]) -> Grid:
    chains = context.evidence.catalog.chains

    def side(at: int, give: Any) -> Any:
        return lambda pair: give(pair[at]) if pair[at] is not None else None

    def chain(row: Row) -> str:
        return context.name(chains[row["chain_id"]])

    columns = [
        Col("shortage_role", side(0, lambda row: context.name(row["role"])), weight=2.6,
            under=Col("", side(0, chain))),
        Col("shortage_gap", side(0, lambda row: row["gap"]), "heads", 0.8),
        Col("p_top10", side(0, lambda row: row["p_top10"]), "percent", 1.0,
            under=Col("", side(0, lambda row: row["p_short"]), "percent")),
        Col("shortage_type", side(0, lambda row: _cause(context, row)), weight=1.1),
        Col("surplus_role", side(1, lambda row: context.name(row["role"])), weight=2.6,
            under=Col("", side(1, chain))),
        Col("surplus_gap", side(1, lambda row: negative(row["gap"])), "heads", 0.8),
    ]  # fmt: skip
    return grid("short-and-surplus", columns, list(zip_longest(short, surplus)), context.speech)


def _cause(context: Context, row: Row) -> str:
    kind = str(row["shortage_type"]).split("|")[0]
    return context.name(term("shortage_types", kind)) if kind else ""


def _skills(evidence: Evidence) -> list[Row]:
    """Skills over all chains whose gap may be told, the largest gap first."""
    shown = evidence.shown.skills
    assert shown is not None  # noqa: S101 - the chapter is not ready without it
    found = [row for row in rows(SKILL_BALANCE, records(shown)) if not row["chain_id"] and row["gap"].known]
    return sorted(found, key=lambda row: (sized(row["gap"]), row["skill_id"]))


def _skill_table(context: Context, skills: Sequence[Row]) -> Grid:
    columns = [
        Col("skill", lambda row: context.name(context.evidence.catalog.skills[row["skill_id"]]), weight=2.6),
        Col("roles_asking", lambda row: row["roles"], "count", 0.8),
        Col("need", lambda row: row["need"], "heads"),
        Col("interval", lambda row: (row["need_low"], row["need_high"]), "span", 1.3),
        Col("supply", lambda row: row["supply"], "heads"),
        Col("gap", lambda row: row["gap"], "signed"),
    ]
    return grid("skill-table", columns, skills, context.speech)


def _structures(evidence: Evidence) -> dict[tuple[str, str], Row]:
    shown = evidence.shown.structure
    found = () if shown is None else rows(STRUCTURE, records(shown))
    return {(row["chain_id"], row["across"]): row for row in found}


def structure_of_region(evidence: Evidence) -> dict[str, Row | None]:
    """The structure of the whole region across tiers and across roles; None where it was not worked out."""
    found = _structures(evidence)
    return {across: found.get(("", across)) for across in ("tier", "role")}


def _structure_table(context: Context) -> Grid:
    found = _structures(context.evidence)

    def figures(across: str, *names: str) -> Any:
        def take(chain: Any) -> Any:
            row = found.get((chain.id, across))
            return None if row is None else tuple(row[name] for name in names)

        return take

    ends = ("dissimilarity_low", "dissimilarity_high")
    columns = [
        Col("chain", context.name, weight=2),
        Col("dissimilarity_tier", figures("tier", "dissimilarity"), "percent",
            under=Col("", figures("tier", *ends), "percent_span")),
        Col("dissimilarity_role", figures("role", "dissimilarity_corrected"), "percent",
            under=Col("", figures("role", *ends), "percent_span")),
    ]  # fmt: skip
    return grid("structure-table", columns, context.evidence.catalog.chains.values(), context.speech)


def _quotients(evidence: Evidence) -> list[Row]:
    shown = evidence.shown.location_quotients
    return [] if shown is None else list(rows(LOCATION_QUOTIENTS, records(shown)))


def _densest(evidence: Evidence, places: Iterable[Row]) -> list[tuple[Any, Any, Row]]:
    """District, chain and quotient where need concentrates most."""
    dense = [row for row in places if row["lq"].size >= _CONCENTRATED]
    dense.sort(key=lambda row: (sized(row["lq"]), row["district_id"], row["chain_id"]))
    catalog = evidence.catalog
    return [(catalog.districts[row["district_id"]], catalog.chains[row["chain_id"]], row) for row in dense[:_NAMED]]


def _places(context: Context, places: Iterable[Row]) -> Drawing:
    """Location quotients of chains by district."""
    catalog, lang = context.evidence.catalog, context.lang
    found = {(row["district_id"], row["chain_id"]): row["lq"] for row in places}
    cells, told = {}, []
    for district in catalog.districts.values():
        for chain in catalog.chains.values():
            quotient = found.get((district.id, chain.id))
            if quotient is None:
                continue
            at = (context.name(district), context.name(chain))
            size = quotient.size
            shade = None if math.isnan(size) else min(size / _DARKEST, 1.0) * 0.999
            cells[at] = Shaded(shade, context.speech.text("ratio", quotient))
            told.append((" / ".join(at), [("", context.speech.text("ratio", quotient))]))
    lines = [context.name(district) for district in catalog.districts.values()]
    heads = [context.name(chain) for chain in catalog.chains.values()]
    return Drawing("quotients", heat_table(cells, lines, heads, row_height=18), described(told, lang))


CHAPTER = Chapter(
    "shortages",
    _make,
    ready=lambda evidence: evidence.shown.skills is not None and evidence.shown.structure is not None,
)
