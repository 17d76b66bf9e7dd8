"""Numbers of chapters, headings, figures and tables, and the labels by which references call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from talentmap.publish.paper import model as m
from talentmap.publish.terms import term

_TENS = "零一二三四五六七八九十"


class DanglingReference(ValueError):
    """A text points to a figure, table or chapter that is not in the book."""


class AmbiguousName(ValueError):
    """Two figures, tables or chapters of a book have the same id."""


def numbered(chapters: Iterable[m.Chapter], lang: m.Lang) -> tuple[m.Chapter, ...]:
    """`chapters` with their labels, and every figure, table and reference inside them with its number."""
    labelled = tuple(_labelled(chapters, lang))
    figures, tables = count(1), count(1)
    counted = tuple(chapter.with_blocks(_counted(chapter, figures, tables, lang)) for chapter in labelled)
    targets = _unique(pair for chapter in counted for pair in _targets(chapter, lang))
    return tuple(chapter.with_blocks(_resolved(chapter.blocks, targets)) for chapter in counted)


def alone(chapter: m.Chapter, lang: m.Lang) -> m.Chapter:
    """A numbered chapter as it is called when it stands by itself: its figures and tables from one on."""
    counted = chapter.with_blocks(_counted(chapter, count(1), count(1), lang))
    return counted.with_blocks(_resolved(counted.blocks, _unique(_targets(counted, lang))))


def _unique(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Labels by id. AmbiguousName where two things of a book go by one id."""
    targets: dict[str, str] = {}
    for target, label in pairs:
        if target in targets:
            raise AmbiguousName(f"two figures, tables or chapters of the book are called '{target}'")
        targets[target] = label
    return targets


def chinese(number: int) -> str:
    """A number up to 99 as chapters are numbered: 一, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _TENS[ones]
    return f"{_TENS[tens] if tens > 1 else ''}十{_TENS[ones] if ones else ''}"


def _labelled(chapters: Iterable[m.Chapter], lang: m.Lang) -> Iterator[m.Chapter]:
    numbers: dict[m.Kind, int] = {"front": 0, "body": 0, "annex": 0}
    group, inside = "", 0
    for chapter in chapters:
        if not chapter.group or chapter.group != group:
            numbers[chapter.kind] += 1
            inside = 0
        group, inside = chapter.group, inside + 1
        number = numbers[chapter.kind]
        label = _label(chapter.kind, number, lang)
        if not group:
            yield replace(chapter, label=label)
        elif lang == "zh":
            yield replace(chapter, label=f"{label}（{chinese(inside)}）", group_label=label)
        else:
            yield replace(chapter, label=f"{label}.{inside}", group_label=label)


def _label(kind: m.Kind, number: int, lang: m.Lang) -> str:
    if kind == "front":
        return ""
    if kind == "body":
        return chinese(number) if lang == "zh" else str(number)
    return f"附录{chinese(number)}" if lang == "zh" else f"Annex {chr(64 + number)}"


def _counted(chapter: m.Chapter, figures: Iterator[int], tables: Iterator[int], lang: m.Lang) -> tuple[m.Block, ...]:
    headings = count(1)

    def number(block: m.Block) -> m.Block:
        if isinstance(block, m.Drawing):
            return replace(block, number=next(figures))
        if isinstance(block, m.Grid):
            return replace(block, number=next(tables))
        if isinstance(block, m.Heading) and block.level == 2:
            at = next(headings)
            own = chapter.kind == "body" and not chapter.group
            label = (f"（{chinese(at)}）" if lang == "zh" else f"{chapter.label}.{at}") if own else ""
            return replace(block, id=block.id or f"{chapter.id}-{at}", label=label)
        return block

    return _mapped(chapter.blocks, number)


def _mapped(blocks: tuple[m.Block, ...], change: Callable[[m.Block], m.Block]) -> tuple[m.Block, ...]:
    changed = []
    for block in blocks:
        new = change(block)
        changed.append(replace(new, blocks=_mapped(new.blocks, change)) if isinstance(new, m.Box) else new)
    return tuple(changed)


def _targets(chapter: m.Chapter, lang: m.Lang) -> Iterator[tuple[str, str]]:
    yield chapter.id, chapter.label or chapter.title
    for block in m.walk(chapter.blocks):
        if isinstance(block, m.Drawing | m.Grid):
            yield block.id, called(block, lang)


def called(block: m.Drawing | m.Grid, lang: m.Lang) -> str:
    """The name of a figure or table: 图3, Table 4."""
    word = term("book", "figure" if isinstance(block, m.Drawing) else "table").name(lang)
    return f"{word}{block.number}" if lang == "zh" else f"{word} {block.number}"


def _resolved(blocks: tuple[m.Block, ...], targets: Mapping[str, str]) -> tuple[m.Block, ...]:
    def inlines(pieces: m.Inlines) -> m.Inlines:
        return tuple(map(inline, pieces))

    def inline(piece: m.Inline) -> m.Inline:
        if isinstance(piece, m.Reference):
            if piece.target not in targets and not piece.label:
                raise DanglingReference(f"<ref to='{piece.target}'/> leads nowhere; there are {sorted(targets)}")
            return replace(piece, label=targets.get(piece.target, piece.label))
        if isinstance(piece, m.Strong | m.Footnote):
            return replace(piece, inlines=inlines(piece.inlines))
        return piece

    def resolve(block: m.Block) -> m.Block:
        match block:
            case m.Paragraph() | m.Heading():
                return replace(block, inlines=inlines(block.inlines))
            case m.Items():
                return replace(block, items=tuple(map(inlines, block.items)))
            case m.Pairs():
                return replace(block, pairs=tuple((name, inlines(told)) for name, told in block.pairs))
            case m.Drawing() | m.Grid():
                return replace(block, caption=inlines(block.caption), note=inlines(block.note))
            case _:
                return block

    return _mapped(blocks, resolve)
