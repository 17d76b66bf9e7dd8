"""The files that make up a classification: one file, those of a folder, or those of a zip archive."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from talentmap.bilingual import both
from talentmap.catalog.tabular import Row, Unreadable, rows_of, text_of
from talentmap.errors import unopened
from talentmap.zip_faults import ZIP_FAULTS

_FILE_MAX = 1 << 30
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


@dataclass(frozen=True, slots=True)
class Part:
    """A file by its name; `read` gives its bytes and raises Unreadable where it cannot."""

    name: str
    read: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        """The lower-case suffix of the name, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def is_workbook(self) -> bool:
        """Whether it is a spreadsheet."""
        return self.suffix in _WORKBOOKS

    def text(self) -> str:
        """The file's text."""
        return text_of(self.read())

    def rows(self, *, delimiter: str = "", quoted: bool = True) -> Iterator[Row]:
        """The file's rows, see `rows_of`."""
        return rows_of(self.text(), delimiter=delimiter, quoted=quoted)


Parts = Mapping[str, Part]
"""Files by their lower-case names, without the folders they lie in."""


def parts_of(path: Path, deep: int = 2) -> Parts:
    """The files of a folder and those `deep` folders below it, of a zip archive, or the one file."""
    if path.is_dir():
        found = [Part(file.name, _reader(file)) for file in _files(path, deep)]
    elif path.suffix.lower() == ".zip":
        found = list(_zipped(path))
    else:
        found = [Part(path.name, _reader(path))]
    return {part.name.lower(): part for part in reversed(found)}


def _files(folder: Path, deep: int) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "~$", "__MACOSX")):
            continue
        if entry.is_dir() and deep:
            yield from _files(entry, deep - 1)
        elif entry.is_file():
            yield entry


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            if path.stat().st_size > _FILE_MAX:
                raise Unreadable(both("the file is larger than a gigabyte", "文件超过 1 GB"))
            return path.read_bytes()
        except OSError as fault:
            raise Unreadable(unopened(fault)) from fault

    return read


def _zipped(path: Path) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
    except ZIP_FAULTS as fault:
        raise Unreadable(both("it is no zip archive or is damaged", "不是 ZIP 压缩包，或已损坏")) from fault
    for entry in sorted(listed, key=lambda entry: entry.filename):
        yield Part(PurePosixPath(entry.filename.replace("\\", "/")).name, _unpacker(path, entry))


def _unpacker(path: Path, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with zipfile.ZipFile(path) as archive, archive.open(entry) as file:
                content = file.read(_FILE_MAX + 1)
        except ZIP_FAULTS as fault:
            raise Unreadable(
                both(f"it cannot be unpacked ({type(fault).__name__})", "无法解压，可能加了密码或已损坏")
            ) from fault
        if len(content) > _FILE_MAX:
            raise Unreadable(both("the file is larger than a gigabyte", "文件超过 1 GB"))
        return content

    return read
