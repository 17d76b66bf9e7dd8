"""Seconds, CPU seconds and peak memory of merge, matching and gap as the registry grows; the aggregation's peers.

`python -m benchmarks.scale --rows 100000 --rows 1000000 --engine embedded --engine spark --engine cluster`

N registry rows meet N / 10 demand lines, both made by `examples.generator scale`. Every step runs in a process of its
own over the tables that the one before left; memory is the highest sum over that process and all it started.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale_peers import KEYS, PEERS, agreed
from benchmarks.scale_steps import STEPS, shipped
from benchmarks.spark_cluster import standalone_cluster
from talentmap.engine import open_engine
from talentmap.engine.store import Store
from talentmap.model.engine_choice import EngineChoice, EngineKind
from talentmap.tables.analysis import CELLS

RECORDS_A_PERSON = 1.267
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a step took."""

    step: str
    seconds: float
    cpu_seconds: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, action="append", help="registry rows; may be given several times")
    parser.add_argument("--engine", choices=("embedded", "spark", "cluster"), action="append")
    parser.add_argument("--memory", default="2GB", help="of the engine")
    parser.add_argument("--folder", type=Path, help="where made tables are kept for another run")
    parser.add_argument("--child", nargs=4, metavar=("STEP", "MADE", "TABLES", "MASTER"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.child:
        _child(*wanted.child, memory=wanted.memory)
        return
    with _folder(wanted.folder) as folder:
        figures = {
            (engine, rows): _measured(rows, engine, folder, wanted.memory)
            for engine in wanted.engine or ["embedded"]
            for rows in wanted.rows or [100_000, 1_000_000]
        }
    _show_growth(figures)


def _measured(rows: int, engine: str, folder: Path, memory: str) -> list[Measured]:
    """The steps at one size on one engine, shown as they come; peers of the aggregation after the embedded ones."""
    made = _made(rows, folder)
    tables = folder / f"{engine}-{rows}"
    print(f"\n{rows:,} registry rows x {rows // 10:,} demand lines, {engine}, {memory}")
    with _master(engine, folder) as master:
        for name in ("records", "demand", "enterprises"):
            _link(made / f"{name}.parquet", tables)
        found = [_run(step, made, tables, master, memory) for step in STEPS]
    _show(Measured("in all", _total(found), sum(one.cpu_seconds for one in found), max(one.megabytes for one in found)))
    if engine == "embedded":
        ours = found[-1]
        for peer in PEERS:
            other = _run(peer, made, tables, master, memory)
            time_ratio, memory_ratio = ours.seconds / other.seconds, ours.megabytes / other.megabytes
            print(f"  gap: ours / {peer}: time {time_ratio:.2f}, memory {memory_ratio:.2f}")
    return found


def _run(step: str, made: Path, tables: Path, master: str, memory: str) -> Measured:
    command = [sys.executable, "-m", "benchmarks.scale", "--memory", memory, "--child", step, made, tables, master]
    done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True)
    found = Measured(**json.loads(done.stdout.splitlines()[-1]))
    _show(found)
    return found


def _show(one: Measured) -> None:
    figures = f"{one.seconds:9.1f} s{one.cpu_seconds:9.1f} s of CPU{one.megabytes:9,.0f} MB"
    print(f"  {one.step:<14}{figures}", flush=True)


def _child(step: str, made: str, tables: str, master: str, *, memory: str) -> None:
    """Run one step and print what it took, without the start of Python and of Spark."""
    catalog = shipped()
    if step in PEERS:
        with _watched() as seen:
            rows = PEERS[step](Path(tables), catalog)
        ours = Store(Path(tables)).read(CELLS).to_pylist()
        columns = [*KEYS, "need", "enterprises", "top_share", "supply", "people"]
        if not agreed(sorted(tuple(row[name] for name in columns) for row in ours), rows):
            raise SystemExit(f"{step} found other rows than we did")
    else:
        kind = EngineKind.SPARK if master else EngineKind.EMBEDDED
        with open_engine(EngineChoice(kind, memory, master), Path(tables)) as engine, _watched() as seen:
            STEPS[step](engine, catalog, Path(made))
    print(json.dumps(dict(zip(("step", "seconds", "cpu_seconds", "megabytes"), (step, *seen), strict=True))))


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Fills in seconds and CPU seconds of the block and the highest memory of this process tree meanwhile, in MB."""
    seen: list[float] = []
    peak, stop = [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.1):
            peak[0] = max(peak[0], _tree_megabytes())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    cpu, started = _tree_cpu_seconds(), time.perf_counter()
    yield seen
    seconds = time.perf_counter() - started
    cpu = _tree_cpu_seconds() - cpu
    stop.set()
    watcher.join()
    seen.extend((round(seconds, 2), round(cpu, 2), round(max(peak[0], _tree_megabytes()), 1)))


def _tree_megabytes() -> float:
    return sum(map(_resident, _tree())) / 2**20


def _tree_cpu_seconds() -> float:
    """Of the tree's processes and of those that have ended and been waited for."""
    ticks = 0
    for pid in _tree():
        try:
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _tree() -> set[int]:
    """This process and all below it, and the cluster that the parent named."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    wanted = {os.getpid(), *map(int, filter(None, os.environ.get("TALENTMAP_BENCH_PIDS", "").split(",")))}
    while grown := {pid for pid, parent in parents.items() if parent in wanted} - wanted:
        wanted |= grown
    return wanted


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


@contextmanager
def _master(engine: str, folder: Path) -> Iterator[str]:
    """The Spark master of an engine, '' for the embedded one."""
    if engine != "cluster":
        yield {"embedded": "", "spark": "local[2]"}[engine]
        return
    with standalone_cluster(folder / "cluster", memory="2g") as cluster:
        os.environ["TALENTMAP_BENCH_PIDS"] = ",".join(str(process.pid) for process in cluster.processes)
        yield cluster.master
    del os.environ["TALENTMAP_BENCH_PIDS"]


def _made(rows: int, folder: Path) -> Path:
    """The made tables of a size, made anew unless they stand."""
    made = folder / f"made-{rows}"
    if not (made / "true_people.parquet").exists():
        people = round(rows / RECORDS_A_PERSON)
        command = [sys.executable, "-m", "examples.generator", "scale", "--people", people, "--demand", rows // 10]
        started = time.perf_counter()
        subprocess.run([*map(str, command), "--out", str(made)], check=True, stdout=subprocess.DEVNULL)
        print(f"made {rows:,} rows in {time.perf_counter() - started:.0f} s")
    return made


def _link(table: Path, tables: Path) -> None:
    tables.mkdir(parents=True, exist_ok=True)
    (tables / table.name).unlink(missing_ok=True)
    os.link(table, tables / table.name)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept.absolute()
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def _show_growth(figures: dict[tuple[str, int], list[Measured]]) -> None:
    """How cost grows: seconds as rows to the power of the exponent, between the smallest and the largest size."""
    engines = dict.fromkeys(engine for engine, _ in figures)
    for engine in engines:
        sizes = sorted(rows for name, rows in figures if name == engine)
        if len(sizes) > 1:
            small, large = figures[engine, sizes[0]], figures[engine, sizes[-1]]
            span = math.log(sizes[-1] / sizes[0])
            told = ", ".join(f"{a.step} {_exponent(a, b, span):.2f}" for a, b in zip(small, large, strict=True))
            print(f"\n{engine}: exponent of growth from {sizes[0]:,} to {sizes[-1]:,} rows: {told}")
    for engine in engines:
        for (name, rows), found in figures.items():
            if name == engine != "embedded" and ("embedded", rows) in figures:
                ratio = _total(found) / _total(figures["embedded", rows])
                print(f"{engine} / embedded at {rows:,} rows: {ratio:.1f} times the seconds")


def _exponent(small: Measured, large: Measured, span: float) -> float:
    return math.log(max(large.seconds, 0.01) / max(small.seconds, 0.01)) / span


def _total(found: Sequence[Measured]) -> float:
    return sum(one.seconds for one in found)


if __name__ == "__main__":
    main()
