"""The four reports that the project began with: they speak of policy, and few passages promise anything.

`reports.csv` names each document by the start of its SHA-256, and each passage that promises something by words it
holds; the texts themselves are not part of the repository. What else they say is no incentive.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.policy_coding import baseline
from benchmarks.policy_coding.gold import Gold
from talentmap.policy.coding.code import Coder, Coding
from talentmap.policy.texts.read import read_texts, text_files

LABELS = Path(__file__).with_name("reports.csv")


@dataclass(frozen=True, slots=True)
class Passage:
    """What one passage promises; all empty in the row that names a document without any."""

    document: str
    holds: str
    stage: str
    tiers: frozenset[str]
    instrument: str


def read_labels(path: Path = LABELS) -> tuple[Passage, ...]:
    """The labelled passages."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Passage(**{**row, "tiers": frozenset(filter(None, row["tiers"].split("|")))})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )


def print_reports(made: Coder, folder: Path) -> None:
    """Code the documents in `folder` and compare passage by passage, the keyword baseline beside it."""
    labels = read_labels()
    paths = {hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path for path in text_files([folder])}
    known = sorted({label.document for label in labels} & paths.keys())
    codings = [
        (document, coding)
        for document in known
        for text in read_texts([paths[document]])
        for coding in made.code_text(text.clauses)
    ]
    promised = [_label(document, coding, labels) for document, coding in codings]
    found = [coding.is_incentive for _, coding in codings]
    counted = [baseline.labels_of(_gold(coding))["kind"] == "incentive" for _, coding in codings]
    print(f"reports: {len(known)} documents, {len(codings)} clauses, {sum(map(bool, promised))} promise something")
    _print_row("incentive", promised, found, counted)
    both = [
        (label, coding) for label, (_, coding) in zip(promised, codings, strict=True) if label and coding.is_incentive
    ]
    stages = sum(coding.stage is not None and coding.stage.value == label.stage for label, coding in both)
    tiers = sum(frozenset(map(str, coding.tier_values)) == label.tiers for label, coding in both)
    kinds = sum(coding.instrument is not None and coding.instrument.value == label.instrument for label, coding in both)
    print(f"  of the {len(both)} found: stage right {stages}, tiers right {tiers}, instrument right {kinds}")


def _label(document: str, coding: Coding, labels: Sequence[Passage]) -> Passage | None:
    own = (label for label in labels if label.document == document and label.holds)
    return next((label for label in own if label.holds in coding.clause.text), None)


def _gold(coding: Coding) -> Gold:
    text = coding.clause.text
    return Gold("", "", "", "en", "", "", (), "", None, None, "", None, "", "", "", text)


def _print_row(name: str, promised: Sequence[Passage | None], found: Sequence[bool], counted: Sequence[bool]) -> None:
    for who, says in (("coder", found), ("keyword baseline", counted)):
        right = sum(said and label is not None for said, label in zip(says, promised, strict=True))
        told, wanted = sum(says), sum(label is not None for label in promised)
        precision, recall = right / told if told else 0.0, right / wanted if wanted else 0.0
        f1 = 2 * right / (told + wanted) if told + wanted else 0.0
        print(f"  {name}, {who:<18} precision {precision:.3f} ({right} of {told})  recall {recall:.3f}  F1 {f1:.3f}")
