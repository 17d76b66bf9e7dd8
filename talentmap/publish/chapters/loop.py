"""What became of the signals of earlier editions: open, overdue, share closed a quarter, what each change answered."""

from __future__ import annotations

import math
from functools import partial

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import Evidence
from talentmap.publish.paper.fact import Fact, counted, given
from talentmap.publish.paper.sheet import Col, grid
from talentmap.review.loop import Loop, Quarter, by_quarter, read_loop


def _make(context: Context) -> Made:
    evidence = context.evidence
    loop, day = _loop(evidence), evidence.edition.settings.reference_date
    known = [signal for signal in loop.signals.values() if signal.raised <= day]
    standing = [signal for signal in known if signal.is_open(day)]
    account = grid(
        "loop-quarters",
        [
            Col("quarter", lambda row: f"{row.year}Q{row.quarter}"),
            *(Col(name, partial(_count, name), "count") for name in ("open_before", "raised", "closed", "open_after")),
            Col("closed_share", _share, "percent"),
        ],
        [quarter for quarter in by_quarter(known) if (quarter.year, 3 * quarter.quarter - 2) <= (day.year, day.month)],
        context.speech,
    )
    titles = {item.item_id: item for item in evidence.items}
    answered = [(titles[item], found) for item, found in loop.answered_by().items() if item in titles]
    stop = "；" if context.lang == "zh" else "; "
    answers = grid(
        "loop-answers",
        [
            Col("item", lambda row: row[0].title_zh if context.lang == "zh" else row[0].title_en, weight=2),
            Col("answers", lambda row: stop.join(signal.told(context.lang) for signal in row[1]), weight=3),
        ],
        answered,
        context.speech,
    )
    return Made(
        facts={
            "signals": counted(known, "signals"),
            "standing": counted(standing, "open signals"),
            "overdue": counted([signal for signal in standing if signal.is_overdue(day)], "overdue signals"),
            "settled": counted(len(known) - len(standing), "closed signals"),
            "has_answers": bool(answered),
        },
        grids=[account, answers] if answered else [account],
    )


def _count(name: str, quarter: Quarter) -> Fact:
    return counted(getattr(quarter, name), f"loop.{quarter.year}Q{quarter.quarter}.{name}")


def _share(quarter: Quarter) -> object:
    where = f"loop.{quarter.year}Q{quarter.quarter}.closed_share"
    return None if math.isnan(quarter.closed_share) else given(quarter.closed_share, where)


def _loop(evidence: Evidence) -> Loop:
    return read_loop(evidence.edition.loop)


CHAPTER = Chapter("loop", _make, appears=lambda evidence: bool(_loop(evidence).signals))
