"""What kind of shortage a short role has, by rule: each kind points at another remedy.

The kinds follow the shortage drivers of Jobs and Skills Australia (long training, suitability, retention); that a post
which is hard to fill and paid below the market is no shortage follows UK and German practice of reading pay beside
vacancies. Cut points stand in `shortage_types` of `rules.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from talentmap.model.thresholds import ShortageTypeRules

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


class ShortageType(StrEnum):
    """The kinds of shortage, the one that overrules the others first."""

    CONDITIONS = "conditions"
    ABILITY = "ability"
    SUPPLY = "supply"
    RETENTION = "retention"
    DYNAMIC = "dynamic"
    QUANTITY = "quantity"


def shortage_types(
    short: Flags, facts: Mapping[str, Array], rules: ShortageTypeRules
) -> list[tuple[ShortageType, ...]]:
    """The kinds that hold for each role, the main one first; none for a role that is not short.

    `facts` holds, by role: pay_mid, market_pay_low (the first quartile registered), suitability_gap,
    skill_shortage_density, qualified_per_post, long_training_share, replacement_share, quits_share, need_growth, all
    nan where not known. What is not known makes no kind hold. Conditions stand alone: the post is hard to fill because
    of what is offered. Quantity is what is left when nothing else holds.
    """
    held = _held(facts, rules)
    return [tuple(_of_role(held, role)) if is_short else () for role, is_short in enumerate(short.tolist())]


def _of_role(held: Mapping[ShortageType, Flags], role: int) -> list[ShortageType]:
    if held[ShortageType.CONDITIONS][role]:
        return [ShortageType.CONDITIONS]
    return [kind for kind, flags in held.items() if flags[role]] or [ShortageType.QUANTITY]


def _held(facts: Mapping[str, Array], rules: ShortageTypeRules) -> dict[ShortageType, Flags]:
    few_qualified = facts["qualified_per_post"] < rules.qualified_per_post
    return {
        ShortageType.CONDITIONS: np.asarray(facts["pay_mid"] < facts["market_pay_low"]),
        ShortageType.ABILITY: (facts["suitability_gap"] >= rules.suitability_gap)
        | (facts["skill_shortage_density"] >= rules.skill_shortage_density),
        ShortageType.SUPPLY: few_qualified & (facts["long_training_share"] >= rules.long_training_share),
        ShortageType.RETENTION: (facts["replacement_share"] >= rules.replacement_share)
        | (facts["quits_share"] >= rules.quits_share),
        ShortageType.DYNAMIC: np.asarray(facts["need_growth"] >= rules.need_growth),
    }
