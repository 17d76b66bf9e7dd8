"""PDFs by WeasyPrint, in processes of their own: memory is given back and languages are set beside each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.publish.fonts import faces


@dataclass(frozen=True, slots=True)
class Sheet:
    """An HTML document, the style it is set in, and where its PDF goes."""

    path: str
    html: str
    style: str


def write_pdfs(batches: Iterable[Sequence[Sheet]]) -> None:
    """Every sheet as a PDF at its path, each batch in a process of its own, as many at once as there are cores.

    The same HTML gives the same bytes. EnvironmentFault when WeasyPrint cannot run here, with the last line it said.
    """
    faces()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(_write, [batch for batch in batches if batch]))


def _write(batch: Sequence[Sheet]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "talentmap.publish.pdf_process"],
        input=json.dumps([asdict(sheet) for sheet in batch], ensure_ascii=False).encode("utf-8"),
        stderr=subprocess.PIPE,
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.decode("utf-8", errors="replace").strip()
        last = said.splitlines()[-1] if said else f"exit code {ended.returncode}"
        name = Path(batch[0].path).name
        raise EnvironmentFault(
            both(f"{name} could not be set: {last}", f"{name} 无法排版：{last}"),
            both("Run `talentmap doctor`; is there room on the disk?", "请运行 `talentmap doctor`，并查看磁盘空间。"),
        )
