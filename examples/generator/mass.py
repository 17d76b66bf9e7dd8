"""People and demand in any number: drawn in blocks as arrays, so that memory does not grow with their number.

The shape is that of the bundled edition (`people`, `demand`, `titles`): the same roles, wordings, departments and
memberships. What is drawn one by one there is drawn from pools here: careers of people and sayings of posts, of which
the more are used the more people there are, as words in a growing text (Heaps' law): `POOL * n ** exponent`. A block
hangs on the seed and its own number alone. The truth about each person and line stands beside the data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from examples.generator.chance import Dice
from examples.generator.demand import Surroundings, need_of
from examples.generator.enterprises import Firm, district_weights
from examples.generator.identifiers import credit_code
from examples.generator.industries import industries_of
from examples.generator.market import build_market
from examples.generator.people import (
    CERTIFICATES,
    EXPERTS,
    GRADUATES,
    INSURANCE,
    MEMBERSHIPS,
    OTHER_MAJORS,
    REFERENCE,
    SCHOOLS,
)
from examples.generator.titles import NONE, Scene, build_wording
from talentmap.model.taxonomy import Catalog, Education, Tier
from talentmap.tables.registry import RECORDS
from talentmap.tables.schema import Column, Kind, Table
from talentmap.tables.survey import DEMAND, ENTERPRISES

BLOCK = 200_000  # people or lines drawn at once
POOL, CAREERS_EXPONENT, SAYINGS_EXPONENT = 10, 0.65, 0.7
LINES_AN_ENTERPRISE = 8
WITHOUT_ID = 0.01  # records that name nobody's resident ID
_OUTSIDE_PEOPLE = 0.2
_AS_OF = {INSURANCE: (2026, 6, 30), EXPERTS: (2026, 3, 31), GRADUATES: (2026, 5, 31), CERTIFICATES: (2026, 4, 30)}
_EVERYWHERE = ("education", "job_title", "district_id", "status")
_FIELDS = {
    INSURANCE: (*_EVERYWHERE, "sex", "employer_id", "industry", "pay_month"),
    EXPERTS: (*_EVERYWHERE, "school", "major", "professional_title", "employer_id", "graduation_year"),
    GRADUATES: (*_EVERYWHERE, "school", "major", "graduation_year"),
    CERTIFICATES: (*_EVERYWHERE, "sex", "skill_level", "certificates", "employer_id"),
}
DEPARTMENTS = tuple(_FIELDS)
_TITLES = ("", "assistant", "intermediate", "associate_senior", "full_senior")
_TITLE_SHARES = {
    "": (1.0, 0, 0, 0, 0),
    Tier.SCIENTIST: (0, 0.1, 0.3, 0.35, 0.25),
    Tier.ENGINEER: (0.2, 0.3, 0.3, 0.2, 0),
    Tier.TECHNICIAN: (1.0, 0, 0, 0, 0),
    Tier.YOUTH: (0.9, 0.1, 0, 0, 0),
}
_LEVELS = ("", "junior_worker", "intermediate_worker", "senior_worker", "technician", "senior_technician")
_LEVEL_SHARES = (0.1, 0.2, 0.25, 0.2, 0.15, 0.1)
_SIZES, _SIZE_SHARES = ("large", "medium", "small", "micro"), (0.05, 0.18, 0.6, 0.17)

TRUE_PEOPLE = Table(
    "true_people",
    "真实人员",
    "Who people truly are, by the pseudonym of their resident ID",
    key=("person_id",),
    columns=tuple(Column(name, Kind.TEXT, name, name) for name in ("person_id", "role_id", "tier", "status")),
)
TRUE_LINES = Table(
    "true_lines",
    "真实岗位",
    "What demand lines truly mean",
    key=("line_id",),
    columns=tuple(Column(name, Kind.TEXT, name, name) for name in ("line_id", "role_id")),
)

Array = NDArray[Any]
_STEP = 0xD1B54A32D192ED03


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts of which each draw takes one whole row: a career, or what a line says; `role` is the place of its role.

    Of what lines say, `role` is the place of the chain, and the true role a column.
    """

    role: Array
    columns: dict[str, pa.Array]

    def taken(self, name: str, places: Array) -> pa.Array:
        """One column of the rows at `places`."""
        return self.columns[name].take(pa.array(places))


