"""A hidden number near the name of its cell: in prose, in labels of charts, in fields that nobody declared.

A number belongs to the name that stands last before it, up to the next name. It betrays a hidden value when it is that
value, as printed or as counted, and the same cell has no shown figure that prints the same; a word such as "need"
between name and number settles which figure is meant even then, and is no coincidence. Numbers up to ten, and round
shares, mean nothing without such a word; what else is found without one may be the figure of something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from talentmap.disclosure.attack.readings import Names, Passage
from talentmap.disclosure.attack.truth import Truth, Value
from talentmap.disclosure.figures import Item
from talentmap.tables.cuts import CUTS
from talentmap.tables.precision import half_up, half_up_to

_NUMBER = re.compile(r"(?<![A-Za-z\d.])[+−-]?(\d[\d,]*(?:\.\d+)?)(\s*%)?(?![A-Za-z\d])")
_CODE = re.compile(r"\d+(?:-\d+){2,}|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}")
_COUNTS = re.compile(r"[人名个位]|posts|vacan|open|people|more")
"""Words by which a number counts what is named after it; without one it belongs to what stood before."""
_AFTER, _BEFORE, _BESIDE, _BEHIND = 80, 24, 60, 12
_SMALL = 10
_WORDS: Mapping[str, tuple[str, ...]] = {
    "need": ("需求", "空缺", "招聘", "need", "open posts", "vacanc", "wanted", "sought"),
    "supply": ("可供", "供给", "supply", "available"),
    "gap": ("缺", "富余", "gap", "missing", "short", "surplus", "spare", "excess"),
    "employed": ("在岗", "employed"),
    "uncovered": ("未覆盖", "uncovered", "out of reach"),
    "unplaced": ("未归类", "without a role", "unplaced"),
    "pay": ("月薪", "薪", "pay", "yuan"),
}
_BOUNDARIES = ("role_id", "segment_id", "district_id")
_TELLING = ("item_id", "other_id", "skill_id", "programme")
"""Keys whose names are found nowhere but where their cell is spoken of."""
_ROUND = frozenset({0.0, 0.25, 0.5, 0.75, 1.0})


Mention = tuple[int, int, str]
"""Where a name stands: start, end, name."""
Number = tuple[float, bool]
Pages = Mapping[str, Sequence[str]]
"""By file: the text of each of its pages."""


class Found(NamedTuple):
    """A hidden value that a passage names; `is_told` where a word says which figure the number is."""

    passage: Passage
    value: Value
    is_told: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that hides something: the names that together name it, its hidden values, and what it shows."""

    names: tuple[tuple[str, ...], ...]
    hidden: tuple[Value, ...]
    shown: tuple[Value, ...]


class Betrayals:
    """Looks for hidden values in passages. `pages` are the pages of PDF files, to which an index may point."""

    def __init__(self, truth: Truth, names: Names, pages: Pages) -> None:
        self._base, self._pages = truth.figures.rules.rounding, pages
        self._by_name: defaultdict[str, list[tuple[tuple[str, ...], _Cell]]] = defaultdict(list)
        for cell in _cells(truth, names):
            for group in cell.names:
                lowered = tuple(name.lower() for name in group)
                self._by_name[lowered[-1]].append((lowered, cell))
        others = {name.lower() for groups in self._by_name.values() for group, _ in groups for name in group}
        others |= {name.lower() for column in _BOUNDARIES for name in names.by_name.get(column, ())}
        self._pattern = re.compile("|".join(map(re.escape, sorted(others, key=lambda name: (-len(name), name)))))

    def look(self, passages: Iterable[Passage]) -> Iterator[Found]:
        """Every hidden value that some passage names, once a passage and value."""
        for passage in passages:
            text = _CODE.sub(lambda code: " " * len(code.group()), passage.text).lower()
            if _NUMBER.search(text) is None:
                continue
            mentions = [(match.start(), match.end(), match.group()) for match in self._pattern.finditer(text)]
            seen: set[tuple[str, int, str]] = set()
            found = sorted(self._betrayed(passage.file, text, mentions), key=lambda one: not one[1])
            for value, is_told in found:
                key = (value.frame, value.row, value.column.name)
                if key not in seen:
                    seen.add(key)
                    yield Found(passage, value, is_told)

    def _betrayed(self, file: str, text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Value, bool]]:
        for at, (start, end, name) in enumerate(mentions):
            first = max(start - _BEFORE, mentions[at - 1][1] if at else 0)
            last = min(end + _AFTER, mentions[at + 1][0] if at + 1 < len(mentions) else len(text))
            for group, cell in self._by_name.get(name, ()):
                if all(_stands_before(other, start, mentions) for other in group[:-1]):
                    for number in _NUMBER.finditer(text, first, last):
                        after = number.start() >= end
                        between = text[end : number.start()] if after else text[number.end() : start]
                        if after or _COUNTS.search(between):
                            behind = _NUMBER.split(text[number.end() : last][:_BEHIND])[0]
                            before = text[first:start] if len(group) == 1 else ""
                            word = _word(between) or _word(behind) or _word(before)
                            told = self._told(_read(number), word, cell, self._pages.get(file, ()))
                            yield from ((value, bool(word)) for value in told)

    def _told(self, number: Number, word: str, cell: _Cell, pages: Sequence[str]) -> Iterator[Value]:
        """The hidden values that a number tells, given the kind of figure that the words beside it speak of."""
        for value in cell.hidden:
            if not self._is(*number, value) or any(
                shown.column == value.column and self._is(*number, shown) for shown in cell.shown
            ):
                continue
            if word:
                if value.column.name.startswith(word):
                    yield value
            elif _speaks_for_itself(value) and self._is_unlike(number, cell) and not _points_to(number, cell, pages):
                yield value

    def _is_unlike(self, number: Number, cell: _Cell) -> bool:
        """True where the number is neither one of many that occur everywhere nor a shown figure of the cell."""
        return not _says_little(*number) and not any(self._is(*number, shown) for shown in cell.shown)

    def _is(self, amount: float, is_share: bool, value: Value) -> bool:
        """True where the number is the value, as counted or as printed in any usual form."""
        true, unit = abs(value.value), value.column.unit
        if unit in ("0-1", "share"):
            return is_share and any(amount == half_up(true * 100, places) for places in (0, 1, 2))
        if is_share:
            return False
        if unit == "people":
            return amount in (half_up_to(true, self._base), half_up(true, 0), half_up(true, 1))
        if unit == "yuan/month":
            return amount in (half_up(true, 0), half_up(true, -1), half_up(true, -2))
        return amount in (half_up(true, 1), half_up(true, 2))


