"""What diagnoses speak of: the names in `catalogs/diagnosis.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from talentmap.model.frozen import Frozen
from talentmap.model.taxonomy import Named


class DiagnosisWords(Frozen):
    """Names of printed figures, of what is found from them, of other bases, and of parts of distributions."""

    figures: tuple[Named, ...]
    findings: tuple[Named, ...] = ()
    bases: tuple[Named, ...] = ()
    parts: tuple[Named, ...] = ()

    @cached_property
    def figure_names(self) -> Mapping[str, Named]:
        """Figures by id."""
        return {named.id: named for named in self.figures}

    @cached_property
    def finding_names(self) -> Mapping[str, Named]:
        """Findings that have a name of their own, by id."""
        return {named.id: named for named in self.findings}

    @cached_property
    def base_names(self) -> Mapping[str, Named]:
        """Bases by id."""
        return {named.id: named for named in self.bases}

    @cached_property
    def part_names(self) -> Mapping[str, Named]:
        """Parts by id, in the order in which distributions are told."""
        return {named.id: named for named in self.parts}

    def name(self, id: str, lang: str) -> str:  # noqa: A002 - it is the id
        """The name of a figure, finding, base or part; a year is its own name."""
        groups = (self.figure_names, self.finding_names, self.base_names, self.part_names)
        named = next((group[id] for group in groups if id in group), None)
        return named.name(lang) if named else id
