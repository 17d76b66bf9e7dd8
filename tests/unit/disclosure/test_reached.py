"""How far a reader's amounts can move, what it costs to let them, and which points of his are kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.disclosure_attack import FRAMES, RULES, data_of, frames_of
from talentmap.disclosure.figures import Figures, Item, Statement, Target
from talentmap.disclosure.lattice import Lattice, Limit
from talentmap.disclosure.suppression import (
    Attacker,
    Background,
    Partners,
    Points,
    _is_shared,
    _Suppression,
    _typical,
    suppress,
)
from talentmap.tables.cuts import CUTS


def figures_of(lines):
    frames, data = frames_of(lines), data_of(lines)
    return Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)


def crowd(role, heads, firms, accepted=0, tier="t"):
    return [(f"{role}{k}", "c", role, tier, "d", float(heads), accepted) for k in range(firms)]


def item_of(figures, frame, basis, **keys):
    rows = figures.frames[frame].to_dict("records")
    return Item(frame, next(at for at, row in enumerate(rows) if row.items() >= keys.items()), basis)


@pytest.fixture(scope="module")
def plain():
    """Ten posts each of four enterprises in one role: nothing unsafe."""
    return figures_of(crowd("a", 10, 4))


@pytest.mark.parametrize(
    ("ends", "up", "down", "reached"),
    [
        ((39.0, 43.0), 3.0, 1.0, (True, True)),
        ((39.0, 43.0), 3.1, 1.0, (False, True)),
        ((39.0, 43.0), 3.0, 1.1, (True, False)),
        ((37.0, 41.0), 1.0, 3.0, (True, True)),
        ((40.0, 40.0), 1.0, 1.0, (False, False)),
    ],
)
def test_an_amount_is_kept_where_both_ends_can_be_reached(plain, ends, up, down, reached):
    item = item_of(plain, "roles", "need", role_id="a")
    form = plain.cells[item].form
    attacker = Attacker(plain.lattice, [Statement((Limit(form, *ends),), (item,))], Background())
    target = Target(form, 40.0, up, down, "cell", item)
    assert (attacker.reaches(target, 1), attacker.reaches(target, -1)) == reached
    assert attacker.keeps(target) is all(reached)
    assert attacker.exposed([target]) == ([] if all(reached) else [target])
    attacker.hide([item])
    assert attacker.keeps(target) and attacker.knows(item)
    assert attacker.try_showing([item], [target]) is all(reached)
    assert (item in attacker.hidden) is not all(reached)


def test_a_figure_that_rests_on_two_hidden_items_comes_back_with_both(plain):
    one, two = (item_of(plain, "roles", basis, role_id="a") for basis in ("need", "uncovered"))
    form = plain.cells[one].form
    attacker = Attacker(plain.lattice, [Statement((Limit(form, 39.0, 41.0),), (one, two))], Background())
    target = Target(form, 40.0, 5.0, 5.0, "cell", one)
    attacker.hide([one, two])
    attacker.show(one)
    assert attacker.keeps(target)
    attacker.show(two)
    assert not attacker.keeps(target)


def test_a_survey_of_points_answers_for_most_amounts_at_once(monkeypatch):
    """Whatever can move together is found together: no program is left to ask of a single amount."""
    figures = figures_of([*crowd("x", 90, 1), *crowd("y", 70, 1), *crowd("a", 30, 5), *crowd("b", 20, 5)])
    outcome = suppress(figures)
    attacker = Attacker(figures.lattice, figures.statements, Background())
    attacker.hide(outcome.hidden)
    targets = [one for one in figures.targets() if one.kind == "cell"]
    assert len(targets) > 1 and not any(attacker._has_reached(one, 1) for one in targets)
    for sense in (1, -1):
        attacker.survey(targets, sense)
        assert all(attacker._has_reached(one, sense) for one in targets)
    monkeypatch.setattr(attacker, "_model", None)
    assert attacker.exposed(targets) == []


def test_what_former_editions_give_away_is_told_to_be_exposed():
    figures = figures_of([*crowd("x", 90, 1), *crowd("a", 30, 5), *crowd("b", 20, 5)])
    lone = item_of(figures, "roles", "need", role_id="x")
    known = Background(limits=(Limit(figures.cells[lone].form, 90.0, 90.0),))
    outcome = suppress(figures, known)
    assert lone in outcome.hidden and {one.value for one in outcome.exposed} == {90.0}
    assert lone in {one.item for one in outcome.exposed}
    assert suppress(figures).exposed == ()


def test_parts_that_a_sharp_share_tells_are_hidden_at_once():
    """60 of 380, printed in hundredths of percents, is told within 0.8; 6 of 12 within 2.5, wider than its interval."""
    lines = [*crowd("a", 40, 8, accepted=1), ("x", "c", "a", "t", "d", 60.0, 0),
             *crowd("b", 2, 3, accepted=1), ("y", "c", "b", "t", "d", 6.0, 0)]  # fmt: skip
    figures = figures_of(lines)
    work = _Suppression(figures, Background())
    work.fixed = figures.targets()
    sharp, blunt = (item_of(figures, "roles", "uncovered", role_id=role) for role in ("a", "b"))
    kinds = {one.item for one in work.fixed if one.kind == "cell" and one.item.basis == "uncovered"}
    assert {sharp, blunt} <= kinds
    found = set(work._sharp())
    assert sharp in found and blunt not in found
    assert {item.basis for item in found} == {"uncovered"}
    own = next(one for one in work.fixed if one.item == sharp)
    work.fixed = [replace(own, kind="rest"), replace(own, kind="former")]
    assert list(work._sharp()) == []
    work.fixed = [replace(own, kind="complement")]
    assert list(work._sharp()) == [sharp]


def test_a_part_is_shared_and_what_is_left_of_a_total_is_not(plain):
    need, part = (item_of(plain, "roles", basis, role_id="a") for basis in ("need", "uncovered"))
    targets = [Target({0: 1.0}, 1.0, 1.0, 1.0, kind, item) for item in (need, part) for kind in ("cell", "rest")]
    assert [_is_shared(target) for target in targets] == [False, False, True, False]


def test_what_it_costs_to_hide_a_figure():
    """Need counts double, a total of all four times, and the headcount in units of the median cell."""
    figures = figures_of([*crowd("a", 10, 4), *crowd("b", 20, 4)])
    partners = Partners(Attacker(figures.lattice, figures.statements, Background()), figures)
    cells = {(item.frame, item.row): cell.value for item, cell in figures.cells.items() if item.basis == "need"}
    assert sorted(cells.values()) == [40.0, 80.0, *[120.0] * 5]
    assert _typical(figures) == 120.0
    role, total, place = (
        item_of(figures, frame, "need", **keys)
        for frame, keys in (
            ("roles", {"role_id": "a"}),
            ("groups", {"chain_id": "", "tier": ""}),
            ("districts", {"district_id": "d"}),
        )
    )
    assert partners.cost(role) == pytest.approx(2 * (1 + 40 / 120))
    assert partners.cost(total) == 16.0 and partners.cost(place) == 8.0
    assert partners.cost(replace(total, basis="uncovered")) == 8.0
    assert partners.cost(replace(role, basis="uncovered")) == 0.25


def test_without_any_need_the_usual_cell_is_one():
    assert _typical(figures_of([])) == 1.0
    assert _typical(figures_of([("x", "c", "a", "t", "d", 0.0, 0), *crowd("b", 3, 2)])) == 6.0


def test_points_are_kept_and_the_truth_always():
    points = Points(np.zeros((1, 50)))
    for at in range(50):
        points.add(np.eye(50)[at] * (at + 1))
    assert [points.farthest({at: 1.0}, 1) for at in range(50)] == [at + 1.0 for at in range(50)]
    assert [points.farthest({at: 1.0}, -1) for at in range(50)] == [0.0] * 50
    assert points.farthest({3: 2.0, 4: -1.0}, 1) == 8.0 and points.farthest({3: 2.0, 4: -1.0}, -1) == 5.0


def test_of_very_many_points_the_oldest_go_and_the_truth_stays():
    points = Points(np.array([[-7.0, 0.0]]))
    for at in range(3000):
        points.add(np.array([float(at), -float(at)]))
    assert points.farthest({0: 1.0}, 1) == 2999.0
    assert points.farthest({0: 1.0}, -1) == 7.0
    assert points.farthest({1: 1.0}, 1) >= 0.0 and points._filled < 1500


def test_points_that_a_figure_rules_out_go():
    points = Points(np.array([[5.0], [1.0], [2.0], [3.0], [4.0]]))
    left = points.within([Limit({0: 1.0}, 2.0, 3.0)])
    assert (left.farthest({0: 1.0}, 1), left.farthest({0: 1.0}, -1)) == (5.0, -2.0)
    assert left._points.ravel().tolist() == [5.0, 2.0, 3.0]
    assert points.within([Limit({0: 1.0}, 2.0, 4.0), Limit({0: 2.0}, 0.0, 7.0)])._points.ravel().tolist() == [5, 2, 3]
    assert points.within([])._points.ravel().tolist() == [5.0, 1.0, 2.0, 3.0, 4.0]
