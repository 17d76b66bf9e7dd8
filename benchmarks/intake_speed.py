"""Files a second of survey intake beside a plain pandas loop, in one run, and where the time goes.

    python -m benchmarks.intake_speed              # 3,000 files of about twenty lines, half XLSX, half CSV: our form
                                                   # filled in, then tables of the firms' own
    python -m benchmarks.intake_speed --forms      # the first alone (--own: the second)
    python -m benchmarks.intake_speed --bad        # do 100 bad files change anything in the result of 900 good ones?

Ours reads in capped child processes with every check on; the pandas loop (`read_excel` with openpyxl, `read_csv`)
checks nothing and keeps nothing; of our form it reads the sheets that hold answers, as ours does. The bare readers
(calamine, csv) say what the formats themselves cost. Ratios are what to quote: absolute seconds depend on the machine
and on what else it does; so that both meet the same, the loop reads a third of the files before each of our runs.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.intake_hostile import hostile_files
from talentmap.catalog.read import read_catalog
from talentmap.forms.delimited import COLUMNS, write_csv_form
from talentmap.forms.filled import Answer, FilledForm
from talentmap.forms.marks import DEMAND_SHEET, ENTERPRISE_SHEET, PAINS_SHEET
from talentmap.forms.questions import DEMAND_QUESTIONS
from talentmap.forms.template import Template
from talentmap.forms.workbook import write_form
from talentmap.intake import receive
from talentmap.intake.account import tables
from talentmap.intake.across import settle
from talentmap.intake.cells.codes import check_character, organisation_digit
from talentmap.intake.desk import Desk, desk_of
from talentmap.intake.files import opened
from talentmap.intake.sheets import rows
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.workers import carry
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

HEADER = (
    "序号", "岗位名称", "需求人数", "未来12个月需求人数", "未来三年需求人数", "现有在岗人数",
    "近12个月招聘人数", "近12个月到岗人数", "空缺时长（月）", "学历要求", "专业要求", "工作经验（年）",
    "职称/职业资格", "技能要求", "月薪（元）", "招聘困难原因", "工作地点",
)  # fmt: skip
_ANSWERS: list[str | int] = [ENTERPRISE_SHEET, DEMAND_SHEET, PAINS_SHEET]  # of the form, the sheets that are read
_TURNS = 3
EDUCATION = ("本科及以上", "大专", "不限", "硕士", "中专", "高中及以上", "本科")


def credit_code(serial: int) -> str:
    """A credit code that fits all its check digits, made up from a number."""
    body = f"{serial * 7919 % 10**8:08d}"
    first = "91441802" + body + organisation_digit(body)
    return first + check_character(first)


def firm_table(serial: int, catalog: Catalog, dice: random.Random) -> list[list[Any]]:
    """An enterprise's own table: a title, who it is, a header, about twenty posts, a totals row."""
    role_list = list(catalog.roles.values())
    reasons = [reason.zh for reason in catalog.reasons.values()]
    districts = [district.zh for district in catalog.districts.values()]
    width = len(HEADER)
    name = f"清远{serial:05d}{dice.choice(('铝业', '电子', '制药', '机械', '陶瓷'))}有限公司"
    rows: list[list[Any]] = [
        [f"{name} 2026年人才需求调查表"] + [None] * (width - 1),
        ["企业名称", name, None, "统一社会信用代码", credit_code(serial)] + [None] * (width - 5),
        ["所属产业链", dice.choice(list(catalog.chains.values())).zh, None, "员工人数", dice.randint(200, 3000)]
        + [None] * (width - 5),
        list(HEADER),
    ]
    total = 0
    for number in range(1, dice.randint(16, 24) + 1):
        role = dice.choice(role_list)
        wanted, advertised = dice.randint(1, 9), dice.randint(3, 12)
        pay = dice.randrange(45, 250) * 100
        total += wanted
        rows.append(
            [
                number,
                dice.choice((role.zh, *role.aliases)),
                wanted,
                wanted + dice.randint(0, 4),
                wanted + dice.randint(4, 9),
                dice.randint(0, 60),
                advertised,
                dice.randint(0, advertised),
                dice.choice((0.5, 1, 2, 3, 6, 12)),
                dice.choice(EDUCATION),
                "、".join(role.majors[:2]),
                dice.choice(("1-3", "3", "5年以上", "不限", 2)),
                "、".join(role.certificates[:1]),
                "；".join(catalog.skills[skill].zh for skill in list(role.skills)[:4] if skill in catalog.skills),
                dice.choice((f"{pay}-{pay + 3000}", f"{pay / 1e4:g}-{pay / 1e4 + 0.4:g}万/月", pay)),
                "；".join(dice.sample(reasons, 2)),
                dice.choice(districts),
            ]
        )
    rows.append(["合计", None, total] + [None] * (width - 3))
    return rows


