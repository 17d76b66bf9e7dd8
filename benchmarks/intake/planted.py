"""Errors put into clean files one at a time: is each found, under its code and at its cell?

The table `KINDS` is the list: a name, the code that must be raised, and how the error is made. A planter gives the cell
where the problem must stand, as (row, column letter), with 0 for the whole file and '' for the whole row.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl

from intake import writers
from intake.layouts import OPTIONAL, Grid, Style, Survey, lay_out
from intake.survey import Respondent, respondent
from talentmap.intake.take_in import Intake
from talentmap.model.source import column_letter
from talentmap.model.taxonomy import Catalog

Cell = object
Target = tuple[int, str]
Planter = Callable[[random.Random, Survey], Target]
FILE: Target = (0, "")
_FIELDS = ("title", "headcount", *OPTIONAL)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error; `writer` is text or openpyxl, `pay` the style of the pay columns it needs."""

    name: str
    code: str
    plant: Planter
    writer: str = "text"
    pay: str = "free"


def _row(chance: random.Random, survey: Survey) -> int:
    return chance.choice(survey.truth).row


def at(column: str, *values: Cell) -> Planter:
    """One of `values` in a column of one row."""

    def plant(chance: random.Random, survey: Survey) -> Target:
        grid, row = survey.grids[0], _row(chance, survey)
        grid.cells[row, grid.columns[column]] = chance.choice(values)  # type: ignore[assignment]  # errors on purpose
        return row, column_letter(grid.columns[column])

    return plant


def beside(column: str, of: str, more: int) -> Planter:
    """A number in a column that exceeds another column's by `more`."""

    def plant(chance: random.Random, survey: Survey) -> Target:
        grid, row = survey.grids[0], _row(chance, survey)
        grid.cells[row, grid.columns[of]] = 5
        grid.cells[row, grid.columns[column]] = 5 + more
        return row, column_letter(grid.columns[column])

    return plant


def everywhere(column: str, value: Callable[[str], Cell]) -> Planter:
    """A statement about the firm changed in every row; the problem stands at the first."""

    def plant(_: random.Random, survey: Survey) -> Target:
        grid = survey.grids[0]
        for line in survey.truth:
            cell = grid.cells.get((line.row, grid.columns[column]))
            grid.cells[line.row, grid.columns[column]] = value(str(cell))  # type: ignore[assignment]
        return survey.truth[0].row, column_letter(grid.columns[column])

    return plant


def row_level(planter: Planter) -> Planter:
    """The same error, whose problem stands at the whole row."""
    return lambda chance, survey: (planter(chance, survey)[0], "")


def without(column: str) -> Planter:
    """A column's header and cells removed."""

    def plant(_: random.Random, survey: Survey) -> Target:
        grid = survey.grids[0]
        index = grid.columns[column]
        for row, found in list(grid.cells):
            if found == index:
                del grid.cells[row, found]
        return grid.top, ""

    return plant


def header(column: str, *wordings: str) -> Planter:
    """A column's header replaced."""

    def plant(chance: random.Random, survey: Survey) -> Target:
        grid = survey.grids[0]
        grid.cells[grid.top, grid.columns[column]] = chance.choice(wordings)
        return grid.top, column_letter(grid.columns[column])

    return plant


def _twice(_: random.Random, survey: Survey) -> Target:
    grid = survey.grids[0]
    first, later = sorted(grid.columns[name] for name in ("filled", "applicants"))
    grid.cells[grid.top, later] = grid.cells[grid.top, first]
    return grid.top, column_letter(later)


def added(word: str, value: Cell, where: str = "header") -> Planter:
    """A further column with a header, filled in one row."""

    def plant(chance: random.Random, survey: Survey) -> Target:
        grid, row = survey.grids[0], _row(chance, survey)
        column = max(grid.columns.values()) + 1
        if word:
            grid.cells[grid.top, column] = word
        grid.cells[row, column] = value  # type: ignore[assignment]
        return (grid.top if where == "header" else row), column_letter(column)

    return plant


def below(*cells: Cell, column: str = "title") -> Planter:
    """A row below the table; the problem stands at the whole row."""

    def plant(_: random.Random, survey: Survey) -> Target:
        grid, row = survey.grids[0], survey.truth[-1].row + 1
        for offset, cell in enumerate(cells):
            grid.cells[row, grid.columns[column] + offset] = cell  # type: ignore[assignment]
        return row, ""

    return plant


