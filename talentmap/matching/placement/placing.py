"""The matcher as it travels: to another process or machine goes what it is made of, and there it is made anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from talentmap.matching.calibration import Calibration, calibrated_rules
from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.scoring.memory import DecidedTitle
from talentmap.model.decision import NONE, DecisionKind
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import MatchingRules
from talentmap.review.ledger import Ledger, key_parts


@dataclass(frozen=True)
class Placing:
    """A catalog and what people have decided under it, with the matcher that follows from both."""

    catalog: Catalog
    ledger: Ledger

    @cached_property
    def matcher(self) -> RoleMatcher:
        """Made when first asked for."""
        return RoleMatcher(self.catalog, decided=decided_titles(self.ledger))

    @cached_property
    def calibrated(self) -> tuple[Calibration, MatchingRules]:
        """The scales of the decisions, and the rules with the threshold that they support."""
        return calibrated_rules(self.matcher, self.catalog.rules.matching)

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the matcher, which is large and quickly made."""
        return (Placing, (self.catalog, self.ledger))


def decided_titles(ledger: Ledger) -> list[DecidedTitle]:
    """The demand titles that people have placed, each in its chain, sorted by key."""
    kept = [one for (kind, _), one in sorted(ledger.decisions.items()) if kind is DecisionKind.DEMAND_ROLE]
    placed = [(*key_parts(one.key), "" if one.value == NONE else one.value) for one in kept]
    return [DecidedTitle(title, role_id, chain_id) for chain_id, title, role_id in placed]
