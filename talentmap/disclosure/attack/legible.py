"""A published file that cannot be read cannot be checked: nobody then knows what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EditionError


@contextmanager
def insist_legible(path: Path) -> Iterator[None]:
    """While `path` is read: EditionError, naming it, for whatever its reader raises."""
    try:
        yield
    except Exception as fault:  # each kind of file has a reader of its own, with exceptions of its own
        raise EditionError(
            both(f"{path} cannot be read: {type(fault).__name__}.", f"无法读取 {path}（{type(fault).__name__}）。"),
            both("Build the edition again, or take out what does not belong to it.", "请重新编制，或移走多余的文件。"),
        ) from fault
