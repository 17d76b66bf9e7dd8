"""Pairs worth comparing and what comparing them says: lazy expressions, run wherever the tables live.

Everybody with everybody is out of reach: a pair is looked at when a block is shared, and blocks are chosen so that no
link is lost. Two are linked only where the names agree or sound alike, and the birth month, the phone or its tail
agrees as well (`talentmap.linkage.comparison`); so each such combination is a block:

    sound of the name + birth month      sound of the name + phone tail      phone

Values are taken by entity, for what is known of a person with an ID may stand in several records.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import narwhals as nw

from talentmap.engine.base import Frame
from talentmap.linkage.comparison import (
    AGREEING_ITEMS,
    THRESHOLD,
    WEIGHTS,
    Verdict,
)
from talentmap.linkage.trace import Item

SHARED_PHONE_NAMES = 3
"""A phone under more names than this is a switchboard or a clerk's: it says nothing about one person."""

REVIEW_FROM = 15
"""Points from which on a person should look at a pair, where phone, employer or school speak for it as well."""

SHARED_BY = (Item.EMPLOYER, Item.SCHOOL)
COMMON_SHARE = 64
COMMON_FROM = 1_000
"""An employer or school of more than one in 64 records says less; among fewer than 1,000 records nobody can tell."""

FLAGS = tuple(f"{item}_common" for item in SHARED_BY)
TRACE_COLUMNS = ("entity", "identified", *(item.value for item in Item), "sound", "phone_tail", *FLAGS)
"""What a frame of traces holds: a row a record, texts empty where unknown, `identified` and `…_common` 0 or 1."""


def without_shared_phones(traces: Frame) -> Frame:
    """The traces, phones that many names share taken away with their tails."""
    known = traces.filter((nw.col("phone") != "") & (nw.col("name") != ""))
    names = known.select("phone", "name").unique().group_by("phone").agg(names=nw.len())
    shared = names.filter(nw.col("names") > SHARED_PHONE_NAMES).select("phone", shared=nw.lit(1))
    joined = traces.join(shared, on="phone", how="left")
    own = {
        column: nw.when(nw.col("shared").is_null()).then(nw.col(column)).otherwise(nw.lit(""))
        for column in ("phone", "phone_tail")
    }
    return joined.with_columns(**own).drop("shared")


def with_common_values(traces: Frame, everybody: Frame, records: int) -> Frame:
    """The traces, with a flag on employers and schools that many share of `everybody`, who are so many `records`."""
    for item, flag in zip(SHARED_BY, FLAGS, strict=True):
        counts = everybody.filter(nw.col(item.value) != "").group_by(item.value).agg(count=nw.len())
        many = counts.filter(nw.col("count") * COMMON_SHARE > max(records, COMMON_FROM))
        flagged = traces.join(many.select(item.value, many=nw.lit(1)), on=item.value, how="left")
        traces = flagged.with_columns(nw.col("many").fill_null(0).alias(flag)).drop("many")
    return traces


def blocked_pairs(traces: Frame) -> Frame:
    """Each pair that shares a block, once, as `one` and `other`: two with an ID are never paired.

    `one` is always without an ID; of two without, it is the one that sorts first.
    """
    blocks = nw.concat([block.select("entity", "identified", "block") for block in _blocks(traces)])
    loose = blocks.filter(nw.col("identified") == 0).select(one="entity", block="block")
    both = loose.join(blocks.rename({"entity": "other"}), on="block", how="inner")
    wanted = (nw.col("identified") == 1) | (nw.col("one") < nw.col("other"))
    return both.filter(wanted).select("one", "other").unique()


def compared(pairs: Frame, traces: Frame) -> Frame:
    """The pairs with the verdict on each item, the points, and `contradicts`, `links` and `review` as 0 or 1.

    `links`: the evidence takes both for one person. `review`: it does, or a person should look.
    """
    seen = traces.select(*TRACE_COLUMNS)
    ones = seen.drop("identified").rename({name: f"one_{name}" for name in TRACE_COLUMNS[2:]})
    others = seen.rename({name: f"other_{name}" for name in TRACE_COLUMNS[2:]})
    flags = {name: flag for item in Item for name, flag in _flags(item)}
    met = (
        pairs.join(ones.rename({"entity": "one"}), on="one", how="inner")
        .join(others.rename({"entity": "other"}), on="other", how="inner")
        .select("one", "other", "identified", **flags)
        .group_by("one", "other")
        .agg(nw.col("identified").max(), *(nw.col(name).max() for name in flags))
    )
    return _judged(met)


