"""Splink on the records of `benchmarks.identity`; runs in an environment of its own and prints one line of JSON.

    python identity_peer.py records.parquet PRECISION

Term frequencies of the names, u by random sampling, m by EM over two blocks; the threshold with the best F1 by the
truth is taken, which is more than any user has.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)


def settings() -> SettingsCreator:
    """The same blocks and comparisons as ours."""
    name = cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name"),
            cll.ExactMatchLevel("name", term_frequency_adjustments=True),
            cll.ExactMatchLevel("pinyin"),
            cll.ElseLevel(),
        ],
    )
    phone = cl.CustomComparison(
        output_column_name="phone",
        comparison_levels=[
            cll.NullLevel("tail"),
            cll.ExactMatchLevel("phone"),
            cll.ExactMatchLevel("tail"),
            cll.ElseLevel(),
        ],
    )
    plain = [cl.ExactMatch(column) for column in ("birth_month", "employer", "school", "district", "sex")]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[name, phone, *plain],
        blocking_rules_to_generate_predictions=[
            block_on("pinyin", "birth_month"),
            block_on("pinyin", "tail"),
            block_on("phone"),
        ],
        additional_columns_to_retain=["person"],
    )


def main() -> None:
    """Train, predict, cluster, score."""
    table = pq.read_table(sys.argv[1])
    columns = {
        name: [value or None for value in table.column(name).to_pylist()] if name != "person" else table.column(name)
        for name in table.column_names
    }

    table = pa.table(columns)
    person = dict(zip(table["record"].to_pylist(), table["person"].to_pylist(), strict=True))
    started, cpu = time.perf_counter(), time.process_time()
    db = DuckDBAPI()
    linker = Linker(db.register(table), settings())
    linker.training.estimate_probability_two_random_records_match([block_on("name", "phone")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "birth_month"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    rows = predicted.as_duckdbpyrelation().project("record_l, record_r, match_probability").fetchall()
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    best: dict[str, Any] = {}
    at_ours = 0.0
    for threshold in THRESHOLDS:
        scored = quality([(one, other) for one, other, p in rows if p >= threshold], person)
        if scored["precision"] >= float(sys.argv[2]):
            at_ours = max(at_ours, scored["recall"])
        if f1(scored) > f1(best):
            best = {"threshold": threshold, **scored}
    print(
        json.dumps(
            {
                "links": len(rows),
                "seconds": round(seconds, 1),
                "cpu_seconds": round(cpu_seconds, 1),
                "peak_mb": peak_mb(),
                **best,
                "at_ours": at_ours,
            }
        )
    )


def peak_mb() -> int:
    """Megabytes that this process held at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def f1(scored: dict[str, Any]) -> float:
    """The harmonic mean of precision and recall; 0 for nothing."""
    if not scored or not scored["precision"] + scored["recall"]:
        return 0.0
    return 2 * scored["precision"] * scored["recall"] / (scored["precision"] + scored["recall"])


def quality(pairs: list[tuple[str, str]], person: dict[str, int]) -> dict[str, float]:
    """Precision and recall of the pairs inside the connected components of `pairs`."""
    leader: dict[str, str] = {}

    def find(record: str) -> str:
        leader.setdefault(record, record)
        while leader[record] != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    for one, other in pairs:
        leader[find(one)] = find(other)
    groups: dict[str, list[str]] = defaultdict(list)
    for record in list(leader):
        groups[find(record)].append(record)
    joined = right = 0
    for group in groups.values():
        joined += len(group) * (len(group) - 1) // 2
        right += sum(size * (size - 1) // 2 for size in Counter(person[one] for one in group).values())
    truly = sum(size * (size - 1) // 2 for size in Counter(person.values()).values())
    return {"precision": round(right / max(joined, 1), 4), "recall": round(right / max(truly, 1), 4)}


if __name__ == "__main__":
    main()
