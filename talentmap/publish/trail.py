"""The trail of every number: which facts each figure and table shows, and how each language prints each fact."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from talentmap.publish.compose import Composed
from talentmap.publish.paper import model as m
from talentmap.publish.paper.fact import Fact
from talentmap.publish.paper.numbering import called
from talentmap.publish.paper.speech import Printed

NUMBERS = ("language", "fact", "printed", "parts")
FIGURES = ("language", "id", "name", "chapter", "caption", "fact")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """Rows of `numbers.csv` and `figures.csv`, in the order of `NUMBERS` and `FIGURES`."""

    numbers: list[Row]
    figures: list[Row]

    def write(self, folder: Path) -> None:
        """Both lists into `folder`; they stay with the bureau."""
        _write(folder / "numbers.csv", NUMBERS, self.numbers)
        _write(folder / "figures.csv", FIGURES, self.figures)


def trail(books: Iterable[Composed]) -> Trail:
    """The trail of books: numbers by name, figures and tables in the order of the book."""
    books = list(books)
    numbers = {row for found in books for row in _numbers(found)}
    return Trail(sorted(numbers), [row for found in books for row in _figures(found)])


def _numbers(found: Composed) -> Iterator[Row]:
    for printed in found.printed.values():
        for fact in printed.facts:
            yield found.book.lang, fact.id, printed.text, " ".join(fact.parts)


def _figures(found: Composed) -> Iterator[Row]:
    for chapter in found.book.chapters:
        for block in m.walk(chapter.blocks):
            if isinstance(block, m.Drawing | m.Grid):
                about = (found.book.lang, block.id, called(block, found.book.lang), chapter.id, m.plain(block.caption))
                for fact in dict.fromkeys(fact.id for fact in _shown(block, found.printed)):
                    yield (*about, fact)


def _shown(block: m.Drawing | m.Grid, printed: Mapping[str, Printed]) -> Iterator[Fact]:
    """The facts that a figure or table shows, in reading order."""
    for number in m.numbers(block.caption):
        yield from _of(number, printed)
    if isinstance(block, m.Drawing):
        yield from getattr(block.alt, "facts", ())
        return
    for line in block.lines:
        for cell in line.cells:
            for number in m.numbers((*cell.inlines, *cell.under)):
                yield from _of(number, printed)


def _of(number: m.Number, printed: Mapping[str, Printed]) -> tuple[Fact, ...]:
    found = printed.get(f"{number.fact}|{number.text}")
    return found.facts if found else ()


def _write(path: Path, head: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
