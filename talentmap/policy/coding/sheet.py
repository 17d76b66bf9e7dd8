"""Codings as the rows of a table that a person reviews, and what a person decided put over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from talentmap.catalog.policy_words import KINDS, PolicyWords
from talentmap.model.amount import BASES
from talentmap.model.problem import Problem
from talentmap.model.rule import RuleFault, parse_rule
from talentmap.model.source import Source
from talentmap.model.taxonomy import Stage, Tier
from talentmap.policy.check import is_department
from talentmap.policy.coding.code import INCENTIVE, Coding, Label
from talentmap.text import compact

FIELDS = (
    *("kind", "stage", "tiers", "instrument", "amount_low", "amount_high", "amount_basis"),
    *("percent_low", "percent_high", "duration_months", "rule", "department_id", "deadline"),
)
"""What a person may decide of a clause."""

HEADER = (
    *("clause_id", "file", "clause", "text", "status", *FIELDS),
    *("kind_score", "incentive_score", "stage_score", "tiers_score", "instrument_score"),
    *("doubts", "rule_read_from", "evidence", "not_said", "verdict", "why"),
)
"""The columns of the table; `verdict` and `why` are for the person."""

VERDICT = "verdict"
CONFIRMED = "confirmed"
_YES = frozenset(
    {"confirmed", "confirm", "yes", "y", "ok", "changed", "确认", "是", "同意", "已改", "修改", "1", "√", "✓"}
)
_NUMBERS = ("amount_low", "amount_high", "percent_low", "percent_high", "duration_months")

Row = dict[str, str]
Decided = Mapping[str, str]
"""What was decided, by key."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing a person decided: under which key, what, and why."""

    key: str
    value: str
    why: str


def clause_id(coding: Coding) -> str:
    """By what a clause is known: its file and the hash of its words; a changed clause is a new one to decide on."""
    return f"{compact(coding.clause.file)}|{coding.clause.text_hash}"


def key_of(clause: str, field: str) -> str:
    """The key under which a decision on one field of a clause stands in the ledger."""
    return f"{clause}|{field}"


def row_of(coding: Coding) -> Row:
    """What is proposed for one clause, every cell as text."""
    text = coding.clause.text
    promise = coding.promise
    tiers_score = min((label.score for label in coding.tiers), default=None)
    row = {
        "clause_id": clause_id(coding),
        "file": coding.clause.file,
        "clause": coding.clause.number,
        "text": text,
        "status": "proposed",
        "kind": coding.kind.value,
        "kind_score": _score(coding.kind),
        "incentive_score": f"{coding.incentive_share:.2f}",
        "doubts": " ".join(coding.doubts),
    }
    if coding.is_incentive:
        row |= {
            "stage": coding.stage.value if coding.stage else "",
            "tiers": "|".join(coding.tier_values),
            "instrument": coding.instrument.value if coding.instrument else "",
            "amount_low": _number(promise.low),
            "amount_high": _number(promise.high),
            "amount_basis": promise.basis,
            "percent_low": _number(promise.percent_low),
            "percent_high": _number(promise.percent_high),
            "duration_months": _number(promise.duration_months),
            "rule": coding.rule,
            "department_id": coding.office.department_id if coding.office else "",
            "deadline": coding.deadline.code if coding.deadline else "",
            "stage_score": _score(coding.stage),
            "tiers_score": "" if tiers_score is None else f"{tiers_score:.2f}",
            "instrument_score": _score(coding.instrument),
            "rule_read_from": "; ".join(coding.reasons()),
            "evidence": " ".join(text[start:end].strip() for start, end in coding.evidence),
            "not_said": " ".join(coding.checks.missing) if coding.checks else "",
        }
    return {name: row.get(name, "") for name in HEADER}


def settled(row: Row, decided: Decided) -> Row:
    """`row` with what a person decided put over it, and the status that follows: proposed, confirmed or changed."""
    if decided.get(key_of(row["clause_id"], VERDICT)) != CONFIRMED:
        return row
    over = {name: decided[key] for name in FIELDS if (key := key_of(row["clause_id"], name)) in decided}
    changed = {name: value for name, value in over.items() if value != row[name]}
    made = {**row, **over, "status": "changed" if changed else "confirmed", "doubts": ""}
    if made["kind"] != INCENTIVE:
        made |= dict.fromkeys(FIELDS[1:], "")
    return made


def verdicts(
    reviewed: Iterable[Mapping[str, str]], proposed: Mapping[str, Row], words: PolicyWords, file: str = ""
) -> tuple[list[Verdict], list[Problem]]:
    """What the reviewed table decides: rows with a verdict, field by field where it differs from the proposal.

    `proposed`: the rows as they stand, by clause id. A value that nothing could be is a problem, and its row decides
    nothing.
    """
    found: list[Verdict] = []
    problems: list[Problem] = []
    for number, row in enumerate(reviewed, start=2):
        before = proposed.get(row.get("clause_id", ""))
        if before is None or compact(row.get(VERDICT, "")) not in _YES:
            continue
        faults = list(_faults(row, words, Source(file, row=number)))
        problems += faults
        if not faults:
            why = row.get("why", "").strip()
            found += _differences(row, before, why)
            found.append(Verdict(key_of(before["clause_id"], VERDICT), CONFIRMED, why))
    return found, problems


def _differences(row: Mapping[str, str], before: Row, why: str) -> Iterator[Verdict]:
    for name in FIELDS:
        value = _plain(name, row.get(name, ""))
        if value != _plain(name, before[name]):
            yield Verdict(key_of(before["clause_id"], name), value, why)


def _plain(name: str, value: str) -> str:
    told = value.strip()
    if name in _NUMBERS and told:
        return _number(float(told.replace(",", "")))
    return "|".join(part.strip() for part in told.split("|")) if name == "tiers" else told


def _faults(row: Mapping[str, str], words: PolicyWords, source: Source) -> Iterator[Problem]:
    for name in FIELDS:
        value = row.get(name, "").strip()
        if not _is_known(name, value, words, row.get("kind", "").strip() == INCENTIVE):
            yield Problem("policy-decision-unknown", source, shown=value[:40], facts={"field": name})


def _is_known(name: str, value: str, words: PolicyWords, is_incentive: bool) -> bool:
    if not value:
        return name not in {"kind", *(("stage", "tiers", "instrument") if is_incentive else ())}
    known: Mapping[str, Sequence[str]] = {
        "kind": KINDS,
        "stage": tuple(Stage),
        "instrument": tuple(words.instruments),
        "amount_basis": BASES,
    }
    if name in known:
        return value in known[name]
    if name == "tiers":
        return all(part.strip() in set(Tier) for part in value.split("|"))
    if name == "department_id":
        return is_department(value, words)
    if name == "rule":
        return _is_rule(value)
    return name not in _NUMBERS or _is_number(value)


def _is_rule(value: str) -> bool:
    try:
        parse_rule(value)
    except RuleFault:
        return False
    return True


def _is_number(value: str) -> bool:
    try:
        return float(value.replace(",", "")) >= 0
    except ValueError:
        return False


def _score(label: Label | None) -> str:
    return "" if label is None else f"{label.score:.2f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
