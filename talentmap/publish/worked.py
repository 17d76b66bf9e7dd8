"""The worked examples of the methodology as a reader meets them: measures that share an example, in few small tables.

A definition keeps what goes in and what comes out apart, under the names of published columns. Here tables whose rows
say the same thing are joined, so that what goes in stands beside what comes out, and every word is the reader's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from talentmap.publish.paper import model as m
from talentmap.publish.terms import term
from talentmap.tables.definitions import Chapter, Definition, words
from talentmap.tables.drawn import Drawn

_SIGNS = {
    " - ": " − ",
    "-+": "∓",
    "<=": "≤",
    ">=": "≥",
    "sum ": "Σ ",
    "sum_": "Σ_",
    "sqrt(": "√(",
    "1/2 ": "½ ",
    "^2": "²",
    " x ": " × ",
}
_THIRD, _HALF = 41, 64
"""So many Latin letters go into a third and into half of a line."""
_ROWS = 5
"""A longer table ends with dots; all of it stands in docs/methods.md."""
_BETWEEN = 2
_FREE = 3
"""Values of so few letters are names like `a` or `m-a`, the same in every language."""
_DECIMALS = 4
_LONG = re.compile(rf"\d+\.\d{{{_DECIMALS + 1},}}")
_NUMBER = re.compile(r"-?[\d.]+( -?[\d.]+)*")


def examples(chapter: Chapter, lang: str) -> m.Examples:
    """The examples of `chapter` in `lang`, one for each run of definitions that start from the same tables."""
    families = groupby(chapter.definitions, key=lambda one: one.given)
    return m.Examples(tuple(_example(tuple(family), lang) for _, family in families))


def _example(family: Sequence[Definition], lang: str) -> m.Example:
    samples = tuple(_sample(table, lang) for table in _joined(family))
    letters = sum(map(_letters, samples)) + _BETWEEN * (len(samples) - 1)
    sixths: Literal[2, 3, 6] = 2 if letters <= _THIRD else 3 if letters <= _HALF else 6
    return m.Example(tuple(_measure(one, lang) for one in family), samples, sixths)


def _measure(one: Definition, lang: str) -> m.Measure:
    stop = "。" if lang == "zh" else ". "
    said = (text[:1].upper() + text[1:] for text in (one.note(lang), one.source) if text)
    remark = stop.join(said)
    return m.Measure(one.name(lang), _signed(one.written(lang)), _signed(remark) + stop.strip() if remark else "")


def _signed(formula: str) -> str:
    """A formula with the signs of print."""
    for typed, printed in _SIGNS.items():
        formula = formula.replace(typed, printed)
    return formula


@dataclass(frozen=True, slots=True)
class _Table:
    """Tables side by side: each one's name (empty for a result) with its heads, and the cells of all, row by row."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    cells: tuple[tuple[str, ...], ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(head for _, heads in self.parts for head in heads)

    @property
    def gives(self) -> bool:
        """True where a result stands in it."""
        return not all(name for name, _ in self.parts)

    def column(self, head: str) -> tuple[str, ...]:
        at = self.heads.index(head)
        return tuple(row[at] for row in self.cells)

    def beside(self, other: _Table) -> _Table:
        """With the columns of `other` that say something new; neighbours of one name become one part."""
        ((name, heads),) = other.parts
        new = [head for head in heads if head not in self.heads or self.column(head) != other.column(head)]
        *before, (last, standing) = self.parts
        parts = (*before, (last, (*standing, *new))) if last == name else (*self.parts, (name, tuple(new)))
        more = list(zip(*map(other.column, new), strict=True))
        return _Table(parts, tuple((*row, *added) for row, added in zip(self.cells, more, strict=True)))


def _joined(family: Sequence[Definition]) -> list[_Table]:
    """The tables of a family, those of like rows joined; what only goes in stands first."""
    given = [_Table(((name, table.heads),), table.cells) for name, table in family[0].inputs.items()]
    found: list[_Table] = []
    for table in (*given, *map(_result, family)):
        at = next((at for at, other in enumerate(found) if _meet(other, table, alone=len(given) == 1)), None)
        if at is None:
            found.append(table)
        else:
            found[at] = found[at].beside(table)
    return sorted(found, key=lambda table: table.gives)


def _result(one: Definition) -> _Table:
    table: Drawn = one.output
    return _Table((("", table.heads),), table.cells)


def _meet(one: _Table, other: _Table, *, alone: bool) -> bool:
    """Whether the rows of both speak of the same things: by their first column, or in order where it is not shared.

    Rows meet in order only where a single table goes in (`alone`), or where both are results.
    """
    if len(one.cells) != len(other.cells):
        return False
    key = other.heads[0]
    if key in one.heads:
        return one.heads[0] == key and one.column(key) == other.column(key)
    return other.gives and (alone or one.gives)


def _sample(table: _Table, lang: str) -> m.Sample:
    columns = iter(_column(head, table.column(head), lang) for head in table.heads)
    parts = tuple(m.Part(_lead(name, lang), tuple(next(columns) for _ in heads)) for name, heads in table.parts)
    kept = table.cells if len(table.cells) <= _ROWS else table.cells[: _ROWS - 1]
    rows = [tuple(_printed(cell, lang) for cell in row) for row in kept]
    return m.Sample(parts, (*rows, *([("…",) * len(table.heads)] if kept != table.cells else [])))


def _lead(name: str, lang: str) -> str:
    if not name:
        return term("book", "gives").name(lang)
    return term("book", "given").name(lang).format(words().tables[name][_at(lang)])


def _column(head: str, cells: Iterable[str], lang: str) -> m.Column:
    numbers = all(_NUMBER.fullmatch(cell) or cell == "inf" for cell in cells if cell)
    return m.Column(words().heads[head][_at(lang)], "right" if numbers else "left")


def _printed(cell: str, lang: str) -> str:
    """A cell in print: a dash where nothing is known, the minus of print, words of `lang`."""
    if not cell:
        return "–"
    if _NUMBER.fullmatch(cell):
        return _LONG.sub(_shortened, cell).replace("-", "−")
    known = words().values
    if cell in known:
        return known[cell][_at(lang)]
    if len(cell) <= _FREE:
        return cell
    between = "、" if lang == "zh" else ", "
    return between.join(known[part][_at(lang)] for part in re.split(r",? ", cell))


def _shortened(number: re.Match[str]) -> str:
    return f"{Decimal(number[0]):.{_DECIMALS}f}"


def _at(lang: str) -> int:
    return 0 if lang == "zh" else 1


def _letters(sample: m.Sample) -> int:
    """How wide a sample is, in Latin letters: heads may break between words, cells may not."""
    cells = zip(*sample.rows, strict=True)
    widths = (max(map(_wide, (*column.head.split(" "), *of))) for column, of in zip(sample.columns, cells, strict=True))
    return sum(_BETWEEN + width for width in widths)


def _wide(text: str) -> int:
    return sum(2 if letter >= "\u2e80" else 1 for letter in text)
