"""How large an edition is made: the full one, or a small one of the same shape for tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Enterprises that have posts to fill and answer, people behind the registry; everything else follows from them."""

    enterprises: int = 150
    people: int = 30_000

    @property
    def frame(self) -> int:
        """Enterprises of the population."""
        return self.enterprises * 6

    @property
    def asked(self) -> int:
        """Enterprises that were sent the survey."""
        return round(self.enterprises * 260 / 150)

    @property
    def needing_nobody(self) -> int:
        """Enterprises that answer that they have no post to fill, besides those that have some."""
        return round(self.enterprises * 0.08)

    @property
    def movers(self) -> int:
        """People with dated events."""
        return self.people // 10

    @property
    def responses(self) -> int:
        """Answers to the satisfaction survey."""
        return max(30, round(self.people / 25))

    def part(self, of_thirty_thousand: int) -> int:
        """A count stated for 30,000 people, at this scale."""
        return round(of_thirty_thousand * self.people / 30_000)
