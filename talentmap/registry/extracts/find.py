"""Finds the extracts of a folder and the mapping file that belongs to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.registry.extracts.mapping import ExtractMapping, MappingFault, read_mapping
from talentmap.registry.extracts.words import unknown_codes

DELIMITED = frozenset({".csv", ".txt", ".tsv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
PARQUET = frozenset({".parquet"})
_MAPPING = ".mapping.yaml"
_YEAR_DAYS = 366


@dataclass(frozen=True, slots=True)
class Extract:
    """What a department hands over and how to read it; `name` is its path inside the registry folder.

    An extract by query has no file: its `path` and `name` are those of its mapping file.
    """

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
    for path in _of_other_kinds(folder):
        name = path.relative_to(folder).as_posix()
        problems.append(Problem("registry-kind-unread", Source(name), facts={"kind": path.suffix or path.name}))
        unusable.append(name)
    for path in [*_data_files(folder), *_lone_mappings(folder)]:
        name = path.relative_to(folder).as_posix()
        found = _by_query(path, name) if path.name.endswith(_MAPPING) else _with_mapping(path, name)
        if isinstance(found, Problem):
            problems.append(found)
            if found.code != "registry-mapping-orphan":
                unusable.append(name)
        else:
            extracts.append(found)
            problems.extend(_mapping_problems(found, catalog, reference_date))
    return sorted(extracts, key=lambda extract: extract.name), unusable, problems


def mapping_path(extract: Path) -> Path:
    """Where the mapping file of `extract` stands."""
    return extract.with_name(extract.stem + _MAPPING)


def _data_files(folder: Path) -> list[Path]:
    kinds = DELIMITED | WORKBOOKS | PARQUET
    return sorted(
        (path for path in folder.rglob("*") if path.suffix.lower() in kinds and path.is_file() and not _hidden(path)),
        key=lambda path: path.relative_to(folder).as_posix(),
    )


def _of_other_kinds(folder: Path) -> list[Path]:
    """Files that somebody put there and that cannot be read."""
    kinds = DELIMITED | WORKBOOKS | PARQUET
    others = (path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() not in kinds)
    return sorted(path for path in others if not path.name.endswith(_MAPPING) and not _hidden(path))


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


def _by_query(path: Path, name: str) -> Extract | Problem:
    """The extract of a mapping file without a file beside it: a query, or a file that nobody handed over."""
    try:
        mapping = read_mapping(path)
    except MappingFault:
        return Problem("registry-mapping-orphan", Source(name))
    return Extract(path, name, mapping) if mapping.query else Problem("registry-mapping-orphan", Source(name))


def _mapping_problems(extract: Extract, catalog: Catalog, reference_date: dt.date) -> Iterator[Problem]:
    beside = extract.path if extract.mapping.query else mapping_path(extract.path)
    source = Source(extract.name.removesuffix(extract.path.name) + beside.name)
    for field_, code in unknown_codes(catalog, extract.mapping):
        yield Problem("registry-code-unknown", source, shown=code, facts={"field": field_})
    dates = {"as_of": extract.mapping.as_of, "reference_date": reference_date}
    if extract.mapping.as_of > reference_date:
        yield Problem("registry-extract-later", source, facts=dates)
    elif (reference_date - extract.mapping.as_of).days > _YEAR_DAYS:
        yield Problem("registry-extract-old", source, facts=dates)


def _lone_mappings(folder: Path) -> list[Path]:
    """Mapping files without a file beside them."""
    stems = {path.with_suffix("") for path in _data_files(folder)}
    mappings = sorted(folder.rglob("*" + _MAPPING), key=lambda path: path.relative_to(folder).as_posix())
    return [path for path in mappings if path.with_name(path.name.removesuffix(_MAPPING)) not in stems]