class Mass:
    """Draws registry records and demand lines of `people` and `lines` in blocks."""

    def __init__(self, catalog: Catalog, people: int, lines: int, seed: int) -> None:
        self.catalog, self.people, self.lines, self.seed = catalog, people, lines, seed
        self._market = build_market(catalog, seed)
        self._trades = list(self._market.trades.values())
        self._surroundings = Surroundings(catalog, self._market, build_wording(catalog))
        self._roles = pa.array([*(trade.role.id for trade in self._trades), NONE])
        self._tiers = [*(trade.role.tier for trade in self._trades), ""]
        self._districts = list(district_weights(catalog))
        shares = np.array(list(district_weights(catalog).values()))
        self._district_shares = shares / shares.sum()

    @property
    def enterprises(self) -> int:
        """Enterprises that answer."""
        return max(len(self.catalog.chains), self.lines // LINES_AN_ENTERPRISE)

    def records(self) -> Iterator[pa.RecordBatch]:
        """The RECORDS of all people, under pseudonyms, department by department within a block."""
        for block, size in _blocks(self.people):
            yield from self._records(block, size)

    def true_people(self) -> Iterator[pa.RecordBatch]:
        """The TRUE_PEOPLE."""
        for block, size in _blocks(self.people):
            drawn = self._drawn(block, size)
            columns = (
                _pseudonyms(drawn["number"], 1),
                self._roles.take(pa.array(drawn["role"])),
                drawn["tier"],
                drawn["status"],
            )
            yield pa.RecordBatch.from_arrays(list(columns), schema=TRUE_PEOPLE.arrow_schema)

    def demand(self) -> Iterator[pa.RecordBatch]:
        """The DEMAND of all enterprises."""
        for block, size in _blocks(self.lines):
            yield self._demand(block, size)

    def true_lines(self) -> Iterator[pa.RecordBatch]:
        """The TRUE_LINES."""
        for block, size in _blocks(self.lines):
            _, said = self._said(block, size)
            columns = [_pseudonyms(_numbers(block, size), 5), self._sayings.taken("role_id", said)]
            yield pa.RecordBatch.from_arrays(columns, schema=TRUE_LINES.arrow_schema)

    def firms(self) -> Iterator[pa.RecordBatch]:
        """The ENTERPRISES."""
        for start in range(0, self.enterprises, BLOCK):
            places = np.arange(start, min(start + BLOCK, self.enterprises))
            yield _batch(ENTERPRISES, len(places), self._firm_columns(places))

    def _firm_columns(self, places: Array) -> dict[str, pa.Array]:
        codes = self._codes.take(pa.array(places))
        return {
            "enterprise_id": codes,
            "enterprise_name": pa.array([f"示例企业{place:07d}" for place in places.tolist()]),
            "credit_code": codes,
            "chain_id": _chosen(list(self.catalog.chains), places % len(self.catalog.chains)),
            "district_id": _chosen(self._districts, self._firm_districts[places]),
            "size_class": _chosen(_SIZES, self._firm_sizes[places]),
            "employees": pa.array((10 ** (3.2 - 0.8 * self._firm_sizes[places])).astype(np.int64)),
            "source_file": codes,
        }

    @cached_property
    def _codes(self) -> pa.Array:
        return pa.array([credit_code(serial) for serial in range(1, self.enterprises + 1)])

    @cached_property
    def _firm_districts(self) -> Array:
        return self._rng("firm districts", 0).choice(len(self._districts), self.enterprises, p=self._district_shares)

    @cached_property
    def _firm_sizes(self) -> Array:
        return self._rng("firm sizes", 0).choice(len(_SIZES), self.enterprises, p=_SIZE_SHARES)

    @cached_property
    def _careers(self) -> Pool:
        """Title, wording of the same title elsewhere, major, certificates and trade."""
        weights = [trade.demand * (1.25 - trade.hardness) * _HELD[trade.role.tier] for trade in self._trades]
        places = self._roles_of_pool(weights)
        rows = [self._career(role, Dice(self.seed, "career", place)) for place, role in enumerate(places.tolist())]
        return _pool(places, ("job_title", "second_title", "major", "certificates", "industry"), rows)

    def _career(self, role: int, dice: Dice) -> tuple[str, ...]:
        wording = self._surroundings.wording
        if role == len(self._trades):
            titles = (wording.outside(Scene("", "", 6000, 1), dice).text for _ in range(2))
            return (*titles, dice.choice(OTHER_MAJORS), "", "")
        trade = self._trades[role]
        chain = self.catalog.chains[trade.role.chain_id]
        scene = Scene("", chain.segment(trade.role.segment).zh, trade.pay_month, 1)
        titles = (wording.own_title(trade.role, scene, dice) for _ in range(2))
        industry = dice.choice(industries_of(chain, self.catalog)).code
        certificates = "|".join(sorted(dice.some(trade.role.certificates, 0, 2)))
        return (*titles, dice.choice(trade.role.majors or OTHER_MAJORS), certificates, industry)

    @cached_property
    def _sayings(self) -> Pool:
        """What demand lines say of a post, and its figures."""
        size = max(int(POOL * self.lines**SAYINGS_EXPONENT), 1)
        rows = [self._saying(Dice(self.seed, "saying", place)) for place in range(size)]
        names = (
            *("chain", "role_id", "title", "majors", "certificates", "skills", "duties", "education", "reasons"),
            *("pay_low", "pay_high", "months_open"),
        )
        chain, *_ = zip(*rows, strict=True)
        return _pool(np.array(chain), names, rows)

    def _saying(self, dice: Dice) -> tuple[Any, ...]:
        chains = list(self.catalog.chains.values())
        chain = dice.choice(chains)
        firm = Firm("示例企业", "", chain.id, dice.choice(chain.segments).id, "", "small", 120, "", 1.0)
        need = need_of(firm, self._surroundings, dice)
        joined = ("|".join(words) for words in (need.majors, need.certificates, need.skills))
        figures = (float(need.pay_low), float(need.pay_high), need.months_open)
        said = (need.titled.text, *joined, need.duties, need.education, "|".join(need.reasons))
        return (chains.index(chain), need.titled.role_id, *said, *figures)

    def _roles_of_pool(self, weights: Sequence[float]) -> Array:
        shares = np.array(weights) / sum(weights) * (1 - _OUTSIDE_PEOPLE)
        size = max(int(POOL * self.people**CAREERS_EXPONENT), 1)
        return self._rng("careers", 0).choice(len(shares) + 1, size, p=[*shares, 1 - shares.sum()])

    def _rng(self, purpose: str, block: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *purpose.encode(), block])

    def _drawn(self, block: int, size: int) -> dict[str, Any]:
        """What is true of the people of a block."""
        rng = self._rng("people", block)
        career = rng.integers(len(self._careers.role), size=size)
        role = self._careers.role[career]
        counts = np.array([count for count, _, _ in MEMBERSHIPS], dtype=float)
        membership = rng.choice(len(MEMBERSHIPS), size, p=counts / counts.sum())
        statuses = np.array([status for _, status, _ in MEMBERSHIPS])[membership]
        return {
            "rng": rng,
            "number": _numbers(block, size),
            "career": career,
            "role": role,
            "tier": pa.array(np.array([str(tier) for tier in self._tiers])[role]),
            "status": pa.array(statuses),
            "known": membership,
            "student": statuses == "student",
        }

    def _records(self, block: int, size: int) -> Iterator[pa.RecordBatch]:
        drawn = self._drawn(block, size)
        columns = self._person_columns(drawn)
        second = self._careers.taken("second_title", drawn["career"])
        for place, department in enumerate(DEPARTMENTS):
            member = np.array([department in known for _, _, known in MEMBERSHIPS])[drawn["known"]]
            chosen = pa.array(np.flatnonzero(member))
            own = columns | {"job_title": second} if department in (EXPERTS, CERTIFICATES) else columns
            kept = {name: own[name].take(chosen) for name in (*_IDENTITY, *_FIELDS[department])}
            nameless = drawn["rng"].random(len(chosen)) < WITHOUT_ID
            kept["person_key"] = pc.if_else(pa.array(nameless), "", kept["person_key"])
            kept["record_id"] = _pseudonyms(drawn["number"][member] * len(DEPARTMENTS) + place, 2)
            kept["source_row"] = pa.array(drawn["number"][member] + 2)
            same = {"department": department, "source_file": f"{department}.csv", "as_of": dt.date(*_AS_OF[department])}
            yield _batch(RECORDS, len(chosen), kept, same)

    def _person_columns(self, drawn: dict[str, Any]) -> dict[str, pa.Array]:
        rng, career, role, number = drawn["rng"], drawn["career"], drawn["role"], drawn["number"]
        size = len(number)
        education = _by_share(self._education_shares[role], rng)
        age = np.clip(rng.normal(36, 9, size).astype(np.int64), 19, 59)
        graduated = REFERENCE.year - age + np.array([18, 18, 21, 22, 25, 29])[education]
        graduated = np.where(drawn["student"], rng.integers(2026, 2029, size), np.minimum(graduated, 2025))
        employer = rng.integers(self.enterprises, size=size)
        pay = np.array([*(trade.pay_month for trade in self._trades), 5600])[role] * rng.uniform(0.72, 1.12, size)
        employed = np.array([status == "employed" for _, status, _ in MEMBERSHIPS])[drawn["known"]]
        level = np.where(np.array(self._tiers)[role] == Tier.TECHNICIAN, rng.choice(6, size, p=_LEVEL_SHARES), 0)
        title = _by_share(np.array([_TITLE_SHARES[tier] for tier in self._tiers])[role], rng)
        months = rng.integers(1, 13, size)
        untitled = drawn["student"] & (rng.random(size) < 0.35)
        return {
            "person_key": _pseudonyms(number, 1),
            "name_key": _pseudonyms(number // 3, 3),
            "phone_key": _pseudonyms(number, 4),
            "birth_month": _joined(REFERENCE.year - age, months),
            "birth_year": pa.array(REFERENCE.year - age),
            "sex": _chosen(("m", "f"), (rng.random(size) < 0.4).astype(int)),
            "education": _chosen([str(step) for step in Education], education),
            "school": _chosen(_ALL_SCHOOLS, rng.integers(len(_ALL_SCHOOLS), size=size)),
            "major": self._careers.taken("major", career),
            "job_title": pc.if_else(pa.array(untitled), "", self._careers.taken("job_title", career)),
            "professional_title": _chosen(_TITLES, title),
            "skill_level": _chosen(_LEVELS, level),
            "certificates": self._careers.taken("certificates", career),
            "employer_id": pc.if_else(pa.array(employed), self._codes.take(pa.array(employer)), ""),
            "industry": pc.if_else(pa.array(employed), self._careers.taken("industry", career), ""),
            "district_id": _chosen(self._districts, rng.choice(len(self._districts), size, p=self._district_shares)),
            "status": drawn["status"],
            "graduation_year": pa.array(graduated),
            "pay_month": pa.array(np.where(employed, np.round(pay, -1), np.nan), from_pandas=True),
        }

    @cached_property
    def _education_shares(self) -> Array:
        shares = np.zeros((len(self._trades) + 1, len(Education)))
        for place, trade in enumerate(self._trades):
            floor = max(Education.SECONDARY.rank, trade.role.education.rank)
            for step, share in ((0, 0.66), (1, 0.22), (-1, 0.12)):
                shares[place, max(1, min(len(Education) - 1, floor + step))] += share
        shares[-1, 1:5] = (0.15, 0.4, 0.42, 0.03)
        return shares

    def _said(self, block: int, size: int) -> tuple[np.random.Generator, Array]:
        rng = self._rng("lines", block)
        return rng, rng.integers(len(self._sayings.role), size=size)

    def _demand(self, block: int, size: int) -> pa.RecordBatch:
        rng, said = self._said(block, size)
        heads = rng.geometric(0.55, size)
        advertised = heads + rng.integers(0, 3, size)
        filled = (advertised * rng.uniform(0.1, 0.9, size)).astype(np.int64)
        own, chains = self._sayings.role[said], list(self.catalog.chains)
        firm = rng.integers(self.enterprises // len(chains), size=size) * len(chains) + own
        columns = {
            "line_id": _pseudonyms(_numbers(block, size), 5),
            "enterprise_id": self._codes.take(pa.array(firm)),
            "chain_id": _chosen(chains, own),
            "district_id": _chosen(self._districts, self._firm_districts[firm]),
            "headcount": pa.array(heads),
            "headcount_12m": pa.array(heads + rng.integers(0, 2, size)),
            "headcount_3y": pa.array(heads * 2),
            "employed": pa.array(heads * rng.integers(2, 7, size)),
            "advertised": pa.array(advertised),
            "filled": pa.array(filled),
            "applicants": pa.array(advertised * 3),
            "qualified": pa.array(advertised * 2),
            "suitable": pa.array(advertised),
            "source_row": pa.array(_numbers(block, size) % 1000 + 2),
            **{name: self._sayings.taken(name, said) for name in self._sayings.columns if name in DEMAND.names},
        }
        return _batch(DEMAND, size, columns, {"source_file": "mass.csv"})


_IDENTITY = ("person_key", "name_key", "phone_key", "birth_month", "birth_year")
_HELD = {Tier.SCIENTIST: 0.05, Tier.ENGINEER: 0.35, Tier.TECHNICIAN: 0.38, Tier.YOUTH: 0.22}
_ALL_SCHOOLS = tuple(sorted({school for schools in SCHOOLS.values() for school in schools}))


def write_mass(folder: Path, mass: Mass, *, as_csv: bool = False) -> dict[str, int]:
    """Write enterprises, demand, records and their truth into `folder`; gives the rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    streams: dict[Table, Callable[[], Iterable[pa.RecordBatch]]] = {
        ENTERPRISES: mass.firms,
        DEMAND: mass.demand,
        RECORDS: mass.records,
        TRUE_LINES: mass.true_lines,
        TRUE_PEOPLE: mass.true_people,
    }
    return {table.name: _written(folder, table, batches(), as_csv) for table, batches in streams.items()}


def _written(folder: Path, table: Table, batches: Iterable[pa.RecordBatch], as_csv: bool) -> int:
    rows = 0
    made = (
        pyarrow.csv.CSVWriter(folder / f"{table.name}.csv", table.arrow_schema)
        if as_csv
        else pq.ParquetWriter(folder / f"{table.name}.parquet", table.arrow_schema)
    )
    with made as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    return ((place, min(BLOCK, count - start)) for place, start in enumerate(range(0, count, BLOCK)))


def _numbers(block: int, size: int) -> Array:
    return np.arange(block * BLOCK, block * BLOCK + size)


def _pool(role: Array, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Pool:
    return Pool(role, {name: pa.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})


def _batch(
    table: Table, size: int, columns: dict[str, pa.Array], same: dict[str, object] | None = None
) -> pa.RecordBatch:
    """A batch of a declared table: what is not given is empty text or null."""
    fixed = same or {}
    arrays = []
    for column, field in zip(table.columns, table.arrow_schema, strict=True):
        if column.name in columns:
            arrays.append(columns[column.name].cast(field.type))
        elif column.name in fixed or column.kind is Kind.TEXT:
            arrays.append(pa.repeat(pa.scalar(fixed.get(column.name, ""), field.type), size))
        else:
            arrays.append(pa.nulls(size, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=table.arrow_schema)


def _chosen(words: Sequence[str], places: Array) -> pa.Array:
    return pa.array(list(words), pa.string()).take(pa.array(places))


def _by_share(shares: Array, rng: np.random.Generator) -> Array:
    """One column of each row of `shares`, as likely as the row says."""
    drawn: Array = (np.cumsum(shares, axis=1) < rng.random(len(shares))[:, None]).sum(axis=1)
    return np.minimum(drawn, shares.shape[1] - 1)


def _joined(years: Array, months: Array) -> pa.Array:
    """Years and months as YYYY-MM."""
    place = (years - 1900) * 12 + months - 1
    words = [f"{1900 + k // 12:04d}-{k % 12 + 1:02d}" for k in range(int(place.max(initial=0)) + 1)]
    return _chosen(words, place)


def _pseudonyms(numbers: Array, purpose: int) -> pa.Array:
    """24 hex characters for each number, as a keyed hash would give: spread evenly, the same for the same number."""
    low = _mixed(numbers.astype(np.uint64) + np.uint64(purpose * _STEP % 2**64))
    high = _mixed(low ^ np.uint64(0x9E3779B97F4A7C15))
    both = np.empty((len(numbers), 12), dtype=np.uint8)
    both[:, :8] = low.view(np.uint8).reshape(-1, 8)
    both[:, 8:] = high.view(np.uint8).reshape(-1, 8)[:, :4]
    text = both.tobytes().hex().encode()
    offsets = pa.py_buffer(np.arange(len(numbers) + 1, dtype=np.int32) * 24)
    return pa.StringArray.from_buffers(len(numbers), offsets, pa.py_buffer(text))


def _mixed(values: Array) -> Array:
    """splitmix64 (Steele, Lea & Flood, 2014)."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.ascontiguousarray(mixed ^ (mixed >> np.uint64(31)))
