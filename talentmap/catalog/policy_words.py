"""The words of policy texts: `catalogs/policy/*.yaml` into one frozen model, for people of the domain to edit.

departments.yaml   offices and the words they go by
instruments.yaml   what a policy gives, the stage it usually belongs to, its words
cues.yaml          by which words a clause tells its kind, stage and tiers: label > cue > words
gates.yaml         words for degrees, titles, skill levels, employers, chains; and phrases that are no gate
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, field_validator

from talentmap.bilingual import both
from talentmap.catalog.parse import Parser
from talentmap.catalog.refusal import told_shortly
from talentmap.errors import CatalogError
from talentmap.model.frozen import Frozen
from talentmap.model.problem import Problem
from talentmap.model.rule import EMPLOYER_TYPES, LADDERS
from talentmap.model.source import Source
from talentmap.model.taxonomy import Stage, Tier, Worded
from talentmap.resources import catalogs_dir

Entry = TypeVar("Entry")
Words = Annotated[tuple[str, ...], Field(min_length=1)]
Cues = Mapping[str, Mapping[str, Words]]
"""Words by label and cue."""

KINDS = (
    *("incentive", "purpose", "definition", "principle", "organisation"),
    *("procedure", "limit", "supervision", "final"),
)
"""What a clause can be; all but the first promise nothing."""

EVERYONE = "everyone"
"""The pseudo-tier whose cues speak for all four."""


class Instrument(Worded):
    """What a policy gives, and the stage such a thing usually belongs to."""

    stage: Stage


class CueWords(Frozen):
    """`cues.yaml`."""

    kinds: Cues
    stages: Cues
    tiers: Cues
    in_kind: Words

    @field_validator("kinds")
    @classmethod
    def _known_kinds(cls, cues: Cues) -> Cues:
        return _insist(cues, KINDS)

    @field_validator("stages")
    @classmethod
    def _known_stages(cls, cues: Cues) -> Cues:
        return _insist(cues, tuple(Stage))

    @field_validator("tiers")
    @classmethod
    def _known_tiers(cls, cues: Cues) -> Cues:
        return _insist(cues, (*Tier, EVERYONE))


class GateWords(Frozen):
    """`gates.yaml`."""

    education: Mapping[str, Words]
    title: Mapping[str, Words]
    skill_level: Mapping[str, Words]
    employer_type: Mapping[str, Words]
    chain: Mapping[str, Words]
    no_gate: tuple[str, ...] = ()
    everybody: tuple[str, ...] = ()

    @field_validator("education", "title", "skill_level")
    @classmethod
    def _known_steps(cls, steps: Mapping[str, Words]) -> Mapping[str, Words]:
        known = {step for ladder in LADDERS.values() for step in ladder}
        return _insist(steps, known)

    @field_validator("employer_type")
    @classmethod
    def _known_employers(cls, steps: Mapping[str, Words]) -> Mapping[str, Words]:
        return _insist(steps, EMPLOYER_TYPES)


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """The vocabulary of policy texts."""

    departments: Mapping[str, Worded]
    instruments: Mapping[str, Instrument]
    cues: CueWords
    gates: GateWords


def read_policy_words(folder: Path | None = None) -> PolicyWords:
    """The words in `folder`/policy, the shipped ones where a catalog brings none of its own.

    CatalogError names the first faults when the files hold any.
    """
    words, problems = check_policy_words(folder or catalogs_dir())
    if words is None:
        shown, shown_zh = told_shortly(problems)
        raise CatalogError(
            both(
                f"The words of policy texts hold {len(problems)} fault(s): {shown}",
                f"政策用语目录有 {len(problems)} 处错误：{shown_zh}",
            ),
            both("Mend catalogs/policy.", "请改正 catalogs/policy 下的文件。"),
        )
    return words


def check_policy_words(folder: Path) -> tuple[PolicyWords | None, tuple[Problem, ...]]:
    """The words in `folder`/policy and every fault in them; None where there are any."""
    if not (folder / "policy").is_dir():
        folder = catalogs_dir()
    parser = Parser(folder)
    departments = parser.models(Worded, "policy/departments.yaml")
    instruments = parser.models(Instrument, "policy/instruments.yaml")
    documents = {name: parser.document(f"policy/{name}.yaml") for name in ("cues", "gates")}
    cues = parser.model(CueWords, documents["cues"].value, documents["cues"]) if documents["cues"] else None
    gates = parser.model(GateWords, documents["gates"].value, documents["gates"]) if documents["gates"] else None
    for entries in (departments, instruments):
        for problem in _repeats(entries):
            parser.problems.append(problem)
    if cues is None or gates is None or parser.problems:
        return None, tuple(parser.problems)
    made = PolicyWords(
        {entry.id: entry for entry, _ in departments}, {entry.id: entry for entry, _ in instruments}, cues, gates
    )
    return made, ()


def _repeats(entries: list[tuple[Worded, Source]] | list[tuple[Instrument, Source]]) -> Iterator[Problem]:
    seen: dict[str, Source] = {}
    for entry, source in entries:
        if entry.id in seen:
            yield Problem("catalog-duplicate-id", source, shown=entry.id, facts={"first": seen[entry.id]})
        seen.setdefault(entry.id, source)


def _insist(found: Mapping[str, Entry], known: Iterable[str]) -> Mapping[str, Entry]:
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not known")
    return found