def _wrong_total(_: random.Random, survey: Survey) -> Target:
    grid, row = survey.grids[0], survey.truth[-1].row + 1
    grid.cells[row, 0] = "合计"
    grid.cells[row, grid.columns["headcount"]] = sum(line.values["headcount"] for line in survey.truth) + 7
    return row, column_letter(grid.columns["headcount"])


def _repeated(_: random.Random, survey: Survey) -> Target:
    grid, first, row = survey.grids[0], survey.truth[0].row, survey.truth[-1].row + 1
    for column in range(max(grid.columns.values()) + 1):
        if (first, column) in grid.cells:
            grid.cells[row, column] = grid.cells[first, column]
    return row, ""


def _too_many(chance: random.Random, survey: Survey) -> Target:
    everywhere("employees", lambda _: 20)(chance, survey)
    return at("headcount", 90)(chance, survey)


def _more_than_staff(chance: random.Random, survey: Survey) -> Target:
    everywhere("employees", lambda _: 20)(chance, survey)
    return at("employed", 25)(chance, survey)


def _unchecked(chance: random.Random, survey: Survey) -> Target:
    everywhere("employees", lambda _: "")(chance, survey)
    return at("headcount", 900)(chance, survey)


def _sum_too_large(chance: random.Random, survey: Survey) -> Target:
    everywhere("employees", lambda _: 21)(chance, survey)
    everywhere("headcount", lambda _: 29)(chance, survey)
    return FILE


def _confirmed(chance: random.Random, survey: Survey) -> Target:
    target = _too_many(chance, survey)
    grid = survey.grids[0]
    column = max(grid.columns.values()) + 1
    grid.cells[grid.top, column] = "备注"
    grid.cells[target[0], column] = "确认，二期投产"
    return target


def _second_firm(change: Callable[[Grid, int], str]) -> Planter:
    def plant(_: random.Random, survey: Survey) -> Target:
        grid, row = survey.grids[0], survey.truth[-1].row
        return row, column_letter(grid.columns[change(grid, row)])

    return plant


def _other_employees(grid: Grid, row: int) -> str:
    grid.cells[row, grid.columns["employees"]] = 77
    return "employees"


def _other_name(grid: Grid, row: int) -> str:
    grid.cells[row, grid.columns["name"]] = "清远市另一家有限公司"
    return "name"


def _other_code(grid: Grid, row: int) -> str:
    grid.cells[row, grid.columns["code"]] = "91350100M000100Y43"
    return "code"


def _nobody(_: random.Random, survey: Survey) -> Target:
    grid, row = survey.grids[0], survey.truth[-1].row
    grid.cells[survey.truth[0].row, grid.columns["name"]] = "清远市第二家有限公司"
    grid.cells[survey.truth[0].row, grid.columns["code"]] = "91350100M000100Y43"
    for name in ("name", "code", "chain", "employees"):
        grid.cells.pop((row, grid.columns[name]), None)
    return row, ""


def _merged(column: str) -> Planter:
    def plant(_: random.Random, survey: Survey) -> Target:
        grid, first = survey.grids[0], survey.truth[0].row
        index = grid.columns[column]
        grid.cells.pop((first + 1, index), None)
        grid.merges.append((first, index, first + 1, index))
        return first + 1, column_letter(index)

    return plant


def _hidden(_: random.Random, survey: Survey) -> Target:
    copy = survey.grids[0]
    survey.grids.append(Grid("旧表", dict(copy.cells), hidden=True))
    return FILE


def _swapped_digit(text: str) -> str:
    place = next(place for place in range(3, 7) if text[place] != text[place + 1])
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _no_rows(_: random.Random, survey: Survey) -> Target:
    grid = survey.grids[0]
    for place in [place for place in grid.cells if place[0] > grid.top]:
        del grid.cells[place]
    return grid.top, ""


def _no_firm(chance: random.Random, survey: Survey) -> Target:
    for column in ("name", "code"):
        without(column)(chance, survey)
    return FILE


PHONE, MAIL, RESIDENT = "请联系13812345678", "简历发 hr@example.com", "身份证11010519491231002X"


