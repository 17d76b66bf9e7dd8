"""The lines behind the figures, added up to the finest cells that published tables span together.

Amounts are weighted: a survey answer stands for the enterprises it represents, and its whole weighted amount is one
contribution. Supply comes from the finest balance (CELLS), for its respondents are people and are only counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from talentmap.engine import Engine
from talentmap.tables.analysis import CELLS, POSTS
from talentmap.tables.cuts import DIMENSIONS, STAGES


@dataclass(frozen=True, slots=True)
class Microdata:
    """`lines`: demand lines with keys, enterprise, answers and one column a measure; `supply`: people by cell."""

    lines: pd.DataFrame
    supply: pd.DataFrame


def read_microdata(engine: Engine) -> Microdata:
    """The microdata of the edition whose POSTS and CELLS stand in the engine."""
    return microdata(engine.read(POSTS).to_pandas(), engine.read(CELLS).to_pandas())


def microdata(posts: pd.DataFrame, cells: pd.DataFrame) -> Microdata:
    """The microdata of weighted demand lines and of the finest balance; `posts` may lack columns nobody asked about."""
    whole = posts.reindex(columns=list(POSTS.names))
    whole[["accepting_items", "skill_short"]] = whole[["accepting_items", "skill_short"]].fillna(0)
    lines = whole.assign(**{name: amount(whole) for name, amount in _AMOUNTS.items()})
    supply = cells[cells["supply"] > 0].reindex(columns=[*DIMENSIONS, "supply", "people"])
    return Microdata(_without_gaps(lines), _without_gaps(supply))


def _need_where(posts: pd.DataFrame, chosen: pd.Series[bool]) -> pd.Series[float]:
    return _AMOUNTS["need"](posts).where(chosen, 0.0)


def _uncovered_at(stage: str, posts: pd.DataFrame) -> pd.Series[float]:
    """Need of known tier that no item of the stage accepts."""
    accepted = posts["accepting_stages"].map(lambda stages: stage in str(stages).split("|")).astype(bool)
    return _need_where(posts, (posts["tier"] != "") & ~accepted)


def _without_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Keys that are not known are empty; need that no role was found for belongs to no segment either."""
    keyed = frame.assign(**{key: frame[key].fillna("").astype(object) for key in DIMENSIONS})
    keyed.loc[keyed["role_id"] == "", "segment_id"] = ""
    return keyed.reset_index(drop=True)


_AMOUNTS: Mapping[str, Callable[[pd.DataFrame], pd.Series[float]]] = {
    "need": lambda posts: posts["headcount"].fillna(0.0) * posts["weight"],
    "employed": lambda posts: posts["employed"].fillna(0.0) * posts["weight"],
    "uncovered": lambda posts: _need_where(posts, (posts["tier"] != "") & (posts["accepting_items"] == 0)),
    **{f"uncovered_{stage}": partial(_uncovered_at, stage) for stage in STAGES},
    "skill_short": lambda posts: _need_where(posts, posts["skill_short"].astype(bool)),
}
