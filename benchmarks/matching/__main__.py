"""Measure everything about matching in one run, peers beside us.

python -m benchmarks.matching [--quick] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.matching import accuracy, learning, metamorphic, throughput
from benchmarks.matching.edition_lines import edition_set
from benchmarks.matching.peers import GUESTS_PYTHON
from benchmarks.matching.title_sets import TitleSet, title_sets

Part = tuple[Callable[[bool], Mapping[str, Any]], Callable[[Mapping[str, Any]], None]]
PARTS: Mapping[str, Part] = {
    "accuracy": (lambda quick: accuracy.accuracy(_sets(quick) + _edition(quick)), accuracy.report),
    "metamorphic": (lambda quick: metamorphic.metamorphic(_sets(quick)), metamorphic.report),
    "learning": (learning.learning, learning.report),
    "throughput": (throughput.throughput, throughput.report),
}
FEW = 200


def _sets(quick: bool) -> list[TitleSet]:
    return [one.some(FEW) for one in title_sets()] if quick else title_sets()


def _edition(quick: bool) -> list[TitleSet]:
    return [] if quick else [edition_set()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Our matcher beside its peers.")
    parser.add_argument("--quick", action="store_true", help="fewer titles, and no run of a million")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--only", choices=sorted(PARTS), help="measure one part")
    wanted = parser.parse_args()
    if not GUESTS_PYTHON.exists():
        print("string_grouper and PolyFuzz are left out: `make bench-matching` installs them", file=sys.stderr)
    figures = {}
    for name, (measure, report) in PARTS.items():
        if wanted.only in (None, name):
            figures[name] = measure(wanted.quick)
            if not wanted.json:
                report(figures[name])
    if wanted.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
