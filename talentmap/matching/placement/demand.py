"""What demand lines say, read: what the enterprise chose, what people decided, what the matcher is sure of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from talentmap.matching.placement.placing import Placing
from talentmap.matching.scoring.candidates import Candidate
from talentmap.matching.scoring.features import Query
from talentmap.matching.skills.reader import SkillReader
from talentmap.matching.verdict import Verdict, settle
from talentmap.model.decision import NONE, DecisionKind
from talentmap.model.taxonomy import Catalog
from talentmap.review.ledger import Ledger, title_key
from talentmap.tables.matching import WORDING_ROLES
from talentmap.text import compact, split_list

_CERTAIN = 1.0
_TOLD = 0.001  # a candidate that is less likely helps nobody


@dataclass(frozen=True, slots=True)
class WordingReader:
    """Settles the role of each wording, reads its skills, and says under which key a person would decide on it."""

    placing: Placing

    def __call__(self, wordings: pa.Table) -> pa.Table:
        """The WORDING_ROLES of `wordings`."""
        lines, matcher = wordings.to_pylist(), self.placing.matcher
        read = list(skills_of_lines(lines, matcher.skills))
        queries = [_query(line, *skills) for line, skills in zip(lines, read, strict=True)]
        found = matcher.match(queries)
        return WORDING_ROLES.from_rows(
            {**self._settled(line, candidates), "skills": "|".join(sorted(skills))}
            for line, (skills, _), candidates in zip(lines, read, found, strict=True)
        )

    def _settled(self, line: Mapping[str, Any], found: Sequence[Candidate]) -> dict[str, Any]:
        """The row of a wording, without its skills."""
        catalog, grammar = self.placing.catalog, self.placing.matcher.grammar
        calibration, rules = self.placing.calibrated
        candidates = calibration.of(found, line["chain_id"])
        verdict = _overruled(line, catalog, self.placing.ledger)
        if verdict is None:
            verdict = _at_home(settle(candidates, rules), line["chain_id"])
        tier = catalog.roles[verdict.role_id].tier if verdict.role_id else grammar.parse(line["title"]).tier
        professional_title, skill_level = grammar.levels_asked(line["title"], line["certificates"])
        return {
            "wording_id": line["wording_id"],
            "role_id": verdict.role_id,
            "band": verdict.band,
            "segment": verdict.group,
            "probability": verdict.probability,
            "tier": tier.value if tier else "",
            "professional_title": professional_title,
            "skill_level": skill_level,
            "reasons": verdict.reasons,
            "candidates": "|".join(f"{c.role_id}={c.probability:.3f}" for c in candidates if c.probability >= _TOLD),
            "queue_key": title_key(line["chain_id"], line["title"]),
        }


def _query(line: Mapping[str, Any], skills: frozenset[str], beside: str) -> Query:
    majors = frozenset(map(compact, split_list(line["majors"])))
    return Query(line["title"], line["chain_id"], skills, majors=majors, beside=beside)


def skills_of_lines(lines: Sequence[Mapping[str, Any]], reader: SkillReader) -> Iterator[tuple[frozenset[str], str]]:
    """The skills that each wording states or tells of, and the wordings stated that name none."""
    chains = [line["chain_id"] for line in lines]
    stated = reader.read_all([split_list(line["skills"]) for line in lines], chains)
    for line, chain_id, (skills, beside) in zip(lines, chains, stated, strict=True):
        yield skills | reader.told(line["duties"], chain_id), beside


def _overruled(line: Mapping[str, Any], catalog: Catalog, ledger: Ledger) -> Verdict | None:
    """What a person has already said: a decision first, then the enterprise's own choice on the form."""
    decided = ledger.value(DecisionKind.DEMAND_ROLE, title_key(line["chain_id"], line["title"]))
    if decided is not None:
        return Verdict("" if decided == NONE else decided, "decided", _CERTAIN, said="decision")
    if line["role_stated"] in catalog.roles:
        return Verdict(line["role_stated"], "stated", _CERTAIN, said="chosen by the enterprise")
    return None


def _at_home(verdict: Verdict, chain_id: str) -> Verdict:
    """`verdict`, but a person's to confirm where nobody knows the enterprise's chain: a 采购助理 is found in many."""
    if verdict.band != "accepted" or chain_id:
        return verdict
    return replace(verdict, role_id="", band="review", said="chain of the enterprise unknown")
