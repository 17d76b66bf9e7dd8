"""The words by which job titles are read, whatever classification they are placed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from talentmap.bilingual import both
from talentmap.catalog.parse import Model, Parser
from talentmap.errors import CatalogError
from talentmap.model.taxonomy import LevelGrammar, Reading
from talentmap.model.thresholds import Rules
from talentmap.text import split_list

LEVELS, READINGS, RULES = "levels.yaml", "readings.csv", "rules.yaml"


@dataclass(frozen=True, slots=True)
class Words:
    """Level words, closing nouns and functions; everyday words and what they mean."""

    levels: LevelGrammar
    readings: tuple[Reading, ...]


@cache
def read_words(folder: Path) -> Words:
    """The words that stand in the catalogs folder; CatalogError when its level grammar cannot be read."""
    return Words(_single(LevelGrammar, folder, LEVELS), read_readings(Parser(folder)))


@cache
def read_rules(folder: Path) -> Rules:
    """The thresholds of the catalogs folder; CatalogError when they cannot be read."""
    return _single(Rules, folder, RULES)


def read_readings(parser: Parser) -> tuple[Reading, ...]:
    """The everyday words for posts; a catalog may do without them."""
    found = parser.document(READINGS) if parser.has(READINGS) else None
    rows = found.value if found else ()
    lists = ({name: split_list(row.get(name, "")) for name in ("said", "means")} for row in rows)
    read = (parser.model(Reading, entry, found, (place,)) for place, entry in enumerate(lists)) if found else ()
    return tuple(reading for reading in read if reading is not None)


def _single(kind: type[Model], folder: Path, name: str) -> Model:
    parser = Parser(folder)
    found = parser.document(name)
    model = None if found is None else parser.model(kind, found.value, found)
    if model is None:
        raise CatalogError(
            both(f"{folder / name} cannot be read.", f"无法读取 {folder / name}。"),
            both("Run `talentmap catalog check`.", f"请运行 `talentmap catalog check {folder}`。"),
        )
    return model
