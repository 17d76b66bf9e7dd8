"""How facts become words: the filters of the templates of one language.

Every filter takes a `Fact` and writes `<n f="id">10,160</n>`, so that the book knows where each of its numbers comes
from. A bare number is refused wherever it stands: a number without a source fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    "ratio_span": ("ratio_range", 2),
    "percent_span": ("percent_range", 2),
    "pay": ("pay", 2),
}
"""Filters by name: the method of `Numbers` that prints, and how many facts it takes."""
_LISTS = {"zh": (Markup("、"), Markup("和")), "en": (Markup(", "), Markup(" and "))}


class UnsourcedNumber(TypeError):
    """A template printed a number that is no fact."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands in the book, with the facts behind it."""

    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """Prints facts in one language and remembers each: `printed` is the trail by which a number is explained."""

    lang: str
    printed: dict[str, Printed] = field(default_factory=dict)

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The filters that templates use, by name: those of `SHOWS`, which print facts, and those that print names."""
        numbers = {name: partial(self._markup, name) for name in SHOWS}
        return {
            **numbers,
            "listed": self.listed,
            "named": self.named,
            "lower_first": lower_first,
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

    def text(self, how: str, fact: Fact) -> str:
        """What filter `how` prints of `fact`, as plain text for figures and their text alternatives."""
        show = getattr(Numbers(self.lang), how)
        return CONFIDENTIAL if fact.hidden else str(show(fact.value))

    def span_text(self, fact: Fact, low: Fact, high: Fact) -> str:
        """A headcount with its interval, as plain text."""
        middle = self.text("heads", fact)
        if not (low.known and high.known):
            return middle
        inside = Numbers(self.lang).range(low.value, high.value)
        return f"{middle}（{inside}）" if self.lang == "zh" else f"{middle} ({inside})"

    def listed(self, names: Sequence[str]) -> Markup:
        """Names as a list in prose: 甲、乙和丙; a, b and c."""
        told = [escape(name) for name in names]
        comma, last = _LISTS[self.lang]
        return comma.join(told[:-1]) + last + told[-1] if len(told) > 1 else Markup("").join(told)

    def named(self, thing: Any) -> str:
        """The name of a thing of the catalog in this language."""
        return str(thing.name(self.lang))

    def finalize(self, value: Any) -> Any:
        """What Jinja may print: text. UnsourcedNumber for a number, whether bare or an unprinted fact."""
        if value is None or isinstance(value, bool | int | float | Fact):
            raise UnsourcedNumber(f"{value!r} stands in a text without a filter that tells its source")
        return value if isinstance(value, Markup) else _printable(str(value))

    def _markup(self, show: str, *given: Fact | int) -> Markup:
        number = self.number(show, *given)
        return Markup('<n f="{}">{}</n>').format(number.fact, number.text)


def lower_first(text: str) -> str:
    """`text` as it stands inside an English sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    """`text` as a sentence begins; a number stays as it is."""
    return text[:1].upper() + text[1:]


def _printable(text: str) -> str:
    """`text` without the control characters that XML does not know."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
