"""An edition 年度版: one region, one year, one folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from talentmap.bilingual import both
from talentmap.documents import Unreadable, read_toml
from talentmap.errors import EditionError
from talentmap.model.data_terms import DataTerms
from talentmap.model.frozen import Frozen
from talentmap.model.misfit import misfit
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import visible

Language = Literal["zh", "en"]


def _visible(said: object) -> object:
    return visible(said) if isinstance(said, str) else said


Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
"""What also names files and folders."""

Name = Annotated[str, BeforeValidator(_visible), Field(min_length=1, max_length=200)]
"""What people call something: visible characters, as many as fit on two lines."""

Day = Annotated[dt.date, Field(strict=True, ge=dt.date(1990, 1, 1), le=dt.date(2100, 12, 31))]
"""A day in the years that an edition can be of; a number is none."""
_TO_FILL_IN = ("（请填", "(who publishes")


class Fieldwork(Frozen):
    """When the survey was in the field and how many enterprises were asked."""

    start: Day
    end: Day
    asked: Annotated[int, Field(ge=1, le=10**9)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("the end lies before the start")
        return self


class EditionSettings(Frozen):
    """`edition.toml`, key by key.

    ```toml
    id = "qingyuan-2026"
    region = "qingyuan"            # names catalogs/districts/<region>.yaml
    region_zh = "清远市"
    region_en = "Qingyuan"
    year = 2026
    reference_date = 2026-06-30    # stocks and ages are as of this day
    publisher_zh = "…"             # who signs
    publisher_en = "…"
    languages = ["zh", "en"]
    illustrative = true            # says so on the cover and in every output
    chains = ["new-materials"]     # left out: every chain of the catalog
    population = 3970000           # optional
    catalog = "../my-catalogs"     # optional: the edition's own catalogs instead of the shipped ones
    previous = "../qingyuan-2025"  # optional: the edition before this one, for what changed since
    [fieldwork]
    start = 2026-05-06
    end = 2026-06-20
    asked = 260
    [data]                         # optional: licence and contact of the open data, see `DataTerms`
    licence = "CC-BY-4.0"
    ```
    """

    id: Slug
    region: Slug
    region_zh: Name
    region_en: Name
    year: Annotated[int, Field(ge=1990, le=2100)]
    reference_date: Day
    publisher_zh: Name
    publisher_en: Name
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("zh", "en")
    illustrative: bool = False
    chains: tuple[str, ...] = ()
    population: Annotated[int, Field(ge=1, le=10**10)] | None = None
    catalog: str | None = None
    previous: str | None = None
    fieldwork: Fieldwork
    data: DataTerms = DataTerms()

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        if len(set(languages)) < len(languages):
            raise ValueError("a language stands twice")
        return languages


class Edition(Frozen):
    """An edition's settings and the folder they were read from."""

    folder: Path
    settings: EditionSettings

    @property
    def surveys(self) -> Path:
        """Files as the enterprises sent them."""
        return self.folder / "surveys"

    @property
    def registry(self) -> Path:
        """Department extracts, one mapping file each."""
        return self.folder / "registry"

    @property
    def policies(self) -> Path:
        """The policy register and its texts."""
        return self.folder / "policies"

    @property
    def frame(self) -> Path:
        """Enterprise counts by chain, size class and district."""
        return self.folder / "frame.csv"

    @property
    def corrections(self) -> Path:
        """Declared corrections of survey files."""
        return self.folder / "corrections.toml"

    @property
    def cache(self) -> Path:
        """What earlier runs read of the survey files; may be deleted at any time."""
        return self.folder / ".talentmap" / "cache"

    @property
    def events(self) -> Path:
        """Dated events in working lives."""
        return self.folder / "events.csv"

    @property
    def decisions(self) -> Path:
        """What people decided."""
        return self.folder / "decisions"

    @property
    def loop(self) -> Path:
        """The journal of signals and what was done about them."""
        return self.folder / "loop.csv"

    @property
    def previous(self) -> Path | None:
        """The edition before this one; None where none is named."""
        return self.folder / self.settings.previous if self.settings.previous else None

    @property
    def role_mapping(self) -> Path | None:
        """Which roles of the edition before became which of this one's; None where the catalog stayed as it was."""
        path = self.folder / "roles-before.csv"
        return path if path.is_file() else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What `talentmap new` left to be filled in and still stands there; it would be printed as it is."""
        stated = self.settings.model_dump()
        return tuple(
            Problem("analysis-settings", Source("edition.toml", header=name), shown=value)
            for name, value in stated.items()
            if isinstance(value, str) and value.startswith(_TO_FILL_IN)
        )

    def region_name(self, lang: str) -> str:
        """The region's name in `lang`."""
        return self.settings.region_zh if lang == "zh" else self.settings.region_en

    def publisher(self, lang: str) -> str:
        """Who signs, in `lang`."""
        return self.settings.publisher_zh if lang == "zh" else self.settings.publisher_en


def edition_around(path: Path) -> Path | None:
    """The folder of the edition that `path` is or lies in, the nearest; None where it lies in none."""
    places = (path, *path.absolute().parents)
    return next((place for place in places if (place / "edition.toml").is_file()), None)


def open_edition(folder: Path) -> Edition:
    """The edition in `folder`. EditionError names the file and the key that is wrong."""
    path = folder / "edition.toml"
    if not path.is_file():
        raise EditionError(
            both(
                f"{folder} is not an edition: it holds no edition.toml.",
                f"{folder} 不是年度版：其中没有 edition.toml。",
            ),
            both(
                "Name the folder of an edition, such as examples/qingyuan-2026.",
                "请给出年度版的文件夹，例如 examples/qingyuan-2026；新建用 talentmap new。",
            ),
        )
    try:
        settings = EditionSettings.model_validate(read_toml(path))
    except Unreadable as fault:
        raise EditionError(
            both(f"{path} is not readable as TOML: {fault.cause}.", f"{path} 不是有效的 TOML：{fault.cause.zh}。"),
            both("Mend the line it names.", "请改正所指的行。"),
        ) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise EditionError(
            both(f"{path}: key '{key}': {first['msg']}.", f"{path}：键“{key}”：{misfit(first).zh}。"),
            both(
                "The keys and an example of each stand in the documentation under docs/edition.md.",
                "各键的说明和示例见 docs/edition.md。",
            ),
        ) from fault
    return Edition(folder=folder, settings=settings)
