"""Finds what ships beside the code: catalogs, templates and texts, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise EnvironmentFault(
        both(f"The folder {name}/ that ships with talentmap is missing.", f"缺少 talentmap 自带的文件夹 {name}/。"),
        both(
            "Install talentmap again, or run it from a complete checkout.",
            "请重新安装 talentmap，或在完整的代码文件夹中运行。",
        ),
    )


def catalogs_dir() -> Path:
    """The folder of the shipped catalogs."""
    return _shipped("catalogs")


def templates_dir() -> Path:
    """The folder of the shipped templates."""
    return _shipped("templates")


def docs_dir() -> Path:
    """The folder of the texts that explain the method; an installed package holds those alone."""
    return _shipped("docs")
