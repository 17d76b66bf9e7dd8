"""Reading a department's CSV: to Arrow batches, and to records under pseudonyms, beside DuckDB's bare scan of UTF-8.

    python -m benchmarks.extract_reading [--rows 1000000]

The file has 13 columns with resident IDs, names, phones and free text. `scan` counts the rows and sums the lengths of
all cells in DuckDB; `read` is what this package does before it looks at a value, encoding and odd rows included;
`interpret` checks every value and replaces the personal ones, which a bare scan does not. Each is the median CPU time
of three runs; the figures of one run stand for each other, not for another machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.editions import shipped_catalog
from benchmarks.identity import peak_mb
from talentmap.registry import pseudonym_key
from talentmap.registry.extracts.delimited import open_delimited
from talentmap.registry.extracts.find import Extract
from talentmap.registry.extracts.mapping import ExtractMapping
from talentmap.registry.reading import Reading

BLOCK = 250_000
COLUMNS = {
    "id_number": "证件号码", "name": "姓名", "phone": "联系电话", "birth_date": "出生日期", "sex": "性别",
    "education": "文化程度代码", "job_title": "岗位", "employer_id": "单位统一信用代码", "industry": "行业代码",
    "district_id": "参保地", "status": "人员状态", "pay_month": "缴费基数",
}  # fmt: skip
CODES = {"education": {"41": "secondary", "31": "associate", "21": "bachelor", "11": "master", "10": "doctorate"}}
_WEIGHTS = np.array([2 ** (17 - place) % 11 for place in range(17)])
_CHECKS = np.array(list("10X98765432"))


def write_extract(path: Path, rows: int) -> None:
    """An insurance list of people who never lived, block by block."""
    with path.open("wb") as file:
        for start in range(0, rows, BLOCK):
            options = pacsv.WriteOptions(include_header=not start, quoting_style="none", quoting_header="none")
            pacsv.write_csv(_block(min(BLOCK, rows - start), np.random.default_rng((2026, start))), file, options)


def _block(count: int, rng: np.random.Generator) -> pa.Table:
    birth = np.datetime64("1962-01-01") + rng.integers(0, 16_000, count)
    digits = np.char.add(_numbers(990_000 + rng.integers(1, 99, count), 6), np.char.replace(birth.astype(str), "-", ""))
    digits = np.char.add(digits, _numbers(rng.integers(0, 1000, count), 3))
    values = digits.astype("S17").view("u1").reshape(count, 17).astype(int) - 48
    firm = rng.integers(0, 20_000, count)
    pick = lambda texts: rng.choice(np.array(list(texts)), count)  # noqa: E731 - a draw has no better name
    columns = {
        "证件号码": np.char.add(digits, _CHECKS[(values @ _WEIGHTS) % 11]),
        "姓名": np.char.add(
            np.char.add(pick("王李张刘陈杨赵黄周吴徐孙"), pick("伟芳娜敏静丽强磊军洋")), pick("明超秀霞平刚桂英华玉")
        ),
        "联系电话": np.char.add("13", _numbers(rng.integers(0, 10**9, count), 9)),
        "出生日期": birth.astype(str),
        "性别": np.where(values[:, 16] % 2 == 1, "男", "女"),
        "文化程度代码": pick(["10", "11", "21", "31", "41"]),
        "岗位": np.char.add("岗位操作员", rng.integers(0, 500, count).astype(str)),
        "单位名称": np.char.add(np.char.add("清远示例第", firm.astype(str)), "精密制造有限公司"),
        "单位统一信用代码": np.char.add("91995MA1", _numbers(firm, 10)),
        "行业代码": pick(["3252", "2929", "3911", "0321"]),
        "参保地": pick(["441802", "441803", "441821", "441881"]),
        "人员状态": np.full(count, "参保"),
        "缴费基数": (rng.integers(30, 200, count) * 100).astype(str),
    }
    return pa.table({name: pa.array(column.tolist()) for name, column in columns.items()})


def _numbers(values: np.ndarray, width: int) -> np.ndarray:
    return np.char.zfill(values.astype(str), width)


def scan(path: Path) -> int:
    """Rows, with the length of every cell summed."""
    reading = f"read_csv('{path}', all_varchar=true)"
    return int(duckdb.sql(f"SELECT count(*), sum(length(COLUMNS(*))) FROM {reading}").fetchall()[0][0])  # noqa: S608


def read(path: Path) -> int:
    """Rows as Arrow batches of text."""
    opened = open_delimited(path, "")
    picks = [opened.header.index(header) for header in COLUMNS.values()]
    return sum(map(len, opened.rows(picks)))


def interpret(path: Path) -> int:
    """Rows as records under pseudonyms, every value checked."""
    mapping = ExtractMapping.model_validate(
        {"department": "hrss", "as_of": "2026-06-30", "trust": 3, "columns": COLUMNS, "codes": CODES}
    )
    reading = Reading(shipped_catalog(), pseudonym_key(illustrative=True), dt.date(2026, 6, 30))
    return sum(batch.num_rows for batch in reading.batches([Extract(path, path.name, mapping)], lambda *_: None))


def seconds(job: Callable[[Path], int], path: Path, rows: int, runs: int) -> float:
    """The median CPU seconds of `runs` runs."""
    spent = []
    for _ in range(runs):
        started = time.process_time()
        if job(path) != rows:
            raise RuntimeError("not every row was read")
        spent.append(time.process_time() - started)
    return statistics.median(spent)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Reading a large CSV extract, beside DuckDB's bare scan.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the extract")
    rows = parser.parse_args().rows
    with TemporaryDirectory() as folder:
        utf8, gb18030 = Path(folder) / "utf8.csv", Path(folder) / "gb18030.csv"
        write_extract(utf8, rows)
        with utf8.open(encoding="utf-8") as source, gb18030.open("w", encoding="gb18030") as target:
            while text := source.read(1 << 22):
                target.write(text)
        print(
            f"{rows:,} rows, {utf8.stat().st_size / 1e6:.0f} MB in UTF-8, {gb18030.stat().st_size / 1e6:.0f} in GB18030"
        )
        bare = seconds(scan, utf8, rows, 3)
        print(f"{'DuckDB scan, UTF-8':<26}{bare:8.2f} s CPU      1.00")
        for name, path in (("UTF-8", utf8), ("GB18030", gb18030)):
            found = seconds(read, path, rows, 3)
            print(f"{'read, ' + name:<26}{found:8.2f} s CPU  {found / bare:8.2f}")
        found = seconds(interpret, utf8, rows, 1)
        print(f"{'interpret, UTF-8':<26}{found:8.2f} s CPU  {found / bare:8.2f}   {found / rows * 1e6:.1f} µs a row")
        print(f"peak memory {peak_mb()} MB")


if __name__ == "__main__":
    main()
