"""On what terms the open data of an edition may be used again, and whom to ask about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen

_URL = r"^(https?://[^\s<>\"{}|\\^`]+)?$"


class Licence(NamedTuple):
    """A licence: its SPDX id (or the bureau's own name for it), title, and where its text stands."""

    id: str
    title: str
    url: str


LICENCES: Mapping[str, Licence] = {
    found.id: found
    for found in (
        Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence("CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0",
                "https://creativecommons.org/licenses/by-sa/4.0/"),
        Licence("CC-BY-NC-4.0", "Creative Commons Attribution-NonCommercial 4.0",
                "https://creativecommons.org/licenses/by-nc/4.0/"),
        Licence("CC0-1.0", "CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence("ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    )
}  # fmt: skip
"""Licences that need no more than their id."""


class DataTerms(Frozen):
    """The `[data]` part of `edition.toml`; every key may be left out.

    ```toml
    [data]
    licence = "CC-BY-4.0"                  # an id of LICENCES, or another with its address
    licence_title = "…"
    licence_url = "https://…"
    contact = "数据管理员"                  # whom to ask about the data
    email = "data@example.org"
    homepage = "https://example.org/talent/2026/"   # where the files of opendata/ are put
    ```
    """

    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]+$")] = "CC-BY-4.0"
    licence_title: str = ""
    licence_url: Annotated[str, Field(pattern=_URL)] = ""
    contact: str = ""
    email: Annotated[str, Field(pattern=r"^([^\s@<>]+@[^\s@<>]+)?$")] = ""
    homepage: Annotated[str, Field(pattern=_URL)] = ""

    @model_validator(mode="after")
    def _licence_is_found(self) -> Self:
        if self.licence not in LICENCES and not self.licence_url:
            raise ValueError(f"'{self.licence}' is none of {', '.join(LICENCES)}: say its licence_url too")
        return self

    @property
    def terms(self) -> Licence:
        """The licence; what is written here overrides what is known of its id."""
        known = LICENCES.get(self.licence)
        title = self.licence_title or (known.title if known else self.licence)
        return Licence(self.licence, title, self.licence_url or (known.url if known else ""))
