"""The engines on which tests run: embedded always, and under the marker `spark` a real standalone cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from spark_cluster import Cluster, standalone_cluster

from talentmap.engine.session import spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a test ends before thorough compilation would pay
SETTINGS = {
    "spark.driver.extraJavaOptions": _QUICK_START,
    "spark.executor.extraJavaOptions": _QUICK_START,
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.files.openCostInBytes": "134217728",  # many small tables: a task each would cost more than it does
    "spark.sql.adaptive.enabled": "false",  # it looks at a query stage by stage, which tables of some rows do not need
    "spark.executorEnv.PYTHONPATH": os.pathsep.join(path for path in sys.path if path),  # what tests send to workers
}


@dataclass(frozen=True, slots=True)
class Spark:
    """A running cluster and the one session that all tests share."""

    cluster: Cluster
    session: SparkSession


@contextmanager
def running_spark(folder: Path) -> Iterator[Spark]:
    """A master and two workers, each with one core and 1 GB."""
    with standalone_cluster(folder) as cluster:
        session = spark_session(cluster.master, "1GB", SETTINGS)
        try:
            yield Spark(cluster, session)
        finally:
            session.stop()


def doubled(table: pa.Table) -> pa.Table:
    """Every row of a table with columns k, j, x twice, and a column more."""
    again = table.set_column(1, "j", pc.add(table["j"], 100))
    both = pa.concat_tables([table, again])
    return both.append_column("ignored", pa.nulls(both.num_rows))
