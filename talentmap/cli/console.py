"""What commands print with: a console that no code page can break, and the words of both languages."""

from __future__ import annotations

import locale
import os
import sys
from enum import StrEnum

from rich.console import Console

stdout = Console()
stderr = Console(stderr=True)


def say(line: object) -> None:
    """Print a line as it is: no wrapping, no colours, and no part of it taken for markup."""
    stdout.print(str(line), highlight=False, markup=False, soft_wrap=True)


class Lang(StrEnum):
    """A language of the console."""

    ZH = "zh"
    EN = "en"


def default_lang() -> Lang:
    """The console's language: Chinese where the user's locale is Chinese, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return Lang.ZH if spoken.lower().startswith(("zh", "chinese")) else Lang.EN


def use_utf8() -> None:
    """Let a console that cannot show a character show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
