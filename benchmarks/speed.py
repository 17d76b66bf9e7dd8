"""Seconds of each step on the bundled edition, and of reading beside a plain peer in the same run.

Peer: reading the survey files by a pandas loop (`read_csv`, `read_excel` with openpyxl) that checks nothing. Ratios are
what to quote: absolute seconds depend on the machine and on what else it does.
"""

from __future__ import annotations

import contextlib
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from talentmap.model.edition import open_edition
from talentmap.pipeline import compile_edition

EDITION = Path("examples/qingyuan-2026")


class Stopwatch:
    """An observer that keeps the seconds of each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._started = 0.0

    def begin(self, step: str) -> None:
        self._started = time.perf_counter()

    def advance(self, done: int, total: int) -> None:
        pass

    def end(self, step: str, figures: Mapping[str, int]) -> None:
        self.seconds[step] = time.perf_counter() - self._started


def peer_reads() -> float:
    """Seconds that a plain pandas loop needs for the same files."""
    started = time.perf_counter()
    for path in sorted((EDITION / "surveys").iterdir()):
        with contextlib.suppress(Exception):
            if path.suffix in (".xlsx", ".xls"):
                pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
            else:
                for encoding in ("utf-8-sig", "gb18030"):
                    with contextlib.suppress(UnicodeDecodeError):
                        pd.read_csv(path, header=None, encoding=encoding, sep=None, engine="python")
                        break
    return time.perf_counter() - started


def pages_of(pdf: Path) -> int:
    """Pages of a PDF, by its page objects."""
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]  # pdfinfo always says


def main() -> None:
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        compiled = compile_edition(open_edition(EDITION), Path(folder), watch)
        total = time.perf_counter() - started
        pages = sum(pages_of(compiled.folder / f"whitepaper.{lang}.pdf") for lang in ("zh", "en"))
        sizes = {path.name: path.stat().st_size for path in sorted(compiled.folder.iterdir()) if path.is_file()}
    for step, seconds in watch.seconds.items():
        print(f"{step:<12}{seconds:8.2f} s")
    print(
        f"{'total':<12}{total:8.2f} s   peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    print(
        f"white papers: {pages} pages, {watch.seconds['publish'] / pages:.3f} s a page with everything else published"
    )
    for name, size in sizes.items():
        print(f"  {name:<22}{size / 1024:8.0f} KB")
    peer = peer_reads()
    print(
        f"reading surveys: ours with all checks {watch.seconds['intake']:.2f} s, plain pandas loop {peer:.2f} s, "
        f"ratio {peer / watch.seconds['intake']:.1f}"
    )


if __name__ == "__main__":
    main()
