"""The decisions that the example's analysts have taken so far: unusual titles that a telephone call has placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from examples.generator.files import write_table
from examples.generator.titles import NONE
from examples.generator.truth import Fate, TruthLine
from talentmap.review.ledger import title_key

_COLUMNS = ("kind", "key", "value", "who", "when", "why")
_KINDS = ("skilled", "outside")  # a title made of skill words; a title of no catalog role
_TAKEN = 6


def write_decisions(path: Path, lines: Iterable[TruthLine]) -> None:
    """A ledger of a dozen decisions on the unusual titles with the most heads, each true of every line it concerns."""
    meant: defaultdict[str, list[TruthLine]] = defaultdict(list)
    for line in lines:
        if line.fate is Fate.USED and line.chain_id:
            meant[title_key(line.chain_id, line.title)].append(line)
    rows = [row for kind in _KINDS for row in sorted(_settled(meant, kind))[:_TAKEN]]
    told = (("demand-role", key, role, "示例分析员", "2026-07-02", _why(role)) for _, key, role in rows)
    write_table(path, _COLUMNS, told, "utf-8")


def _settled(meant: Mapping[str, Sequence[TruthLine]], kind: str) -> Iterator[tuple[int, str, str]]:
    """Heads (negative), key and role of each title that means one thing wherever it stands in its chain."""
    for key, found in meant.items():
        roles = {line.role_id for line in found}
        if len(roles) == 1 and found[0].recipe.startswith(kind):
            yield -sum(line.headcount for line in found), key, roles.pop()


def _why(role_id: str) -> str:
    return "电话核实：不属目录岗位（示例数据）" if role_id == NONE else "电话核实岗位内容（示例数据）"
