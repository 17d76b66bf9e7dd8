"""A crew of child processes that read survey files on all cores; a file that kills or stalls one costs only itself."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.intake.desk import Desk
from talentmap.intake.workers.worker import READY, failure_in, read_frame, write_frames

_START = "import sys; sys.path.insert(0, sys.argv[1]); from talentmap.intake.workers.worker import main; main()"
_PACKAGES = Path(__file__).resolve().parents[3]
_MEMORY_MB = 900
_SECONDS = 25.0
_GRACE_SECONDS = 3.0  # for a worker that could not stop itself
_START_SECONDS = 60.0
_LEAVE_SECONDS = 1.0
_AHEAD = 6  # requests on their way to a worker, so that it never waits; no more than a pipe holds, whatever their paths
_FILES_EACH = 8  # fewer are not worth another process
_FORKS = hasattr(os, "fork")


@dataclass(frozen=True, slots=True)
class Order:
    """A file to read, the name by which tables and problems call it, and what is wanted of it."""

    path: Path
    file: str
    wants: Literal["submission", "sheets"] = "submission"


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of an order: the packed submission or sheets, or why there is none (crash, time, memory, cells)."""

    order: Order
    data: bytes = b""
    failure: str = ""


class Crew:
    """Reads files in child processes that share the work; replies come as they are ready.

    A file is condemned for a crash or its memory only by a process that read nothing before it: no verdict depends on
    which file came first.
    """

    def __init__(self, desk: Desk, workers: int = 0, seconds: float = _SECONDS, memory_mb: int = _MEMORY_MB) -> None:
        self._desk = pickle.dumps(desk)
        self._workers = workers or _cores()
        self._caps = (str(seconds), str(memory_mb))
        self._patience = seconds + _GRACE_SECONDS
        self._hands: set[_Hand] = set()
        self._idle: list[_Hand] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def __enter__(self) -> Crew:
        self._run(self._watch)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed.set()
            for hand in self._idle:
                hand.let_go()
            for hand in self._hands:
                hand.kill()
        for thread in self._threads:
            thread.join()
        for hand in self._hands:
            hand.stop()

    def _run(self, work: Callable[..., None], *what: object) -> None:
        thread = threading.Thread(target=work, args=what, daemon=True)
        self._threads.append(thread)
        thread.start()

    def read(self, orders: Sequence[Order]) -> Iterator[Reply]:
        """One reply for each order. EnvironmentFault where no process can be started."""
        tasks: queue.SimpleQueue[Order] = queue.SimpleQueue()
        for order in orders:
            tasks.put(order)
        replies: queue.SimpleQueue[Reply | EnvironmentFault | None] = queue.SimpleQueue()
        working = min(self._workers, -(-len(orders) // _FILES_EACH))
        ahead = min(_AHEAD, -(-len(orders) // max(2 * working, 1)))
        for _ in range(working):
            self._run(self._work, tasks, replies, ahead)
        while working:
            reply = replies.get()
            if isinstance(reply, EnvironmentFault):
                raise reply
            if reply is None:
                working -= 1
            else:
                yield reply

    def _work(
        self, tasks: queue.SimpleQueue[Order], replies: queue.SimpleQueue[Reply | EnvironmentFault | None], ahead: int
    ) -> None:
        try:
            with _Shift(self, tasks, ahead) as shift:
                for reply in shift.replies():
                    replies.put(reply)
        except EnvironmentFault as fault:
            replies.put(fault)
        finally:
            replies.put(None)

    def hire(self) -> _Hand:
        """A process that nobody else uses, known to the watch until it is dismissed."""
        with self._lock:
            if self._closed.is_set():
                raise EnvironmentFault(
                    both("Reading was stopped.", "读取已中止。"), both("Run the command again.", "请重新运行命令。")
                )
            if self._idle:
                return self._idle.pop()
            hand = _Hand(self._desk, self._caps)
            self._hands.add(hand)
            return hand

    def release(self, hand: _Hand) -> None:
        """Keep a process for the next that asks."""
        with self._lock:
            self._idle.append(hand)

    def dismiss(self, hand: _Hand) -> None:
        """End a process."""
        with self._lock:
            self._hands.discard(hand)
        hand.stop()

    def _watch(self) -> None:
        while not self._closed.wait(min(self._patience / 4, 1.0)):
            with self._lock:
                for hand in self._hands:
                    hand.stop_if_late(self._patience)


class _Shift:
    """What one thread does with one process after another: keeps requests ahead of it and takes its replies."""

    def __init__(self, crew: Crew, tasks: queue.SimpleQueue[Order], ahead: int) -> None:
        self._crew = crew
        self._tasks = tasks
        self._most = ahead
        self._hand = crew.hire()
        self._ahead: deque[Order] = deque()

    def __enter__(self) -> _Shift:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and not self._ahead:
            self._crew.release(self._hand)
        else:
            self._crew.dismiss(self._hand)

    def replies(self) -> Iterator[Reply]:
        again: list[Order] = []
        while self._send_ahead():
            reply = self._take()
            if reply.failure in ("crash", "memory"):
                again.append(reply.order)
            else:
                yield reply
        for order in again:
            self._start_afresh()
            self._send([order])
            yield self._take()

    def _send_ahead(self) -> bool:
        if 2 * len(self._ahead) <= self._most:
            orders: list[Order] = []
            with contextlib.suppress(queue.Empty):
                while len(self._ahead) + len(orders) < self._most:
                    orders.append(self._tasks.get_nowait())
            self._send(orders)
        return bool(self._ahead)

    def _send(self, orders: Sequence[Order]) -> None:
        self._ahead += orders
        self._hand.send(orders)

    def _take(self) -> Reply:
        order = self._ahead[0]
        try:
            data = self._hand.receive()
        except (OSError, EOFError, ValueError):
            failure = "time" if self._hand.late else "crash"
            self._ahead.popleft()
            self._replace()
            return Reply(order, failure=failure)
        self._ahead.popleft()
        failure = failure_in(data)
        return Reply(order, failure=failure) if failure else Reply(order, data)

    def _start_afresh(self) -> None:
        if _FORKS:
            self._hand.make_way()
        else:
            self._replace()

    def _replace(self) -> None:
        """Another process in the place of one that is gone; what was on its way is sent again."""
        self._crew.dismiss(self._hand)
        self._hand = self._crew.hire()
        self._hand.send(self._ahead)


class _Hand:
    """One child process; `late` once it was stopped for taking too long."""

    def __init__(self, desk: bytes, caps: tuple[str, str]) -> None:
        self.late = False
        self._ready = False
        self._since: float | None = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own code, no shell
            [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_PACKAGES), *caps],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
            start_new_session=True,
        )
        self._write(desk)

    def send(self, orders: Iterable[Order]) -> None:
        """Ask for files, in one message."""
        self._write(*map(_request, orders))

    def make_way(self) -> None:
        """Let the process that reads be followed by one that read nothing yet."""
        self._write(b"")

    def _write(self, *messages: bytes) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # that it is gone shows when its reply is due
                write_frames(self._process.stdin, *messages)

    def receive(self) -> bytes:
        """The reply to the oldest request. OSError or EOFError where the process is gone."""
        if not self._ready:
            self._await_start()
        self._since = time.monotonic()
        data = self._read()
        self._since = None
        return data

    def _await_start(self) -> None:
        try:
            self._ready = self._read() == READY
        except (OSError, EOFError):
            self._ready = False
        if not self._ready:
            raise EnvironmentFault(
                both("The process that reads survey files does not start.", "读取问卷的进程无法启动。"),
                both(
                    "Run `talentmap doctor`; is there memory left?", "请运行 `talentmap doctor`，并查看内存是否充足。"
                ),
            )

    def _read(self) -> bytes:
        data = None if self._process.stdout is None else read_frame(self._process.stdout)
        if data is None:
            raise EOFError
        return data

    def stop_if_late(self, patience: float) -> None:
        limit = patience if self._ready else max(patience, _START_SECONDS)
        if self._since is not None and time.monotonic() - self._since > limit:
            self.late = True
            self.kill()

    def let_go(self) -> None:
        """End a process that has nothing to do by ending its input, which tells it that no more is to come."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVE_SECONDS)

    def stop(self) -> None:
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def kill(self) -> None:
        if not _FORKS:
            self._process.kill()
        elif self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _request(order: Order) -> bytes:
    asked = json.dumps([str(order.path), order.file, order.wants], ensure_ascii=False)
    return asked.encode("utf-8", "surrogatepass")


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 2
