from __future__ import annotations

import numpy as np
import pytest
from shipped_rules import weight_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.survey.bootstrap import rescaled, variance_strata
from talentmap.analysis.survey.frame import Frame, Size, read_frame
from talentmap.analysis.survey.quality import survey_quality
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import weigh

HEAD = "chain_id,district_id,size_class,enterprises,employment\n"
RULES = weight_rules(bootstrap_replicates=200, seed=1)


def _frame(**cells):
    """Enterprises by size class of the one chain `metal`."""
    return frame_of({("metal", size): count for size, count in cells.items()})


def _answers(**cells):
    return [("metal", size) for size, count in cells.items() for _ in range(count)]


def _weights(answers, frame):
    weighting = weigh(answers_in(answers), frame, RULES)
    return dict(zip(answers, weighting.by_enterprise.values.tolist(), strict=True))


def _read(tmp_path, catalog, text):
    path = tmp_path / "frame.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_frame(path, catalog)


def test_a_frame_keeps_districts_and_adds_them_up(tmp_path, small_catalog):
    frame, problems = _read(tmp_path, small_catalog, HEAD + "metal,north,large,2,900\nmetal,south,large,1,300\n")
    assert frame.cells == {("metal", "large", "north"): Size(2, 900), ("metal", "large", "south"): Size(1, 300)}
    assert (frame.enterprises, frame.employment) == ({("metal", "large"): 3}, {("metal", "large"): 1200})
    assert problems == ()


def test_an_unknown_district_is_said_and_its_enterprises_still_count(tmp_path, small_catalog):
    frame, problems = _read(tmp_path, small_catalog, HEAD + "metal,norht,large,2,900\nmetal,,large,1,300\n")
    assert frame.cells == {("metal", "large", ""): Size(3, 1200)}
    assert [(problem.code, problem.source.row) for problem in problems] == [("analysis-frame-district", 2)]


def test_no_frame_is_said(tmp_path, small_catalog):
    frame, problems = read_frame(tmp_path / "frame.csv", small_catalog)
    assert frame is None
    assert [problem.code for problem in problems] == ["analysis-no-frame"]


@pytest.mark.parametrize(
    "row",
    ["wood,north,large,2,900", "metal,north,giant,2,900", "metal,north,large,-2,900", "metal,north,large,two,900",
     "metal,north,large,,900", "metal,north,large,2.5,900",
     f"metal,north,large,{'9' * 5000},900", "metal,north,large,2,1000000000", "metal,north,large,901,900",
     'metal,north,large,"1,200",900'],
)  # fmt: skip
def test_a_faulty_row_is_passed_over_with_its_line(tmp_path, small_catalog, row):
    frame, problems = _read(tmp_path, small_catalog, f"{HEAD}metal,north,small,3,30\n\n{row}\n")
    assert frame.enterprises == {("metal", "small"): 3}
    assert [(problem.code, problem.source.row) for problem in problems] == [("analysis-frame-row", 4)]
    assert problems[0].wrong("en")


def test_a_row_that_stands_twice_is_counted_once_and_said(tmp_path, small_catalog):
    frame, problems = _read(tmp_path, small_catalog, HEAD + 2 * "metal,north,large,2,900\n")
    assert frame.enterprises == {("metal", "large"): 2}
    assert [(problem.code, problem.source.row) for problem in problems] == [("analysis-frame-row", 3)]


def test_a_frame_in_no_known_encoding_is_a_problem_and_no_crash(tmp_path, small_catalog):
    frame, problems = _read(tmp_path, small_catalog, HEAD.encode() + b"metal,\xff\xfe\x80,large,2,900\n")
    assert frame is None
    assert [(problem.code, problem.source.row) for problem in problems] == [("analysis-frame-unreadable", 1)]


def test_a_frame_saved_by_a_chinese_spreadsheet_is_read(tmp_path, small_catalog):
    text = HEAD.replace("\n", ",备注\n") + "metal,north,large,2,900,由统计部门提供\n"
    frame, problems = _read(tmp_path, small_catalog, text.encode("gb18030"))
    assert (frame is not None, problems) == (True, ())


def test_a_crooked_row_makes_the_whole_frame_suspect(tmp_path, small_catalog):
    frame, problems = _read(tmp_path, small_catalog, HEAD + "metal,north,large,2,900\nmetal,north,small,9\n")
    assert frame is None
    assert [(problem.code, problem.source.row) for problem in problems] == [("analysis-frame-unreadable", 3)]


