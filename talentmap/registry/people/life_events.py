"""Life-cycle events: `events.csv` of an edition, joined with people by pseudonym.

```csv
id_number,event,date,tier,chain_id,district_id,programme,detail
110105…,inflow,2024-03-01,engineer,new-materials,qingcheng,工程师引进,市外引进
```

Only `id_number`, `event` and `date` are needed. Other headers and words are declared as for an extract, in
`events.mapping.yaml` beside the file:

```yaml
encoding: gb18030
columns: {id_number: 证件号码, event: 事件, date: 日期}
codes: {event: {引进: inflow, 离开: outflow}}
```

Events: inflow, training, title, award, project, job-change, outflow; their Chinese names are understood as well.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from pydantic import ConfigDict

from talentmap.model.frozen import Frozen
from talentmap.model.problem import Problem
from talentmap.model.source import column_letter
from talentmap.model.taxonomy import Catalog
from talentmap.registry.account import ExtractAccount
from talentmap.registry.extracts.faults import ExtractFaults
from talentmap.registry.extracts.mapping import MappingFault, mapping_as
from talentmap.registry.extracts.opened import ReadFault, Rows
from talentmap.registry.extracts.readers import open_file
from talentmap.registry.identity.identity_number import ResidentId, read_resident_id
from talentmap.registry.identity.pseudonym import KeyedHash, PseudonymKey, Purpose
from talentmap.registry.privacy import looks_personal
from talentmap.registry.values import is_blank
from talentmap.tables.registry import EVENTS
from talentmap.text import compact, squeeze

INFLOW, OUTFLOW = "inflow", "outflow"
WORDS: Mapping[str, tuple[str, ...]] = {
    INFLOW: ("引进", "流入", "来"),
    "training": ("培训",),
    "title": ("职称", "晋升", "职称晋升"),
    "award": ("奖励", "获奖", "表彰"),
    "project": ("项目", "承担项目"),
    "job-change": ("工作变动", "变动", "jobchange"),
    OUTFLOW: ("流出", "离开"),
}
"""The kinds of events with the words for them."""

NEEDED = ("id_number", "event", "date")
OPTIONAL = ("tier", "chain_id", "district_id", "programme", "detail")
YOUNGEST = 14
_UNIT = "\x1f"


class EventsMapping(Frozen):
    """`events.mapping.yaml`, key by key as in this module's example."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)

    encoding: str = ""
    columns: Mapping[str, str] = {}
    codes: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class EventsReading:
    """What became of an events file: its account, its problems, and the events themselves."""

    events: pa.Table
    account: ExtractAccount
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reader:
    """Reads events row by row; `dates` gathers when each person came and went."""

    catalog: Catalog
    mapping: EventsMapping
    reference_date: dt.date
    person: KeyedHash = field(repr=False)
    record: KeyedHash = field(repr=False)
    faults: ExtractFaults
    places: Mapping[str, int]
    person_of: Mapping[str, str]
    dates: dict[str, dict[str, list[tuple[dt.date, int]]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def event(self, row: int, said: Mapping[str, str]) -> dict[str, object] | None:
        """One event; None where it cannot be used, which is noted."""
        resident = self._resident(row, said["id_number"])
        kind = self._kind(row, said["event"])
        day = self._day(row, said["date"], resident)
        if resident is None or not kind or day is None:
            return None
        key = self.person.of(resident.number)
        person = self.person_of.get(key, key)
        moves = self.dates.setdefault(person, defaultdict(list))
        moves[kind].append((day, row))
        content = _UNIT.join((resident.number, kind, day.isoformat(), *(said[name] for name in OPTIONAL)))
        return {
            "event_id": self.record.of(content),
            "person_id": person,
            "event": kind,
            "date": day,
            "tier": self._code(row, "tier", said["tier"], self.catalog.tiers),
            "chain_id": self._code(row, "chain_id", said["chain_id"], self.catalog.chains),
            "district_id": self._code(row, "district_id", said["district_id"], self.catalog.districts),
            **{name: self._text(row, name, said[name]) for name in ("programme", "detail")},
            "source_row": row,
        }

    def note_order(self) -> None:
        """Note who left before having come."""
        for moves in self.dates.values():
            first = min(moves[INFLOW], default=None)
            for day, row in sorted(moves[OUTFLOW]):
                if first and day < first[0]:
                    self._note("registry-event-order", row, "date", {"inflow": first[0]})

    def _resident(self, row: int, written: str) -> ResidentId | None:
        found = read_resident_id(written, self.reference_date)
        if isinstance(found, ResidentId):
            return found
        code = "registry-event-nobody" if is_blank(written) else found.value
        self._note(code, row, "id_number")
        return None

    def _kind(self, row: int, written: str) -> str:
        if not self.words:
            own = {compact(word): code for word, code in self.mapping.codes.get("event", {}).items()}
            self.words = {compact(word): kind for kind, words in WORDS.items() for word in (kind, *words)} | own
        kind = self.words.get(compact(written), "")
        if kind not in WORDS:
            self._note("registry-event-unknown", row, "event")
            return ""
        return kind

    def _day(self, row: int, written: str, resident: ResidentId | None) -> dt.date | None:
        day = _date(written)
        if day is None:
            self._note("registry-event-date", row, "date")
        elif day > self.reference_date:
            self._note("registry-event-future", row, "date", {"reference_date": self.reference_date})
        elif resident and day.year < resident.birth.year + YOUNGEST:
            self._note("registry-event-early", row, "date")
        else:
            return day
        return None

    def _code(self, row: int, name: str, written: str, known: Mapping[str, object]) -> str:
        code = self.mapping.codes.get(name, {}).get(written, written)
        if is_blank(code):
            return ""
        if code not in known:
            self.faults.add_word(
                name, self.mapping.columns.get(name, name), "" if looks_personal(code) else code, [row]
            )
            return ""
        return code

    def _text(self, row: int, name: str, written: str) -> str:
        text = "" if is_blank(written) else squeeze(written)
        if looks_personal(text):
            self._note("registry-personal-value", row, name)
            return ""
        return text

    def _note(self, code: str, row: int, name: str, facts: Mapping[str, object] | None = None) -> None:
        position = self.places.get(name)
        letter = "" if position is None else column_letter(position)
        self.faults.add(code, row, self.mapping.columns.get(name, name), letter, facts)


def read_events(
    path: Path,
    catalog: Catalog,
    key: PseudonymKey,
    reference_date: dt.date,
    person_of: Mapping[str, str],
    known: Callable[[list[str]], set[str]],
) -> EventsReading:
    """The events in the file at `path`; `known` gives those of some people whom a department knows.

    `person_of` leads from the pseudonym of an ID to the person it was merged into, where that is another.
    """
    faults, rows_in, encoding = ExtractFaults(path.name), 0, ""
    found: dict[str, dict[str, object]] = {}
    used = rejected = 0
    try:
        mapping = _mapping(path)
        headers = [mapping.columns.get(name, name) for name in (*NEEDED, *OPTIONAL)]
        opened = open_file(path, headers, mapping.encoding)
        encoding = opened.encoding
        places = _places(opened.header, mapping)
        hashes = key.keyed(Purpose.PERSON), key.keyed(Purpose.RECORD)
        reader = _Reader(catalog, mapping, reference_date, *hashes, faults, places, person_of)
        for rows in opened.rows(tuple(places.values())):
            rows_in += len(rows)
            for number in rows.misshapen:
                faults.add("registry-row-shape", number)
            for number, said in _said(rows, tuple(places)):
                event = reader.event(number, said)
                used += event is not None and str(event["event_id"]) not in found
                rejected += event is None
                if event is not None:
                    found.setdefault(str(event["event_id"]), event)
            rejected += len(rows.misshapen)
        reader.note_order()
    except ReadFault as fault:
        faults.add(fault.code, facts=fault.facts)
    strangers = _with_known(found, known)
    if strangers:
        facts = {"count": len(strangers), "people": len({event["person_id"] for event in strangers})}
        faults.add("registry-event-stranger", min(int(str(event["source_row"])) for event in strangers), facts=facts)
    account = ExtractAccount(path.name, "", None, encoding, rows_in, used, rejected, rows_in - used - rejected)
    return EventsReading(EVENTS.from_rows(found.values()), account, tuple(faults.problems()))


def _with_known(
    found: Mapping[str, dict[str, object]], known: Callable[[list[str]], set[str]]
) -> list[dict[str, object]]:
    """Say of each event whether a department knows its person; gives those of strangers."""
    in_registry = known(sorted({str(event["person_id"]) for event in found.values()}))
    for event in found.values():
        event["known"] = int(event["person_id"] in in_registry)
    return [event for event in found.values() if not event["known"]]


def _mapping(path: Path) -> EventsMapping:
    beside = path.with_name(path.stem + ".mapping.yaml")
    if not beside.is_file():
        return EventsMapping()
    try:
        return mapping_as(EventsMapping, beside)
    except MappingFault as fault:
        raise ReadFault("registry-mapping-invalid", {"mapping": beside.name, "fault": fault}) from fault


def _places(header: tuple[str, ...], mapping: EventsMapping) -> dict[str, int]:
    """Where the columns stand; ReadFault where one that is needed is missing."""
    by_name = {compact(name): position for position, name in reversed(list(enumerate(header)))}
    found = {
        name: by_name[compact(mapping.columns.get(name, name))]
        for name in (*NEEDED, *OPTIONAL)
        if compact(mapping.columns.get(name, name)) in by_name
    }
    missing = [mapping.columns.get(name, name) for name in NEEDED if name not in found]
    if missing:
        raise ReadFault("registry-event-columns", {"columns": "、".join(missing)})
    return found


def _said(rows: Rows, names: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    nothing = dict.fromkeys((*NEEDED, *OPTIONAL), "")
    columns = [column.to_pylist() for column in rows.columns]
    for number, cells in zip(rows.numbers.to_pylist(), zip(*columns, strict=True), strict=True):
        yield number, nothing | {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def _date(written: str) -> dt.date | None:
    digits = (
        compact(written).replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    )
    for form in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return dt.datetime.strptime(digits.removesuffix("-"), form).date()
        except ValueError:
            continue
    return None


def no_events() -> EventsReading:
    """The reading of an edition without events."""
    return EventsReading(EVENTS.from_rows(()), ExtractAccount("events.csv", "", None, "", 0, 0, 0, 0), ())
