"""The demand lines of the bundled edition as a title set, against the edition's own truth; never trained on."""

from __future__ import annotations

from benchmarks.editions import BUNDLED, TrueLine, survey_of, true_lines
from benchmarks.matching.title_sets import Line, TitleSet, bundled_catalog
from talentmap.model.taxonomy import Catalog


def edition_set() -> TitleSet:
    """All demand lines of the bundled edition."""
    catalog = bundled_catalog()
    lines = true_lines(BUNDLED, survey_of(BUNDLED, catalog).demand, catalog)
    return TitleSet("edition", "zh", catalog, tuple(_line(line, catalog) for line in lines))


def _line(line: TrueLine, catalog: Catalog) -> Line:
    query = line.query
    skills = tuple(catalog.skills[skill].zh for skill in sorted(query.skills))
    return Line(query.title, line.roles, line.wording, query.chain_id, skills)