def _agency(chance: random.Random, survey: Survey) -> Target:
    everywhere("name", lambda _: f"清远市{survey.stem}劳务派遣有限公司")(chance, survey)
    return FILE


def _no_counts(chance: random.Random, survey: Survey) -> Target:
    for column in ("headcount_12m", "headcount_3y"):
        without(column)(chance, survey)
    return without("headcount")(chance, survey)


def _no_title(chance: random.Random, survey: Survey) -> Target:
    without("title")(chance, survey)
    return FILE


KINDS: tuple[Kind, ...] = (
    Kind("headcount left blank", "intake-headcount-missing", at("headcount", None)),
    Kind("headcount in words", "intake-headcount-unread", at("headcount", "若干", "多名", "不限", "适量", "待定")),
    Kind("headcount with a floor", "intake-headcount-unread", at("headcount", "5人以上", "10+", "不少于3人")),
    Kind("headcount by education", "intake-headcount-unread", at("headcount", "本科2人，大专3人", "男3女2")),
    Kind("headcount a fraction", "intake-headcount-unread", at("headcount", 2.5, "1.5", "0.5人")),
    Kind("headcount a range", "intake-headcount-range", at("headcount", "2-3", "5～8人", "3至5")),
    Kind("headcount negative", "intake-headcount-negative", at("headcount", -2, "-5")),
    Kind("headcount zero", "intake-headcount-zero", at("headcount", 0, "0人", "无")),
    Kind("headcount about", "intake-number-about", at("headcount", "约5人", "8人左右", "大概6")),
    Kind("headcount become a date", "intake-headcount-date", at("headcount", dt.date(2026, 2, 3)), "openpyxl"),
    Kind("headcount above the staff", "intake-headcount-implausible", _too_many),
    Kind("headcount above the staff, confirmed", "intake-headcount-confirmed", _confirmed),
    Kind("headcount large, staff unknown", "intake-headcount-unchecked", _unchecked),
    Kind("headcounts together above the staff", "intake-total-implausible", _sum_too_large),
    Kind("headcount merged downwards", "intake-cell-merged", _merged("headcount"), "openpyxl"),
    Kind("title merged downwards", "intake-cell-merged", _merged("title"), "openpyxl"),
    Kind("duties merged downwards", "intake-cell-merged", _merged("duties"), "openpyxl"),
    Kind("title left blank", "intake-title-missing", at("title", None, "/", "—")),
    Kind("12 months above 3 years", "intake-headcount-order", beside("headcount_12m", "headcount_3y", 3)),
    Kind("12 months in words", "intake-number-unread", at("headcount_12m", "若干", "看情况")),
    Kind("12 months a range", "intake-number-range", at("headcount_12m", "5-8", "10~12人")),
    Kind("3 years negative", "intake-number-negative", at("headcount_3y", -4)),
    Kind("3 years about", "intake-number-about", at("headcount_3y", "约50", "30左右")),
    Kind("employed negative", "intake-number-negative", at("employed", "-3")),
    Kind("employed above the staff", "intake-employed-above", _more_than_staff),
    Kind("employed beyond belief", "intake-number-implausible", at("employed", 9_000_000)),
    Kind("12 months beyond belief", "intake-number-implausible", at("headcount_12m", 9_000_000)),
    Kind("advertised beyond belief", "intake-number-implausible", at("advertised", 9_000_000)),
    Kind("applicants beyond belief", "intake-number-implausible", at("applicants", 9_000_000)),
    Kind("a staff beyond belief", "intake-number-implausible", at("employees", 9_000_000)),
    Kind("applicants become a date", "intake-number-date", at("applicants", dt.date(2026, 3, 5)), "openpyxl"),
    Kind("applicants in words", "intake-number-unread", at("applicants", "很多", "几十人")),
    Kind("advertised a fraction", "intake-number-unread", at("advertised", "2.5")),
    Kind("filled above advertised", "intake-filled-above", beside("filled", "advertised", 2)),
    Kind("qualified above applicants", "intake-qualified-above", beside("qualified", "applicants", 4)),
    Kind("suitable above qualified", "intake-suitable-above", beside("suitable", "qualified", 1)),
    Kind("total disagrees", "intake-totals-differ", _wrong_total),
    Kind("months open in words", "intake-number-unread", at("months_open", "很久", "长期")),
    Kind("months open negative", "intake-number-negative", at("months_open", -1)),
    Kind("months open beyond belief", "intake-number-implausible", at("months_open", 2024, "50年")),
    Kind("months open a range", "intake-number-range", at("months_open", "3-6")),
    Kind("experience in words", "intake-number-unread", at("experience_years", "丰富", "有相关经验者优先")),
    Kind("experience beyond belief", "intake-number-implausible", at("experience_years", 2019, "100年")),
    Kind("education preferred", "intake-education-unknown", at("education", "本科优先", "大专优先考虑")),
    Kind("education unknown", "intake-education-unknown", at("education", "有文化", "相关学历", "A级")),
    Kind("place elsewhere", "intake-district-unknown", at("district", "上海", "总部", "火星")),
    Kind("segment not of the chain", "intake-segment-unknown", at("segment", "不存在的环节", "采矿")),
    Kind("reason uncoded", "intake-reason-unknown", at("reasons", "天气不好", "老板不同意")),
    Kind("role not in the catalogue", "intake-role-unknown", added("对应目录岗位", "外星工程师", "cell")),
    Kind("tier unknown", "intake-tier-unknown", added("人才类别", "三类人", "cell")),
    Kind("need kind unknown", "intake-need-kind-unknown", added("需求性质", "说不清", "cell")),
    Kind("size class unknown", "intake-size-unknown", added("企业规模类型", "特大号", "cell")),
    Kind("pain point uncoded", "intake-pain-unknown", added("引才痛点", "食堂不好吃", "cell")),
    Kind("chain unknown", "intake-chain-unknown", everywhere("chain", lambda _: "火星产业链")),
    Kind("chain left out", "intake-chain-missing", row_level(everywhere("chain", lambda _: ""))),
    Kind("credit code short", "intake-code-length", everywhere("code", lambda code: code[:-1])),
    Kind("credit code long", "intake-code-length", everywhere("code", lambda code: f"{code}8")),
    Kind("credit code mistyped", "intake-code-check", everywhere("code", _swapped_digit)),
    Kind(
        "credit code with letter O", "intake-code-alphabet", everywhere("code", lambda code: f"{code[:2]}O{code[3:]}")
    ),
    Kind(
        "credit code with I in the body",
        "intake-code-alphabet",
        everywhere("code", lambda code: f"{code[:9]}I{code[10:]}"),
    ),
    Kind(
        "credit code stored as a number", "intake-code-number", everywhere("code", lambda _: 9.1441802e17), "openpyxl"
    ),
    Kind("credit code left out", "intake-code-missing", row_level(everywhere("code", lambda _: ""))),
    Kind("one code, two names", "intake-code-two-names", _second_firm(_other_name)),
    Kind("one name, two codes", "intake-name-two-codes", _second_firm(_other_code)),
    Kind("two numbers of employees", "intake-employees-differ", _second_firm(_other_employees)),
    Kind("employees in words", "intake-employees-unread", everywhere("employees", lambda _: "很多")),
    Kind("a row of nobody", "intake-enterprise-missing", _nobody),
    Kind("no firm but in the file's name", "intake-enterprise-from-filename", _no_firm),
    Kind("labour agency", "intake-dispatch", _agency),
    Kind("mobile number in duties", "intake-personal", at("duties", PHONE)),
    Kind("mail address in skills", "intake-personal", at("skills", MAIL)),
    Kind("resident ID in majors", "intake-personal", at("majors", RESIDENT)),
    Kind("pay month or year", "intake-pay-ambiguous", at("pay", "2-3万", "3-5万", "50000", "8-12")),
    Kind("pay impossible", "intake-pay-impossible", at("pay", "100万/月", "5元/月", "8000万/年")),
    Kind("pay reversed", "intake-pay-reversed", at("pay", "9000-6000元/月", "12-8万/年")),
    Kind("pay in another currency", "intake-pay-foreign", at("pay", "$3000", "5000港币/月", "€2000/月")),
    Kind("pay in words", "intake-pay-unread", at("pay", "看情况", "试用期4000，转正5000", "几千块")),
    Kind("pay become a date", "intake-pay-unread", at("pay", dt.date(2026, 8, 12)), "openpyxl"),
    Kind("pay without a period", "intake-pay-assumed", at("pay", "6000-8000", "8-12万", "8k-12k")),
    Kind(
        "pay in yuan under ten thousand",
        "intake-pay-impossible",
        at("pay", 120000, "150000-200000"),
        "text",
        "year_wan",
    ),
    Kind(
        "pay by the year under month",
        "intake-pay-impossible",
        at("pay", "120000", "15万", "100000-150000"),
        "text",
        "month_plain",
    ),
    Kind("pay ends reversed", "intake-pay-reversed", at("pay_low", 90000), "text", "ends"),
    Kind("pay period unknown", "intake-pay-period-unknown", at("pay_period", "季度", "周"), "text", "ends_period"),
    Kind("a row twice", "intake-duplicate-line", _repeated),
    Kind("an example row", "intake-row-example", below("示例：焊工", 3)),
    Kind("a table on a hidden sheet", "intake-sheet-hidden", _hidden, "openpyxl"),
    Kind("a header with a slip", "intake-column-unknown", header("employed", "在岗人入数", "本岗位现有人数数")),
    Kind("a header unheard of", "intake-column-unknown", added("是否五百强", "是")),
    Kind("a column twice", "intake-column-twice", _twice),
    Kind("a column without header", "intake-column-unnamed", added("", "补充内容")),
    Kind("no column of numbers", "intake-posting-table", _no_counts),
    Kind("no title column", "intake-no-header", _no_title),
    Kind("a header and no rows", "intake-no-rows", _no_rows),
    Kind("a formula's error", "intake-cell-error", at("employed", "#REF!", "#DIV/0!"), "openpyxl"),
    Kind("a formula never calculated", "intake-formula-empty", at("employed", "=1+2", "=SUM(A1:A2)"), "openpyxl"),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One file with one error, and where its problem must stand."""

    kind: Kind
    target: Target


def write_planted(folder: Path, catalog: Catalog, each: int, seed: int) -> dict[str, Planted]:
    """`each` files of every kind; what was planted by file name."""
    chance = random.Random(seed)
    made: dict[str, Planted] = {}
    for number, kind in enumerate(KINDS):
        for copy in range(each):
            survey = _base(chance, catalog, number * each + copy, kind.pay)
            target = kind.plant(chance, survey)
            name = f"{survey.stem}.{'csv' if kind.writer == 'text' else 'xlsx'}"
            if kind.writer == "text":
                writers.write_text(survey, folder / name, "utf-8-sig", ",")
            else:
                _write_workbook(survey, folder / name)
            made[name] = Planted(kind, target)
    return made


def _base(chance: random.Random, catalog: Catalog, serial: int, pay: str) -> Survey:
    firm: Respondent = respondent(chance, catalog, serial)
    while len(firm.answers) < 3:
        firm = respondent(chance, catalog, serial)
    style = Style(plain=True, pay=pay)
    firm = replace(firm, employees=260)
    return lay_out(chance, catalog, [firm], (style, f"p{serial:05d}清远"), _FIELDS)


def _write_workbook(survey: Survey, path: Path) -> None:
    writers.write_openpyxl(survey, path)
    errors = [at for at, cell in survey.grids[0].cells.items() if isinstance(cell, str) and cell.startswith("#")]
    if errors:
        book = openpyxl.load_workbook(path)
        for row, column in errors:
            book.worksheets[0].cell(row, column + 1).data_type = "e"
        book.save(path)


def missed(made: dict[str, Planted], intake: Intake) -> dict[str, list[str]]:
    """For every kind the files whose error was not found at its place, with what was said instead."""
    said: defaultdict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for problem in intake.problems:
        said[problem.source.file].append((problem.code, problem.source.row, problem.source.column))
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for file, planted in made.items():
        if not _found(planted, said[file]):
            lost[planted.kind.name].append(
                f"{file} want {planted.kind.code} at {planted.target}, said {said[file][:6]}"
            )
    return lost


def _found(planted: Planted, said: Sequence[tuple[str, int, str]]) -> bool:
    row, column = planted.target
    return any(
        code == planted.kind.code and (row == 0 or (row, column) == (at_row, at_column))
        for code, at_row, at_column in said
    )
