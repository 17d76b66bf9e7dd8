"""A text file as a stream of UTF-8, whatever it is written in: nothing is put on disk on the way."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import TYPE_CHECKING

from talentmap.registry.extracts.opened import ReadFault

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 17
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf-8": "utf-8-sig"}


def encoding_of(path: Path, declared: str) -> str:
    """Python's name of the file's encoding: as declared, else by byte order mark, else UTF-8 where all of it is.

    What is neither is taken for GB18030. ReadFault where the first stretch of the file already disagrees.
    """
    name = _python_name(declared) if declared else _marked(path) or ("utf-8-sig" if _is_utf8(path) else "gb18030")
    try:
        with path.open("rb") as file:
            codecs.getincrementaldecoder(name)("strict").decode(file.read(CHUNK))
    except UnicodeDecodeError as fault:
        raise ReadFault("registry-encoding", {"tried": declared or _marked(path) or "utf-8, gb18030"}) from fault
    return name


class Transcoded(io.RawIOBase):
    """Reads as UTF-8 without byte order mark and NUL; UnicodeDecodeError where the file is not in its encoding.

    What stands before a fault is given out first. `trusted` lets UTF-8 pass unchecked, for a reader that checks it.
    """

    def __init__(self, path: Path, encoding: str, *, trusted: bool = False) -> None:
        super().__init__()
        self._encoding = encoding
        plain = trusted and encoding == "utf-8-sig"
        self._decoder = None if plain else codecs.getincrementaldecoder(encoding)("strict")
        self._fault: UnicodeDecodeError | None = None
        self._file = path.open("rb", buffering=0)
        if plain and self._file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            self._file.seek(0)
        self._rest = b""
        self._ended = False

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """`size` bytes, fewer only at the end of the file: Arrow's reader takes a short read for a short block."""
        parts, length = [self._rest], len(self._rest)
        while not self._ended and (size < 0 or length < size):
            raw = self._file.read(CHUNK) or b""
            self._ended = not raw
            parts.append(self._as_utf8(raw).replace(b"\0", b""))
            length += len(parts[-1])
        text = b"".join(parts)
        if self._fault and not text:
            raise self._fault
        end = length if size < 0 else size
        self._rest = text[end:]
        return text[:end]

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` as far as there is something at hand; gives the bytes put there."""
        room = memoryview(buffer).cast("B")
        found = self.read(len(room))
        room[: len(found)] = found
        return len(found)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _as_utf8(self, raw: bytes) -> bytes:
        if self._decoder is None:
            return raw
        try:
            return self._decoder.decode(raw, final=not raw).encode()
        except UnicodeDecodeError as fault:
            self._fault, self._ended = fault, True
            return bytes(fault.object[: fault.start]).decode(self._encoding).encode()


def _python_name(encoding: str) -> str:
    try:
        "a".encode(encoding)  # refuses what is no encoding of text, which a lookup alone would give: base64, rot13
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError) as fault:
        raise ReadFault("registry-encoding", {"tried": encoding}) from fault
    return _WIDER.get(name, name)


def _marked(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), "")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
