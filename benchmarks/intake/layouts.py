"""How offices lay a survey out: header styles, titles, notes, totals, merged cells, several sheets; and the truth."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake import spellings, wordings
from intake.spellings import Cell
from intake.survey import Answer, Respondent
from talentmap.model.taxonomy import Catalog

COUNTS = (
    "headcount", "headcount_12m", "headcount_3y", "employed", "advertised", "filled", "applicants", "qualified",
    "suitable",
)  # fmt: skip
OPTIONAL = (
    *COUNTS[1:], "months_open", "education", "experience_years", "majors", "certificates", "skills", "duties",
    "reasons", "segment", "district",
)  # fmt: skip
FIRM = ("name", "code", "chain", "employees")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to lay a file out; `plain` is what a careful clerk writes into a form."""

    lang: str = "zh"
    header: str = "plain"
    firm_in: str = "columns"
    pay: str = "free"
    plain: bool = False
    titled: bool = False
    notes: bool = False
    totals: bool = False
    blank_rows: bool = False
    merged: bool = False
    offset: int = 0
    sheets: str = "one"
    extra: bool = False
    serial: bool = False


@dataclass(slots=True)
class Grid:
    """One sheet: cells by printed row and 0-based column, merged ranges (top, left, bottom, right)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    top: int = 0  # the last header row
    columns: dict[str, int] = field(default_factory=dict)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Write one cell; nothing is written for None."""
        if cell is not None:
            self.cells[row, column] = cell


@dataclass(frozen=True, slots=True)
class Truth:
    """What the line at a place states, by DEMAND's names; the enterprise by code, else by name."""

    sheet: str
    row: int
    enterprise: str
    values: dict[str, Any]


@dataclass(slots=True)
class Survey:
    """One file before it is written, and what a reader should hold afterwards."""

    stem: str
    style: Style
    grids: list[Grid]
    truth: list[Truth]
    pains: set[tuple[str, str]] = field(default_factory=set)


def draw_style(chance: random.Random, flat: bool) -> Style:
    """A style at random; `flat` for text files, which hold one sheet and no merged cells."""
    return Style(
        lang=chance.choice(("zh", "zh", "zh", "en", "both")),
        header=chance.choice(("plain", "starred", "bracketed", "broken", "numbered", "two_row", "two_row")),
        firm_in=chance.choice(
            ("columns", "columns", "above", "beside", "title", "filename") + (() if flat else ("sheet",))
        ),
        pay=chance.choice(spellings.PAY_STYLES),
        titled=chance.random() < 0.5,
        notes=chance.random() < 0.4,
        totals=chance.random() < 0.35,
        blank_rows=chance.random() < 0.25,
        merged=not flat and chance.random() < 0.4,
        offset=0 if flat else chance.choice((0, 0, 0, 1, 2)),
        sheets=chance.choice(("one", "stacked") if flat else ("one", "one", "guide", "hidden", "split", "stacked")),
        extra=chance.random() < 0.4,
        serial=chance.random() < 0.4,
    )


def lay_out(
    chance: random.Random,
    catalog: Catalog,
    firms: Sequence[Respondent],
    layout: tuple[Style, str],
    fields: Sequence[str] = (),
) -> Survey:
    """The survey of one or several enterprises in a style and under a file's stem; without `fields` some at random."""
    style, stem = layout
    survey = Survey(stem, style, [], [])
    parts = [list(firms)]
    if style.sheets in ("split", "stacked") and len(firms) > 1:
        parts = [list(firms[:1]), list(firms[1:])]
    fields = fields or ["title", "headcount", *(name for name in OPTIONAL if chance.random() < 0.6)]
    for index, part in enumerate(parts):
        if not index or style.sheets == "split":
            name = chance.choice(("Sheet1", "人才需求", "需求表", "2026年")) + ("" if not index else str(index + 1))
            survey.grids.append(Grid(name))
        _Writer(chance, catalog, style, survey.grids[-1], survey).write(part, fields)
    if style.firm_in == "sheet":
        survey.grids.append(_firm_sheet(chance, catalog, firms[0]))
    if style.sheets == "guide":
        survey.grids.insert(0, _guide())
    if style.sheets == "hidden":
        survey.grids.append(
            Grid("下拉选项", {(row, 0): word for row, word in enumerate(("是", "否", "本科"), 1)}, hidden=True)
        )
    return survey


def _guide() -> Grid:
    lines = ("填表说明", "1. 每行填写一个岗位。", "2. 需求人数请填写整数。", "3. 岗位名称必填。")
    return Grid("填表说明", {(row, 0): line for row, line in enumerate(lines, 1)})


def _firm_sheet(chance: random.Random, catalog: Catalog, firm: Respondent) -> Grid:
    pairs = (
        ("企业名称", firm.name),
        ("统一社会信用代码", firm.code),
        ("所属产业链", catalog.chains[firm.chain].zh),
        ("从业人数", firm.employees),
    )
    grid = Grid("企业基本信息")
    for row, (key, value) in enumerate(pairs, start=chance.choice((1, 2))):
        grid.put(row, 0, key)
        grid.put(row, 1, value)
    return grid


