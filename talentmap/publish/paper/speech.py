"""How facts become words: the filters of the templates of one language.

Every filter takes a `Fact` and writes `<n f="id">10,160</n>`, so that the book knows where each of its numbers comes
from. A bare number is refused wherever it stands: a number without a source fails the build.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from talentmap.publish.numbers import Numbers
from talentmap.publish.paper.fact import Fact
from talentmap.publish.paper.model import Number
from talentmap.tables.protected import CONFIDENTIAL

SHOWS: Mapping[str, tuple[str, int]] = {
    "heads": ("heads", 1),
    "count": ("heads", 1),
    "signed": ("difference", 1),
    "percent": ("percent", 1),
    "ratio": ("ratio", 1),
    "times": ("times", 1),
    "times_span": ("times_range", 2),
    "months": ("months", 1),
    "money": ("money", 1),
    "money_cell": ("millions", 1),
    "span": ("range", 2),
    "signed_span": ("difference_range", 2),
    "ratio_span": ("ratio_range", 2),
    "percent_span": ("percent_range", 2),
    "pay": ("pay", 2),
}
"""Filters by name: the method of `Numbers` that prints, and how many facts it takes."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_LISTS = {"zh": (Markup("、"), Markup("和")), "en": (Markup(", "), Markup(" and "))}


class UnsourcedNumber(TypeError):
    """A template printed a number that is no fact."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands in the book, with the facts behind it."""

    text: str
    facts: tuple[Fact, ...]


class Told(str):
    """Text that remembers the facts it prints."""

    facts: tuple[Fact, ...]

    def __new__(cls, text: str, facts: Iterable[Fact] = ()) -> Told:
        """`text`, made from `facts`."""
        told = super().__new__(cls, text)
        told.facts = tuple(facts)
        return told


@dataclass(frozen=True, slots=True)
class Speech:
    """Prints facts in one language and remembers each: `printed` is the trail by which a number is explained."""

    lang: str
    printed: dict[str, Printed] = field(default_factory=dict)
    proper: frozenset[str] = frozenset()
    """English words that keep their capital inside a sentence: names of places, languages, makes."""

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The filters that templates use, by name: those of `SHOWS`, which print facts, and those that print names."""
        numbers = {name: partial(self._markup, name) for name in SHOWS}
        return {
            **numbers,
            "listed": self.listed,
            "named": self.named,
            "lower_first": self.lower_first,
            "day": self.day,
            "capitalised": capitalised,
        }

    def number(self, show: str, *given: Fact | int) -> Number:
        """What filter `show` prints of its facts, remembered; a whole number behind them gives the decimal places.

        UnsourcedNumber when something that is no fact stands where a fact belongs.
        """
        method, wanted = SHOWS[show]
        facts, places = given[:wanted], given[wanted:]
        if not all(isinstance(fact, Fact) for fact in facts):
            raise UnsourcedNumber(f"{facts!r} are not facts")
        told = [fact for fact in facts if isinstance(fact, Fact)]
        options = {"places": places[0]} if places else {}
        shown = getattr(Numbers(self.lang), method)(*(fact.value for fact in told), **options)
        text = CONFIDENTIAL if any(fact.hidden for fact in told) else str(shown)
        key = "~".join(fact.id if not fact.parts else f"{fact.id}({','.join(fact.parts)})" for fact in told)
        self.printed[f"{key}|{text}"] = Printed(text, tuple(told))
        return Number(text, key)

    def text(self, how: str, fact: Fact) -> Told:
        """What `how`, a method of `Numbers`, prints of `fact`: text for figures and their alternatives, remembered."""
        shown = CONFIDENTIAL if fact.hidden else str(getattr(Numbers(self.lang), how)(fact.value))
        self.printed[f"{fact.id}|{shown}"] = Printed(shown, (fact,))
        return Told(shown, (fact,))

    def span_text(self, fact: Fact, low: Fact, high: Fact) -> Told:
        """A headcount with its interval, as plain text."""
        middle = self.text("heads", fact)
        if not (low.known and high.known):
            return middle
        inside = self.number("span", low, high).text
        return Told(f"{middle}（{inside}）" if self.lang == "zh" else f"{middle} ({inside})", (fact, low, high))

    def listed(self, names: Sequence[str]) -> Markup:
        """Names as a list in prose: 甲、乙和丙; a, b and c."""
        told = [escape(name) for name in names]
        comma, last = _LISTS[self.lang]
        return comma.join(told[:-1]) + last + told[-1] if len(told) > 1 else Markup("").join(told)

    def named(self, thing: Any) -> str:
        """The name of a thing of the catalog in this language."""
        return str(thing.name(self.lang))

    def lower_first(self, text: str) -> str:
        """`text` as it stands inside a sentence; a name and an abbreviation keep their capitals."""
        known = self.lang == "zh" or text.split(" ", maxsplit=1)[0] in self.proper
        return text if known else lower_first(text)

    def day(self, day: dt.date) -> str:
        """A date in words: 2026年5月6日; 6 May 2026."""
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def finalize(self, value: Any) -> Any:
        """What Jinja may print: text. UnsourcedNumber for a number, whether bare or an unprinted fact."""
        if value is None or isinstance(value, bool | int | float | Fact):
            raise UnsourcedNumber(f"{value!r} stands in a text without a filter that tells its source")
        return value if isinstance(value, Markup) else _printable(str(value))

    def _markup(self, show: str, *given: Fact | int) -> Markup:
        number = self.number(show, *given)
        return Markup('<n f="{}">{}</n>').format(number.fact, number.text)


def lower_first(text: str) -> str:
    """`text` as it stands inside an English sentence; abbreviations (PLC, IoT) keep their capitals."""
    abbreviated = any(letter.isupper() for letter in text.split(" ", maxsplit=1)[0][1:])
    return text if abbreviated else text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    """`text` as a sentence begins; a number stays as it is."""
    return text[:1].upper() + text[1:]


def _printable(text: str) -> str:
    """`text` without the control characters that XML does not know."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
