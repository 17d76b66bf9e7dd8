"""The European classification ESCO, as its portal exports it in CSV:

| file | columns read |
|---|---|
| `occupations_en.csv` | conceptUri, preferredLabel, altLabels, hiddenLabels, description, iscoGroup, status |
| `skills_en.csv` | conceptUri, preferredLabel |
| `occupationSkillRelations_en.csv` | occupationUri, relationType (essential, optional), skillUri |
| `ISCOGroups_en.csv` | code, preferredLabel |

Alternative and hidden labels stand one a line in their cell. Skills that are essential come first. Only the first file
is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from talentmap.bilingual import both
from talentmap.catalog.imports.parts import Parts
from talentmap.catalog.imports.relations import Collection, Told, optional, rows_with
from talentmap.catalog.occupations import Gathering, Taxonomy
from talentmap.catalog.tabular import Unreadable

_OCCUPATIONS = re.compile(r"occupations_([a-z]{2,3}(?:[-_][a-z]+)?)\.csv")
_COLUMNS = (
    "conceptUri",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "description",
    "definition",
    "iscoGroup",
    "status",
)
_OBSOLETE = "obsolete"


def languages_of(parts: Parts) -> tuple[str, ...]:
    """The languages in which the occupations are there, English first."""
    found = (match[1] for name in parts if (match := _OCCUPATIONS.fullmatch(name)))
    return tuple(sorted(found, key=lambda language: (language != "en", language)))


def read_esco(parts: Parts, language: str = "") -> Taxonomy:
    """The occupations in one language, the first of `languages_of` when none is named; Unreadable without any."""
    languages = languages_of(parts)
    chosen = language.lower() or next(iter(languages), "")
    if chosen not in languages:
        name = f"occupations_{chosen or 'en'}.csv"
        raise Unreadable(
            both(
                f"there is no {name}; languages: {', '.join(languages) or 'none'}",
                f"没有 {name}；现有语言：{'、'.join(languages) or '无'}",
            )
        )
    gathering = Gathering()
    rows = list(rows_with(parts[f"occupations_{chosen}.csv"], _COLUMNS))
    known = {told.cells[0]: told for told in rows}
    groups, skills = _groups(parts, chosen, gathering), _skills(parts, chosen, known, gathering)
    for told in rows:
        uri, label, alternatives, hidden, description, definition, group, status = told.cells
        if status.lower() != _OBSOLETE:
            aliases = [line for text in (alternatives, hidden) for line in text.split("\n")]
            fields = {"role_id": uri, "name": label, "aliases": aliases, "definition": description or definition}
            parent = groups.get(group.removeprefix("C"), "")
            gathering.add(told.source, {**fields, "parent": parent, "skills": skills.of(uri)})
    return gathering.taxonomy("esco")


def _groups(parts: Parts, language: str, gathering: Gathering) -> Mapping[str, str]:
    part = optional(parts, f"ISCOGroups_{language}.csv", gathering)
    if part is None:
        return {}
    return {
        code.removeprefix("C"): label
        for told in rows_with(part, ("code", "preferredLabel"))
        for code, label in [told.cells]
    }


def _skills(parts: Parts, language: str, known: Mapping[str, Told], gathering: Gathering) -> Collection:
    collection = Collection(known, gathering)
    names = optional(parts, f"skills_{language}.csv", gathering)
    relations = optional(parts, f"occupationSkillRelations_{language}.csv", gathering)
    if names is None or relations is None:
        return collection
    labels = {uri: label for told in rows_with(names, ("conceptUri", "preferredLabel")) for uri, label in [told.cells]}
    asked = sorted(rows_with(relations, ("occupationUri", "relationType", "skillUri")), key=_is_optional)
    for told in asked:
        collection.add(told, told.cells[0], labels.get(told.cells[2], ""))
    collection.tell_foreign()
    return collection


def _is_optional(told: Told) -> bool:
    return told.cells[1].lower() != "essential"
