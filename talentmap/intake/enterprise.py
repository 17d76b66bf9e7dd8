"""Who answers: the enterprise behind a file or a row, with a valid credit code or a key made from its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from talentmap.intake.cells.codes import CodeFault, check_code
from talentmap.intake.cells.numbers import Doubt, read_count
from talentmap.intake.cells.shown import mask, shown
from talentmap.intake.cells.vocabulary import Vocabulary, read_size
from talentmap.intake.findings import Findings
from talentmap.intake.sheets.firm import Facts, Said, is_unit, value_text
from talentmap.intake.sheets.headers import Field, header_book
from talentmap.model.plausibility import MOST_PEOPLE
from talentmap.model.source import Source
from talentmap.text import compact, lookup_fold

_CODE_PROBLEMS = {
    CodeFault.LENGTH: "intake-code-length",
    CodeFault.ALPHABET: "intake-code-alphabet",
    CodeFault.CHECK: "intake-code-check",
}
_STAFF_RANGE = re.compile(r"^(\d+)人?(?:-|~|—|–|至|到|to)(\d+)(?:人|people|employees)?$")
_STAFF_BOUND = re.compile(
    r"^(?!\d+(?:人|people|employees)?$)(少于|不足|小于|低于|<|lessthan|under)?(\d+)(?:人|people|employees)?"
    r"(以上|及以上|\+|以下|以内)?$"
)
_CLASSES = ((1000, "large"), (300, "medium"), (20, "small"), (0, "micro"))
_CHAIN = Field("demand", "chain")
_NAME_ENDINGS = re.compile(r"[(（]?(?:盖章|公章)[)）]?$")


class Firm(NamedTuple):
    """An enterprise as one file states it; `key` is its id as far as this file alone can tell."""

    name: str = ""
    code: str = ""
    chain_id: str = ""
    segment_id: str = ""
    district_id: str = ""
    size_class: str = ""
    employees: int | None = None

    @property
    def key(self) -> str:
        """The credit code, else a key made from the folded name, else ''."""
        return self.code or (name_key(self.name) if self.name else "")

    @property
    def is_dispatch(self) -> bool:
        """True for agencies that hire for others: their posts would count twice."""
        plain = lookup_fold(self.name)
        return any(word in plain for word in header_book().dispatch)


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """An id made from a name: equal for names that differ in width, case, blanks or brackets."""
    plain = re.sub(r"[()（）\[\]【】.,，。·'’\-]", "", compact(name))
    return f"n-{hashlib.sha256(plain.encode()).hexdigest()[:16]}"


def firm_of(facts: Facts, chain_id: str, vocabulary: Vocabulary, findings: Findings) -> Firm:
    """The enterprise that the facts describe; what cannot be used is left out and noted."""
    chain = _coded(facts, _CHAIN, vocabulary.chain, "intake-chain-unknown", findings) or chain_id
    employees, size = _staff(facts, findings)
    stated = facts.get(Field("enterprise", "size_class"))
    if stated is not None:
        size = _coded(facts, Field("enterprise", "size_class"), read_size, "intake-size-unknown", findings) or size
    name = value_text(facts.get(Field("enterprise", "enterprise_name")))
    return Firm(
        name="" if is_unit(name) else _NAME_ENDINGS.sub("", mask(name)).strip(),
        code=_code(facts.get(Field("enterprise", "credit_code")), findings),
        chain_id=chain,
        segment_id=_coded(
            facts,
            Field("demand", "segment"),
            lambda text: vocabulary.segment(text, chain),
            "intake-segment-unknown",
            findings,
        ),
        district_id=_coded(
            facts, Field("enterprise", "enterprise_district"), vocabulary.district, "intake-district-unknown", findings
        ),
        size_class=size,
        employees=employees,
    )


def _coded(facts: Facts, field: Field, read: Callable[[str], str | None], code: str, findings: Findings) -> str:
    said = facts.get(field)
    text = _stated(said)
    if said is None or not text:
        return ""
    found = read(text)
    if found is None:
        findings.say(code, said.source, text)
    return found or ""


def _stated(said: Said | None) -> str:
    """What was said, '' where a stroke stands for nothing."""
    text = value_text(said)
    return "" if text in ("/", "-", "—") else text


def _code(said: Said | None, findings: Findings) -> str:
    text = value_text(said)
    if said is None or text in ("", "/", "-", "—", "无"):
        return ""
    if isinstance(said.value, int | float) and said.value >= 1e15:
        findings.say("intake-code-number", said.source, text)
        return ""
    check = check_code(text)
    if check.right:
        return check.code
    value = text if check.fault is CodeFault.LENGTH else check.code
    positions = ", ".join(map(str, check.positions)) or "1-18"
    findings.say(
        _CODE_PROBLEMS[check.fault], said.source, value, check.mend, length=len(check.code), positions=positions
    )
    return ""


def _staff(facts: Facts, findings: Findings) -> tuple[int | None, str]:
    said = facts.get(Field("enterprise", "employees"))
    text = value_text(said)
    if said is None or not text:
        return None, ""
    staff, size = read_staff(said.value)
    if staff is not None and staff > MOST_PEOPLE:
        findings.say("intake-number-implausible", said.source, text, limit=MOST_PEOPLE)
        return None, ""
    if staff is None and not size and not _STAFF_RANGE.match(compact(text)) and not _STAFF_BOUND.match(compact(text)):
        findings.say("intake-employees-unread", said.source, text)
    return staff, size


def read_staff(cell: object) -> tuple[int | None, str]:
    """Employees and size class: 120 -> 120, small; 500-1000人 -> medium; 50人以上 -> neither, since it is not told.

    The class follows the official limits by staff alone (20, 300, 1000). A range that spans two classes names neither.
    """
    reading = read_count(cell)
    if reading.value is not None and reading.value >= 0 and reading.doubt in (Doubt.SURE, Doubt.ABOUT):
        return int(reading.value), _class_of(int(reading.value))
    text = compact(str(cell)).replace(",", "")
    if len(text) > 40:
        return None, ""
    between, bound = _STAFF_RANGE.match(text), _STAFF_BOUND.match(text)
    if between:
        low, high = _class_of(int(between[1])), _class_of(max(int(between[2]) - 1, int(between[1])))
        return None, low if low == high else ""
    if bound and bound[3] in ("以上", "及以上", "+"):
        return None, "large" if int(bound[2]) >= 1000 else ""
    if bound:
        return None, "micro" if int(bound[2]) <= 20 else ""
    return None, read_size(text) or ""


def _class_of(employees: int) -> str:
    return next(name for floor, name in _CLASSES if employees >= floor)


def note_firm(firm: Firm, facts: Facts, source: Source, findings: Findings) -> None:
    """Say what is missing in an enterprise that was otherwise read; a chain that was stated and not known is told."""
    if not firm.code:
        findings.say("intake-code-missing", source, firm.name)
    if not firm.chain_id and not _stated(facts.get(_CHAIN)):
        findings.say("intake-chain-missing", source, firm.name)


def shown_firm(firm: Firm) -> str:
    """The enterprise as a problem may name it."""
    return shown(firm.name or firm.code)
