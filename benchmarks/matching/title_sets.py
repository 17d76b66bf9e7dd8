"""The title sets: job titles with the roles that are right for them, and the taxonomy they are to be placed in.

`zh.csv` and `en.csv` are placed in the bundled chains, `general_*.csv` in the occupations of `general_*.json`; see
`benchmarks/titles/README.md`.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from talentmap.catalog.read import read_catalog
from talentmap.model.occupation import Occupation
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

TITLES = Path(__file__).parent.parent / "titles"
Item = TypeVar("Item")
Taxonomy = Catalog | tuple[Occupation, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A title with what is known beside it; `accept` names the roles that are right, none where no role is."""

    title: str
    accept: frozenset[str]
    kind: str
    chain_id: str = ""
    skills: tuple[str, ...] = ()

    @property
    def half(self) -> str:
        """`dev` or `test`: by the title alone, so that a new line never moves another."""
        return "test" if hashlib.sha256(self.title.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True)
class TitleSet:
    """Lines of one language and the taxonomy that they are to be placed in."""

    name: str
    language: str
    taxonomy: Taxonomy
    lines: tuple[Line, ...]

    def half(self, half: str) -> TitleSet:
        """The lines of one half."""
        return TitleSet(self.name, self.language, self.taxonomy, tuple(one for one in self.lines if one.half == half))

    def some(self, at_most: int) -> TitleSet:
        """An even choice of at most so many lines."""
        return TitleSet(self.name, self.language, self.taxonomy, tuple(every(self.lines, at_most)))

    @property
    def wordings(self) -> list[tuple[str, str]]:
        """Every wording of every role with the role's id."""
        return role_wordings(self.taxonomy)


def role_wordings(taxonomy: Taxonomy, chain_id: str = "") -> list[tuple[str, str]]:
    """Every wording with its role's id; of one chain only, where one is named."""
    if isinstance(taxonomy, Catalog):
        roles = [role for role in taxonomy.roles.values() if chain_id in ("", role.chain_id)]
        return [(wording, role.id) for role in roles for wording in role.titles()]
    return [(wording, one.role_id) for one in taxonomy for wording in dict.fromkeys((one.name, *one.aliases))]


@cache
def bundled_catalog() -> Catalog:
    """The catalog of the bundled edition, read once."""
    return read_catalog(catalogs_dir(), "qingyuan")


def _chain_titles(language: str) -> TitleSet:
    return TitleSet(f"{language}", language, bundled_catalog(), tuple(_lines(TITLES / f"{language}.csv")))


def _general_titles(language: str, suffix: str) -> TitleSet:
    taxonomy = general_occupations(suffix)
    return TitleSet(f"general {language}", language, taxonomy, tuple(_lines(TITLES / f"general_titles{suffix}.csv")))


def general_occupations(suffix: str) -> tuple[Occupation, ...]:
    """The occupations of `general_roles.json` or `general_roles_en.json`."""
    known = Occupation.model_fields
    rows = json.loads((TITLES / f"general_roles{suffix}.json").read_text(encoding="utf-8"))
    return tuple(Occupation(**{key: value for key, value in row.items() if key in known}) for row in rows)


def _lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Line(
                title=row["title"],
                accept=frozenset(_parts(row["accept"])) - {"NONE"},
                kind=row["kind"],
                chain_id=row.get("chain") or "",
                skills=_parts(row.get("skills") or ""),
            )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


_SETS: Mapping[str, Callable[[], TitleSet]] = {
    "zh": lambda: _chain_titles("zh"),
    "en": lambda: _chain_titles("en"),
    "general zh": lambda: _general_titles("zh", ""),
    "general en": lambda: _general_titles("en", "_en"),
}


def title_sets(half: str = "test") -> list[TitleSet]:
    """The four written sets, one half of each: figures are read off `test`, whatever is tuned is tuned on `dev`."""
    return [make().half(half) for make in _SETS.values()]


def named_set(name: str, half: str) -> TitleSet:
    """One half of one written set."""
    return _SETS[name]().half(half)


def every(items: Sequence[Item], at_most: int | None) -> Sequence[Item]:
    """An even choice of at most so many items."""
    if at_most is None or len(items) <= at_most:
        return items
    return [items[k * len(items) // at_most] for k in range(at_most)]
