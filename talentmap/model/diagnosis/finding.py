"""What the diagnosis finds: a figure, how it was worked out, from which printed figures, and what must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from talentmap.model.bounds import Bounds
from talentmap.model.diagnosis.figure import Figure

_DECIMALS = {"people": 0, "per 10,000": 0, "ratio": 2}


class Status(StrEnum):
    """How far a finding may be trusted."""

    COMPUTED = "computed"  # follows from the figures given
    AGREES = "agrees"  # a printed figure comes out again at its own precision
    DIFFERS = "differs"  # it does not
    INCOMPLETE = "incomplete"  # shares that do not add up to 100
    AMBIGUOUS = "ambiguous"  # several readings; the denominators must be asked for
    NOT_COMPUTABLE = "not_computable"  # a counterpart is missing


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure of the diagnosis, or the reason why there is none.

    `id` names it (`density`, `education.total`), `measure` what kind it is, `facts` are the names and numbers that its
    sentence needs beside its value. Shares and changes are in percent, as printed.
    """

    id: str
    measure: str
    value: Bounds | None
    unit: str
    status: Status
    inputs: tuple[Figure, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def decimals(self) -> int:
        """In how many decimals it is printed: one more than the print it is checked against, else those of its kind."""
        if self.measure == "share_of" and len(self.inputs) > 2:
            return self.inputs[2].decimals + 1
        if self.measure == "total":
            return max(figure.decimals for figure in self.inputs)
        return _DECIMALS.get(self.unit, 1)

    @property
    def needs_a_word(self) -> bool:
        """Whether the source has to be asked before the figure is used."""
        return self.status in (Status.DIFFERS, Status.INCOMPLETE, Status.AMBIGUOUS, Status.NOT_COMPUTABLE)
