"""Which role each demand line has, and which it could have: matching error, ready to be drawn.

A line that people decided, that chose its role on the form, or whose role is as good as certain has one possible role.
An accepted line has those among its candidates, each with its probability, and what is left over is need without a
role. A line without a settled role stays need without a role until somebody decides: it is counted in its own row, and
never dropped.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.model.taxonomy import Catalog

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
DRAWN_BAND = "accepted"
_CERTAIN = 0.9995
"""Candidates are told to three decimals: a role from here on is told as certain."""
_KEPT = ("line_id", "enterprise_id", "headcount")
_NOTHING = 1e-9
_GROUPED = ("role_id", "chain_id", "segment_id", "tier", "district_id")


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a grouping, sorted by their keys, and the group of each row."""

    keys: pd.DataFrame
    codes: Integers


@dataclass(frozen=True, slots=True)
class Choices:
    """Lines whose role is drawn: `bounds` part 0 to 1 among their roles, `codes` are the groups those lead to."""

    enterprises: pd.Series[str]
    heads: Array
    bounds: NDArray[np.float32]
    codes: Integers
    seed: int

    def draw(self, start: int, width: int) -> Integers:
        """The group of each line in `width` replicates from `start` on; the same for the same lines, seed and start."""
        luck = np.random.default_rng([self.seed, start]).random((len(self.heads), width), dtype=np.float32)
        chosen = np.zeros(luck.shape, dtype=np.int64)
        for bound in self.bounds.T:
            chosen += luck >= bound[:, None]
        drawn: Integers = np.take_along_axis(self.codes, chosen, axis=1)
        return drawn


@dataclass(frozen=True, slots=True)
class Possible:
    """A row for each line and possible role, the settled one first; lines sorted by id.

    `rows` has line (0, 1, …), line_id, enterprise_id, headcount, probability, is_settled, and the keys that a role
    decides.
    """

    rows: pd.DataFrame
    is_certain: NDArray[np.bool_]
    seed: int

    def groups(self, keys: Sequence[str]) -> Groups:
        """The groups of every possible role by `keys`, among them those that no line is settled in."""
        if not keys:
            return Groups(pd.DataFrame(index=range(1)), np.zeros(len(self.rows), dtype=np.int64))
        grouped = self.rows.groupby(list(keys), sort=True)
        found = grouped.size().index.to_frame(index=False)
        return Groups(found, np.asarray(grouped.ngroup(), dtype=np.int64))

    def choices(self, codes: Integers, none: int) -> Choices:
        """The lines whose role is drawn; `codes` are the groups of the rows, `none` the group of what leads nowhere."""
        rows = self.rows[~self.is_certain]
        lines, place = np.unique(rows["line"].to_numpy(), return_inverse=True)
        rank = rows.groupby("line").cumcount().to_numpy()
        width = len(np.unique(rank))
        chances = np.zeros((len(lines), width))
        chances[place, rank] = rows["probability"]
        led = np.full((len(lines), width + 1), none, dtype=np.int64)
        led[place, rank] = codes[~self.is_certain]
        first = rows.drop_duplicates("line")
        bounds = chances.cumsum(axis=1).astype(np.float32)
        return Choices(first["enterprise_id"], first["headcount"].to_numpy(dtype=float), bounds, led, self.seed)


def possible_roles(posts: pd.DataFrame, roles: pd.DataFrame, catalog: Catalog, seed: int) -> Possible:
    """Every role that each of `posts` could be; `roles` are their rows of DEMAND_ROLES (band, probability, candidates).

    A role that leads out of the chains that the posts are of takes the need with it.
    """
    posts = posts.sort_values("line_id", kind="stable")
    told = roles.set_index("line_id").reindex(posts["line_id"])
    posts = posts.assign(
        band=told["band"].fillna("").to_numpy(),
        probability=told["probability"].to_numpy(dtype=float, na_value=np.nan),
        candidates=told["candidates"].fillna("").to_numpy(),
    )
    rows = [
        {"line": line, **{name: post[name] for name in _KEPT}, **one}
        for line, post in enumerate(posts.to_dict("records"))
        for one in _readings(post, catalog)
    ]
    columns = ["line", *_KEPT, "probability", "is_settled", *_GROUPED]
    frame = pd.DataFrame(rows, columns=columns)
    frame["headcount"] = frame["headcount"].fillna(0).astype(float)
    alone = frame.groupby("line")["line"].transform("size") == 1
    return Possible(frame, (alone & frame["is_settled"].astype(bool)).to_numpy(dtype=bool), seed)


def _readings(post: Mapping[Hashable, Any], catalog: Catalog) -> Iterator[dict[str, Any]]:
    """The settled role of a post first, then what else it could be; probabilities add up to 1."""
    settled = {name: post[name] for name in _GROUPED}
    if post["band"] != DRAWN_BAND or not post["role_id"] or not post["probability"] < _CERTAIN:
        yield {"probability": 1.0, "is_settled": True, **settled}
        return
    chances = candidate_chances(post["candidates"])
    taken = chances.pop(post["role_id"], float(post["probability"]))
    yield {"probability": taken, "is_settled": True, **settled}
    for role_id, chance in chances.items():
        role = catalog.roles.get(role_id)
        if role is not None:
            named = {"role_id": role.id, "chain_id": role.chain_id, "segment_id": role.segment, "tier": role.tier.value}
            yield {"probability": chance, "is_settled": False, **settled, **named}
    left = 1 - taken - sum(chances.values())
    if left > _NOTHING:
        without = {"role_id": "", "chain_id": post["employer_chain_id"], "segment_id": ""}
        yield {"probability": left, "is_settled": False, **settled, **without}


def candidate_chances(candidates: str) -> dict[str, float]:
    """The probability of each role in `role=probability|…`."""
    pairs = (one.rpartition("=") for one in candidates.split("|") if one)
    return {role: float(chance) for role, _, chance in pairs}
