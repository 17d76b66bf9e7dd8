"""Demand lines to roles: what the enterprise chose, what people decided, what the matcher is sure of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from talentmap.matching.features import Query
from talentmap.matching.matcher import Candidate, RoleMatcher
from talentmap.matching.skills import SkillReader
from talentmap.model.decision import NONE, DecisionKind
from talentmap.model.taxonomy import Catalog, MatchingRules, Tier
from talentmap.review.ledger import Ledger, title_key
from talentmap.tables.matching import DEMAND_ROLES, QUEUE
from talentmap.text import compact, split_list

_CERTAIN = 1.0
_DISPUTES = {"far": "title disputed", "general": "title too general", "level_other": "level disputed"}
_DISPUTES_OF_GUESSES = {
    "chain_other": "chain disputed",
    "function_other": "function disputed",
    "thin": "too little evidence",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a line was settled: the role (empty when none is safe), the band, how sure, the reasons."""

    role_id: str
    band: str
    probability: float
    reasons: str


def settle(candidates: Sequence[Candidate], tier: Tier | None, catalog: Catalog, rules: MatchingRules) -> Verdict:
    """The matcher's verdict alone: accept, review or none.

    None when it is unlikely that the title means any of the candidates. A role is accepted when it is likely enough,
    clearly ahead of the next, and undisputed; a title that fits many roles (技术员) is for a person.
    """
    if not candidates:
        return Verdict("", "none", 0.0, "")
    best, *others = candidates
    placed = sum(candidate.probability for candidate in candidates)
    if placed < rules.review and "general" not in best.signs:
        return Verdict("", "none", best.probability, "")
    lead = best.probability - (others[0].probability if others else 0.0)
    dispute = _dispute(best, tier, catalog)
    if best.probability >= rules.accept and lead >= rules.margin and not dispute:
        return Verdict(best.role_id, "accepted", best.probability, best.reasons)
    return Verdict("", "review", best.probability, "; ".join(filter(None, (best.reasons, dispute))))


def _dispute(best: Candidate, tier: Tier | None, catalog: Catalog) -> str:
    """Why a person should look although the role is likely; '' when nothing speaks for that.

    Skills alone never place a title. Only a title that is the role's own wording may come from a firm of another chain,
    name another function or hold level words of another tier.
    """
    disputes = _DISPUTES if "exact" in best.signs else {**_DISPUTES, **_DISPUTES_OF_GUESSES}
    for sign, dispute in disputes.items():
        if sign in best.signs:
            return dispute
    agreed = "exact" in best.signs or tier in (None, catalog.roles[best.role_id].tier)
    return "" if agreed else "tier disputed"


def match_demand(demand: pa.Table, catalog: Catalog, matcher: RoleMatcher, ledger: Ledger) -> tuple[pa.Table, pa.Table]:
    """The tables DEMAND_ROLES, one row a demand line, and QUEUE, the titles that wait for a person."""
    lines = [{**line, "title": line["title"] or ""} for line in demand.to_pylist()]
    skills = SkillReader(catalog.skills)
    grammar = matcher.grammar
    queries = [
        Query(
            line["title"],
            line["chain_id"] or "",
            skills.listed(line["skills"] or "") | skills.told(line["duties"] or ""),
            majors=frozenset(map(compact, split_list(line["majors"] or ""))),
        )
        for line in lines
    ]
    rows = []
    for line, candidates in zip(lines, matcher.match(queries), strict=True):
        tier = grammar.parse(line["title"]).tier
        verdict = _overruled(line, catalog, ledger)
        if verdict is None:
            verdict = _at_home(settle(candidates, tier, catalog, catalog.rules.matching), line["chain_id"])
        title_asked, skill_level = grammar.levels_asked(line["title"], line["certificates"] or "")
        row = _row(line["line_id"], verdict, candidates, tier, catalog)
        rows.append({**row, "professional_title": title_asked, "skill_level": skill_level})
    return DEMAND_ROLES.from_rows(rows), QUEUE.from_rows(_queue(lines, rows))


def _overruled(line: Mapping[str, Any], catalog: Catalog, ledger: Ledger) -> Verdict | None:
    """What a person has already said: a decision first, then the enterprise's own choice on the form."""
    decided = ledger.value(DecisionKind.DEMAND_ROLE, title_key(line["chain_id"] or "", line["title"]))
    if decided is not None:
        return Verdict("" if decided == NONE else decided, "decided", _CERTAIN, "decision")
    if line["role_stated"] in catalog.roles:
        return Verdict(line["role_stated"], "stated", _CERTAIN, "chosen by the enterprise")
    return None


def _at_home(verdict: Verdict, chain_id: str | None) -> Verdict:
    """`verdict`, but a person's to confirm where nobody knows the enterprise's chain: a 采购助理 is found in many."""
    if verdict.band != "accepted" or chain_id:
        return verdict
    return replace(verdict, role_id="", band="review", reasons=f"{verdict.reasons}; chain of the enterprise unknown")


def _row(
    line_id: str, verdict: Verdict, candidates: Sequence[Candidate], tier: Tier | None, catalog: Catalog
) -> dict[str, Any]:
    settled = catalog.roles[verdict.role_id].tier if verdict.role_id else tier
    return {
        "line_id": line_id,
        "role_id": verdict.role_id,
        "band": verdict.band,
        "probability": verdict.probability,
        "tier": settled.value if settled else "",
        "reasons": verdict.reasons,
        "candidates": "|".join(f"{c.role_id}={c.probability:.3f}" for c in candidates),
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
