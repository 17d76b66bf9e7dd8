"""Runs survey intake over files made to stop, swamp or fool it, one by one and all together.

    python -m benchmarks.intake_hostile            # exit 1 where anything below is not as it should be

Intake runs in a process of its own, which is watched: that it neither dies nor stalls, what memory it takes at its
peak, how long each file takes, and that each file gets exactly one clear verdict: it is used, or a problem says what is
wrong and how to mend it. `hostile_files` makes the files for other checks.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.intake.hostile import write_cases
from talentmap.catalog.read import read_catalog
from talentmap.intake.account import file_rows
from talentmap.intake.across import settle
from talentmap.intake.desk import desk_of
from talentmap.intake.receive import failed, file_name
from talentmap.intake.take_in import survey_files, take_in
from talentmap.intake.workers.carry import unpack
from talentmap.intake.workers.crew import Crew, Order
from talentmap.model.problem import Problem, Severity
from talentmap.resources import catalogs_dir

HANG_SECONDS, MEMORY_MB = 30.0, 1200
REGION = "qingyuan"
_CALM = frozenset({"used", "rejected", "superseded"})


def hostile_files(folder: Path, seed: int = 1, only_refused: bool = False) -> list[Path]:
    """Write hostile files into a folder; with `only_refused` keep those alone that hold nothing to read for certain."""
    refused = {path: code.startswith("intake-file-") for path, code in _written(folder, seed).items()}
    if only_refused:
        for path in (path for path, is_refused in refused.items() if not is_refused):
            path.unlink()
    return [path for path, is_refused in refused.items() if is_refused or not only_refused]


def _written(folder: Path, seed: int) -> dict[Path, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile's, over names that are there twice on purpose
        return dict(write_cases(folder, seed))


def main() -> int:
    """Build, run, print; 1 where a figure is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--together", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.each or chosen.together:
        _intake(chosen.each, chosen.together)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return _watch(Path(folder), chosen.seed)


def _watch(folder: Path, seed: int) -> int:
    surveys = folder / "surveys"
    expected = {file_name(path, surveys): code for path, code in _written(surveys, seed).items()}
    print(f"hostile files: {len(expected)}")
    faulty = [_told(way, surveys, expected) for way in ("--each", "--together")]
    return int(any(faulty))


def _told(way: str, surveys: Path, expected: Mapping[str, str]) -> bool:
    """Print what intake made of the files; True where anything is not as it should be."""
    told, ended = _run(way, surveys)
    verdicts = {entry["file"]: entry for entry in told if "file" in entry}
    last = next((entry for entry in told if "memory_mb" in entry), {"memory_mb": -1, "seconds": -1})
    faults: dict[str, list[Any]] = {
        "parent ended badly": [ended] if ended else [],
        f"hangs over {HANG_SECONDS:.0f} s": [e for e in verdicts.values() if e["seconds"] > HANG_SECONDS],
        "no verdict": sorted(expected.keys() - verdicts.keys()),
        "verdict not clear": [entry for entry in verdicts.values() if entry["unclear"]],
        "another verdict than foreseen": [e for f, e in verdicts.items() if not _is_foreseen(e, expected[f])],
        f"parent's peak over {MEMORY_MB} MB": [] if 0 < last["memory_mb"] <= MEMORY_MB else [last["memory_mb"]],
    }
    print(f"\n{way[2:]}: {last['seconds']:.0f} s, parent's peak {last['memory_mb']} MB")
    for name, found in faults.items():
        print(f"  {name}: {len(found)}")
    for found in faults.values():
        for one in found:
            print(f"    {one}")
    print("  " + ", ".join(f"{code} {count}" for code, count in _said(verdicts).most_common()))
    for entry in sorted(verdicts.values(), key=lambda entry: -float(entry["seconds"]))[:5]:
        print(f"  {entry['seconds']:5.1f} s  {entry['file'][:60]}  {entry['status']} {entry['codes'][:3]}")
    return any(faults.values())


def _is_foreseen(entry: Mapping[str, Any], expected: str) -> bool:
    if expected == "*":
        return True
    return expected in entry["codes"] if expected else entry["status"] in _CALM


def _said(verdicts: dict[str, dict[str, Any]]) -> Counter[str]:
    return Counter(
        entry["status"] if entry["status"] in _CALM else next((c for c in entry["codes"]), "?")
        for entry in verdicts.values()
    )


def _run(way: str, surveys: Path) -> tuple[list[dict[str, Any]], int]:
    """What intake told, and how its process ended."""
    command = [sys.executable, "-m", "benchmarks.intake_hostile", way, str(surveys)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        told = [json.loads(line) for line in process.stdout or ()]
    return told, process.returncode


def _intake(each: Path | None, together: Path | None) -> None:
    started = time.perf_counter()
    for entry in _one_by_one(each) if each else _all_at_once(together or Path()):
        print(json.dumps(entry), flush=True)
    print(json.dumps({"memory_mb": _peak_mb(), "seconds": time.perf_counter() - started}))


def _peak_mb() -> int:
    """This process's own peak: getrusage would tell that of the one it was started from, if that was larger."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _one_by_one(surveys: Path) -> Iterator[dict[str, Any]]:
    desk = desk_of(read_catalog(catalogs_dir(), REGION))
    with Crew(desk, workers=1) as crew:
        for path in survey_files(surveys):
            started = time.perf_counter()
            (reply,) = crew.read([Order(path, file_name(path, surveys))])
            read = unpack(reply.data) if reply.data else failed(path, reply.order.file, reply.failure)
            (settled,) = settle([read])
            yield from _verdicts(file_rows([settled]), settled.problems, time.perf_counter() - started)


def _all_at_once(surveys: Path) -> Iterator[dict[str, Any]]:
    intake = take_in(survey_files(surveys), surveys, read_catalog(catalogs_dir(), REGION))
    yield from _verdicts(intake.files.to_pylist(), intake.problems, 0)


def _verdicts(files: list[dict[str, Any]], problems: tuple[Problem, ...], seconds: float) -> Iterator[dict[str, Any]]:
    for row in files:
        own = [problem for problem in problems if problem.source.file == row["file"]]
        errors = [problem for problem in own if problem.severity is Severity.ERROR]
        calm = row["status"] in _CALM
        balanced = row["rows_in"] == row["used"] + row["rejected"] + row["duplicate"]
        said = all(problem.wrong(lang) and problem.fix(lang) for problem in own for lang in ("zh", "en"))
        clear = balanced and said and (calm or len(errors) >= 1) and all(p.code != "intake-file-failed" for p in own)
        codes = [problem.code for problem in errors] + sorted({p.code for p in own} - {p.code for p in errors})
        yield {"file": row["file"], "status": row["status"], "codes": codes, "unclear": not clear, "seconds": seconds}


if __name__ == "__main__":
    raise SystemExit(main())
