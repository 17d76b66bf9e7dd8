"""The classification that a command was given: a catalogs folder, or the files of any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from talentmap.bilingual import both
from talentmap.catalog.imports import read_taxonomy
from talentmap.catalog.read import read_catalog
from talentmap.errors import CatalogError
from talentmap.model.occupation import Occupation
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import MatchingRules
from talentmap.text import lookup_key


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles to choose from, their names by id, the chains' ids by every name, and how much was wrong."""

    roles: Catalog | tuple[Occupation, ...]
    names: Mapping[str, str]
    chains: Mapping[str, str]
    rules: MatchingRules | None = None
    problems: int = 0


def read_roles(path: Path) -> Roles:
    """The catalog or classification at `path`; CatalogError where it cannot be used."""
    if (path / "chains").is_dir():
        return _of_catalog(path)
    taxonomy = read_taxonomy(path)
    if not taxonomy.occupations:
        first = taxonomy.problems[0]
        raise CatalogError(
            both(f"{path}: {first.wrong('en')}", f"{path}：{first.wrong('zh')}"), both(first.fix("en"), first.fix("zh"))
        )
    names = {occupation.role_id: occupation.name for occupation in taxonomy.occupations}
    return Roles(taxonomy.occupations, names, {}, problems=len(taxonomy.problems))


def _of_catalog(folder: Path) -> Roles:
    region = next((path.stem for path in sorted((folder / "districts").glob("*.yaml"))), "")
    catalog = read_catalog(folder, region)
    chains = {lookup_key(word): one.id for one in catalog.chains.values() for word in (one.en, one.zh, one.id)}
    return Roles(catalog, {role.id: role.zh for role in catalog.roles.values()}, chains, catalog.rules.matching)
