"""Every file of a catalogs folder into one `Catalog`, with the place of each entry and each fault of form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from talentmap.bilingual import both
from talentmap.catalog.lexicon import LEVELS, read_readings
from talentmap.catalog.parse import Parser
from talentmap.errors import CatalogError
from talentmap.model.frozen import Frozen
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import (
    Catalog,
    Chain,
    District,
    LevelGrammar,
    Named,
    ProperNames,
    Reason,
    Role,
    Skill,
    StageLabel,
    TierLabel,
    Worded,
)
from talentmap.model.thresholds import Rules

NAMES = "names.yaml"
Entry = TypeVar("Entry", bound=Named)
Single = TypeVar("Single", bound=Frozen)


@dataclass(frozen=True, slots=True)
class CatalogReading:
    """What was read: the catalog (None when a part is missing), where each entry stands, and every problem."""

    catalog: Catalog | None
    places: Mapping[tuple[str, str], Source]
    problems: tuple[Problem, ...]


def load_catalog(folder: Path, region: str) -> CatalogReading:
    """Everything under `folder`, with each fault of form noted; links between entries are not checked here."""
    if not folder.is_dir():
        raise CatalogError(
            both(f"There is no catalogs folder at {folder}.", f"没有目录文件夹 {folder}。"),
            both("Name a folder that holds tiers.yaml and chains/.", "请给出含有 tiers.yaml 和 chains/ 的文件夹。"),
        )
    reader = _Reader(folder)
    levels = reader.single(LevelGrammar, LEVELS)
    rules = reader.single(Rules, "rules.yaml")
    readings = read_readings(reader.parser)
    names = reader.single(ProperNames, NAMES) if reader.parser.has(NAMES) else None
    chains = reader.chains()
    lists = {
        "tiers": reader.entries(TierLabel, "tiers.yaml"),
        "stages": reader.entries(StageLabel, "stages.yaml"),
        "reasons": reader.entries(Reason, "reasons.yaml"),
        "education": reader.entries(Worded, "education.yaml"),
        "districts": reader.entries(District, f"districts/{region}.yaml"),
        "chains": chains,
        "roles": reader.roles(),
        "skills": reader.skills(),
    }
    missing = levels is None or rules is None
    catalog = (
        None
        if missing
        else Catalog.model_validate(
            {
                **lists,
                "levels": levels,
                "rules": rules,
                "readings": readings,
                "known_chains": frozenset(chains),
                "capitalised": frozenset(names.capitalised if names else ()),
            }
        )
    )
    return CatalogReading(catalog, reader.places, tuple(reader.parser.problems))


class _Reader:
    """Reads the parts of one catalogs folder and remembers where each entry stands."""

    def __init__(self, folder: Path) -> None:
        self.parser = Parser(folder)
        self.places: dict[tuple[str, str], Source] = {}
        parts = ("chain.yaml", "roles.yaml", "skills.csv")
        self._chain_folders = sorted({path.parent.name for part in parts for path in folder.glob(f"chains/*/{part}")})

    def entries(self, kind: type[Entry], name: str, **extra: object) -> dict[str, Entry]:
        """The list file `name` by id; a second entry of one id is a problem."""
        return self._keyed(self.parser.models(kind, name, **extra))

    def single(self, kind: type[Single], name: str) -> Single | None:
        """The mapping file `name` as one model."""
        found = self.parser.document(name)
        return None if found is None else self.parser.model(kind, found.value, found)

    def chains(self) -> dict[str, Chain]:
        """Every chain, by folder name."""
        pairs = []
        for folder in self._chain_folders:
            name = f"chains/{folder}/chain.yaml"
            found = self.parser.document(name)
            chain = self.parser.model(Chain, found.value, found) if found else None
            if chain is None or found is None:
                continue
            source = Source(name, row=found.line(("id",)))
            pairs.append((chain, source))
            if chain.id != folder:
                self.parser.note("catalog-chain-folder", source, shown=chain.id, folder=folder)
            for position, segment in enumerate(chain.segments):
                place = Source(name, row=found.line(("segments", position)))
                self.places["Segment", f"{chain.id}/{segment.id}"] = place
        return self._keyed(pairs)

    def roles(self) -> dict[str, Role]:
        """Every role of every chain."""
        pairs: list[tuple[Role, Source]] = []
        for folder in self._chain_folders:
            pairs += self.parser.models(Role, f"chains/{folder}/roles.yaml", chain_id=folder)
        return self._keyed(pairs)

    def skills(self) -> dict[str, Skill]:
        """Every skill, the shared ones first."""
        pairs = self._skill_file("skills/common.csv", "")
        for folder in self._chain_folders:
            pairs += self._skill_file(f"chains/{folder}/skills.csv", folder)
        return self._keyed(pairs)

    def _skill_file(self, name: str, chain_id: str) -> list[tuple[Skill, Source]]:
        found = self.parser.document(name)
        pairs = []
        for position, row in enumerate(found.value if found else ()):
            entry = {key: value for key, value in row.items() if key != "skill_id"} | {
                "id": row.get("skill_id", ""),
                "aliases": tuple(part.strip() for part in row.get("aliases", "").split("|") if part.strip()),
                "chain_id": chain_id,
            }
            skill = self.parser.model(Skill, entry, found, (position,)) if found else None
            if skill is not None and found is not None:
                pairs.append((skill, Source(name, row=found.line((position,)))))
        return pairs

    def _keyed(self, pairs: Sequence[tuple[Entry, Source]]) -> dict[str, Entry]:
        keyed: dict[str, Entry] = {}
        for entry, source in pairs:
            if entry.id in keyed:
                first = self.places[type(entry).__name__, entry.id]
                self.parser.note("catalog-duplicate-id", source, shown=entry.id, first=first)
                continue
            keyed[entry.id] = entry
            self.places[type(entry).__name__, entry.id] = source
        return keyed
