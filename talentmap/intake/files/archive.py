"""The parts of a zip archive, unpacked piece by piece and never on the archive's own word of how large they are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ENTRIES_MAX = 4000
UNPACKED_MAX = 768 * 2**20
_RATIO_MAX, _RATIO_FROM = 300, 16 * 2**20
_CHUNK = 2**20
_FED = 2**16
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class Bomb(Exception):
    """A part unpacks to more than any honest one would."""


class Damaged(Exception):
    """The archive or a part of it cannot be unpacked."""


class Doctype(Exception):
    """A part declares a document type or entities, as no spreadsheet program does."""


@dataclass(slots=True)
class Archive:
    """A zip archive's entries by the name that a spreadsheet reader looks for: lower case, forward slashes.

    Two entries may bear one name; a reader takes either, so both are kept. What has been unpacked adds up, since many
    entries may point to the same few packed bytes.
    """

    content: bytes
    entries: dict[str, list[zipfile.ZipInfo]]
    unpacked: int = 0

    @property
    def count(self) -> int:
        """How many entries the archive lists."""
        return sum(map(len, self.entries.values()))

    @property
    def is_locked(self) -> bool:
        """True where any entry is encrypted."""
        return any(entry.flag_bits & 1 for found in self.entries.values() for entry in found)

    def whole(self, name: str, limit: int = 8 * _CHUNK) -> bytes:
        """All of a small part of XML, b'' where there is none. Bomb where it is larger than `limit`."""
        found = self.entries.get(name)
        return b"".join(self.xml(found[-1], limit)) if found else b""

    def pieces(self, entry: zipfile.ZipInfo, limit: int = UNPACKED_MAX) -> Iterator[bytes]:
        """What an entry holds, a megabyte at a time. Bomb beyond `limit`; Damaged where it does not unpack."""
        size, packed = 0, max(entry.compress_size, 1)
        for piece in _unpacked(self._packed(entry), entry.compress_type):
            size += len(piece)
            self.unpacked += len(piece)
            if size > limit or self.unpacked > UNPACKED_MAX or (size > _RATIO_FROM and size > _RATIO_MAX * packed):
                raise Bomb
            yield piece

    def xml(self, entry: zipfile.ZipInfo, limit: int = UNPACKED_MAX) -> Iterator[bytes]:
        """What an entry of XML holds, like `pieces`. Doctype where it declares one."""
        for piece in self.pieces(entry, limit):
            if b"!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):  # one letter is told at once
                raise Doctype
            yield piece

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        header = self.content[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size:
            raise Damaged
        magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        if magic != b"PK\x03\x04" or start + entry.compress_size > len(self.content):
            raise Damaged
        return memoryview(self.content)[start : start + entry.compress_size]


def open_archive(content: bytes) -> Archive:
    """The archive that `content` is. Damaged where its list of entries cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
    except Exception as fault:  # zipfile lets struct, value, index and unicode errors of broken lists through
        raise Damaged from fault
    return Archive(content, _by_name(listed))


def _by_name(listed: Sequence[zipfile.ZipInfo]) -> dict[str, list[zipfile.ZipInfo]]:
    entries: dict[str, list[zipfile.ZipInfo]] = {}
    for entry in listed:
        entries.setdefault(entry.filename.replace("\\", "/").lower(), []).append(entry)
    return entries


def _unpacked(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
    elif method == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise Damaged


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """Fed in small slices: what zlib hands back unused is copied, and the whole of it each time would take for ever."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _FED):
            waiting: bytes | memoryview = packed[at : at + _FED]
            while waiting and not stream.eof:
                if piece := stream.decompress(waiting, _CHUNK):
                    yield piece
                waiting = stream.unconsumed_tail
        while not stream.eof and (piece := stream.decompress(b"", _CHUNK)):
            yield piece
        if not stream.eof:
            raise Damaged
    except zlib.error as fault:
        raise Damaged from fault
