"""Dated events in people's working lives, and what people say of the services they get."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from examples.generator.chance import Dice
from examples.generator.files import write_table
from examples.generator.people import REFERENCE, Person
from examples.generator.scale import Scale
from talentmap.model.taxonomy import Catalog, Tier

MARK = "示例数据"
EVENT_COLUMNS = (
    "id_number",
    "event",
    "date",
    "tier",
    "chain_id",
    "district_id",
    "programme",
    "detail",
    "数据性质",
)
_MONTHLY_LOSS = {Tier.SCIENTIST: 0.017, Tier.ENGINEER: 0.010, Tier.TECHNICIAN: 0.006, Tier.YOUTH: 0.015}
_COHORT = {Tier.SCIENTIST: 6.0, Tier.ENGINEER: 1.2, Tier.TECHNICIAN: 0.5, Tier.YOUTH: 1.6}
_PROGRAMMES = {
    Tier.SCIENTIST: ("领军人才引进（示例）", "博士入清（示例）"),
    Tier.ENGINEER: ("工程师引进（示例）", "产业急需人才（示例）"),
    Tier.TECHNICIAN: ("技能人才引进（示例）",),
    Tier.YOUTH: ("青年人才驿站（示例）", "毕业生来清就业（示例）"),
}
_LATER = {"training": 4.0, "job-change": 2.5, "title": 2.0, "award": 0.7}
_DETAILS = {
    "training": ("企业新型学徒制", "岗位技能提升培训", "订单班", "高级研修班", "技师研修"),
    "job-change": ("同产业链内流动", "跨产业链流动", "内部转岗"),
    "title": ("职称晋升", "技能等级晋升"),
    "award": ("市级技能竞赛奖", "企业技术改进奖", "科技进步奖"),
}

FEEDBACK_ITEMS = (
    "attract_information", "attract_subsidy_speed", "cultivate_training", "cultivate_cohort", "utilize_appraisal",
    "utilize_platform", "retain_housing", "retain_schooling", "retain_one_window",
)  # fmt: skip
_ITEM_MEANS = dict(zip(FEEDBACK_ITEMS, (3.9, 3.5, 3.1, 2.6, 2.5, 2.8, 2.7, 2.9, 2.6), strict=True))
_HYGIENE = ("retain_housing", "retain_schooling", "retain_one_window", "attract_subsidy_speed")
_MOTIVATORS = ("utilize_appraisal", "cultivate_training", "utilize_platform")


_REMARKS = (
    ("retain_housing", ("人才公寓太少", "住房保障不足，宿舍紧张")),
    ("retain_schooling", ("子女入学难", "孩子上学名额不够")),
    ("retain_one_window", ("手续太多，部门互相推诿", "窗口来回跑")),
    ("utilize_appraisal", ("职称评价只看论文", "技能评价重论文")),
    ("utilize_platform", ("缺中试平台", "希望有公共实验室")),
)
_OTHER_REMARKS = ("希望多办活动", "没有意见", "晋升通道窄", "夜班太多", "工资低", "专业不对口")
_SAYS_SOMETHING = 0.35


def monthly_loss(tier: Tier) -> float:
    """The share of the attracted of a tier who leave each month."""
    return _MONTHLY_LOSS[tier]


def draw_events(people: Sequence[Person], scale: Scale, seed: int) -> list[tuple[str, ...]]:
    """Events of some people in the order of their dates."""
    dice = Dice(seed, "movers")
    placed = [person for person in people if person.tier and person.status != "student"]
    movers = dice.sample(placed, min(scale.movers, len(placed)))
    rows = (row for person in movers for row in _events(person, Dice(seed, "events", person.number)))
    return sorted(rows, key=lambda row: (row[2], row[0], row[1]))


def write_events(path: Path, events: Sequence[tuple[str, ...]]) -> None:
    """Write events in their order."""
    write_table(path, EVENT_COLUMNS, events)


def write_feedback(path: Path, catalog: Catalog, scale: Scale, seed: int) -> None:
    """Write satisfaction answers, 1 to 5, an item not used left empty, and remarks; nothing personal."""
    header = ("response_id", "tier", "district_id", *FEEDBACK_ITEMS, "overall", "comment", "数据性质")
    write_table(path, header, (_response(number, catalog, seed) for number in range(1, scale.responses + 1)))


def _events(person: Person, dice: Dice) -> Iterator[tuple[str, ...]]:
    """An attracted person's coming, often going again; then what happened while here."""
    tier = Tier(person.tier)
    came = None
    left = REFERENCE
    if dice.chance(min(0.95, 0.32 * _COHORT[tier])):
        came = date(2021, 1, 1) + timedelta(days=dice.randrange((date(2026, 5, 31) - date(2021, 1, 1)).days))
        yield _event(person, "inflow", came, dice.choice(_PROGRAMMES[tier]), "市外引进")
        gone = came + timedelta(days=int(-math.log(1 - dice.random()) / _MONTHLY_LOSS[tier] * 30.44))
        if gone <= REFERENCE:
            left = gone
            yield _event(person, "outflow", gone, "", dice.choice(("珠三角", "珠三角", "省外", "原籍", "升学")))
    start = came or date(2022, 1, 1)
    for _ in range(dice.randint(0 if came else 1, 3)):
        kind = dice.pick(_LATER)
        day = start + timedelta(days=dice.randrange(max(1, (left - start).days)))
        yield _event(person, kind, day, "", dice.choice(_DETAILS[kind]))


def _event(person: Person, kind: str, day: date, programme: str, detail: str) -> tuple[str, ...]:
    shown = (person.id_number, kind, day.isoformat(), person.tier, person.chain_id, person.district_id)
    return (*shown, programme, detail, MARK)


def _response(number: int, catalog: Catalog, seed: int) -> tuple[object, ...]:
    dice = Dice(seed, "feedback", number)
    tier = dice.pick({Tier.SCIENTIST: 1.0, Tier.ENGINEER: 4.0, Tier.TECHNICIAN: 3.0, Tier.YOUTH: 2.0})
    lean = dice.gauss(0.25 if tier is Tier.SCIENTIST else -0.05, 0.5)
    scores = {item: _score(mean + lean + dice.gauss(0, 0.8)) for item, mean in _ITEM_MEANS.items()}
    shown = ["" if dice.chance(0.07) else scores[item] for item in FEEDBACK_ITEMS]
    district = dice.choice(list(catalog.districts))
    overall = _overall(scores, lean, dice)
    return (
        f"F{number:04d}",
        str(tier),
        district,
        *shown,
        overall,
        _remark(scores, Dice(seed, "remarks", number)),
        MARK,
    )


def _remark(scores: Mapping[str, int], dice: Dice) -> str:
    """What somebody says, most often about an item that went badly; often nothing."""
    if not dice.chance(_SAYS_SOMETHING):
        return ""
    sore = [words for item, words in _REMARKS if scores[item] <= 2]
    return dice.choice(dice.choice(sore) if sore and dice.chance(0.8) else _OTHER_REMARKS)


def _overall(scores: Mapping[str, int], lean: float, dice: Dice) -> int:
    """Low hygiene items pull down, high motivators lift; the middle says little."""
    penalty = sum(scores[item] <= 2 for item in _HYGIENE) * 0.38
    reward = sum(scores[item] >= 4 for item in _MOTIVATORS) * 0.35
    return _score(3.5 + 0.4 * lean - penalty + reward + dice.gauss(0, 0.4))


def _score(value: float) -> int:
    return max(1, min(5, round(value)))
