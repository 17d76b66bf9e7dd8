"""Faults in running: what stops a command. Faults in data are values, see `talentmap.model.problem`."""

from __future__ import annotations


class TalentmapError(Exception):
    """A run cannot go on; carries one clear sentence, what to do next, and the exit code to leave with."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class EditionError(TalentmapError):
    """The edition's folder or `edition.toml` cannot be used."""

    exit_code = 3


class CatalogError(TalentmapError):
    """The catalogs hold a fault that would make results wrong."""

    exit_code = 4


class DisclosureFault(TalentmapError):
    """What was to be published would tell an enterprise or a person apart."""

    exit_code = 6


class EnvironmentFault(TalentmapError):
    """Something the machine should provide (a font, a library, a key) is missing."""

    exit_code = 5
