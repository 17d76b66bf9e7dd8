"""What reading any file needs besides the file; each process that reads lays it out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from talentmap.intake.cells.vocabulary import Vocabulary
from talentmap.intake.sheets.headers import header_book
from talentmap.intake.terms import NO_TERMS, Terms
from talentmap.model.taxonomy import Catalog
from talentmap.text import lookup_key


@dataclass(frozen=True)
class Desk:
    """The catalog, and what the edition lays down."""

    catalog: Catalog
    terms: Terms = NO_TERMS

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The catalog's words."""
        return Vocabulary(self.catalog)

    def __reduce__(self) -> tuple[type[Desk], tuple[Catalog, Terms]]:
        """What travels to another process: never what was laid out here."""
        return Desk, (self.catalog, self.terms)

    def prepare(self) -> None:
        """Fetch what would otherwise be fetched when the first file needs it."""
        header_book()
        self.vocabulary.district(lookup_key("準備"))
