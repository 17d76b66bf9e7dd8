import math

import pandas as pd
import pytest

from benchmarks.disclosure_attack import FRAMES, data_of, frames_of
from talentmap.disclosure.lattice import Lattice, Limit, add, cell_of
from talentmap.tables.cuts import BLOCKS, CUTS, Cut

LINES = [
    ("e1", "c0", "c0-engineer-0", "engineer", "d0", 10.0, 1),
    ("e2", "c0", "c0-engineer-1", "engineer", "d1", 20.0, 0),
    ("e2", "c0", "", "engineer", "", 5.0, 0),
    ("e3", "c1", "c1-youth-0", "youth", "d0", 40.0, 0),
    ("e4", "c1", "", "", "d0", 2.0, 0),
]


@pytest.fixture(scope="module")
def lattice():
    return Lattice(tuple(CUTS[name] for name in FRAMES), frames_of(LINES), data_of(LINES))


@pytest.mark.parametrize(
    ("measure", "where", "block", "value"),
    [
        ("need", {}, "roles", 77.0),
        ("need", {"chain_id": "c0"}, "roles", 35.0),
        ("need", {"chain_id": "c0", "tier": "engineer", "role_id": "c0-engineer-1"}, "roles", 20.0),
        ("need", {"tier": "engineer", "district_id": "d0"}, "places", 10.0),
        ("need", {"district_id": "d0"}, "places", 52.0),
        ("tiered", {}, "roles", 75.0),
        ("tiered", {"chain_id": "c1"}, "roles", 40.0),
        ("tiered", {"tier": ""}, "roles", 0.0),
        ("unplaced", {}, "roles", 7.0),
        ("unplaced", {"chain_id": "c0", "tier": "engineer"}, "roles", 5.0),
        ("unplaced", {"role_id": "c0-engineer-1"}, "roles", 0.0),
        ("placed", {"chain_id": "c0"}, "roles", 30.0),
        ("uncovered", {"chain_id": "c0"}, "roles", 25.0),
        ("uncovered", {}, "roles", 65.0),
        ("need", {"chain_id": "nobody"}, "roles", 0.0),
    ],
)
def test_forms_add_up_to_the_truth(lattice, measure, where, block, value):
    assert lattice.value(lattice.form(measure, where, block)) == value


def test_totals_of_a_frame_are_no_cells_of_their_own(lattice):
    frames = frames_of(LINES)
    total = {"chain_id": ["", "c9", ""], "tier": ["engineer", "", ""]}
    frames["groups"] = pd.concat([frames["groups"], pd.DataFrame(total)], ignore_index=True).fillna(0)
    again = Lattice(tuple(CUTS[name] for name in FRAMES), frames, data_of(LINES))
    assert again.bases == lattice.bases


def test_links_hold_for_the_truth(lattice):
    for limit in lattice.links():
        assert limit.low - 1e-9 <= lattice.value(limit.form) <= limit.high + 1e-9
    assert len(list(lattice.links())) > len(lattice.bases["groups"])


def test_a_part_is_known_to_be_no_more_than_its_whole(lattice):
    limits = list(lattice.links())
    for base in lattice.bases["roles"]:
        whole, part = (lattice.column(measure, "roles", base) for measure in ("need", "uncovered"))
        assert Limit({whole: 1.0, part: -1.0}, 0.0, math.inf) in limits


def test_blocks_agree_only_where_amounts_are_equal(lattice):
    equal = [limit for limit in lattice.links() if limit.low == limit.high == 0.0]
    assert len(equal) == len(lattice.bases["groups"]) * len(("need", "supply"))
    in_roles = {*lattice.form("need", {}), *lattice.form("supply", {})}
    assert all({column in in_roles for column in limit.form} == {True, False} for limit in equal)


def test_unknown_keys_are_empty_and_all_is_left_out():
    assert cell_of(CUTS["groups"], {"chain_id": "", "tier": "unknown"}) == {"tier": ""}
    assert cell_of(CUTS["groups"], {"chain_id": "c0", "tier": ""}) == {"chain_id": "c0"}
    assert cell_of(CUTS["districts"], {"district_id": "", "tier": "youth"}) == {"district_id": "", "tier": "youth"}


def test_adding_forms_cancels():
    assert add(({1: 1.0, 2: 1.0}, 1.0), ({2: 1.0}, -1.0), ({3: 2.0}, 0.5)) == {1: 1.0, 3: 1.0}


def test_a_table_beyond_every_block_is_refused():
    odd = Cut("odd", CUTS["roles"].table, {"role_id": "unknown", "district_id": "unknown"}, {"need": "need"})
    with pytest.raises(ValueError, match="no block spans"):
        _ = odd.block
    assert set(CUTS["location_quotients"].keys) <= set(BLOCKS["places"])


def test_frames_without_a_line_make_an_empty_lattice():
    empty = {name: frame.iloc[:0] for name, frame in frames_of(LINES).items()}
    data = data_of([])
    assert len(Lattice((CUTS["groups"],), empty, data)) == 0
    assert isinstance(data.lines, pd.DataFrame)
