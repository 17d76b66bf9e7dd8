"""A Spark session set up so that its results equal the embedded engine's, on one machine or on a cluster."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from talentmap.bilingual import both
from talentmap.engine.java import java_home
from talentmap.errors import EnvironmentFault

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_LOOPBACK = re.compile(r"local(\[|$)|spark://(127\.|localhost|\[::1\])")


def spark_session(master: str, memory: str, settings: Mapping[str, str] | None = None) -> SparkSession:
    """A session on `master`; `memory` is the driver's and each executor's. EnvironmentFault without Spark or Java.

    On this machine alone (`local[…]`, or a master on loopback) nothing listens on the network. Whatever `settings` or
    the cluster's spark-defaults.conf say beyond that holds.
    """
    if not find_spec("pyspark"):
        raise EnvironmentFault(
            both("Apache Spark is not installed.", "没有安装 Apache Spark。"),
            both('Run: pip install "talentmap[spark]"', '请运行：pip install "talentmap[spark]"'),
        )
    os.environ["JAVA_HOME"] = str(java_home())
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Spark's remark on new versions of pandas: no pandas crosses this border.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    builder = SparkSession.builder.master(master).appName("talentmap")
    for name, value in {**_settings(master, memory), **(settings or {})}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def active_session() -> SparkSession | None:
    """The session that stands in this process, None where there is none."""
    if "pyspark" not in sys.modules:
        return None
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    return SparkSession.getActiveSession()


def _settings(master: str, memory: str) -> dict[str, str]:
    common = {
        "spark.driver.memory": spark_size(memory),
        "spark.driver.maxResultSize": spark_size(memory),
        "spark.executor.memory": spark_size(memory),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.parquet.compression.codec": "snappy",
        "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if not _LOOPBACK.match(master):
        return common
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    return common | {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
    }


def spark_size(memory: str) -> str:
    """A size as Spark writes it: 2GB is 2g, 512MB is 512m."""
    found = re.fullmatch(r"\s*(\d+)\s*([KMGT])i?B?\s*", memory, re.IGNORECASE)
    if not found:
        raise EnvironmentFault(
            both(f"{memory} is no size of memory.", f"{memory} 不是内存大小。"),
            both("Write for instance 2GB or 512MB.", "请写成 2GB 或 512MB 的样子。"),
        )
    return found[1] + found[2].lower()
