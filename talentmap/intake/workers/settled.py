"""The whole result of the last run, for the next one over the very same files: nothing is settled twice.

The lines of `settled.cache`: `talentmap-settled-1` and the fingerprint; the hash of all names and contents; the
checksum of the rest; names and lengths of the parts as JSON; then the parts, tables as Arrow streams, problems as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from talentmap.intake.workers.cache import checksum, put
from talentmap.intake.workers.carry import pack_problem, unpack_problem

_MARK = b"talentmap-settled-1 "
_NAME = "settled.cache"
_PROBLEMS = "problems"


def is_kept(folder: Path, mark: str) -> bool:
    """True where a result lies under this fingerprint: only then it is worth hashing all files."""
    try:
        with (folder / _NAME).open("rb") as file:
            return file.readline() == _MARK + mark.encode() + b"\n"
    except OSError:
        return False


def of_files(digests: Mapping[str, str]) -> bytes:
    """The hash that names and contents of all files have together."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest().encode()


def read_settled(folder: Path, mark: str, files: bytes) -> dict[str, Any] | None:
    """The parts of the result for these files; None where there is none, or it was torn or altered."""
    try:
        head, same, check, rest = (folder / _NAME).read_bytes().split(b"\n", 3)
    except (OSError, ValueError):
        return None
    if (head, same, check) != (_MARK + mark.encode(), files, checksum(rest)):
        return None
    lengths, _, body = rest.partition(b"\n")
    parts: dict[str, Any] = {}
    for name, length in json.loads(lengths):
        parts[name], body = _read(name, body[:length]), body[length:]
    return parts


def _read(name: str, data: bytes) -> Any:
    if name == _PROBLEMS:
        return tuple(map(unpack_problem, json.loads(data)))
    import pyarrow as pa  # noqa: PLC0415 - the processes that read files need no tables

    return pa.ipc.open_stream(data).read_all()


def write_settled(folder: Path, mark: str, files: bytes, parts: Iterable[tuple[str, Any]]) -> None:
    """Keep a result in the place of the one before."""
    packed = [(name, _written(name, part)) for name, part in parts]
    lengths = json.dumps([(name, len(data)) for name, data in packed]).encode()
    rest = b"".join((lengths, b"\n", *(data for _, data in packed)))
    put(folder, _NAME, (_MARK + mark.encode(), b"\n", files, b"\n", checksum(rest), b"\n", rest))


def _written(name: str, part: Any) -> bytes:
    if name == _PROBLEMS:
        return json.dumps([pack_problem(problem) for problem in part], ensure_ascii=False).encode()
    import pyarrow as pa  # noqa: PLC0415 - as above

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, part.schema) as stream:
        stream.write_table(part)
    return bytes(sink.getvalue())
