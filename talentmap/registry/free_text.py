"""The fields that are stored as written, tidied: nothing personal may stay in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from talentmap.registry.distinct import each_distinct, marks
from talentmap.registry.extracts.mapping import ExtractMapping, RecordField
from talentmap.registry.privacy import LEAST_LENGTHS, looks_personal
from talentmap.registry.values import is_blank
from talentmap.text import split_list, squeeze

_PROSE = (RecordField.SCHOOL, RecordField.MAJOR, RecordField.JOB_TITLE, RecordField.CERTIFICATES)
_MANY_DIGITS = re.compile(r"(?:\d\D?){6}")
TEXTS = (*_PROSE, RecordField.EMPLOYER_ID, RecordField.INDUSTRY)
_SECTION_LETTER = re.compile(r"[A-T](?=\d{2,4}$)")


class FreeText:
    """Reads the text columns of one stretch of rows; `own` are its columns of names, IDs and phones."""

    def __init__(self, mapping: ExtractMapping, own: Sequence[pa.StringArray]) -> None:
        self._mapping = mapping
        self._name, *self._numbers = [
            (_normal_column(column), least) for column, least in zip(own, LEAST_LENGTHS, strict=True)
        ]

    def read(self, name: RecordField, said: pa.StringArray) -> tuple[pa.Array, np.ndarray]:
        """The column as it may be stored, and where a cell was emptied because it holds something personal."""
        codes = self._mapping.codes.get(name, {})
        texts = each_distinct(said, lambda text: codes.get(_tidy(text), _tidy(text)), pa.string())
        personal = self._mentions(texts)
        if name in _PROSE:
            personal |= marks(texts, looks_personal)
        kept = pc.if_else(pa.array(personal), "", texts)
        return each_distinct(kept, lambda text: self._shaped(name, text), pa.string()), personal

    def _mentions(self, texts: pa.StringArray) -> np.ndarray:
        """True where a text contains one of its own row's personal values."""
        found = np.zeros(len(texts), dtype=bool)
        written = _normal_column(texts)
        for may_hold, owns in ((bool, [self._name]), (_has_many_digits, self._numbers)):
            places = np.flatnonzero(marks(texts, may_hold)).tolist()
            for values, least in owns:
                inside = [place for place in places if values[place] in written[place]]
                found[[place for place in inside if len(values[place]) >= least]] = True
        return found

    def _shaped(self, name: RecordField, text: str) -> str:
        if name is RecordField.CERTIFICATES:
            return self._certificates(text)
        if name is RecordField.EMPLOYER_ID:
            return text.replace(" ", "").upper()
        if name is RecordField.INDUSTRY:
            return _SECTION_LETTER.sub("", text.replace(" ", "").upper())
        return text

    def _certificates(self, text: str) -> str:
        for separator in self._mapping.certificate_separators:
            text = text.replace(separator, "|")
        parts = text.split("|") if self._mapping.certificate_separators else split_list(text)
        return "|".join(sorted({tidy for part in parts if (tidy := _tidy(part))}))


@lru_cache(maxsize=50_000)
def _tidy(text: str) -> str:
    return "" if is_blank(text) else squeeze(text)


def _has_many_digits(text: str) -> bool:
    return _MANY_DIGITS.search(text) is not None


def _normal_column(texts: pa.StringArray) -> list[str]:
    """The texts in NFKC form without blanks at either end."""
    if pc.all(pc.string_is_ascii(texts)).as_py():
        return list(texts.to_pylist())
    return list(each_distinct(texts, _normal, pa.string()).to_pylist())


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
