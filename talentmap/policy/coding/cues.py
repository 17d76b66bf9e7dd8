"""The cues of a clause: which words of the vocabulary it uses, what money, conditions and instruments it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from talentmap.catalog.policy_words import Cues, Instrument
from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, OneOf
from talentmap.policy.coding.amounts import Promise
from talentmap.policy.coding.gates import Gates
from talentmap.policy.coding.patterns import Hit, hits_of, segments

SHARE = "share"
"""The cue that a percentage is named."""

CONTEXT_VALUE = 0.5
"""What a cue counts that stands only in the words above a clause."""

_GIVING = re.compile(
    r"给予|发放|补贴|补助|奖励|资助|津贴|申领|申请|享受|标准|授予|grant|paid|receive|award|allowance|subsid"
    r"|reward|claim|bonus|free",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A feature that is on: how much of it, whose label it starts out for, and the words that turned it on."""

    name: str
    value: float
    owner: str | None = None
    hits: tuple[Hit, ...] = ()


@dataclass(slots=True)
class CueSheet:
    """The cues of one clause for one question, by name."""

    cues: dict[str, Cue] = field(default_factory=dict)

    def add(self, cue: Cue) -> None:
        """Turn a cue on."""
        self.cues[cue.name] = cue

    @property
    def features(self) -> dict[str, float]:
        """Values by name."""
        return {name: cue.value for name, cue in self.cues.items()}

    @property
    def owners(self) -> dict[str, str]:
        """The labels that cues start out for."""
        return {name: cue.owner for name, cue in self.cues.items() if cue.owner is not None}


def word_cues(cues: Cues, text: str, context: str = "") -> Iterator[Cue]:
    """The cues of the vocabulary that `text` turns on, or at half value the words above it."""
    for label, groups in cues.items():
        for group, words in groups.items():
            name = f"{label}.{group}"
            if hits := hits_of(words, text):
                yield Cue(name, 1.0, label, hits)
            elif context and hits_of(words, context):
                yield Cue(name, CONTEXT_VALUE, label)


def instrument_cues(instruments: Mapping[str, Instrument], text: str, context: str = "") -> Iterator[Cue]:
    """A cue for each instrument named, and a second one where it stands with the giving."""
    given = [(start, end) for start, end in segments(text) if _GIVING.search(text[start:end])]
    for name, instrument in instruments.items():
        hits = hits_of(instrument.words, text)
        if hits:
            yield Cue(f"named.{name}", 1.0, name, hits)
            beside = tuple(hit for hit in hits if any(start <= hit.start < end for start, end in given))
            if beside:
                yield Cue(f"given.{name}", 1.0, name, beside)
        elif context and hits_of(instrument.words, context):
            yield Cue(f"named.{name}", CONTEXT_VALUE, name)


def basis_cue(promise: Promise) -> Cue:
    """What is paid how: a weak hint at the instrument, which decides only where no word names one."""
    owner = _PAID_AS.get(promise.basis)
    return Cue(f"basis.{promise.basis}", CONTEXT_VALUE, owner, (Hit("", promise.start, promise.end),))


_PAID_AS = {
    "once": "settling-in-allowance",
    "per-month": "living-subsidy",
    "per-year": "living-subsidy",
    "per-day": "living-subsidy",
    "per-project": "project-award",
    "percent": "training-subsidy",
    "in-kind": "service",
    "unstated": "service",
}


def money_cues(promise: Promise) -> Iterator[Cue]:
    """Whether money or a share is named."""
    if promise.low is not None or promise.high is not None:
        yield Cue("money", 1.0, "incentive", (Hit("", promise.start, promise.end),))
    elif promise.is_known:
        yield Cue(SHARE, 1.0, "incentive", (Hit("", promise.start, promise.end),))


def gate_cues(gates: Gates) -> Iterator[Cue]:
    """What the conditions say of who is meant."""
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for gate in gates.gates:
        for name in _gate_names(gate.clause):
            found[name].append(Hit("", gate.start, gate.end))
    for name, hits in found.items():
        yield Cue(name, 1.0, _SPEAKS_FOR.get(name), tuple(hits))


_SPEAKS_FOR = {
    "gate.doctorate": "scientist",
    "gate.full_senior": "scientist",
    "gate.skilled": "technician",
    "gate.recent": "youth",
    "gate.student": "youth",
    "gate.master": "engineer",
}


def _gate_names(clause: Clause) -> Iterator[str]:
    if isinstance(clause, AtLeast) and clause.field in LADDERS:
        step = LADDERS[clause.field][int(clause.value)]
        if clause.field == "skill_level":
            yield "gate.skilled"
        elif step in {"doctorate", "master", "bachelor", "full_senior"}:
            yield f"gate.{step}"
        elif step in {"associate_senior", "intermediate"}:
            yield "gate.senior"
    elif isinstance(clause, AtMost) and clause.field == "graduation_years":
        yield "gate.student" if clause.value <= 0 else "gate.recent"
    elif isinstance(clause, AtLeast) and clause.field == "pay_month":
        yield "gate.pay"
    elif isinstance(clause, OneOf) and clause.field == "employer_type":
        yield from (f"gate.{value}" for value in sorted(clause.values))
