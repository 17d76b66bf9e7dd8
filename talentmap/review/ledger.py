"""The decisions of an edition: CSV files that only ever grow; the latest line on a key counts.

A file `decisions/*.csv` (UTF-8) holds one decision a line:

```csv
kind,key,value,who,when,why
demand-role,new-materials|模具师傅,nm-die-corrector,李科长,2026-07-02,电话核实为修模岗位
demand-role,new-materials|仓管员,NONE,李科长,2026-07-02,非目录岗位
```

`value` is a role id or `NONE`; of a `person-link`, whose key is two pseudonyms joined by `|`, it is `same`, `different`
or `unsure`; of a `clause-code`, whose key is file, hash of the clause and field, it is what that field should say. A
wrong decision is not deleted: a later line with the same key supersedes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from talentmap.bilingual import both
from talentmap.model.decision import NONE, Decision, DecisionKind, SamePerson
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.review.journal import append_rows, read_journal
from talentmap.text import compact

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


def link_key(one: str, other: str = "") -> str:
    """The key of a decision on two people, the same whichever comes first; ValueError where one is missing."""
    first, second = sorted((one.strip(), other.strip()))
    if not first or first == second:
        raise ValueError(
            both("the key must be two different pseudonyms joined by |", "key 应为两个不同的假名，用 | 连接")
        )
    return f"{first}|{second}"


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
        journal = read_journal(path)
        if journal.broken:
            line, cause = journal.broken
            problems.append(Problem("review-unreadable", Source(file, row=line), facts={"cause": cause}))
        for line, row in journal.rows:
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
    append_rows(path, _HEADER, ([getattr(decision, name) for name in _HEADER] for decision in decisions))


def _decision(row: Mapping[str, str]) -> Decision:
    kind, key, value = DecisionKind(row["kind"].strip()), row["key"].strip(), row["value"].strip()
    if kind is DecisionKind.PERSON_LINK:
        key, value = link_key(*key.split("|", 1)), SamePerson(value)
    when = dt.date.fromisoformat(row["when"].strip())
    return Decision(kind, key, value, row["who"].strip(), when, row["why"].strip())
