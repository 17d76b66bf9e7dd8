"""Write the definitions with their examples into docs/methods.md, from `templates/methods/`.

The tests run the same examples (`tests/spec/test_definitions.py`), and the white paper's annex prints them. Run it
after a definition has changed; a test fails while the page is stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from marks import with_part

from talentmap.tables.definitions import Chapter, Definition, chapters
from talentmap.tables.drawn import Drawn

PAGE = Path(__file__).with_name("methods.md")


def part(chapter: Chapter) -> str:
    """The definitions of a chapter as Markdown."""
    before = (None, *chapter.definitions)
    return "\n\n".join(
        block for one, last in zip(chapter.definitions, before, strict=False) for block in _blocks(one, last)
    )


def _blocks(one: Definition, last: Definition | None) -> Iterator[str]:
    yield f"#### {one.en} {one.zh}"
    yield f"    {one.formula}"
    said = ". ".join(
        text[:1].upper() + text[1:] for text in (one.note_en, one.source and f"Source: {one.source}") if text
    )
    if said:
        yield f"{said}."
    if one.note_zh:
        yield f"{one.note_zh}。"
    if last is not None and one.given == last.given:
        yield "Given the same as above."
    else:
        for name, table in one.inputs.items():
            yield f"Given {name}:"
            yield _table(table)
    yield f"Gives, in `{one.table}.parquet`:" if one.table else "Gives:"
    yield _table(one.output)


def _table(table: Drawn) -> str:
    rows = (table.heads, ("---",) * len(table.heads), *table.cells)
    return "\n".join(f"| {' | '.join(cell.replace('*', chr(92) + '*') for cell in row)} |" for row in rows)


def text() -> str:
    """The page as it should read."""
    page = PAGE.read_text(encoding="utf-8")
    for name, chapter in chapters().items():
        page = with_part(page, "docs/make_methods.py", name, part(chapter))
    return page


def main() -> None:
    """Write the page."""
    PAGE.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
