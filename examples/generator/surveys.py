"""The survey folder: one file for each enterprise, as offices really send them, with planted faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from examples.generator.cells import written_pay
from examples.generator.chance import Dice
from examples.generator.chinese import traditional
from examples.generator.demand import Answer, Cell, Surroundings, answer_of
from examples.generator.enterprises import Firm
from examples.generator.faults import (
    AGENCY,
    BIG5,
    DUPLICATE,
    SET_CODES,
    SUPERSEDED,
    Fault,
    FileFault,
    content_fault,
    file_fault,
    planned_kinds,
)
from examples.generator.files import delimited, workbook
from examples.generator.forms import csv_form, form_workbook
from examples.generator.identifiers import credit_code
from examples.generator.names import MARK
from examples.generator.styles import Style, draw_style
from examples.generator.tables import Sheet, own_table
from examples.generator.truth import Fate, TruthFault, TruthLine

_MEDIA = {"form": 0.3, "csv-form": 0.08, "own-csv": 0.28, "own-xlsx": 0.34}
_ENCODINGS = {"utf-8": 3, "utf-8-sig": 3, "gb18030": 4}
_DELIMITERS = {",": 6, ";": 1.5, "\t": 1.5}
_FULL_SIZE = 150


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as it arrives, with the truth about its lines and faults."""

    file: str
    content: bytes
    lines: tuple[TruthLine, ...] = ()
    faults: tuple[TruthFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What the files are written from."""

    surroundings: Surroundings
    seed: int
    edition_id: str


def submissions(firms: Sequence[Firm], desk: Desk) -> tuple[Submission, ...]:
    """Every file of the survey folder; names are unique."""
    kinds = _dealt_kinds(firms, desk)
    made: list[Submission] = []
    for place, firm in enumerate(firms, start=1):
        answer = answer_of(firm, desk.surroundings, desk.seed)
        made.extend(_sent(answer, kinds.get(firm.credit_code, ""), place, desk))
    made.extend(_agency(place, desk) for place in range(1, _agencies(len(firms)) + 1))
    return tuple(made)


def idle_submissions(firms: Sequence[Firm], before: int, desk: Desk) -> tuple[Submission, ...]:
    """The forms of enterprises that need nobody, numbered on from those `before`."""
    made = []
    for place, firm in enumerate(firms, start=before + 1):
        answer = Answer(firm, needs=(), pains=())
        is_csv = Dice(desk.seed, "file", firm.credit_code).chance(0.25)
        catalog = desk.surroundings.catalog
        form = csv_form(answer, catalog) if is_csv else form_workbook(answer, catalog, desk.edition_id)
        file = f"{place:03d}_{firm.short}_人才需求调查表.{'csv' if is_csv else 'xlsx'}"
        made.append(Submission(file, form[0]))
    return tuple(made)


def _agencies(enterprises: int) -> int:
    return planned_kinds(enterprises / _FULL_SIZE).count(AGENCY)


def _dealt_kinds(firms: Sequence[Firm], desk: Desk) -> dict[str, str]:
    """Which firm gets which fault: small and medium ones with enough staff to have several lines."""
    dice = Dice(desk.seed, "faults")
    open_to = [firm for firm in firms if firm.size_class in ("small", "medium")]
    dice.shuffle(open_to)
    dealt: dict[str, str] = {}
    for kind in planned_kinds(len(firms) / _FULL_SIZE):
        if kind != AGENCY and open_to:
            firm = min(open_to, key=lambda firm: abs(firm.employees - 80)) if kind == "absurd-headcount" else open_to[0]
            open_to.remove(firm)
            dealt[firm.credit_code] = kind
    return dealt


def _sent(answer: Answer, kind: str, place: int, desk: Desk) -> list[Submission]:
    dice = Dice(desk.seed, "file", answer.firm.credit_code)
    if fault := content_fault(kind):
        return [_with_content_fault(answer, fault, place, dice, desk)]
    if file_fault_ := file_fault(kind):
        return [_with_file_fault(answer, file_fault_, place)]
    if kind == BIG5:
        return [_in_big5(answer, place, dice, desk)]
    if kind == DUPLICATE:
        return _sent_twice(_clean(answer, place, dice, desk))
    if kind == SUPERSEDED:
        return _corrected(answer, place, dice, desk)
    return [_clean(answer, place, dice, desk)]


def _clean(answer: Answer, place: int, dice: Dice, desk: Desk) -> Submission:
    medium = dice.pick(_MEDIA)
    if medium == "form":
        form = form_workbook(answer, desk.surroundings.catalog, desk.edition_id)
        return _form_submission(answer, f"{place:03d}_{answer.firm.short}_人才需求调查表.xlsx", form)
    if medium == "csv-form":
        form = csv_form(answer, desk.surroundings.catalog)
        return _form_submission(answer, f"{place:03d}_{answer.firm.short}_人才需求调查表.csv", form)
    style = draw_style(dice)
    if medium == "own-csv":
        return _own_csv(answer, style.plain(), place, dice, desk)
    return _own_workbook(answer, style, place, dice, desk)


def _form_submission(answer: Answer, file: str, form: tuple[bytes, Sheet]) -> Submission:
    content, sheet = form
    return Submission(file, content, _truth_lines(answer, file, sheet, None))


def _own_csv(answer: Answer, style: Style, place: int, dice: Dice, desk: Desk) -> Submission:
    sheet = replace_name(own_table(answer, style, desk.surroundings.catalog, dice))
    file = _file_name(answer, place, ".csv", dice)
    content = delimited(_padded(sheet), dice.pick(_ENCODINGS), dice.pick(_DELIMITERS))
    return Submission(file, content, _truth_lines(answer, file, sheet, style))


def _own_workbook(answer: Answer, style: Style, place: int, dice: Dice, desk: Desk) -> Submission:
    sheet = own_table(answer, style, desk.surroundings.catalog, dice)
    file = _file_name(answer, place, ".xlsx", dice)
    sheets = [sheet, Sheet("Sheet2")] if dice.chance(0.2) else [sheet]
    return Submission(file, workbook(sheets, f"{answer.firm.name}人才需求"), _truth_lines(answer, file, sheet, style))


def _with_content_fault(answer: Answer, fault: Fault, place: int, dice: Dice, desk: Desk) -> Submission:
    spoilt, lines = fault.spoil(answer, dice)
    style = replace(draw_style(dice, fault.needed), has_totals="totals" in fault.needed)
    write = partial(_own_workbook, spoilt, style) if dice.chance(0.55) else partial(_own_csv, spoilt, style.plain())
    sent = write(place, dice, desk)
    truth = tuple(replace(line, fate=fault.fate) if number in lines else line for number, line in enumerate(sent.lines))
    places = [(truth[number].sheet, truth[number].row) for number in lines] or [("", 0)]
    faults = tuple(TruthFault(sent.file, sheet, row, fault.kind, fault.code) for sheet, row in places)
    return replace(sent, lines=truth, faults=faults)


def _with_file_fault(answer: Answer, fault: FileFault, place: int) -> Submission:
    file = f"{place:03d}_{answer.firm.short}_人才需求表{fault.suffix}"
    sound = workbook([Sheet("Sheet1", [["企业名称", answer.firm.name], ["岗位名称", "需求人数"]])], "示例数据")
    return Submission(file, fault.spoil(sound), (), (TruthFault(file, "", 0, fault.kind, fault.code),))


def _in_big5(answer: Answer, place: int, dice: Dice, desk: Desk) -> Submission:
    style = draw_style(dice, ("credit_code", "skills")).plain()
    sheet = replace_name(own_table(answer, style, desk.surroundings.catalog, dice))
    rows = [[_in_big5_characters(cell) for cell in row] for row in _padded(sheet)]
    file = f"{place:03d}_{answer.firm.short}_人才需求.csv"
    lines = tuple(
        replace(line, title=str(_in_big5_characters(line.title))) for line in _truth_lines(answer, file, sheet, style)
    )
    return Submission(file, delimited(rows, "big5"), lines, (TruthFault(file, "", 0, BIG5, SET_CODES[BIG5]),))


def _in_big5_characters(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return traditional(cell).encode("big5", "ignore").decode("big5")


def _sent_twice(first: Submission) -> list[Submission]:
    stem, dot, suffix = first.file.rpartition(".")
    file = f"{stem}_副本{dot}{suffix}"
    lines = tuple(replace(line, file=file, fate=Fate.DUPLICATE) for line in first.lines)
    return [
        first,
        Submission(file, first.content, lines, (TruthFault(file, "", 0, DUPLICATE, SET_CODES[DUPLICATE]),)),
    ]


def _corrected(answer: Answer, place: int, dice: Dice, desk: Desk) -> list[Submission]:
    """A first answer with fewer lines, and the fuller one that was sent later."""
    style = draw_style(dice, ("credit_code",))
    early = replace(answer, needs=answer.needs[: max(1, len(answer.needs) - 2)])
    first = _own_workbook(early, style, place, dice, desk)
    later = _own_workbook(answer, style, place, dice, desk)
    stem, dot, suffix = first.file.rpartition(".")
    file = f"{stem}_更正{dot}{suffix}"
    fault = TruthFault(first.file, "", 0, SUPERSEDED, SET_CODES[SUPERSEDED])
    return [
        replace(first, lines=tuple(replace(line, fate=Fate.DUPLICATE) for line in first.lines), faults=(fault,)),
        replace(later, file=file, lines=tuple(replace(line, file=file) for line in later.lines)),
    ]


def _agency(number: int, desk: Desk) -> Submission:
    """A labour-dispatch agency that lists other firms' posts as its own."""
    dice = Dice(desk.seed, "agency", number)
    catalog = desk.surroundings.catalog
    chain = dice.choice(list(catalog.chains.values()))
    firm = Firm(
        name=f"清远{('众合劳务派遣', '捷才人力资源', '诚通劳务外包')[number % 3]}有限公司{MARK}",
        credit_code=credit_code(900_000 + number),
        chain_id=chain.id,
        segment_id=chain.segments[0].id,
        district_id=next(iter(catalog.districts)),
        size_class="small",
        employees=60,
        industry="7264",
        pay_factor=0.95,
    )
    sent = _own_workbook(answer_of(firm, desk.surroundings, desk.seed), draw_style(dice), 900 + number, dice, desk)
    lines = tuple(replace(line, fate=Fate.REJECTED) for line in sent.lines)
    return replace(sent, lines=lines, faults=(TruthFault(sent.file, "", 0, AGENCY, SET_CODES[AGENCY]),))


def replace_name(sheet: Sheet) -> Sheet:
    """The sheet as a CSV file holds it: without a name."""
    sheet.name = ""
    return sheet


def _padded(sheet: Sheet) -> list[list[Cell]]:
    width = max(len(row) for row in sheet.rows)
    return [[*row, *([""] * (width - len(row)))] for row in sheet.rows]


def _file_name(answer: Answer, place: int, suffix: str, dice: Dice) -> str:
    short, name = answer.firm.short, answer.firm.name
    shapes = {
        f"{place:03d}_{name}": 3,
        f"{place:03d}_{short}_人才需求表": 3,
        f"人才需求表-{name}": 2,
        f"{name}2026年人才需求": 2,
        f"{place:03d} {name} 用工需求": 1,
    }
    return dice.pick(shapes) + suffix


def _truth_lines(answer: Answer, file: str, sheet: Sheet, style: Style | None) -> tuple[TruthLine, ...]:
    return tuple(_truth_line(answer, number, file, sheet, style) for number in range(len(answer.needs)))


def _truth_line(answer: Answer, number: int, file: str, sheet: Sheet, style: Style | None) -> TruthLine:
    need = answer.needs[number]
    pay = written_pay(need, style.pay) if style else _form_pay(answer, number)
    low, high = pay or (None, None)
    return TruthLine(
        file=file,
        sheet=sheet.name,
        row=sheet.line_rows[number],
        title=str(need.raw.get("title", need.titled.text)),
        role_id=need.titled.role_id,
        headcount=need.headcount,
        fate=Fate.USED,
        chain_id=answer.firm.chain_id,
        tier=need.tier,
        recipe=need.titled.recipe,
        pay_low=low,
        pay_high=high,
    )


def _form_pay(answer: Answer, number: int) -> tuple[float, float] | None:
    need = answer.needs[number]
    return None if need.is_negotiable else (float(need.pay_low), float(need.pay_high))
