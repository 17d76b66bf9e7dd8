"""The seven steps as they happen."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from talentmap.cli.console import Lang, stderr
from talentmap.pipeline import STEPS

NAMES: Mapping[str, Mapping[str, str]] = {
    "zh": dict(
        zip(STEPS, ("接收问卷", "合并登记", "岗位匹配", "人工判定", "分析测算", "披露保护", "编印发布"), strict=True)
    ),
    "en": dict(
        zip(STEPS, ("intake", "registry", "matching", "review", "analysis", "disclosure", "publish"), strict=True)
    ),
}
_FIGURES_ZH = {
    "files": "文件",
    "rows_in": "读入",
    "used": "采用",
    "rejected": "退回",
    "duplicate": "重复",
    "enterprises": "企业",
    "records": "记录",
    "people": "人才",
    "stated": "企业自选",
    "decided": "人工判定",
    "accepted": "自动确认",
    "review": "待判定",
    "none": "目录外",
    "decisions": "已判定",
    "waiting": "待判定",
    "roles": "岗位",
    "items": "政策条目",
    "outside": "链外条目",
    "hidden": "隐去",
    "shown": "公布",
    "to_look_at": "请核对",
}


class SevenSteps:
    """An observer that shows one line a step, with a bar while it runs on a terminal."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(28), TimeElapsedColumn(), console=stderr, transient=True
        )
        self._task: TaskID | None = None
        self._started = 0.0

    def __enter__(self) -> SevenSteps:
        """The observer, its display started."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, step: str) -> None:
        """Open the line of a step."""
        self._started = time.monotonic()
        self._task = self._progress.add_task(self._title(step), total=None)

    def advance(self, done: int, total: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def end(self, step: str, figures: Mapping[str, int]) -> None:
        """Close the line with what came of the step."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        names = _FIGURES_ZH if self._lang is Lang.ZH else {}
        told = "  ".join(f"{names.get(name, name.replace('_', ' '))} {count:,}" for name, count in figures.items())
        seconds = time.monotonic() - self._started
        stderr.print(
            f"[green]✓[/] {self._title(step)}  [dim]{seconds:5.1f}s[/]  {told}", highlight=False, soft_wrap=True
        )

    def _title(self, step: str) -> str:
        return f"{STEPS.index(step) + 1}/7 {NAMES[self._lang][step]:<10}"


class Silent:
    """An observer that shows nothing, for machine-readable output."""

    def begin(self, step: str) -> None:
        """Say nothing."""

    def advance(self, done: int, total: int) -> None:
        """Say nothing."""

    def end(self, step: str, figures: Mapping[str, int]) -> None:
        """Say nothing."""
