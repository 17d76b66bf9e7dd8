from __future__ import annotations

import datetime as dt

import pytest

from talentmap.model.decision import NONE, Decision, DecisionKind
from talentmap.review.ledger import read_ledger, record, title_key

ROLE = DecisionKind.DEMAND_ROLE
HEAD = "kind,key,value,who,when,why\n"


def _decision(value="m-welder", key="metal|焊工", when="2026-07-02", why="电话核实", kind=ROLE):
    return Decision(kind, key, value, "李科长", dt.date.fromisoformat(when), why)


def _read(folder, *roles):
    return read_ledger(folder, roles or ("m-welder", "m-engineer"))


def _written(tmp_path, text, name="a.csv"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return _read(tmp_path)


def test_what_is_recorded_is_read(tmp_path):
    record(tmp_path / "decisions" / "a.csv", [_decision()])
    ledger = _read(tmp_path / "decisions")
    assert ledger.value(ROLE, "metal|焊工") == "m-welder"
    assert ledger.value(ROLE, "metal|电工") is None
    assert ledger.value(ROLE, "food|焊工") is None
    assert ledger.problems == ()


def test_recording_only_adds(tmp_path):
    path = tmp_path / "a.csv"
    record(path, [_decision()])
    before = path.read_bytes()
    record(path, [_decision(NONE)])
    assert path.read_bytes().startswith(before)
    assert path.read_text(encoding="utf-8").count("kind,key") == 1


def test_a_file_whose_last_line_was_left_open_is_not_glued(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}demand-role,metal|甲,NONE,李,2026-07-02,x", encoding="utf-8")
    record(path, [_decision()])
    ledger = _read(tmp_path)
    assert (ledger.value(ROLE, "metal|甲"), ledger.value(ROLE, "metal|焊工")) == (NONE, "m-welder")


@pytest.mark.parametrize(
    ("decisions", "value"),
    [
        ([("m-welder", "2026-07-02"), (NONE, "2026-07-03")], NONE),
        ([("m-welder", "2026-07-03"), (NONE, "2026-07-02")], "m-welder"),
        ([("m-welder", "2026-07-02"), (NONE, "2026-07-02")], NONE),
    ],
)
def test_the_latest_decision_counts_and_of_one_day_the_last(tmp_path, decisions, value):
    record(tmp_path / "a.csv", [_decision(role, when=day) for role, day in decisions])
    assert _read(tmp_path).value(ROLE, "metal|焊工") == value


def test_files_are_read_in_the_order_of_their_names(tmp_path):
    record(tmp_path / "b.csv", [_decision(NONE)])
    record(tmp_path / "a.csv", [_decision("m-welder")])
    assert _read(tmp_path).value(ROLE, "metal|焊工") == NONE


@pytest.mark.parametrize(
    "why", ["a,b", '"quoted"', "two\nlines", "two\r\nlines", "odd\u2028line", "tab\tand\x0bfeed", "=1+1", "x\x85y", ""]
)
def test_any_reason_keeps_the_rows_whole(tmp_path, why):
    record(tmp_path / "a.csv", [_decision(why=why), _decision(NONE, key="metal|乙")])
    ledger = _read(tmp_path)
    assert ledger.problems == ()
    assert (ledger.value(ROLE, "metal|焊工"), ledger.value(ROLE, "metal|乙")) == ("m-welder", NONE)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("demand-role,k,m-welder,李,2026-13-02,x", "review-unreadable"),
        ("demand-role,k,m-welder,李,7月2日,x", "review-unreadable"),
        ("demand,k,m-welder,李,2026-07-02,x", "review-unreadable"),
        ("demand-role,k", "review-unreadable"),
        ("demand-role,k,m-pilot,李,2026-07-02,x", "review-unknown-role"),
        ("demand-role,k,,李,2026-07-02,x", "review-unknown-role"),
    ],
)
def test_a_faulty_line_is_passed_over_with_its_place(tmp_path, row, code):
    ledger = _written(tmp_path, f"{HEAD}\n{row}\ndemand-role,j,NONE,李,2026-07-02,x\n")
    assert [(p.code, p.source.row) for p in ledger.problems] == [(code, 3)]
    assert ledger.value(ROLE, "j") == NONE
    assert ledger.value(ROLE, "k") is None


def test_a_decision_about_persons_needs_no_role(tmp_path):
    record(tmp_path / "a.csv", [_decision("NONE", key="p1|p2")])
    assert _read(tmp_path).value(ROLE, "p1|p2") == "NONE"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_a_file_saved_by_a_spreadsheet_is_read_and_continued_as_it_is(tmp_path, encoding):
    text = f"{HEAD}demand-role,metal|焊工,m-welder,李科长,2026-07-02,电话核实\n"
    assert _written(tmp_path, text.encode(encoding)).value(ROLE, "metal|焊工") == "m-welder"
    path = next(tmp_path.rglob("*.csv"))
    record(path, [_decision("m-smelter", key="metal|熔炼工人")])
    assert "metal|熔炼工人" in path.read_bytes().decode(encoding)


def test_a_file_in_no_known_encoding_is_not_lost_in_silence(tmp_path):
    ledger = _written(tmp_path, HEAD.encode() + b"demand-role,\xff\xfe\x80,NONE,a,2026-07-02,b\n")
    assert [problem.code for problem in ledger.problems] == ["review-unreadable"]
    assert "看不出文字编码" in ledger.problems[0].wrong("zh")


def test_an_endless_cell_is_a_problem_and_no_crash(tmp_path):
    ledger = _written(tmp_path, f"{HEAD}demand-role,k,NONE,李,2026-07-02,{'x' * 200_000}\n")
    assert [problem.code for problem in ledger.problems] == ["review-unreadable"]


def test_no_folder_means_no_decisions(tmp_path):
    assert _read(tmp_path / "nothing").decisions == {}


def test_other_files_are_left_alone(tmp_path):
    assert _written(tmp_path, "not a ledger", name="notes.txt").problems == ()


@pytest.mark.parametrize("written", ["焊 工", "焊\u200b工", " 焊工 ", "焊\u3000工"])
def test_a_title_s_key_ignores_what_a_reader_does_not_see(written):
    assert title_key("metal", written) == title_key("metal", "焊工") == "metal|焊工"


def test_a_title_s_key_keeps_chains_and_levels_apart():
    assert title_key("metal", "高级焊工") != title_key("metal", "焊工") != title_key("food", "焊工")


@pytest.mark.parametrize("why", ['"电话核实', '"电话"核实', "x" * 200_000])
def test_decisions_below_a_quotation_mark_that_nobody_closed_are_not_lost_in_silence(tmp_path, why):
    lines = [
        "demand-role,j,NONE,李,2026-07-02,x",
        f"demand-role,k,NONE,李,2026-07-02,{why}",
        "demand-role,l,NONE,李,2026-07-02,x",
    ]
    ledger = _written(tmp_path, f"{HEAD}" + "\n".join(lines) + "\n")
    assert [(p.code, p.source.row) for p in ledger.problems] == [("review-unreadable", 3)]
    assert "all below it were not read" in ledger.problems[0].wrong("en")
    assert (ledger.value(ROLE, "j"), ledger.value(ROLE, "l")) == (NONE, None)