def make_forms(folder: Path, count: int, seed: int, catalog: Catalog) -> None:
    """`count` of our forms filled in, about twenty lines each: workbooks and CSV in turn."""
    dice = random.Random(seed)
    templates = [Template(catalog, chain_id, "speed") for chain_id in catalog.chains]
    for serial in range(count):
        template = dice.choice(templates)
        firm = {
            "enterprise_name": f"清远{serial:05d}示例有限公司",
            "credit_code": credit_code(serial),
            "chain": template.choice("chains", template.chain_id),
            "employees": dice.randint(200, 3000),
        }
        lines = [form_line(template, dice) for _ in range(dice.randint(16, 24))]
        if serial % 2:
            path = folder / f"{serial:05d}.csv"
            write_csv_form(path, template)
            head = path.read_bytes().splitlines(keepends=True)[0]
            out = io.StringIO()
            csv.writer(out).writerows([(firm | line).get(asked.key) for asked in COLUMNS] for line in lines)
            path.write_bytes(head + out.getvalue().encode())
        else:
            told = FilledForm(answers(firm), [answers(line) for line in lines])
            write_form(folder / f"{serial:05d}.xlsx", template, told)


def form_line(template: Template, dice: random.Random) -> dict[str, Any]:
    """A made-up post by the keys of the questions, its choices as the drop-downs print them."""
    catalog = template.catalog
    role = dice.choice(catalog.roles_of(template.chain_id))
    wanted, advertised, pay = dice.randint(1, 9), dice.randint(3, 12), dice.randrange(45, 250) * 100
    said = {
        "title": dice.choice((role.zh, *role.aliases)),
        "headcount": wanted,
        "headcount_12m": wanted + dice.randint(0, 4),
        "headcount_3y": wanted + dice.randint(4, 9),
        "employed": dice.randint(0, 60),
        "advertised": advertised,
        "filled": dice.randint(0, advertised),
        "months_open": dice.choice((0.5, 1, 2, 3, 6, 12)),
        "reasons": template.choice("reasons", dice.choice(list(catalog.reasons))),
        "education": template.choice("education", dice.choice(list(catalog.education))),
        "majors": "、".join(role.majors[:2]),
        "experience_years": dice.choice((1, 3, 5)),
        "certificates": "、".join(role.certificates[:1]),
        "skills": "；".join(catalog.skills[skill].zh for skill in list(role.skills)[:4] if skill in catalog.skills),
        "pay_low": pay,
        "pay_high": pay + 3000,
        "pay_period": template.choice("periods", "month"),
        "district": template.choice("districts", dice.choice(list(catalog.districts))),
    }
    return {asked.key: said[asked.field] for asked in DEMAND_QUESTIONS if asked.field in said and asked.slot < 2}


def answers(said: dict[str, Any]) -> dict[str, Answer]:
    """Values as the form takes them."""
    return {key: Answer(value) for key, value in said.items()}


def make_files(folder: Path, count: int, seed: int, catalog: Catalog) -> None:
    """`count` survey files: XLSX and CSV in turn, the CSV in UTF-8 with a mark and in GB18030 in turn."""
    dice = random.Random(seed)
    for serial in range(count):
        rows = firm_table(serial, catalog, dice)
        if serial % 2:
            out = io.StringIO()
            csv.writer(out).writerows(rows)
            encoding = "utf-8-sig" if serial % 4 == 1 else "gb18030"
            (folder / f"{serial:05d}.csv").write_bytes(out.getvalue().encode(encoding))
        else:
            with xlsxwriter.Workbook(str(folder / f"{serial:05d}.xlsx")) as book:
                sheet = book.add_worksheet("需求")
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)


