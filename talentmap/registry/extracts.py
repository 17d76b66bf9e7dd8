"""Finds the extracts of a folder and the mapping file that belongs to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.registry.mapping import ExtractMapping, MappingFault, read_mapping
from talentmap.registry.words import unknown_codes

DELIMITED = frozenset({".csv", ".txt", ".tsv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
PARQUET = frozenset({".parquet"})
_MAPPING = ".mapping.yaml"


@dataclass(frozen=True, slots=True)
class Extract:
    """A file that a department handed over and how to read it; `name` is its path inside the registry folder."""

    path: Path
    name: str
    mapping: ExtractMapping


def find_extracts(
    folder: Path, catalog: Catalog, reference_date: dt.date
) -> tuple[list[Extract], list[str], list[Problem]]:
    """The extracts that can be read, in the order of their names; the names of those that cannot; the problems."""
    extracts: list[Extract] = []
    unusable: list[str] = []
    problems: list[Problem] = []
    for path in _data_files(folder):
        name = path.relative_to(folder).as_posix()
        found = _with_mapping(path, name)
        if isinstance(found, Problem):
            unusable.append(name)
            problems.append(found)
        else:
            extracts.append(found)
            problems.extend(_mapping_problems(found, catalog, reference_date))
    return extracts, unusable, problems + list(_orphans(folder))


def mapping_path(extract: Path) -> Path:
    """Where the mapping file of `extract` stands."""
    return extract.with_name(extract.stem + _MAPPING)


def _data_files(folder: Path) -> list[Path]:
    kinds = DELIMITED | WORKBOOKS | PARQUET
    return sorted(
        (path for path in folder.rglob("*") if path.suffix.lower() in kinds and path.is_file() and not _hidden(path)),
        key=lambda path: path.relative_to(folder).as_posix(),
    )


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def _with_mapping(path: Path, name: str) -> Extract | Problem:
    beside = mapping_path(path)
    if not beside.is_file():
        return Problem("registry-mapping-missing", Source(name), facts={"mapping": beside.name})
    try:
        return Extract(path, name, read_mapping(beside))
    except MappingFault as fault:
        return Problem("registry-mapping-invalid", Source(name), facts={"mapping": beside.name, "fault": fault})


def _mapping_problems(extract: Extract, catalog: Catalog, reference_date: dt.date) -> Iterator[Problem]:
    beside = Source(extract.name.removesuffix(extract.path.name) + mapping_path(extract.path).name)
    for field_, code in unknown_codes(catalog, extract.mapping):
        yield Problem("registry-code-unknown", beside, shown=code, facts={"field": field_})
    if extract.mapping.as_of > reference_date:
        yield Problem(
            "registry-extract-later",
            beside,
            facts={"as_of": extract.mapping.as_of, "reference_date": reference_date},
        )


def _orphans(folder: Path) -> Iterator[Problem]:
    stems = {path.with_suffix("") for path in _data_files(folder)}
    for mapping in sorted(folder.rglob("*" + _MAPPING)):
        if mapping.with_name(mapping.name.removesuffix(_MAPPING)) not in stems:
            yield Problem("registry-mapping-orphan", Source(mapping.relative_to(folder).as_posix()))
