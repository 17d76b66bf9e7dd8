"""Tables that classifications are published in: columns by name, and what each file says of an occupation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from talentmap.bilingual import both
from talentmap.catalog.imports.columns import header_key
from talentmap.catalog.imports.parts import Part, Parts
from talentmap.catalog.occupations import Gathering
from talentmap.catalog.tabular import Unreadable
from talentmap.model.source import Source


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a published table: where it stands, and the cells of the columns asked for."""

    source: Source
    cells: tuple[str, ...]


def rows_with(part: Part, columns: Sequence[str], *, quoted: bool = True, delimiter: str = "") -> Iterator[Told]:
    """The cells of the named columns, '' where the file has no such column or the row ends before it.

    Unreadable where the first column, the key, is missing.
    """
    rows = part.rows(quoted=quoted, delimiter=delimiter)
    header = next((cells for _, cells in rows if any(cells)), [])
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(header_key(name), place)
    picks = [places.get(header_key(name), len(header)) for name in columns]
    if picks[0] == len(header):
        raise Unreadable(both(f"it has no column '{columns[0]}'", f"没有“{columns[0]}”一列"))
    for number, cells in rows:
        if any(cells):
            picked = tuple(cells[pick].strip() if pick < len(cells) else "" for pick in picks)
            yield Told(Source(part.name, row=number), picked)


@dataclass(slots=True)
class Collection:
    """What several files say of each occupation, in the order in which they say it."""

    known: Mapping[str, object]
    gathering: Gathering
    said: dict[str, dict[str, None]] = field(default_factory=dict)
    _foreign: dict[str, tuple[Source, str, int]] = field(default_factory=dict)

    def add(self, told: Told, role_id: str, *sayings: str) -> None:
        """Note what a row says of an occupation; an occupation that is not there is told once a file."""
        if role_id in self.known:
            self.said.setdefault(role_id, {}).update((saying, None) for saying in sayings if saying)
        else:
            first, shown, count = self._foreign.get(told.source.file, (told.source, role_id, 0))
            self._foreign[told.source.file] = (first, shown, count + 1)

    def of(self, role_id: str) -> tuple[str, ...]:
        """Everything said of an occupation."""
        return tuple(self.said.get(role_id, ()))

    def tell_foreign(self) -> None:
        """Note the rows that name no known occupation."""
        for first, shown, count in self._foreign.values():
            self.gathering.tell("catalog-taxonomy-unknown-reference", first, shown, count=count)


def optional(parts: Parts, name: str, gathering: Gathering) -> Part | None:
    """The file of that name; a note where the classification comes without it."""
    part = parts.get(name.lower())
    if part is None:
        gathering.tell("catalog-taxonomy-part-missing", Source(name))
    return part
