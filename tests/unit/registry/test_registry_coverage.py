import pytest

from talentmap.registry.people.coverage import chapman, coverage_table


def test_the_worked_example_of_the_methods():
    estimate, error = chapman(620, 540, 310)
    assert round(estimate) == 1079
    assert round(error, 1) == 28.2


def test_a_full_overlap_leaves_nothing_unseen():
    assert chapman(10, 10, 10) == (10.0, 0.0)


def test_too_small_an_overlap_gives_no_estimate():
    for both, estimated in ((0, False), (6, False), (7, True)):
        row = coverage_table({("a",): 100, ("b",): 100, ("a", "b"): both}).to_pylist()[0]
        assert row["people_both"] == both
        assert (row["estimate"] is not None) is (row["standard_error"] is not None) is estimated


def test_pairs_of_three_departments():
    counts = {("a",): 310, ("a", "b"): 300, ("a", "b", "c"): 10, ("b",): 230, ("c",): 5}
    rows = coverage_table(counts).to_pylist()
    assert [(row["department_a"], row["department_b"]) for row in rows] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [(row["people_a"], row["people_b"], row["people_both"]) for row in rows] == [
        (620, 540, 310),
        (620, 15, 10),
        (540, 15, 10),
    ]
    assert rows[0]["estimate"] == pytest.approx(1079.26, abs=0.01)


def test_one_department_has_no_pair():
    assert coverage_table({("a",): 3}).num_rows == 0
