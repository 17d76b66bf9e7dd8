"""YAML, TOML and CSV that people write: read whole, or refused with the line and what is wrong there.

Of YAML and CSV the line of every value is known, so that a fault in what they mean can be named where it stands.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.reader import ReaderError
from yaml.resolver import Resolver

from talentmap.bilingual import Bilingual, both
from talentmap.encoding import UnknownEncoding, decode

Place = tuple[str | int, ...]
_TOO_DEEP = both("the values are nested too deeply", "层次过深")
_WITH_VALUE_FAULTS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float", "timestamp"))
_PLACE_IN_TOML = re.compile(r"\(at line (\d+), column (\d+)\)")


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """YAML without aliases: a catalog that a person reads says everything where it stands, and no alias can explode.

    The parser in C reads five times as fast as the one in Python; nodes are composed here, so that aliases are seen.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; an alias is a fault."""
        if self.check_event(yaml.AliasEvent):
            mark: Any = getattr(self.peek_event(), "start_mark", None)
            raise yaml.MarkedYAMLError(
                problem=both("an alias (*) is not allowed", "不允许用别名（*）"), problem_mark=mark
            )
        return super().compose_node(parent, index)


class Unreadable(Exception):
    """A document that cannot be read: the 1-based line and what is wrong there."""

    def __init__(self, line: int, cause: Bilingual) -> None:
        super().__init__(f"line {line}: {cause}")
        self.line = line
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Located:
    """A parsed document and the 1-based line of every node, by its path of keys and positions."""

    file: str
    value: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of the node at `place`, or of the nearest node that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(path: Path, file: str) -> Located:
    """The YAML document at `path`; Unreadable when it is none, names a key twice or uses aliases."""
    text = _text(path)
    try:
        return _composed(_Loader(text), file)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        last = text.count("\n") + 1  # where a document breaks off, the parser names the line behind it
        raise Unreadable(min(mark.line + 1, last) if mark else 1, _yaml_fault(fault)) from fault
    except ReaderError as fault:
        raise Unreadable(text.count("\n", 0, fault.position) + 1, both(fault.reason, "含有不允许的字符")) from fault
    except RecursionError as fault:
        raise Unreadable(1, _TOO_DEEP) from fault


def read_toml(path: Path) -> dict[str, Any]:
    """The TOML document at `path`; Unreadable when it is none."""
    text = _text(path)
    try:
        return tomllib.loads(text)
    except RecursionError as fault:
        raise Unreadable(1, _TOO_DEEP) from fault
    except ValueError as fault:  # a TOMLDecodeError, or a number that Python refuses
        at = _PLACE_IN_TOML.search(str(fault))
        where = f"第 {at[1]} 行第 {at[2]} 列写法有误" if at else f"写法有误（{fault}）"
        raise Unreadable(int(at[1]) if at else 1, both(str(fault), where)) from fault


def _composed(loader: _Loader, file: str) -> Located:
    root = loader.get_single_node()
    if root is None:
        return Located(file, None, {})
    lines: dict[Place, int] = {}
    _note_lines(loader, root, (), lines)
    return Located(file, loader.construct_document(root), lines)


def _note_lines(loader: _Loader, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and node.tag in _WITH_VALUE_FAULTS:
        _insist_on_value(loader, node)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem=both("a key must be a word", "键应为一个词"), problem_mark=key.start_mark
                )
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=both(f"the key '{key.value}' stands twice", f"键“{key.value}”写了两次"),
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
            _note_lines(loader, child, (*place, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _note_lines(loader, child, (*place, position), lines)


def _insist_on_value(loader: _Loader, node: yaml.ScalarNode) -> None:
    """Raise at the line of what is declared or looks like a number or date and is none, such as 2026-13-45."""
    try:
        loader.construct_object(node)
    except (ValueError, LookupError, AttributeError) as fault:  # the last two where a tag says what the value is not
        shown = node.value[:40]
        raise yaml.MarkedYAMLError(
            problem=both(f"'{shown}' is no valid number or date", f"“{shown}”不是有效的数字或日期"),
            problem_mark=node.start_mark,
        ) from fault


def read_csv(path: Path, file: str) -> Located:
    """The CSV file at `path`, in UTF-8 or as Excel saves it: rows by header, all text; Unreadable if it is none."""
    reader = csv.reader(io.StringIO(_table_text(path), newline=""), strict=True)
    rows: list[dict[str, str]] = []
    lines: dict[Place, int] = {}
    try:
        header = next(reader, [])
        doubled = [name for position, name in enumerate(header) if name in header[:position]]
        if doubled:
            raise Unreadable(1, both(f"the column '{doubled[0]}' stands twice", f"列“{doubled[0]}”写了两次"))
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                raise Unreadable(
                    line, both(f"the row does not have {len(header)} cells", f"这一行不是 {len(header)} 格")
                )
            lines[(len(rows),)] = line
            rows.append(dict(zip(header, cells, strict=True)))
    except csv.Error as fault:
        raise Unreadable(max(reader.line_num, 1), both(str(fault), "CSV 写法有误，多半是引号不成对")) from fault
    return Located(file, rows, lines)


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise Unreadable(line, both("this is no UTF-8 text", "不是 UTF-8 文本，请另存为 UTF-8")) from fault


def _table_text(path: Path) -> str:
    try:
        return decode(path.read_bytes())[0].removeprefix("\ufeff")
    except UnknownEncoding as fault:
        raise Unreadable(1, both("this is no UTF-8 text", "看不出文字编码，请另存为 UTF-8")) from fault


def _yaml_fault(fault: yaml.MarkedYAMLError) -> Bilingual:
    """What the parser or our own rules object to."""
    told = fault.problem or fault.context or ""
    return told if isinstance(told, Bilingual) else both(told, "YAML 写法有误，请检查冒号、缩进、引号和括号")
