"""Seeded chance: one stream for each purpose, so that a change in one part leaves the others as they were."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice(random.Random):
    """A random stream named by a seed and a purpose."""

    def __new__(cls, seed: int, *purpose: object) -> Dice:
        """A stream; the arguments are taken by `__init__`."""
        return super().__new__(cls)

    def __init__(self, seed: int, *purpose: object) -> None:
        super().__init__("/".join(str(part) for part in (seed, *purpose)))

    def chance(self, probability: float) -> bool:
        """True with that probability."""
        return self.random() < probability

    def pick(self, weights: Mapping[Item, float]) -> Item:
        """One key, as likely as its weight says."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def some(self, items: Sequence[Item], low: int, high: int) -> list[Item]:
        """Between `low` and `high` different items, fewer when there are fewer."""
        return self.sample(list(items), min(len(items), self.randint(low, high)))

    def count(self, mean: float) -> int:
        """A whole number of 1 or more, skewed to the right, whose mean is about `mean`."""
        if mean <= 1:
            return 1
        return 1 + int(math.log(1 - self.random()) / math.log((mean - 1) / mean))

    def share(self, whole: int, share: float, spread: float = 0.12) -> int:
        """About `share` of `whole`, never below 0 or above `whole`."""
        return max(0, min(whole, round(whole * (share + self.uniform(-spread, spread)))))
