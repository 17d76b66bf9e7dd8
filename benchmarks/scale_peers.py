"""The aggregation as somebody would write it by hand: DuckDB SQL, and a plain pandas script. Same tables, same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from talentmap.model.taxonomy import Catalog

Rows = list[tuple[object, ...]]
KEYS = ("chain_id", "segment_id", "role_id", "tier", "district_id")

_SQL = """
with need_by_firm as (
  select {keys}, enterprise_id, sum(headcount * weight) as need
  from read_parquet('{folder}/posts.parquet') group by all having sum(headcount * weight) > 0
), need as (
  select {keys}, sum(need) as need, count(*) as enterprises, max(need) as largest from need_by_firm group by all
), supply as (
  select r.chain_id, r.segment_id, p.role_id, p.tier, coalesce(q.district_id, '') as district_id,
         sum(p.weight) as supply, count(distinct p.person_id) as people
  from read_parquet('{folder}/person_roles.parquet') p
  join read_parquet('{folder}/people.parquet') q using (person_id) join roles r using (role_id)
  where q.available <> '' group by all
)
select {keys}, coalesce(need, 0), coalesce(enterprises, 0), coalesce(largest / need, 0), coalesce(supply, 0),
       coalesce(people, 0)
from need full join supply using ({keys}) order by all
"""


def by_sql(folder: Path, catalog: Catalog) -> Rows:
    """The cells by hand-written SQL."""
    import duckdb  # noqa: PLC0415 - the memory of each peer is its own

    connection = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")})
    connection.execute("create table roles (role_id varchar, chain_id varchar, segment_id varchar)")
    rows = [(role.id, role.chain_id, role.segment) for role in catalog.roles.values()]
    connection.executemany("insert into roles values (?, ?, ?)", rows)
    found: Rows = connection.sql(_SQL.format(folder=folder, keys=", ".join(KEYS))).fetchall()
    return found


def by_pandas(folder: Path, catalog: Catalog) -> Rows:
    """The cells by a plain pandas script."""
    import pandas as pd  # noqa: PLC0415 - as above

    keys = list(KEYS)
    posts = pd.read_parquet(folder / "posts.parquet")
    posts["need"] = posts["headcount"] * posts["weight"]
    firms = posts.groupby([*keys, "enterprise_id"], as_index=False)["need"].sum()
    need = firms[firms["need"] > 0].groupby(keys)["need"].agg(need="sum", enterprises="size", largest="max")
    roles = pd.DataFrame(
        [(role.id, role.chain_id, role.segment) for role in catalog.roles.values()],
        columns=["role_id", "chain_id", "segment_id"],
    )
    placed = pd.read_parquet(folder / "person_roles.parquet").merge(
        pd.read_parquet(folder / "people.parquet"), on="person_id", suffixes=("", "_of_employer")
    )
    placed = placed[placed["available"] != ""].drop(columns="chain_id").merge(roles, on="role_id")
    supply = placed.groupby(keys).agg(supply=("weight", "sum"), people=("person_id", "nunique"))
    both = need.join(supply, how="outer").fillna(0).reset_index()
    both["top_share"] = (both["largest"] / both["need"]).fillna(0)
    columns = [*keys, "need", "enterprises", "top_share", "supply", "people"]
    return sorted(both[columns].itertuples(index=False, name=None))


PEERS: Mapping[str, Callable[[Path, Catalog], Rows]] = {"DuckDB SQL": by_sql, "pandas": by_pandas}


def agreed(one: Rows, other: Rows) -> bool:
    """Whether two results are the same rows: keys and counts equal, amounts to a millionth of a person."""
    return len(one) == len(other) and all(
        a[:5] == b[:5]
        and all(abs(float(x) - float(y)) < 1e-6 * max(1.0, abs(float(y))) for x, y in zip(a[5:], b[5:], strict=True))  # type: ignore[arg-type]  # the rest are numbers
        for a, b in zip(one, other, strict=True)
    )
