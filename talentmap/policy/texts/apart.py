"""Reads one file in a child process whose time and memory are capped: what hurts the reader hurts nobody else.

Word, PDF and HTML files come from outside and meet large parsers. The child knows nothing but the path it is given and
answers in JSON; where it dies, is late or grows too large, that is the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from talentmap.policy.texts.reading import Reading, TextFault

_START = "import sys; sys.path.insert(0, sys.argv[1]); from talentmap.policy.texts.apart import main; main()"
_PACKAGES = Path(__file__).resolve().parents[3]
_SECONDS = 30.0
_MEMORY_MB = 900


def read_apart(path: Path, seconds: float = _SECONDS, memory_mb: int = _MEMORY_MB) -> Reading:
    """What the reader of its kind makes of the file at `path`; TextFault where it comes to nothing."""
    try:
        run = subprocess.run(  # noqa: S603 - our own code, no shell
            [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_PACKAGES), str(path.resolve()), str(memory_mb)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={"PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise TextFault("slow", f"reading took more than {seconds:g} seconds") from late
    try:
        answer = json.loads(run.stdout)
    except ValueError as fault:
        raise TextFault("damaged", "the reader broke down over it") from fault
    if "fault" in answer:
        raise TextFault(answer["fault"], answer["cause"])
    return Reading(tuple(answer["paragraphs"]), answer["pages"], tuple(answer["textless"]))


def main() -> None:
    """Read the file that the arguments name and print what it holds as JSON."""
    path, memory_mb = Path(sys.argv[2]), int(sys.argv[3])
    answer: dict[str, object]
    try:
        from talentmap.policy.texts.kinds import reader_of  # noqa: PLC0415 - what is loaded counts as memory

        read, content = reader_of(path), path.read_bytes()
        _cap(memory_mb)
        reading = read(content)
        answer = {"paragraphs": reading.paragraphs, "pages": reading.pages, "textless": reading.textless_pages}
    except TextFault as fault:
        answer = {"fault": fault.code, "cause": fault.cause}
    except (MemoryError, RecursionError) as fault:
        answer = {"fault": "large", "cause": type(fault).__name__}
    sys.stdout.write(json.dumps(answer))


def _cap(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
