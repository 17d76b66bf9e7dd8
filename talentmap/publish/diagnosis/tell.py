"""Findings, figures and entries as sentences of one language; every number in them knows the figure it prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

import yaml
from markupsafe import Markup, escape

from talentmap.model.bounds import Bounds, number, print_bounds
from talentmap.model.diagnosis.figure import REFERENCE, THRESHOLD, Figure, Figures
from talentmap.model.diagnosis.finding import Finding, Status
from talentmap.model.diagnosis.swot import Entry, Known
from talentmap.model.diagnosis.words import DiagnosisWords
from talentmap.publish.paper.speech import capitalised, lower_first
from talentmap.resources import templates_dir

_TAGS = re.compile(r"<[^>]*>")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def _phrases() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((templates_dir() / "diagnosis" / "words.yaml").read_text("utf-8"))
    return found


class Told(Protocol):
    """What is told: figures, and the words for them."""

    @property
    def words(self) -> DiagnosisWords:
        """The names."""

    @property
    def figures(self) -> Figures:
        """The figures."""


class Tell:
    """Tells one diagnosis in one language."""

    def __init__(self, diagnosis: Told, lang: str) -> None:
        self._diagnosis, self.lang = diagnosis, lang

    def say(self, group: str, key: str) -> str:
        """A phrase of words.yaml; one that it lacks is told by its key."""
        found = _phrases()[group].get(key)
        return str(found[self.lang]) if found else key

    def name(self, id: str) -> str:  # noqa: A002 - it is the id
        """The name of a figure, part or base."""
        return self._diagnosis.words.name(id, self.lang)

    def named(self, figure: Figure) -> str:
        """The name of a figure with its part: 人才年龄构成 · 45岁以上."""
        if not figure.part:
            return self.name(figure.id)
        part = self.say("parts", figure.part) if figure.part in _phrases()["parts"] else self.name(figure.part)
        return f"{self.name(figure.id)} · {part}"

    def title(self, found: Finding) -> str:
        """What a finding is called: 研究生及大学学历人才 · 占比 · 常住人口."""
        kinds, parts = _phrases()["titles"], found.id.split(".")
        return " · ".join(self.say("titles", part) if part in kinds else self.name(part) for part in parts)

    def source(self, figure: Figure) -> str:
        """Where it stands: S1 § 2.2."""
        if figure.source in _phrases()["tables"]:
            return self.say("tables", figure.source)
        return f"{figure.source} § {figure.place}" if figure.place else figure.source

    def sources(self, figures: tuple[Figure, ...]) -> str:
        """Where they stand, each place once."""
        return ", ".join(dict.fromkeys(map(self.source, figures)))

    def bounds(self, bounds: Bounds, decimals: int, source: str) -> Markup:
        """A number or its bounds inside a sentence: 691; 超过10,000; at least 9."""
        return Markup('<n f="{}">{}</n>').format(source, self._in_words(bounds, decimals))

    def tile(self, found: Finding) -> Markup:
        """Its value as a headline figure: < 0.10."""
        shown = self.printed(found.value, found.decimals) if found.value is not None else "–"
        return Markup('<n f="{}">{}</n>').format(found.id, shown)

    def printed(self, bounds: Bounds, decimals: int) -> str:
        """A number or its bounds as tables show them: > 10,000; −45.8."""
        return print_bounds(bounds, decimals).replace("-", "−")

    def _in_words(self, bounds: Bounds, decimals: int) -> str:
        low, high = (self.printed(number(end), decimals) for end in (bounds.low, bounds.high))
        if bounds.is_exact:
            return low
        closed, is_open = (("least", "over"), ("most", "under"))[bounds.high != float("inf")]
        if bounds.high == float("inf"):
            return self._bound(is_open if bounds.low_open else closed, low)
        if bounds.low in (0.0, float("-inf")):
            return self._bound(is_open if bounds.high_open else closed, high)
        return f"{low}{self.say('bounds', 'to')}{high}"

    def _bound(self, kind: str, end: str) -> str:
        return f"{self.say('bounds', kind)}{end}"

    def figure(self, figure: Figure) -> Markup:
        """The value of a printed figure in a sentence, in the decimals of the print."""
        return self.bounds(figure.value, figure.decimals, figure.key)

    def finding(self, found: Finding) -> Markup:
        """The sentence of a finding."""
        return self._filled(str(_phrases()["findings"][_variant(found)][self.lang]), found)

    def formula(self, found: Finding) -> Markup:
        """How it was worked out, with its figures."""
        return self._filled(str(_phrases()["findings"][_variant(found)]["formula"][self.lang]), found)

    def entry(self, entry: Entry) -> Markup:
        """The sentence of a SWOT entry."""
        marked = entry.sentence(self.lang, self._known)
        opened = _capital_number(marked) if marked.startswith("<n") else capitalised(marked)
        return Markup(opened)  # noqa: S704 - the catalog's sentence, with numbers that are escaped

    def _known(self, known: Known) -> str:
        return str(self.bounds(known.value, known.decimals, known.name))

    def _filled(self, sentence: str, found: Finding) -> Markup:
        return Markup(_PLACEHOLDER.sub(lambda name: str(self._part(name[1], found)), str(escape(sentence))))  # noqa: S704 - parts are escaped one by one

    def _part(self, name: str, found: Finding) -> Markup:
        """What stands for a placeholder: a figure, a name, or a fact of the finding."""
        stem = name.removesuffix("_upper").removesuffix("_lower")
        if stem != name:
            told = str(self._part(stem, found))
            changed = _capital_number(told) if name.endswith("_upper") else lower_first(told)
            return Markup(changed)  # noqa: S704 - escaped before its first letter changed
        if name in ("value", "size") and found.value is not None:
            turned = name == "size" and found.value.surely_below(0)
            return self.bounds(-found.value if turned else found.value, found.decimals, found.id)
        if name in ("a", "b", "own", "reference"):
            first, *_, last = found.inputs
            second = last if found.measure in ("cagr", "change") else found.inputs[1]
            return self.figure(second if name in ("b", REFERENCE) else first)
        return self._name(name, found) or self._fact(name, found)

    def _name(self, name: str, found: Finding) -> Markup | None:  # noqa: PLR0911 - one line a name
        """The name that stands for a placeholder; None where it stands for no name."""
        match name:
            case "figure":
                return escape(self.name(str(next(found.facts[key] for key in _SUBJECTS if key in found.facts))))
            case "part" | "base" | "missing":
                return escape(self.name(str(found.facts[name])))
            case "given":
                return escape(self.name(found.inputs[0].id))
            case "unit":
                return escape(self.say("units", found.unit))
            case "shares":
                return Markup(" : ").join(map(self.figure, found.inputs))
            case "threshold":
                return self._threshold()
        return None

    def _fact(self, name: str, found: Finding) -> Markup:
        if name == "years":
            return self.bounds(number(int(str(found.facts["to"])) - int(str(found.facts["from"]))), 0, found.id)
        value = found.facts["parts" if name == "count" else name]
        if isinstance(value, Bounds):
            printed = next((one.decimals for one in found.inputs if one.value == value), found.decimals)
            return self.bounds(value, printed, f"{found.id}.{name}")
        if name in ("from", "to"):
            return escape(value)
        return self.bounds(number(float(str(value))), 0 if name == "count" else found.decimals, f"{found.id}.{name}")

    def _threshold(self) -> Markup:
        line = self._diagnosis.figures.get("pay_expected", THRESHOLD)
        if line is None:
            return escape("")
        blank = " " if self.lang == "en" else ""
        return Markup("{}{}{}").format(self.figure(line), blank, self.say("units", line.unit))


_SUBJECTS = ("stock", "distribution", "series", "figure")


def _variant(found: Finding) -> str:
    """The phrase of a finding: its kind, and which of its forms."""
    form = _form(found)
    return f"{found.measure}.{form}" if f"{found.measure}.{form}" in _phrases()["findings"] else found.measure


def _form(found: Finding) -> str:
    if found.measure == "total" and found.status is Status.INCOMPLETE:
        if found.facts["as_fractions"]:
            return "fractions"
        return "over" if float(str(found.facts["unstated"])) < 0 else "incomplete"
    if found.measure in ("change", "cagr") and found.value is not None:
        change = found.value.low
        return "flat" if change == 0 else "up" if change > 0 else "down"
    if found.measure == "against" and found.value is not None:
        return "below" if found.value.surely_below(0) else "above" if found.value.surely_above(0) else "open"
    if found.measure == "flow_ratio":
        return "norm" if found.facts["norm"] is not None else ""
    return found.status.value


def _capital_number(marked: str) -> str:
    """A marked number as it opens a sentence: Over 10,000."""
    return re.sub(r"(>)([a-z])", lambda part: part[1] + part[2].upper(), marked, count=1)


def untagged(marked: Markup) -> str:
    """The words alone, for tables that hold plain text."""
    return Markup(_TAGS.sub("", str(marked))).unescape()  # noqa: S704 - tags are taken off, entities resolved
