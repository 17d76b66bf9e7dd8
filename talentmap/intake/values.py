"""From the cells of one row to the typed values of one demand line; what is not understood is said, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from talentmap.intake.findings import Findings, Place
from talentmap.intake.grid import Cell, is_blank, text_of
from talentmap.intake.numbers import Doubt, Reading, read_count, read_months, read_years
from talentmap.intake.salary import PayFlag, PayUnit, read_pay, unit_of_header
from talentmap.intake.shown import is_personal, mask
from talentmap.intake.table import TableColumn
from talentmap.intake.vocabulary import Vocabulary, read_period
from talentmap.model.source import Source
from talentmap.text import compact, split_list, squeeze

Cells = Mapping[str, Sequence[tuple[TableColumn, Cell]]]
JOINABLE = frozenset({"duties", "reasons", "skills", "majors", "certificates"})
COUNTS = (
    "headcount",
    "headcount_12m",
    "headcount_3y",
    "employed",
    "advertised",
    "filled",
    "applicants",
    "qualified",
    "suitable",
)
_TEXT_MAX = 8000
_LIST_ITEM_MAX = 40
_BLANK_WORDS = frozenset({"/", "-", "—", "——", "\\", "无", "n/a", "na", "none"})
_NUMBER_PROBLEMS = {Doubt.RANGE: "range", Doubt.DATE: "date", Doubt.UNREAD: "unread", Doubt.FRACTION: "unread"}
_PAY_PROBLEMS = {
    PayFlag.AMBIGUOUS: "intake-pay-ambiguous",
    PayFlag.IMPOSSIBLE: "intake-pay-impossible",
    PayFlag.REVERSED: "intake-pay-reversed",
    PayFlag.FOREIGN: "intake-pay-foreign",
    PayFlag.UNREAD: "intake-pay-unread",
}


def read_values(
    cells: Cells, chain_id: str, place: Place, vocabulary: Vocabulary, findings: Findings
) -> dict[str, Any]:
    """The values of a line by DEMAND's column names; a field that was not asked or not read is None or ''."""
    coded = _coded_values(cells, chain_id, place, vocabulary, findings)
    low, high = _pay(cells, place, findings)
    return {
        "title": _text(cells, "title", place, findings),
        "duties": _text(cells, "duties", place, findings),
        **{name: _count(cells, name, place, findings) for name in COUNTS},
        "months_open": _measure(cells, "months_open", _months_under, place, findings),
        "experience_years": _measure(cells, "experience_years", _years_under, place, findings),
        **{name: _list(cells, name, place, findings) for name in ("majors", "certificates", "skills")},
        "pay_low": low,
        "pay_high": high,
        **coded,
    }


def _coded_values(
    cells: Cells, chain_id: str, place: Place, vocabulary: Vocabulary, findings: Findings
) -> dict[str, str]:
    def one(name: str, read: Callable[[str], str | None], code: str) -> str:
        for column, cell in _said(cells, name):
            found = read(squeeze(text_of(cell)))
            if found is None:
                findings.say(code, place.at(column), text_of(cell))
            return found or ""
        return ""

    return {
        "education": one("education", vocabulary.education, "intake-education-unknown"),
        "district_id": one("district", vocabulary.district, "intake-district-unknown"),
        "segment_id": one("segment", lambda text: vocabulary.segment(text, chain_id), "intake-segment-unknown"),
        "role_stated": one("role_stated", lambda text: vocabulary.role(text, chain_id), "intake-role-unknown"),
        "tier_stated": one("tier_stated", vocabulary.tier, "intake-tier-unknown"),
        "reasons": _reasons(cells, place, vocabulary, findings),
    }


def _said(cells: Cells, name: str) -> list[tuple[TableColumn, Cell]]:
    return [
        (column, cell)
        for column, cell in cells.get(name, ())
        if not is_blank(cell) and not _says_nothing(text_of(cell))
    ]


def _says_nothing(text: str) -> bool:
    return len(text) <= 8 and compact(text) in _BLANK_WORDS


def _text(cells: Cells, name: str, place: Place, findings: Findings) -> str:
    parts = []
    for column, cell in _said(cells, name):
        text = text_of(cell)
        if is_personal(text):
            findings.say("intake-personal", place.at(column), text)
        parts.append(squeeze(mask(text))[:_TEXT_MAX])
    return " ".join(parts)


