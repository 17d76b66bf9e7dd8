"""What each printed figure tells, what is unsafe in it, and how far an unsafe amount must be able to move."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.disclosure_attack import FRAMES, LINE, RULES, frames_of
from talentmap.disclosure.attack.check import _holds, statement_of, untold
from talentmap.disclosure.attack.readings import Read, Reading
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.figures import Figures, Item, _agree, headcount, quotient
from talentmap.disclosure.lattice import Lattice, Limit
from talentmap.disclosure.microdata import microdata
from talentmap.tables.cuts import CUTS

LINES = [  # two roles of one chain; three enterprises want welders, one wants a grinder, one does not say for what
    *((f"a{k}", "c0", "weld", "t", "d0", 20.0, k % 2) for k in range(3)),
    ("x", "c0", "grind", "t", "d0", 41.0, 0),
    ("y", "c0", "", "t", "d0", 2.0, 1),
]
SEEKING = {"weld": (6.0, 12), "grind": (2.0, 3)}


def made(people=None, supplies=None, indicators=None, lines=LINES):
    """Figures of these lines and of the people who seek work, by role."""
    supplies = SEEKING if supplies is None else supplies
    posts = pd.DataFrame(lines, columns=list(LINE)).assign(weight=1.0, segment_id="s").replace({"tier": "unknown"}, "")
    rows = [{"chain_id": "c0", "segment_id": "s", "role_id": role, "tier": "t", "district_id": "d0", "supply": amount,
             "people": count} for role, (amount, count) in supplies.items()]  # fmt: skip
    columns = ["chain_id", "segment_id", "role_id", "tier", "district_id", "supply", "people"]
    data = microdata(posts, pd.DataFrame(rows, columns=columns))
    frames = frames_of(lines)
    if people is not None:
        frames["roles"]["people"] = frames["roles"]["role_id"].map(people)
    if indicators is not None:
        frames["indicators"] = pd.DataFrame(indicators, columns=["indicator_id", "value", "unit"])
    return Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)


def item_of(figures, frame, basis, **keys):
    rows = figures.frames[frame].to_dict("records")
    return Item(frame, next(at for at, row in enumerate(rows) if row.items() >= keys.items()), basis)


def test_a_lone_enterprise_is_unsafe_and_so_are_few_people():
    figures = made()
    unsafe = figures.unsafe()
    assert unsafe[item_of(figures, "roles", "need", role_id="grind")] == "few"
    assert unsafe[item_of(figures, "roles", "supply", role_id="grind")] == "thin"
    assert item_of(figures, "roles", "need", role_id="weld") not in unsafe
    assert item_of(figures, "roles", "supply", role_id="weld") not in unsafe
    assert list(unsafe) == sorted(unsafe)


@pytest.mark.parametrize(("people", "count"), [(4, 4), (9, 9), (0, 3), (np.nan, 3), (None, 3)])
def test_people_are_counted_by_their_table_and_else_by_the_lines(people, count):
    figures = made(None if people is None else {"grind": people, "weld": 12})
    standing = figures.cells[item_of(figures, "roles", "supply", role_id="grind")].standing
    assert (standing.contributors, standing.reason) == (count, "thin" if count < 5 else "")


def test_where_nobody_is_on_offer_nothing_is_hidden_however_many_were_asked():
    figures = made({"grind": 3, "weld": 12}, {"weld": (6.0, 12)})
    assert item_of(figures, "roles", "supply", role_id="grind") not in figures.unsafe()
    assert [one for one in figures.targets() if one.item.basis == "supply"] == []


def test_how_far_an_amount_must_be_able_to_move():
    figures = made()
    need, supply = (item_of(figures, "roles", basis, role_id="grind") for basis in ("need", "supply"))
    own = {one.item: one for one in figures.targets() if one.kind == "cell"}
    assert (own[need].value, own[need].up, own[need].down) == (41.0, pytest.approx(41 * 3 / 17), own[need].up)
    assert (own[supply].value, own[supply].up, own[supply].down) == (2.0, 3.0, 1.0)
    small = made(supplies={"grind": (0.5, 4)}).targets()
    (few,) = {(one.value, one.up, one.down) for one in small if one.item.basis == "supply" and one.kind == "cell"}
    assert few == (0.5, 4.5, 0.5)
    many = made({"grind": 4, "weld": 12}, {"grind": (4.5, 4), "weld": (6.0, 12)}).targets()
    assert {one.up for one in many if one.item.frame == "roles" and one.item.basis == "supply"} == {1.0}


def test_what_is_left_of_a_whole_is_unsafe_where_few_stand_behind_it():
    """One of three enterprises is reached: her 20 are what the uncovered leave of the need."""
    figures = made()
    left = [one for one in figures.targets() if one.kind == "complement"]
    weld = item_of(figures, "roles", "uncovered", role_id="weld")
    assert [(one.value, one.item) for one in left if one.item.frame == "roles" and one.item.basis == "uncovered"] == [
        (20.0, weld)
    ]
    whole = {one.value for one in left if one.item.frame == "groups" and one.item.basis == "uncovered"}
    assert whole == {22.0}


def test_what_is_left_of_a_total_is_a_figure_too():
    figures = made()
    families = figures.families()
    total = item_of(figures, "groups", "need", chain_id="c0", tier="t")
    region = item_of(figures, "groups", "need", chain_id="", tier="t")
    parents = {(family.parent, family.children) for family in families}
    assert (region, (total,)) in parents
    assert {one.value for one in figures.rests(families, set())} == {2.0}
    lines = [*LINES, *((f"b{k}", "c1", "cook", "t", "d0", 30.0, 0) for k in range(3)),
             ("z", "c2", "bake", "t", "d0", 7.0, 0)]  # fmt: skip
    more = made(lines=lines)
    lone = item_of(more, "groups", "need", chain_id="c2", tier="t")
    rests = more.rests(more.families(), {lone})
    region = item_of(more, "groups", "need", chain_id="", tier="t")
    assert (7.0, region) in {(one.value, one.item) for one in rests}
    assert {one.kind for one in rests} == {"rest"}
    gone = {item for item in more.cells if item.frame == "groups" and item.basis == "need"}
    assert [one for one in more.rests(more.families(), gone) if one.item.basis == "need"] == []


def test_headline_figures_tell_their_sums_and_quotients():
    rows = [("need", 103.0, "people"), ("supply", 8.0, "people"), ("uncovered_demand", 81 / 103, "0-1"),
            ("undecided_demand", 0.1, "0-1"), ("employed", np.nan, "people"), ("budget", 9.0, "yuan")]  # fmt: skip
    figures = made(indicators=rows)
    bare = made()
    told = figures.statements[len(bare.statements) :]
    need, uncovered = (item_of(figures, "groups", basis, chain_id="", tier="") for basis in ("need", "uncovered"))
    sums = {one.rests: one.limits for one in told if len(one.limits) == 1}
    assert [(limit.low, limit.high) for limit in sums[(need,)]] == [(102.5, 107.5)]
    (share,) = [one for one in told if len(one.limits) == 2]
    assert set(share.rests) == {need, uncovered}
    for limit in share.limits:
        assert limit.low <= figures.lattice.value(limit.form) <= limit.high
    assert len(told) == 3
    assert set(figures.facts[3][1]) == {need, uncovered} and figures.facts[5][1] == ()


def test_the_reader_takes_a_headline_figure_for_what_it_is_made_of():
    figures = made()
    truth = Truth(figures, frozenset(), {}, ())

    def told(name, value):
        return statement_of(Reading("f", "p", "indicators", 0, name, value), truth)

    (limit,) = told("need", 105.0).limits
    assert (limit.low, limit.high, figures.lattice.value(limit.form)) == (102.5, 107.5, 103.0)
    assert len(told("uncovered_demand", 0.5).limits) == 2
    assert told("tier_dissimilarity", 0.1) is None
    assert statement_of(Reading("f", "p", "item_reach", 0, "need", 1.0), truth) is None
    share = Reading("f", "p", "roles", item_of(figures, "roles", "need", role_id="weld").row, "accepted_share", 1 / 3)
    for limit in statement_of(share, truth).limits:
        assert limit.low <= figures.lattice.value(limit.form) <= limit.high


def test_only_sums_and_quotients_tell_of_an_item():
    figures = made()
    truth = Truth(figures, frozenset(), {}, ())
    need, uncovered = (item_of(figures, "roles", basis, role_id="weld") for basis in ("need", "uncovered"))

    def silent(frame, column):
        return set(figures.cells) - untold(Read(readings=[Reading("f", "p", frame, need.row, column, 1.0)]), truth)

    assert silent("roles", "need") == {need}
    assert silent("roles", "accepted_share") == {need, uncovered}
    assert silent("roles", "enterprises") == silent("item_reach", "need") == set()


@pytest.mark.parametrize(
    ("value", "holds"), [(237.5, True), (242.5, True), (240.0, True), (237.4, False), (242.6, False)]
)
def test_both_ends_of_what_a_print_leaves_open_belong_to_it(value, holds):
    assert _holds(headcount({0: 1.0}, 240.0, 5.0), value) is holds


def test_what_a_headcount_and_a_quotient_leave_open():
    assert headcount({0: 1.0}, 0.0, 5.0) == Limit({0: 1.0}, 0.0, 2.5)
    assert headcount({0: 1.0}, 5.0, 5.0) == Limit({0: 1.0}, 2.5, 7.5)
    above, below = quotient({0: 1.0}, {1: 1.0}, 0.5, "0-1")

    def value(limit, part, whole):
        return limit.form[0] * part + limit.form[1] * whole

    assert value(above, 5000.0, 10000.0) < above.high == 0.0 < value(above, 5001.0, 10000.0)
    assert value(below, 4999.0, 10000.0) < 0.0 == below.low < value(below, 5000.0, 10000.0)
    assert (above.low, below.high) == (-np.inf, np.inf)


def test_a_printed_share_is_read_with_the_role_it_stands_for():
    """The welders' 60, of which 20 are reached: a third, whatever the others do."""
    figures = made()
    weld = item_of(figures, "roles", "need", role_id="weld").row
    part, whole = figures.form_of("roles", weld, "accepted_share")
    assert (figures.lattice.value(part), figures.lattice.value(whole)) == (20.0, 60.0)
    region = item_of(figures, "groups", "need", chain_id="", tier="").row
    part, whole = figures.form_of("groups", region, "uncovered_share")
    assert (figures.lattice.value(part), figures.lattice.value(whole)) == (81.0, 103.0)
    assert figures.form_of("roles", weld, "education") is None