class _Writer:
    """Writes one table into a grid, row by row, and keeps the truth."""

    def __init__(self, chance: random.Random, catalog: Catalog, style: Style, grid: Grid, survey: Survey) -> None:
        self.chance, self.catalog, self.style, self.grid, self.survey = chance, catalog, style, grid, survey
        self.row = chance.choice((1, 1, 2)) if style.offset else 1
        if grid.cells:  # a second table below the first
            self.row = max(row for row, _ in grid.cells) + chance.choice((1, 2, 3))
        self.words = wordings.EN if style.lang == "en" else wordings.ZH
        self.pay_words = (wordings.PAY_EN if style.lang == "en" else wordings.PAY_ZH)[style.pay]

    def write(self, firms: Sequence[Respondent], fields: Sequence[str]) -> None:
        columns = self._columns(fields)
        self._above(firms[0], len(columns))
        self._header(columns)
        self.grid.columns = {name: self.style.offset + index for index, name in enumerate(columns)}
        self.grid.top = self.row - 1
        first = self.row
        rows = [(firm, answer) for firm in firms for answer in self._sorted(firm.answers)]
        for number, (firm, answer) in enumerate(rows, 1):
            self._line(columns, firm, answer, number)
        if self.style.merged:
            self._merge(first, [name for name in ("name", "code", "chain", "segment") if name in columns])
        if self.style.totals:
            self._totals(columns, [answer for _, answer in rows])
        self._below()

    def _columns(self, fields: Sequence[str]) -> list[str]:
        columns = [*fields, *self.pay_words]
        if self.style.header != "two_row":
            head, rest = columns[:1], columns[1:]
            self.chance.shuffle(rest)
            columns = head + rest if self.chance.random() < 0.5 else rest[:2] + head + rest[2:]
        if self.style.firm_in == "columns":
            columns = [*FIRM, *columns]
        if self.style.serial:
            columns = ["serial", *columns]
        if self.style.extra:
            columns += [f"extra:{word}" for word in self.chance.sample(wordings.EXTRA, 2)]
        return columns

    def _sorted(self, answers: Sequence[Answer]) -> list[Answer]:
        return sorted(answers, key=lambda answer: answer.values["segment"]) if self.style.merged else list(answers)

    def _above(self, firm: Respondent, width: int) -> None:
        left, style = self.style.offset, self.style
        if style.titled or style.firm_in == "title":
            title = self.chance.choice(("2026年人才需求调查表", "急需紧缺人才需求表", "企业用工需求统计表"))
            self.grid.put(self.row, left, f"{firm.name}{title}" if style.firm_in == "title" else title)
            if width > 2:
                self.grid.merges.append((self.row, left, self.row, left + width - 1))
            self.row += 1
        chain = self.catalog.chains[firm.chain].zh
        facts = (
            ("企业名称", firm.name),
            ("统一社会信用代码", firm.code),
            ("所属产业链", chain),
            ("从业人数", firm.employees),
        )
        if style.firm_in == "above":
            for key, value in facts:
                self.grid.put(self.row, left, f"{key}：{value}{'人' if key == '从业人数' else ''}")
                self.row += 1
        if style.firm_in == "beside":
            for index, (key, value) in enumerate(facts):
                self.grid.put(self.row + index // 2, left + 2 * (index % 2), key + self.chance.choice(("", "：")))
                self.grid.put(self.row + index // 2, left + 2 * (index % 2) + 1, value)
            self.row += 2
        if style.notes and self.chance.random() < 0.5:
            self.grid.put(self.row, left, "注：请各单位于7月底前报送，每行填写一个岗位。")
            self.row += 1

    def _header(self, columns: Sequence[str]) -> None:
        if self.style.header == "two_row":
            self._two_rows(columns)
            return
        for index, name in enumerate(columns):
            self.grid.put(self.row, self.style.offset + index, self._printed(name, index))
        self.row += 1

    def _word(self, name: str) -> str:
        if name.startswith("extra:"):
            return name.removeprefix("extra:")
        if name == "serial":
            return "No." if self.style.lang == "en" else "序号"
        return self.chance.choice(self.pay_words[name] if name in self.pay_words else self.words[name])

    def _printed(self, name: str, index: int) -> str:
        word = self._word(name)
        if name.startswith("extra:") or name == "serial":
            return word
        if self.style.lang == "both" and name in wordings.EN:
            word += self.chance.choice((" ", "\n", " / ")) + wordings.EN[name][0]
        if self.style.header == "starred":
            return self.chance.choice((f"*{word}", f"{word}*", f"{word}（必填）", f"★{word}"))
        if self.style.header == "bracketed":
            return word.replace("（", "(").replace("）", ")") + self.chance.choice(("", "（必填）", "(选填)", "："))
        if self.style.header == "broken":
            cut = len(word) // 2 if self.style.lang == "zh" else 0
            return f"{word[:cut]}\n{word[cut:]}".strip() if self.chance.random() < 0.5 else f" {word} "
        return f"{index + 1}.{word}" if self.style.header == "numbered" else word

    def _two_rows(self, columns: Sequence[str]) -> None:
        left, done = self.style.offset, set()
        pairs = wordings.PARENTS if self.style.lang == "zh" else {}
        for index, name in enumerate(columns):
            if name in done:
                continue
            group = next((g for g in pairs if tuple(columns[index : index + len(g)]) == g), None)
            if group is None or (name == "pay_low" and self.style.pay != "ends"):
                self.grid.put(self.row, left + index, self._word(name))
                self.grid.merges.append((self.row, left + index, self.row + 1, left + index))
                continue
            parent, children = self.chance.choice(pairs[group])
            self.grid.put(self.row, left + index, parent)
            self.grid.merges.append((self.row, left + index, self.row, left + index + len(group) - 1))
            for offset, child in enumerate(children):
                self.grid.put(self.row + 1, left + index + offset, child)
            done.update(group)
        self.row += 2

    def _line(self, columns: Sequence[str], firm: Respondent, answer: Answer, number: int) -> None:
        if self.style.blank_rows and self.chance.random() < 0.3:
            self.row += 1
        pay, ends = spellings.pay(self.chance, answer.values["pay"], self.style.pay)
        for name in columns:
            self.grid.put(
                self.row, self.style.offset + columns.index(name), self._cell(name, firm, answer, pay, number)
            )
        told = {
            name: _expected(name, answer.values[name]) for name in columns if name in answer.values and name != "pay"
        }
        told |= {"pay_low": ends[0], "pay_high": ends[1]}
        coded = self.style.firm_in not in ("title", "filename")
        told["chain_id"] = firm.chain if coded else ""
        self.survey.truth.append(Truth(self.grid.name, self.row, firm.code if coded else firm.name, told))
        self.row += 1

    def _cell(self, name: str, firm: Respondent, answer: Answer, pay: dict[str, Cell], number: int) -> Cell:
        plain, chance = self.style.plain, self.chance
        if name in pay:
            return pay[name]
        if name == "serial":
            return number
        if name in FIRM:
            return {
                "name": firm.name,
                "code": firm.code,
                "chain": self.catalog.chains[firm.chain].zh,
                "employees": firm.employees,
            }[name]
        if name.startswith("extra:"):
            return chance.choice(("无", "见附件", None, "详谈"))
        return _spelled(chance, self.catalog, firm.chain, name, answer.values[name], plain)

    def _merge(self, first: int, names: Sequence[str]) -> None:
        """Merge runs of equal cells downwards: only the first cell of a run keeps its text."""
        for name in names:
            column = self.grid.columns[name]
            start = first
            for row in range(first, self.row + 1):
                same = self.grid.cells.get((row, column)) == self.grid.cells.get((start, column))
                if same and (row, column) in self.grid.cells:
                    continue
                if row - start > 1:
                    for covered in range(start + 1, row):
                        self.grid.cells.pop((covered, column), None)
                    self.grid.merges.append((start, column, row - 1, column))
                start = row

    def _totals(self, columns: Sequence[str], answers: Sequence[Answer]) -> None:
        label = next((name for name in columns if name not in COUNTS), "title")
        self.grid.put(self.row, self.grid.columns[label], self.chance.choice(("合计", "总计", "合 计")))
        for name in columns:
            if name in COUNTS:
                self.grid.put(self.row, self.grid.columns[name], sum(answer.values[name] for answer in answers))
        self.row += 1

    def _below(self) -> None:
        if self.style.notes:
            for text in self.chance.sample(
                ("填表人：", "备注：表格可自行扩展", "注：薪资为税前。", "填报日期：2026年7月1日"), 2
            ):
                self.grid.put(self.row, self.style.offset, text)
                self.row += 1


def _spelled(chance: random.Random, catalog: Catalog, chain: str, name: str, value: Any, plain: bool) -> Cell:
    if name in COUNTS:
        return spellings.count(chance, value, plain)
    segments = {segment.id: segment for segment in catalog.chains[chain].segments}
    ways: dict[str, Callable[[], Cell]] = {
        "months_open": lambda: spellings.months(chance, value, plain),
        "experience_years": lambda: spellings.years(chance, value, plain),
        "education": lambda: spellings.education(chance, value),
        "reasons": lambda: spellings.coded(chance, catalog, value),
        "segment": lambda: spellings.named(chance, segments[value], plain),
        "district": lambda: spellings.named(chance, catalog.districts[value], plain),
    }
    if name in ways:
        return ways[name]()
    return spellings.listed(chance, value) if isinstance(value, tuple) else value


def _expected(name: str, value: Any) -> Any:
    return "|".join(value) if isinstance(value, tuple) else value
