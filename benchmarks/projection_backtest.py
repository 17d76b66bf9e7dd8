"""How far off are projections, and do their intervals hold? Generated regions whose next five years are known.

Each region is lived through person by person and month by month: everybody has a birth month and a sex, leaves by the
tier's own rate or retires in the month that the reform gives (the annexed tables walked month by month, not our
formula), arrives, graduates in July. What the projection sees is what an edition has: a survey with sampling error,
rounded and partly hidden balances, ages of three in five of those at work, years of birth only, arrivals of three
years, plans that come true in part, seats. The region's own rates lie about the catalog's assumptions as widely as the
catalog says they are uncertain; in the second run they do not: half as many again leave, and plans come true in full.

    python -m benchmarks.projection_backtest                 20 regions
    python -m benchmarks.projection_backtest --regions 10 --seed 7
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.catalog.projection import projection_rules
from talentmap.catalog.read import read_catalog
from talentmap.engine import EmbeddedEngine
from talentmap.evaluation.projection.project import gathered
from talentmap.evaluation.projection.scenarios import projection
from talentmap.evaluation.projection.units import units_of
from talentmap.model.taxonomy import Catalog, Education, Role
from talentmap.resources import catalogs_dir
from talentmap.tables.analysis import POSTS
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import EVENTS, PEOPLE
from talentmap.tables.survey import DEMAND

Array = NDArray[np.float64]
TODAY = dt.date(2026, 6, 30)
NOW = 2026 * 12 + 6
"""Months from January of the year 0; month NOW is the first one that is projected (July 2026)."""
YEARS, MONTHS = 5, 60
KNOWN_AGES, HIDDEN, ROUNDING = 0.6, 0.25, 5
PLANNED = (0.2, 0.6, 1.0)
"""New posts over open ones that enterprises plan within one, three and five years."""
NEWCOMER_LOSS = 0.12
RULES = projection_rules()


@dataclass(frozen=True)
class Rates:
    """What is true of one region: shares a year by tier, and factors on what the catalog assumes."""

    loss: Mapping[str, float]
    plans: Mapping[str, float]
    training: float


@dataclass(frozen=True)
class Region:
    """A region today: by role those at work, open posts, people to be had; everybody's birth month, sex and role."""

    roles: list[Role]
    employed: NDArray[np.int64]
    need: NDArray[np.int64]
    supply: NDArray[np.int64]
    birth: NDArray[np.int64]
    female: NDArray[np.bool_]
    role_of: NDArray[np.int64]
    arrivals: Mapping[tuple[str, str], float]
    seats: list[dict[str, object]]


def region(catalog: Catalog, rng: np.random.Generator) -> Region:
    """A region at random over the roles of the shipped catalog."""
    roles = list(catalog.roles.values())
    employed = np.floor(rng.lognormal(4.2, 0.6, len(roles))).astype(np.int64) + 10
    need = rng.poisson(0.45 * employed * rng.gamma(3, 1 / 3, len(roles)))
    supply = rng.poisson(0.15 * employed)
    role_of = np.repeat(np.arange(len(roles)), employed)
    ages = 19 + 41 * rng.beta(1.6, 1.9, len(role_of))
    female = rng.random(len(role_of)) < 0.35
    groups = sorted({(role.chain_id, str(role.tier)) for role in roles})
    arrivals = {group: float(rng.gamma(2.0, 6.0)) for group in groups}
    birth = (NOW - 1 - ages * 12).astype(np.int64)
    return Region(roles, employed, need, supply, birth, female, role_of, arrivals, list(_seats(roles, rng)))


def _seats(roles: list[Role], rng: np.random.Generator) -> Iterator[dict[str, object]]:
    for major in sorted({major for role in roles for major in role.majors}):
        if rng.random() < 0.6:
            seats = int(rng.integers(15, 45))
            for year in range(2020, 2027):
                yield {"institution": "x", "major": major, "level": "bachelor", "seats": seats, "year": year,
                       "local_share": 0.5}  # fmt: skip


def rates(rng: np.random.Generator, region_: Region, astray: bool) -> Rates:
    """The region's own rates: about the assumptions, or, when they are `astray`, where no interval looks for them."""
    unsure = RULES.uncertainty
    chains = sorted({role.chain_id for role in region_.roles})

    def about(spread: float) -> float:
        sigma = math.sqrt(math.log1p(spread**2))
        return float(np.exp(sigma * rng.standard_normal() - sigma**2 / 2))

    loss = {str(tier): share * (1.5 if astray else about(unsure.losses)) for tier, share in RULES.losses.items()}
    plans = {chain: 1.0 if astray else RULES.plans.realised * about(unsure.plans) for chain in chains}
    return Rates(loss, plans, about(unsure.training))


