"""The steps whose growth is measured, each a function of an engine and a folder of made tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import narwhals as nw
import pyarrow.parquet as pq

from talentmap.analysis.balance import CELL, balance_by
from talentmap.analysis.posts import place_posts
from talentmap.catalog.read import read_catalog
from talentmap.engine import Engine
from talentmap.matching.placement.place_demand import place_demand
from talentmap.matching.placement.place_people import place_people
from talentmap.matching.placement.placing import Placing
from talentmap.model.taxonomy import Catalog
from talentmap.registry.people.merge import merge as merge_records
from talentmap.registry.people.merge import merge_rules
from talentmap.registry.people.survivorship import read_survivorship
from talentmap.resources import catalogs_dir
from talentmap.review.ledger import Ledger
from talentmap.tables.analysis import CELLS
from talentmap.tables.survey import ENTERPRISES

REFERENCE = dt.date(2026, 6, 30)
_TRUST = {"insurance.csv": 4, "experts.csv": 5, "graduates.csv": 3, "certificates.csv": 3}
Step = Callable[[Engine, Catalog, Path], None]


def merge(engine: Engine, catalog: Catalog, made: Path) -> None:
    """Records to people. Who is who without an ID is the identity benchmark's affair: here such records stay alone."""
    rules = merge_rules(catalog, read_survivorship(), _TRUST)
    merge_records(engine, rules, {}, catalog, REFERENCE)


def match_demand(engine: Engine, catalog: Catalog, made: Path) -> None:
    """Demand lines to roles."""
    place_demand(engine, Placing(catalog, Ledger({})))


def match_people(engine: Engine, catalog: Catalog, made: Path) -> None:
    """People to roles."""
    place_people(engine, Placing(catalog, Ledger({})), REFERENCE)


def posts(engine: Engine, catalog: Catalog, made: Path) -> None:
    """Demand lines with role, chain and weight."""
    firms = pq.read_table(made / f"{ENTERPRISES.name}.parquet", columns=["enterprise_id"])["enterprise_id"].to_pylist()
    place_posts(engine, catalog, {firm: 1 + place % 7 / 3 for place, firm in enumerate(firms)}, ())


def gap(engine: Engine, catalog: Catalog, made: Path) -> None:
    """Need beside supply by chain, segment, role, tier and district."""
    engine.write(CELLS, balance_by(engine, catalog, CELL).filter(~nw.col("chain_id").is_null()))


STEPS: dict[str, Step] = {
    "merge": merge,
    "match demand": match_demand,
    "match people": match_people,
    "posts": posts,
    "gap": gap,
}


def shipped() -> Catalog:
    """The catalog under which all is measured."""
    return read_catalog(catalogs_dir(), "qingyuan")
