"""Figures as documents print them: one a line, with unit, base, year and source; bounds stay bounds.

`figures.csv` (UTF-8):

```csv
figure,part,value,unit,of,year,source,place,note
population,,1108000,people,,2019,S1,2.2,
education,bachelor,1.4,%,cadres,2019,S1,2.2,
introduced,2017,107,people,,2017,S1,2.1,
outflow,,>10000,people,,,S1,2.3,
```

`part` names a member of a distribution, a year of a series, or `norm`, `reference`, `stated`. `of` names the base of a
share, or several bases of a stock joined by `|`. A share without a base is read, and the diagnosis asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.catalog.parse import Parser
from talentmap.model.bounds import Bounds, read_bounds
from talentmap.model.frozen import Frozen
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import split_list

UNITS = ("people", "%", "ratio", "yuan/month", "years", "projects", "cases", "yuan")


class _Row(Frozen):
    figure: str
    part: str = ""
    value: str
    unit: str
    of: str = ""
    year: str = ""
    source: str = ""
    place: str = ""
    note: str = ""


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

    @property
    def exact(self) -> float | None:
        """The number, where the document gives one rather than a bound."""
        return self.value.exact


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

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order of the file."""
        return tuple(self._by_id)


def read_figures(path: Path, known: Mapping[str, str]) -> tuple[Figures, tuple[Problem, ...]]:
    """The figures in `path`, and what is wrong with the rest; `known` are the names that the catalog speaks of."""
    parser = Parser(path.parent)
    figures: dict[tuple[str, str], Figure] = {}
    found = parser.document(path.name)
    for position, row in enumerate(found.value if found else ()):
        model = parser.model(_Row, row, found, (position,)) if found else None
        if model is None or found is None:
            continue
        source = Source(path.name, row=found.line((position,)))
        problem = _fault(model, source, known) or (
            Problem("diagnosis-figure-twice", source, model.figure) if (model.figure, model.part) in figures else None
        )
        if problem is not None:
            parser.problems.append(problem)
            continue
        figures[model.figure, model.part] = _figure(model)
    return Figures(list(figures.values())), tuple(parser.problems)


def _fault(row: _Row, source: Source, known: Mapping[str, str]) -> Problem | None:
    if row.figure not in known:
        return Problem("diagnosis-figure-unknown", source, row.figure, facts={"known": ", ".join(sorted(known))})
    if row.unit not in UNITS:
        return Problem("diagnosis-unit", source, row.unit, facts={"units": ", ".join(UNITS)})
    try:
        value = read_bounds(row.value.rstrip("%"))
    except ValueError as fault:
        return Problem("diagnosis-value", source, row.value, facts={"cause": fault})
    if row.unit == "%" and value.low > 100:
        return Problem("diagnosis-share", source, row.value)
    return None


def _figure(row: _Row) -> Figure:
    printed = row.value.rstrip("%")
    return Figure(
        id=row.figure,
        part=row.part,
        value=read_bounds(printed),
        unit=row.unit,
        bases=tuple(split_list(row.of)),
        year=row.year,
        source=row.source,
        place=row.place,
        decimals=len(printed.partition(".")[2]) if printed.replace(".", "").isdecimal() else 0,
    )
