from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shipped_rules import shipped_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.survey.editing import Reason, edit, set_aside
from talentmap.analysis.survey.weighting import weigh
from talentmap.analysis.survey.winsorise import cutoff, winsorised
from talentmap.model.problem import Problem
from talentmap.model.source import Source

RULES = shipped_rules()


def _edit(names, lines, employees=None):
    """The edits of `lines` (enterprise, title, headcount) of enterprises e000, e001 … with those names."""
    keys = [("metal", "small")] * len(names)
    there, staff = {keys[0]: 10 * len(names)}, {keys[0]: int(10 * sum(employees or [0]))}
    weighting = weigh(answers_in(keys, employees), frame_of(there, staff), RULES.weights)
    demand = pd.DataFrame(
        [{"line_id": f"l{k:03}", "enterprise_id": firm, "title": title, "headcount": heads}
         for k, (firm, title, heads) in enumerate(lines)],
        columns=["line_id", "enterprise_id", "title", "headcount"],
    )  # fmt: skip
    firms = pd.DataFrame({"enterprise_id": weighting.answers.enterprises, "enterprise_name": names})
    return edit(demand, firms, weighting, RULES)


def _told(edited):
    return [(one.line_id, one.stated, one.used, one.reason) for one in edited.edits]


def test_plain_answers_are_left_alone():
    edited = _edit(["甲公司", "乙公司"], [("e000", "焊工", 3), ("e001", "焊工", None), ("e001", "", 30)], [50, 60])
    assert edited.edits == ()
    assert edited.headcounts == {}


def test_a_group_gives_way_to_its_subsidiary():
    names = ["恒达利集团有限公司", "恒达利(清远)新材料有限公司"]
    lines = [("e000", "焊工", 5), ("e000", "会计", 1), ("e000", "厂长", 1), ("e001", "焊工", 5), ("e001", "会计", 1)]
    edited = _edit(names, lines)
    assert _told(edited) == [("l000", 5, 0, Reason.GROUP_REPEAT), ("l001", 1, 0, Reason.GROUP_REPEAT)]
    assert edited.headcounts == {"l000": 0, "l001": 0}


def test_a_branch_gives_way_to_its_head():
    names = ["恒达利新材料有限公司", "恒达利新材料有限公司清远分公司"]
    edited = _edit(names, [("e000", "焊工", 5), ("e000", "会计", 1), ("e001", "焊工", 5), ("e001", "会计", 1)])
    assert [line for line, *_ in _told(edited)] == ["l002", "l003"]


def test_posts_that_both_have_twice_are_taken_out_twice_and_no_more():
    names = ["恒达利集团有限公司", "恒达利(清远)新材料有限公司"]
    edited = _edit(names, [("e000", "焊工", 5)] * 3 + [("e001", "焊工", 5)] * 2)
    assert [line for line, *_ in _told(edited)] == ["l000", "l001"]


def test_one_row_in_common_proves_nothing():
    names = ["恒达利集团有限公司", "恒达利(清远)新材料有限公司"]
    assert _edit(names, [("e000", "焊工", 5), ("e000", "厂长", 1), ("e001", "焊工", 5)]).edits == ()


def test_lines_that_are_too_many_together_are_cut_in_proportion():
    edited = _edit(["甲"], [("e000", "焊工", 30), ("e000", "钳工", 30), ("e000", "会计", 15)], [30])
    assert _told(edited) == [
        (f"l{k:03}", stated, pytest.approx(stated * 45 / 75), Reason.TOTAL_ABOVE_STAFF)
        for k, stated in enumerate((30, 30, 15))
    ]


def test_an_enterprise_that_confirmed_a_large_need_is_believed():
    assert _edit(["甲"], [("e000", "焊工", 70), ("e000", "钳工", 30)], [30]).edits == ()


def test_a_headcount_far_out_stands_for_itself_alone():
    lines = [(f"e{k:03}", "焊工", 2 + k % 3) for k in range(24)] + [("e024", "焊工", 500)]
    (one,) = _edit([f"厂{k}" for k in range(25)], lines, [400] * 25).edits
    assert (one.reason, one.stated, one.weight) == (Reason.FAR_OUT, 500, 10)
    assert one.used == pytest.approx(32 + 468 / 10)  # third quartile 4, and three times the range from 2 to 4: 4 x 2³
    assert one.used * one.weight == pytest.approx(32 * 10 + 468)


def test_nothing_vouches_for_a_headcount_without_staff_so_it_is_cut_whole():
    lines = [(f"e{k:03}", "焊工", 2) for k in range(24)] + [("e024", "焊工", 5000)]
    (one,) = _edit([f"厂{k}" for k in range(25)], lines).edits
    assert (one.reason, one.used) == (Reason.FAR_OUT_UNVOUCHED, 30)