def pandas_loop(paths: list[Path], sheets: list[str | int], header: int) -> None:
    """What a script of an afternoon does with the sheets that hold answers: no checks, no limits, nothing kept."""
    for path in paths:
        if path.suffix == ".xlsx":
            pd.read_excel(path, sheet_name=sheets, header=header, engine="openpyxl")
            continue
        try:
            pd.read_csv(path, header=header, encoding="utf-8-sig")
        except UnicodeDecodeError:
            pd.read_csv(path, header=header, encoding="gb18030")


def bare_readers(paths: list[Path]) -> None:
    """The cells alone: calamine and the csv module, in this one process."""
    for path in paths:
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()
            continue
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        list(csv.reader(io.StringIO(text)))


class Stages:
    """CPU seconds of the steps that one file goes through, measured in this process."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def time(self, place: Any, name: str, step: str) -> None:
        """Measure every call of a function under the name of a step."""
        work = getattr(place, name)

        def measured(*what: Any) -> Any:
            began = time.process_time()
            try:
                return work(*what)
            finally:
                self.seconds[step] += time.process_time() - began

        setattr(place, name, measured)


def where_time_goes(paths: list[Path], desk: Desk) -> None:
    """CPU milliseconds a file, step by step; as in earnest, hardly any search for cycles."""
    gc.disable()
    desk.prepare()
    for path in paths[:100]:
        receive.receive(path, path.name, desk)
    stages = Stages()
    for place, name, step in (
        (receive, "content_of", "open and read the bytes"),
        (opened, "scan", "scan before opening"),
        (opened, "read_workbook", "calamine, to grid"),
        (opened, "read_delimited", "encoding, delimiter, csv"),
        (opened, "sheet_of_records", "csv records to grid"),
        (rows, "find_tables", "find header, sort rows"),
        (receive, "lines_of", "cells to values, rules"),
    ):
        stages.time(place, name, step)
    began = time.process_time()
    submissions = [receive.receive(path, path.name, desk) for path in paths]
    total = time.process_time() - began
    stages.seconds["hash, facts above the table, the rest"] = total - stages.seconds.total()
    packed = clocked(stages, "pack for the journey", lambda: [carry.pack(each) for each in submissions])
    unpacked = clocked(stages, "unpack (parent)", lambda: [carry.unpack(each) for each in packed])
    clocked(stages, "settle, account (parent)", lambda: tables(settle(unpacked)))
    gc.enable()
    print(f"where one core's time goes, ms a file ({len(paths)} files):")
    for step, seconds in stages.seconds.items():
        print(f"  {step:<40}{seconds / len(paths) * 1e3:8.3f}")
    print(f"  {'all':<40}{stages.seconds.total() / len(paths) * 1e3:8.3f}")


def clocked(stages: Stages, step: str, work: Callable[[], Any]) -> Any:
    """The result of some work whose CPU seconds are put down under a step."""
    began = time.process_time()
    result = work()
    stages.seconds[step] = time.process_time() - began
    return result


def timed(work: Callable[[], Any]) -> tuple[Spent, Any]:
    """What some work took, and its result."""
    gc.collect()
    started, cpu = time.perf_counter(), cpu_seconds()
    result = work()
    return Spent(time.perf_counter() - started, cpu_seconds() - cpu), result


def cpu_seconds() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall, and CPU seconds, which say more where other work shares the machine."""

    wall: float
    cpu: float


def total(spent: Sequence[Spent], parts: int = 1) -> Spent:
    """The sum of what was spent, or its share."""
    return Spent(sum(each.wall for each in spent) / parts, sum(each.cpu for each in spent) / parts)


def same(one: Intake, other: Intake, good: Callable[[str], bool] = bool) -> bool:
    """True where two results agree in every table and every problem of the files that are `good`."""
    files = [[row for row in each.files.to_pylist() if good(row["file"])] for each in (one, other)]
    problems = [[repr(p) for p in each.problems if good(p.source.file)] for each in (one, other)]
    names = [field.name for field in fields(Intake) if field.name not in ("files", "problems")]
    return (
        files[0] == files[1]
        and problems[0] == problems[1]
        and all(getattr(one, name).equals(getattr(other, name)) for name in names)
    )


