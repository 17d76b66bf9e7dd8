"""The trail of the white paper's numbers: every figure that a book prints, under the name of the fact behind it.

PDF, Word draft, leaflets and brief are set from the same books, so whatever table a figure of theirs comes from, the
trail tells it; no word or place on a page need be guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from talentmap.disclosure.attack.legible import insist_legible
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.masks import cell_name
from talentmap.tables.cuts import CUTS

TRAIL = Path("internal") / "numbers.csv"
Place = tuple[str, str, int, str]
"""Language and line, frame, row and column."""


def traced_facts(path: Path, truth: Truth) -> Iterator[Place]:
    """The hidden figures that the trail says are printed, or that a printed figure was worked out from."""
    if not path.is_file():
        return
    hidden = _hidden_facts(truth)
    with insist_legible(path), path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            if any(sign.isdigit() for sign in row["printed"]):
                for fact in (row["fact"], *row["parts"].split()):
                    if fact in hidden:
                        yield (f"{row['language']} {line}", *hidden[fact])


def _hidden_facts(truth: Truth) -> dict[str, tuple[str, int, str]]:
    """Every figure that may not be printed, by the name of its fact."""
    found = {}
    for frame, cut in CUTS.items():
        table = "district_balance" if frame == "districts" else cut.table.name
        for row, keys in enumerate(truth.keys.get(frame, [])):
            names = cut.table.key if frame != "districts" else tuple(cut.keys)
            cell = cell_name(keys.get(name, "") for name in names)
            for column in cut.protected:
                if truth.is_hidden(frame, row, column):
                    found[f"{table}.{cell}.{column}"] = (frame, row, column)
    for table, row, column in truth.masks:
        cell = cell_name(truth.keys[table][row].values())
        found[f"{table}.{cell}.{column}"] = (table, row, column)
    return found
