"""Numbers read out of artefacts: where one says what its number means, a reading; elsewhere, a passage of text."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from talentmap.disclosure.attack.legible import insist_legible
from talentmap.disclosure.attack.truth import Truth
from talentmap.tables.cuts import CUTS, UNKNOWN
from talentmap.tables.published import declared


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its meaning: the column of a row of a published table."""

    file: str
    place: str
    frame: str
    row: int
    column: str
    value: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in which a number belongs to whatever is named near it."""

    file: str
    place: str
    text: str


@dataclass(slots=True)
class Read:
    """All that was read."""

    readings: list[Reading] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    pages: dict[str, list[str]] = field(default_factory=dict)
    """The text of each page of PDF files, line breaks left out."""


class Rows:
    """Which row of which frame a key names; of a table outside the cuts only rows that hide something are known."""

    def __init__(self, truth: Truth) -> None:
        self._rows: dict[tuple[str, tuple[str, ...]], int] = {}
        self._roles: dict[str, int] = {}
        for frame, rows in truth.keys.items():
            for row, keys in enumerate(rows):
                self._rows.setdefault((frame, tuple(keys.values())), row)
                if frame == "roles":
                    self._roles.setdefault(keys["role_id"], row)

    def find(self, frame: str, keys: Mapping[str, str]) -> int | None:
        """The row, by the columns that name it; a role's by its id alone."""
        if frame == "roles":
            return self._roles.get(keys.get("role_id", ""))
        if frame not in CUTS:
            own = declared()[frame].key if frame in declared() else ()
            for unknown_is_empty in (False, True):
                wanted = tuple(_key(keys.get(name, ""), unknown_is_empty).removeprefix("'") for name in own)
                if (frame, wanted) in self._rows:
                    return self._rows[frame, wanted]
            return None
        cut = CUTS[frame]
        unknown = {name for name, empty in cut.keys.items() if empty == "unknown"}
        wanted = tuple(_key(keys.get(name, ""), name in unknown) for name in cut.names)
        return self._rows.get((frame, wanted))


def _key(value: str, unknown_is_empty: bool) -> str:
    if value == "all":
        return ""
    return "" if value == UNKNOWN and unknown_is_empty else value


@dataclass(frozen=True, slots=True)
class Names:
    """What chains, tiers, districts and roles are called in the open data, in both languages."""

    by_name: Mapping[str, Mapping[str, str]]
    """By key column, then by name: the id."""

    def ids(self, column: str, name: str) -> str:
        """The id of a name; the name itself where nobody has it."""
        return self.by_name.get(column, {}).get(name, name)

    def names(self, column: str, key: str) -> list[str]:
        """What an id is called."""
        return sorted(name for name, known in self.by_name.get(column, {}).items() if known == key)


def read_names(files: Iterable[Path]) -> Names:
    """Names from CSV files that hold ids beside their names: x or x_id beside x_zh and x_en."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in files:
        with insist_legible(path), path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for column, key in row.items():
                    stem = (column or "").removesuffix("_id")
                    for name in (row.get(f"{stem}_zh"), row.get(f"{stem}_en")):
                        if name and key:
                            found[column].setdefault(name, key)
    return Names(found)


def number(text: object) -> float | None:
    """The number that a cell holds; None for text, symbols and nothing."""
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return float(text)
    try:
        return float(str(text).replace(",", "").replace("−", "-"))
    except ValueError:
        return None
