"""Which field a printed header means: folded wordings looked up in `catalogs/headers.yaml`, never guessed.

Width, case, blanks, line breaks, punctuation, `*` and 必填 never matter. What stands in brackets counts as part of the
wording unless it is a unit or a remark on how to fill in: 需求人数（未来三年） must not be read as 需求人数.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import yaml
from rapidfuzz import fuzz, process

from talentmap.resources import catalogs_dir
from talentmap.text import lookup_fold

_BRACKETS = re.compile(r"[(\[【〔<《「{]([^()\[\]【】〔〕<>《》「」{}]*)[)\]】〕>》」}]")
_REMARK = re.compile(
    r"^(?:\*|★|必填项?|选填|可填|可选|单选|多选|可多选|下拉选择?|可空|非必填|如有|原文|如实填写|请填写.*|请选择.*|请注明|"
    r"例[:：如].*|如[:：].*|示例.*|盖章|公章|全称|万?元|千元|(?:万|千)?元/[年月天日]|万|万元/年|元/人/?月|税前|税后|人|名|个|月|年|个月|人/?次|"
    r"required|optional|mandatory|yuan|cny|rmb|yuan/month|yuan/year|cny/month|k/month|people|persons|months?|years?|18位|"
    r"as written|multiple|single)$"
)
_MARKS = re.compile(r"必填项?|选填项?|(?<![一-鿿])\*|★|☆|※")
_PUNCTUATION = re.compile(r"[\s*:：,，;；.。、/\\|·•\-_—–~～#\"'“”‘’()\[\]【】〔〕<>《》「」{}?？!！]+")
_NUMBERING = re.compile(r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]|[①-⑳])\s*(?=\D)")
_CJK = re.compile(r"[一-鿿㐀-䶿]")
_SUGGEST_FROM = 70


@dataclass(frozen=True, slots=True)
class Field:
    """What a column holds: `block` is demand, enterprise, pains or known; `name` the field in it."""

    block: str
    name: str


@dataclass(frozen=True, slots=True)
class HeaderBook:
    """Every wording known, lookup_fold, with its field; and the lists of words that mark rows and sheets."""

    fields: Mapping[str, Field]
    printed: Mapping[str, str]
    totals: frozenset[str]
    subtotals: frozenset[str]
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    skipped_sheets: frozenset[str]
    form_titles: tuple[str, ...]
    dispatch: tuple[str, ...]


@cache
def header_book() -> HeaderBook:
    """The wordings of `catalogs/headers.yaml`; ValueError where one wording stands for two fields."""
    data = yaml.safe_load((catalogs_dir() / "headers.yaml").read_text(encoding="utf-8"))
    fields: dict[str, Field] = {}
    printed: dict[str, str] = {}
    for block in ("demand", "enterprise", "pains", "known"):
        for name, wordings in data[block].items():
            for wording in wordings:
                key = bare_key(str(wording))
                field = Field(block, name)
                if fields.setdefault(key, field) != field:
                    raise ValueError(f"headers.yaml: '{wording}' stands for {fields[key].name} and for {name}")
                printed.setdefault(key, str(wording))
    return HeaderBook(
        fields,
        printed,
        frozenset(map(bare_key, data["totals"])),
        frozenset(map(bare_key, data["subtotals"])),
        tuple(sorted(map(lookup_fold, data["notes"]), key=len, reverse=True)),
        tuple(sorted(map(lookup_fold, data["examples"]), key=len, reverse=True)),
        frozenset(map(bare_key, data["skipped_sheets"])),
        tuple(sorted(map(lookup_fold, data["form_titles"]), key=len, reverse=True)),
        tuple(map(lookup_fold, data["dispatch"])),
    )


def bare_key(text: str) -> str:
    """`text` lookup_fold, without marks and punctuation; what brackets hold stays part of it."""
    return _PUNCTUATION.sub("", _MARKS.sub("", lookup_fold(text)))


def header_key(text: str) -> str:
    """The folded wording of a printed header, without numbering and without remarks and units in brackets."""
    plain = _NUMBERING.sub("", lookup_fold(text))
    return bare_key(_BRACKETS.sub(lambda match: "" if _REMARK.match(match[1].strip()) else match[0], plain))


@lru_cache(maxsize=16_384)
def field_of(text: str) -> Field | None:
    """The field a header means, None where no wording fits exactly; zh and en printed together must agree."""
    if not text.strip() or len(text) > 80:
        return None
    book = header_book()
    for key in (bare_key(text), header_key(text)):
        if key in book.fields:
            return book.fields[key]
    return _bilingual(lookup_fold(text), book)


def _bilingual(text: str, book: HeaderBook) -> Field | None:
    without_remarks = _BRACKETS.sub(lambda m: f" {m[0]} " if not _REMARK.match(m[1].strip()) else " ", text)
    words = without_remarks.split()
    for cut in range(1, len(words)):
        first, second = "".join(words[:cut]), "".join(words[cut:])
        if bool(_CJK.search(first)) != bool(_CJK.search(second)):
            left, right = (book.fields.get(header_key(part)) for part in (first, second))
            if left is not None and left == right:
                return left
    return _glued(header_key(without_remarks), book)


def _glued(key: str, book: HeaderBook) -> Field | None:
    """岗位名称jobtitle: the Chinese part and the Latin part, each a known wording of the same field."""
    latin = re.search(r"[a-z][a-z0-9]*$", key)
    if not latin or not latin.start() or not _CJK.search(key):
        return None
    left, right = book.fields.get(key[: latin.start()]), book.fields.get(latin[0])
    return left if left is not None and left == right else None


def suggestion_for(text: str) -> str:
    """The known wording that a header comes closest to, '' where none is close; for people to decide."""
    key = header_key(text)
    if not key or len(key) > 30:
        return ""
    book = header_book()
    close = process.extractOne(key, book.fields.keys(), scorer=fuzz.ratio, score_cutoff=_SUGGEST_FROM)
    return book.printed[close[0]] if close else ""


def known_count(cells: Sequence[object]) -> int:
    """How many different fields the cells name: the measure by which a header row is found."""
    fields = {field_of(cell) for cell in cells if isinstance(cell, str)}
    return len(fields - {None})


def starts_as(text: str, words: Sequence[str]) -> bool:
    """True where `text` is one of the words, or begins with one that a mark or a number follows."""
    printed = lookup_fold(text).lstrip("*※★#【[(（ ")
    for word in words:
        if printed.startswith(word):
            rest = printed[len(word) :]
            if not rest or re.match(r"\s*[:：,，.。、(（)）】\]\d一二三四五\-—]|\s+(?![a-z])", rest):
                return True
    return False
