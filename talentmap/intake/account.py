"""The tables that intake hands on: ENTERPRISES, DEMAND, PAINS, INCENTIVE_USE, and FILES, whose rows must balance."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from talentmap.intake.enterprise import Firm
from talentmap.intake.lines import PLACES, Fate, Line, Submission, Values
from talentmap.intake.sheets.incentives import REACHES
from talentmap.tables.survey import DEMAND, ENTERPRISES, FILES, INCENTIVE_USE, PAINS

if TYPE_CHECKING:
    import pyarrow as pa

Placed = tuple[str, str, str, str]
_PLACED = 4  # facts of a line's place


def enterprise_rows(submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """One row for each enterprise that answered: with usable lines, or with the word that it needs nobody.

    A fact left out in one line is taken from another.
    """
    gathered: defaultdict[str, list[Line]] = defaultdict(list)
    for line in _used(submissions):
        gathered[line.firm.key].append(line)
    rows = {key: _enterprise(key, lines) for key, lines in gathered.items()}
    for submission in submissions:
        for (firm,) in submission.idle:
            rows.setdefault(firm.key, _row_of(firm, firm.district_id, submission.file))
    return [rows[key] for key in sorted(rows)]


def _used(submissions: Sequence[Submission]) -> list[Line]:
    return [line for submission in submissions for line in submission.lines if line.fate is Fate.USED]


def _enterprise(key: str, lines: Sequence[Line]) -> dict[str, Any]:
    firm = whole_firm([line.firm for line in lines])
    districts = {line.values.district_id for line in lines} - {""}
    district_id = firm.district_id or (next(iter(districts)) if len(districts) == 1 else "")
    return _row_of(firm, district_id, min(line.file for line in lines)) | {"enterprise_id": key}


def _row_of(firm: Firm, district_id: str, file: str) -> dict[str, Any]:
    return {
        "enterprise_id": firm.key,
        "enterprise_name": firm.name,
        "credit_code": firm.code,
        "chain_id": firm.chain_id,
        "segment_id": firm.segment_id,
        "district_id": district_id,
        "size_class": firm.size_class,
        "employees": firm.employees,
        "source_file": file,
    }


def whole_firm(firms: Sequence[Firm]) -> Firm:
    """One enterprise out of what several lines say of it: of each fact the value said most often, then the smallest."""
    counted = Counter(firms)
    if len(counted) == 1:
        return firms[0]

    def most(name: str) -> Any:
        said: Counter[Any] = Counter()
        for firm, times in counted.items():
            if (value := getattr(firm, name)) not in ("", None):
                said[value] += times
        return min(said, key=lambda value: (-said[value], value), default=None if name == "employees" else "")

    return Firm(**{name: most(name) for name in Firm._fields})


def demand_columns(submissions: Sequence[Submission], enterprises: Sequence[Mapping[str, Any]]) -> list[Sequence[Any]]:
    """DEMAND's columns, a row for each usable line; its id depends on enterprise and content, never on the place."""
    lines = _used(submissions)
    placed = _placed(lines, {row["enterprise_id"]: row for row in enterprises})
    ids = [_line_id(place, line.wording, 0) for place, line in zip(placed, lines, strict=True)]
    for same in _alike(ids):
        for ordinal, k in enumerate(sorted(same, key=lambda k: lines[k].source)):
            ids[k] = _line_id(placed[k], lines[k].wording, ordinal)
    return [
        ids,
        *_turned(placed, _PLACED),
        *_turned([line.values for line in lines], len(Values._fields))[len(PLACES) :],
        [line.file for line in lines],
        [line.sheet for line in lines],
        [line.row for line in lines],
    ]


def _alike(ids: Sequence[str]) -> Iterable[list[int]]:
    """Where each id stands that several lines have."""
    if len(set(ids)) == len(ids):
        return ()
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, line_id in enumerate(ids):
        places[line_id].append(place)
    return [same for same in places.values() if len(same) > 1]


def _turned(rows: Sequence[Sequence[Any]], width: int) -> list[Sequence[Any]]:
    """The columns of rows."""
    return list(zip(*rows, strict=True)) or [()] * width


