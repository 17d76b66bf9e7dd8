from __future__ import annotations

from benchmarks.matching.rankings import Answer, calibration_error, coverage, false_accepts


def answers(*rows: tuple[float, bool]) -> list[Answer]:
    return [Answer(frozenset({"right"}), (("right" if right else "wrong", score),)) for score, right in rows]


def test_coverage_is_the_largest_share_that_keeps_the_precision() -> None:
    made = answers((0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, False))
    assert coverage(made, precision=1.0) == 0.4
    assert coverage(made, precision=0.75) == 0.8
    assert coverage(made, precision=0.6) == 1.0


def test_coverage_takes_titles_of_equal_confidence_together() -> None:
    assert coverage(answers((0.9, True), (0.9, True), (0.9, False)), precision=0.9) == 0.0


def test_a_score_that_says_how_often_it_is_right_has_no_calibration_error() -> None:
    honest = answers(*[(0.75, k % 4 != 0) for k in range(60)])
    assert calibration_error(honest) == 0.0
    assert calibration_error(answers(*[(1.0, False)] * 30)) == 1.0


def test_false_accepts_are_counted_at_the_threshold_that_lets_nine_in_ten_titles_in() -> None:
    inside = answers(*[(k / 10, True) for k in range(1, 11)])
    outside = [Answer(frozenset(), (("any", score),)) for score in (0.05, 0.15, 0.2, 0.9)]
    assert false_accepts(inside, outside) == 0.5
    assert false_accepts(inside, []) is None


def test_a_title_without_any_candidate_is_wrong_and_unsure() -> None:
    nothing = Answer(frozenset({"right"}), ())
    assert not nothing.is_right
    assert not nothing.is_among_five
    assert nothing.confidence == 0.0
