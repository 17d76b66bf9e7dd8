"""The same edition gives the same bytes: in another process, folder, time zone, locale, order of files, hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_published_edition import public_files

pytestmark = pytest.mark.slow

ELSEWHERE = {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
KINDS = {".pdf", ".html", ".xlsx", ".docx", ".csv", ".json", ".jsonld", ".md"}


def copied_backwards(source: Path, target: Path) -> Path:
    """`source` in `target`, its files written in the opposite order: other inodes, other times."""
    for path in sorted((path for path in source.rglob("*") if path.is_file()), reverse=True):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return target


def published_elsewhere(edition: Path, folder: Path) -> dict[str, bytes]:
    """What is published of a copy of the edition, built where everything that should not matter is different."""
    copy = copied_backwards(edition, folder / "another name")
    script = Path(__file__).with_name("other_order.py")
    subprocess.run(
        [sys.executable, str(script), "build", str(copy), "-o", str(folder / "out"), "--json"],
        check=True,
        env={**os.environ, **ELSEWHERE},
        capture_output=True,
    )
    return public_files(folder / "out" / "qingyuan-2026")


def test_every_file_has_the_same_bytes(built: Path, small_edition: Path, tmp_path: Path) -> None:
    first, again = public_files(built), published_elsewhere(small_edition, tmp_path)
    assert {Path(name).suffix for name in first} == KINDS
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_the_folders_were_listed_the_other_way_round(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).touch()
    script = Path(__file__).with_name("other_order.py")
    look = (
        f"import os, pathlib, sys, runpy; sys.argv = ['talentmap', '--help']\n"
        f"try: runpy.run_path({str(script)!r}, run_name='__main__')\n"
        f"except SystemExit: pass\n"
        f"found = pathlib.Path({str(tmp_path)!r})\n"
        f"print('|', ''.join(p.name for p in found.iterdir()), ''.join(p.name for p in found.glob('*')))"
    )
    said = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True).stdout
    assert said.rpartition("|")[2].split() == ["cba", "cba"]
