"""The gate: everything written for publication is read again, and must give no hidden cell away.

Three attacks: a figure that stands where it should be hidden; a hidden value named in text; and hidden amounts
bracketed by linear programming from all figures of all artefacts, more closely than the protection interval allows.
A number that merely stands beside a name may be the figure of something else: that is for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from talentmap.disclosure.attack.legible import insist_legible
from talentmap.disclosure.attack.prose import Betrayals
from talentmap.disclosure.attack.readings import Names, Read, Reading, Rows, read_names
from talentmap.disclosure.attack.tables import Wording, read_map_data, read_opendata, read_workbook
from talentmap.disclosure.attack.texts import read_page, read_pdf, read_text, read_word
from talentmap.disclosure.attack.trail import TRAIL, traced_facts
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.figures import Item, Statement, Target, headcount, index, quotient
from talentmap.disclosure.lattice import Limit
from talentmap.disclosure.suppression import Attacker, Background
from talentmap.tables.analysis import INDICATORS
from talentmap.tables.cuts import CUTS
from talentmap.tables.precision import half_up_to
from talentmap.tables.published import declared, withheld

UNMASKED, NAMED, BESIDE, RECOVERED, STALE = "unmasked", "named", "beside", "recovered", "stale"
"""Kinds of leaks: shown where hidden; named in text; perhaps by chance, a number like it beside the name; worked out
from other figures; a figure that is not true."""
_INTERNAL = "internal"
_OWN_PRECISION = 0.5
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Something that must not be published: where it stands, and of which cell it tells; never the value."""

    kind: str
    file: str
    place: str
    cell: str
    column: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gate looked at and what it found."""

    files: int
    readings: int
    passages: int
    targets: int
    leaks: tuple[Leak, ...]

    @property
    def certain(self) -> tuple[Leak, ...]:
        """The leaks that are no coincidence."""
        return tuple(leak for leak in self.leaks if leak.kind != BESIDE)


def check_publication(folder: Path, truth: Truth, wording: Wording, background: Background | None = None) -> Checked:
    """What an attacker makes of the published files in `folder`; `wording` are the words of the workbook."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and _INTERNAL not in _parts(path, folder)]
    names = read_names(path for path in files if path.suffix == ".csv")
    read = read_all(files, Rows(truth), names, wording)
    leaks = {*unmasked(read, truth), *named(read, truth, names), *traced(folder / TRAIL, truth)}
    statements, stale = attacked_statements(read.readings, truth)
    attacker = Attacker(truth.figures.lattice, statements, background or Background())
    targets = [*truth.figures.targets(), *(background.targets if background else ())]
    targets += truth.figures.rests(truth.figures.families(), untold(read, truth))
    leaks |= {*stale, *(_recovered(target, truth) for target in attacker.exposed(targets))}
    return Checked(len(files), len(read.readings), len(read.passages), len(targets), tuple(sorted(leaks)))


def _parts(path: Path, folder: Path) -> tuple[str, ...]:
    return path.relative_to(folder).parts


def read_all(files: list[Path], rows: Rows, names: Names, wording: Wording) -> Read:
    """Every reading and passage of the files."""
    whole = Read()
    for path in files:
        read = read_file(path, rows, names, wording)
        whole.readings += read.readings
        whole.passages += read.passages
        whole.pages |= read.pages
    return whole


def read_file(path: Path, rows: Rows, names: Names, wording: Wording) -> Read:
    """Every reading and passage of one file; EditionError where it cannot be read."""
    with insist_legible(path):
        return _read_file(path, rows, names, wording)


def _read_file(path: Path, rows: Rows, names: Names, wording: Wording) -> Read:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return read_opendata(path, rows)
    if suffix == ".xlsx":
        return read_workbook(path, rows, names, wording)
    if suffix in (".html", ".htm"):
        read, page = read_map_data(path, rows)
        read.passages += read_page(path.name, page)
        return read
    if suffix == ".pdf":
        return read_pdf(path)
    if suffix == ".docx":
        return Read(passages=list(read_word(path)))
    return Read(passages=list(read_text(path)))


