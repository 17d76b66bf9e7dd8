"""How a value from a file may be shown in a problem: short, visible, and without personal numbers."""

from __future__ import annotations

import re
import unicodedata

from talentmap.text import remembered, squeeze, visible

_SHOWN_MAX = 40
_HINT = re.compile(r"\d(?:\D?\d){10}|[@＠]")
_GAP = r"[ \-‐-―−.]?"
_RESIDENT_ID = re.compile(rf"(?<![0-9A-Za-z])(?:\d{_GAP}){{17}}[0-9Xx](?![0-9A-Za-z])")
_OLD_RESIDENT_ID = re.compile(r"(?<![0-9A-Za-z])\d{6}\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}(?![0-9])")
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")


def mask(text: str) -> str:
    """`text` with resident IDs, mobile numbers and mail addresses replaced by stars; other text is untouched."""
    if not is_personal(text):
        return text
    folded = unicodedata.normalize("NFKC", text)
    return _MAIL.sub("***@***", _MOBILE.sub("1**********", _mask_ids(folded)))


def is_personal(text: str) -> bool:
    """True where `text` holds a number or address that `mask` would hide."""
    return bool(_HINT.search(text)) and _looks_personal(unicodedata.normalize("NFKC", text))


def shown(value: object) -> str:
    """`value` as a problem may show it: one line, masked, cut to 40 characters."""
    if value is None:
        return ""
    return _shown(str(value))


@remembered
def _shown(text: str) -> str:
    text = squeeze(mask(visible(text)))
    return text if len(text) <= _SHOWN_MAX else text[: _SHOWN_MAX - 1] + "…"


def shown_path(name: str) -> str:
    """A file's name that is safe to print and store: hidden characters and broken bytes are spelled out."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if text.isprintable() and visible(text) == text:
        return text
    return "".join(
        character if visible(character) and character not in "\t\n\r" else f"\\u{ord(character):04x}"
        for character in text
    )


def _looks_personal(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_RESIDENT_ID, _OLD_RESIDENT_ID, _MOBILE, _MAIL))


def _mask_ids(text: str) -> str:
    return _OLD_RESIDENT_ID.sub("***************", _RESIDENT_ID.sub("******************", text))
