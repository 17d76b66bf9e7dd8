"""A bar over the files that are read."""

from __future__ import annotations

from types import TracebackType

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from talentmap.cli.console import stderr


class FileBar:
    """Shows how many files of how many are read, and is gone when they are; nothing where `silent` or no terminal."""

    def __init__(self, silent: bool) -> None:
        columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(28), TimeElapsedColumn())
        self._progress = Progress(*columns, console=stderr, transient=True, disable=silent or not stderr.is_terminal)
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> FileBar:
        """The bar, shown."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def advance(self, done: int, total: int) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=done, total=total)
