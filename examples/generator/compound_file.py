"""An OLE2 compound file, the container of old and of password-protected workbooks.

Source of the layout: Microsoft, [MS-CFB] Compound File Binary File Format.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 compound file of these streams, each padded to the size from which streams have sectors of their own."""
    table: list[int] = []
    body = b""
    places = []
    for data in streams.values():
        padded = data + bytes(max(4096 - len(data), 0))
        places.append((len(table), len(padded)))
        count = -(-len(padded) // 512)
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
        body += padded.ljust(count * 512, b"\0")
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    directory += b"".join(
        _entry(name, 2, start, size, 0xFFFFFFFF if n + 1 == len(streams) else n + 2)
        for n, (name, (start, size)) in enumerate(zip(streams, places, strict=True))
    )
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    at = len(table)
    count = len(directory) // 512
    table += [*range(at + 1, at + count), 0xFFFFFFFE]
    tables = -(-(len(table) + 1) // 127)
    first = len(table)
    table += [0xFFFFFFFD] * tables
    table += [0xFFFFFFFF] * (tables * 128 - len(table))
    difat = [*range(first, first + tables)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *(difat + [0xFFFFFFFF] * 109)[:109])
    return header + body + directory + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int, link: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    right, child = (0xFFFFFFFF, link) if kind == 5 else (link, 0xFFFFFFFF)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
