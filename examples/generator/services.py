"""Programmes, projects and service cases of the edition, with the truth that a good estimate must find again.

Every draw has a stream of its own: the other files of the edition stay as they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from examples.generator.chance import Dice
from examples.generator.files import write_table
from examples.generator.lifecycle import MARK, monthly_loss
from examples.generator.people import REFERENCE
from examples.generator.scale import Scale
from talentmap.model.taxonomy import Catalog, Tier

PROGRAMME_COLUMNS = ("programme", "year", "tier", "target", "actual", "cost_cny", "数据性质")
PROJECT_COLUMNS = (
    "project_id", "approved", "holder", "tier", "chain_id", "district_id", "funding_cny",
    "commercialised", "place", "数据性质",
)  # fmt: skip
CASE_COLUMNS = ("case_id", "service", "stage", "tier", "opened", "closed", "limit_days", "route", "数据性质")
FLOW_COLUMNS = ("year", "tier", "inflow", "outflow", "source", "数据性质")

_COST = {Tier.SCIENTIST: 180_000, Tier.ENGINEER: 42_000, Tier.TECHNICIAN: 15_000, Tier.YOUTH: 9_000}
_LOCAL_RATE, _ELSEWHERE_RATE, _WINDOW_MONTHS = 0.012, 0.006, 36
_SERVICES: Mapping[str, tuple[str, float, int, float, tuple[str, ...]]] = {
    # service: stage, median days, limit, share that comes back to a department, departments in turn
    "人才认定": ("attract", 18.0, 30, 0.18, ("人才服务窗口", "人社局", "科技局")),
    "安家补贴申领": ("attract", 35.0, 30, 0.32, ("人才服务窗口", "人社局", "财政局")),
    "培训补贴申领": ("cultivate", 22.0, 30, 0.15, ("人才服务窗口", "人社局")),
    "职称评审": ("utilize", 60.0, 90, 0.10, ("人才服务窗口", "人社局", "行业主管部门")),
    "子女入学": ("retain", 25.0, 20, 0.38, ("人才服务窗口", "教育局", "公安局")),
    "人才公寓": ("retain", 40.0, 45, 0.25, ("人才服务窗口", "住建局")),
}
_SPREAD = 0.6
_FLOWS = (
    ("2023", "", "不足1000", ">10000", "某县统计公报（示例）"),
    ("2025", "youth", "1200-1500", "约900", "座谈记录（示例）"),
)


def write_programmes(path: Path, events: Sequence[tuple[str, ...]], seed: int) -> None:
    """Write each programme year by year: people as the events count them, a target, the money spent."""
    came = Counter((row[6], row[2][:4], row[3]) for row in events if row[1] == "inflow")
    rows = []
    for (programme, year, tier), people in sorted(came.items()):
        dice = Dice(seed, "programmes", programme, year)
        target = max(1, round(people * dice.uniform(0.85, 1.35)))
        cost = people * _COST[Tier(tier)] * dice.uniform(0.9, 1.1)
        stated = f"不足{people + 1}" if dice.chance(0.06) else str(people)
        rows.append((programme, year, tier, target, stated, round(cost, -3), MARK))
    write_table(path, PROGRAMME_COLUMNS, rows)


def write_reported_flows(path: Path) -> None:
    """Write two flows as documents print them: one in bounds, one that gives no bound and has to be asked for."""
    write_table(path, FLOW_COLUMNS, ((*row, MARK) for row in _FLOWS))


def write_projects(path: Path, catalog: Catalog, scale: Scale, seed: int) -> None:
    """Write projects approved since 2019; the time to local commercialisation is exponential."""
    write_table(path, PROJECT_COLUMNS, (_project(number, catalog, seed) for number in range(1, scale.part(420) + 1)))


def write_cases(path: Path, scale: Scale, seed: int) -> None:
    """Write service cases of two years; those opened late are often still open."""
    write_table(path, CASE_COLUMNS, (_case(number, seed) for number in range(1, scale.part(2_400) + 1)))


def evaluation_truth() -> Iterator[tuple[str, str, float]]:
    """What the files were drawn from: measure, group, value."""
    for tier in Tier:
        yield "retained_36", tier, round(math.exp(-36 * monthly_loss(tier)), 6)
    both = _LOCAL_RATE + _ELSEWHERE_RATE
    yield "commercialised_36", "local", round(_LOCAL_RATE / both * (1 - math.exp(-both * _WINDOW_MONTHS)), 6)
    for service, (_, median, limit, looped, _) in _SERVICES.items():
        yield "median_days", service, median
        yield "p90_days", service, round(median * math.exp(1.2815515655 * _SPREAD), 6)
        yield "within_limit", service, round(0.5 * (1 + math.erf(math.log(limit / median) / _SPREAD / math.sqrt(2))), 6)
        yield "looped_share", service, looped


def _project(number: int, catalog: Catalog, seed: int) -> tuple[object, ...]:
    dice = Dice(seed, "projects", number)
    approved = date(2019, 1, 1) + timedelta(days=dice.randrange((REFERENCE - date(2019, 1, 1)).days))
    months = -math.log(1 - dice.random()) / (_LOCAL_RATE + _ELSEWHERE_RATE)
    place = "local" if dice.chance(_LOCAL_RATE / (_LOCAL_RATE + _ELSEWHERE_RATE)) else "elsewhere"
    done = approved + timedelta(days=math.ceil(months * 365.25 / 12))
    outcome = (done.isoformat(), place) if done <= REFERENCE else ("", "")
    holder = f"示例研发机构{dice.randint(1, 60):02d}"
    tier = dice.pick({Tier.SCIENTIST: 3.0, Tier.ENGINEER: 5.0, Tier.TECHNICIAN: 1.0})
    where = (dice.choice(list(catalog.chains)), dice.choice(list(catalog.districts)))
    return (f"K{number:04d}", approved, holder, str(tier), *where, dice.randint(10, 200) * 10_000, *outcome, MARK)


def _case(number: int, seed: int) -> tuple[object, ...]:
    dice = Dice(seed, "cases", number)
    service = dice.choice(list(_SERVICES))
    stage, median, limit, looped, departments = _SERVICES[service]
    tier = dice.pick({Tier.SCIENTIST: 1.0, Tier.ENGINEER: 4.0, Tier.TECHNICIAN: 3.0, Tier.YOUTH: 3.0})
    opened = date(2024, 7, 1) + timedelta(days=dice.randrange((REFERENCE - date(2024, 7, 1)).days))
    lasts = math.ceil(median * math.exp(dice.gauss(0, _SPREAD)))
    closed = opened + timedelta(days=lasts)
    route = list(departments)
    if dice.chance(looped):
        back = dice.randrange(len(departments) - 1)
        route = [*departments[: back + 2], *departments[back:]]
    shown = closed.isoformat() if closed <= REFERENCE else ""
    return (f"B{number:05d}", service, stage, str(tier), opened, shown, limit, ">".join(route), MARK)
