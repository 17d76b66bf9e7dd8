"""Proposes what each clause of a policy is: START HERE for coding. Nothing is decided here; a person confirms.

1 conditions and amounts are read by grammar          gates, amounts, deadlines, departments
2 the cues of the vocabulary are looked up            cues
3 kind, instrument, stage and tiers are weighed       logit
4 every proposal keeps the words that speak for it    Label, evidence
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from talentmap.catalog.policy_words import EVERYONE, KINDS, PolicyWords
from talentmap.model.rule import OneOf, clause_text, rule_text
from talentmap.model.taxonomy import Catalog, Stage, Tier
from talentmap.policy.coding.amounts import Promise, promise_in
from talentmap.policy.coding.cues import (
    SHARE,
    Cue,
    CueSheet,
    basis_cue,
    gate_cues,
    instrument_cues,
    money_cues,
    word_cues,
)
from talentmap.policy.coding.deadlines import Deadline, deadline_in
from talentmap.policy.coding.departments import Office, office_in
from talentmap.policy.coding.gates import Gates, gates_in
from talentmap.policy.coding.logit import Weights, learnt, probabilities, probability, scores
from talentmap.policy.coding.operability import Operability, checked, says_appeal
from talentmap.policy.coding.patterns import Hit, hits_of, sentences
from talentmap.policy.texts.clauses import Clause

INCENTIVE = "incentive"
_UNSURE_BELOW = 0.5
_UNSURE_KIND = (0.25, 0.6)  # the share of "incentive" between which a person should look
_TIER_FROM = 0.5
_NO_CUE = 1e-9


@dataclass(frozen=True, slots=True)
class Label:
    """A proposal: its value, how sure the model is (a probability), the words that spoke for it, strongest first."""

    value: str
    score: float
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """What is proposed for one clause. Without `stage`, `instrument` and `tiers` it promises nothing.

    `incentive_share`: how sure the model is that the clause promises something, whatever else it may be.
    """

    clause: Clause
    kind: Label
    incentive_share: float
    stage: Label | None = None
    instrument: Label | None = None
    tiers: tuple[Label, ...] = ()
    promise: Promise = field(default_factory=Promise)
    gates: Gates = field(default_factory=Gates)
    office: Office | None = None
    deadline: Deadline | None = None
    checks: Operability | None = None

    @property
    def is_incentive(self) -> bool:
        """True where the clause promises something."""
        return self.kind.value == INCENTIVE

    @property
    def tier_values(self) -> tuple[str, ...]:
        """The tiers in their usual order."""
        return tuple(tier for tier in Tier if any(label.value == tier for label in self.tiers))

    @property
    def rule(self) -> str:
        """The conditions as a rule: tiers first where the clause names them in words."""
        named = frozenset(label.value for label in self.tiers if label.hits)
        tiers = [OneOf("tier", named)] if named and len(named) < len(Tier) else []
        return rule_text([*tiers, *(gate.clause for gate in self.gates.gates)])

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at first."""
        low, high = _UNSURE_KIND
        unsure = ["kind"] if low < self.incentive_share < high else []
        if not self.is_incentive:
            return tuple(unsure)
        unsure += [
            name
            for name, label in (("stage", self.stage), ("instrument", self.instrument))
            if label is not None and label.score < _UNSURE_BELOW
        ]
        unsure += ["tiers"] if any(label.score < _UNSURE_BELOW for label in self.tiers) else []
        unsure += ["either-or"] if self.gates.either_or else []
        unsure += ["amount"] if self.promise.basis == "unstated" and not self.promise.is_known else []
        return tuple(unsure)

    @property
    def evidence(self) -> tuple[tuple[int, int], ...]:
        """Where the sentences stand that the proposals rest on."""
        text = self.clause.text
        labels = [label for label in (self.kind, self.stage, self.instrument, *self.tiers) if label is not None]
        places = {hit.start for label in labels for hit in label.hits[:2]}
        places |= {gate.start for gate in self.gates.gates}
        places |= {self.promise.start} if self.promise.is_known else set()
        return tuple(span for span in sentences(text) if any(span[0] <= place < span[1] for place in places))

    def reasons(self) -> tuple[str, ...]:
        """Each condition with the words it was read from."""
        return tuple(
            f"{clause_text(gate.clause)} ← {self.clause.text[gate.start : gate.end]}" for gate in self.gates.gates
        )


