"""Records without an ID: how many duplicates are found, how many joined wrongly, how fast, beside Splink.

    python -m benchmarks.identity [--records 100000] [--peer PYTHON] [--json]

Two sets. `synthetic`: people with Chinese names by frequency, a tenth of them twice, the second record with the slips
that lists have (homophones, changed or masked phones, other employers, missing fields). `bundled`: the registry of the
bundled edition with all IDs taken away, against its truth. The peer (Splink 5 on DuckDB, its weights by EM) runs in an
environment of its own on the same records, the same blocks and the same comparisons; its best threshold is taken in
hindsight, by the truth, which ours never sees; `at_ours` is its recall where its precision is not below ours.
Precision and recall are of pairs of records of one person.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.editions import BUNDLED, shipped_catalog, truth_rows
from talentmap.engine import EmbeddedEngine
from talentmap.model.edition import open_edition
from talentmap.registry import pseudonym_key
from talentmap.registry.extracts.find import find_extracts
from talentmap.registry.identity.linking import links
from talentmap.registry.identity.pinyin import pinyin_of
from talentmap.registry.reading import Reading
from talentmap.tables.registry import LINKS, RECORDS

PEER = Path(__file__).with_name("identity_peer.py")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲建国文辉"
    "力鹏飞宇浩凯健俊帆雪倩颖洁琳欣怡佳梦晨志海波斌峰晓小国宏鑫"
)
_HOMOPHONES = {
    "伟": "玮",
    "晓": "小",
    "小": "晓",
    "静": "婧",
    "颖": "影",
    "辉": "晖",
    "洁": "杰",
    "欣": "鑫",
    "宏": "红",
}
COLUMNS = ("name", "pinyin", "birth_month", "phone", "tail", "employer", "school", "district", "sex")


def synthetic(records: int, seed: int = 2026) -> pa.Table:
    """`records` records, of which a tenth are second records of somebody; `person` is the truth."""
    rng = np.random.default_rng(seed)
    twice = records // 10
    people = records - twice
    first = _people(people, rng)
    again = _slipped({name: column[:twice].copy() for name, column in first.items()}, rng)
    table = {name: np.concatenate([first[name], again[name]]) for name in first}
    order = rng.permutation(records)
    columns = {name: pa.array(column[order].tolist()) for name, column in table.items()}
    sounds: dict[str, str] = {}
    names = columns["name"].to_pylist()
    columns["pinyin"] = pa.array([sounds.setdefault(name, pinyin_of(name)) for name in names])
    columns["tail"] = pa.array([phone[-4:] for phone in columns["phone"].to_pylist()])
    columns["phone"] = pa.array(["" if len(phone) == 4 else phone for phone in columns["phone"].to_pylist()])
    columns["record"] = pa.array([f"r{place:08d}" for place in range(records)])
    return pa.table(columns)


def _people(count: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    surnames, given = np.array(list(_SURNAMES)), np.array(list(_GIVEN))
    falling = 1 / (np.arange(len(surnames)) + 4)
    liked = 1 / (np.arange(len(given)) + 8)
    pick = lambda: rng.choice(given, count, p=liked / liked.sum())  # noqa: E731 - said twice in one line
    second = np.where(rng.random(count) < 0.85, pick(), "")
    name = np.char.add(np.char.add(rng.choice(surnames, count, p=falling / falling.sum()), pick()), second)
    month = np.char.add(rng.integers(1962, 2006, count).astype(str), np.char.add("-", _two(rng.integers(1, 13, count))))
    phone = np.char.add("1", np.char.zfill(rng.integers(3 * 10**9, 10**10, count).astype(str), 10))
    firms = np.minimum((rng.pareto(1.1, count) * 100).astype(int), max(50, count // 30))
    return {
        "person": np.arange(count),
        "name": name.astype("U4"),
        "birth_month": month.astype("U7"),
        "phone": phone.astype("U11"),
        "employer": np.char.add("E", firms.astype(str)).astype("U12"),
        "school": np.char.add("S", np.minimum(rng.pareto(1.0, count) * 20, 600).astype(int).astype(str)).astype("U8"),
        "district": np.char.add("D", rng.integers(0, 8, count).astype(str)),
        "sex": rng.choice(["m", "f"], count),
    }


def _two(numbers: np.ndarray) -> np.ndarray:
    return np.char.zfill(numbers.astype(str), 2)


def _slipped(again: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
    count = len(again["person"])
    other = _people(count, rng)
    sounding = np.array([_as_it_sounds(name) for name in again["name"].tolist()], dtype="U4")
    masked = np.array([phone[-4:] for phone in again["phone"].tolist()], dtype="U11")
    for column, share, values in (
        ("name", 0.03, sounding),
        ("birth_month", 0.01, other["birth_month"]),
        ("birth_month", 0.05, ""),
        ("phone", 0.15, other["phone"]),
        ("phone", 0.08, masked),
        ("phone", 0.10, ""),
        ("employer", 0.20, other["employer"]),
        ("employer", 0.15, ""),
        ("school", 0.30, ""),
        ("district", 0.10, other["district"]),
        ("sex", 0.10, ""),
    ):
        again[column] = np.where(rng.random(count) < share, values, again[column]).astype(again[column].dtype)
    return again


def _as_it_sounds(name: str) -> str:
    return next((name.replace(one, same, 1) for one, same in _HOMOPHONES.items() if one in name[1:]), name)


def bundled(engine: EmbeddedEngine) -> Mapping[str, str]:
    """RECORDS of the bundled edition with all IDs taken away, in `engine`; the person of each record by the truth."""
    edition = open_edition(BUNDLED)
    date = edition.settings.reference_date
    extracts, _, _ = find_extracts(edition.registry, shipped_catalog(), date)
    reading = Reading(shipped_catalog(), pseudonym_key(True), date)
    batches = list(reading.batches(extracts, lambda *_: None))
    records = (
        pa.Table.from_batches(batches)
        .group_by("record_id", use_threads=False)
        .aggregate([(name, "first") for name in RECORDS.names if name != "record_id"])
    )
    records = records.rename_columns([name.removesuffix("_first") for name in records.column_names])
    without = records.set_column(
        records.column_names.index("person_key"), "person_key", pa.repeat("", records.num_rows)
    )
    engine.write(RECORDS, without)
    places = {place: row["person"] for row in truth_rows(BUNDLED, "people") for place in row["records"].split("|")}
    rows = zip(*(records.column(name).to_pylist() for name in ("record_id", "source_file", "source_row")), strict=True)
    return {record: places[f"{file}:{row}"] for record, file, row in rows}


def as_records(table: pa.Table) -> pa.Table:
    """The synthetic set in the shape of RECORDS; texts stand in for pseudonyms, of which only equality counts."""
    nothing = pa.repeat("", table.num_rows)
    given = {
        "record_id": "record", "name_key": "name", "pinyin_key": "pinyin", "birth_month": "birth_month",
        "phone_key": "phone", "phone_tail_key": "tail", "employer_id": "employer", "school": "school",
        "district_id": "district", "sex": "sex", "trace_key": "record",
    }  # fmt: skip
    columns = {
        field.name: table.column(given[field.name])
        if field.name in given
        else nothing
        if pa.types.is_string(field.type)
        else pa.nulls(table.num_rows, field.type)
        for field in RECORDS.arrow_schema
    }
    return pa.table(columns).cast(RECORDS.arrow_schema)


def ours(engine: EmbeddedEngine, person: Mapping[str, str]) -> dict[str, Any]:
    """What linking the RECORDS in `engine` finds; seconds of the whole step."""
    started, cpu = time.perf_counter(), time.process_time()
    found = links(engine, shipped_catalog().rules.linkage)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    pairs = engine.read(LINKS).num_rows
    groups = [list(group) for group in found.linkage.groups]
    return {
        "links": pairs,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu_seconds, 1),
        "peak_mb": peak_mb(),
        **quality(groups, person),
    }


def peak_mb() -> int:
    """Megabytes that this process held at most, the making of the set included."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def quality(groups: Iterable[Sequence[str]], person: Mapping[str, str]) -> dict[str, float]:
    """Precision and recall of the pairs of records inside groups."""
    joined = right = 0
    for group in groups:
        sizes = Counter(person[record] for record in group)
        joined += len(group) * (len(group) - 1) // 2
        right += sum(size * (size - 1) // 2 for size in sizes.values())
    truly = sum(size * (size - 1) // 2 for size in Counter(person.values()).values())
    return {"precision": round(right / max(joined, 1), 4), "recall": round(right / max(truly, 1), 4)}


def peer(python: str, table: pa.Table, folder: Path, precision: float) -> dict[str, Any]:
    """What Splink finds in the same records, with its best threshold in hindsight, and at our `precision`."""
    source = folder / "peer.parquet"
    pq.write_table(table, source)
    told = subprocess.run(
        [python, str(PEER), str(source), str(precision)], capture_output=True, text=True, check=True
    ).stdout
    return dict(json.loads(told.splitlines()[-1]))


def in_plain_columns(records: pa.Table, person: Mapping[str, str]) -> pa.Table:
    """RECORDS as the peer reads them."""
    names = ("name_key", "pinyin_key", "birth_month", "phone_key", "phone_tail_key", "employer_id", "school")
    columns = {given: records.column(name) for given, name in zip(COLUMNS, (*names, "district_id", "sex"), strict=True)}
    record = records.column("record_id")
    numbers = {name: place for place, name in enumerate(sorted(set(person.values())))}
    truth = pa.array([numbers[person[one]] for one in record.to_pylist()])
    return pa.table({**columns, "record": record, "person": truth})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Linking records without an ID, beside Splink.")
    parser.add_argument("--records", type=int, default=100_000, help="size of the synthetic set")
    parser.add_argument("--peer", default="", help="Python of an environment with splink 5; left out: ours alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    wanted = parser.parse_args()
    figures: dict[str, dict[str, Any]] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        with EmbeddedEngine(folder / "bundled") as engine:
            truth = bundled(engine)
            figures["bundled, ours"] = ours(engine, truth)
            if wanted.peer:
                figures["bundled, splink"] = peer(
                    wanted.peer,
                    in_plain_columns(engine.read(RECORDS), truth),
                    folder,
                    figures["bundled, ours"]["precision"],
                )
        table = synthetic(wanted.records)
        person = dict(zip(table["record"].to_pylist(), pc.cast(table["person"], pa.string()).to_pylist(), strict=True))
        with EmbeddedEngine(folder / "synthetic") as engine:
            engine.write(RECORDS, as_records(table))
            figures[f"{wanted.records:,}, ours"] = ours(engine, person)
        if wanted.peer:
            figures[f"{wanted.records:,}, splink"] = peer(
                wanted.peer, table, folder, figures[f"{wanted.records:,}, ours"]["precision"]
            )
    if wanted.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    columns = list(dict.fromkeys(key for values in figures.values() for key in values))
    print(f"{'':<24}" + "".join(f"{column:>14}" for column in columns))
    for row, values in figures.items():
        print(f"{row:<24}" + "".join(f"{values.get(column, '-')!s:>14}" for column in columns))


if __name__ == "__main__":
    main()
