"""The districts as tiles, set where they lie to each other. No boundaries: a public map of China needs an approval."""

from __future__ import annotations

from dataclasses import dataclass

from talentmap.model.taxonomy import Catalog, District


@dataclass(frozen=True, slots=True)
class Tile:
    """A district's rectangle."""

    district: District
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TileMap:
    """All tiles of a region, each `size` wide and `height` high."""

    tiles: tuple[Tile, ...]
    size: float
    height: float
    width: float
    depth: float


def tile_map(catalog: Catalog, size: float, height: float, gap: float = 6) -> TileMap:
    """The tiles of the catalog's districts, in its order; empty where it has none."""
    places = [district.tile for district in catalog.districts.values()]
    left, top = (min((place[axis] for place in places), default=0) for axis in (0, 1))
    right, bottom = (max((place[axis] for place in places), default=-1) for axis in (0, 1))
    tiles = (
        Tile(district, (district.tile[0] - left) * (size + gap), (district.tile[1] - top) * (height + gap))
        for district in catalog.districts.values()
    )
    return TileMap(
        tuple(tiles),
        size,
        height,
        max((right - left + 1) * (size + gap) - gap, 0),
        max((bottom - top + 1) * (height + gap) - gap, 0),
    )
