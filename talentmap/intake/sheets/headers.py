"""Which field a printed header means: folded wordings looked up in `catalogs/headers.yaml`, never guessed.

Width, case, blanks, line breaks, punctuation, `*` and 必填 never matter. What stands in brackets counts as part of the
wording unless it is a unit or a remark on how to fill in: 需求人数（未来三年） must not be read as 需求人数.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from talentmap.resources import catalogs_dir
from talentmap.text import lookup_fold, remembered

_BRACKETS = re.compile(r"[(\[【〔<《「{]([^()\[\]【】〔〕<>《》「」{}]*)[)\]】〕>》」}]")
_UNIT = (
    r"(?!单位[:：]?$)(?:单位[:：]?)?(?:(?:税前|税后)[,，、;；]?)?"
    r"(?:(?:[万千kw]|10[,，]?000)?(?:元|块|yuan|cny|rmb)?(?:(?:/|每)(?:人|个|岗))?(?:(?:/|per|每|a)?"
    r"(?:个?月|年|天|日|个?小时|时|month|mo|year|yr|annum|day|hour|h))?|人次?|名|个|位|岁|年|周|"
    r"people|persons?|posts?|months?|years?|weeks?|days?|18(?:位|characters|chars)?)(?:[,，、;；]?(?:税前|税后|gross|net))?"
)
_OTHER_TIME = r"未来|过去|近|年内|月内|[一二三四五1-9]年|个月|现有|其中|next|last|past|within"
_REMARK = re.compile(
    rf"^(?:{_UNIT}|(?!.*(?:{_OTHER_TIME}))(?:\*|★|必填项?|选填项?|可填|可选|单选|多选|可多选|限选.*|最多选.*|下拉选?择?|可空|可不填|"
    r"非必填|如有|若有|原文|如实填写|可自拟|整数|数字|阿拉伯数字|请.*|填写.*|填(?:数|整|全|代码).*|从下拉.*|例[:：如].*|如[:：].*|"
    r"示例.*|格式.*|盖章|公章|全称|简称|不?含(?:劳务派遣|派遣|临时|税|奖金|绩效|补贴|社保|五险|公积金|加班).*|"
    r"required|optional|mandatory|aswritten|multiple|single|choose.*|select.*|e\.?g\.?.*|ifany|integer|number|fullname))$"
)
_MARKS = re.compile(r"必填项?|选填项?|(?<![一-鿿])\*|[★☆※▲△●◆■►▼]")
_UNIT_AFTER_SLASH = re.compile(r"(?<=[一-鿿])/(?:[万千]?元|[kw])(?:/[年月天日])?$")
_PUNCTUATION = re.compile(r"[\s*:：,，;；.。、/\\|·•\-_—–~～#\"'“”‘’()\[\]【】〔〕<>《》「」{}?？!！]+")
_NUMBERING = re.compile(r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]|[①-⑳])\s*(?=\S)")
_HEADER_MAX = 90
_SET_ASIDE = re.compile(r"[/(\[【〔<《「{]")
_LATIN = re.compile(r"[a-z]")
_CJK = re.compile(r"[一-鿿㐀-䶿]")
_SUGGEST_FROM, _SUGGEST_MAX = 0.6, 40


class Field(NamedTuple):
    """What a column holds: `block` is demand, enterprise, pains, incentives or known; `name` the field in it."""

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
    confirmed: tuple[str, ...]


@cache
def header_book() -> HeaderBook:
    """The wordings of `catalogs/headers.yaml`; ValueError where one wording stands for two fields."""
    data = yaml.load((catalogs_dir() / "headers.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    fields: dict[str, Field] = {}
    printed: dict[str, str] = {}
    for block in ("demand", "enterprise", "pains", "incentives", "known"):
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
        tuple(sorted(map(lookup_fold, data["confirmed"]), key=len, reverse=True)),
    )


@remembered
def bare_key(text: str) -> str:
    """`text` lookup_fold, without marks and punctuation, unless it is nothing else; what brackets hold stays."""
    unmarked = _MARKS.sub("", lookup_fold(text))
    return _PUNCTUATION.sub("", unmarked) or unmarked.strip(" :")


def header_key(text: str) -> str:
    """The folded wording of a printed header, without numbering and without remarks and units in brackets."""
    plain = _UNIT_AFTER_SLASH.sub("", _NUMBERING.sub("", lookup_fold(text)))
    return bare_key(_without_remarks(plain, ""))


def _without_remarks(text: str, beside: str) -> str:
    """`text` without units and remarks in brackets; other brackets stay, with `beside` on either side."""
    return _BRACKETS.sub(
        lambda match: beside if _REMARK.match(match[1].replace(" ", "")) else f"{beside}{match[0]}{beside}", text
    )


@lru_cache(maxsize=16_384)
def field_of(text: str) -> Field | None:
    """The field a header means, None where no wording fits exactly; zh and en printed together must agree."""
    if not text.strip() or len(text) > 80:
        return None
    if is_no_wording(text):
        return None
    folded = lookup_fold(text)
    book = header_book()
    for key in (bare_key(text), header_key(text)):
        if key in book.fields:
            return book.fields[key]
    return _bilingual(folded, book) if _LATIN.search(folded) and _CJK.search(folded) else None


@remembered
def is_no_wording(text: str) -> bool:
    """True where a letter of the text stands in no wording, and nothing sets it aside as a remark."""
    folded = lookup_fold(text)
    return bool(_foreign().search(folded)) and not _SET_ASIDE.search(folded)


@cache
def _foreign() -> re.Pattern[str]:
    """A letter or a number that stands in no wording: with it, a text outside brackets and slashes is none."""
    letters = sorted(set("".join(header_book().fields)) | set("必填选项一二三四五六七八九十"))
    return re.compile(f"[^{re.escape(''.join(letters))}a-z0-9\\W]|[0-9]{{3}}")


def _bilingual(text: str, book: HeaderBook) -> Field | None:
    without_remarks = _without_remarks(text, " ")
    words = without_remarks.split()
    for cut in range(1, len(words)):
        first, second = "".join(words[:cut]), "".join(words[cut:])
        if bool(_CJK.search(first)) != bool(_CJK.search(second)):
            left, right = (book.fields.get(header_key(part)) for part in (first, second))
            if left is not None and left == right:
                return left
    return _glued(header_key(without_remarks), book)


def _glued(key: str, book: HeaderBook) -> Field | None:
    """岗位名称jobtitle or jobtitle岗位名称: the Chinese part and the Latin part, each a known wording of one field."""
    parts = re.fullmatch(r"(.*[一-鿿])([a-z][a-z0-9]*)|([a-z][a-z0-9]*)([一-鿿].*)", key)
    if not parts:
        return None
    left, right = (book.fields.get(part) for part in parts.groups() if part is not None)
    return left if left is not None and left == right else None


@lru_cache(maxsize=16_384)
def suggestion_for(text: str) -> str:
    """The known wording that a header comes closest to, '' where none is close; for people to decide.

    A slip counts once, two letters changed about included; of equally close wordings the one of the same letters, then
    of the same length, then the one that stands first in the catalog.
    """
    key = header_key(text)
    if not key or len(key) > _SUGGEST_MAX:
        return ""
    book = header_book()
    close = process.extract(
        key, book.fields.keys(), scorer=OSA.normalized_similarity, score_cutoff=_SUGGEST_FROM, limit=None
    )
    if not close:
        return ""
    best = max(
        close, key=lambda found: (found[1], sorted(found[0]) == sorted(key), len(found[0]) == len(key), -found[2])
    )
    return book.printed[best[0]]


@cache
def title_marks() -> tuple[str, ...]:
    """A few characters and words, one of which stands in every wording of the job title: without one, no header."""
    book = header_book()
    wordings = {key for key, field in book.fields.items() if field == Field("demand", "title")}
    marks: list[str] = []
    while wordings:
        parts = [part for key in wordings for part in (set(key) if _CJK.search(key) else {key})]
        best = min(set(parts), key=lambda part: (-sum(part in key for key in wordings), part))
        marks.append(best)
        wordings = {key for key in wordings if best not in key}
    return tuple(marks)


def may_name_title(cells: Iterable[object]) -> bool:
    """False where no wording of the job title can be among the cells, nor part of one."""
    return any(_bears_title_mark(cell[:_HEADER_MAX]) for cell in cells if isinstance(cell, str))


@remembered
def _bears_title_mark(text: str) -> bool:
    folded = lookup_fold(text)
    return any(mark in folded for mark in title_marks())


def known_count(cells: Sequence[object]) -> int:
    """How many different fields the cells name: the measure by which a header row is found."""
    fields = {field_of(cell) for cell in cells if isinstance(cell, str)}
    return len(fields - {None})


@remembered
def total_kind(text: str) -> str:
    """Whether a cell marks its row as `total` or `subtotal`, '' where it does not."""
    book, key = header_book(), bare_key(text)
    if key not in book.totals:
        return ""
    return "subtotal" if key in book.subtotals else "total"


@remembered
def is_example(text: str) -> bool:
    """True where a cell says that its row shows how to fill in."""
    return _starts_as(text, header_book().examples)


@remembered
def is_note(text: str) -> bool:
    """True where a cell begins a remark below a table."""
    return _starts_as(text, header_book().notes)


@remembered
def is_confirmed(text: str) -> bool:
    """True where a remark says that a figure was checked."""
    return _starts_as(text, header_book().confirmed)


def _starts_as(text: str, words: tuple[str, ...]) -> bool:
    """True where `text` is one of the words, or begins with one that a mark or a number follows."""
    printed = lookup_fold(text).lstrip("*※★#【[(（ ")
    if not printed.startswith(words):
        return False
    for word in words:
        if printed.startswith(word):
            rest = printed[len(word) :]
            if not rest or re.match(r"\s*[:：,，.。、(（)）】\]\d一二三四五\-—]|\s+(?![a-z])", rest):
                return True
    return False
