"""A crew of child processes that open workbooks, each replaced when it crashes, hangs or grows too large."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any

_WORKER = Path(__file__).with_name("worker.py")
_MEMORY_MB = 900
_SECONDS = 25.0
_REPLY_MAX = 128 * 2**20


class WorkerFault(Exception):
    """A workbook could not be read: `reason` is crash, time, memory, cells, or the reader's own fault."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Crew:
    """Opens workbooks in child processes, one for each thread that asks."""

    def __init__(self, seconds: float = _SECONDS, memory_mb: int = _MEMORY_MB) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._local = threading.local()
        self._lock = threading.Lock()
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            for process in self._running:
                _end(process)
            self._running.clear()

    def open_workbook(self, path: Path) -> list[dict[str, Any]]:
        """The raw sheets of a workbook. WorkerFault says why there are none; the next file gets a fresh process."""
        process = self._worker()
        late = threading.Event()
        timer = threading.Timer(self._seconds, _stop, (process, late))
        timer.start()
        try:
            reply = _ask(process, path)
        except (OSError, EOFError, ValueError) as fault:
            self._dismiss(process)
            raise WorkerFault("time" if late.is_set() else "crash") from fault
        finally:
            timer.cancel()
        if "failure" in reply:
            if reply["failure"] == "memory":
                self._dismiss(process)
            raise WorkerFault(str(reply["failure"]))
        sheets: list[dict[str, Any]] = reply["sheets"]
        return sheets

    def _worker(self) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] | None = getattr(self._local, "process", None)
        if process is None or process.poll() is not None:
            process = subprocess.Popen(  # noqa: S603 - our own script, no shell
                [sys.executable, "-I", str(_WORKER), str(self._memory_mb)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""), "PYTHONUTF8": "1"},
            )
            self._local.process = process
            with self._lock:
                self._running.append(process)
        return process

    def _dismiss(self, process: subprocess.Popen[bytes]) -> None:
        _end(process)
        self._local.process = None
        with self._lock, contextlib.suppress(ValueError):
            self._running.remove(process)


def _ask(process: subprocess.Popen[bytes], path: Path) -> dict[str, Any]:
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise OSError("the worker has no pipes")
    stdin.write(json.dumps(str(path)).encode() + b"\n")
    stdin.flush()
    (length,) = struct.unpack("<Q", _exactly(stdout, 8))
    if length > _REPLY_MAX:
        raise ValueError("reply too long")
    reply: dict[str, Any] = json.loads(_exactly(stdout, length))
    return reply


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
