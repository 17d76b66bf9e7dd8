"""From rows of an extract to records under pseudonyms: nothing personal goes further than this module.

A stretch of rows is read column by column, each distinct text once; what is wrong is noted with its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from talentmap.registry.births import Births, read_births
from talentmap.registry.distinct import as_mask, each_distinct, marks
from talentmap.registry.extracts.faults import ExtractFaults
from talentmap.registry.extracts.find import Extract
from talentmap.registry.extracts.layout import Layout
from talentmap.registry.extracts.mapping import RecordField
from talentmap.registry.extracts.opened import Rows
from talentmap.registry.extracts.words import CODED, Vocabulary
from talentmap.registry.free_text import TEXTS, FreeText
from talentmap.registry.identity.pseudonym import Pseudonymiser
from talentmap.registry.identity.resident_ids import ResidentIds, read_resident_ids
from talentmap.registry.privacy import looks_personal
from talentmap.registry.values import is_blank, phone_tail, read_month, read_monthly_pay, read_phone
from talentmap.tables.registry import RECORDS
from talentmap.text import compact, squeeze

YOUNGEST_GRADUATE = 14
LATEST_GRADUATION_YEARS = 10
_MASKED_NAME = "[*＊×※?？]"
_IDENTIFYING = (RecordField.ID_NUMBER, RecordField.NAME)
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计", "total", "subtotal"})
_UNIT = "\x1f"
_CLEAN_MOBILE = r"^1[3-9][0-9]{9}$"

_NAME_AND_SOUND = pa.struct([("n", pa.string()), ("s", pa.string())])


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Turns the rows of one extract into records; notes what is wrong in `faults`."""

    extract: Extract
    layout: Layout
    words: Mapping[RecordField, Vocabulary]
    pseudonyms: Pseudonymiser = field(repr=False)
    reference_date: dt.date
    faults: ExtractFaults

    def records(self, rows: Rows) -> pa.RecordBatch:
        """The records of those rows that name somebody; others could never be joined or told apart."""
        for number in rows.misshapen:
            self.faults.add("registry-row-shape", number)
        return _Stretch(self, rows).records()


