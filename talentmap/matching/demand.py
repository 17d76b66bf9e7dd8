"""Demand lines to roles: what the enterprise chose, what people decided, what the matcher is sure of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from talentmap.matching.calibration import calibrated_rules
from talentmap.matching.candidates import Candidate
from talentmap.matching.features import Query
from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.memory import DecidedTitle
from talentmap.matching.skills import SkillReader
from talentmap.matching.verdict import Verdict, settle
from talentmap.model.decision import NONE, DecisionKind
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.review.ledger import Ledger, key_parts, title_key
from talentmap.tables.matching import DEMAND_ROLES, QUEUE
from talentmap.text import compact, split_list

_CERTAIN = 1.0
_TOLD = 0.001  # a candidate that is less likely helps nobody


def decided_titles(ledger: Ledger) -> list[DecidedTitle]:
    """The demand titles that people have placed, each in its chain, sorted by key."""
    kept = [one for (kind, _), one in sorted(ledger.decisions.items()) if kind is DecisionKind.DEMAND_ROLE]
    placed = [(*key_parts(one.key), "" if one.value == NONE else one.value) for one in kept]
    return [DecidedTitle(title, role_id, chain_id) for chain_id, title, role_id in placed]


def match_demand(demand: pa.Table, catalog: Catalog, matcher: RoleMatcher, ledger: Ledger) -> tuple[pa.Table, pa.Table]:
    """The tables DEMAND_ROLES, one row a demand line, and QUEUE, the titles that wait for a person."""
    lines = [{**line, "title": line["title"] or ""} for line in demand.to_pylist()]
    grammar = matcher.grammar
    queries = list(_queries(lines, matcher.skills))
    calibration, rules = calibrated_rules(matcher, catalog.rules.matching)
    rows = []
    for line, found in zip(lines, matcher.match(queries), strict=True):
        candidates = calibration.of(found, line["chain_id"] or "")
        tier = grammar.parse(line["title"]).tier
        verdict = _overruled(line, catalog, ledger)
        if verdict is None:
            verdict = _at_home(settle(candidates, rules), line["chain_id"])
        title_asked, skill_level = grammar.levels_asked(line["title"], line["certificates"] or "")
        row = _row(line["line_id"], verdict, candidates, tier, catalog)
        rows.append({**row, "professional_title": title_asked, "skill_level": skill_level})
    return DEMAND_ROLES.from_rows(rows), QUEUE.from_rows(_queue(lines, rows))


def _queries(lines: Sequence[Mapping[str, Any]], reader: SkillReader) -> Iterator[Query]:
    for line, (skills, beside) in zip(lines, skills_of_lines(lines, reader), strict=True):
        majors = frozenset(map(compact, split_list(line["majors"] or "")))
        yield Query(line["title"], line["chain_id"] or "", skills, majors=majors, beside=beside)


def skills_of_lines(lines: Sequence[Mapping[str, Any]], reader: SkillReader) -> Iterator[tuple[frozenset[str], str]]:
    """The skills that each demand line states or tells of, and the wordings stated that name none."""
    chains = [line["chain_id"] or "" for line in lines]
    stated = reader.read_all([split_list(line["skills"] or "") for line in lines], chains)
    for line, chain_id, (skills, beside) in zip(lines, chains, stated, strict=True):
        yield skills | reader.told(line["duties"] or "", chain_id), beside


def _overruled(line: Mapping[str, Any], catalog: Catalog, ledger: Ledger) -> Verdict | None:
    """What a person has already said: a decision first, then the enterprise's own choice on the form."""
    decided = ledger.value(DecisionKind.DEMAND_ROLE, title_key(line["chain_id"] or "", line["title"]))
    if decided is not None:
        return Verdict("" if decided == NONE else decided, "decided", _CERTAIN, said="decision")
    if line["role_stated"] in catalog.roles:
        return Verdict(line["role_stated"], "stated", _CERTAIN, said="chosen by the enterprise")
    return None


def _at_home(verdict: Verdict, chain_id: str | None) -> Verdict:
    """`verdict`, but a person's to confirm where nobody knows the enterprise's chain: a 采购助理 is found in many."""
    if verdict.band != "accepted" or chain_id:
        return verdict
    return replace(verdict, role_id="", band="review", said="chain of the enterprise unknown")


def _row(
    line_id: str, verdict: Verdict, candidates: Sequence[Candidate], tier: Tier | None, catalog: Catalog
) -> dict[str, Any]:
    settled = catalog.roles[verdict.role_id].tier if verdict.role_id else tier
    return {
        "line_id": line_id,
        "role_id": verdict.role_id,
        "band": verdict.band,
        "segment": verdict.group,
        "probability": verdict.probability,
        "tier": settled.value if settled else "",
        "reasons": verdict.reasons,
        "candidates": "|".join(f"{c.role_id}={c.probability:.3f}" for c in candidates if c.probability >= _TOLD),
    }


def _queue(lines: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    waiting: dict[str, dict[str, Any]] = {}
    for line, row in zip(lines, rows, strict=True):
        if row["band"] != "review":
            continue
        key = title_key(line["chain_id"] or "", line["title"])
        entry = waiting.setdefault(
            key,
            {
                "key": key,
                "chain_id": line["chain_id"],
                "title": line["title"],
                "lines": 0,
                "headcount": 0,
                "candidates": row["candidates"],
            },
        )
        entry["lines"] += 1
        entry["headcount"] += line["headcount"] or 0
    return sorted(waiting.values(), key=lambda entry: (-entry["headcount"], entry["key"]))
