"""The published tables as workbook and open data print them: in one order, empty keys told, with status columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talentmap.model.taxonomy import Catalog
from talentmap.publish.labels import ALL, UNKNOWN
from talentmap.publish.released import Row, figure, is_known, rows_of
from talentmap.publish.terms import terms
from talentmap.tables.protected import Protected, bases_of
from talentmap.tables.published import Published, published
from talentmap.tables.schema import Column, Disclosure, Kind, Table

if TYPE_CHECKING:
    import pandas as pd

PRINTED_ZERO = "printed_as_zero"
_MEANS_ALL = ("chain_id", "tier", "stage")
_SUFFIX = "_status"


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A published table with its rows. `statuses` are columns that hold `c` where what rests on them is hidden.

    A key that was empty says `all` or `unknown`. PRINTED_ZERO, where there, names values above 0 that print as 0.
    """

    published: Published
    rows: Sequence[Row]
    statuses: tuple[Column, ...]

    @property
    def table(self) -> Table:
        """The table as declared, with the columns that leave the bureau."""
        return self.published.table

    def status_of(self, column: Column) -> tuple[str, ...]:
        """The status columns that tell whether a missing value of `column` is hidden."""
        if column.disclosure is not Disclosure.PROTECTED:
            return ()
        there = {status.name for status in self.statuses}
        return tuple(name for basis in bases_of(column.name) if (name := f"{basis}{_SUFFIX}") in there)


def tabulated(catalog: Catalog, shown: Protected) -> list[Tabulated]:
    """Every published table of `shown`."""
    return [_tabulated(found, frame, catalog) for found, frame in published(shown)]


def _tabulated(found: Published, frame: pd.DataFrame, catalog: Catalog) -> Tabulated:
    rows = [_named(row, found) for row in rows_of(frame)]
    prepare = _PREPARED.get(found.field)
    return Tabulated(found, prepare(rows, catalog) if prepare else rows, _statuses(found.table, list(frame.columns)))


def _named(row: Row, found: Published) -> dict[str, Any]:
    """The row with its empty keys told."""
    told = {}
    for column in found.table.columns:
        means_all = column.name in found.table.key or column.name in _MEANS_ALL
        if means_all and column.kind is Kind.TEXT and not is_known(row.get(column.name)):
            told[column.name] = UNKNOWN if column.name in found.unknown else ALL
    names = [column.name for column in found.table.columns if column.disclosure is Disclosure.PROTECTED]
    low = [name for name in str(row.get("low") or "").split("|") if name in names]
    return {**row, **told, PRINTED_ZERO: "|".join(low)}


def _statuses(table: Table, names: Sequence[str]) -> tuple[Column, ...]:
    """The status columns of a frame that tell of a released column, in the frame's order."""
    rest = {
        f"{basis}{_SUFFIX}" for c in table.columns if c.disclosure is Disclosure.PROTECTED for basis in bases_of(c.name)
    }
    declared = {column.name: column for column in table.columns}
    found = [_status(name, declared) for name in names if name.endswith(_SUFFIX) and name in rest]
    if "low" in names and "low" not in declared:
        words = "取整为0的列", "Columns whose value is above 0 and prints as 0, joined by |"
        found.append(Column(PRINTED_ZERO, Kind.TEXT, *words, disclosure=Disclosure.OPEN))
    return tuple(found)


def _status(name: str, declared: Mapping[str, Column]) -> Column:
    basis = name.removesuffix(_SUFFIX)
    zh = declared[basis].zh if basis in declared else basis
    words = f"保密状态：{zh}", f"c where {basis} and what rests on it is hidden"
    return Column(name, Kind.TEXT, *words, disclosure=Disclosure.OPEN)


def _indicators(rows: Iterable[Row], catalog: Catalog) -> list[Row]:
    """In the order of terms.yaml; each figure in the precision of its own unit, headcounts rounded."""
    place = {name: number for number, name in enumerate(terms("indicators"))}
    ordered = sorted(rows, key=lambda row: place.get(row["indicator_id"], len(place)))
    base = catalog.rules.disclosure.rounding
    return [{**row, **dict(zip(("value", "low", "high"), figure(row, base), strict=True))} for row in ordered]


def _placed(rows: Iterable[Row], _: Catalog) -> list[Row]:
    seen: dict[str, int] = {}
    placed: list[Row] = []
    for row in rows:
        seen[row["role_id"]] = seen.get(row["role_id"], 0) + 1
        placed.append({**row, "place": seen[row["role_id"]]})
    return placed


def _with_gap(rows: Iterable[Row], catalog: Catalog) -> list[Row]:
    told = [{**row, "gap": row["need"] - row["supply"] if _both(row) else None} for row in rows]
    return _by("district_id", "tier")(told, catalog)


def _both(row: Row) -> bool:
    return is_known(row["need"]) and is_known(row["supply"])


def _by(*keys: str) -> Callable[[Iterable[Row], Catalog], list[Row]]:
    """Rows in the order of these keys: as the catalog has them, the whole first, what is not known last."""

    def ordered(rows: Iterable[Row], catalog: Catalog) -> list[Row]:
        known = {"chain_id": catalog.chains, "tier": catalog.tiers, "district_id": catalog.districts}
        places = {key: {name: at for at, name in enumerate((ALL, *known.get(key, ())))} for key in keys}
        return sorted(rows, key=lambda row: tuple(places[key].get(row[key], len(places[key])) for key in keys))

    return ordered


def _largest(key: str, by: str) -> Callable[[Iterable[Row], Catalog], list[Row]]:
    """Rows in the order of `key`, within it the largest of `by` first and those without one last."""

    def ordered(rows: Iterable[Row], catalog: Catalog) -> list[Row]:
        sized = sorted(rows, key=lambda row: -row[by] if is_known(row[by]) else float("inf"))
        return _by(key)(sized, catalog)

    return ordered


_PREPARED: Mapping[str, Callable[[Iterable[Row], Catalog], list[Row]]] = {
    "indicators": _indicators,
    "groups": _by("chain_id", "tier"),
    "districts": _with_gap,
    "role_districts": _placed,
    "skills": _largest("chain_id", "gap"),
    "structure": lambda rows, catalog: sorted(_by("chain_id")(rows, catalog), key=lambda row: str(row["across"])),
    "pains": _largest("chain_id", "share"),
}
