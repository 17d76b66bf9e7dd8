"""The documentation as tests see it: pages, fenced blocks, inline code."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def written() -> list[Path]:
    """Every page that a person reads, those of single problems left out."""
    return [*sorted(DOCS.glob("*.md")), ROOT / "CONTRIBUTING.md"]


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """Language, name and text of each fenced block."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        yield match[1], match[2] or "", match[3]


def inline(page: Path) -> list[str]:
    """Every piece of inline code outside fenced blocks."""
    return _INLINE.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def script(name: str) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
