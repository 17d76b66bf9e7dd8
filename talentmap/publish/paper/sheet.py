"""Tables declared once for both languages: which columns, and how each cell is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from talentmap.publish.paper import model as m
from talentmap.publish.paper.fact import Fact
from talentmap.publish.paper.speech import Speech
from talentmap.publish.terms import term

Print = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its head (a key of `heads` in terms.yaml), what it takes of a row, and how that is printed.

    `take` gives a Fact, or the arguments of `show` as a tuple, or text; `show` names a filter of `Speech`. `under` is a
    second column printed small below the first.
    """

    head: str
    take: Callable[[Any], Any]
    show: str = ""
    weight: float = 1.0
    tone: Literal["", "strong", "stars", "small"] = ""
    under: Col | None = None
    align: Literal["left", "right", ""] = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over rows."""

    name: str
    rows: Sequence[Any]


def grid(id: str, columns: Sequence[Col], rows: Iterable[Any], speech: Speech, total: Any = None) -> m.Grid:  # noqa: A002 - it is the id
    """A table of `rows`, or of `Group`s of rows, with `total` as the last line."""
    lines: list[m.Line] = []
    for row in rows:
        if isinstance(row, Group):
            lines.append(m.Line((m.Cell((m.Words(row.name),), tone="strong"),), "group"))
            lines += [_line(columns, each, speech) for each in row.rows]
        else:
            lines.append(_line(columns, row, speech))
    if total is not None:
        lines.append(m.Line(_line(columns, total, speech).cells, "total"))
    heads = tuple(m.Column(_head(column, speech), _align(column), column.weight) for column in columns)
    return m.Grid(id, heads, tuple(lines))


def _line(columns: Sequence[Col], row: Any, speech: Speech) -> m.Line:
    return m.Line(tuple(_cell(column, row, speech) for column in columns))


def _cell(column: Col, row: Any, speech: Speech) -> m.Cell:
    under = inlines(column.under.take(row), column.under.show, speech) if column.under else ()
    return m.Cell(inlines(column.take(row), column.show, speech), under, column.tone)


def inlines(taken: Any, show: str, speech: Speech) -> m.Inlines:
    """What a cell prints of `taken`."""
    if taken is None or taken == "":
        return ()
    if isinstance(taken, tuple) and taken and isinstance(taken[0], m.Mark | m.Words | m.Number):
        return taken
    if not show:
        return (m.Words(str(speech.finalize(taken))),)
    return (speech.number(show, *(taken if isinstance(taken, tuple) else (taken,))),)


def _head(column: Col, speech: Speech) -> str:
    return term("heads", column.head).name(speech.lang)


def _align(column: Col) -> Literal["left", "right"]:
    if column.align:
        return column.align
    return "right" if column.show else "left"


def sized(fact: Fact) -> float:
    """A sort key: the largest first, unknown and hidden last."""
    return float("inf") if not fact.known else -fact.size
