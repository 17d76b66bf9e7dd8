"""Which engine works out the tables of a run, as chosen on the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault


class EngineKind(StrEnum):
    """The engines there are."""

    EMBEDDED = "embedded"  # DuckDB in this process
    SPARK = "spark"  # Apache Spark on a master


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine, the memory it may take, and for Spark its master: `local[2]`, `spark://host:7077`, `yarn`."""

    kind: EngineKind = EngineKind.EMBEDDED
    memory: str = "2GB"
    master: str = "local[*]"

    def __post_init__(self) -> None:
        """EnvironmentFault where the memory is no size."""
        if not re.fullmatch(r"[1-9]\d*\s*[KMGT]i?B", self.memory, re.IGNORECASE):
            raise EnvironmentFault(
                both(f"{self.memory} is no size of memory.", f"{self.memory} 不是内存大小。"),
                both("Write for instance 2GB or 512MB.", "请写成 2GB 或 512MB 的样子。"),
            )
