"""Numbers that know where they come from: the only numbers that a template may print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentmap.publish.released import is_known
from talentmap.tables.protected import is_hidden
from talentmap.tables.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its source; None where nothing is known, `hidden` where it may not be told.

    `id` names table, key and column (`group_balance.all.engineer.need`), or how it was derived from `parts`.
    """

    value: float | None
    id: str
    hidden: bool = False
    parts: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """True where there is a number to print."""
        return self.value is not None and not self.hidden

    @property
    def size(self) -> float:
        """The number to order or draw by; nan where there is none."""
        return math.nan if self.value is None or self.hidden else self.value

    def __bool__(self) -> bool:
        """True for a known number other than zero."""
        return self.known and self.value != 0


class Row:
    """A row of a published table: text columns as text, numbers as facts."""

    __slots__ = ("_record", "_table", "labels")

    def __init__(self, table: Table, record: Mapping[str, Any], **labels: Any) -> None:
        self._table, self._record = table, record
        self.labels = labels

    def __getitem__(self, name: str) -> Any:
        """The fact or text of column `name`, or the thing that the row was labelled with."""
        if name in self.labels:
            return self.labels[name]
        kind = next((column.kind for column in self._table.columns if column.name == name), None)
        if kind is None:
            raise KeyError(f"{self._table.name} has no column {name}")
        if kind in (Kind.INT, Kind.FLOAT):
            return self._fact(name)
        value = self._record.get(name)
        return value if is_known(value) else ""

    @property
    def told(self) -> bool:
        """True where neither need nor supply is hidden."""
        return not self._record.get("need_status") and not self._record.get("supply_status")

    def _fact(self, name: str) -> Fact:
        value = self._record.get(name)
        known = value is not None and math.isfinite(float(value))
        keys = (str(self._record.get(key) or "all") for key in self._table.key)
        return Fact(
            float(value) if known and value is not None else None,
            ".".join((self._table.name, *keys, name)),
            hidden=not known and is_hidden(self._record, name),
        )


def rows(table: Table, records: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    """`records` as rows of `table`, in their order."""
    return tuple(Row(table, record) for record in records)


def counted(things: Sequence[Any] | int, what: str) -> Fact:
    """How many of `what` there are."""
    return Fact(float(things if isinstance(things, int) else len(things)), f"count({what})")


def given(value: float | None, where: str) -> Fact:
    """A number that the edition's settings or the rules give."""
    return Fact(None if value is None or math.isnan(value) else float(value), where)


def total(facts: Iterable[Fact]) -> Fact:
    """The sum of `facts`; unknown ones add nothing, hidden ones hide it."""
    gathered = list(facts)
    hidden = any(fact.hidden for fact in gathered)
    return Fact(
        None if hidden else sum(fact.value or 0.0 for fact in gathered),
        "sum",
        hidden,
        tuple(fact.id for fact in gathered),
    )


def ratio(above: Fact, below: Fact, times: float = 1.0) -> Fact:
    """`above` / `below`; not known where `below` is zero or either is not known."""
    parts = (above.id, below.id)
    if above.hidden or below.hidden:
        return Fact(None, "ratio", hidden=True, parts=parts)
    value = times * above.value / below.value if above.value is not None and below.value else None
    return Fact(value, "ratio", parts=parts)


def difference(one: Fact, other: Fact) -> Fact:
    """`one` less `other`."""
    hidden = one.hidden or other.hidden
    value = one.value - other.value if one.value is not None and other.value is not None else None
    return Fact(None if hidden else value, "difference", hidden, (one.id, other.id))


def negative(fact: Fact) -> Fact:
    """The same number with its sign turned: a gap told as a surplus."""
    return Fact(None if fact.value is None else -fact.value, "negative", fact.hidden, (fact.id,))
