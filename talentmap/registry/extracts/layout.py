"""Where the fields of an extract stand, by its mapping file and its header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from talentmap.model.source import column_letter
from talentmap.registry.extracts.faults import ExtractFaults
from talentmap.registry.extracts.find import Extract
from talentmap.registry.extracts.mapping import RecordField
from talentmap.registry.extracts.opened import Opened, ReadFault
from talentmap.text import compact

_IDENTIFYING = frozenset({RecordField.ID_NUMBER, RecordField.NAME})


@dataclass(frozen=True, slots=True)
class Layout:
    """The mapped fields in a fixed order, their headers and positions."""

    fields: tuple[RecordField, ...]
    headers: Mapping[RecordField, str]
    positions: Mapping[RecordField, int]

    @property
    def picks(self) -> tuple[int, ...]:
        """The positions in the order of the fields."""
        return tuple(self.positions[field_] for field_ in self.fields)

    def place(self, name: RecordField) -> tuple[str, str]:
        """The header and the column letter of a field, for problems."""
        position = self.positions.get(name)
        return self.headers.get(name, ""), "" if position is None else column_letter(position)


def lay_out(extract: Extract, opened: Opened, faults: ExtractFaults) -> Layout:
    """Where the mapped columns stand; a missing one is noted and done without, unless nobody could be named."""
    places: dict[str, int] = {}
    for position, header in enumerate(opened.header):
        places.setdefault(compact(header), position)
    wanted = {name: extract.mapping.columns[name] for name in RecordField if name in extract.mapping.columns}
    found = {name: places[compact(header)] for name, header in wanted.items() if compact(header) in places}
    for name in wanted.keys() - found.keys():
        close = get_close_matches(compact(wanted[name]), places, n=1)
        suggestion = opened.header[places[close[0]]].strip() if close else ""
        faults.add_column(name.value, wanted[name], suggestion)
    if not _IDENTIFYING & found.keys():
        raise ReadFault("registry-nobody-named", {"columns": len(opened.header)})
    return Layout(tuple(found), wanted, found)
