"""A flat list: `role_id, name, aliases, parent, definition, tasks, skills` as keys or columns, whatever their case."""

from __future__ import annotations

from collections.abc import Mapping

from talentmap.catalog.imports.listed import Listed
from talentmap.catalog.occupations import Gathering, Taxonomy, plain
from talentmap.model.source import Source


def read_flat(listed: Listed) -> Taxonomy:
    """The occupations of a flat list; where no column holds ids, the names are the ids."""
    gathering, place = Gathering(), Source("")
    has_ids = "role_id" in listed.columns
    for source, record in listed.records:
        place = Source(source.file, source.sheet)
        if not isinstance(record, Mapping):
            gathering.refuse(source, record)
        else:
            gathering.add(source, record if has_ids else {**record, "role_id": plain(record.get("name"))})
    if not has_ids and gathering.entries:
        gathering.tell("catalog-taxonomy-ids-from-names", place)
    return gathering.taxonomy("flat")
