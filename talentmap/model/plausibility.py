"""When a stated number is too large for its enterprise: a plain class, since whoever reads a file loads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

MOST_PEOPLE = 1_000_000
"""More people than any enterprise of one region employs, advertises for or hears from in a year."""


@dataclass(frozen=True, slots=True)
class PlausibilityRules:
    """The limits of `catalogs/rules.yaml`; an unknown key there is a fault."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    headcount_floor: int
    headcount_per_employee: float

    def limit(self, employees: float) -> float:
        """The largest need that so many employees make plausible."""
        return max(float(self.headcount_floor), self.headcount_per_employee * employees)

    def is_exceeded(self, headcount: float, employees: float) -> bool:
        """True where a need is larger than an enterprise with so many employees could mean."""
        return headcount > self.limit(employees)
