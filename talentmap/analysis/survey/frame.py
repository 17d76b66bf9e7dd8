"""The frame: how many enterprises there are, and how many people they employ, by chain, size class and district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from talentmap.bilingual import both
from talentmap.documents import Unreadable, read_csv
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog

SIZE_CLASSES = ("large", "medium", "small", "micro")
CellKey = tuple[str, str]
"""Chain and size class."""
FrameKey = tuple[str, str, str]
"""Chain, size class and district; an empty district where the frame does not tell it."""


@dataclass(frozen=True, slots=True)
class Size:
    """Enterprises and the people they employ."""

    enterprises: int
    employment: int


@dataclass(frozen=True)
class Frame:
    """Enterprises and employment by chain, size class and district."""

    cells: Mapping[FrameKey, Size]

    @cached_property
    def enterprises(self) -> Mapping[CellKey, int]:
        """Enterprises by chain and size class."""
        return self._by_cell("enterprises")

    @cached_property
    def employment(self) -> Mapping[CellKey, int]:
        """Employment by chain and size class."""
        return self._by_cell("employment")

    def _by_cell(self, measure: str) -> Mapping[CellKey, int]:
        sums: Counter[CellKey] = Counter()
        for (chain, size, _), counted in self.cells.items():
            sums[chain, size] += getattr(counted, measure)
        return dict(sums)


def read_frame(path: Path, catalog: Catalog) -> tuple[Frame | None, tuple[Problem, ...]]:
    """The frame in a CSV with chain_id, district_id, size_class, enterprises, employment; None when there is none."""
    if not path.is_file():
        return None, (Problem("analysis-no-frame", Source(path.name)),)
    try:
        rows = read_csv(path, path.name)
    except Unreadable as fault:
        return None, (
            Problem("analysis-frame-unreadable", Source(path.name, row=fault.line), facts={"cause": fault.cause}),
        )
    cells: dict[FrameKey, Size] = {}
    seen: set[FrameKey] = set()
    problems = []
    for position, row in enumerate(rows.value):
        stated = (row.get("chain_id", ""), row.get("size_class", ""), row.get("district_id", ""))
        source = Source(path.name, row=rows.line((position,)))
        cause = _row_fault(row, stated, catalog) or (_TWICE if stated in seen else "")
        if cause:
            problems.append(Problem("analysis-frame-row", source, ", ".join(stated), facts={"cause": cause}))
            continue
        seen.add(stated)
        key = stated if stated[2] in catalog.districts else (*stated[:2], "")
        if key != stated:
            problems.append(Problem("analysis-frame-district", source, stated[2]))
        there = cells.get(key, Size(0, 0))
        cells[key] = Size(there.enterprises + int(row["enterprises"]), there.employment + int(row["employment"]))
    return Frame(cells), tuple(problems)


_DIGITS_AT_MOST = 9
_MORE_THAN_PEOPLE = both("it holds more enterprises than people they employ", "企业数多于从业人数")
_TWICE = both("this cell stands twice", "这一组合写了两次")


def _row_fault(row: Mapping[str, str], key: FrameKey, catalog: Catalog) -> str:
    """What is wrong with a row of the frame; empty when nothing is."""
    if key[0] not in catalog.chains or key[1] not in SIZE_CLASSES:
        unknown = key[0] if key[0] not in catalog.chains else key[1]
        return both(f"'{unknown}' is no id", f"没有标识“{unknown}”")
    counts = (row.get("enterprises", ""), row.get("employment", ""))
    if all(count.strip().isdecimal() and len(count.strip()) <= _DIGITS_AT_MOST for count in counts):
        return _MORE_THAN_PEOPLE if int(counts[0]) > int(counts[1]) > 0 else ""
    return both(f"{', '.join(counts)} are not two whole numbers", f"“{'、'.join(counts)}”不是两个整数")
