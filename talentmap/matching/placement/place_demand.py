"""Demand lines placed in roles, however many: what lines say alike is read once and then counts for each of them."""

from __future__ import annotations

import narwhals as nw

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.matching.placement.demand import WordingReader
from talentmap.matching.placement.placing import Placing
from talentmap.tables.matching import DEMAND_ROLES, QUEUE, WORDING_ROLES, WORDINGS
from talentmap.tables.survey import DEMAND

SAID = tuple(name for name in WORDINGS.names if name != "wording_id")
"""What a line says of its post: lines that agree in all of it are placed alike."""


def place_demand(engine: Engine, placing: Placing) -> None:
    """Write DEMAND_ROLES and QUEUE of the DEMAND in `engine`, by way of WORDINGS and WORDING_ROLES."""
    lines = engine.scan(DEMAND).select("line_id", *(nw.col(name).fill_null("") for name in SAID))
    engine.write(WORDINGS, lines.group_by(*SAID).agg(wording_id=nw.col("line_id").min()))
    engine.map_batches(WORDING_ROLES, engine.scan(WORDINGS), WordingReader(placing))
    worded = lines.join(engine.scan(WORDINGS), on=list(SAID)).select("line_id", "wording_id")
    engine.write(DEMAND_ROLES, worded.join(engine.scan(WORDING_ROLES), on="wording_id"))
    engine.write(QUEUE, _queue(engine))


def _queue(engine: Engine) -> Frame:
    """The titles that wait for a person; of one title in several writings the first line's is shown."""
    keys = engine.scan(WORDING_ROLES).select("wording_id", key=nw.col("queue_key"))
    heads = engine.scan(DEMAND).select("line_id", nw.col("headcount").fill_null(0))
    waiting = engine.scan(DEMAND_ROLES).filter(nw.col("band") == "review").select("line_id", "wording_id")
    counted = (
        waiting.join(heads, on="line_id")
        .join(keys, on="wording_id")
        .group_by("key")
        .agg(wording_id=nw.col("wording_id").min(), lines=nw.len(), headcount=nw.col("headcount").sum())
    )
    shown = engine.scan(WORDINGS).select("wording_id", "chain_id", "title")
    candidates = engine.scan(WORDING_ROLES).select("wording_id", "candidates")
    return counted.join(shown, on="wording_id").join(candidates, on="wording_id")