def verdict_column(item: Item) -> str:
    """The name of the column with the verdict on an item: 3 agree, 2 near, 1 differ, 0 unknown."""
    return f"on_{item}"


LEVELS = (Verdict.UNKNOWN, Verdict.DIFFER, Verdict.NEAR, Verdict.AGREE)
"""The verdicts by the number that stands for them: the best of several values of an entity is the greatest."""


def _blocks(traces: Frame) -> Iterator[Frame]:
    """What each trace shares with others: of a record what stands in it, of a person all that is known together."""
    persons = traces.filter(nw.col("identified") == 1)
    for column in ("birth_month", "phone_tail"):
        together = _known(persons, "sound").join(
            _known(persons, column).select("entity", column), on="entity", how="inner"
        )
        for both in (_known(traces, "sound", column), together):
            yield both.with_columns(block=nw.concat_str(nw.lit(f"{column}:"), nw.col("sound"), nw.col(column)))
    yield _known(traces, "phone").with_columns(block=nw.concat_str(nw.lit("phone:"), nw.col("phone")))


def _known(traces: Frame, *columns: str) -> Frame:
    for column in columns:
        traces = traces.filter(nw.col(column) != "")
    return traces.select("entity", "identified", *columns)


def _flags(item: Item) -> Iterator[tuple[str, nw.Expr]]:
    one, other = (nw.col(f"{side}_{item}") for side in ("one", "other"))
    level = nw.when((one != "") & (other != "")).then(nw.lit(1)).otherwise(nw.lit(0))
    if item is Item.NAME:
        level = nw.when(_same("sound")).then(nw.lit(2)).otherwise(level)
    if item is Item.PHONE:  # of one of the two only the tail is known
        level = nw.when(_same("phone_tail") & ((one == "") | (other == ""))).then(nw.lit(2)).otherwise(level)
    full = nw.lit(3)
    if item in SHARED_BY:
        full = nw.when(nw.col(f"one_{item}_common") == 1).then(nw.lit(2)).otherwise(full)
    yield verdict_column(item), nw.when(_same(item)).then(full).otherwise(level)


def _same(column: str) -> nw.Expr:
    return (nw.col(f"one_{column}") != "") & (nw.col(f"one_{column}") == nw.col(f"other_{column}"))


def _judged(met: Frame) -> Frame:
    points = [_points(item) for item in Item]
    agreeing = [(nw.col(verdict_column(item)) >= 2).cast(nw.Int64) for item in Item]
    excluded = [nw.col(verdict_column(item)) == 1 for item in Item if WEIGHTS[item].differ is None]
    named = nw.col(verdict_column(Item.NAME)) >= 2
    anchored = (nw.col(verdict_column(Item.BIRTH_MONTH)) == 3) | (nw.col(verdict_column(Item.PHONE)) >= 2)
    telling = [nw.col(verdict_column(Item.PHONE)) >= 2, *(nw.col(verdict_column(item)) == 3 for item in SHARED_BY)]
    judged = met.with_columns(
        points=reduce(lambda total, more: total + more, points),
        agreeing=reduce(lambda total, more: total + more, agreeing),
        contradicts=reduce(lambda any_, more: any_ | more, excluded).cast(nw.Int64),
    )
    enough = (nw.col("agreeing") >= AGREEING_ITEMS) & (nw.col("points") >= THRESHOLD)
    told = (nw.col("points") >= REVIEW_FROM) & reduce(lambda any_, more: any_ | more, telling)
    possible = named & (nw.col("contradicts") == 0)
    return judged.with_columns(
        links=(possible & anchored & enough).cast(nw.Int64), review=(possible & told).cast(nw.Int64)
    )


def _points(item: Item) -> nw.Expr:
    level, weight = nw.col(verdict_column(item)), WEIGHTS[item]
    low = nw.when(level == 1).then(nw.lit(weight.differ or 0)).otherwise(nw.lit(0))
    middle = nw.when(level == 2).then(nw.lit(weight.near)).otherwise(low)
    return nw.when(level == 3).then(nw.lit(weight.agree)).otherwise(middle)
