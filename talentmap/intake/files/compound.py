"""The streams of an OLE2 compound file, in which old binary workbooks come; a chain in a circle is damage."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER = struct.Struct("<30xH12xII4xIIIII")
_FIRST_TABLES = struct.Struct("<76x109I")
_ENTRY = struct.Struct("<64sHB49xII4x")
_NO_SECTOR = 0xFFFFFFFA  # this and above are marks, not sectors
_MINI = 64
_STREAM, _ROOT = 2, 5


class DamagedContainer(Exception):
    """The container's own tables do not hold together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream begins, and how many bytes it has."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file: the places of its streams by lower-case name, and the tables that chain their sectors."""

    content: bytes
    sector: int
    table: Sequence[int]
    mini_table: Sequence[int]
    mini_below: int
    root: Place
    streams: Mapping[str, Place]

    def read(self, name: str) -> bytes:
        """All bytes of a stream. DamagedContainer where its chain breaks; KeyError where there is none."""
        place = self.streams[name.lower()]
        if place.size >= self.mini_below:
            return _big(self.content, self.sector, self.table, place.start)[: place.size]
        minis = _big(self.content, self.sector, self.table, self.root.start)
        return b"".join(minis[at * _MINI : (at + 1) * _MINI] for at in _chain(self.mini_table, place.start))[
            : place.size
        ]


def open_compound(content: bytes) -> Compound:
    """The compound file that `content` is. DamagedContainer where its tables or its directory cannot be followed."""
    try:
        shift, count, directory, mini_below, mini_start, _, more, _ = _HEADER.unpack_from(content)
        numbers = _FIRST_TABLES.unpack_from(content)
    except struct.error as fault:
        raise DamagedContainer from fault
    if shift not in (9, 12):
        raise DamagedContainer
    sector = 1 << shift
    numbers += _later_tables(content, sector, more)
    table = _integers(b"".join(_sector(content, sector, number) for number in numbers[:count] if number < _NO_SECTOR))
    entries = list(_ENTRY.iter_unpack(_even(_big(content, sector, table, directory), _ENTRY.size)))
    root = next((Place(start, size) for _, _, kind, start, size in entries if kind == _ROOT), None)
    if root is None:
        raise DamagedContainer
    mini_table = _integers(_big(content, sector, table, mini_start)) if mini_start < _NO_SECTOR else ()
    return Compound(content, sector, table, mini_table, mini_below, root, _streams(entries))


def _streams(entries: Sequence[tuple[bytes, int, int, int, int]]) -> dict[str, Place]:
    return {
        name[: max(length - 2, 0)].decode("utf-16-le", "replace").lower(): Place(start, size)
        for name, length, kind, start, size in entries
        if kind == _STREAM
    }


def _later_tables(content: bytes, sector: int, number: int) -> tuple[int, ...]:
    found: list[int] = []
    seen: set[int] = set()
    while number < _NO_SECTOR:
        if number in seen:
            raise DamagedContainer
        seen.add(number)
        *listed, number = _integers(_sector(content, sector, number))
        found += listed
    return tuple(found)


def _big(content: bytes, sector: int, table: Sequence[int], start: int) -> bytes:
    return b"".join(_sector(content, sector, number) for number in _chain(table, start))


def _chain(table: Sequence[int], number: int) -> list[int]:
    """The sectors of a chain in order."""
    chain: list[int] = []
    while number < _NO_SECTOR:
        if number >= len(table) or len(chain) > len(table):
            raise DamagedContainer
        chain.append(number)
        number = table[number]
    return chain


def _sector(content: bytes, sector: int, number: int) -> bytes:
    """One sector; the last one of a file may be cut short, as some writers leave it."""
    found = content[(number + 1) * sector : (number + 2) * sector]
    if not found:
        raise DamagedContainer
    return found.ljust(sector, b"\0")


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", _even(data, 4))


def _even(data: bytes, size: int) -> bytes:
    return data[: len(data) // size * size]
