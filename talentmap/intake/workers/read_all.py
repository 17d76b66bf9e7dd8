"""Every file's submission: from the cache where its content is known, else by the crew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.intake.desk import Desk
from talentmap.intake.files.opened import Refusal, content_of
from talentmap.intake.lines import Submission
from talentmap.intake.receive import Understood, failed, understood
from talentmap.intake.workers.cache import Kept, read_cache, write_cache
from talentmap.intake.workers.carry import unpack, unpack_sheets
from talentmap.intake.workers.crew import Crew, Order, Reply

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Received:
    """The submissions; `is_repeatable` where no verdict hung on this machine's memory or time."""

    submissions: list[Submission]
    is_repeatable: bool


def read_all(orders: Sequence[Order], desk: Desk, advance: Advance) -> Received:
    """The submission of each order, every file read, in the order in which they were ready."""
    return _read(orders, desk, advance, {}, {})


def read_changed(orders: Sequence[Order], desk: Desk, advance: Advance, folder: Path, mark: str) -> Received:
    """The submission of each order; files that the cache folder knows under this fingerprint are not read again."""
    known = read_cache(folder, mark)
    kept: dict[str, Kept] = {}
    received = _read(orders, desk, advance, known, kept)
    if kept != known:
        write_cache(folder, mark, kept)
    return received


def _read(
    orders: Sequence[Order], desk: Desk, advance: Advance, known: dict[str, Kept], kept: dict[str, Kept]
) -> Received:
    """Read what is not `known`; all that may be known the next time goes into `kept`."""
    submissions: list[Submission] = []
    missing: list[Order] = []
    for order in orders:
        entry = known.get(order.file)
        if entry is not None and entry.sha256 == digest_of(order.path):
            kept[order.file] = entry
            submissions.append(unpack(entry.data))
            advance(len(submissions), len(orders))
        else:
            missing.append(order)
    for reply in _replies(missing, desk):
        submission = unpack(reply.data) if reply.data else failed(reply.order.path, reply.order.file, reply.failure)
        submissions.append(submission)
        if reply.data and submission.sha256:
            kept[reply.order.file] = Kept(submission.sha256, reply.data)
        advance(len(submissions), len(orders))
    return Received(submissions, len(kept) == len(orders))


def reread(path: Path, file: str, desk: Desk, crew: Crew) -> Understood | None:
    """What a file says, read once more for what is written back to its firm; None where it cannot be read."""
    (reply,) = crew.read([Order(path, file, wants="sheets")])
    return understood(unpack_sheets(reply.data), file, desk) if reply.data else None


def digest_of(path: Path) -> str:
    """The hash of a file's content, '' where it cannot be read."""
    try:
        return hashlib.sha256(content_of(path)).hexdigest()
    except Refusal:
        return ""


def _replies(orders: Sequence[Order], desk: Desk) -> Iterator[Reply]:
    if orders:
        with Crew(desk) as crew:
            yield from crew.read(orders)
