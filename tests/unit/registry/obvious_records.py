"""Records the slow, obvious way: one row at a time. `talentmap.registry.records` reads columns all at once."""

import hashlib
import hmac
import re
import unicodedata

from talentmap.registry.extracts.mapping import RecordField
from talentmap.registry.extracts.words import CODED, vocabularies
from talentmap.registry.identity.identity_number import IdFault, read_resident_id
from talentmap.registry.identity.pinyin import pinyin_of
from talentmap.registry.identity.pseudonym import Purpose, folded_name
from talentmap.registry.privacy import looks_personal
from talentmap.registry.values import is_blank, phone_tail, read_month, read_monthly_pay, read_phone
from talentmap.text import split_list, squeeze

PROSE = (RecordField.SCHOOL, RecordField.MAJOR, RecordField.JOB_TITLE, RecordField.CERTIFICATES)


class Obvious:
    def __init__(self, extract, catalog, key, reference):
        self.extract, self.key, self.reference = extract, key, reference
        self.words = vocabularies(catalog, extract.mapping)

    def pseudonym(self, purpose, value):
        digest = hmac.new(self.key.for_purpose(purpose), value.encode(), hashlib.sha256).hexdigest()
        return digest[:24] if value else ""

    def record(self, row, cells):
        """The record, or None, and the set of (code, field) noted."""
        self.stated = {name: cell.strip() for name, cell in cells.items()}
        self.noted = set()
        resident = self.resident()
        name = self.name()
        if resident is None and not folded_name(name):
            return None, self.noted | {("registry-no-identity", "")}
        birth = self.birth(resident)
        phone = self.said(RecordField.PHONE)
        if not is_blank(phone) and not read_phone(phone) and not phone_tail(phone):
            self.note("registry-value-unreadable", RecordField.PHONE)
        mapping = self.extract.mapping
        month = f"{birth[0]:04d}-{birth[1]:02d}" if birth and birth[1] else ""
        keys = [
            self.pseudonym(Purpose.NAME, folded_name(name)),
            month,
            self.pseudonym(Purpose.PHONE, read_phone(phone)),
        ]
        trace = "\x1f".join((mapping.department, *keys))
        said = [f"{field}={value}" for field, value in sorted(self.stated.items()) if value]
        return {
            "record_id": self.pseudonym(Purpose.RECORD, "\x1f".join((mapping.department, str(mapping.as_of), *said))),
            "person_key": self.pseudonym(Purpose.PERSON, resident.number) if resident else "",
            "trace_key": "" if resident else self.pseudonym(Purpose.TRACE, trace),
            "name_key": self.pseudonym(Purpose.NAME, folded_name(name)),
            "pinyin_key": self.pseudonym(Purpose.PINYIN, pinyin_of(folded_name(name))),
            "birth_month": month,
            "phone_key": self.pseudonym(Purpose.PHONE, read_phone(phone)),
            "phone_tail_key": self.pseudonym(Purpose.PHONE_TAIL, phone_tail(phone)),
            "department": mapping.department,
            "as_of": mapping.as_of,
            "birth_year": birth[0] if birth else None,
            "graduation_year": self.graduation(birth),
            "pay_month": self.pay(),
            "source_file": self.extract.name,
            "source_row": row,
            **self.coded(resident),
            **{field.value: self.text(field) for field in PROSE[:3]},
            "certificates": self.certificates(),
            "employer_id": self.text(RecordField.EMPLOYER_ID).replace(" ", "").upper(),
            "industry": re.sub(r"^[A-T](?=\d{2,4}$)", "", self.text(RecordField.INDUSTRY).replace(" ", "").upper()),
        }, self.noted

    def said(self, name):
        return self.stated.get(name, "")

    def note(self, code, name):
        self.noted.add((code, name.value))

    def resident(self):
        written = self.said(RecordField.ID_NUMBER)
        if is_blank(written):
            return None
        found = read_resident_id(written, self.reference)
        if isinstance(found, IdFault):
            self.note(found.value, RecordField.ID_NUMBER)
            return None
        if not found.region_known:
            self.note("registry-id-region", RecordField.ID_NUMBER)
        return found

    def name(self):
        name = self.said(RecordField.NAME)
        if is_blank(name):
            return ""
        if re.search("[*＊×※?？]", name):
            self.note("registry-name-masked", RecordField.NAME)
            return ""
        return name

    def birth(self, resident):
        written = self.said(RecordField.BIRTH_DATE)
        said = read_month(written)
        if said is None and not is_blank(written):
            self.note("registry-value-unreadable", RecordField.BIRTH_DATE)
        if (
            resident
            and said
            and (said.year != resident.birth.year or (said.month and said.month != resident.birth.month))
        ):
            self.note("registry-birth-disagrees", RecordField.BIRTH_DATE)
        if resident:
            birth = (resident.birth.year, resident.birth.month)
        elif said:
            birth = (said.year, said.month)
        else:
            return None
        months = [(self.reference.year - birth[0]) * 12 + self.reference.month - m for m in self.months(birth)]
        if not any(0 <= month <= 90 * 12 for month in months):
            where = RecordField.ID_NUMBER if resident else RecordField.BIRTH_DATE
            self.note("registry-birth-impossible", where)
            return None
        return birth

    @staticmethod
    def months(birth):
        return [birth[1]] if birth[1] else range(1, 13)

    def graduation(self, birth):
        written = self.said(RecordField.GRADUATION_YEAR)
        said = read_month(written)
        if said is None:
            if not is_blank(written):
                self.note("registry-value-unreadable", RecordField.GRADUATION_YEAR)
            return None
        if (birth and said.year < birth[0] + 14) or said.year > self.reference.year + 10:
            self.note("registry-graduation-impossible", RecordField.GRADUATION_YEAR)
            return None
        return said.year

    def pay(self):
        written = self.said(RecordField.PAY_MONTH)
        if read_monthly_pay(written) is None and not is_blank(written):
            self.note("registry-value-unreadable", RecordField.PAY_MONTH)
        return read_monthly_pay(written)

    def coded(self, resident):
        codes = {name.value: self.code(name) for name in CODED}
        if resident:
            if codes["sex"] not in ("", resident.sex):
                self.note("registry-sex-disagrees", RecordField.SEX)
            codes["sex"] = resident.sex
        if not self.said(RecordField.STATUS):
            codes["status"] = str(self.extract.mapping.status or "")
        return codes

    def code(self, name):
        written = self.said(name)
        code = self.words[name].code(written) if written else ""
        if code is None:
            self.note("registry-words-rare", name)
        return "" if code is None or (code == "none" and name is not RecordField.EDUCATION) else code

    def text(self, name):
        written = self.said(name)
        text = "" if is_blank(written) else squeeze(written)
        text = self.extract.mapping.codes.get(name, {}).get(text, text)
        if not text:
            return ""
        own = [unicodedata.normalize("NFKC", self.said(field)).strip() for field in ("name", "id_number", "phone")]
        shown = unicodedata.normalize("NFKC", text)
        mentioned = any(len(value) >= least and value in shown for value, least in zip(own, (2, 6, 7), strict=True))
        if mentioned or (name in PROSE and looks_personal(text)):
            self.note("registry-personal-value", name)
            return ""
        return text

    def certificates(self):
        text = self.text(RecordField.CERTIFICATES)
        parts = (squeeze(part) for part in split_list(text) if not is_blank(part))
        return "|".join(sorted(set(parts)))
