"""Strengths, weaknesses, opportunities, threats: rules of `catalogs/swot.yaml`, and the entries that they give."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from talentmap.model.bounds import Bounds
from talentmap.model.diagnosis.figure import Figure
from talentmap.model.frozen import Frozen

_COMPARISON = re.compile(r"^([a-z0-9_.]+)\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)$")
_NAMED = re.compile(r"\{(-?)([a-z0-9_.]+)\}")


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

    @property
    def names(self) -> frozenset[str]:
        """Every figure that its condition or a sentence names."""
        compared = (one.figure for one in comparisons_in(self.when))
        named = (name for sentence in (self.zh, self.en) for _, name in _NAMED.findall(sentence))
        return frozenset((*named, *compared))

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
    """A value under its name, with its unit, its decimals in print, and the printed figures that it rests on."""

    name: str
    value: Bounds
    unit: str
    decimals: int
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
        """The sentence in `lang`, every figure as `printed` shows it; `{-name}` has its sign turned."""

        def shown(name: re.Match[str]) -> str:
            known = self.figures[name[2]]
            return printed(replace(known, value=-known.value) if name[1] else known)

        return _NAMED.sub(shown, self.rule.text(lang))