def retirement_months(
    birth: NDArray[np.int64], female: NDArray[np.bool_], worker: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The month in which each person retires, by walking through the reform month by month."""
    found = np.empty(len(birth), dtype=np.int64)
    walked: dict[tuple[int, str], int] = {}
    for place, (born, is_female, is_worker) in enumerate(zip(birth.tolist(), female, worker, strict=True)):
        group = ("women_workers" if is_worker else "women_staff") if is_female else "men"
        if (born, group) not in walked:
            walked[born, group] = _walk(born, group)
        found[place] = walked[born, group]
    return found


def _walk(born: int, group: str) -> int:
    former, final, step = {"men": (60, 63, 4), "women_staff": (55, 58, 4), "women_workers": (50, 55, 2)}[group]
    delay, month = 0, 2025 * 12
    while month <= born + former * 12 and delay < 12 * (final - former):
        delay, month = delay + 1, month + step
    return born + former * 12 + delay


def lived(here: Region, true: Rates, rng: np.random.Generator) -> tuple[Array, Array]:
    """People by role at the end of years 0 to 5, and retirements by role in each year."""
    size = len(here.roles)
    tiers = np.array([str(role.tier) for role in here.roles])
    monthly = np.array([1 - (1 - true.loss[tier]) ** (1 / 12) for tier in tiers])
    worker = (tiers == "technician")[here.role_of]
    retires = retirement_months(here.birth, here.female, worker)
    past = retires <= NOW - 1
    retires[past] = NOW + rng.integers(0, RULES.retirement.staying_on_years * 12, int(past.sum()))
    working = np.ones(len(here.birth), dtype=bool)
    others = here.supply.astype(np.int64).copy()
    came = np.zeros(size, dtype=np.int64)
    weight = here.employed + here.supply
    people, retired = [weight.astype(float)], np.zeros((size, YEARS))
    gone_newcomer = 1 - (1 - NEWCOMER_LOSS) ** (1 / 12)
    for month in range(MONTHS):
        working &= ~(rng.random(len(working)) < monthly[here.role_of])
        due = working & (retires == NOW + month)
        retired[:, month // 12] += np.bincount(here.role_of[due], minlength=size)
        working &= ~due
        others -= rng.binomial(others, monthly)
        came -= rng.binomial(came, gone_newcomer)
        came += _arriving(here, weight, rng)
        if month % 12 == 0 and month:  # July, a class later than the one that is available already
            others += _graduating(here, 2026 + month // 12, true, rng)
        if month % 12 == 11:
            people.append(np.bincount(here.role_of[working], minlength=size) + others + came)
    return np.stack(people, axis=1).astype(float), retired


def _arriving(here: Region, weight: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    found = np.zeros(len(here.roles), dtype=np.int64)
    groups = [(role.chain_id, str(role.tier)) for role in here.roles]
    for group, yearly in here.arrivals.items():
        own = np.array([place for place, one in enumerate(groups) if one == group])
        shares = weight[own] / weight[own].sum()
        found[own] += rng.multinomial(rng.poisson(yearly / 12), shares)
    return found


def _graduating(here: Region, year: int, true: Rates, rng: np.random.Generator) -> NDArray[np.int64]:
    found = np.zeros(len(here.roles), dtype=np.int64)
    training = RULES.training
    stay = min(1.0, training.completing * training.entering * 0.5 * true.training)
    for seat in here.seats:
        if seat["year"] != year - training.years[Education.BACHELOR]:
            continue
        own = [place for place, role in enumerate(here.roles)
               if seat["major"] in role.majors and role.education.rank <= Education.BACHELOR.rank]  # fmt: skip
        if own and here.need[own].sum() > 0:
            found[own] += rng.multinomial(
                rng.binomial(int(str(seat["seats"])), stay), here.need[own] / here.need[own].sum()
            )
    return found


def posts(here: Region, true: Rates) -> Array:
    """Posts by role at the end of years 0 to 5: those filled, those open, and those planned that come to be."""
    ahead = np.interp(np.arange(YEARS + 1), [0, 1, 3, 5], [0.0, *PLANNED])
    realised = np.array([true.plans[role.chain_id] for role in here.roles])
    return here.employed[:, None] + here.need[:, None] * (1 + realised[:, None] * ahead)


def observed(here: Region, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The published balances of roles and groups: sampled, rounded, some roles hidden."""
    spread = rng.uniform(0.12, 0.3, len(here.roles))
    need = here.need * np.exp(spread * rng.standard_normal(len(spread)))
    unsure = math.sqrt(math.log1p(RULES.uncertainty.employed**2))
    employed = here.employed * np.exp(unsure * rng.standard_normal(len(spread)))
    frame = pd.DataFrame({
        "chain_id": [role.chain_id for role in here.roles], "tier": [str(role.tier) for role in here.roles],
        "role_id": [role.id for role in here.roles], "need": need, "supply": here.supply.astype(float),
        "employed": employed, "variance": (need * spread) ** 2, "segment_id": "",
    })  # fmt: skip
    groups = pd.concat(
        [frame.assign(**{key: "" for key in ("chain_id", "tier") if key not in keys})
         .groupby(["chain_id", "tier"], as_index=False)[["need", "supply", "employed", "variance"]].sum()
         for keys in (("chain_id", "tier"), ("chain_id",), ("tier",), ())],
        ignore_index=True,
    )  # fmt: skip
    shown = _printed(frame)
    shown.loc[rng.random(len(shown)) < HIDDEN, ["need", "need_low", "need_high"]] = np.nan
    return shown, _printed(groups)


def _printed(frame: pd.DataFrame) -> pd.DataFrame:
    sigma = np.sqrt(frame["variance"]) / frame["need"].clip(lower=1e-9)
    told = {"need_low": frame["need"] * np.exp(-1.96 * sigma), "need_high": frame["need"] * np.exp(1.96 * sigma)}
    found = frame.assign(**told).drop(columns="variance")
    for name in ("need", "need_low", "need_high", "supply", "employed"):
        found[name] = np.floor(found[name] / ROUNDING + 0.5) * ROUNDING
    return found


def store(engine: EmbeddedEngine, here: Region, rng: np.random.Generator) -> None:
    """The registry, events and answers of the region as an edition's tables."""
    known = np.flatnonzero(rng.random(len(here.birth)) < KNOWN_AGES)
    ids = [f"p{place}" for place in known]
    engine.write(PEOPLE, PEOPLE.from_rows(
        {"person_id": name, "status": "employed", "sex": "f" if here.female[place] else "m",
         "birth_year": int(here.birth[place] // 12)} for name, place in zip(ids, known, strict=True)
    ))  # fmt: skip
    roles = [here.roles[here.role_of[place]] for place in known]
    engine.write(PERSON_ROLES, PERSON_ROLES.from_rows(
        {"person_id": name, "role_id": role.id, "weight": 1.0, "tier": str(role.tier)}
        for name, role in zip(ids, roles, strict=True)
    ))  # fmt: skip
    engine.write(EVENTS, EVENTS.from_rows(_events(here, rng)))
    lines = [(f"l{number}-{firm}", firm, role) for number, role in enumerate(here.roles) for firm in range(6)]
    engine.write(DEMAND, DEMAND.from_rows(
        {"line_id": line, "headcount": 100, "headcount_12m": 100 + _planned(PLANNED[0], rng),
         "headcount_3y": 100 + _planned(PLANNED[1], rng)} for line, _, _ in lines
    ))  # fmt: skip
    engine.write(POSTS, POSTS.from_rows(
        {"line_id": line, "enterprise_id": f"e{firm}", "chain_id": role.chain_id, "tier": str(role.tier), "weight": 1.0,
         "headcount": 100.0, "need_kind": "new"} for line, firm, role in lines
    ))  # fmt: skip


def _planned(share: float, rng: np.random.Generator) -> int:
    return int(rng.poisson(100 * share))


def _events(here: Region, rng: np.random.Generator) -> Iterator[dict[str, object]]:
    number = 0
    for (chain, tier), yearly in here.arrivals.items():
        for _ in range(rng.poisson(3 * yearly)):
            came = TODAY - dt.timedelta(days=int(rng.integers(0, 1095)))
            stays = rng.exponential(365.25 / -math.log(1 - NEWCOMER_LOSS))
            said = {"person_id": f"n{number}", "known": 1, "tier": tier, "chain_id": chain, "source_row": number}
            yield {**said, "event_id": f"i{number}", "event": "inflow", "date": came}
            if came + dt.timedelta(days=stays) <= TODAY:
                yield {**said, "event_id": f"o{number}", "event": "outflow", "date": came + dt.timedelta(days=stays)}
            number += 1


def trial(catalog: Catalog, seed: int, astray: bool) -> pd.DataFrame:
    """One region: every row that is told, at each horizon, beside what came to be."""
    rng = np.random.default_rng(seed)
    here = region(catalog, rng)
    true = rates(rng, here, astray)
    people, retired = lived(here, true, rng)
    gap = posts(here, true) - people
    shown, groups = observed(here, rng)
    with tempfile.TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine:
        store(engine, here, rng)
        units = units_of(shown, groups)
        told = projection(units, gathered(engine, catalog, RULES, units, (TODAY, here.seats)), RULES, TODAY)
    told = told[told["scenario"] == RULES.scenarios[0].id].reset_index(drop=True)
    return told.assign(**_truth(here, told, gap, retired))


def _truth(here: Region, told: pd.DataFrame, gap: Array, retired: Array) -> dict[str, Array]:
    places = pd.DataFrame({"chain_id": [role.chain_id for role in here.roles],
                           "tier": [str(role.tier) for role in here.roles],
                           "role_id": [role.id for role in here.roles]})  # fmt: skip
    since = np.concatenate([np.zeros((len(retired), 1)), np.cumsum(retired, axis=1)], axis=1)
    found = []
    for row in told[["chain_id", "tier", "role_id", "years_ahead"]].to_dict("records"):
        own = np.logical_and.reduce([(places[key] == row[key]) | (row[key] == "") for key in places])
        year = int(row["years_ahead"])
        found.append((gap[own, year].sum(), gap[own, 0].sum(), since[own, year].sum()))
    columns = np.array(found).T
    return dict(zip(("true_gap", "gap_then", "true_retired"), columns, strict=True))


def level_of(row: pd.DataFrame) -> pd.Series[str]:
    """What kind of row it is."""
    return pd.Series(
        np.select(
            [row["role_id"] != "", (row["chain_id"] != "") & (row["tier"] != ""), row["chain_id"] + row["tier"] != ""],
            ["role", "chain x tier", "chain or tier"],
            "region",
        ),
        index=row.index,
    )


def account(found: pd.DataFrame) -> str:
    """Error and coverage by kind of row and horizon."""
    told = found[found["years_ahead"].isin(RULES.horizons)].copy()
    told["level"] = level_of(told)
    scale = told["posts"].abs().clip(lower=1)
    told["error"] = (told["gap"] - told["true_gap"]).abs() / scale
    told["bias"] = (told["gap"] - told["true_gap"]) / scale
    told["unchanged"] = (told["gap_then"] - told["true_gap"]).abs() / scale
    told["in95"] = told["true_gap"].between(told["gap_low"], told["gap_high"]).where(told["gap_low"].notna())
    told["in80"] = (
        told["true_gap"].between(told["gap_inner_low"], told["gap_inner_high"]).where(told["gap_low"].notna())
    )
    known = told["true_retired"] >= 20
    told["retired_error"] = ((told["retired"] - told["true_retired"]).abs() / told["true_retired"]).where(known)
    heads = ("error", "bias", "no change", "in 95%", "in 80%", "retired")
    lines = [f"{'row':<14}{'years':>6}{'rows':>8}" + "".join(f"{head:>11}" for head in heads)]
    for (level, years), own in told.groupby(["level", "years_ahead"], sort=False):
        shares = [own[name].astype(float).mean() for name in ("in95", "in80")]
        lines.append(
            f"{level:<14}{years:>6}{len(own):>8}{own['error'].median():>11.1%}{own['bias'].mean():>+11.1%}"
            f"{own['unchanged'].median():>11.1%}{shares[0]:>11.1%}{shares[1]:>11.1%}{_retired(own):>11}"
        )
    return "\n".join(lines)


def _retired(own: pd.DataFrame) -> str:
    known = own["retired_error"].dropna()
    return f"{known.median():.1%}" if len(known) else "-"


def main() -> None:
    """Print error and coverage over generated regions, under right and under wrong assumptions."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.projection_backtest", description=__doc__)
    parser.add_argument("--regions", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    sys.stdout.write(
        "error, bias: of the gap, in shares of all posts (median, mean); no change: error if the gap were to stay;\n"
        "retired: median relative error of those who retire, where 20 or more do\n"
    )
    for astray, title in ((False, "rates as uncertain as assumed"), (True, "rates that the assumptions miss")):
        found = [trial(catalog, wanted.seed * 1000 + number, astray) for number in range(wanted.regions)]
        sys.stdout.write(f"\n{title}, {wanted.regions} regions\n{account(pd.concat(found, ignore_index=True))}\n")


if __name__ == "__main__":
    main()
