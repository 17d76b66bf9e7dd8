"""The archive of a built edition: the internal tables that later editions are set beside, and what it published."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from talentmap.comparison.archive import NEEDED, read_archive
from talentmap.tables.matching import PERSON_ROLES, PROFILES, WORDINGS
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Table
from talentmap.tables.survey import DEMAND, ENTERPRISES

PUBLISHED = "role_balance.csv"
_KEPT: Mapping[str, frozenset[str]] = {
    DEMAND.name: frozenset({"line_id", "enterprise_id", "district_id", "headcount", *WORDINGS.names}),
    ENTERPRISES.name: frozenset({"enterprise_id", "chain_id", "district_id", "size_class"}),
    PEOPLE.name: frozenset({"person_id", "district_id", "available", *PROFILES.names}),
    PERSON_ROLES.name: frozenset({"person_id", "role_id", "tier", "weight"}),
}
"""Columns that a comparison reads; the others are kept empty: no name of an enterprise, no source, nothing of people
but what their role was told from."""


def keep(built: Path, folder: Path, renamed: Mapping[str, str] | None = None) -> None:
    """Write the archive of the edition built at `built` into `folder`; `renamed` gives roles another id."""
    archive = read_archive(built, built)
    target = folder / "archive"
    target.mkdir(parents=True, exist_ok=True)
    available = set(archive.people["person_id"])
    for table in NEEDED:
        frame = archive.read(table)
        if "person_id" in frame:
            frame = frame[frame["person_id"].isin(available)]
        _write(target / f"{table.name}.parquet", table, _recoded(_reduced(frame, table), renamed or {}))
    (folder / "published").mkdir(exist_ok=True)
    published = pd.read_csv(built / "opendata" / PUBLISHED, dtype=str, keep_default_na=False)
    path = folder / "published" / PUBLISHED
    _recoded(published, renamed or {}).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    shutil.copyfile(built / "manifest.json", folder / "manifest.json")


def _reduced(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    kept = _KEPT.get(table.name)
    return frame if kept is None else frame.assign(**{name: None for name in table.names if name not in kept})


def _recoded(frame: pd.DataFrame, renamed: Mapping[str, str]) -> pd.DataFrame:
    columns = [name for name in ("role_id", "role_stated") if name in frame]
    return frame.assign(**{name: frame[name].replace(dict(renamed)) for name in columns})


def _write(path: Path, table: Table, frame: pd.DataFrame) -> None:
    stored = pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False)
    pq.write_table(stored, path, compression="zstd")
