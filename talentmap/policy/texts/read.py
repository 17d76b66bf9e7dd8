"""Policy texts into clauses: START HERE for texts. A file that cannot be read becomes a problem, never a stop."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.policy.texts.apart import read_apart
from talentmap.policy.texts.clauses import Clause, clauses_of
from talentmap.policy.texts.kinds import SUFFIXES, UNREADABLE, read_plain
from talentmap.policy.texts.reading import BYTES_MAX, Reading, TextFault

_PLAIN = frozenset({".txt", ".md"})


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One file: its name, its clauses in order, and what was wrong with it."""

    file: str
    clauses: tuple[Clause, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_texts(paths: Sequence[Path]) -> tuple[PolicyText, ...]:
    """The texts at `paths`, in that order; each read by itself, several at a time."""
    with ThreadPoolExecutor(max_workers=min(len(paths), os.cpu_count() or 1) or 1) as pool:
        return tuple(pool.map(read_text, paths))


def read_text(path: Path) -> PolicyText:
    """One text; its problems say what could not be read and what to do."""
    try:
        reading = _reading(path)
    except TextFault as fault:
        facts = {"cause": fault.cause, "formats": " ".join(sorted(SUFFIXES))}
        return PolicyText(path.name, problems=(Problem(f"policy-text-{fault.code}", Source(path.name), facts=facts),))
    clauses = clauses_of(reading.paragraphs, path.name)
    return PolicyText(path.name, clauses, tuple(_problems(path.name, reading, clauses)))


def text_files(named: Iterable[Path]) -> list[Path]:
    """The files to read: those named, and in a folder all that could hold a policy, in the order of their paths."""
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            inside = (
                entry for entry in path.rglob("*") if entry.suffix.lower() in SUFFIXES | UNREADABLE and entry.is_file()
            )
            found += sorted(entry for entry in inside if not entry.name.startswith((".", "~$")))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _reading(path: Path) -> Reading:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise TextFault("large", f"the file is larger than {BYTES_MAX >> 20} MB")
        return read_plain(path.read_bytes()) if path.suffix.lower() in _PLAIN else read_apart(path)
    except OSError as fault:
        raise TextFault("damaged", type(fault).__name__) from fault


def _problems(file: str, reading: Reading, clauses: Sequence[Clause]) -> Iterable[Problem]:
    if reading.textless_pages:
        shown = ", ".join(map(str, reading.textless_pages[:20]))
        yield Problem("policy-text-pages", Source(file), shown=shown, facts={"pages": reading.pages})
    if not clauses:
        yield Problem("policy-text-empty", Source(file))
