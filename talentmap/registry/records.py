"""From a row of an extract to a record under pseudonyms: nothing personal goes further than this module."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from talentmap.model.source import column_letter
from talentmap.registry.extracts import Extract
from talentmap.registry.faults import ExtractFaults
from talentmap.registry.identity import IdFault, ResidentId, read_resident_id
from talentmap.registry.mapping import RecordField
from talentmap.registry.privacy import looks_personal, mentions, own_values
from talentmap.registry.pseudonym import Pseudonymiser
from talentmap.registry.values import Month, is_blank, read_money, read_month, read_phone
from talentmap.registry.words import CODED, Vocabulary
from talentmap.tables.registry import RECORDS
from talentmap.text import split_list, squeeze

Record = tuple[object, ...]
"""The values of one record in the order of the RECORDS columns."""

OLDEST_AGE = 90
YOUNGEST_GRADUATE = 14
LATEST_GRADUATION_YEARS = 10

_FREE_TEXT = (RecordField.SCHOOL, RecordField.MAJOR, RecordField.JOB_TITLE, RecordField.CERTIFICATES)
_SECTION_LETTER = re.compile(r"[A-T](?=\d{2,4}$)")
_MASKED_NAME = re.compile(r"[*＊×※?？]")
_UNIT = "\x1f"
_NAMES = RECORDS.names


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of an extract stand: the mapped fields in a fixed order, their headers and positions."""

    fields: tuple[RecordField, ...]
    headers: Mapping[RecordField, str]
    positions: Mapping[RecordField, int]

    @property
    def picks(self) -> tuple[int, ...]:
        """The positions in the order of the fields."""
        return tuple(self.positions[field_] for field_ in self.fields)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Turns the rows of one extract into records; notes what is wrong in `faults`."""

    extract: Extract
    layout: Layout
    words: Mapping[RecordField, Vocabulary]
    pseudonyms: Pseudonymiser = field(repr=False)
    reference_date: dt.date
    faults: ExtractFaults

    def record(self, row: int, cells: Sequence[str]) -> Record | None:
        """The record of one row; None when it names nobody, so that it could never be joined or told apart."""
        stated = {name: cell.strip() for name, cell in zip(self.layout.fields, cells, strict=True)}
        resident = self._resident(row, stated)
        name_key = self.pseudonyms.name(self._name(row, stated))
        if resident is None and not name_key:
            self.faults.add("registry-no-identity", row)
            return None
        birth = self._birth(row, stated, resident)
        values: dict[str, object] = {
            "record_id": self.pseudonyms.record(self._content(stated)),
            "person_key": self.pseudonyms.person(resident.number) if resident else "",
            "name_key": name_key,
            "birth_month": str(birth) if birth else "",
            "phone_key": self.pseudonyms.phone(self._phone(row, stated)),
            "department": self.extract.mapping.department,
            "as_of": self.extract.mapping.as_of,
            "birth_year": birth.year if birth else None,
            "graduation_year": self._graduation(row, stated, birth),
            "pay_month": self._pay(row, stated),
            "source_file": self.extract.name,
            "source_row": row,
            **self._coded(row, stated, resident),
            **self._texts(row, stated),
        }
        return tuple([values[name] for name in _NAMES])

    def _content(self, stated: Mapping[RecordField, str]) -> str:
        """All that the row says, as one text: equal for rows that say the same of one day in one department."""
        said = [f"{name}={value}" for name, value in stated.items() if value]
        return _UNIT.join((self.extract.mapping.department, str(self.extract.mapping.as_of), *said))

    def _resident(self, row: int, stated: Mapping[RecordField, str]) -> ResidentId | None:
        written = stated.get(RecordField.ID_NUMBER, "")
        if not written or is_blank(written):
            return None
        found = read_resident_id(written, self.reference_date)
        if isinstance(found, IdFault):
            self._note(found.value, row, RecordField.ID_NUMBER)
            return None
        if not found.region_known:
            self._note("registry-id-region", row, RecordField.ID_NUMBER)
        return found

    def _name(self, row: int, stated: Mapping[RecordField, str]) -> str:
        name = stated.get(RecordField.NAME, "")
        if is_blank(name):
            return ""
        if _MASKED_NAME.search(name):
            self._note("registry-name-masked", row, RecordField.NAME)
            return ""
        return name

    def _phone(self, row: int, stated: Mapping[RecordField, str]) -> str:
        written = stated.get(RecordField.PHONE, "")
        digits = read_phone(written)
        if not digits and not is_blank(written):
            self._unreadable(row, RecordField.PHONE)
        return digits

    def _birth(self, row: int, stated: Mapping[RecordField, str], resident: ResidentId | None) -> Month | None:
        """The month of birth: the ID's where there is one, else the one stated, unless it cannot be."""
        written = stated.get(RecordField.BIRTH_DATE, "")
        said = read_month(written)
        if said is None and not is_blank(written):
            self._unreadable(row, RecordField.BIRTH_DATE)
        birth = Month(resident.birth.year, resident.birth.month) if resident else said
        if resident and said and _disagree(said, resident.birth):
            self._note("registry-birth-disagrees", row, RecordField.BIRTH_DATE)
        if birth and not self._alive(birth):
            self._note("registry-birth-impossible", row, RecordField.ID_NUMBER if resident else RecordField.BIRTH_DATE)
            return None
        return birth

    def _alive(self, birth: Month) -> bool:
        months = (self.reference_date.year - birth.year) * 12 + self.reference_date.month - (birth.month or 1)
        youngest = 0 if birth.month else -11
        return months >= youngest and months <= OLDEST_AGE * 12 + (0 if birth.month else 11)

    def _graduation(self, row: int, stated: Mapping[RecordField, str], birth: Month | None) -> int | None:
        written = stated.get(RecordField.GRADUATION_YEAR, "")
        said = read_month(written)
        if said is None:
            if not is_blank(written):
                self._unreadable(row, RecordField.GRADUATION_YEAR)
            return None
        too_early = birth is not None and said.year < birth.year + YOUNGEST_GRADUATE
        if too_early or said.year > self.reference_date.year + LATEST_GRADUATION_YEARS:
            self._note("registry-graduation-impossible", row, RecordField.GRADUATION_YEAR)
            return None
        return said.year

    def _pay(self, row: int, stated: Mapping[RecordField, str]) -> float | None:
        written = stated.get(RecordField.PAY_MONTH, "")
        amount = read_money(written)
        if amount is None and not is_blank(written):
            self._unreadable(row, RecordField.PAY_MONTH)
        return amount

    def _coded(self, row: int, stated: Mapping[RecordField, str], resident: ResidentId | None) -> dict[str, object]:
        codes = {name.value: self._code(row, name, stated.get(name, "")) for name in CODED}
        if resident:
            if codes["sex"] not in ("", resident.sex):
                self._note("registry-sex-disagrees", row, RecordField.SEX)
            codes["sex"] = resident.sex
        if not stated.get(RecordField.STATUS):
            codes["status"] = str(self.extract.mapping.status or "")
        return dict(codes)

    def _code(self, row: int, name: RecordField, written: str) -> str:
        if not written:
            return ""
        code = self.words[name].code(written)
        if code is None:
            shown = "" if looks_personal(written) else squeeze(written)
            self.faults.add_word(name, self.layout.headers[name], shown, row)
        return "" if code is None or (code == "none" and name is not RecordField.EDUCATION) else code

    def _texts(self, row: int, stated: Mapping[RecordField, str]) -> dict[str, object]:
        own = own_values(*(stated.get(name, "") for name in _PERSONAL))
        texts = {name.value: self._text(row, name, stated.get(name, ""), own) for name in _TEXTS}
        texts["certificates"] = self._certificates(texts["certificates"])
        texts["employer_id"] = texts["employer_id"].replace(" ", "").upper()
        texts["industry"] = _SECTION_LETTER.sub("", texts["industry"].replace(" ", "").upper())
        return dict(texts)

    def _text(self, row: int, name: RecordField, written: str, own: Sequence[str]) -> str:
        """The text of one cell as it may be stored: empty where it holds anything personal."""
        if not written:
            return ""
        text = _tidy(written)
        text = self.extract.mapping.codes.get(name, {}).get(text, text)
        if mentions(text, own) or (name in _FREE_TEXT and looks_personal(text)):
            self._note("registry-personal-value", row, name)
            return ""
        return text

    def _certificates(self, text: str) -> str:
        for separator in self.extract.mapping.certificate_separators:
            text = text.replace(separator, "|")
        parts = text.split("|") if self.extract.mapping.certificate_separators else split_list(text)
        return "|".join(sorted({tidy for part in parts if (tidy := _tidy(part))}))

    def _unreadable(self, row: int, name: RecordField) -> None:
        self._note("registry-value-unreadable", row, name, {"field": name.value})

    def _note(self, code: str, row: int, name: RecordField, facts: Mapping[str, object] | None = None) -> None:
        position = self.layout.positions.get(name)
        letter = "" if position is None else column_letter(position)
        self.faults.add(code, row, self.layout.headers.get(name, ""), letter, facts)


_PERSONAL = (RecordField.NAME, RecordField.ID_NUMBER, RecordField.PHONE)
_TEXTS = (*_FREE_TEXT, RecordField.EMPLOYER_ID, RecordField.INDUSTRY)


def _disagree(said: Month, birth: dt.date) -> bool:
    return said.year != birth.year or (said.month is not None and said.month != birth.month)


@lru_cache(maxsize=50_000)
def _tidy(text: str) -> str:
    return "" if is_blank(text) else squeeze(text)
