"""What an enterprise needs, in truth: demand lines whose figures hang together, and its pain points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from examples.generator.awareness import Use, uses_of
from examples.generator.chance import Dice
from examples.generator.enterprises import Firm
from examples.generator.market import MEAN_HEADS, Market, Trade
from examples.generator.titles import NONE, OUTSIDE_SHARE, OUTSIDE_SKILLS, Scene, Titled, Wording
from talentmap.model.taxonomy import Catalog, Education, Role

Cell = str | int | float
_OUTSIDE_PAY = 5200
_SAME_ROLE = 0.3
_LINES = {"large": (12, 20), "medium": (8, 14), "small": (4, 8), "micro": (1, 2)}
_HEADS = {"large": 1.8, "medium": 0.7, "small": 0.16, "micro": 0.1}
_FREQUENT_PAINS = {
    "cultivate-cohort": 5.0,
    "utilize-appraisal": 5.0,
    "retain-housing": 4.5,
    "attract-gate": 4.5,
    "attract-location": 3.0,
    "retain-turnover": 2.5,
    "cultivate-poach": 2.0,
    "retain-school": 2.0,
}
_HARD_REASONS = {
    "skill": 4.0,
    "quantity": 3.0,
    "supply": 2.5,
    "conditions": 2.0,
    "retention": 1.5,
    "dynamic": 0.8,
}


@dataclass(frozen=True, slots=True)
class Need:
    """One demand line. `raw` holds what is written in place of a field's true value, where a fault wants it so."""

    titled: Titled
    tier: str
    headcount: int
    headcount_12m: int
    headcount_3y: int
    employed: int
    advertised: int
    filled: int
    applicants: int
    qualified: int
    suitable: int
    months_open: float
    education: str
    majors: tuple[str, ...]
    experience_years: int
    certificates: tuple[str, ...]
    skills: tuple[str, ...]
    duties: str
    pay_low: int
    pay_high: int
    is_negotiable: bool
    reasons: tuple[str, ...]
    has_role_stated: bool
    raw: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one enterprise has to say; `raw` as in `Need`, for the fields of the enterprise."""

    firm: Firm
    needs: tuple[Need, ...]
    pains: tuple[str, ...]
    uses: tuple[Use, ...] = ()
    raw: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What needs are drawn from."""

    catalog: Catalog
    market: Market
    wording: Wording


def answer_of(firm: Firm, surroundings: Surroundings, seed: int) -> Answer:
    """The answer of `firm`: no two lines share a title, few a role."""
    dice = Dice(seed, "answer", firm.credit_code)
    wanted = dice.randint(*_LINES[firm.size_class])
    needs: dict[str, Need] = {}
    while len(needs) < wanted:
        need = need_of(firm, surroundings, dice)
        named = {other.titled.role_id for other in needs.values()}
        if need.titled.role_id not in named or dice.chance(_SAME_ROLE):
            needs.setdefault(need.titled.text, need)
    tiers = (need.tier for need in needs.values())
    return Answer(firm, tuple(needs.values()), pains_of(surroundings.catalog, dice), uses_of(firm, tiers, seed))


def pains_of(catalog: Catalog, dice: Dice) -> tuple[str, ...]:
    """One or two pain points in most stages."""
    named: list[str] = []
    for stage in catalog.stages.values():
        weights = {pain.id: _FREQUENT_PAINS.get(pain.id, 1.0) for pain in stage.pains}
        for _ in range(dice.pick({0: 1.0, 1: 5.0, 2: 2.0})):
            named.append(dice.pick(weights))
    return tuple(dict.fromkeys(named))


