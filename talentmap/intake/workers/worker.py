"""A child process that reads survey files: the only place where a file from outside meets a parser.

It knows nothing of its parent but what it is sent: first the desk (pickled by the parent, whom it trusts), then one
request for each file; it answers each with a submission or with bare cells in JSON, or with the reason why not. Where
the system can fork, the process keeps itself clean and lets a copy of itself do the reading: the copy's memory and time
are capped, and when it dies the next one is there in milliseconds, with catalog and vocabulary in place.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import pickle
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Protocol

from talentmap.intake.desk import Desk
from talentmap.intake.files.opened import Refusal, content_of, sheets_in
from talentmap.intake.findings import Findings
from talentmap.intake.receive import receive
from talentmap.intake.workers.carry import pack, pack_sheets

READY = b"ready"
_REPLY_MAX = 96 * 2**20
_SEARCHED_EVERY = 500
_FAILURE = b"!"
_MEMORY, _CRASH, _TIME, _CELLS = (_FAILURE + reason for reason in (b"memory", b"crash", b"time", b"cells"))


class Flag(Protocol):
    """A byte that parent and copy share: 1 while a request is being answered."""

    def __setitem__(self, index: int, value: int, /) -> None:
        """Set the byte."""


def main() -> None:
    """Serve until the input ends: `worker.py SECONDS MEGABYTES`, requests on stdin, replies on stdout."""
    seconds, megabytes = float(sys.argv[2]), int(sys.argv[3])
    inbox, outbox = _private_streams()
    desk: Desk = pickle.loads(read_frame(inbox) or b"")  # noqa: S301 - from the parent, see above
    desk.prepare()
    gc.disable()
    _search_for_cycles()
    write_frames(outbox, READY)
    if hasattr(os, "fork"):
        _keep(desk, inbox, outbox, (seconds, megabytes))
    else:
        _serve(desk, inbox, outbox, bytearray(1))


def _private_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, out of reach of whatever a parser prints."""
    inbox = os.fdopen(os.dup(0), "rb", buffering=0)
    outbox = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return inbox, outbox


def _keep(desk: Desk, inbox: IO[bytes], outbox: IO[bytes], caps: tuple[float, int]) -> None:
    """Let one copy after the other serve; answer in the place of one that died over a file."""
    seconds, megabytes = caps
    busy = mmap.mmap(-1, 1)
    while True:
        copy = os.fork()
        if copy == 0:
            _cap(megabytes)
            os._exit(0 if _serve(desk, inbox, outbox, busy, seconds) else 1)
        _, status = os.waitpid(copy, 0)
        if status == 0:
            return
        if busy[0]:
            late = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            write_frames(outbox, _TIME if late else _CRASH)
            busy[0] = 0


def _serve(desk: Desk, inbox: IO[bytes], outbox: IO[bytes], busy: Flag, seconds: float = 0) -> bool:
    """Answer requests; True when the input has ended, False where this process has to make way for a fresh one."""
    served = 0
    while (request := read_frame(inbox)) is not None:
        if not request:
            return False
        busy[0] = 1
        if seconds:
            signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles it: the system ends the process
        reply = _answer(request, desk)
        if seconds:
            signal.setitimer(signal.ITIMER_REAL, 0)
        write_frames(outbox, reply)
        busy[0] = 0
        if reply is _MEMORY:
            return False
        served += 1
        if served % _SEARCHED_EVERY == 0:
            _search_for_cycles()
    return True


def _search_for_cycles() -> None:
    """Clear what refers to itself, which a file leaves behind only when it fails, and pass over all that is left."""
    gc.collect()
    gc.freeze()


def _answer(request: bytes, desk: Desk) -> bytes:
    path, file, wants = json.loads(request)
    try:
        reply = _sheets(Path(path)) if wants == "sheets" else pack(receive(Path(path), file, desk))
    except MemoryError:
        return _MEMORY
    return reply if len(reply) <= _REPLY_MAX else _CELLS


def _sheets(path: Path) -> bytes:
    try:
        return pack_sheets(sheets_in(content_of(path), path.name, Findings(""))[0])
    except Refusal:
        return pack_sheets(())


def failure_in(reply: bytes) -> str:
    """Why a reply holds no submission, '' where it holds one."""
    return reply[1:].decode() if reply.startswith(_FAILURE) else ""


def _cap(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next message, None where the stream has ended; EOFError where it ends within one."""
    head = _exactly(stream, 8)
    return None if not head else _exactly(stream, struct.unpack("<Q", head)[0])


def write_frames(stream: IO[bytes], *messages: bytes) -> None:
    """Send messages, all at once."""
    rest = memoryview(b"".join(part for data in messages for part in (struct.pack("<Q", len(data)), data)))
    while rest:
        rest = rest[stream.write(rest) or 0 :]


def _exactly(stream: IO[bytes], length: int) -> bytes:
    pieces: list[bytes] = []
    while length:
        piece = stream.read(min(length, 2**20))
        if not piece:
            if pieces:
                raise EOFError
            return b""
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
