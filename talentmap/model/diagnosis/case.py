"""A case: the region, the documents, and all that the diagnosis made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, field_validator

from talentmap.model.bounds import Bounds
from talentmap.model.diagnosis.figure import Figures
from talentmap.model.diagnosis.finding import Finding
from talentmap.model.diagnosis.swot import Entry
from talentmap.model.diagnosis.words import DiagnosisWords
from talentmap.model.edition import Language
from talentmap.model.frozen import Frozen


class Citation(Frozen):
    """A document, as the report cites it."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def text(self, lang: str) -> str:
        """The citation in `lang`."""
        return self.zh if lang == "zh" else self.en


class CaseSettings(Frozen):
    """`diagnosis.toml`, key by key.

    ```toml
    id = "hegang"
    region_zh = "鹤岗市"
    region_en = "Hegang"
    year = 2019                    # the year that most figures speak of
    title_zh = "人才状况诊断"
    title_en = "Diagnosis of talent"
    languages = ["zh", "en"]
    [sources.S1]                   # each source that figures.csv names
    zh = "…"
    en = "…"
    ```
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    region_zh: Annotated[str, Field(min_length=1)]
    region_en: Annotated[str, Field(min_length=1)]
    year: Annotated[int, Field(ge=1949, le=2100)]
    title_zh: Annotated[str, Field(min_length=1)]
    title_en: Annotated[str, Field(min_length=1)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("zh", "en")
    sources: Annotated[Mapping[str, Citation], Field(min_length=1)]

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        if len(set(languages)) < len(languages):
            raise ValueError("a language stands twice")
        return languages

    def region(self, lang: str) -> str:
        """The region's name."""
        return self.region_zh if lang == "zh" else self.region_en

    def title(self, lang: str) -> str:
        """The report's title."""
        return self.title_zh if lang == "zh" else self.title_en


@dataclass(frozen=True, slots=True)
class Peer:
    """A figure of a region beside ours; `region` and `region_en` name it."""

    region: str
    region_en: str
    figure: str
    value: Bounds
    decimals: int
    year: str
    source: str

    def name(self, lang: str) -> str:
        """The region's name."""
        return self.region if lang == "zh" or not self.region_en else self.region_en


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a region stands among its peers in one figure, the highest first.

    `peer` is None for the region itself. Bounds that overlap leave the rank open: `best` and `worst` are its ends.
    """

    figure: str
    peer: Peer | None
    value: Bounds
    decimals: int
    unit: str
    best: int
    worst: int
    source: str
    year: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that a report tells: the case, its figures, what follows, and what is asked."""

    settings: CaseSettings
    words: DiagnosisWords
    figures: Figures
    findings: Sequence[Finding]
    entries: Sequence[Entry]
    standings: Sequence[Standing] = ()

    @property
    def asked(self) -> tuple[Finding, ...]:
        """The findings for which the source has to be asked."""
        return tuple(found for found in self.findings if found.needs_a_word)
