"""Need and supply added up over any grouping of cells."""

from __future__ import annotations

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.engine.exact import exact_sum
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import CELLS, POSTS
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE

CELL = CELLS.key
EVERYWHERE = "everywhere"
"""A key that all rows share: a grouping by it alone is the grand total."""


def need_by(engine: Engine, keys: tuple[str, ...], spread: Frame | None = None) -> Frame:
    """Need by `keys`: weighted total, enterprises behind it, share of the largest.

    `spread` has role_id, further keys and `share`: each post counts in every row of its role, times the share.
    """
    posts = _spread(engine.scan(POSTS), spread).with_columns(
        (nw.col("headcount") * nw.col("weight") * nw.col("share")).alias("need"), nw.lit("").alias(EVERYWHERE)
    )
    by_enterprise = posts.group_by(*keys, "enterprise_id").agg(exact_sum(nw.col("need")).alias("need"))
    return (
        by_enterprise.filter(nw.col("need") > 0)
        .group_by(*keys)
        .agg(
            exact_sum(nw.col("need")).alias("need"),
            nw.len().alias("enterprises"),
            nw.col("need").max().alias("largest"),
        )
        .with_columns((nw.col("largest") / nw.col("need")).alias("top_share"))
        .select(*keys, "need", "enterprises", "top_share")
    )


def supply_by(engine: Engine, catalog: Catalog, keys: tuple[str, ...], spread: Frame | None = None) -> Frame:
    """Available supply by `keys`: people counted by the weight of their roles, and how many people stand behind it."""
    roles = engine.frame(
        pa.table(
            {
                "role_id": [role.id for role in catalog.roles.values()],
                "chain_id": [role.chain_id for role in catalog.roles.values()],
                "segment_id": [role.segment for role in catalog.roles.values()],
            }
        )
    )
    available = engine.scan(PEOPLE).filter(nw.col("available") != "").select("person_id", "district_id")
    placed = (
        _spread(engine.scan(PERSON_ROLES), spread)
        .join(available, on="person_id", how="inner")
        .join(roles, on="role_id", how="inner")
        .with_columns(
            nw.col("district_id").fill_null(""),
            nw.lit("").alias(EVERYWHERE),
            (nw.col("weight") * nw.col("share")).alias("supply"),
        )
    )
    return placed.group_by(*keys).agg(
        exact_sum(nw.col("supply")).alias("supply"), nw.col("person_id").n_unique().alias("people")
    )


def _spread(lines: Frame, spread: Frame | None) -> Frame:
    if spread is None:
        return lines.with_columns(nw.lit(1.0).alias("share"))
    return lines.join(spread, on="role_id", how="inner")


def balance_by(engine: Engine, catalog: Catalog, keys: tuple[str, ...], spread: Frame | None = None) -> Frame:
    """Need beside supply by `keys`; what one side lacks is 0 there."""
    needed = need_by(engine, keys, spread).with_columns(supply=nw.lit(0.0), people=nw.lit(0))
    supplied = supply_by(engine, catalog, keys, spread).with_columns(
        need=nw.lit(0.0), enterprises=nw.lit(0), top_share=nw.lit(0.0)
    )
    measures = ("need", "enterprises", "top_share", "supply", "people")
    both = nw.concat(
        [side.select(*keys, *(nw.col(name).cast(nw.Float64) for name in measures)) for side in (needed, supplied)],
        how="vertical",
    )
    return (
        both.group_by(*keys)
        .agg(*(nw.col(name).sum() for name in measures))
        .with_columns(nw.col("enterprises").cast(nw.Int64), nw.col("people").cast(nw.Int64))
    )
