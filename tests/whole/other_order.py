"""`python other_order.py ARGUMENTS`: talentmap on a machine that lists every folder the other way round."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

_listed, _scanned = os.listdir, os.scandir


def _listdir(path: Any = ".") -> list[Any]:
    return sorted(_listed(path), reverse=True)


class _Scanned:
    """What `os.scandir` gives: entries, closed by hand or by `with`."""

    def __init__(self, path: Any = ".") -> None:
        with _scanned(path) as entries:
            self._entries = sorted(entries, key=lambda entry: str(entry.name), reverse=True)

    def __iter__(self) -> Iterator[os.DirEntry[Any]]:
        return iter(self._entries)

    def __next__(self) -> os.DirEntry[Any]:
        if not self._entries:
            raise StopIteration
        return self._entries.pop(0)

    def __enter__(self) -> _Scanned:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is left open."""


if __name__ == "__main__":
    os.listdir, os.scandir = _listdir, _Scanned  # type: ignore[assignment]  # the same calls, another order
    from talentmap.cli.app import main

    sys.argv[0] = "talentmap"
    sys.exit(main())
