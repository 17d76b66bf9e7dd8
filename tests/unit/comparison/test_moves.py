import pandas as pd

from talentmap.comparison.moves import ranks, ranks_before, shortage_moves


def roles(*rows):
    return pd.DataFrame(rows, columns=["role_id", "grade", "score", "gap"])


BEFORE = roles(
    ("a", "short", 2.1, 50), ("b", "very_short", 2.8, 10), ("c", "short", 2.1, 90), ("d", "watch", 1.6, 5),
    ("e", "short", 2.0, None),
)  # fmt: skip
AFTER = roles(("a", "not_short", 1.0, -3), ("b", "short", 2.0, 8), ("d", "very_short", 2.9, 30), ("e", "X", None, None))


def test_ranks_go_by_score_then_gap_and_the_hidden_come_last():
    assert ranks(BEFORE) == {"b": 1, "c": 2, "a": 3, "e": 4}


def test_who_entered_stayed_and_left():
    found = shortage_moves(BEFORE, AFTER, {}).set_index("role_id")
    assert found["move"].to_dict() == {"d": "entered", "b": "stayed", "c": "removed", "a": "left", "e": "unrated"}
    assert found.loc["b", ["rank_before", "rank_after"]].tolist() == [1, 2]
    assert pd.isna(found.loc["d", "rank_before"])


def test_a_renamed_role_keeps_its_rank():
    shares = {"c": {"d": 1.0}}
    assert ranks_before(BEFORE, shares)["d"] == 2
    assert shortage_moves(BEFORE, AFTER, shares).set_index("role_id")["move"]["d"] == "stayed"
