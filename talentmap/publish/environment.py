"""What publishing needs of the machine, looked at one by one."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from talentmap.bilingual import Bilingual, both, said
from talentmap.errors import EnvironmentFault, TalentmapError
from talentmap.model.typesetting import PdfEngine
from talentmap.publish.fonts import faces
from talentmap.resources import catalogs_dir, templates_dir

_PANGO = both(
    "Install Pango, e.g. apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "请安装 Pango，例如 apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, whether it is well, and where it is or how to get it."""

    what: str
    ok: bool
    told: str


def examine() -> list[Finding]:
    """Every finding, in the order in which a build would need it."""
    return [*_packages(), *_shipped(), *_fonts(), _weasyprint()]


def require_typesetting(engine: PdfEngine) -> None:
    """Nothing where PDFs can be set here, asked before anything is read; EnvironmentFault says what is missing."""
    faces()
    if engine is PdfEngine.WEASYPRINT and not _weasyprint().ok:
        raise EnvironmentFault(
            both("WeasyPrint cannot start on this machine.", "WeasyPrint 在这台机器上无法启动。"),
            both(f"{_PANGO}; or use --pdf-engine typst", f"{_PANGO.zh}；或改用 --pdf-engine typst"),
        )


def _packages() -> Iterator[Finding]:
    for name in (
        "duckdb",
        "narwhals",
        "pandas",
        "pyarrow",
        "python_calamine",
        "rapidfuzz",
        "scipy",
        "altair",
        "docx",
        "pikepdf",
        "typst",
    ):
        try:
            module = importlib.import_module(name)
        except ImportError as fault:
            yield Finding(
                name,
                ok=False,
                told=both(f"{fault}. Run: pip install talentmap", f"{fault}。请运行 pip install talentmap"),
            )
        else:
            yield Finding(name, ok=True, told=str(getattr(module, "__version__", "present")))


def _shipped() -> Iterator[Finding]:
    for what, find in (("catalogs", catalogs_dir), ("templates", templates_dir)):
        try:
            yield Finding(what, ok=True, told=str(find()))
        except TalentmapError as fault:
            yield Finding(what, ok=False, told=_told(fault))


def _fonts() -> Iterator[Finding]:
    try:
        for face in faces():
            yield Finding(f"font {face.family} {face.weight}", ok=True, told=str(face.path))
    except TalentmapError as fault:
        yield Finding("fonts", ok=False, told=_told(fault))


def _weasyprint() -> Finding:
    """WeasyPrint fails at import when a system library is missing, so it is tried in a process of its own."""
    command = [sys.executable, "-c", "import weasyprint; print(weasyprint.__version__)"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed command
    if tried.returncode:
        return Finding("weasyprint", ok=False, told=_PANGO)
    return Finding("weasyprint", ok=True, told=tried.stdout.strip())


def _told(fault: TalentmapError) -> Bilingual:
    return both(f"{fault.message} {fault.hint}", f"{said(fault.message, 'zh')}{said(fault.hint, 'zh')}")
