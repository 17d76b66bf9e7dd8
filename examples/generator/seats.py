"""Seats of the schools around: which majors they teach, how many they admit, how many of the graduates stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from examples.generator.chance import Dice
from examples.generator.files import write_table
from examples.generator.lifecycle import MARK
from examples.generator.people import REFERENCE, SCHOOLS
from talentmap.model.taxonomy import Catalog, Education

SEAT_COLUMNS = ("institution", "major", "level", "seats", "year", "local_share", "数据性质")
_YEARS = 6
_TAUGHT = 0.6
"""The share of the majors in demand that some school around teaches to people of the region."""
_SEATS = {
    Education.SECONDARY: (12, 36),
    Education.ASSOCIATE: (12, 34),
    Education.BACHELOR: (15, 40),
    Education.MASTER: (4, 12),
    Education.DOCTORATE: (1, 4),
}
_STAYING = {
    Education.SECONDARY: 0.70,
    Education.ASSOCIATE: 0.55,
    Education.BACHELOR: 0.22,
    Education.MASTER: 0.12,
    Education.DOCTORATE: 0.10,
}
_UNSTATED = 0.15
"""The share of rows that do not say how many stay."""


def write_seats(path: Path, catalog: Catalog, seed: int) -> None:
    """Write the seats of the last six admissions: a major that nobody in the catalog asks for stands among them."""
    write_table(path, SEAT_COLUMNS, _rows(catalog, seed))


def _rows(catalog: Catalog, seed: int) -> Iterator[tuple[object, ...]]:
    for major, level in sorted(_wanted(catalog)):
        dice = Dice(seed, "seats", major, level)
        if dice.chance(_TAUGHT):
            yield from _programme(dice, major, Education(level))
    yield from _programme(Dice(seed, "seats", "播音与主持艺术"), "播音与主持艺术", Education.BACHELOR)


def _wanted(catalog: Catalog) -> set[tuple[str, str]]:
    """Every major with the lowest level at which a role asks for it; without a floor, upper secondary."""
    lowest: dict[str, Education] = {}
    for role in catalog.roles.values():
        floor = Education.SECONDARY if role.education is Education.NONE else role.education
        for major in role.majors:
            lowest[major] = min(floor, lowest.get(major, floor), key=lambda level: level.rank)
    return {(major, str(level)) for major, level in lowest.items()}


def _programme(dice: Dice, major: str, level: Education) -> Iterator[tuple[object, ...]]:
    school, seats = dice.choice(SCHOOLS[level]), dice.randint(*_SEATS[level])
    staying = round(_STAYING[level] * dice.uniform(0.8, 1.2), 2)
    stated = "" if dice.chance(_UNSTATED) else staying
    for year in range(REFERENCE.year - _YEARS + 1, REFERENCE.year + 1):
        admitted = max(1, round(seats * dice.uniform(0.9, 1.1)))
        yield (school, major, str(level), admitted, year, stated, MARK)
