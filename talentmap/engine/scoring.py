"""Scores batches in their order: the first few here, and many in one process a core."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

import pyarrow as pa

from talentmap.engine.base import Score
from talentmap.tables.schema import Table

FEW = 3
"""So many batches are scored before other processes would have started."""
_AHEAD = 2  # batches that wait for each process, so that none is idle and few are in memory

_score: Score | None = None


def scored(batches: Iterable[pa.RecordBatch], table: Table, score: Score) -> Iterator[pa.RecordBatch]:
    """What `score` makes of each batch, held to the shape of `table`."""
    waiting = iter(batches)
    first = list(islice(waiting, FEW + 1))
    if len(first) <= FEW or _cores() == 1:
        for batch in (*first, *waiting):
            yield from _rows(batch, table, score)
        return
    processes = _cores()
    spawned = multiprocessing.get_context("spawn")  # a fork would copy the engine's threads half-way
    with ProcessPoolExecutor(processes, spawned, initializer=_keep, initargs=(score,)) as pool:
        running: deque[Future[list[pa.RecordBatch]]] = deque()
        for batch in (*first, *waiting):
            if len(running) >= processes * (1 + _AHEAD):
                yield from running.popleft().result()
            running.append(pool.submit(_with_kept, batch, table))
        while running:
            yield from running.popleft().result()


def _rows(batch: pa.RecordBatch, table: Table, score: Score) -> list[pa.RecordBatch]:
    found: list[pa.RecordBatch] = table.conform(score(pa.Table.from_batches([batch]))).to_batches()
    return found


def _keep(score: Score) -> None:
    """Remember what this process does to every batch, and end with the process that started it, however that ends."""
    global _score  # noqa: PLW0603 - a process of the pool has no other place for what it was started with
    _score = score
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _with_kept(batch: pa.RecordBatch, table: Table) -> list[pa.RecordBatch]:
    if _score is None:
        raise RuntimeError("this process was started without anything to do")
    return _rows(batch, table, _score)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