def test_a_cell_is_known_by_its_keys_whatever_row_it_stands_in():
    figures = made()
    weld = item_of(figures, "roles", "need", role_id="weld")
    assert figures.name_of(weld) == ("roles", "need", "chain_id=c0", "role_id=weld", "segment_id=s", "tier=t")
    assert figures.name_of(item_of(figures, "groups", "need", chain_id="", tier="t")) == ("groups", "need", "tier=t")


def test_a_printed_sum_may_miss_its_lines_by_no_more_than_arithmetic_does():
    _agree(1e6 + 0.5, 1e6, "need")
    _agree(1e-7, 0.0, "need")
    for printed, summed in ((1e6 + 2.0, 1e6), (1e6 - 2.0, 1e6), (1e-5, 0.0), (0.1, 0.10001)):
        with pytest.raises(ValueError, match="need is declared a sum"):
            _agree(printed, summed, "need")


def test_the_share_that_no_item_reaches_is_of_posts_whose_tier_is_known():
    figures = made(lines=[*LINES, ("w", "c0", "", "unknown", "d0", 10.0, 1)])
    region = item_of(figures, "groups", "need", chain_id="", tier="")
    assert figures.cells[region].value == 113.0
    part, whole = figures.form_of("groups", region.row, "uncovered_share")
    assert (figures.lattice.value(part), figures.lattice.value(whole)) == (81.0, 103.0)
