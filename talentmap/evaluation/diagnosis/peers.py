"""Where a region stands among its peers: ranks that stay open where figures are known only within bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from talentmap.model.bounds import Bounds
from talentmap.model.diagnosis.case import Peer, Standing
from talentmap.model.diagnosis.swot import Known


def standings(peers: Sequence[Peer], known: Mapping[str, Known]) -> tuple[Standing, ...]:
    """For each figure that peers have, every region's standing, the highest first; equal values share a rank."""
    told: list[Standing] = []
    for name in dict.fromkeys(peer.figure for peer in peers):
        told += _of_one(known[name], [peer for peer in peers if peer.figure == name])
    return tuple(told)


def _of_one(own: Known, peers: Sequence[Peer]) -> list[Standing]:
    values = [own.value, *(peer.value for peer in peers)]
    ranks = [_ranks(value, values) for value in values]
    years = sorted({figure.year for figure in own.inputs if figure.year})
    sources = dict.fromkeys(f"{figure.source} {figure.place}".strip() for figure in own.inputs)
    ours = Standing(own.name, None, own.value, own.decimals, own.unit, *ranks[0], ", ".join(sources), "–".join(years))
    others = [
        Standing(own.name, peer, peer.value, peer.decimals, own.unit, *rank, peer.source, peer.year)
        for peer, rank in zip(peers, ranks[1:], strict=True)
    ]
    return sorted([ours, *others], key=lambda one: (one.best, one.worst, one.peer is not None))


def _ranks(value: Bounds, values: Sequence[Bounds]) -> tuple[int, int]:
    """The best and the worst rank that `value` may have among `values`, itself one of them."""
    surely_higher = sum(other.low > value.high or _touch(value, other) for other in values)
    never_higher = sum(other.high <= value.low for other in values if other is not value)
    return 1 + surely_higher, len(values) - never_higher


def _touch(lower: Bounds, higher: Bounds) -> bool:
    """Whether `higher` begins where `lower` ends and one of both ends is open."""
    return higher.low == lower.high and (higher.low_open or lower.high_open) and higher is not lower
