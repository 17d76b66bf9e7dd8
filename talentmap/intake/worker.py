"""The child process that opens workbooks: the only place where a file from outside meets a spreadsheet reader.

Run as a script, without the rest of the package, so that it starts in some hundredths of a second. It answers each line
on its input (a path as JSON, and the bytes it may use) with a length and a JSON reply. Memory is capped; a crash ends
this process and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import struct
import sys
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_FILLED_MAX = 500_000
_ROWS_MAX = 30_000
_REPLY_MAX = 96 * 2**20
_TEXT_MAX = 32_767


def read_workbook(path: str) -> dict[str, Any]:
    """The sheets of a workbook: name, hidden or not, filled rows with their numbers, merged ranges."""
    sheets = []
    budget = [_FILLED_MAX]
    with CalamineWorkbook.from_path(path) as book:
        for meta in book.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            visible = meta.visible is SheetVisibleEnum.Visible
            sheets.append(
                {
                    "name": meta.name,
                    "hidden": not visible,
                    "left": sheet.start[1] if sheet.start else 0,
                    "rows": _filled_rows(sheet, budget),
                    "merges": [[*a, *b] for a, b in (sheet.merged_cell_ranges or [])[:100_000]],
                }
            )
    return {"sheets": sheets}


def _filled_rows(sheet: Any, budget: list[int]) -> list[list[Any]]:
    top = sheet.start[0] if sheet.start else 0
    rows: list[list[Any]] = []
    for offset, cells in enumerate(sheet.to_python()):
        plain = [_plain(cell) for cell in cells]
        while plain and plain[-1] is None:
            plain.pop()
        if plain:
            budget[0] -= len(plain)
            if budget[0] < 0 or len(rows) > _ROWS_MAX:
                raise OverflowError("too many cells")
            rows.append([top + offset + 1, plain])
    return rows


def _plain(cell: Any) -> Any:
    """A cell as JSON can carry it: dates and times become tagged lists."""
    if isinstance(cell, str):
        return cell[:_TEXT_MAX] if cell.strip() else None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return _plain_number(cell)
    if isinstance(cell, dt.datetime):
        return ["d", cell.date().isoformat()]
    if isinstance(cell, dt.date):
        return ["d", cell.isoformat()]
    return ["t", str(cell)] if isinstance(cell, dt.time | dt.timedelta) else cell


def _plain_number(cell: float) -> float | None:
    if not math.isfinite(cell):
        return None
    return int(cell) if cell == int(cell) and abs(cell) < 1e18 else cell


def _cap_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(line: bytes) -> bytes:
    try:
        reply = json.dumps(read_workbook(json.loads(line)), ensure_ascii=False).encode("utf-8", "replace")
    except MemoryError:
        return b'{"failure": "memory"}'
    except OverflowError:
        return b'{"failure": "cells"}'
    except BaseException as fault:
        return json.dumps({"failure": type(fault).__name__}).encode()
    return reply if len(reply) <= _REPLY_MAX else b'{"failure": "cells"}'


def serve(megabytes: int) -> None:
    """Answer paths until the input ends."""
    sys.stderr.close()
    _cap_memory(megabytes)
    for line in sys.stdin.buffer:
        reply = _answer(line)
        sys.stdout.buffer.write(struct.pack("<Q", len(reply)) + reply)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