def _list(cells: Cells, name: str, place: Place, findings: Findings) -> str:
    items: list[str] = []
    for column, cell in _said(cells, name):
        text = text_of(cell)
        if is_personal(text):
            findings.say("intake-personal", place.at(column), text)
        parts = split_list(mask(text))
        prose = any(len(part) > _LIST_ITEM_MAX for part in parts)
        items += [squeeze(mask(text)).replace("|", " ")[:_TEXT_MAX]] if prose else parts
    return "|".join(dict.fromkeys(items))


def _reasons(cells: Cells, place: Place, vocabulary: Vocabulary, findings: Findings) -> str:
    ids: list[str] = []
    for column, cell in _said(cells, "reasons"):
        coded = vocabulary.reasons(text_of(cell))
        ids += coded.ids
        for text in coded.unread:
            findings.say("intake-reason-unknown", place.at(column), text)
    return "|".join(sorted(set(ids)))


def _count(cells: Cells, name: str, place: Place, findings: Findings) -> int | None:
    for column, cell in cells.get(name, ()):
        reading = read_count(cell)
        _note_number(reading, name, cell, place.at(column), findings)
        if reading.value is None:
            return None
        if reading.value < 0 or reading.value > 10**9:
            _say_number("negative" if reading.value < 0 else "unread", name, cell, place.at(column), findings)
            return None
        return int(reading.value)
    return None


def _measure(
    cells: Cells, name: str, read: Callable[[Cell, str], Reading], place: Place, findings: Findings
) -> float | None:
    for column, cell in cells.get(name, ()):
        if is_blank(cell):
            continue
        reading = read(cell, compact(column.header))
        _note_number(reading, name, cell, place.at(column), findings)
        if reading.value is not None and reading.value < 0:
            _say_number("negative", name, cell, place.at(column), findings)
            return None
        return reading.value
    return None


def _months_under(cell: Cell, header: str) -> Reading:
    return read_months(cell, "year" if "(年)" in header or "years" in header else "month")


def _years_under(cell: Cell, header: str) -> Reading:
    reading = read_years(cell)
    if reading.value is not None and ("(月)" in header or "months" in header):
        return Reading(round(reading.value / 12, 2), reading.doubt)
    return reading


def _note_number(reading: Reading, name: str, cell: Cell, source: Source, findings: Findings) -> None:
    if reading.doubt in _NUMBER_PROBLEMS:
        _say_number(_NUMBER_PROBLEMS[reading.doubt], name, cell, source, findings)
    elif reading.doubt is Doubt.ABOUT:
        findings.say("intake-number-about", source, text_of(cell), taken=reading.value)


def _say_number(what: str, name: str, cell: Cell, source: Source, findings: Findings) -> None:
    subject = "headcount" if name == "headcount" else "number"
    findings.say(f"intake-{subject}-{what}", source, text_of(cell))


def _pay(cells: Cells, place: Place, findings: Findings) -> tuple[float | None, float | None]:
    period = next((read_period(text_of(cell)) or "" for _, cell in _said(cells, "pay_period")), "")
    for column, cell in _said(cells, "pay"):
        return _one_pay(cell, column, period, place, findings)
    low = next(
        (_one_pay(cell, column, period, place, findings) for column, cell in _said(cells, "pay_low")), (None, None)
    )
    high = next(
        (_one_pay(cell, column, period, place, findings) for column, cell in _said(cells, "pay_high")), (None, None)
    )
    return low[0], high[1]


def _one_pay(
    cell: Cell, column: TableColumn, period: str, place: Place, findings: Findings
) -> tuple[float | None, float | None]:
    unit = unit_of_header(column.header)
    pay = read_pay(cell, PayUnit(unit.scale, period or unit.period))
    if pay.question is not None:
        findings.say(_PAY_PROBLEMS[pay.question], place.at(column), text_of(cell))
        return None, None
    if PayFlag.ASSUMED_PERIOD in pay.flags:
        findings.say("intake-pay-assumed", place.at(column), text_of(cell), low=_yuan(pay.low), high=_yuan(pay.high))
    return pay.low, pay.high


def _yuan(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f}"
