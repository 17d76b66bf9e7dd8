"""The tables that intake hands on: ENTERPRISES, DEMAND, PAINS, INCENTIVE_USE, and FILES, whose rows must balance."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from talentmap.intake.enterprise import Firm
from talentmap.intake.lines import PLACES, Fate, Line, Submission, Values, by_firm, firms_of, hash_of
from talentmap.intake.sheets.incentives import REACHES
from talentmap.tables.survey import DEMAND, ENTERPRISES, FILES, INCENTIVE_USE, PAINS

if TYPE_CHECKING:
    import pyarrow as pa

_OF_FIRM = 2  # of a line: its enterprise and its chain


def enterprise_rows(submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """One row for each enterprise that answered: with usable lines, or with the word that it needs nobody.

    A fact left out in one line is taken from another.
    """
    gathered: defaultdict[str, list[Line]] = defaultdict(list)
    for firm, lines in by_firm(_used(submissions)):
        gathered[firm.key] += lines
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
    if firms.count(firms[0]) == len(firms):
        return firms[0]
    counted = Counter(firms)

    def most(name: str) -> Any:
        said: Counter[Any] = Counter()
        for firm, times in counted.items():
            if (value := getattr(firm, name)) not in ("", None):
                said[value] += times
        return min(said, key=lambda value: (-said[value], value), default=None if name == "employees" else "")

    return Firm(**{name: most(name) for name in Firm._fields})


def demand_columns(submissions: Sequence[Submission], enterprises: Sequence[Mapping[str, Any]]) -> list[Sequence[Any]]:
    """DEMAND's columns, a row for each usable line; its id depends on enterprise and content, never on the place.

    Where a line says nothing of chain, segment or district, that of its enterprise stands.
    """
    lines = _used(submissions)
    by_id = {row["enterprise_id"]: row for row in enterprises}
    ids: list[str] = []
    firms: list[tuple[str, str]] = []
    segments: list[str] = []
    districts: list[str] = []
    for firm, run in by_firm(lines):
        enterprise = by_id[firm.key]
        told = enterprise["enterprise_id"], firm.chain_id or enterprise["chain_id"]
        segment_id, district_id = firm.segment_id, enterprise["district_id"]
        ids += [_line_id(told, line.wording) for line in run]
        firms += [told] * len(run)
        segments += [line.values.segment_id or segment_id for line in run]
        districts += [line.values.district_id or district_id for line in run]
    for same in _alike(ids):
        for ordinal, at in enumerate(sorted(same, key=lambda at: lines[at].source)):
            ids[at] = _line_id(firms[at], lines[at].wording, ordinal)
    return [
        ids,
        *_turned(firms, _OF_FIRM),
        segments,
        districts,
        *_turned([line.values for line in lines], len(Values._fields))[len(PLACES) :],
        [line.file for line in lines],
        [line.sheet for line in lines],
        [line.row for line in lines],
    ]


def _line_id(firm: tuple[str, str], wording: int, ordinal: int = 0) -> str:
    """Hashes of enterprise and chain and of the wording, laid over one another."""
    return f"{_hash_of_firm(firm, ordinal) ^ wording:016x}"


@lru_cache(maxsize=4096)
def _hash_of_firm(firm: tuple[str, str], ordinal: int) -> int:
    return hash_of(json.dumps([*firm, ordinal]).encode())


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
    fates = [line.fate for line in submission.lines]
    used, rejected, duplicate = map(fates.count, (Fate.USED, Fate.REJECTED, Fate.DUPLICATE))
    keys = {firm.key for firm in (*firms_of(submission.lines), *(f for (f,) in submission.idle))} - {""}
    return {
        "file": submission.file,
        "sha256": submission.sha256,
        "encoding": submission.encoding,
        "form": submission.form,
        "enterprise_id": next(iter(keys)) if len(keys) == 1 else "",
        "rows_in": len(submission.lines),
        "used": used,
        "rejected": rejected,
        "duplicate": duplicate,
        "headcount": sum(line.headcount for line in submission.lines if line.fate is Fate.USED),
        "status": _status(submission, used, rejected, duplicate),
    }


def _status(submission: Submission, used: int, rejected: int, duplicate: int) -> str:
    if submission.refused:
        return "unreadable"
    if used or submission.idle:
        return "used"
    return "superseded" if duplicate and not rejected else "rejected"


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
