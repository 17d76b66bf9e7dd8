"""Word documents: paragraphs in order with the numbers that Word shows, tracked deletions left out.

Read with the standard library alone: the XML parser refuses document types and entities, a zip entry is read only
up to its limit, whatever size it claims. Numbers that Word makes by itself (第一条, （一）, 1.) stand in no paragraph;
they are counted here from `word/numbering.xml`.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from talentmap.policy.texts.reading import Reading, TextFault, insist_on_size
from talentmap.zip_faults import ZIP_FAULTS

_ENTRY_MAX = 64 * 2**20
_DEPTH_MAX = 400
_CHINESE_DIGITS = "零一二三四五六七八九"
_CHINESE_FORMATS = frozenset({"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"})
_SKIPPED = frozenset({"Fallback", "delText", "instrText", "footnotePr", "del"})

Attributes = Mapping[str, str]


def read_docx(content: bytes) -> Reading:
    """The paragraphs of a .docx file; TextFault where it is none, is locked or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = _entry(archive, "word/document.xml")
            if body is None:
                raise TextFault("damaged", "the archive holds no word/document.xml")
            levels = _numbering(_entry(archive, "word/numbering.xml") or b"")
            styles = _style_numbers(_entry(archive, "word/styles.xml") or b"")
    except ZIP_FAULTS as fault:
        raise TextFault("damaged", type(fault).__name__) from fault
    writer = _Body(levels, styles)
    _parse(body, writer.start, writer.end, writer.text)
    return Reading(insist_on_size(writer.paragraphs))


def _entry(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    with archive.open(info) as file:
        content = file.read(_ENTRY_MAX + 1)
    if len(content) > _ENTRY_MAX:
        raise TextFault("large", f"{name} unpacks to more than any policy would")
    return content


def _parse(
    content: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH_MAX:
            raise TextFault("damaged", "its elements are nested too deeply")
        start(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2])

    def refuse(*_: object) -> NoReturn:
        raise TextFault("damaged", "it declares a document type or entities")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise TextFault("damaged", "its XML is not well formed") from fault


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered: `pattern` such as 第%1条."""

    pattern: str = ""
    kind: str = "decimal"
    first: int = 1


_Levels = Mapping[str, Mapping[int, _Level]]


def _numbering(content: bytes) -> _Levels:
    """Levels by list id, as `word/numbering.xml` defines them."""
    abstract: dict[str, dict[int, _Level]] = defaultdict(dict)
    lists: dict[str, str] = {}
    state = {"abstract": "", "list": "", "level": ""}

    def start(name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "abstractNum":
            state.update(abstract=attributes.get("abstractNumId", ""), list="")
        elif name == "num":
            state.update(list=attributes.get("numId", ""), abstract="", level="")
        elif name == "abstractNumId" and state["list"]:
            lists[state["list"]] = value
        elif name == "lvl" and state["abstract"]:
            state["level"] = attributes.get("ilvl", "")
        elif state["abstract"] and state["level"].isdigit():
            level = abstract[state["abstract"]].setdefault(int(state["level"]), _Level())
            if name == "lvlText":
                level.pattern = value[:40]
            elif name == "numFmt":
                level.kind = value
            elif name == "start" and value.isdigit():
                level.first = int(value[:6])

    def end(name: str) -> None:
        if name == "lvl":
            state["level"] = ""

    if content:
        _parse(content, start, end)
    return {number: abstract[key] for number, key in lists.items() if key in abstract}


def _style_numbers(content: bytes) -> Mapping[str, tuple[str, int]]:
    """List and level that a paragraph style brings with it."""
    found: dict[str, list[str]] = {}
    state = {"style": ""}

    def start(name: str, attributes: Attributes) -> None:
        if name == "style":
            state["style"] = attributes.get("styleId", "")
        elif state["style"] and name in {"numId", "ilvl"}:
            pair = found.setdefault(state["style"], ["", "0"])
            pair[name == "ilvl"] = attributes.get("val", "")

    if content:
        _parse(content, start, lambda name: state.update(style="") if name == "style" else None)
    return {style: (number, int(level)) for style, (number, level) in found.items() if level.isdigit() and number}


@dataclass(slots=True)
class _Body:
    """Gathers paragraphs while the body is parsed."""

    levels: _Levels
    styles: Mapping[str, tuple[str, int]]
    paragraphs: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _list: str = ""
    _level: int = 0
    _in_text: bool = False
    _skipping: int = 0
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == "p":
            self._finish()
        elif name == "t":
            self._in_text = True
        elif name in {"tab", "br", "cr"}:
            self._pieces.append(" ")
        elif name == "pStyle" and attributes.get("val") in self.styles:
            self._list, self._level = self.styles[attributes["val"]]
        elif name == "numId":
            self._list = attributes.get("val", "")
        elif name == "ilvl" and attributes.get("val", "").isdigit():
            self._level = int(attributes["val"][:2])

    def end(self, name: str) -> None:
        """An element closes."""
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._finish()

    def text(self, data: str) -> None:
        """Characters of a run."""
        if self._in_text and not self._skipping:
            self._pieces.append(data)

    def _finish(self) -> None:
        told = "".join(self._pieces).strip()
        if told:
            self.paragraphs.append(self._number() + told)
        self._pieces.clear()
        self._list, self._level = "", 0

    def _number(self) -> str:
        """The number that Word shows before this paragraph, '' for none or a bullet."""
        known = self.levels.get(self._list, {})
        if self._level not in known:
            return ""
        for list_id, level in [key for key in self._counts if key[0] == self._list and key[1] > self._level]:
            del self._counts[list_id, level]
        key = self._list, self._level
        self._counts[key] = self._counts.get(key, known[self._level].first - 1) + 1
        if known[self._level].kind in {"bullet", "none"}:
            return ""
        shown = known[self._level].pattern
        for place in range(self._level + 1):
            count = self._counts.get((self._list, place), 1)
            shown = shown.replace(f"%{place + 1}", shown_number(count, known.get(place, _Level()).kind))
        return f"{shown} "


def shown_number(number: int, kind: str) -> str:
    """A list number as Word prints it: 十二 for 12 in the Chinese formats, a letter, or digits."""
    if kind in _CHINESE_FORMATS and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else f"{_CHINESE_DIGITS[tens]}十"
        return head + (_CHINESE_DIGITS[ones] if ones else "")
    if kind in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        letter = chr(96 + number)
        return letter.upper() if kind == "upperLetter" else letter
    return str(number)