def test_an_empty_frame_gives_every_answer_the_weight_1(tmp_path, small_catalog):
    frame, problems = _read(tmp_path, small_catalog, "\ufeff" + HEAD)
    assert (frame.enterprises, problems) == ({}, ())
    assert weigh(answers_in(_answers(large=2, micro=1)), frame, RULES).by_people.values.tolist() == [1, 1, 1]


def test_without_a_frame_each_stands_for_itself():
    weighting = weigh(answers_in([("metal", "large"), ("", "")]), None, RULES)
    assert weighting.by_people.values.tolist() == [1, 1]
    assert weighting.cells.populations == {"metal": 1, "": 1}
    assert replicates_of(weighting, weighting.by_people, RULES).weights.tolist() == np.ones((2, 200)).tolist()


def test_nobody_answered():
    weighting = weigh(answers_in([]), _frame(large=3), RULES)
    assert weighting.by_enterprise.values.tolist() == []
    assert replicates_of(weighting, weighting.by_people, RULES).weights.shape == (0, 200)


@pytest.mark.parametrize(
    ("answered", "framed", "expected"),
    [
        # enough answers everywhere: each size class stands for itself
        ({"large": 2, "medium": 5, "small": 6}, {"large": 3, "medium": 20, "small": 60},
         {"large": 1.5, "medium": 4, "small": 10}),
        # too few medium ones: they join the small ones
        ({"large": 2, "medium": 4, "small": 6}, {"large": 2, "medium": 20, "small": 60},
         {"large": 1, "medium": 8, "small": 8}),
        # the smallest are too few: they join the cell above them
        ({"large": 2, "medium": 5, "small": 1}, {"large": 2, "medium": 20, "small": 40},
         {"large": 1, "medium": 10, "small": 10}),
        # large enterprises stand for themselves even where the rest are too few
        ({"large": 3, "medium": 2}, {"large": 3, "medium": 40}, {"large": 1, "medium": 20}),
        ({"large": 3, "small": 1}, {"large": 3, "medium": 40, "small": 60}, {"large": 1, "small": 100}),
        # and where nobody else answered: small firms are not counted as large ones
        ({"large": 3}, {"large": 3, "micro": 500}, {"large": 1}),
        # unless none of the large answered
        ({"medium": 5}, {"large": 5, "medium": 20}, {"medium": 5}),
        # more answers than the frame knows
        ({"small": 8}, {"small": 6}, {"small": 1}),
        # an answer from a size class that the frame does not have
        ({"large": 1, "small": 8}, {"small": 16}, {"large": 1, "small": 2}),
    ],
)  # fmt: skip
def test_weights_by_cell(answered, framed, expected):
    found = _weights(_answers(**answered), _frame(**framed))
    assert found == pytest.approx({("metal", size): weight for size, weight in expected.items()})


def test_chains_never_mix():
    frame = frame_of({("metal", "small"): 10, ("food", "small"): 40})
    weights = _weights([("metal", "small"), ("food", "small"), ("wood", "small")], frame)
    assert weights == {("metal", "small"): 10, ("food", "small"): 40, ("wood", "small"): 1}


def test_an_unknown_size_is_told_by_the_employees():
    answers = answers_in([("metal", ""), ("metal", "medium"), ("metal", "")], employees=[1200, 400, 19])
    weighting = weigh(answers, _frame(large=1, medium=5, micro=6), RULES)
    assert weighting.answers.sizes == ("large", "medium", "micro")
    assert weighting.cells.of_answers == ("metal:large", "metal:medium+micro", "metal:medium+micro")


def test_an_unknown_size_without_employees_joins_the_cell_of_most_enterprises_of_its_chain():
    keys = [*_answers(large=2, medium=5, small=5), ("metal", ""), ("food", "")]
    weighting = weigh(answers_in(keys), _frame(large=90, medium=20, small=60), RULES)
    assert weighting.cells.of_answers[-2:] == ("metal:small", "food:unframed")
    assert weighting.by_enterprise.values[-2:].tolist() == [10, 1]


def test_employees_that_were_not_told_are_the_mean_of_their_like():
    frame = frame_of(
        {("metal", "large"): 2, ("metal", "small"): 10}, {("metal", "large"): 3000, ("metal", "small"): 400}
    )
    answers = answers_in([("metal", "large"), ("metal", "small"), ("metal", "small"), ("wood", "small")],
                         employees=[np.nan, np.nan, 70, np.nan])  # fmt: skip
    assert weigh(answers, frame, RULES).staff.tolist() == pytest.approx([1500, 40, 70, np.nan], nan_ok=True)


