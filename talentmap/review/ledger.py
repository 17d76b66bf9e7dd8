"""The decisions of an edition: CSV files that only ever grow; the latest line on a key counts.

A file `decisions/*.csv` (UTF-8) holds one decision a line:

```csv
kind,key,value,who,when,why
demand-role,new-materials|模具师傅,nm-die-corrector,李科长,2026-07-02,电话核实为修模岗位
demand-role,new-materials|仓管员,NONE,李科长,2026-07-02,非目录岗位
```

`value` is a role id or `NONE`. A wrong decision is not deleted: a later line with the same key supersedes it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from talentmap.model.decision import NONE, Decision, DecisionKind
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import compact, defuse

_HEADER = tuple(field.name for field in fields(Decision))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The decisions that count, by kind and key, and the problems of the files they stand in."""

    decisions: Mapping[tuple[DecisionKind, str], Decision]
    problems: tuple[Problem, ...] = ()

    def value(self, kind: DecisionKind, key: str) -> str | None:
        """What was decided on `key`; None when nobody has."""
        found = self.decisions.get((kind, key))
        return None if found is None else found.value


def title_key(chain_id: str, title: str) -> str:
    """The key under which a decision on a demand title is stored: it concerns that title in that chain alone."""
    return f"{chain_id}|{compact(title)}"


def key_parts(key: str) -> tuple[str, str]:
    """Chain and title of such a key."""
    chain_id, _, title = key.partition("|")
    return chain_id, title


def read_ledger(folder: Path, roles: Iterable[str]) -> Ledger:
    """The decisions in `folder`; a line that cannot be read or names no known role is a problem and is passed over."""
    known = {NONE, *roles}
    counted: dict[tuple[DecisionKind, str], Decision] = {}
    problems: list[Problem] = []
    dated: list[tuple[dt.date, int, Decision]] = []
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        file = f"{folder.name}/{path.name}"
        rows, broken = _rows(path)
        problems += [Problem("review-unreadable", Source(file, row=line), facts={"cause": why}) for line, why in broken]
        for line, row in rows:
            source = Source(file, row=line)
            try:
                decision = _decision(row)
            except (KeyError, ValueError) as fault:
                problems.append(Problem("review-unreadable", source, facts={"cause": fault}))
                continue
            if decision.kind is DecisionKind.DEMAND_ROLE and decision.value not in known:
                problems.append(Problem("review-unknown-role", source, shown=decision.value))
                continue
            dated.append((decision.when, len(dated), decision))
    for _, _, decision in sorted(dated, key=lambda entry: entry[:2]):
        counted[decision.kind, decision.key] = decision
    return Ledger(counted, tuple(problems))


def record(path: Path, decisions: Iterable[Decision]) -> None:
    """Add `decisions` to the ledger file at `path`; nothing that stands there is changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    standing = path.read_bytes() if path.exists() else b""
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if not standing:
            writer.writerow(_HEADER)
        elif not standing.endswith(b"\n"):
            file.write("\n")
        for decision in decisions:
            writer.writerow([defuse(str(getattr(decision, name))) for name in _HEADER])


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[tuple[int, str]]]:
    """The rows of a file with the line each begins on, and where and why reading broke off, if it did."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return [], [(content.count(b"\n", 0, fault.start) + 1, "the file is no UTF-8 text")]
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = next(reader, [])
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells:
                rows.append((line, dict(zip(header, cells, strict=False))))
    except csv.Error as fault:
        return rows, [(reader.line_num, str(fault))]
    return rows, []


def _decision(row: Mapping[str, str]) -> Decision:
    return Decision(
        kind=DecisionKind(row["kind"].strip()),
        key=row["key"].strip(),
        value=row["value"].strip(),
        who=row["who"].strip(),
        when=dt.date.fromisoformat(row["when"].strip()),
        why=row["why"].strip(),
    )
