"""What changed between the bundled years, known for sure.

BECAME_SHORT  easy to fill the year before, hardly at all now
NO_LONGER     hopeless then, easy now
RENAMED       this year's role, and what the catalog of then called it
"""

from __future__ import annotations

from pathlib import Path

from examples.generator.files import write_table

BECAME_SHORT = ("cb-press-operator", "nm-materials-lab-technician", "sf-tea-maker")
NO_LONGER = ("ae-design-assistant",)
RENAMED = {"bm-qc-analyst": "bm-laboratory-analyst"}
_MARK = "示例数据"


def write_change_truth(path: Path) -> None:
    """Write what was changed between the years."""
    rows = [
        *(("became_short", role, role) for role in BECAME_SHORT),
        *(("no_longer_short", role, role) for role in NO_LONGER),
        *(("renamed", before, after) for after, before in RENAMED.items()),
    ]
    write_table(path, ("change", "role_before", "role_after", "数据性质"), ((*row, _MARK) for row in rows), "utf-8")


def write_role_mapping(path: Path) -> None:
    """Write this year's mapping: which role of the year before is which of its own."""
    rows = [(before, after, 1) for after, before in sorted(RENAMED.items())]
    write_table(path, ("role_before", "role_after", "share"), rows, "utf-8")
