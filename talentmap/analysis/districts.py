"""Where a district's need differs from the region's: location quotients by chain and by role."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from talentmap.analysis.balance import need_by
from talentmap.analysis.measures.structure import location_quotient
from talentmap.engine import Engine
from talentmap.tables.measures import LOCATION_QUOTIENTS


def location_quotients(engine: Engine) -> pd.DataFrame:
    """The chains of the table LOCATION_QUOTIENTS, which is stored with its roles too: what each district asks for.

    Posts whose district is not known count on neither side; need without a role counts in its chain. Roles by district
    stay in the bureau: nearly each of them rests on one or two enterprises.
    """
    parts = [_quotients(engine, ("chain_id",)).assign(role_id=""), _quotients(engine, ("chain_id", "role_id"))]
    found = pd.concat([parts[0], parts[1][parts[1]["role_id"] != ""]], ignore_index=True)
    found = found.sort_values(list(LOCATION_QUOTIENTS.key), ignore_index=True)[list(LOCATION_QUOTIENTS.names)]
    schema = LOCATION_QUOTIENTS.arrow_schema
    engine.write(LOCATION_QUOTIENTS, pa.Table.from_pandas(found, schema=schema, preserve_index=False))
    return found[found["role_id"] == ""].reset_index(drop=True)


def _quotients(engine: Engine, what: tuple[str, ...]) -> pd.DataFrame:
    keys = ("district_id", *what)
    need: pd.DataFrame = engine.collect(need_by(engine, keys), keys).to_pandas()
    need = need[need["district_id"] != ""]
    here_all = need.groupby("district_id")["need"].transform("sum")
    region = need.groupby(list(what))["need"].transform("sum")
    return need.assign(lq=location_quotient(need["need"], here_all, region, need["need"].sum()))
