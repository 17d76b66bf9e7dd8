from __future__ import annotations

import datetime as dt
import itertools
import math
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from talentmap.model.signal import LoopEntry, LoopStep, Signal
from talentmap.review.loop import by_quarter, quarter_of, read_loop, record_steps, signal_id

FIRST = dt.date(2026, 1, 10)
_STEPS = list(LoopStep)


def entry(signal: str, step: str, day: str, **more: object) -> LoopEntry:
    return LoopEntry(signal, LoopStep(step), dt.date.fromisoformat(day), "李", f"{signal} {step}", **more)


JOURNAL = [
    entry("a", "signal", "2026-01-10"),
    entry("b", "signal", "2026-02-01", owner="人社局", due=dt.date(2026, 3, 1)),
    entry("a", "owner", "2026-01-12", owner="科技局", due=dt.date(2026, 6, 30)),
    entry("a", "decision", "2026-05-02", item_id="p02-1"),
    entry("a", "closed", "2026-05-20", item_id="p02-1"),
    entry("c", "signal", "2026-08-01"),
]


def test_a_journal_comes_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "loop.csv"
    record_steps(path, JOURNAL[:3])
    before = path.read_bytes()
    record_steps(path, JOURNAL[3:])
    assert path.read_bytes().startswith(before)
    loop = read_loop(path)
    assert loop.problems == ()
    assert list(loop.signals) == ["a", "b", "c"]
    assert loop.signals["a"].entries == (JOURNAL[0], JOURNAL[2], JOURNAL[3], JOURNAL[4])


def test_what_stands_is_the_latest_word(tmp_path: Path) -> None:
    record_steps(tmp_path / "loop.csv", JOURNAL)
    loop = read_loop(tmp_path / "loop.csv")
    a, b, c = loop.signals.values()
    assert (a.step, a.owner, a.due, a.closed) == (LoopStep.CLOSED, "科技局", dt.date(2026, 6, 30), dt.date(2026, 5, 20))
    assert (b.owner, b.closed, c.owner, c.due) == ("人社局", None, "", None)
    assert loop.answered_by() == {"p02-1": [a]}
    assert [signal.id for signal in loop.overdue(dt.date(2026, 3, 1))] == []
    assert [signal.id for signal in loop.overdue(dt.date(2026, 7, 1))] == ["b"]


def test_the_account_of_the_quarters(tmp_path: Path) -> None:
    record_steps(tmp_path / "loop.csv", JOURNAL)
    account = by_quarter(list(read_loop(tmp_path / "loop.csv").signals.values()))
    assert [(q.quarter, q.open_before, q.raised, q.closed, q.open_after) for q in account] == [
        (1, 0, 2, 0, 2),
        (2, 2, 0, 1, 1),
        (3, 1, 1, 0, 2),
    ]
    assert [round(q.closed_share, 3) for q in account] == [0.0, 0.5, 0.0]


def test_a_signal_raised_again_is_open_again() -> None:
    again = Signal((JOURNAL[0], JOURNAL[4], entry("a", "signal", "2026-06-02")))
    assert again.closed is None
    assert again.is_open(dt.date(2026, 6, 2))
    assert not again.is_open(dt.date(2026, 5, 31))
    assert [(q.raised, q.closed) for q in by_quarter([again])] == [(1, 0), (1, 1)]


def test_nothing_raised_gives_no_account_and_no_file_no_loop(tmp_path: Path) -> None:
    assert by_quarter([]) == []
    assert read_loop(tmp_path / "loop.csv").signals == {}


def test_faulty_lines_are_problems_with_their_line_and_lose_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "loop.csv"
    path.write_text(
        "signal,step,when,who,text,owner,due,item_id\n"
        "a,signal,2026-01-10,李,缺少焊工,,,\n"
        "a,owner,2026-13-10,李,日期写错,人社局,,\n"
        "a,shelved,2026-02-10,李,没有这一步,,,\n"
        "b,owner,2026-02-10,李,没有登记过,人社局,,\n"
        "a,owner,2026-01-09,李,早于登记,人社局,,\n"
        ",signal,2026-02-10,李,没有编号,,,\n"
        "a,closed,2026-03-10,王,已解决,,,\n",
        encoding="utf-8",
    )
    loop = read_loop(path)
    assert [(problem.code, problem.source.row) for problem in loop.problems] == [
        ("loop-unreadable", 3),
        ("loop-unreadable", 4),
        ("loop-unknown-signal", 5),
        ("loop-before-signal", 6),
        ("loop-unreadable", 7),
    ]
    assert loop.signals["a"].closed == dt.date(2026, 3, 10)


def test_no_text_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    record_steps(tmp_path / "loop.csv", [LoopEntry("a", LoopStep.SIGNAL, FIRST, "李", "=1+1")])
    assert "'=1+1" in (tmp_path / "loop.csv").read_text(encoding="utf-8")


def test_the_same_words_have_the_same_id() -> None:
    assert signal_id("焊工 无政策") == signal_id("焊工无政策") != signal_id("钳工无政策")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(_STEPS), st.integers(0, 900)), max_size=25))
def test_every_quarter_adds_up_and_ends_with_what_is_open(drawn: list[tuple[str, LoopStep, int]]) -> None:
    gathered: dict[str, list[LoopEntry]] = {name: [LoopEntry(name, LoopStep.SIGNAL, FIRST, "李", "")] for name in "abc"}
    for name, step, days in sorted(drawn, key=lambda one: one[2]):
        gathered[name].append(LoopEntry(name, step, FIRST + dt.timedelta(days), "李", ""))
    signals = [Signal(tuple(entries)) for entries in gathered.values()]
    account = by_quarter(signals)
    for former, later in itertools.pairwise(account):
        assert later.open_before == former.open_after
    for quarter in account:
        ends = dt.date(quarter.year + quarter.quarter // 4, quarter.quarter % 4 * 3 + 1, 1) - dt.timedelta(1)
        assert quarter.open_after == sum(signal.is_open(ends) for signal in signals)
        assert math.isnan(quarter.closed_share) or 0 <= quarter.closed_share <= 1
    assert quarter_of(FIRST) == (2026, 1)
