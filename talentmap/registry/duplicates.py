"""Takes out records that say word for word what an earlier one of the same department and day said.

Whether they stand in one file or in a copy of it does not matter: such records have one `record_id`. The engine finds
them, so that memory does not grow with the extracts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals as nw

from talentmap.engine import Engine
from talentmap.registry.account import ExtractAccount
from talentmap.tables.registry import RECORDS

_PLACE = nw.concat_str(nw.col("source_file"), nw.lit(":"), (nw.col("source_row") + 10**12).cast(nw.String))
"""Where a record stands, as a text that sorts by file and row."""


def keep_first(engine: Engine, accounts: Sequence[ExtractAccount]) -> list[ExtractAccount]:
    """Leave the first of equal RECORDS in `engine`, in the order of their ids; the accounts with their duplicates."""
    entries = engine.scan(RECORDS).with_columns(place=_PLACE)
    first = entries.group_by("record_id").agg(nw.col("place").min())
    engine.write(RECORDS, entries.join(first, on=["record_id", "place"], how="semi").select(*RECORDS.names))
    counted = engine.collect(engine.scan(RECORDS).group_by("source_file").agg(used=nw.len()), ("source_file",))
    used = {row["source_file"]: row["used"] for row in counted.to_pylist()}
    return [
        replace(account, used=used.get(account.file, 0), duplicate=account.used - used.get(account.file, 0))
        for account in accounts
    ]
