"""`seats.csv`: seats of the region's schools by major and year of admission, and the graduates they turn into.

```csv
institution,major,level,seats,year,local_share
清远职业技术学院,机电一体化技术,associate,120,2025,0.55
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from talentmap.evaluation.files import FileReading, Wanted, number_from, one_of, presentable, read_file, text
from talentmap.model.edition import Edition
from talentmap.model.problem import Problem
from talentmap.model.projection import Training
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog, Education

FILE = "seats.csv"
GRADUATION_MONTH = 7
"""Schools end on the first of July."""
_TOLD = 5
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """Those of one major and level who graduate in one year: seats at admission, and people who stay and take posts."""

    major: str
    level: Education
    seats: float
    people: float


def read_seats(edition: Edition, catalog: Catalog) -> FileReading:
    """The rows of `seats.csv`; majors that no role names are told in a problem and train for none."""
    levels = {str(code): (step.zh, step.en, *step.words) for code, step in catalog.education.items() if code != "none"}
    latest = edition.settings.reference_date.year + 1
    columns = (
        Wanted("institution", text, ("院校", "学校")),
        Wanted("major", text, ("专业",)),
        Wanted("level", one_of(levels), ("学历层次", "层次", "学历")),
        Wanted("seats", number_from(1, 100_000, whole=True), ("招生人数", "招生计划")),
        Wanted("year", number_from(1990, latest, whole=True), ("入学年份", "招生年份", "年份")),
        Wanted("local_share", number_from(0, 1), ("留本地比例",), False, True),
    )
    return read_file(edition.folder / FILE, columns, ("institution", "major", "level", "year"))


def strange_majors(rows: Sequence[Row], catalog: Catalog) -> Iterator[Problem]:
    """One problem that names majors which no role of the catalog asks for."""
    known = {major for role in catalog.roles.values() for major in role.majors}
    unknown = sorted({row["major"] for row in rows} - known)
    if unknown:
        named = [major for major in map(presentable, unknown) if major]
        facts = {"count": len(unknown), "majors": "、".join(named[:_TOLD]) or "…"}
        yield Problem("evaluation-seats-major", Source(FILE), facts=facts)


def classes(rows: Sequence[Row], year: int, rules: Training) -> list[SchoolClass]:
    """The classes that graduate in `year`, one for each major and level.

    Where a school states no admission for the year of entry, that of the nearest year stated stands in for it.
    """
    found: dict[tuple[str, Education], tuple[float, float]] = {}
    ordered = sorted(rows, key=lambda row: (row["institution"], row["major"], row["level"], row["year"]))
    for (_, major, level), own in groupby(ordered, key=lambda row: (row["institution"], row["major"], row["level"])):
        entered = year - rules.years[Education(level)]
        row = min(own, key=lambda row: (abs(row["year"] - entered), row["year"]))
        stay = rules.local_share if row["local_share"] is None else row["local_share"]
        people = row["seats"] * rules.completing * stay * rules.entering
        seats, before = found.get((major, Education(level)), (0.0, 0.0))
        found[major, Education(level)] = (seats + row["seats"], before + people)
    return [SchoolClass(*key, *sums) for key, sums in sorted(found.items())]


def graduating_year(start: dt.date, years_ahead: int) -> int:
    """The calendar year of the class that graduates within the so-manieth year after `start`; the first is 1."""
    first = start.year + (start >= dt.date(start.year, GRADUATION_MONTH, 1))
    return first + years_ahead - 1


def years_until_graduation(start: dt.date, entered: int, years: int) -> int:
    """In which year after `start` a class graduates that enters in `entered` and learns for `years` years."""
    return entered + years - graduating_year(start, 1) + 1
