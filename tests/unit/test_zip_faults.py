"""Damaged archives by the hundred: each reader tells its own fault, and lets none of zipfile's through."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from talentmap.catalog.imports.parts import parts_of
from talentmap.catalog.tabular import Unreadable
from talentmap.policy.texts.docx import read_docx
from talentmap.policy.texts.reading import TextFault
from talentmap.workbook import WorkbookFault, insist_on_sane_area


def _damaged(name: str) -> list[bytes]:
    dice = random.Random(1)  # noqa: S311 - the same damage every time
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "<a>" + "".join(dice.choices("岗位名称 abc,", k=4000)) + "</a>")
    copies = [bytearray(whole.getvalue()) for _ in range(300)]
    for copy in copies:
        for _ in range(dice.randint(1, 4)):
            copy[dice.randrange(len(copy))] = dice.randrange(256)
    return [whole.getvalue()[:-9], *map(bytes, copies)]


def _import(content: bytes, folder: Path) -> None:
    path = folder / "list.zip"
    path.write_bytes(content)
    for part in parts_of(path).values():
        part.read()


@pytest.mark.parametrize(
    ("name", "read", "fault"),
    [
        ("xl/worksheets/sheet1.xml", lambda content, _: insist_on_sane_area(io.BytesIO(content)), WorkbookFault),
        ("word/document.xml", lambda content, _: read_docx(content), TextFault),
        ("occupations.csv", _import, Unreadable),
    ],
)
def test_a_damaged_archive_is_told_as_one(
    name: str, read: Callable[[bytes, Path], object], fault: type[Exception], tmp_path: Path
) -> None:
    told = 0
    for content in _damaged(name):
        try:
            read(content, tmp_path)
        except fault:
            told += 1
    assert told > 200
