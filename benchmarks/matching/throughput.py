"""Titles per CPU-second with everything included, and peak memory; each run is a process of its own.

    python -m benchmarks.matching.throughput [--quick]

The index is built within the time; imports are not counted. Two processes share the titles and build an index each:
their rate is over the wall clock. The long run takes a million titles of which 18% repeat.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.matching.made_titles import made_occupations, made_titles
from benchmarks.matching.memory import peak_mb
from benchmarks.matching.ours import NAME, OurMatcher
from benchmarks.matching.peers import GUESTS, GUESTS_PYTHON, TIMED_GUESTS, ask_guest, folded, peers
from benchmarks.matching.tables import show

Figures = Mapping[str, Any]
ROOT = Path(__file__).parent.parent.parent
TITLES = 6_000
LONG = 1_000_000
SLOW = {"rapidfuzz WRatio": 60}  # so many times fewer titles


@dataclass(frozen=True, slots=True)
class Load:
    """A taxonomy's size and the titles to be placed in it."""

    language: str
    wordings: int
    per_role: int
    titles: int


LOADS = {
    "4,000 zh": Load("zh", 4_000, 2, TITLES),
    "33,000 zh": Load("zh", 33_000, 11, TITLES),
    "33,000 en": Load("en", 33_000, 11, TITLES),
}


def throughput(quick: bool = False) -> Figures:
    """Rates and memory of every matcher; ours also in two processes and over a million titles."""
    loads = {"4,000 zh": replace(LOADS["4,000 zh"], titles=2_000)} if quick else LOADS
    figures: dict[str, Any] = {name: _all(load) for name, load in loads.items()}
    if not quick:
        figures["1,000,000 titles"] = {
            f"{NAME}, 4,000 zh": run(NAME, replace(LOADS["4,000 zh"], titles=LONG)),
            f"{NAME}, 4,000 zh, 2 processes": run(NAME, replace(LOADS["4,000 zh"], titles=LONG), 2),
        }
    return figures


def _all(load: Load) -> Figures:
    names = [peer.name for peer in peers(load.language) if peer.name not in GUESTS]
    names += TIMED_GUESTS if GUESTS_PYTHON.exists() else ()
    rows = {NAME: run(NAME, load), f"{NAME}, 2 processes": run(NAME, load, 2)}
    return rows | {name: run(name, replace(load, titles=load.titles // SLOW.get(name, 1))) for name in names}


def run(matcher: str, load: Load, processes: int = 1) -> Figures:
    """The figures of one run, summed over its processes."""
    started = [_start(matcher, load, part, processes) for part in range(processes)]
    parts = [json.loads(_output(process)) for process in started]
    cpu = sum(part["cpu_seconds"] for part in parts)
    wall = max(part["seconds"] for part in parts)
    return {
        "titles": load.titles,
        "titles/cpu-s": round(load.titles / cpu),
        "titles/s": round(load.titles / wall),
        "cpu seconds": round(cpu, 2),
        "peak MB": round(max(part["peak_mb"] for part in parts)),
    }


def _start(matcher: str, load: Load, part: int, parts: int) -> subprocess.Popen[str]:
    task = json.dumps({"matcher": matcher, "load": asdict(load), "part": part, "parts": parts})
    command = [sys.executable, "-m", "benchmarks.matching.throughput", "--part", task]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _output(process: subprocess.Popen[str]) -> str:
    told, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"a part of the benchmark ended with exit code {process.returncode}; see its message above")
    return told


def measured(task: Mapping[str, Any]) -> Figures:
    """One process's share of a run."""
    load = Load(**task["load"])
    titles = made_titles(load.language, load.titles)[task["part"] :: task["parts"]]
    work = _work(task["matcher"], load)
    before, cpu = time.perf_counter(), time.process_time()
    guest = work(titles)
    own = {"cpu_seconds": time.process_time() - cpu, "seconds": time.perf_counter() - before, "peak_mb": peak_mb()}
    return {**own, **(guest or {})}


def _work(matcher: str, load: Load) -> Callable[[Sequence[str]], Figures | None]:
    occupations = made_occupations(load.language, load.wordings, load.per_role)
    if matcher == NAME:
        return lambda titles: OurMatcher(occupations).place(titles)
    words = [word for one in occupations for word in (one.name, *one.aliases)]
    if matcher in TIMED_GUESTS:
        return lambda titles: _guest_figures(ask_guest(matcher, load.language, list(map(folded, titles)), words, 1))
    nearest = next(peer.nearest for peer in peers(load.language) if peer.name == matcher)

    def place(titles: Sequence[str]) -> None:
        nearest(list(map(folded, dict.fromkeys(titles))), list(map(folded, words)), 1)

    return place


def _guest_figures(answer: Figures) -> Figures:
    return {"cpu_seconds": answer["cpu_seconds"], "seconds": answer["cpu_seconds"], "peak_mb": answer["peak_mb"]}


def report(figures: Figures) -> None:
    """Print a table for each load."""
    for name, rows in figures.items():
        print(f"\nspeed, index building included: {name}{'' if 'titles' in name else ' wordings'}")
        show(rows)


if __name__ == "__main__":
    if "--part" in sys.argv:
        print(json.dumps(measured(json.loads(sys.argv[-1]))))
    else:
        report(throughput(quick="--quick" in sys.argv))
