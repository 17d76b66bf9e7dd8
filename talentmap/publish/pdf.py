"""PDFs by WeasyPrint, each in a process of its own: memory is given back and two languages use two cores."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from talentmap.errors import EnvironmentFault
from talentmap.publish.fonts import faces


def write_pdfs(documents: Mapping[Path, str]) -> None:
    """Each HTML document as a PDF at its path. The same HTML gives the same bytes.

    EnvironmentFault when WeasyPrint cannot run here, with the last line that it said.
    """
    faces()
    running = [(path, _start(path, html)) for path, html in documents.items()]
    for path, process in running:
        said = process.communicate()[1]
        if process.returncode:
            last = said.strip().splitlines()[-1] if said.strip() else f"exit code {process.returncode}"
            raise EnvironmentFault(f"{path.name} could not be set: {last}", "Run `talentmap doctor`.")


def _start(path: Path, html: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "talentmap.publish.pdf_process", str(path)]
    source = path.with_suffix(".html")
    source.write_text(html, encoding="utf-8")
    with source.open("rb") as given:
        process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=given, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace"
        )
    source.unlink()
    return process