def _placed(lines: Iterable[Line], enterprises: Mapping[str, Mapping[str, Any]]) -> list[Placed]:
    """Enterprise, chain, segment and district of each line, from what its enterprise says where it says nothing."""
    placed: dict[tuple[Firm, str, str], Placed] = {}
    found = []
    for firm, values, *_ in lines:
        told = firm, values.segment_id, values.district_id
        place = placed.get(told)
        if place is None:
            enterprise = enterprises[firm.key]
            place = placed[told] = (
                enterprise["enterprise_id"],
                firm.chain_id or enterprise["chain_id"],
                values.segment_id or firm.segment_id,
                values.district_id or enterprise["district_id"],
            )
        found.append(place)
    return found


def _line_id(placed: Placed, wording: str, ordinal: int) -> str:
    return hashlib.sha256(f"{_opened(placed)}{wording}{ordinal}".encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def _opened(placed: Placed) -> str:
    return json.dumps(placed)


def pain_rows(submissions: Sequence[Submission], enterprises: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each pain point that a counted enterprise named."""
    chains = {row["enterprise_id"]: row["chain_id"] for row in enterprises}
    named = {(firm.key, stage, pain) for s in submissions for firm, stage, pain in s.pains if firm.key in chains}
    return [
        {"enterprise_id": key, "chain_id": chains[key], "stage": stage, "pain_id": pain}
        for key, stage, pain in sorted(named)
    ]


def incentive_rows(submissions: Sequence[Submission], enterprises: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each incentive item that a counted enterprise knows, with the furthest it says it has got."""
    chains = {row["enterprise_id"]: row["chain_id"] for row in enterprises}
    furthest: dict[tuple[str, str], str] = {}
    for firm, item, reach in (use for submission in submissions for use in submission.incentives):
        if firm.key in chains:
            former = furthest.get((firm.key, item), reach)
            furthest[firm.key, item] = max(former, reach, key=REACHES.index)
    return [
        {"enterprise_id": key, "chain_id": chains[key], "item_id": item, "reach": reach}
        for (key, item), reach in sorted(furthest.items())
    ]


def file_rows(submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """One row for each file received; rows in are the sum of used, rejected and duplicate."""
    return [_file(submission) for submission in submissions]


def _file(submission: Submission) -> dict[str, Any]:
    fates = Counter(line.fate for line in submission.lines)
    keys = {firm.key for firm in (*(line.firm for line in submission.lines), *(f for (f,) in submission.idle))} - {""}
    return {
        "file": submission.file,
        "sha256": submission.sha256,
        "encoding": submission.encoding,
        "form": submission.form,
        "enterprise_id": next(iter(keys)) if len(keys) == 1 else "",
        "rows_in": len(submission.lines),
        "used": fates[Fate.USED],
        "rejected": fates[Fate.REJECTED],
        "duplicate": fates[Fate.DUPLICATE],
        "headcount": sum(line.headcount for line in submission.lines if line.fate is Fate.USED),
        "status": _status(submission, fates),
    }


def _status(submission: Submission, fates: Mapping[Fate, int]) -> str:
    if submission.refused:
        return "unreadable"
    if fates[Fate.USED] or submission.idle:
        return "used"
    return "superseded" if fates[Fate.DUPLICATE] and not fates[Fate.REJECTED] else "rejected"


def tables(submissions: Sequence[Submission]) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table, pa.Table]:
    """ENTERPRISES, DEMAND, PAINS, INCENTIVE_USE and FILES of settled submissions, each in the order of its key."""
    enterprises = enterprise_rows(submissions)
    return (
        ENTERPRISES.from_rows(enterprises),
        DEMAND.from_columns(demand_columns(submissions, enterprises)).sort_by("line_id"),
        PAINS.from_rows(pain_rows(submissions, enterprises)),
        INCENTIVE_USE.from_rows(incentive_rows(submissions, enterprises)),
        FILES.from_rows(file_rows(submissions)),
    )
