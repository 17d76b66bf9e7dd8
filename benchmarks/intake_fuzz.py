"""Mutates ten seed files thousands of times and runs survey intake over all of them.

    python -m benchmarks.intake_fuzz --times 6000  # exit 1 where anything below is not 0

Seeds: workbooks new, old and open, as bytes and part by part (mutated inside, packed anew, so that the mutation reaches
the parser), text tables in UTF-8, GB18030, Big5 and UTF-16. Mutations are seeded: the same every time. Counted: how
often the parent or a file's reading failed, files without a verdict, rows that are not accounted for.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from benchmarks.intake.raw_workbooks import ods, ods_rows, unzipped, xls, xlsx, zipped
from talentmap.catalog.read import read_catalog
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.model.problem import Severity
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

BATCH = 500
TOKENS = (
    *(b'"', b"'", b",", b"\t", b"\n", b"\r", b"\0", b"\xff", b"<", b">", b"/>", b"&", b"&#0;", b"]]>", b"<!--", b"-"),
    *(b'<c r="XFD1048576"><v>1</v></c>', b'<row r="1048576">', b'r="', b't="s"', b"99999999999", b"1e309", b"NaN"),
    *(b"<v>", b"</v>", b"<f>", b"</sheetData>", b"PK\x03\x04", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"="),
    *(b'table:number-rows-repeated="1048576" ', "企业".encode("gb18030")[:3], "合计".encode(), b"sep=;\n"),
)


def records(number: int, script: str = "simplified") -> list[list[object]]:
    """A survey of twenty lines, each number another firm's."""
    header = ["企业名称", "岗位名称", "需求人数", "月薪（元）", "学历要求", "招聘困难原因"]
    line = [f"清远变异{number}号铝业有限公司", "焊接工程师", 3, "6000-8000", "本科", "薪资偏低"]
    if script == "traditional":
        header = ["企業名稱", "崗位名稱", "需求人數", "月薪", "學歷要求", "備註"]
        line = [f"清遠變異{number}號鋁業有限公司", "焊接工程師", 3, "6000-8000", "本科", "薪資偏低"]
    return [header, *([line[0], f"{line[1]}{n}", n + 1, *line[3:]] for n in range(20))]


