"""What earlier runs read, so that an unchanged file is not read again: files of packed results in one folder.

An entry stands for a file's name and content under one fingerprint: of the catalog, the edition's terms, the wordings
and the code that reads. It holds what the reading gave and no other cell of the file, so no personal value that the
reading leaves out. The cache is a convenience: what is missing, torn or altered in it is read anew, and what cannot be
written is not.

The first line of `surveys.cache` is `talentmap-intake-2` and the fingerprint; each other line is an entry, between tabs
its checksum, the hash of the file, the file's name as JSON, and the packed submission.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from talentmap import __version__
from talentmap.intake.terms import Terms
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

_MARK = b"talentmap-intake-2 "
_NAME = "surveys.cache"
_CATALOG = {"chains", "roles", "tiers", "stages", "reasons", "districts", "education", "rules"}
_READERS = ("forms", "intake", "model", "tables")
_PARSERS = ("python-calamine", "opencc", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file gave: the hash of its content, and the submission as `pack` wrote it."""

    sha256: str
    data: bytes


def fingerprint(catalog: Catalog, terms: Terms) -> str:
    """A hash that changes whenever the same file could be read differently."""
    digest = hashlib.sha256(catalog.model_dump_json(include=_CATALOG).encode())
    digest.update(repr((terms.edition_id, sorted(terms.item_ids), terms.corrections)).encode())
    digest.update(_readers().encode())
    return digest.hexdigest()


def reading_code() -> list[Path]:
    """The files whose change makes what was read before worthless."""
    package = Path(__file__).resolve().parents[2]
    within = [source for name in _READERS for source in (package / name).rglob("*.py")]
    return sorted([*package.glob("*.py"), *within, catalogs_dir() / "headers.yaml"])


@cache
def _readers() -> str:
    digest = hashlib.sha256(__version__.encode())
    for source in reading_code():
        with contextlib.suppress(OSError):
            digest.update(source.read_bytes())
    for parser in _PARSERS:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(version(parser).encode())
    return digest.hexdigest()


def read_cache(folder: Path, mark: str) -> dict[str, Kept]:
    """What was kept under a fingerprint, by file name; nothing where there is no cache or it is another's."""
    try:
        head, *entries = (folder / _NAME).read_bytes().split(b"\n")
    except OSError:
        return {}
    return dict(filter(None, map(_entry, entries))) if head == _MARK + mark.encode() else {}


def _entry(line: bytes) -> tuple[str, Kept] | None:
    check, _, rest = line.partition(b"\t")
    if check != checksum(rest):
        return None
    digest, name, data = rest.split(b"\t", 2)
    return json.loads(name), Kept(digest.decode(), data)


def checksum(data: bytes) -> bytes:
    """What tells bytes that were torn or altered."""
    return hashlib.sha256(data).hexdigest()[:16].encode()


def write_cache(folder: Path, mark: str, kept: Mapping[str, Kept]) -> None:
    """Put a cache in the place of the one before; files that are no longer there leave it."""
    put(folder, _NAME, (_MARK + mark.encode() + b"\n", *_lines(kept)))


def _lines(kept: Mapping[str, Kept]) -> Iterable[bytes]:
    for name, entry in sorted(kept.items()):
        rest = b"\t".join((entry.sha256.encode(), json.dumps(name).encode(), entry.data))
        yield b"\t".join((checksum(rest), rest)) + b"\n"


def put(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    """Write a file of the cache, whole or not at all; where the folder cannot be written to, nothing happens."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        with tempfile.NamedTemporaryFile(dir=folder, prefix=name, delete=False) as file:
            try:
                file.writelines(pieces)
                file.close()
                Path(file.name).replace(folder / name)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
