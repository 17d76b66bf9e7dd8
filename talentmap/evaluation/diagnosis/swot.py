"""Strengths, weaknesses, opportunities, threats: entries that figures put there by rules of `catalogs/swot.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from talentmap.evaluation.diagnosis.finding import Finding
from talentmap.evaluation.diagnosis.reported import Figure, Figures
from talentmap.model.bounds import Bounds
from talentmap.model.frozen import Frozen

_COMPARISON = re.compile(r"^([a-z0-9_.]+)\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)$")
_NAMED = re.compile(r"\{([a-z0-9_.]+)\}")


class Quadrant(StrEnum):
    """The four fields, in the order in which they are told."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against a number."""

    figure: str
    at_least: bool
    limit: float

    def holds(self, value: Bounds) -> bool:
        """Whether every number within the bounds satisfies it."""
        return value.low >= self.limit if self.at_least else value.high <= self.limit


class SwotRule(Frozen):
    """One rule: what must hold, and the sentence in both languages."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    quadrant: Quadrant
    when: str
    zh: str
    en: str

    @field_validator("when")
    @classmethod
    def _reads(cls, when: str) -> str:
        comparisons_in(when)
        return when

    def text(self, lang: str) -> str:
        """The sentence with its figures still named in braces."""
        return self.zh if lang == "zh" else self.en


def comparisons_in(when: str) -> tuple[Comparison, ...]:
    """The comparisons of a condition. ValueError names the part that is none."""
    found = []
    for part in (part.strip() for part in re.split(r"\band\b", when)):
        matched = _COMPARISON.match(part)
        if matched is None:
            raise ValueError(f"'{part}' is no comparison of a figure with a number")
        found.append(Comparison(matched[1], matched[2] == ">=", float(matched[3])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Known:
    """A value under its name, with its unit and the printed figures that it rests on."""

    value: Bounds
    unit: str
    inputs: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the rule that put it there, and the figures that its sentence names."""

    rule: SwotRule
    figures: Mapping[str, Known]

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its figures stand: document and place, each once."""
        places = (f"{f.source} {f.place}".strip() for known in self.figures.values() for f in known.inputs)
        return tuple(dict.fromkeys(places))

    def sentence(self, lang: str, printed: Callable[[Known], str]) -> str:
        """The sentence in `lang`, every figure as `printed` shows it."""
        return _NAMED.sub(lambda name: printed(self.figures[name[1]]), self.rule.text(lang))


def swot(rules: Sequence[SwotRule], figures: Figures, findings: Sequence[Finding]) -> tuple[Entry, ...]:
    """The entries whose condition surely holds and all of whose figures are known, by quadrant."""
    known = known_values(figures, findings)
    entries = []
    for rule in rules:
        comparisons = comparisons_in(rule.when)
        names = {*_NAMED.findall(rule.zh), *_NAMED.findall(rule.en), *(one.figure for one in comparisons)}
        if names <= set(known) and all(one.holds(known[one.figure].value) for one in comparisons):
            entries.append(Entry(rule, {name: known[name] for name in sorted(names)}))
    order = list(Quadrant)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.rule.quadrant)))


def known_values(figures: Figures, findings: Sequence[Finding]) -> dict[str, Known]:
    """Printed figures by `name` or `name.part`, and over them what the diagnosis found."""
    known = {f"{f.id}.{f.part}" if f.part else f.id: Known(f.value, f.unit, (f,)) for f in figures}
    known |= {found.id: Known(found.value, found.unit, found.inputs) for found in findings if found.value is not None}
    return known
