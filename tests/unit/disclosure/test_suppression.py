from itertools import combinations

import numpy as np
import pytest

from benchmarks.disclosure_attack import FRAMES, RULES, data_of, frames_of, random_lines
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.suppression import Attacker, Background, Partners, suppress
from talentmap.tables.cuts import CUTS, SHARED


def figures_of(lines):
    frames, data = frames_of(lines), data_of(lines)
    return Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)


def line(firm, role, heads, accepted=0, tier="t"):
    return (firm, "c", role, tier, "d", float(heads), accepted)


def crowd(role, heads, firms=6, **more):
    return [line(f"{role}{k}", role, heads, **more) for k in range(firms)]


def is_safe(figures, hidden):
    """Whether everything unsafe is protected with these items hidden, by asking about each."""
    attacker = Attacker(figures.lattice, figures.statements, Background())
    attacker.hide(hidden)
    silent = figures.cells.keys() - attacker.told(hidden)
    targets = [*figures.targets(), *figures.rests(figures.families(), silent)]
    return all(attacker.keeps(target) for target in targets)


def test_nothing_is_hidden_where_everybody_is_many():
    lines = [*crowd("a", 10), *crowd("b", 20), *crowd("c", 30, accepted=1), *crowd("b", 20, accepted=1, tier="t")]
    figures = figures_of(lines)
    assert figures.unsafe() == {}
    assert suppress(figures).hidden == frozenset()


def test_a_large_cell_takes_a_partner_and_a_small_one_does_not():
    """Rounding hides a cell of 6 in totals printed to 5; it does not hide one of 120."""
    for heads, partners in ((6, False), (120, True)):
        figures = figures_of([line("x", "one", heads), *crowd("a", 10), *crowd("b", 30)])
        outcome = suppress(figures)
        names = {
            frames_of_row(figures, item) for item in outcome.hidden if item.basis == "need" and item.frame == "roles"
        }
        assert "one" in names
        assert (len([item for item in outcome.secondary if item.basis == "need"]) > 0) is partners
        assert is_safe(figures, outcome.hidden)


def frames_of_row(figures, item):
    return figures.frames[item.frame]["role_id"].iloc[item.row]


@pytest.mark.parametrize("cheapest", range(4))
def test_the_partner_is_the_cheapest_that_gives_enough_way(cheapest):
    sizes = [60, 70, 80, 90]
    sizes.insert(cheapest, sizes.pop(0))
    crowds = [posts for role, size in zip("abde", sizes, strict=True) for posts in crowd(role, size)]
    figures = figures_of([line("x", "one", 120), *crowds])
    outcome = suppress(figures)
    partners = {frames_of_row(figures, item) for item in outcome.secondary if item.frame == "roles"}
    assert partners - {"one"} == {"abde"[cheapest]}


def test_two_lone_enterprises_do_not_cover_each_other():
    """Each of them could take its own need off the rest and know the other's."""
    figures = figures_of([line("x", "one", 150), line("y", "two", 150), *crowd("a", 10), *crowd("b", 30)])
    outcome = suppress(figures)
    gone = {frames_of_row(figures, item) for item in outcome.hidden if item.frame == "roles" and item.basis == "need"}
    totals = [item for item in outcome.hidden if item.frame != "roles" and item.basis == "need"]
    assert len(gone) > 2 or totals


def test_a_share_that_tells_one_enterprise_is_hidden_and_the_need_is_not():
    figures = figures_of([*crowd("a", 40, firms=8), line("x", "a", 60, accepted=1), *crowd("b", 40, firms=8)])
    outcome = suppress(figures)
    row = next(k for k, role in enumerate(figures.frames["roles"]["role_id"]) if role == "a")
    assert Item("roles", row, "uncovered") in outcome.hidden
    assert Item("roles", row, "need") not in outcome.hidden


@pytest.mark.parametrize("seed", range(6))
def test_random_tables_are_safe_and_nothing_goes_in_vain(seed):
    figures = figures_of(random_lines(np.random.default_rng(seed), chains=2, roles=2, districts=2, firms=22))
    outcome = suppress(figures)
    assert outcome.exposed == ()
    assert is_safe(figures, outcome.hidden)
    assert set(outcome.primary) == set(figures.unsafe())
    for item in outcome.secondary:
        if item.basis not in SHARED:
            assert not is_safe(figures, outcome.hidden - {item}), item


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_close_to_the_best_choice_there_is(seed):
    """Every choice of at most two partners is tried; the one found costs at most half as much again."""
    figures = figures_of(random_lines(np.random.default_rng(seed), chains=1, roles=3, districts=1, firms=14))
    outcome = suppress(figures)
    attacker = Attacker(figures.lattice, figures.statements, Background())
    partners = Partners(attacker, figures)
    spare = [item for item in figures.cells if attacker.knows(item) and item not in outcome.primary]
    best = np.inf
    for size in range(3):
        for chosen in combinations(spare, size):
            cost = sum(partners.cost(item) for item in chosen)
            if cost < best and is_safe(figures, {*outcome.primary, *chosen}):
                best = cost
    found = sum(partners.cost(item) for item in outcome.secondary)
    assert best == np.inf or found <= 1.5 * best + 1e-9


def test_what_no_figure_tells_of_counts_as_hidden():
    """A share that is hidden with its need is silent: the rest of its total is what nobody tells."""
    figures = figures_of([*crowd("a", 10), *crowd("b", 20)])
    attacker = Attacker(figures.lattice, figures.statements, Background())
    need, part = Item("roles", 0, "need"), Item("roles", 0, "uncovered")
    assert {need, part} <= attacker.told(set())
    assert not {need, part} & attacker.told({need})
    assert need in attacker.told({part}) and part not in attacker.told({part})


def test_the_choice_is_the_same_whatever_the_order_of_lines():
    lines = random_lines(np.random.default_rng(11), chains=2, roles=2, districts=2, firms=22)
    assert suppress(figures_of(lines)) == suppress(figures_of(lines[::-1]))


def test_a_figure_that_is_no_sum_of_its_lines_is_refused():
    lines = random_lines(np.random.default_rng(2), firms=10)
    frames, data = frames_of(lines), data_of(lines)
    frames["groups"].loc[0, "need"] += 1
    lattice = Lattice(tuple(CUTS[name] for name in FRAMES), frames, data)
    with pytest.raises(ValueError, match="groups: need"):
        Figures(frames, lattice, data, RULES)
