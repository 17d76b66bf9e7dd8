"""Where results are written: beside their final place, and moved there in one step when all is done."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self


class Beside:
    """A folder to build in. `publish()` puts it in the final place; leaving without it removes every trace."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.folder = final.with_name(f".{final.name}.building-{os.getpid()}")

    def __enter__(self) -> Self:
        """The folder, made anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self) -> None:
        """Move the finished folder to its final place; the former one goes only once the new one stands."""
        former = self.final.with_name(f".{self.final.name}.former-{os.getpid()}")
        if self.final.exists():
            self.final.rename(former)
        try:
            self.folder.rename(self.final)
        except OSError:
            if former.exists():
                former.rename(self.final)
            raise
        shutil.rmtree(former, ignore_errors=True)


class Workplace(Beside):
    """Where an edition is built, with its parts."""

    def __init__(self, output: Path, edition_id: str) -> None:
        super().__init__(output / edition_id)

    @property
    def internal(self) -> Path:
        """For the bureau alone: tables under pseudonyms, problems, the review queue."""
        return self.folder / "internal"

    @property
    def tables(self) -> Path:
        """Where the engine keeps its tables."""
        return self.internal / "tables"

    def __enter__(self) -> Self:
        """The workplace, made anew."""
        super().__enter__()
        self.tables.mkdir(parents=True)
        return self

    def publish(self) -> None:
        """Move the finished edition to its final place, without what the engine spilt."""
        shutil.rmtree(self.tables / "spill", ignore_errors=True)
        super().publish()