@dataclass(frozen=True, slots=True)
class LabelWeights:
    """The weights of the four questions."""

    kind: Weights
    stage: Weights
    instrument: Weights
    tiers: Weights


def learnt_weights() -> LabelWeights:
    """The weights that ship."""
    return LabelWeights(learnt("kind"), learnt("stage"), learnt("instrument"), learnt("tiers"))


class Coder:
    """Codes clauses with one vocabulary, one catalog and one set of weights."""

    def __init__(self, words: PolicyWords, catalog: Catalog, weights: LabelWeights | None = None) -> None:
        self.words = words
        self._catalog = catalog
        self._weights = weights or learnt_weights()

    @cached_property
    def _chains(self) -> Mapping[str, tuple[str, ...]]:
        return {chain.id: (chain.zh, chain.en) for chain in self._catalog.chains.values()}

    @cached_property
    def _districts(self) -> Mapping[str, tuple[str, ...]]:
        found = self._catalog.districts.values()
        return {district.id: tuple(dict.fromkeys((district.zh, district.en, *district.words))) for district in found}

    @cached_property
    def _departments(self) -> Mapping[str, tuple[str, ...]]:
        offices = {entry.id: (entry.zh, entry.en, *entry.words) for entry in self.words.departments.values()}
        local = {
            f"district-{key}": tuple(
                f"{word}{end}" for word in words for end in ("管委会", "人才办", "人社局", "人民政府")
            )
            for key, words in self._districts.items()
        }
        return {**offices, **local}

    def code_text(self, clauses: Sequence[Clause], issuer: str = "") -> tuple[Coding, ...]:
        """The clauses of one text; what one says of appeals holds for all. `issuer`: the department that issued it."""
        may_appeal = any(says_appeal(clause.text) for clause in clauses)
        return tuple(self.code(clause, issuer, may_appeal) for clause in clauses)

    def code(self, clause: Clause, issuer: str = "", may_appeal: bool = False) -> Coding:
        """One clause."""
        text, context = clause.text, f"{clause.heading} {clause.lead}".strip()
        gates = self.gates(clause)
        promise = self.promise(text)
        kind_cues = self.kind_cues(text, promise, gates)
        kind, share = kind_label(kind_cues, self._weights.kind), incentive_share(kind_cues, self._weights.kind)
        if kind.value != INCENTIVE:
            return Coding(clause, kind, share)
        instrument = self.instrument(text, context)
        office, deadline = office_in(text, self._departments, issuer), deadline_in(text)
        checks = checked(
            text,
            has_amount=promise.is_known or promise.basis == "in-kind",
            has_office=office is not None and office.end > office.start,
            has_deadline=deadline is not None,
            may_appeal=may_appeal,
        )
        stage = self._stage(text, context, instrument, gates)
        tiers = self._tiers(text, context, gates)
        return Coding(clause, kind, share, stage, instrument, tiers, promise, gates, office, deadline, checks)

    def gates(self, clause: Clause) -> Gates:
        """Whom a clause accepts; conditions of the words above it hold for it as well."""
        own = gates_in(clause.text, self.words.gates, self._chains, self._districts)
        if not clause.lead:
            return own
        above = gates_in(clause.lead, self.words.gates, self._chains, self._districts)
        fields = {gate.clause.field for gate in own.gates}
        inherited = tuple(gate for gate in above.gates if gate.clause.field not in fields)
        return Gates((*own.gates, *(type(gate)(gate.clause, 0, 0) for gate in inherited)), own.either_or)

    def promise(self, text: str) -> Promise:
        """What a clause pays, in kind where it names things or services and no money."""
        return promise_in(text, bool(hits_of(self.words.cues.in_kind, text)))

    def kind_cues(self, text: str, promise: Promise, gates: Gates) -> CueSheet:
        """What speaks for a clause being an incentive, or purpose, definition …"""
        return _sheet([*word_cues(self.words.cues.kinds, text), *money_cues(promise), *_unowned(gate_cues(gates))])

    def stage_cues(self, text: str, context: str, instrument: str, gates: Gates) -> CueSheet:
        """What speaks for a stage; the instrument speaks for the one it usually belongs to."""
        known = self.words.instruments.get(instrument)
        usual = [Cue(f"instrument.{instrument}", 1.0, str(known.stage))] if known else []
        return _sheet([*word_cues(self.words.cues.stages, text, context), *usual, *_unowned(gate_cues(gates))])

    def instrument_cues(self, text: str, context: str) -> CueSheet:
        """What speaks for an instrument."""
        named = instrument_cues(self.words.instruments, text, context)
        return _sheet([*named, basis_cue(self.promise(text))])

    def tier_cues(self, text: str, context: str, gates: Gates) -> CueSheet:
        """What speaks for a tier."""
        return _sheet([*word_cues(self.words.cues.tiers, text, context), *gate_cues(gates)])

    def _stage(self, text: str, context: str, instrument: Label, gates: Gates) -> Label:
        return _chosen(tuple(Stage), self.stage_cues(text, context, instrument.value, gates), self._weights.stage)

    def instrument(self, text: str, context: str) -> Label:
        """What a clause gives."""
        return _chosen(tuple(self.words.instruments), self.instrument_cues(text, context), self._weights.instrument)

    def _tiers(self, text: str, context: str, gates: Gates) -> tuple[Label, ...]:
        return tier_labels(self.tier_cues(text, context, gates), self._weights.tiers)