def test_a_line_is_edited_step_by_step_and_every_step_is_told():
    lines = [(f"e{k:03}", "焊工", 2) for k in range(30)] + [("e030", "焊工", 190), ("e030", "钳工", 190)]
    edited = _edit([f"厂{k}" for k in range(31)], lines, [200] * 31)
    steps = [step for step in _told(edited) if step[0] == "l030"]
    assert [reason for *_, reason in steps] == [Reason.FAR_OUT, Reason.TOTAL_ABOVE_STAFF]
    assert steps[1][1:3] == (190, pytest.approx(150))
    assert steps[0][1:3] == (pytest.approx(150), pytest.approx(30 + 120 / 10))
    assert edited.headcounts["l030"] == pytest.approx(42)


def test_the_order_of_rows_changes_no_edit():
    names = ["恒达利集团有限公司", "恒达利(清远)新材料有限公司", "丙"]
    welders = [*[("e000", "焊工", 5)] * 3, *[("e001", "焊工", 5)] * 2]
    lines = [*welders, ("e000", "会计", 1), ("e001", "会计", 1), ("e002", "焊工", 900)]
    weighting = weigh(answers_in([("metal", "small")] * 3), frame_of({("metal", "small"): 30}), RULES.weights)
    demand = pd.DataFrame(
        [{"line_id": f"l{k}", "enterprise_id": f, "title": t, "headcount": h} for k, (f, t, h) in enumerate(lines)]
    )
    firms = pd.DataFrame({"enterprise_id": weighting.answers.enterprises, "enterprise_name": names})
    one, other = edit(demand, firms, weighting, RULES), edit(demand[::-1], firms[::-1], weighting, RULES)
    assert one == other
    assert one.edits


def test_the_cut_off_is_the_outer_fence_of_the_logarithms():
    heads = pd.Series(np.exp([0.0, 1.0, 2.0, 3.0, 4.0]))
    assert cutoff(heads, 3.0) == pytest.approx(np.exp(3 + 3 * 2))
    assert cutoff(pd.Series([0.0]), 3.0) == np.inf


def test_a_small_cell_takes_the_cut_off_of_all_lines():
    heads = pd.Series([1.0] * 30 + [90.0, 95.0, 100.0])
    cells = pd.Series(["a"] * 30 + ["b"] * 3)
    kept = winsorised(heads, cells, pd.Series([5.0] * 33), RULES)
    assert kept[:30] == [1.0] * 30
    assert kept[30:] == pytest.approx([30 + 60 / 5, 30 + 65 / 5, 30 + 70 / 5])


def test_weight_1_is_never_cut():
    heads = pd.Series([1.0] * 30 + [900.0])
    assert winsorised(heads, pd.Series(["a"] * 31), pd.Series([1.0] * 31), RULES)[-1] == 900


def test_what_intake_set_aside_is_counted_by_reason():
    found = [Problem(code, Source("f")) for code in ("intake-dispatch", "intake-dispatch", "intake-no-rows")]
    assert set_aside(found) == {"labour_agency": 2}


def test_lines_of_a_single_post_make_a_cell_of_their_own():
    """Thirty lines of one post and one of 200: the cell is known, though no other line asks for more than one."""
    heads = pd.Series([1.0] * 30 + [200.0] + [500.0] * 40)
    cells = pd.Series(["a"] * 31 + ["b"] * 40)
    kept = winsorised(heads, cells, pd.Series(10.0, index=heads.index), shipped_rules())
    assert kept[30] == pytest.approx(30 + 170 / 10)
    assert kept[31:] == pytest.approx([500.0] * 40)


def test_a_cut_of_less_than_one_head_is_told():
    edited = _edit(["甲"], [("e000", "焊工", 23), ("e000", "钳工", 23)], [30])
    assert [step[:3] for step in _told(edited)] == [("l000", 23, 22.5), ("l001", 23, 22.5)]
    assert edited.headcounts == {"l000": 22.5, "l001": 22.5}


def test_a_line_of_an_enterprise_that_is_not_in_the_survey_stands_for_itself():
    lines = [(f"e{k:03}", "焊工", 2) for k in range(24)] + [("e999", "焊工", 5000)]
    (one,) = _edit([f"厂{k}" for k in range(24)], lines).edits
    assert (one.enterprise_id, one.reason, one.used, one.weight) == ("e999", Reason.FAR_OUT_UNVOUCHED, 30, 1.0)


def test_a_cell_with_just_enough_lines_has_a_cut_off_of_its_own():
    for lines, used in ((RULES.editing.lines_minimum, 30 + 170 / 10), (RULES.editing.lines_minimum - 1, 200.0)):
        heads = pd.Series([1.0] * (lines - 1) + [200.0] + [500.0] * 40)
        cells = pd.Series(["a"] * lines + ["b"] * 40)
        assert winsorised(heads, cells, pd.Series(10.0, index=heads.index), RULES)[lines - 1] == pytest.approx(used)
