"""PDFs by WeasyPrint, in processes of their own: memory is given back and two languages use two cores."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from talentmap.errors import EnvironmentFault
from talentmap.publish.fonts import faces


@dataclass(frozen=True, slots=True)
class Sheet:
    """An HTML document, the style it is set in, and where its PDF goes."""

    path: str
    html: str
    style: str


def write_pdfs(batches: Iterable[Sequence[Sheet]]) -> None:
    """Every sheet as a PDF at its path, each batch in a process of its own. The same HTML gives the same bytes.

    EnvironmentFault when WeasyPrint cannot run here, with the last line that it said.
    """
    faces()
    running = [(batch[0].path, _start(batch)) for batch in batches if batch]
    for path, process in running:
        said = process.communicate()[1]
        if process.returncode:
            last = said.strip().splitlines()[-1] if said.strip() else f"exit code {process.returncode}"
            raise EnvironmentFault(f"{Path(path).name} could not be set: {last}", "Run `talentmap doctor`.")


def _start(batch: Sequence[Sheet]) -> subprocess.Popen[str]:
    source = Path(batch[0].path).with_suffix(".json")
    source.write_text(json.dumps([asdict(sheet) for sheet in batch], ensure_ascii=False), encoding="utf-8")
    with source.open("rb") as given:
        process = subprocess.Popen(
            [sys.executable, "-m", "talentmap.publish.pdf_process"],
            stdin=given,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    source.unlink()
    return process
