"""What an edition lays down for the reading of its files, besides the catalog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentmap.intake.corrections import NO_CORRECTIONS, Corrections, read_corrections

if TYPE_CHECKING:
    from talentmap.model.edition import Edition


@dataclass(frozen=True, slots=True)
class Terms:
    """The edition's id, its incentive items by id, its declared corrections; empty for files outside any edition."""

    edition_id: str = ""
    item_ids: frozenset[str] = frozenset()
    corrections: Corrections = NO_CORRECTIONS


NO_TERMS = Terms()


def terms_of(edition: Edition, item_ids: Iterable[str]) -> Terms:
    """The terms of an edition."""
    settings = edition.settings
    return Terms(settings.id, frozenset(item_ids), read_corrections(edition.corrections, settings.reference_date))
