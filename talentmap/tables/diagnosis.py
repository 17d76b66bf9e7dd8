"""The diagnosis of an edition: the registry's people by age and education, and what the edition's figures say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentmap.model.diagnosis.figure import Figures
from talentmap.model.diagnosis.swot import Entry
from talentmap.model.diagnosis.words import DiagnosisWords
from talentmap.tables.schema import Column, Disclosure, Kind, Table

if TYPE_CHECKING:
    import pandas as pd

PEOPLE_PROFILE = Table(
    "people_profile",
    "登记人才构成",
    "Employed registry people by age band and by education, in all and by tier; a tier with a small band is hidden",
    key=("kind", "band", "tier"),
    columns=(
        Column("kind", Kind.TEXT, "构成", "age or education", "", Disclosure.OPEN),
        Column("band", Kind.TEXT, "组别", "Age band or education", "", Disclosure.OPEN),
        Column("tier", Kind.TEXT, "人才类别，空为全部", "Tier, empty for all", "", Disclosure.OPEN),
        Column(
            "share",
            Kind.FLOAT,
            "占比",
            "Share of the tier's people whose age or education is known",
            "0-1",
            Disclosure.PROTECTED,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class EditionDiagnosis:
    """What may be told: PEOPLE_PROFILE with `share_status`, figures from protected tables, and SWOT entries."""

    profile: pd.DataFrame
    words: DiagnosisWords
    figures: Figures
    entries: Sequence[Entry]