def need_of(firm: Firm, surroundings: Surroundings, dice: Dice) -> Need:
    """One demand line of `firm`."""
    trade = surroundings.market.wanted(firm.chain_id, firm.segment_id, dice)
    role = trade.role
    is_outside = dice.chance(OUTSIDE_SHARE)
    mean = 1.2 if is_outside else 1 + (MEAN_HEADS[role.tier] - 0.8) * _HEADS[firm.size_class] * 1.4
    headcount = dice.count(mean)
    pay_low, pay_high = _pay(_OUTSIDE_PAY if is_outside else trade.pay_month, trade.hardness, firm, dice)
    chain = surroundings.catalog.chains[firm.chain_id]
    scene = Scene(firm.short, chain.segment(role.segment).zh, pay_low, headcount)
    wording = surroundings.wording
    titled = wording.outside(scene, dice) if is_outside else wording.title(role, scene, dice)
    hiring = _hiring(trade, headcount, dice)
    return Need(
        titled=titled,
        tier="" if titled.role_id == NONE else str(role.tier),
        headcount=headcount,
        headcount_12m=headcount + dice.randint(0, max(1, headcount // 2)),
        headcount_3y=headcount * 2 + dice.randint(0, headcount),
        employed=min(max(1, firm.employees // 12), headcount * dice.randint(2, 7)),
        advertised=hiring["advertised"],
        filled=hiring["filled"],
        applicants=hiring["applicants"],
        qualified=hiring["qualified"],
        suitable=hiring["suitable"],
        months_open=round(max(0.5, trade.hardness * 7 + dice.uniform(-1.5, 1.5)) * 2) / 2,
        education=Education.NONE if is_outside else _education(role, dice),
        majors=() if is_outside else tuple(dice.some(role.majors, 0, 3)),
        experience_years=0 if role.ladder == "entry" else dice.randint(0, 5),
        certificates=() if is_outside else tuple(dice.some(role.certificates, 0, 2)),
        skills=tuple(dice.some(OUTSIDE_SKILLS, 0, 3))
        if is_outside
        else _skills(role, titled, surroundings.catalog, dice),
        duties="" if is_outside else _duties(role, surroundings.catalog, dice),
        pay_low=pay_low,
        pay_high=pay_high,
        is_negotiable=dice.chance(0.06),
        reasons=_reasons(trade, surroundings.catalog, dice),
        has_role_stated=not is_outside and "|" not in titled.role_id and dice.chance(0.45),
    )


def _hiring(trade: Trade, headcount: int, dice: Dice) -> dict[str, int]:
    advertised = headcount + dice.randint(0, headcount + 2)
    applicants = advertised + round(advertised * (1.2 - trade.hardness) * dice.uniform(1, 5))
    qualified = dice.share(applicants, 0.75 - 0.45 * trade.hardness)
    return {
        "advertised": advertised,
        "filled": min(advertised, qualified, dice.share(advertised, 0.95 - 0.8 * trade.hardness)),
        "applicants": applicants,
        "qualified": qualified,
        "suitable": dice.share(qualified, 0.75 - 0.4 * trade.hardness),
    }


def _pay(usual: int, hardness: float, firm: Firm, dice: Dice) -> tuple[int, int]:
    middle = usual * firm.pay_factor * (0.98 + 0.14 * hardness) * dice.uniform(0.94, 1.06)
    spread = dice.uniform(0.08, 0.2)
    low = int(round(middle * (1 - spread), -2))
    return low, max(low + 500, int(round(middle * (1 + spread), -2)))


def _education(role: Role, dice: Dice) -> str:
    ladder = list(Education)
    step = dice.pick({0: 0.82, -1: 0.1, 1: 0.08})
    return ladder[max(0, min(len(ladder) - 1, role.education.rank + step))]


def _skills(role: Role, titled: Titled, catalog: Catalog, dice: Dice) -> tuple[str, ...]:
    is_generic = titled.recipe.startswith("generic")
    if not is_generic and dice.chance(0.13):
        return ()
    heavy = sorted(role.skills, key=lambda skill_id: -role.skills[skill_id])
    chosen = heavy[: dice.randint(4, 6)] if is_generic else _some_skills(role, dice)
    words = [_skill_word(skill_id, catalog, dice) for skill_id in chosen]
    if not is_generic and dice.chance(0.1):
        words.append(_skill_word(dice.choice(list(catalog.skills)), catalog, dice))
    return tuple(dict.fromkeys(words))


def _some_skills(role: Role, dice: Dice) -> list[str]:
    weights = dict(role.skills)
    chosen: list[str] = []
    for _ in range(dice.randint(2, min(6, len(weights)))):
        chosen.append(dice.pick(weights))
        del weights[chosen[-1]]
    return chosen


def _skill_word(skill_id: str, catalog: Catalog, dice: Dice) -> str:
    skill = catalog.skills[skill_id]
    kind = dice.pick({"zh": 0.6, "alias": 0.32, "en": 0.08})
    if kind == "alias" and skill.aliases:
        return dice.choice(skill.aliases)
    return skill.en if kind == "en" else skill.zh


def _duties(role: Role, catalog: Catalog, dice: Dice) -> str:
    if dice.chance(0.55):
        return ""
    named = [catalog.skills[skill_id].zh for skill_id in _some_skills(role, dice)]
    if dice.chance(0.3):
        return f"{role.definition_zh.rstrip('。')}；协助处理{named[0]}方面的问题。"
    lines = [f"{place}、{dice.choice(('负责', '参与', '完成'))}{word}" for place, word in enumerate(named[:4], start=1)]
    return "；".join([*lines, f"{len(lines) + 1}、完成上级交办的其他工作。"])


def _reasons(trade: Trade, catalog: Catalog, dice: Dice) -> tuple[str, ...]:
    if dice.chance(0.9 - 0.75 * trade.hardness):
        return ()
    weights = {reason.id: _HARD_REASONS.get(reason.kind, 1.0) for reason in catalog.reasons.values()}
    return tuple(dict.fromkeys(dice.pick(weights) for _ in range(dice.randint(1, 3))))
