"""The diagnosis of a full edition: the measures and rules of printed figures, fed from its protected tables alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from talentmap.engine import Engine
from talentmap.evaluation.diagnosis.measures import diagnose
from talentmap.evaluation.diagnosis.profile import employed_people, people_profile
from talentmap.evaluation.diagnosis.swot import swot
from talentmap.model.bounds import Bounds, number
from talentmap.model.diagnosis.figure import Figure, Figures
from talentmap.model.diagnosis.swot import SwotRule
from talentmap.model.diagnosis.words import DiagnosisWords
from talentmap.model.edition import EditionSettings
from talentmap.model.taxonomy import Catalog
from talentmap.tables.diagnosis import EditionDiagnosis
from talentmap.tables.protected import Protected
from talentmap.tables.registry import COVERAGE, PEOPLE

_OVERLAP_MINIMUM = 0.05  # of the shorter list: below it an estimate speaks of the lists' difference, not of people
_SHARES = ("uncovered_demand", "reallocation_share")


def diagnose_edition(
    settings: EditionSettings,
    engine: Engine,
    shown: Protected,
    catalog: Catalog,
    judged: tuple[DiagnosisWords, Sequence[SwotRule]],
) -> EditionDiagnosis:
    """What the protected tables of an edition say; figures that they hide or lack are left out."""
    words, rules = judged
    disclosure = catalog.rules.disclosure
    people = employed_people(engine, catalog, settings.reference_date.year)
    educations = [step for step in catalog.education if step != "none"]
    profile = people_profile(people, list(catalog.tiers), educations, disclosure.people_minimum)
    base = disclosure.rounding
    registered = _registered(settings, engine, base)
    figures = Figures([*registered, *figures_of(shown, profile, int(people["people"].sum()), base)])
    return EditionDiagnosis(profile, words, figures, swot(rules, figures, diagnose(figures)))


def figures_of(shown: Protected, profile: pd.DataFrame, people: int, base: int) -> list[Figure]:
    """The figures that protected tables and the profile of `people` employed allow; headcounts rounded to `base`."""
    return [*_ages(profile, people, base), *_headlines(shown), *_balance(shown.groups)]


def _figure(name: str, value: Bounds, unit: str, place: tuple[str, str], decimals: int = 0) -> Figure:
    return Figure(name, "", value, unit, (), "", *place, decimals)


def _registered(settings: EditionSettings, engine: Engine, base: int) -> list[Figure]:
    """Registry people per 10,000 inhabitants: from those merged to the highest estimate by overlap of two lists."""
    if not settings.population:
        return []
    merged = engine.scan(PEOPLE).select("person_id")
    low = float(engine.collect(merged, ("person_id",)).num_rows)
    pairs = engine.read(COVERAGE).to_pylist()
    telling = [
        row["estimate"]
        for row in pairs
        if row["estimate"] is not None
        and row["people_both"] >= _OVERLAP_MINIMUM * min(row["people_a"], row["people_b"])
    ]
    high = max([low, *telling])
    people = Bounds(round(low / base) * base, round(high / base) * base)
    density = (people / number(settings.population)).scaled(10_000)
    return [_figure("registered_density", density, "per 10,000", ("coverage", "edition.population"))]


def _ages(profile: pd.DataFrame, people: int, base: int) -> list[Figure]:
    whole = profile[(profile["kind"] == "age") & (profile["tier"] == "")].set_index("band")["share"]
    if whole.isna().any() or whole.empty:
        return []
    older, oldest = whole["45_54"] + whole["55_over"], whole["55_over"]
    place = ("people_profile", "age")
    return [
        _figure("registered_employed", number(round(people / base) * base), "people", place),
        Figure("age", "over_45", number(round(older * 100)), "%", ("registered_employed",), "", *place),
        _figure("aged_55", number(round(oldest * 100)), "%", place),
    ]


def _headlines(shown: Protected) -> list[Figure]:
    values = shown.indicators.set_index("indicator_id")["value"].to_dict()
    return [
        _figure(name, number(round(100 * float(values[name]))), "%", ("indicators", name))
        for name in _SHARES
        if name in values and _known(values[name])
    ]


def _balance(groups: pd.DataFrame) -> list[Figure]:
    """Openings per available person, and how far need and employment by chain lie apart (Duncan & Duncan 1955)."""
    whole = groups[(groups["chain_id"] == "") & (groups["tier"] == "")]
    chains = groups[(groups["chain_id"] != "") & (groups["tier"] == "")]
    found: list[Figure] = []
    if len(whole) and all(_known(whole[name].iloc[0]) for name in ("need", "supply")) and whole["supply"].iloc[0] > 0:
        ratio = float(whole["need"].iloc[0]) / float(whole["supply"].iloc[0])
        found.append(_figure("openings", number(round(ratio, 2)), "ratio", ("group_balance", "need/supply"), 2))
    told = chains[["need", "employed"]].astype(float)
    if len(told) > 1 and told.notna().all(axis=None) and (told.sum() > 0).all():
        shares = told / told.sum()
        apart = 50 * float((shares["need"] - shares["employed"]).abs().sum())
        found.append(_figure("chain_spread", number(round(apart)), "%", ("group_balance", "need, employed")))
    return found


def _known(value: object) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))