def measure_speed(folder: Path, count: int, catalog: Catalog, *, forms: bool) -> tuple[Spent, Spent]:
    """The whole comparison, in one run; what the pandas loop took, and what ours."""
    surveys, cache = folder / "surveys", folder / "cache"
    surveys.mkdir()
    (make_forms if forms else make_files)(surveys, count, 1, catalog)
    paths = survey_files(surveys)
    sheets, header = (_ANSWERS, 0) if forms else ([0], 3)
    peers, firsts = [], []
    for turn in range(_TURNS):
        peers.append(timed(lambda third=paths[turn::_TURNS]: pandas_loop(third, sheets, header))[0])
        spent, read = timed(lambda: take_in(paths, surveys, catalog))
        firsts.append(spent)
    peer, first = total(peers), total(firsts, _TURNS)
    bare, _ = timed(lambda: bare_readers(paths))
    filling, _ = timed(lambda: take_in(paths, surveys, catalog, cache=cache))
    second, again = timed(lambda: take_in(paths, surveys, catalog, cache=cache))
    changed = paths[0].with_name("00000-new.xlsx")
    shutil.copy(paths[0], changed)
    third, _ = timed(lambda: take_in([changed, *paths[1:]], surveys, catalog, cache=cache))
    changed.unlink()
    print(f"{len(paths)} files, {read.demand.num_rows} demand lines used, {len(read.problems)} problems")
    print(f"{'':<40}   wall s    CPU s  files/s  x pandas (wall)  (CPU)")
    for name, spent in (
        ("plain pandas loop", peer),
        ("bare calamine and csv, one process", bare),
        ("ours, every check, isolated (of 3)", first),
        ("ours, first run that fills the cache", filling),
        ("ours, second run, nothing changed", second),
        ("ours, second run, one file changed", third),
    ):
        ratios = f"{peer.wall / spent.wall:14.1f} {peer.cpu / spent.cpu:9.1f}"
        print(f"{name:<40}{spent.wall:9.2f}{spent.cpu:9.2f}{len(paths) / spent.wall:9.0f}{ratios}")
    print(f"  the cached result is the same: {'yes' if same(read, again) else 'NO'}")
    where_time_goes(paths[:600], desk_of(catalog))
    return peer, first


def measure_bad_files(folder: Path, count: int, catalog: Catalog) -> bool:
    """Whether bad files, a tenth of all, change anything in the result of the good ones."""
    surveys, bad = folder / "good", folder / "good" / "bad"
    surveys.mkdir()
    make_files(surveys, count * 9 // 10, 2, catalog)
    alone_spent, alone = timed(lambda: take_in(survey_files(surveys), surveys, catalog))
    bad.mkdir()
    hostile = hostile_files(bad, seed=5, only_refused=True)
    for path in hostile[count // 10 :]:
        path.unlink()
    spent, both = timed(lambda: take_in(survey_files(surveys), surveys, catalog))
    refused = sum(row["status"] == "unreadable" for row in both.files.to_pylist() if row["file"].startswith("bad/"))
    unchanged = same(both, alone, lambda file: not file.startswith("bad/"))
    print(f"{alone.files.num_rows} good files alone: {alone_spent.wall:.2f} s")
    print(f"with {both.files.num_rows - alone.files.num_rows} bad ones, {refused} refused: {spent.wall:.2f} s")
    print(f"the result of the good ones is the same, byte for byte: {'yes' if unchanged else 'NO'}")
    return unchanged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--forms", action="store_true", help="our own form filled in alone")
    parser.add_argument("--own", action="store_true", help="firms' own tables alone")
    parser.add_argument("--bad", action="store_true", help="measure 100 bad files among 1,000 instead")
    chosen = parser.parse_args()
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    if chosen.bad:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if measure_bad_files(Path(folder), 1000, catalog) else 1
    measured = []
    for forms in [True] * (chosen.forms or not chosen.own) + [False] * (chosen.own or not chosen.forms):
        print("our form filled in" if forms else "\ntables of the firms' own")
        with tempfile.TemporaryDirectory() as folder:
            measured.append(measure_speed(Path(folder), chosen.files, catalog, forms=forms))
    peer, ours = map(total, zip(*measured, strict=True))
    print(f"\nall {chosen.files * len(measured)} files: {peer.wall / ours.wall:.1f} times the files a second of pandas")
    return 0


if __name__ == "__main__":
    sys.exit(main())
