"""Printed figures: one value with its unit, base, year and place in a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from talentmap.model.bounds import Bounds

STATED, REFERENCE, NORM, THRESHOLD = "stated", "reference", "norm", "threshold"
ASIDE = ("", STATED, REFERENCE, NORM, THRESHOLD)
"""Parts that are no members of a distribution: what a document says of the figure itself, or sets beside it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. A share in % is kept as printed, in points; `decimals` are those of the print."""

    id: str
    part: str
    value: Bounds
    unit: str
    bases: tuple[str, ...]
    year: str
    source: str
    place: str
    decimals: int = 0
    note_zh: str = ""
    note_en: str = ""

    @property
    def key(self) -> str:
        """Its name among known values: `age.over_45`."""
        return f"{self.id}.{self.part}" if self.part else self.id

    @property
    def exact(self) -> float | None:
        """The number, where the document gives one rather than a bound."""
        return self.value.exact

    def note(self, lang: str) -> str:
        """What has to be known beside the figure."""
        return self.note_zh if lang == "zh" else self.note_en


class Figures:
    """The printed figures of a region, found by name and part."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._by_id: defaultdict[str, dict[str, Figure]] = defaultdict(dict)
        for figure in figures:
            self._by_id[figure.id][figure.part] = figure

    def __iter__(self) -> Iterator[Figure]:
        return (figure for parts in self._by_id.values() for figure in parts.values())

    def get(self, name: str, part: str = "") -> Figure | None:
        """The figure, None where no document gives it."""
        return self._by_id.get(name, {}).get(part)

    def parts(self, name: str) -> Mapping[str, Figure]:
        """Every figure of that name by its part, in the order of the file."""
        return self._by_id.get(name, {})

    def shares(self, name: str) -> dict[str, Figure]:
        """The members of the distribution `name` by part; empty where it is none."""
        return {part: found for part, found in self.parts(name).items() if found.unit == "%" and part not in ASIDE}

    def years(self, name: str) -> list[tuple[int, Figure]]:
        """The exact figures of the yearly series `name`, in order of years."""
        found = {
            int(part): figure
            for part, figure in self.parts(name).items()
            if part.isdecimal() and len(part) == 4 and figure.exact is not None
        }
        return sorted(found.items())

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order of the file."""
        return tuple(self._by_id)
