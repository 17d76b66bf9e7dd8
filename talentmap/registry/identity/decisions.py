"""What people decided about persons, as the linkage needs it: who is one entity, and who must never be joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.linkage.clusters import components
from talentmap.model.decision import Decision, DecisionKind, SamePerson
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.tables.registry import RECORDS


@dataclass(frozen=True, slots=True)
class PersonDecisions:
    """Decisions by the pair of pseudonyms they name: keys of IDs (`person_key`) and of traces (`trace_key`)."""

    answers: Mapping[tuple[str, str], SamePerson]

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> PersonDecisions:
        """The decisions on persons among all decisions of an edition."""
        pairs = {_pair(one.key): SamePerson(one.value) for one in decisions if one.kind is DecisionKind.PERSON_LINK}
        return cls(dict(sorted(pairs.items())))

    def same(self) -> list[tuple[str, ...]]:
        """The keys that are one person, in groups: what is the same as the same is the same."""
        return components(pair for pair, answer in self.answers.items() if answer is SamePerson.SAME)

    def different(self) -> list[tuple[str, str]]:
        """The pairs of keys that are two people."""
        return [pair for pair, answer in self.answers.items() if answer is SamePerson.DIFFERENT]

    def answered(self, one: str, other: str) -> bool:
        """True where somebody has looked at the pair."""
        return (min(one, other), max(one, other)) in self.answers


def decisions_unmet(engine: Engine, decisions: PersonDecisions) -> list[Problem]:
    """A problem where none of the decided pseudonyms exists any more: the key is another one, or the data are."""
    keys = sorted({key for pair in decisions.answers for key in pair})
    if not keys:
        return []
    asked = engine.frame(pa.table({"key": pa.array(keys, pa.string())}))
    records = engine.scan(RECORDS)
    met = [records.select(key=name).join(asked, on="key", how="semi").head(1) for name in ("person_key", "trace_key")]
    if engine.collect(nw.concat(met), ("key",)).num_rows:
        return []
    return [Problem("registry-decisions-unknown", Source("decisions"), facts={"count": len(keys)})]


def _pair(key: str) -> tuple[str, str]:
    one, _, other = key.partition("|")
    return one, other