def _read(match: re.Match[str]) -> Number:
    """Amount, and whether it is a percentage."""
    return float(match.group(1).replace(",", "")), bool(match.group(2))


def _stands_before(name: str, place: int, mentions: Sequence[Mention]) -> bool:
    return any(other == name and place - _BESIDE <= start < place for start, _, other in mentions)


def _says_little(amount: float, is_share: bool) -> bool:
    """True for numbers that occur everywhere."""
    return amount / 100 in _ROUND if is_share else amount <= _SMALL


def _speaks_for_itself(value: Value) -> bool:
    """True where a number means the value even without a word of what it counts: in tables of many figures it may not.

    Items, skills and programmes have money, dates and counts of their own beside them.
    """
    return value.frame in (*CUTS, "segments")


def _points_to(number: Number, cell: _Cell, pages: Sequence[str]) -> bool:
    """True where the number is that of a page on which the cell's name stands: an index says so."""
    amount, is_share = number
    if is_share or amount != int(amount) or amount > len(pages):
        return False
    page = pages[int(amount) - 1]
    return any(all(name in page for name in group) for group in cell.names)


def _word(said: str) -> str:
    """The kind of figure that these words speak of, the last of several; empty where they speak of none.

    Of two words that end together the longer one speaks: 空缺 is need, 缺 alone the gap.
    """
    ends = [
        (said.rfind(word) + len(word), word, kind) for kind, words in _WORDS.items() for word in words if word in said
    ]
    return max(ends, key=lambda one: (one[0], len(one[1])), default=(0, "", ""))[2]


def _cells(truth: Truth, names: Names) -> Iterator[_Cell]:
    by_cell: defaultdict[tuple[str, int], list[Value]] = defaultdict(list)
    for value in truth.values:
        by_cell[value.frame, value.row].append(value)
    for (frame, row), values in sorted(by_cell.items(), key=lambda entry: entry[0]):
        hidden = tuple(one for one in values if truth.is_hidden(frame, row, one.column.name))
        called = _called(frame, truth.keys[frame][row], names)
        if hidden and called:
            shown = tuple(one for one in values if one not in hidden)
            yield _Cell(called, hidden, shown)
    yield from _segments(truth, names)


def _called(frame: str, keys: Mapping[str, str], names: Names) -> tuple[tuple[str, ...], ...]:
    """The groups of names that name a cell, one a language; none where a single common word would."""
    if frame == "roles":
        return tuple((name,) for name in names.names("role_id", keys["role_id"]))
    if frame in ("location_quotients", "structure", "uncovered"):
        return ()
    order = CUTS[frame].keys if frame in CUTS else keys
    used = [(key, keys[key]) for key in order if keys.get(key)]
    if len(used) < 2 and not any(key in _TELLING for key, _ in used):
        return ()
    by_key = [names.names(key, value) for key, value in used]
    return tuple(zip(*by_key, strict=False)) if all(by_key) else ()


def _segments(truth: Truth, names: Names) -> Iterator[_Cell]:
    """Segments with hidden roles: their whole need less what is shown would give those away."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    for row, keys in enumerate(truth.keys.get("roles", [])):
        members[keys["segment_id"]].append(row)
    column = next(column for column in CUTS["roles"].table.columns if column.name == "need")
    for segment, rows in sorted(members.items()):
        gone = [row for row in rows if Item("roles", row, "need") in truth.hidden]
        called = tuple((name,) for name in names.names("segment_id", segment))
        if gone and len(gone) < len(rows) and called:
            needs = {row: truth.figures.cells[Item("roles", row, "need")].value for row in rows}
            base = truth.figures.rules.rounding
            printed = sum(half_up_to(need, base) for row, need in needs.items() if row not in gone)
            hidden = (Value("segments", rows[0], column, sum(needs.values())),)
            yield _Cell(called, hidden, (Value("segments", rows[0], column, printed),))
