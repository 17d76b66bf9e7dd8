"""Which roles those in training are for, and what remains unmet when they graduate.

A class is shared among the roles that name its major and whose education floor it meets, by the need of each: people
of one class take up one post each, so what the roles get adds up to the class. Roles whose need is hidden share what
their chain and tier hold besides the roles that are told.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.evaluation.projection.seats import (
    GRADUATION_MONTH,
    Row,
    SchoolClass,
    classes,
    graduating_year,
    years_until_graduation,
)
from talentmap.evaluation.projection.units import Units
from talentmap.model.projection import ProjectionRules, Training
from talentmap.model.taxonomy import Catalog, Education, Role
from talentmap.tables.outlook import COHORTS

_STEP = 5


def needs(units: Units, catalog: Catalog) -> dict[str, float]:
    """The need of every role of the catalog: as told, else an equal part of what its chain and tier hold besides."""
    frame = units.frame
    told = frame[frame["role_id"] != ""].set_index("role_id")["need"].to_dict()
    rest = frame[frame["role_id"] == ""].groupby(["chain_id", "tier"])["need"].sum().clip(lower=0)
    untold = [role for role in catalog.roles.values() if role.id not in told]
    crowd = pd.Series([f"{role.chain_id}|{role.tier}" for role in untold], dtype=object).value_counts()
    found = {str(role): max(float(need), 0.0) for role, need in told.items()}
    for role in untold:
        held = float(rest.get((role.chain_id, str(role.tier)), 0.0))
        found[role.id] = held / int(crowd[f"{role.chain_id}|{role.tier}"])
    return found


def shared(found: Sequence[SchoolClass], need: Mapping[str, float], catalog: Catalog) -> dict[str, float]:
    """The people of classes by role; a class that no role with a need asks for goes nowhere."""
    people: dict[str, float] = {}
    for one in found:
        asking = {role.id: need[role.id] for role in catalog.roles.values() if accepts(role, one)}
        whole = sum(asking.values())
        for role, part in asking.items():
            if whole > 0 and part > 0:
                people[role] = people.get(role, 0.0) + one.people * (part / whole)
    return people


def accepts(role: Role, one: SchoolClass) -> bool:
    """Whether graduates of the class meet the role's education floor in one of its majors."""
    return one.major in role.majors and one.level.rank >= role.education.rank


def in_training(
    rows: Sequence[Row], units: Units, catalog: Catalog, rules: ProjectionRules, start: dt.date, graduating_within: int
) -> list[dict[str, float]]:
    """For each year ahead the people by role who graduate, stay and take posts.

    Classes that graduate within `graduating_within` months count as available people already and are left out.
    """
    need = needs(units, catalog)
    years = [graduating_year(start, ahead) for ahead in range(1, rules.years + 1)]
    return [
        {}
        if _is_counted(start, year, graduating_within)
        else shared(classes(rows, year, rules.training), need, catalog)
        for year in years
    ]


def _is_counted(start: dt.date, year: int, months: int) -> bool:
    """Whether the class of `year` graduates within so many months of `start`."""
    return (year - start.year) * 12 + GRADUATION_MONTH - start.month <= months


def cohort_table(
    rows: Sequence[Row], courses: pd.DataFrame, catalog: Catalog, rules: ProjectionRules, start: dt.date
) -> pd.DataFrame:
    """The table COHORTS.

    `courses` holds, by role_id and years_ahead, gap, gap_untrained and graduates of the roles with a gap.
    """
    found = []
    for role_id, ahead in courses.groupby("role_id", sort=True):
        found += _of_role(catalog.roles[str(role_id)], ahead.sort_values("years_ahead"), rows, rules, start)
    return pd.DataFrame(found, columns=list(COHORTS.names))


def _of_role(
    role: Role, courses: pd.DataFrame, rows: Sequence[Row], rules: ProjectionRules, start: dt.date
) -> list[dict[str, Any]]:
    level = role.education if role.education is not Education.NONE else Education.SECONDARY
    years = rules.training.years[level]
    ready = years_until_graduation(start, start.year, years)
    facts = {
        "chain_id": role.chain_id, "tier": str(role.tier), "role_id": role.id, "majors": "|".join(role.majors),
        "education": str(role.education), "years_to_qualify": years,
    }  # fmt: skip
    found = []
    for row in courses.to_dict("records"):
        ahead, unmet = int(row["years_ahead"]), max(0.0, float(row["gap"]))
        graduating = classes(rows, graduating_year(start, ahead), rules.training)
        own = [one for one in graduating if accepts(role, one)]
        found.append({
            **facts, "years_ahead": ahead, "year": start.year + ahead, "seats": int(sum(one.seats for one in own)),
            "gap_untrained": row["gap_untrained"], "graduates": row["graduates"], "unmet": unmet,
            "extra_seats": seats_for(unmet, own, rules.training) if ahead == ready else np.nan,
        })  # fmt: skip
    return found


def seats_for(people: float, like: Sequence[SchoolClass], rules: Training) -> float:
    """The seats out of which so many people graduate, stay and take posts, in steps of five, rounded up.

    As many stay as of the classes `like` it; where there are none, as the rules say.
    """
    seats = sum(one.seats for one in like)
    usual = rules.completing * rules.local_share * rules.entering
    each = sum(one.people for one in like) / seats if seats else usual
    return math.ceil(people / each / _STEP) * _STEP if each > 0 else np.nan
