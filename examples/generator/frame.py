"""The population behind the survey: enterprises and employment by chain, district and size class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from examples.generator.enterprises import Firm
from examples.generator.files import write_table

COLUMNS = ("chain_id", "district_id", "size_class", "enterprises", "employment", "数据性质")


def write_frame(path: Path, firms: Sequence[Firm]) -> None:
    """Write one row for each cell that holds an enterprise."""
    cells: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for firm in firms:
        cells[firm.chain_id, firm.district_id, firm.size_class].append(firm.employees)
    rows = ((*cell, len(employees), sum(employees), "示例数据") for cell, employees in sorted(cells.items()))
    write_table(path, COLUMNS, rows)