class _Stretch:
    """One stretch of rows while it is read: `stated` holds what each field says, trimmed."""

    def __init__(self, how: Interpreter, rows: Rows) -> None:
        self.how = how
        self.numbers = np.asarray(rows.numbers)
        self.count = len(self.numbers)
        self.nothing = pa.repeat(pa.scalar("", pa.string()), self.count)
        trimmed = map(pc.utf8_trim_whitespace, rows.columns)
        self.stated = dict(zip(how.layout.fields, trimmed, strict=True))

    def said(self, name: RecordField) -> pa.StringArray:
        return self.stated.get(name, self.nothing)

    def records(self) -> pa.RecordBatch:
        """All columns; rows without an ID and a name are noted and left out before anything else of them is read."""
        self._leave_out(self._no_people())
        ids = read_resident_ids(self.said(RecordField.ID_NUMBER), self.how.reference_date)
        names, sounds = self._names()
        nobody = ~ids.present & ~as_mask(pc.not_equal(names, ""))
        self._note_ids(ids)
        if nobody.any():
            kept = pa.array(~nobody)
            ids, names, sounds = ids.at(~nobody), names.filter(kept), sounds.filter(kept)
            self._leave_out(nobody)
        births = self._births(ids)
        phones = self._phones()
        columns: dict[str, pa.Array] = {
            "record_id": self._record_ids(),
            "trace_key": self._trace_keys(ids, (names, births.as_text(), phones["phone_key"])),
            "person_key": pa.array(self.how.pseudonyms.person.of_all(ids.numbers.tolist()), pa.string()),
            "name_key": names,
            "pinyin_key": sounds,
            "birth_month": births.as_text(),
            **phones,
            "department": self._constant(self.how.extract.mapping.department, pa.string()),
            "as_of": self._constant(self.how.extract.mapping.as_of, pa.date32()),
            "birth_year": births.as_years(),
            "graduation_year": self._graduations(births),
            "pay_month": self._pay(),
            "source_file": self._constant(self.how.extract.name, pa.string()),
            "source_row": pa.array(self.numbers, pa.int64()),
            **self._coded(ids),
            **self._texts(),
        }
        arrays = [columns[name] for name in RECORDS.names]
        return pa.RecordBatch.from_arrays(arrays, schema=RECORDS.arrow_schema)

    def _no_people(self) -> np.ndarray:
        """Rows that a spreadsheet adds to a list of people: totals, and the header once more at the head of a page."""
        layout = self.how.layout
        words = _TOTALS | {compact(layout.headers[name]) for name in _IDENTIFYING if name in layout.headers}
        rows: np.ndarray = np.zeros(self.count, dtype=bool)
        for name in _IDENTIFYING:
            rows |= as_mask(pc.is_in(self._compact(name), pa.array(sorted(words))))
        return rows

    def _compact(self, name: RecordField) -> pa.StringArray:
        return pc.utf8_lower(pc.replace_substring_regex(self.said(name), r"[\s:：]", ""))

    def _leave_out(self, nobody: np.ndarray) -> None:
        """Note rows that name nobody and go on without them."""
        if not nobody.any():
            return
        self.how.faults.add_rows("registry-no-identity", self.numbers[nobody].tolist(), "", "")
        kept = pa.array(~nobody)
        self.numbers = self.numbers[as_mask(kept)]
        self.count = len(self.numbers)
        self.nothing = self.nothing.filter(kept)
        self.stated = {name: column.filter(kept) for name, column in self.stated.items()}

    def _constant(self, value: object, kind: pa.DataType) -> pa.Array:
        return pa.repeat(pa.scalar(value, kind), self.count)

    def _record_ids(self) -> pa.Array:
        """Pseudonyms of all that each row says of one day in one department, whatever order its columns stand in."""
        mapping = self.how.extract.mapping
        parts = [
            pc.if_else(
                pc.equal(text, ""), pa.scalar(None, pa.string()), pc.binary_join_element_wise(f"{name}=", text, "")
            )
            for name, text in sorted(self.stated.items())
        ]
        head = (mapping.department, str(mapping.as_of))
        content = pc.binary_join_element_wise(*head, *parts, _UNIT, null_handling="skip")
        return pa.array(self.how.pseudonyms.record.of_all(content.cast(pa.binary()).to_pylist()), pa.string())

    def _trace_keys(self, ids: ResidentIds, known: Sequence[pa.StringArray]) -> pa.Array:
        """Pseudonyms of who stands in a row without an ID: the same in next year's extract, so that decisions hold."""
        content = pc.binary_join_element_wise(self.how.extract.mapping.department, *known, _UNIT)
        loose = pc.if_else(pa.array(ids.present), "", content)
        return pa.array(self.how.pseudonyms.trace.of_all(loose.cast(pa.binary()).to_pylist()), pa.string())

    def _names(self) -> tuple[pa.Array, pa.Array]:
        """Pseudonyms of the names and of how they sound; a masked name is none."""
        said = self.said(RecordField.NAME)
        masked = pc.match_substring_regex(said, _MASKED_NAME)
        self._note("registry-name-masked", as_mask(masked), RecordField.NAME)
        known = pc.if_else(pc.or_(masked, pa.array(marks(said, is_blank))), "", said)
        pseudonym = self.how.pseudonyms.name
        keys = each_distinct(known, lambda name: dict(zip("ns", pseudonym(name), strict=True)), _NAME_AND_SOUND)
        return keys.field("n"), keys.field("s")

    def _note_ids(self, ids: ResidentIds) -> None:
        for fault, wrong in ids.faults.items():
            self._note(fault.value, wrong, RecordField.ID_NUMBER)
        self._note("registry-id-region", ids.region_unknown, RecordField.ID_NUMBER)

    def _births(self, ids: ResidentIds) -> Births:
        said = self.said(RecordField.BIRTH_DATE)
        births = read_births(said, ids, self.how.reference_date)
        self._note_unread(births.unread, RecordField.BIRTH_DATE)
        self._note("registry-birth-disagrees", births.disagreeing, RecordField.BIRTH_DATE)
        self._note("registry-birth-impossible", births.impossible & ids.present, RecordField.ID_NUMBER)
        self._note("registry-birth-impossible", births.impossible & ~ids.present, RecordField.BIRTH_DATE)
        return births

    def _phones(self) -> dict[str, pa.Array]:
        said = self.said(RecordField.PHONE)
        clean = as_mask(pc.match_substring_regex(said, _CLEAN_MOBILE))
        written = said.to_pylist()
        odd = [(place, written[place]) for place in np.flatnonzero(~clean & as_mask(pc.not_equal(said, ""))).tolist()]
        tails = pc.utf8_slice_codeunits(said, -4).to_pylist()
        for place, text in odd:
            written[place], tails[place] = read_phone(text), phone_tail(text)
        unread = [place for place, text in odd if not written[place] and not tails[place] and not is_blank(text)]
        self._note_unread(_mask(unread, self.count), RecordField.PHONE)
        pseudonyms = self.how.pseudonyms
        return {
            "phone_key": pa.array(pseudonyms.phone.of_all(text.encode() for text in written), pa.string()),
            "phone_tail_key": pa.array(map(pseudonyms.phone_tail, tails), pa.string()),
        }

    def _graduations(self, births: Births) -> pa.Array:
        said = self.said(RecordField.GRADUATION_YEAR)
        years = np.asarray(each_distinct(said, _year, pa.int64()))
        self._note_unread((years == 0) & ~marks(said, is_blank), RecordField.GRADUATION_YEAR)
        too_early = births.known & (years < births.year + YOUNGEST_GRADUATE)
        too_late = years > self.how.reference_date.year + LATEST_GRADUATION_YEARS
        impossible = (years > 0) & (too_early | too_late)
        self._note("registry-graduation-impossible", impossible, RecordField.GRADUATION_YEAR)
        return pa.array(years, pa.int64(), mask=impossible | (years == 0))

    def _pay(self) -> pa.Array:
        said = self.said(RecordField.PAY_MONTH)
        amounts = each_distinct(said, read_monthly_pay, pa.float64())
        self._note_unread(as_mask(pc.is_null(amounts)) & ~marks(said, is_blank), RecordField.PAY_MONTH)
        return amounts

    def _coded(self, ids: ResidentIds) -> dict[str, pa.Array]:
        codes = {name: self._codes(name) for name in CODED}
        by_id = pa.array(np.where(ids.male, "m", "f"), pa.string())
        present = pa.array(ids.present)
        stated = codes[RecordField.SEX]
        disagree = pc.and_(present, pc.and_(pc.not_equal(stated, ""), pc.not_equal(stated, by_id)))
        self._note("registry-sex-disagrees", as_mask(disagree), RecordField.SEX)
        codes[RecordField.SEX] = pc.if_else(present, by_id, stated)
        unsaid = pc.equal(self.said(RecordField.STATUS), "")
        usual = str(self.how.extract.mapping.status or "")
        codes[RecordField.STATUS] = pc.if_else(unsaid, usual, codes[RecordField.STATUS])
        return {name.value: column for name, column in codes.items()}

    def _codes(self, name: RecordField) -> pa.Array:
        """The catalog's ids of a field; what is not understood is noted and stays empty."""
        if name not in self.stated:
            return self.nothing
        vocabulary, said = self.how.words[name], self.said(name)
        codes = each_distinct(said, lambda text: vocabulary.code(text) if text else "", pa.string())
        for text in pc.unique(said.filter(pc.is_null(codes))).to_pylist():
            rows = self.numbers[as_mask(pc.equal(said, text))].tolist()
            shown = "" if looks_personal(text) else squeeze(text)
            self.how.faults.add_word(name, self.how.layout.headers[name], shown, rows)
        known = pc.fill_null(codes, "")
        return known if name is RecordField.EDUCATION else pc.if_else(pc.equal(known, "none"), "", known)

    def _texts(self) -> dict[str, pa.Array]:
        own = [self.said(name) for name in (RecordField.NAME, RecordField.ID_NUMBER, RecordField.PHONE)]
        free_text = FreeText(self.how.extract.mapping, own)
        texts: dict[str, pa.Array] = {}
        for name in TEXTS:
            if name not in self.stated:
                texts[name.value] = self.nothing
                continue
            texts[name.value], personal = free_text.read(name, self.said(name))
            self._note("registry-personal-value", personal, name)
        return texts

    def _note_unread(self, where: np.ndarray, name: RecordField) -> None:
        self._note("registry-value-unreadable", where, name, {"field": name.value})

    def _note(self, code: str, where: np.ndarray, name: RecordField, facts: Mapping[str, object] | None = None) -> None:
        if where.any():
            self.how.faults.add_rows(code, self.numbers[where].tolist(), *self.how.layout.place(name), facts)


def _mask(places: Sequence[int], count: int) -> np.ndarray:
    mask = np.zeros(count, dtype=bool)
    mask[list(places)] = True
    return mask


def _year(text: str) -> int:
    said = read_month(text)
    return said.year if said else 0
