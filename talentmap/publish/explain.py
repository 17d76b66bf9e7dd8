"""From a printed number back to what it was made of: fact, query, rows, and the file, sheet and row of each.

Internal to the bureau: it reads the tables that stay there, and tells enterprises' files by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from talentmap.bilingual import both
from talentmap.documents import Unreadable, read_csv
from talentmap.engine import EmbeddedEngine
from talentmap.errors import EditionError
from talentmap.tables.analysis import GROUP_BALANCE, INDICATORS, POSTS, ROLE_BALANCE
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE
from talentmap.tables.survey import DEMAND

_KEYS: Mapping[str, tuple[str, ...]] = {
    table.name: table.key for table in (GROUP_BALANCE, ROLE_BALANCE, INDICATORS)
} | {"district_balance": ("district_id", "tier")}
_FROM_REGISTRY = ("supply", "people")
_NO_COLUMN = ("indicator_id",)
_OF_FIGURES = ("language", "id", "name", "chapter", "caption", "fact")
_OF_NUMBERS = ("language", "fact", "printed", "parts")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A demand line behind a number: its posts, its weight, and where it stands."""

    line_id: str
    headcount: float
    weight: float
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure or table of the book as one language prints it: name, caption, chapter and the facts it shows."""

    language: str
    name: str
    caption: str
    chapter: str
    facts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind a fact: how each language prints it, what it derives from, the query, and the rows."""

    fact: str
    printed: Mapping[str, str]
    parts: Sequence[str]
    query: str
    lines: Sequence[SourceLine]
    people: Mapping[str, int]


def shown_in(figure: str, folder: Path) -> Sequence[Shown]:
    """A figure or table of the published edition at `folder`, called by id (tiers) or by name (图1, Table 3).

    One entry a language that has it under this name; none where the books hold no such figure. EditionError when the
    folder holds no edition.
    """
    wanted = "".join(figure.split()).casefold()
    rows = [
        row for row in _rows(folder / "internal" / "figures.csv", _OF_FIGURES)
        if wanted in (row["id"].casefold(), "".join(row["name"].split()).casefold())
    ]  # fmt: skip
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["language"], row["name"], row["caption"], row["chapter"]), []).append(row["fact"])
    return [Shown(*about, facts) for about, facts in found.items()]


def explain(fact: str, folder: Path) -> Explanation:
    """The explanation of `fact` in the published edition at `folder`.

    EditionError when the folder holds no edition, or the white paper prints no such number; it names similar ones.
    """
    internal = folder / "internal"
    printed, parts = _printed(fact, internal / "numbers.csv")
    conditions = _conditions(fact)
    if conditions is None:
        return Explanation(fact, printed, parts, "", (), {})
    with EmbeddedEngine(internal / "tables") as engine:
        if fact.rpartition(".")[2] in _FROM_REGISTRY:
            people = _people(engine.read(PERSON_ROLES), engine.read(PEOPLE), conditions)
            return Explanation(fact, printed, parts, _query("person_roles", conditions), (), people)
        lines = _lines(engine.read(POSTS), engine.read(DEMAND), conditions)
    return Explanation(fact, printed, parts, _query("posts", conditions), lines, {})


def _printed(fact: str, numbers: Path) -> tuple[Mapping[str, str], Sequence[str]]:
    rows = _rows(numbers, _OF_NUMBERS)
    found = [row for row in rows if row["fact"] == fact]
    if not found:
        near = get_close_matches(fact, sorted({row["fact"] for row in rows}), n=3)
        raise EditionError(
            both(f"The white paper prints no number called {fact}.", f"白皮书没有名为 {fact} 的数字。"),
            both(f"Did you mean {' or '.join(near)}?", f"是否指 {'、'.join(near)}？")
            if near
            else both(f"{numbers} lists them all.", f"全部数字见 {numbers}。"),
        )
    texts: dict[str, str] = {}
    for row in found:
        texts[row["language"]] = " · ".join(filter(None, (texts.get(row["language"]), row["printed"])))
    return texts, sorted({part for row in found for part in row["parts"].split()})


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    if not path.is_file():
        raise EditionError(
            both(f"{path.parent.parent} holds no published edition.", f"{path.parent.parent} 中没有已发布的年度版。"),
            both("Run `talentmap build` first.", "请先运行 `talentmap build`。"),
        )
    try:
        rows: list[dict[str, str]] = read_csv(path, path.name).value
    except Unreadable as fault:
        raise _not_as_built(path) from fault
    if any(name not in row for row in rows[:1] for name in columns):
        raise _not_as_built(path)
    return rows


def _not_as_built(path: Path) -> EditionError:
    return EditionError(
        both(f"{path} is not as `talentmap build` wrote it.", f"{path} 与 `talentmap build` 写出的不一致。"),
        both("Build the edition again.", "请重新编制该年度版。"),
    )


def _conditions(fact: str) -> Mapping[str, str] | None:
    """The columns of POSTS that a fact of a table fixes; None for one that is derived or given."""
    table, *keys = fact.split(".")
    names = _KEYS.get(table)
    if names is None or len(keys) != len(names) + 1:
        return None
    pairs = zip(names, keys[:-1], strict=True)
    return {name: key for name, key in pairs if key != "all" and name not in _NO_COLUMN}


def _query(table: str, conditions: Mapping[str, str]) -> str:
    wanted = " and ".join(f"{name} = '{value}'" for name, value in conditions.items())
    return " ".join(("select * from", table, *(("where", wanted) if wanted else ())))


def _matching(table: pa.Table, conditions: Mapping[str, str]) -> pa.Table:
    for name, value in conditions.items():
        if name in table.column_names:
            table = table.filter(pc.equal(table[name], value))
    return table


def _lines(posts: pa.Table, demand: pa.Table, conditions: Mapping[str, str]) -> Sequence[SourceLine]:
    places = {row["line_id"]: row for row in demand.to_pylist()}
    rows = sorted(
        _matching(posts, conditions).to_pylist(), key=lambda row: (-row["weight"] * row["headcount"], row["line_id"])
    )
    return [
        SourceLine(
            row["line_id"],
            row["headcount"],
            row["weight"],
            places[row["line_id"]]["source_file"],
            places[row["line_id"]]["source_sheet"] or "",
            places[row["line_id"]]["source_row"],
        )
        for row in rows
    ]


def _people(placed: pa.Table, people: pa.Table, conditions: Mapping[str, str]) -> Mapping[str, int]:
    """How many people stand behind a supply, by the departments that registered them; nobody by name."""
    among = set(_matching(placed, conditions)["person_id"].to_pylist())
    available = (row for row in people.to_pylist() if row["person_id"] in among and row["available"])
    return dict(sorted(Counter(row["departments"] for row in available).items()))