def written(table: list[list[object]]) -> bytes:
    """The table as xlsxwriter writes it: shared strings, styles, a merged title."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("需求")
        sheet.merge_range(0, 0, 0, 5, f"{table[1][0]} 人才需求调查表")
        for number, record in enumerate(table, start=1):
            sheet.write_row(number, 0, record)
    return out.getvalue()


def text(table: list[list[object]], delimiter: str = ",") -> str:
    """The table as text."""
    return "\r\n".join(delimiter.join(map(str, record)) for record in table)


NAMES = (
    *("bytes.xlsx", "parts.xlsx", "inline.xlsx", "bytes.xls", "bytes.ods", "parts.ods"),
    *("utf8.csv", "gb18030.csv", "big5.csv", "utf16.csv"),
)


def seed_file(name: str, number: int) -> tuple[bytes, bool]:
    """A seed, and whether its parts are mutated rather than its bytes."""
    plain = records(number)
    makers: dict[str, Callable[[], bytes]] = {
        "bytes.xlsx": lambda: written(plain),
        "parts.xlsx": lambda: written(plain),
        "inline.xlsx": lambda: xlsx(plain),
        "bytes.xls": lambda: xls(plain),
        "bytes.ods": lambda: ods(ods_rows(plain)),
        "parts.ods": lambda: ods(ods_rows(plain)),
        "utf8.csv": lambda: text(plain).encode("utf-8-sig"),
        "gb18030.csv": lambda: text(plain, "\t").encode("gb18030"),
        "big5.csv": lambda: text(records(number, "traditional")).encode("big5"),
        "utf16.csv": lambda: text(plain, ";").encode("utf-16"),
    }
    return makers[name](), name in ("parts.xlsx", "inline.xlsx", "parts.ods")


def mutated(content: bytes, dice: random.Random) -> bytes:
    """The bytes with one to eight things changed."""
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 1, 2, 3, 8))):
        at, length = dice.randrange(len(changed) + 1), dice.randint(1, dice.choice((2, 16, 400)))
        dice.choice(_WAYS)(changed, at, length, dice)
        if not changed:
            changed += b"\0"
    return bytes(changed)


def _flip(changed: bytearray, at: int, length: int, dice: random.Random) -> None:
    changed[at % len(changed)] ^= 1 << dice.randrange(8)


def _noise(changed: bytearray, at: int, length: int, dice: random.Random) -> None:
    changed[at : at + length] = dice.randbytes(length)


def _token(changed: bytearray, at: int, length: int, dice: random.Random) -> None:
    changed[at : at + dice.choice((0, length))] = dice.choice(TOKENS)


def _cut(changed: bytearray, at: int, length: int, dice: random.Random) -> None:
    del changed[at : at + length]


def _again(changed: bytearray, at: int, length: int, dice: random.Random) -> None:
    changed[at:at] = changed[at : at + length] * dice.choice((1, 2, 50))


def _break_off(changed: bytearray, at: int, length: int, dice: random.Random) -> None:
    del changed[max(at, 1) :]


_WAYS: tuple[Callable[[bytearray, int, int, random.Random], None], ...] = (
    *(_flip, _flip, _flip, _flip, _noise, _token, _token, _token, _token, _cut, _again, _again, _break_off),
)


def mutation(name: str, content: bytes, in_parts: bool, dice: random.Random) -> bytes:
    """One mutation of a seed."""
    if not in_parts:
        return mutated(content, dice)
    parts = unzipped(content)
    chosen = dice.choice(
        [part for part in sorted(parts) if part.startswith(("xl/", "content")) and "theme" not in part]
    )
    return zipped(parts | {chosen: mutated(parts[chosen], dice)})


def main() -> int:
    """Mutate, run, count; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    faults: Counter[str] = Counter()
    told: Counter[str] = Counter()
    started = time.perf_counter()
    for batch in range(0, chosen.times, BATCH):
        with tempfile.TemporaryDirectory() as folder:
            _run(Path(folder), range(batch, min(batch + BATCH, chosen.times)), chosen.seed, catalog, (faults, told))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{chosen.times} mutations of {len(NAMES)} seeds, {time.perf_counter() - started:.0f} s, parent {peak} MB")
    print("faults:", dict(faults) or 0)
    for name in NAMES:
        ends = {status: count for (seed, status), count in _split(told).items() if seed == name}
        print(f"  {name:12} " + ", ".join(f"{status} {count}" for status, count in sorted(ends.items())))
    return int(bool(faults))


def _split(told: Counter[str]) -> dict[tuple[str, str], int]:
    return {(key.split("|")[0], key.split("|")[1]): count for key, count in told.items()}


def _run(folder: Path, numbers: range, seed: int, catalog: Catalog, counts: tuple[Counter[str], Counter[str]]) -> None:
    for number in numbers:
        name = NAMES[number % len(NAMES)]
        content, in_parts = seed_file(name, number)
        dice = random.Random(f"{seed} {number}")
        (folder / f"{number:06d}-{name}").write_bytes(mutation(name, content, in_parts, dice))
    intake = take_in(survey_files(folder), folder, catalog)
    _count(intake, len(numbers), counts)


def _count(intake: Intake, expected: int, counts: tuple[Counter[str], Counter[str]]) -> None:
    faults, told = counts
    rows = intake.files.to_pylist()
    faults.update({"files without a verdict": expected - len(rows)} if expected != len(rows) else {})
    errors = {problem.source.file for problem in intake.problems if problem.severity is Severity.ERROR}
    for problem in intake.problems:
        if problem.code in ("intake-file-failed", "intake-file-slow"):
            print(f"{problem.code}: {problem.source.file}", file=sys.stderr)
            faults[problem.code] += 1
    for row in rows:
        faults["rows not accounted for"] += row["rows_in"] != row["used"] + row["rejected"] + row["duplicate"]
        faults["refused without a word"] += row["status"] == "unreadable" and row["file"] not in errors
        told[f"{row['file'][7:]}|{row['status']}"] += 1
    faults["lines not accounted for"] += abs(sum(row["used"] for row in rows) - intake.demand.num_rows)
    for name in [name for name, count in faults.items() if not count]:
        del faults[name]


if __name__ == "__main__":
    raise SystemExit(main())