def test_where_the_frame_has_nobody_of_a_size_employees_are_the_mean_of_the_cell():
    frame = frame_of({("metal", "small"): 10, ("metal", "micro"): 0}, {("metal", "small"): 400, ("metal", "micro"): 0})
    answers = answers_in([("metal", "small"), ("metal", "micro")], employees=[np.nan, np.nan])
    weighting = weigh(answers, frame, RULES)
    assert len(set(weighting.cells.of_answers)) == 1
    assert weighting.staff.tolist() == [40, 40]


def test_replicates_are_the_same_every_time_and_never_negative():
    cells = weigh(answers_in(_answers(small=12)), _frame(small=40), RULES).cells
    first = rescaled(cells, 200, 1)
    assert (first == rescaled(cells, 200, 1)).all()
    assert first.min() >= 0
    assert first.std() > 0


def test_replicates_of_a_cell_keep_its_total():
    weighting = weigh(answers_in(_answers(small=12)), _frame(small=40), RULES)
    weights = replicates_of(weighting, weighting.by_people, RULES).weights
    assert weights.sum(axis=0) == pytest.approx(np.full(200, 40.0))


@pytest.mark.parametrize(("staff", "size"), [(1000, "large"), (999, "medium"), (300, "medium"), (299, "small"),
                                             (20, "small"), (19, "micro"), (0, "micro")])  # fmt: skip
def test_a_size_class_begins_with_its_lowest_staff(staff, size):
    answers = answers_in([("metal", "")], employees=[staff])
    assert weigh(answers, _frame(large=1, medium=1, small=1, micro=1), RULES).answers.sizes == (size,)


def test_single_answers_are_drawn_from_together_and_a_lone_one_with_its_own_chain():
    frame = frame_of({("metal", "large"): 3, ("metal", "small"): 30, ("food", "small"): 50})
    lone = weigh(answers_in([("metal", "large"), *[("metal", "small")] * 6, *[("food", "small")] * 9]), frame, RULES)
    strata, populations = variance_strata(lone.cells)
    assert strata == ("metal:small",) * 7 + ("food:small",) * 9
    assert populations["metal:small"] == 33
    two = weigh(answers_in([("metal", "large"), ("food", "small"), *[("metal", "small")] * 6]), frame, RULES)
    strata, populations = variance_strata(two.cells)
    assert (strata, populations["alone"]) == (("alone", "alone", *["metal:small"] * 6), 53)
    none = weigh(answers_in([("food", "small")]), frame, RULES)
    assert variance_strata(none.cells)[0] == ("food:small",)
    assert (rescaled(none.cells, 5, 1) == 1).all()


def test_a_lone_answer_joins_the_largest_varying_cell_of_its_chain():
    answers = [("metal", "large"), *[("metal", "medium")] * 5, *[("metal", "small")] * 8, *[("metal", "micro")] * 9]
    frame = frame_of({("metal", "large"): 2, ("metal", "medium"): 9, ("metal", "small"): 20, ("metal", "micro"): 9})
    strata, populations = variance_strata(weigh(answers_in(answers), frame, RULES).cells)
    assert (strata[0], populations["metal:small"]) == ("metal:small", 22)  # all micro answered: they do not vary


def test_a_district_without_employment_is_no_margin():
    frame = Frame({("metal", "small", "north"): Size(20, 900), ("metal", "small", "south"): Size(20, 0)})
    answers = answers_in([("metal", "small")] * 20, [30.0] * 20, ["north", "south"] * 10)
    weights = weigh(answers, frame, RULES).by_people.values
    assert weights.tolist() == pytest.approx([1.5] * 20)


def test_take_all_answers_are_brought_to_the_employment_of_their_own_kind():
    frame = frame_of({("metal", "large"): 4}, {("metal", "large"): 9000})
    for staff, weight in (([1000, 2000], 3.0), ([1000, 800], 5.0), ([4000, 5000], 1.0), ([9000, 9000], 1.0)):
        found = weigh(answers_in([("metal", "large")] * 2, staff), frame, RULES)
        assert found.by_people.values.tolist() == pytest.approx([weight] * 2)
        assert found.by_enterprise.values.tolist() == [2.0, 2.0]
    census = weigh(answers_in([("metal", "large")] * 4, [1000] * 4), frame, RULES)
    assert census.by_people.values.tolist() == [1.0] * 4


def test_a_census_changes_no_replicate_of_another_cell():
    sample, frame = [("metal", "small")] * 6, frame_of({("food", "small"): 9, ("metal", "small"): 30})
    alone = rescaled(weigh(answers_in(sample), frame, RULES).cells, 50, 1)
    beside = rescaled(weigh(answers_in([*[("food", "small")] * 9, *sample]), frame, RULES).cells, 50, 1)
    assert (beside[:9] == 1).all()
    assert beside[9:].tolist() == alone.tolist()


