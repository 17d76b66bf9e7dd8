"""Python's search for reference cycles, held off while many objects are made that hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Rows, lines and parsed titles are many and hold no cycles: to search them for some takes up to a quarter longer.

    Also a decorator. What was on before is on again afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
