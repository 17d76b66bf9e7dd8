"""Where tables live and run."""

from pathlib import Path

from talentmap.engine.base import Engine
from talentmap.engine.embedded import EmbeddedEngine
from talentmap.model.engine_choice import EngineChoice, EngineKind

__all__ = ["EmbeddedEngine", "Engine", "open_engine"]


def open_engine(choice: EngineChoice, folder: Path) -> Engine:
    """The chosen engine over the tables in `folder`; EnvironmentFault where it cannot be had on this machine."""
    if choice.kind is EngineKind.SPARK:
        from talentmap.engine.distributed import DistributedEngine  # noqa: PLC0415 - Spark comes with an extra

        return DistributedEngine.open_on(folder, choice.master, choice.memory)
    return EmbeddedEngine(folder, memory=choice.memory)
