"""Where tables live and run."""

from talentmap.engine.base import Engine
from talentmap.engine.embedded import EmbeddedEngine

__all__ = ["EmbeddedEngine", "Engine"]
