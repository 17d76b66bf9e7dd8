from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.policy_coding.fit import WEIGHTS
from benchmarks.policy_coding.gold import coder, read_gold
from benchmarks.policy_coding.score import Tally, macro_f1, of_label, tally
from talentmap.catalog.policy_words import KINDS, read_policy_words
from talentmap.model.amount import BASES
from talentmap.model.rule import parse_rule
from talentmap.model.taxonomy import Stage, Tier

GOLD = read_gold()


def test_the_gold_set_is_large_and_halved_by_style():
    assert len(GOLD) >= 200
    assert sum(gold.lang == "en" for gold in GOLD) >= 50
    assert len({gold.clause_id for gold in GOLD}) == len({gold.text for gold in GOLD}) == len(GOLD)
    halves = {half: {gold.style for gold in GOLD if gold.half == half} for half in ("train", "test")}
    assert not halves["train"] & halves["test"]
    assert min(Counter(gold.half for gold in GOLD).values()) >= 100


def test_every_label_is_one_that_exists():
    words = read_policy_words()
    for gold in GOLD:
        assert gold.kind in KINDS
        assert parse_rule(gold.rule) is not None
        if gold.is_incentive:
            assert gold.stage in set(Stage)
            assert set(gold.tiers) <= set(Tier)
            assert gold.tiers
            assert gold.instrument in words.instruments
            assert gold.amount_basis in BASES
            assert not gold.department_id or gold.department_id in {*words.departments, "district-gaoxin"}
        else:
            assert (gold.stage, gold.tiers, gold.rule) == ("", (), "")


@pytest.mark.parametrize(("half", "least"), [("train", 0.93), ("test", 0.8)])
def test_the_coder_has_not_become_worse(half, least):
    made = coder()
    pairs = [(gold, made.code(gold.clause)) for gold in read_gold(half)]
    stages = [
        (frozenset({gold.stage} - {""}), frozenset({coding.stage.value} if coding.stage else ()))
        for gold, coding in pairs
    ]
    assert tally(stages).f1 >= least
    assert sum(gold.kind == coding.kind.value for gold, coding in pairs) / len(pairs) >= 0.92


def test_weights_ship_with_the_coder():
    assert WEIGHTS.is_file()


def test_counts_and_what_follows():
    pairs = [(frozenset("a"), frozenset("a")), (frozenset("a"), frozenset("b")), (frozenset(), frozenset("b"))]
    assert tally(pairs) == Tally(1, 2, 1)
    assert of_label(pairs, "a") == Tally(1, 0, 1)
    assert (tally(pairs).precision, tally(pairs).recall) == (pytest.approx(1 / 3), 0.5)
    assert macro_f1(pairs) == pytest.approx(2 / 3)
    assert Tally(0, 0, 0).f1 == 0.0
