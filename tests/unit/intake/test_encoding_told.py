from __future__ import annotations

import contextlib
import random

import pytest
from opencc import OpenCC

from benchmarks.intake_encodings import ENCODINGS, KINDS
from talentmap.encoding import UnknownEncoding, decode, looks_like_utf_16


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"scrap"}))
@pytest.mark.parametrize("script", ["simplified", "traditional"])
def test_every_table_is_read_as_it_was_written(kind: str, script: str) -> None:
    dice = random.Random(f"{kind} {script}")  # noqa: S311 - the same texts every time
    convert = OpenCC("s2tw").convert if script == "traditional" else str
    for encode in ENCODINGS.values():
        for _ in range(8):
            text = convert(KINDS[kind](dice))
            try:
                content = encode(text)
            except UnicodeEncodeError:
                continue
            assert decode(content)[0] == text


def test_a_scrap_is_rather_refused_than_read_wrong() -> None:
    dice = random.Random(5)  # noqa: S311 - the same texts every time
    for encoding in ("gbk", "gb18030", "big5", "utf-8"):
        for _ in range(300):
            text = KINDS["scrap"](dice)
            with contextlib.suppress(UnknownEncoding, UnicodeEncodeError):
                assert decode(ENCODINGS[encoding](text))[0] == text


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("岗位,1".encode("utf-16-le"), "utf-16-le"),
        ("岗位,1".encode("utf-16-be"), "utf-16-be"),
        ("title,1".encode("utf-16-le"), "utf-16-le"),
        ("岗位".encode("utf-16"), "utf-16"),
        ("职位名称".encode("gbk"), "gb18030"),
        ("職稱與職務".encode("big5"), "big5"),
        (b"title,headcount", "utf-8"),
    ],
)
def test_the_encoding_used_is_named(content: bytes, label: str) -> None:
    assert decode(content)[1] == label


@pytest.mark.parametrize(
    "content",
    [
        b"a\0b\0\0\0",
        b"\0\0\0\0",
        b"\xff\xfe\0",
        b"\xff\xfe\0\0a\0\0\0",
        "岗位".encode("utf-16-le") + b"\x00\xd8,\0",
        b"abc\0",
    ],
)
def test_zeros_that_are_no_utf_16_are_no_text(content: bytes) -> None:
    with pytest.raises(UnknownEncoding):
        decode(content)
    assert not looks_like_utf_16(content) or content.startswith(b"\xff\xfe")
