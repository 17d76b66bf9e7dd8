"""What reading any file needs besides the file: laid out once, in plain classes that a process loads in no time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentmap.intake.cells.vocabulary import Vocabulary
from talentmap.intake.sheets.headers import header_book
from talentmap.intake.terms import NO_TERMS, Terms
from talentmap.text import lookup_key

if TYPE_CHECKING:
    from talentmap.model.plausibility import PlausibilityRules
    from talentmap.model.taxonomy import Catalog


@dataclass(frozen=True, slots=True)
class Desk:
    """The catalog's words and limits, and what the edition lays down."""

    vocabulary: Vocabulary
    plausibility: PlausibilityRules
    terms: Terms = NO_TERMS

    def prepare(self) -> None:
        """Fetch what would otherwise be fetched when the first file needs it."""
        header_book()
        self.vocabulary.district(lookup_key("準備"))


def desk_of(catalog: Catalog, terms: Terms = NO_TERMS) -> Desk:
    """The desk at which an edition's files are read."""
    return Desk(Vocabulary(catalog), catalog.rules.plausibility, terms)