def test_an_answer_of_a_size_class_that_the_frame_lacks_adds_nothing_to_the_frame():
    frame = frame_of({("metal", "small"): 18}, {("metal", "small"): 360})
    weighting = weigh(answers_in(_answers(small=8, micro=1), [30.0] * 8 + [np.nan]), frame, RULES)
    assert weighting.base.tolist() == [2.0] * 9
    assert weighting.staff.tolist() == [30.0] * 8 + [20.0]
    cell = survey_quality(weighting, frame).set_index("cell").loc["metal:small+micro"]
    assert (cell["frame_enterprises"], cell["frame_employment"], cell["response_rate"]) == (18, 360, 0.5)
    assert cell["employment_rate"] == pytest.approx(240 / 360)


def test_people_of_each_size_class_are_brought_to_the_frame():
    frame = frame_of(
        {("metal", "medium"): 20, ("metal", "small"): 40}, {("metal", "medium"): 4000, ("metal", "small"): 600}
    )
    weighting = weigh(answers_in(_answers(medium=10, small=10), [100] * 10 + [20] * 10), frame, RULES)
    assert weighting.base.tolist() == [2.0] * 10 + [4.0] * 10
    assert weighting.by_people.values == pytest.approx([4] * 10 + [3] * 10)


def test_people_of_each_chain_are_brought_to_the_frame():
    food, metal = ("food", "small"), ("metal", "small")
    frame = frame_of({food: 20, metal: 40}, {food: 900, metal: 1600})
    weighting = weigh(answers_in([food] * 10 + [metal] * 10, [30] * 10 + [20] * 10), frame, RULES)
    assert weighting.by_people.values == pytest.approx([3] * 10 + [8] * 10)


def test_take_all_answers_make_no_district_a_margin():
    """One raked answer in the north is too few to stand for ten firms, whatever the large ones there say."""
    frame = Frame(
        {("metal", "large", "north"): Size(5, 0), ("metal", "small", "north"): Size(10, 0),
         ("metal", "small", "south"): Size(35, 0)}
    )  # fmt: skip
    answers = answers_in(_answers(large=5, small=9), None, ["north"] * 6 + ["south"] * 8)
    weights = weigh(answers, frame, weight_rules(margin_minimum=5)).by_enterprise.values
    assert weights == pytest.approx([1] * 5 + [5] * 9)


def test_answers_without_a_district_keep_their_share_beside_those_with_one():
    frame = Frame(
        {("metal", "small", place): Size(count, 0) for place, count in (("north", 20), ("south", 40), ("", 30))}
    )
    answers = answers_in(_answers(small=30), None, ["north"] * 10 + ["south"] * 10 + [""] * 10)
    assert weigh(answers, frame, RULES).by_enterprise.values == pytest.approx([2] * 10 + [4] * 10 + [3] * 10, rel=1e-5)


def test_a_district_of_a_single_enterprise_is_a_margin():
    frame = Frame({("metal", "small", "north"): Size(1, 0), ("metal", "small", "south"): Size(19, 0)})
    answers = answers_in(_answers(small=10), None, ["north"] + ["south"] * 9)
    weights = weigh(answers, frame, weight_rules(margin_minimum=1)).by_enterprise.values
    assert weights == pytest.approx([1] + [19 / 9] * 9, rel=1e-5)


def test_an_enterprise_whose_staff_nobody_knows_counts_for_no_people():
    weighting = weigh(answers_in([("wood", "small")]), _frame(small=9), RULES)
    assert (weighting.by_people.calibration.sizes.tolist(), weighting.by_people.values.tolist()) == ([0.0], [1.0])


def test_take_all_answers_without_staff_keep_the_weight_of_their_cell():
    frame = frame_of({("metal", "large"): 4}, {("metal", "large"): 9000})
    assert weigh(answers_in(_answers(large=2), [0, 0]), frame, RULES).by_people.values.tolist() == [2.0, 2.0]
    untold = frame_of({("metal", "large"): 4}, {("metal", "large"): 0})
    assert weigh(answers_in(_answers(large=2), [900, 900]), untold, RULES).by_people.values.tolist() == [2.0, 2.0]


def test_joined_take_all_classes_are_brought_to_the_employment_of_what_the_frame_has_of_them():
    frame = frame_of({("metal", "large"): 4}, {("metal", "large"): 800})
    rules = weight_rules(take_all=("large", "medium"))
    weighting = weigh(answers_in(_answers(medium=2), [100, 100]), frame, rules)
    assert weighting.cells.of_answers == ("metal:large+medium",) * 2
    assert weighting.by_people.values == pytest.approx([4.0, 4.0])
