"""What a book is made of, whichever engine sets it: chapters of blocks, blocks of inline pieces. Words, no layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number and the id of the fact it prints."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasis."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A piece set lower (`sub`) or higher (`sup`)."""

    place: Literal["sub", "sup"]
    text: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Points to a figure, table or chapter by id; `label` (Figure 3) is filled in when the book is numbered."""

    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the index finds `key`; prints nothing."""

    key: str


Inline = Words | Number | Strong | Script | Footnote | Reference | Mark
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter, level 2 or 3; `label` is its number."""

    level: int
    inlines: Inlines
    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `body`, `lead` (opens a chapter), `note` (small print)."""

    inlines: Inlines
    kind: Literal["body", "lead", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list: `bullets`, `numbered` or `findings` (numbered, each opening with its headline)."""

    items: tuple[Inlines, ...]
    kind: Literal["bullets", "numbered", "findings"] = "bullets"


@dataclass(frozen=True, slots=True)
class Box:
    """A set-apart box; `warning` is the loud one."""

    title: Inlines
    blocks: tuple[Block, ...]
    kind: Literal["note", "warning", "card"] = "note"


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure: value, unit, what it is, and its range."""

    value: Inlines
    unit: str
    what: Inlines
    range: Inlines


@dataclass(frozen=True, slots=True)
class Tiles:
    """Headline figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms beside what they mean, or labels beside values."""

    pairs: tuple[tuple[Inlines, Inlines], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: SVG with a text alternative, a caption that states the finding, and a source line."""

    id: str
    svg: str
    alt: str
    caption: Inlines = ()
    note: Inlines = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: head, alignment, and its share of the width."""

    head: str
    align: Literal["left", "right"] = "left"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it says, and a second, smaller line."""

    inlines: Inlines
    under: Inlines = ()
    tone: Literal["", "strong", "stars", "small"] = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: plain, the total, or a heading over the rows that follow (one cell)."""

    cells: tuple[Cell, ...]
    kind: Literal["plain", "total", "group"] = "plain"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    id: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    caption: Inlines = ()
    note: Inlines = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index: the name and the key of its marks."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Index:
    """The index, in groups under a letter."""

    groups: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of a sample that stand under one lead: `given: posts`, `gives`."""

    lead: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A small table without a number, of cells as text."""

    parts: tuple[Part, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column, from left to right."""
        return tuple(column for part in self.parts for column in part.columns)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with its formula, and what there is to say of it."""

    name: str
    formula: str
    remark: str


_LINE = 6


@dataclass(frozen=True, slots=True)
class Example:
    """Measures that one example explains, worked out in small tables that take so many `sixths` of a line."""

    measures: tuple[Measure, ...]
    samples: tuple[Sample, ...]
    sixths: Literal[2, 3, 6] = 6


@dataclass(frozen=True, slots=True)
class Examples:
    """Worked examples, set small and side by side."""

    examples: tuple[Example, ...]

    @property
    def lines(self) -> tuple[tuple[Example, ...], ...]:
        """The examples in order, each in the first line that has room for it."""
        lines: list[tuple[Example, ...]] = []
        for example in self.examples:
            taken = (sum(other.sixths for other in line) for line in lines)
            room = next((at for at, sixths in enumerate(taken) if sixths + example.sixths <= _LINE), len(lines))
            lines[room:] = [(*(lines[room] if room < len(lines) else ()), example), *lines[room + 1 :]]
        return tuple(lines)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Every table, in reading order."""
        return tuple(sample for line in self.lines for example in line for sample in example.samples)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Paragraph | Items | Box | Tiles | Pairs | Drawing | Grid | Index | Examples | PageBreak
Kind = Literal["front", "body", "annex"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; `label` is its number as printed, `group` the part it belongs to."""

    id: str
    kind: Kind
    title: str
    blocks: tuple[Block, ...]
    group: str = ""
    label: str = ""
    group_label: str = ""
    wide: bool = False

    def with_blocks(self, blocks: tuple[Block, ...]) -> Chapter:
        """The same chapter with other blocks."""
        return replace(self, blocks=blocks)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says."""

    region: str
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    year: str
    publisher: str
    mark: str
    art: str


@dataclass(frozen=True, slots=True)
class Book:
    """A whole white paper in one language, ready to be set. `words` names parts: figure, table, contents…"""

    lang: Lang
    title: str
    description: str
    author: str
    cover: Cover
    chapters: tuple[Chapter, ...]
    words: Mapping[str, str] = field(default_factory=dict)

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, those inside boxes too."""
        for chapter in self.chapters:
            yield from walk(chapter.blocks)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Every figure, in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Drawing))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Every table, in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Grid))


def gaps(columns: tuple[Column, ...]) -> tuple[bool, ...]:
    """Which columns begin at the left where their neighbour ends at the right, and need a gap between them."""
    before = (None, *columns[:-1])
    return tuple(
        column.align == "left" and last is not None and last.align == "right"
        for last, column in zip(before, columns, strict=True)
    )


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """`blocks` and what stands inside boxes, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Box):
            yield from walk(block.blocks)


def numbers(inlines: Inlines) -> Iterator[Number]:
    """Every number in a run of text, those in bold and in footnotes too."""
    for inline in inlines:
        if isinstance(inline, Number):
            yield inline
        elif isinstance(inline, Strong | Footnote):
            yield from numbers(inline.inlines)


def plain(inlines: Inlines) -> str:
    """The words alone, without footnotes."""
    told = []
    for inline in inlines:
        if isinstance(inline, Words | Number | Script):
            told.append(inline.text)
        elif isinstance(inline, Strong):
            told.append(plain(inline.inlines))
        elif isinstance(inline, Reference):
            told.append(inline.label)
    return "".join(told)
