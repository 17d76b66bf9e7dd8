"""YAML and CSV read with the line of every value, so that a fault can be named where it stands."""

from __future__ import annotations

import csv
import io
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
from talentmap.model.misfit import misread

Place = tuple[str | int, ...]
_WITH_VALUE_FAULTS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp"))


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

    def __init__(self, line: int, cause: str) -> None:
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
        raise Unreadable(mark.line + 1 if mark else 1, _yaml_fault(fault)) from fault
    except ReaderError as fault:
        raise Unreadable(text.count("\n", 0, fault.position) + 1, both(fault.reason, "含有不允许的字符")) from fault
    except RecursionError as fault:
        raise Unreadable(1, both("the values are nested too deeply", "层次过深")) from fault


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
    """Raise at the line of a number or date that looks like one and is none, such as 2026-13-45."""
    try:
        loader.construct_object(node)
    except ValueError as fault:
        raise yaml.MarkedYAMLError(
            problem=both(f"'{node.value[:40]}': {fault}", f"“{node.value[:40]}”不是有效的数字或日期"),
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
        raise Unreadable(content.count(b"\n", 0, fault.start) + 1, misread(fault)) from fault


def _table_text(path: Path) -> str:
    try:
        return decode(path.read_bytes())[0].removeprefix("\ufeff")
    except UnknownEncoding as fault:
        raise Unreadable(1, both("this is no UTF-8 text", "看不出文字编码，请另存为 UTF-8")) from fault


def _yaml_fault(fault: yaml.MarkedYAMLError) -> str:
    """What the parser or our own rules object to."""
    told = fault.problem or fault.context or ""
    return told if isinstance(told, Bilingual) else both(told, "YAML 写法有误，请检查冒号、缩进、引号和括号")
