"""The catalog of one chain: balance, segments, shortest roles, roles in good supply, pain points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from talentmap.model.taxonomy import Segment, Stage
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import ChainEvidence, SegmentEvidence
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.chain import Box, chain_graph
from talentmap.publish.paper.fact import Fact, Row, counted, given, negative
from talentmap.publish.paper.model import Drawing, Grid, Inlines, Mark, Words
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.publish.terms import term

_PAINS_A_STAGE = 2
_KEY_SKILLS = {"zh": 3, "en": 2}  # as many as two lines hold


def _make(context: Context) -> Made:
    found = context.evidence.chain(context.scope)
    pains = _told_pains(found)
    return Made(
        facts={
            "chain": found.chain,
            "total": found.total,
            "gap_segment": _widest(found),
            "shortage_count": counted(found.shortages, "roles listed"),
            "has_shortages": bool(found.shortages),
            "surpluses": found.surpluses,
            "has_pains": bool(pains),
            "answering": found.pains[0]["answering"] if found.pains else None,
        },
        drawings=[graph_drawing(found, context)],
        grids=[
            *([role_table(f"short-{found.chain.id}", found.shortages, context)] if found.shortages else []),
            *([_pain_table(found, pains, context)] if pains else []),
        ],
    )


def graph_drawing(found: ChainEvidence, context: Context) -> Drawing:
    """The chain's segments shaded by gap."""
    gaps = {segment: seen.gap.size for segment, seen in found.segments.items()}
    widest = max((gap for gap in gaps.values() if not isnan(gap)), default=0.0)
    notes = {segment.id: _note(found.segments[segment.id], context) for segment in found.chain.segments}
    boxes = {
        segment.id: Box(context.name(segment), notes[segment.id], _heat(gaps[segment.id], widest))
        for segment in found.chain.segments
    }
    told = [(context.name(segment), [("", notes[segment.id])]) for segment in found.chain.segments]
    return Drawing(f"graph-{found.chain.id}", chain_graph(found.chain, boxes), described(told, context.lang))


def _heat(gap: float, widest: float) -> float | None:
    if isnan(gap):
        return None
    return max(gap, 0.0) / widest * 0.999 if widest > 0 else 0.0


def _note(seen: SegmentEvidence, context: Context) -> str:
    if not seen.gap.known:
        word = "hidden" if seen.gap.hidden else "no_need"
        return term("figures", word).name(context.lang)
    if not seen.gap:
        return term("figures", "level").name(context.lang)
    short = seen.gap.size > 0
    size = context.speech.text("heads", seen.gap if short else negative(seen.gap))
    return term("figures", "gap" if short else "surplus").name(context.lang).format(size)


def _widest(found: ChainEvidence) -> Segment | None:
    """The segment whose gap stands out as the widest; None where no gap is known to be above zero."""
    told = [segment for segment in found.chain.segments if found.segments[segment.id].gap.known]
    widest = min(told, key=lambda segment: sized(found.segments[segment.id].gap), default=None)
    return widest if widest and found.segments[widest.id].gap.size > 0 else None


def role_table(id: str, roles: Sequence[Row], context: Context) -> Grid:  # noqa: A002 - it is the id
    """Roles with need, supply, gap, grade, pay and what they ask; marked for the index."""
    speech, before = context.speech, _ranks_before(context)
    broad = 1.0 if context.lang == "zh" else 1.25  # English names run longer
    columns = [
        Col("role", lambda row: (Mark(row["role_id"]), Words(context.name(row["role"]))), weight=2.5 * broad,
            tone="strong", under=Col("", lambda row: context.name(row["segment"]))),
        Col("tier", lambda row: context.name(row["tier_label"]), weight=1.1),
        Col("need", lambda row: row["need"], "heads", 1.05,
            under=Col("", lambda row: (row["need_low"], row["need_high"]), "span")),
        Col("supply", lambda row: row["supply"], "heads", 0.75),
        Col("gap", lambda row: row["gap"], "signed", 0.75),
        Col("grade", stars, tone="stars", weight=1.45,
            under=Col("", lambda row: _rank_before(before.get(row["role_id"]), context))),
        Col("pay", lambda row: (row["pay_low"], row["pay_high"]), "pay", 1.55,
            under=Col("", lambda row: context.name(row["floor"]))),
        Col("asks", lambda row: _asks(row, context), tone="small", weight=3.8,
            under=Col("", lambda row: speech.listed([context.name(place) for place in row["districts"]]))),
    ]  # fmt: skip
    return grid(id, columns, roles, context.speech)


def _ranks_before(context: Context) -> Mapping[str, Fact]:
    """The rank of each role on last year's shortage list, where an earlier edition is known."""
    since = context.evidence.shown.since
    if since is None:
        return {}
    known = since.moves[since.moves["rank_before"].notna()]
    return {
        str(role): given(float(rank), f"shortage_moves.{role}.rank_before")
        for role, rank in zip(known["role_id"], known["rank_before"], strict=True)
    }


def _rank_before(rank: Fact | None, context: Context) -> Inlines | str:
    if rank is None:
        return ""
    before, after = term("figures", "rank_last").name(context.lang).split("{}")
    return (Words(before), context.speech.number("count", rank), Words(after))


def stars(row: Row) -> str:
    """The grade as stars: X where it cannot be rated, c where it may not be told, – where nobody is wanted."""
    if not row.told:
        return "c"
    if row["grade"] == "X":
        return "X"
    return "★" * row["stars"] or "–"


def _asks(row: Row, context: Context) -> str:
    """Majors and key skills of a role in one cell."""
    role, zh = row["role"], context.lang == "zh"
    comma, stop = ("、", "；") if zh else (", ", "; ")
    heaviest = sorted(role.skills.items(), key=lambda pair: -pair[1])[: _KEY_SKILLS[context.lang]]
    named = [context.name(context.evidence.catalog.skills[skill]) for skill, _ in heaviest]
    skills = comma.join((*named[:1], *map(context.speech.lower_first, named[1:])))
    return stop.join(part for part in (comma.join(role.majors[:2]) if zh else "", skills) if part)


def _told_pains(found: ChainEvidence) -> list[Row]:
    by_stage: defaultdict[str, list[Row]] = defaultdict(list)
    for pain in found.pains:
        if pain["share"].known:
            by_stage[pain["stage"]].append(pain)
    return [pain for stage in Stage for pain in by_stage[stage.value][:_PAINS_A_STAGE]]


def _pain_table(found: ChainEvidence, pains: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("stage", lambda row: row["stage_label"].long_name(context.lang), weight=0.8),
        Col("pain", lambda row: context.name(row["pain"]), weight=4),
        Col("naming", lambda row: row["share"], "percent"),
        Col("interval", lambda row: (row["share_low"], row["share_high"]), "percent_span", 1.2),
    ]
    return grid(f"pains-{found.chain.id}", columns, pains, context.speech)


def _scopes(evidence: Any) -> list[str]:
    return [found.chain.id for found in evidence.chains]


CHAPTER = Chapter("chain", _make, scopes=_scopes)
