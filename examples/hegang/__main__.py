"""`python -m examples.hegang`: every figure that must come out of the paper, beside what comes out; 1 on a miss."""

from __future__ import annotations

import sys

from rich import box
from rich.console import Console
from rich.table import Table

from examples.hegang.expected import EXPECTED, FOLDER, computed
from talentmap.catalog.diagnosis import read_diagnosis_catalog
from talentmap.evaluation.diagnosis.case import read_case


def main() -> int:
    """Print the table; 0 when every line is as expected and nothing was left out."""
    diagnosis, problems = read_case(FOLDER, *read_diagnosis_catalog())
    findings = {found.id: found for found in diagnosis.findings}
    table = Table("text", "inputs", "must give", "computed", "status", "ok", box=box.SIMPLE_HEAD)
    misses = 0
    for row in EXPECTED:
        gives = computed(row, findings)
        misses += gives != row.must_give
        table.add_row(
            row.text, row.inputs, row.must_give, gives, row.status, "ok" if gives == row.must_give else "MISS"
        )
    console = Console(width=120, highlight=False)
    console.print(table)
    for problem in problems:
        console.print(f"{problem.source}: {problem.wrong('en')}")
    console.print(f"{len(EXPECTED) - misses} of {len(EXPECTED)} come out again; {len(problems)} problems")
    return int(bool(misses or problems))


if __name__ == "__main__":
    sys.exit(main())
