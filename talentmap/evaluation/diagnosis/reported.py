"""Figures as documents print them: one a line, with unit, base, year and source; bounds stay bounds.

`figures.csv` (UTF-8):

```csv
figure,part,value,unit,of,year,source,place,note_zh,note_en
population,,1108000,people,,2019,S1,2.2,,
education,bachelor,1.4,%,cadres,2019,S1,2.2,,
introduced,2017,107,people,,2017,S1,2.1,,
outflow,,>10000,people,,,S1,2.3,,
```

`part` names a member of a distribution, a year of a series, or `norm`, `reference`, `stated`, `threshold`. `of` names
the base of a share, or several bases of a stock joined by `|`. A share without a base is read, and the diagnosis asks
for it.
"""

from __future__ import annotations

from pathlib import Path

from talentmap.catalog.parse import Parser
from talentmap.model.bounds import read_bounds
from talentmap.model.diagnosis.figure import ASIDE, Figure, Figures
from talentmap.model.diagnosis.words import DiagnosisWords
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
    note_zh: str = ""
    note_en: str = ""


def read_figures(path: Path, words: DiagnosisWords) -> tuple[Figures, tuple[Problem, ...]]:
    """The figures in `path`, and what is wrong with the rest; `words` are the names that the catalog speaks of."""
    parser = Parser(path.parent)
    figures: dict[tuple[str, str], Figure] = {}
    for row, source in parser.models(_Row, path.name):
        fault = _fault(row, source, words)
        if fault is None and (row.figure, row.part) in figures:
            fault = Problem("diagnosis-figure-twice", source, row.figure)
        if fault is None:
            figures[row.figure, row.part] = _figure(row)
        else:
            parser.problems.append(fault)
    return Figures(list(figures.values())), tuple(parser.problems)


def _fault(row: _Row, source: Source, words: DiagnosisWords) -> Problem | None:
    if row.figure not in words.figure_names:
        known = ", ".join(sorted(words.figure_names))
        return Problem("diagnosis-figure-unknown", source, row.figure, facts={"known": known})
    if row.part not in words.part_names and row.part not in ASIDE and not _is_year(row.part):
        known = ", ".join(sorted(words.part_names))
        return Problem("diagnosis-part-unknown", source, row.part, facts={"known": known})
    if row.unit not in UNITS:
        return Problem("diagnosis-unit", source, row.unit, facts={"units": ", ".join(UNITS)})
    unknown = sorted(set(split_list(row.of)) - set(words.figure_names) - set(words.base_names))
    if unknown:
        known = ", ".join(sorted({*words.figure_names, *words.base_names}))
        return Problem("diagnosis-base-unknown", source, unknown[0], facts={"known": known})
    return _fault_of_value(row, source)


def _is_year(part: str) -> bool:
    return part.isdecimal() and len(part) == 4


def _fault_of_value(row: _Row, source: Source) -> Problem | None:
    try:
        value = read_bounds(row.value.rstrip("%"))
    except ValueError:
        return Problem("diagnosis-value", source, row.value)
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
        note_zh=row.note_zh,
        note_en=row.note_en,
    )
