"""The loop's journal `loop.csv` of an edition: signal -> owner -> decision -> action -> closed.

```csv
signal,step,when,who,text,owner,due,item_id,text_en
technician-uncovered,signal,2026-07-02,李科长,技能人才空缺岗位无政策可享,,,,Open technician posts qualify for nothing
technician-uncovered,owner,2026-07-05,李科长,移交人社局,人社局,2026-09-30,,
technician-uncovered,decision,2026-08-20,王局长,降低技能等级门槛,,2026-12-31,p02-1,
technician-uncovered,closed,2026-12-01,王局长,修订文件已印发,,,p02-1,
```

A wrong line is not deleted: a later one says what holds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EditionError
from talentmap.model.problem import Problem
from talentmap.model.signal import LoopEntry, LoopStep, Signal
from talentmap.model.source import Source
from talentmap.review.journal import append_rows, header_of, read_journal
from talentmap.text import compact

HEADER = tuple(field.name for field in fields(LoopEntry))
_NEEDED = HEADER[:5]


@dataclass(frozen=True, slots=True)
class Loop:
    """The signals of an edition by id, in the order in which they were raised, and what could not be read."""

    signals: Mapping[str, Signal]
    problems: tuple[Problem, ...] = ()

    def overdue(self, day: dt.date) -> list[Signal]:
        """The open signals whose promised day has gone by, longest overdue first."""
        late = [signal for signal in self.signals.values() if signal.is_overdue(day)]
        return sorted(late, key=lambda signal: (signal.due or day, signal.id))

    def answered_by(self) -> dict[str, list[Signal]]:
        """The signals that each changed incentive item answers, by item id."""
        answered: defaultdict[str, list[Signal]] = defaultdict(list)
        for signal in self.signals.values():
            for item in signal.items:
                answered[item].append(signal)
        return dict(sorted(answered.items()))


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter's account: open before + raised = closed + open at its end; a signal reopened counts as raised."""

    year: int
    quarter: int
    open_before: int
    raised: int
    closed: int

    @property
    def open_after(self) -> int:
        """Signals open at the quarter's end."""
        return self.open_before + self.raised - self.closed

    @property
    def closed_share(self) -> float:
        """Closed of all that could have been: open before and raised; nan when there was nothing."""
        could = self.open_before + self.raised
        return self.closed / could if could else float("nan")


def read_loop(path: Path) -> Loop:
    """The loop in the journal at `path`; none when there is no file. Faulty lines are problems and passed over."""
    if not path.is_file():
        return Loop({})
    journal = read_journal(path)
    problems = []
    gathered: dict[str, list[LoopEntry]] = {}
    for line, row in journal.rows:
        source = Source(path.name, row=line)
        try:
            entry = _entry(row)
        except (KeyError, ValueError) as fault:
            problems.append(Problem("loop-unreadable", source, facts={"cause": fault}))
            continue
        if entry.step is not LoopStep.SIGNAL and entry.signal not in gathered:
            problems.append(Problem("loop-unknown-signal", source, shown=entry.signal))
            continue
        entries = gathered.setdefault(entry.signal, [])
        if entries and entry.when < entries[0].when:
            problems.append(Problem("loop-before-signal", source, entry.signal, facts={"raised": entries[0].when}))
            continue
        entries.append(entry)
    if journal.broken:
        line, cause = journal.broken
        problems.append(Problem("loop-unreadable", Source(path.name, row=line), facts={"cause": cause}))
    # Lines of one day keep the order in which they were written.
    signals = [Signal(tuple(sorted(entries, key=lambda entry: entry.when))) for entries in gathered.values()]
    ordered = sorted(signals, key=lambda signal: (signal.raised, signal.id))
    return Loop({signal.id: signal for signal in ordered}, tuple(problems))


def record_steps(path: Path, entries: Iterable[LoopEntry]) -> None:
    """Add `entries` to the journal at `path`, in the columns that it has; nothing that stands there is changed.

    EditionError where that file is no journal.
    """
    columns = header_of(path) or HEADER
    absent = [name for name in _NEEDED if name not in columns]
    if absent:
        raise EditionError(
            both(
                f"{path} lacks the columns {', '.join(absent)}: it is no journal of signals.",
                f"{path} 缺少列 {'、'.join(absent)}，不是信号台账。",
            ),
            both(
                "Save it as CSV with its first line as it was, or move it away.",
                "请另存为 CSV，首行保持原样；或把它移走。",
            ),
        )
    append_rows(path, columns, ([_cell(getattr(entry, name, "")) for name in columns] for entry in entries))


def signal_id(text: str) -> str:
    """An id for a signal that a person words: equal for the same words however they are spaced."""
    return f"s-{hashlib.sha256(compact(text).encode()).hexdigest()[:8]}"


def by_quarter(signals: Sequence[Signal]) -> list[Quarter]:
    """The account of every quarter from the first signal to the last entry."""
    raised: defaultdict[tuple[int, int], int] = defaultdict(int)
    closed: defaultdict[tuple[int, int], int] = defaultdict(int)
    for signal in signals:
        was_open = False
        for entry in signal.entries:
            is_open = entry.step is not LoopStep.CLOSED
            if is_open != was_open:
                (raised if is_open else closed)[quarter_of(entry.when)] += 1
            was_open = is_open
    account: list[Quarter] = []
    if not raised:
        return account
    at, last = min(raised), max((*raised, *closed))
    standing = 0
    while at <= last:
        account.append(Quarter(*at, standing, raised[at], closed[at]))
        standing = account[-1].open_after
        at = (at[0] + at[1] // 4, at[1] % 4 + 1)
    return account


def quarter_of(day: dt.date) -> tuple[int, int]:
    """Year and quarter of a day."""
    return day.year, (day.month + 2) // 3


def _entry(row: Mapping[str, str]) -> LoopEntry:
    if not row["signal"]:
        raise ValueError(both("the signal has no id", "没有信号编号"))
    due = row.get("due", "")
    return LoopEntry(
        signal=row["signal"],
        step=LoopStep(row["step"]),
        when=dt.date.fromisoformat(row["when"]),
        who=row["who"],
        text=row["text"],
        owner=row.get("owner", ""),
        due=dt.date.fromisoformat(due) if due else None,
        item_id=row.get("item_id", ""),
        text_en=row.get("text_en", ""),
    )


def _cell(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)
