"""The truth behind the edition, for tests and benchmarks only: the pipeline never reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from pathlib import Path

from examples.generator.files import write_bytes, write_table


class Fate(StrEnum):
    """What ought to become of a row."""

    USED = "used"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class TruthLine:
    """A demand line: where it stands, what it means, what ought to become of it; pay where the cell states it."""

    file: str
    sheet: str
    row: int
    title: str
    role_id: str
    headcount: int
    fate: Fate
    chain_id: str
    tier: str
    recipe: str
    pay_low: float | None
    pay_high: float | None


@dataclass(frozen=True, slots=True)
class TruthFault:
    """A planted fault; `code` is the problem to be raised, empty where not settled. Row 0: the whole file."""

    file: str
    sheet: str
    row: int
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class TruthPerson:
    """A person behind the registry. `records` are `file:row`, joined by `|`; `evidence` says what tells the role."""

    person: str
    id_number: str
    role_id: str
    tier: str
    chain_id: str
    status: str
    evidence: str
    records: str


_README = Path(__file__).with_name("texts") / "truth_readme.md"


def write_truth(
    folder: Path, lines: Iterable[TruthLine], faults: Iterable[TruthFault], people: Iterable[TruthPerson]
) -> None:
    """Write the three tables and their README."""
    _write(folder / "lines.csv", TruthLine, lines)
    _write(folder / "faults.csv", TruthFault, faults)
    _write(folder / "people.csv", TruthPerson, people)
    write_bytes(folder / "README.md", _README.read_bytes())


def write_evaluation_truth(folder: Path, values: Iterable[tuple[str, str, float]]) -> None:
    """Write what the files on the life cycle and the services were drawn from."""
    header = ("measure", "group", "value", "数据性质")
    write_table(folder / "evaluation.csv", header, ((*row, "示例数据") for row in values), "utf-8")


def _write(path: Path, kind: type[TruthLine | TruthFault | TruthPerson], rows: Iterable[object]) -> None:
    columns = [column.name for column in fields(kind)]
    write_table(path, [*columns, "数据性质"], ((*astuple(row), "示例数据") for row in rows), "utf-8")  # type: ignore[call-overload]
