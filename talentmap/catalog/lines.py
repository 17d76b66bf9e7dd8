"""YAML and CSV read with the line of every value, so that a fault can be named where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]


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
    """The YAML document at `path`. Raises yaml.YAMLError or UnicodeDecodeError when it is none."""
    loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
    try:
        root = loader.get_single_node()
        if root is None:
            return Located(file, None, {})
        lines: dict[Place, int] = {}
        _note_lines(root, (), lines)
        return Located(file, loader.construct_document(root), lines)
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key '{key.value}' stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
            _note_lines(child, (*place, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _note_lines(child, (*place, position), lines)


def read_csv(path: Path, file: str) -> Located:
    """The CSV file at `path` as a list of rows by header, every value text. Raises UnicodeDecodeError or csv.Error."""
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
    rows: list[dict[str, str]] = []
    lines: dict[Place, int] = {}
    for row in reader:
        if None in row or None in row.values():
            raise csv.Error(f"line {reader.line_num} does not have {len(reader.fieldnames or ())} cells")
        lines[(len(rows),)] = reader.line_num
        rows.append(dict(row))
    return Located(file, rows, lines)
