"""The base of every record that is read from a file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A record read from a file: unknown keys are faults, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
