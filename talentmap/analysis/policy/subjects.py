"""Open posts and registered people as eligibility rules see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import AtLeast, AtMost, Clause
from talentmap.model.taxonomy import Stage
from talentmap.policy.eligibility import RuleBook, decide, rule_book
from talentmap.policy.profiles import OF_THE_PERSON, UNDERTAKEN, Coded, Column, Profiles, coded, constant, numbers
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE

_EMPLOYERS = {"83": "school", "84": "hospital"}  # GB/T 4754 divisions
_PUBLIC = ("90", "91", "92", "93", "94", "95", "96", "97")


def post_profiles(posts: pd.DataFrame) -> Profiles:
    """Rows of POSTS as demanded: what a post does not ask for counts as the lowest step, what is null is not known."""
    columns: dict[str, Column] = {
        "tier": coded(posts["tier"].tolist()),
        "chain": coded(posts["employer_chain_id"].tolist()),
        "district": coded(posts["district_id"].tolist()),
        "employer_type": constant("enterprise", len(posts)),
        "certificate": _asked(posts["certificates"]),
        "education": _asked(posts["education"]),
        "title": _asked(posts["professional_title"]),
        "skill_level": _asked(posts["skill_level"]),
        "honour": constant("none", len(posts)),
        "pay_month": numbers(posts["pay_mid"]),
    }
    return Profiles(len(posts), columns, OF_THE_PERSON)


def accepting_counts(posts: pd.DataFrame, items: Sequence[PolicyItem]) -> NDArray[np.int64]:
    """How many of `items` accept each row of POSTS; 0 for a post of unknown tier."""
    decisions = decide(rule_book(items), post_profiles(posts))
    counts = np.zeros(len(posts), dtype=np.int64)
    for item in range(len(items)):
        counts += decisions.flags(decisions.eligible(item))
    return counts


def accepting_stages(posts: pd.DataFrame, items: Sequence[PolicyItem]) -> list[str]:
    """The stages at which some of `items` accepts each row of POSTS, joined by |."""
    decisions = decide(rule_book(items), post_profiles(posts))
    accepted = {stage: np.zeros(len(posts), dtype=bool) for stage in Stage}
    for place, item in enumerate(items):
        accepted[item.stage] |= decisions.flags(decisions.eligible(place))
    return ["|".join(stage.value for stage in Stage if accepted[stage][row]) for row in range(len(posts))]


def _asked(steps: pd.Series[str]) -> Coded:
    return coded([None if pd.isna(step) else step or "none" for step in steps])


@dataclass(frozen=True, slots=True)
class PeopleProfiles:
    """Registered people, those alike counted together: how many there are, and how many of them are available."""

    profiles: Profiles
    people: NDArray[np.int64]
    available: NDArray[np.int64]


def people_profiles(engine: Engine, book: RuleBook, reference_date: dt.date) -> PeopleProfiles:
    """The people in PEOPLE by what the rules of `book` ask, as of `reference_date`; unknown stays unknown.

    The tier is that of the person's likeliest role. Only fields that some rule names are told apart, and pay only by
    the floors and ceilings that rules set: a million people are some thousand profiles.
    """
    tiers = engine.scan(PERSON_ROLES).select("person_id", "tier", "probability", "role_id")
    likeliest = tiers.group_by("person_id").agg(nw.col("probability").max())
    tier = (
        tiers.join(likeliest, on=["person_id", "probability"], how="inner")
        .group_by("person_id")
        .agg(nw.col("tier").min())
    )
    asked = {clause.field for clause in book.clauses} | {"tier"}
    marks = pay_marks(book.clauses)
    fields = {field: name for field, name in _PEOPLE.items() if field in asked}
    known = engine.scan(PEOPLE).join(tier, on="person_id", how="left")
    if "pay_month" in asked:
        pay = nw.col("pay_month")
        steps = [(pay > mark).cast(nw.Int64) + (pay >= mark).cast(nw.Int64) for mark in marks]
        known = known.with_columns(pay_step=sum(steps[1:], start=steps[0]))
    if "employer_type" in asked:
        known = known.with_columns(division=nw.col("industry").str.slice(0, 2))
    kept = list(fields.values())
    grouped = known.with_columns(
        is_available=nw.when(nw.col("available") != "").then(1).otherwise(0),
        **{name: nw.col(name).fill_null("") for name in kept if name not in _NUMERIC},
    ).group_by(*kept)
    counted = grouped.agg(nw.len().alias("people"), nw.col("is_available").sum().alias("available"))
    rows = engine.collect(counted, tuple(kept))
    columns = {field: _column(field, rows[name], marks, reference_date) for field, name in fields.items()}
    return PeopleProfiles(
        Profiles(rows.num_rows, columns, UNDERTAKEN),
        np.array(rows["people"].to_pylist(), dtype=np.int64),
        np.array(rows["available"].to_pylist(), dtype=np.int64),
    )


_PEOPLE = {
    "tier": "tier",
    "chain": "chain_id",
    "district": "district_id",
    "employer_type": "division",
    "certificate": "certificates",
    "education": "education",
    "title": "professional_title",
    "skill_level": "skill_level",
    "age": "birth_year",
    "graduation_years": "graduation_year",
    "pay_month": "pay_step",
}
_NUMERIC = ("birth_year", "graduation_year", "pay_step")


def _column(field: str, values: pa.ChunkedArray, marks: Sequence[float], day: dt.date) -> Column:
    told = values.to_pylist()
    if field == "pay_month":
        return numbers([np.nan if step is None else pay_of_step(step, marks) for step in told])
    if field in ("age", "graduation_years"):
        return numbers([np.nan if year is None else day.year - year for year in told])
    if field == "employer_type":
        return coded([employer_type(division) for division in told])
    return coded(told)


def person_profile(person: Mapping[str, object], tier: str, day: dt.date) -> Profiles:
    """One row of PEOPLE, with the tier of the person's likeliest role, as rules see it."""
    columns: dict[str, Column] = {}
    for field, name in _PEOPLE.items():
        value = {"tier": tier, "division": str(person.get("industry") or "")[:2]}.get(name, person.get(name))
        if field == "pay_month":
            columns[field] = numbers([_number(person.get("pay_month"))])
        elif name in _NUMERIC:
            columns[field] = numbers([day.year - _number(value)])
        else:
            word = employer_type(str(value or "")) if field == "employer_type" else str(value or "")
            columns[field] = coded([word])
    return Profiles(1, columns, UNDERTAKEN)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else np.nan


def employer_type(division: str) -> str:
    """The type of an employer by its GB/T 4754 division (two digits); empty when that is not known."""
    if not division:
        return ""
    return _EMPLOYERS.get(division, "public-institution" if division in _PUBLIC else "enterprise")


def pay_marks(clauses: Sequence[Clause]) -> tuple[float, ...]:
    """The pay floors and ceilings that rules set, lowest first."""
    return tuple(sorted({c.value for c in clauses if isinstance(c, AtLeast | AtMost) and c.field == "pay_month"}))


def pay_of_step(step: int, marks: Sequence[float]) -> float:
    """A pay that stands to every mark as all pays of the step do: odd steps are marks, even ones lie between them."""
    position, is_mark = divmod(step, 2)
    if is_mark:
        return marks[position]
    below = marks[position - 1] if position else marks[0] - 2
    above = marks[position] if position < len(marks) else marks[-1] + 2
    return (below + above) / 2