def kind_label(sheet: CueSheet, weights: Weights) -> Label:
    """What a clause is; without a word that gives, serves or encourages it promises nothing."""
    return _chosen(KINDS if _may_promise(sheet) else KINDS[1:], sheet, weights)


def _may_promise(sheet: CueSheet) -> bool:
    """True where a word gives, serves or encourages, or money is named; a percentage alone may be a statistic."""
    return any(cue.owner == INCENTIVE and cue.name != SHARE for cue in sheet.cues.values())


def incentive_share(sheet: CueSheet, weights: Weights) -> float:
    """The probability that a clause promises something."""
    if not _may_promise(sheet):
        return 0.0
    return probabilities(scores(KINDS, sheet.features, sheet.owners, weights))[INCENTIVE]


def tier_labels(sheet: CueSheet, weights: Weights) -> tuple[Label, ...]:
    """The tiers that hold, each by itself; the likeliest one where none does."""
    scored = scores(tuple(Tier), sheet.features, sheet.owners, weights)
    everyone = [cue for cue in sheet.cues.values() if cue.owner == EVERYONE]
    if everyone:
        scored = {tier: max(score, 1.0) for tier, score in scored.items()}
    labels = [
        Label(tier, probability(score), _hits(sheet, tier, weights) or tuple(h for cue in everyone for h in cue.hits))
        for tier, score in scored.items()
    ]
    held = [label for label in labels if label.score >= _TIER_FROM]
    return tuple(held or [max(labels, key=lambda label: label.score)])


def _unowned(cues: Iterable[Cue]) -> list[Cue]:
    return [Cue(cue.name, cue.value, None, cue.hits) for cue in cues]


def _sheet(cues: Iterable[Cue]) -> CueSheet:
    sheet = CueSheet()
    for cue in cues:
        sheet.add(cue)
    return sheet


def _chosen(labels: Sequence[str], sheet: CueSheet, weights: Weights) -> Label:
    shares = probabilities(scores(labels, sheet.features, sheet.owners, weights))
    best = max(labels, key=lambda label: (shares[label], -labels.index(label)))
    return Label(best, shares[best], _hits(sheet, best, weights))


def _hits(sheet: CueSheet, label: str, weights: Weights) -> tuple[Hit, ...]:
    """The words that spoke for `label`, those that added most first."""
    added = {name: cue.value * weights.of(label, name, cue.owner) for name, cue in sheet.cues.items()}
    ranked = sorted((name for name, value in added.items() if value > _NO_CUE), key=lambda name: (-added[name], name))
    return tuple(hit for name in ranked for hit in sheet.cues[name].hits)