def unmasked(read: Read, truth: Truth) -> Iterator[Leak]:
    """Figures that stand where they should be hidden."""
    for one in read.readings:
        protected = one.frame not in CUTS or one.column in CUTS[one.frame].protected
        if _stays(one.frame, one.column) or (protected and truth.is_hidden(one.frame, one.row, one.column)):
            yield Leak(UNMASKED, one.file, one.place, truth.cell(one.frame, one.row), one.column)


def _stays(frame: str, column: str) -> bool:
    """True for a column that never leaves the bureau, whatever it rests on."""
    table = CUTS[frame].table if frame in CUTS else declared().get(frame)
    return table is not None and column in withheld(frame, table)


def named(read: Read, truth: Truth, names: Names) -> Iterator[Leak]:
    """Hidden values that text names."""
    for passage, value, is_told in Betrayals(truth, names, read.pages).look(read.passages):
        frame = "roles" if value.frame == "segments" else value.frame
        kind = NAMED if is_told else BESIDE
        yield Leak(kind, passage.file, passage.place, truth.cell(frame, value.row), value.column.name)


def traced(path: Path, truth: Truth) -> Iterator[Leak]:
    """Hidden figures that the white paper, a leaflet or the brief prints, by the trail of its numbers."""
    for place, frame, row, column in traced_facts(path, truth):
        yield Leak(UNMASKED, path.name, place, truth.cell(frame, row), column)


def _recovered(target: Target, truth: Truth) -> Leak:
    item = target.item
    return Leak(RECOVERED, "", target.kind, truth.cell(item.frame, item.row), item.basis)


def untold(read: Read, truth: Truth) -> set[Item]:
    """The items of which no artefact prints a figure."""
    told = {
        Item(one.frame, one.row, basis)
        for one in read.readings
        if one.frame in CUTS and (one.column in CUTS[one.frame].sums or one.column in CUTS[one.frame].ratios)
        for basis in CUTS[one.frame].bases_of(one.column)
    }
    return set(truth.figures.cells) - told


def attacked_statements(readings: list[Reading], truth: Truth) -> tuple[list[Statement], list[Leak]]:
    """What all these readings tell, and the readings that are not true to the bureau's figures.

    A false figure is left out: it would only confuse the attacker, and must not be published for that reason alone.
    """
    statements, stale = [], []
    for reading in sorted(set(readings), key=lambda one: (one.frame, one.row, one.column, one.value, one.file)):
        statement = statement_of(reading, truth)
        if statement is None:
            continue
        if all(_holds(limit, truth.figures.lattice.value(limit.form)) for limit in statement.limits):
            statements.append(statement)
        else:
            cell = truth.cell(reading.frame, reading.row)
            stale.append(Leak(STALE, reading.file, reading.place, cell, reading.column))
    return statements, stale


def _decimals(value: float) -> int:
    """The decimals that a number has: one that was not rounded tells more."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _holds(limit: Limit, value: float) -> bool:
    return limit.low - _CLOSE <= value <= limit.high + _CLOSE


def statement_of(reading: Reading, truth: Truth) -> Statement | None:
    """What a reading tells of the finest cells; None where it is no sum or quotient of them.

    A headcount that is no multiple of the rounding base was not rounded to it, and tells more.
    """
    figures = truth.figures
    if reading.frame not in (*CUTS, INDICATORS.name):
        return None
    told = figures.tangents.get((reading.frame, reading.row, reading.column))
    if told is not None:
        decimals = CUTS[reading.frame].decimals[reading.column]
        return Statement((index(told, reading.value, max(decimals, _decimals(reading.value))),), ())
    if reading.frame in CUTS:
        form = figures.form_of(reading.frame, reading.row, reading.column)
        units = {column.name: column.unit for column in CUTS[reading.frame].table.columns}
        unit = units[reading.column]
    else:
        form, unit = figures.form_of_fact(truth.fact(reading.column)), "share"
    if form is None or not form[0]:
        return None
    part, whole = form
    if whole:
        return Statement(quotient(part, whole, reading.value, unit), ())
    base = figures.rules.rounding
    width = base if reading.value == half_up_to(reading.value, base) else 2 * _OWN_PRECISION
    return Statement((headcount(part, reading.value, width),), ())
