"""Tells the encoding of survey texts made in every encoding that offices use, and counts what is told right.

    python -m benchmarks.intake_encodings          # exit 1 where any text is read wrong, or any table not read

The words come from the catalogs and from a dictionary of phrases that intake does not know (pypinyin's, 47,000 entries,
proverbs and all; OpenCC makes them traditional). A table is a header and lines; a scrap is a single cell of two to four
characters, where several encodings can make sense: there only a wrong reading counts as a fault, a refusal does not.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import cache

from opencc import OpenCC
from pypinyin.phrases_dict import phrases_dict

from talentmap.catalog.read import read_catalog
from talentmap.encoding import UnknownEncoding, decode
from talentmap.resources import catalogs_dir

EACH = 120
SEED = 20261122
RARE = (
    "㐱㑇㒓㔾㙟㛃㛚㛹㟃㧑㫰㬎㭎㮾㰀㳚㳜㴔㵐㸆㺄㻬㽏㿠䁖䃅䅟䇲䌹䎃䎖䏝䏡䓖䓛䗖䗛䗪䗴"
    "䝙䢺䢼䣘䥽䦃䲟䲠䴓䶮𠮷𡐓𡒄𣲗𣸣𤧛𤩽𥔲𥕢𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨙸𨟠𨭉𨱇𨱏𩽾𩾃𪟝𪣻𪤗𪨰𫄧"
)
MARKS = "，。、；：？！“”‘’（）《》【】—…·￥％＋／　"
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "gbk": lambda text: text.encode("gbk"),
    "gb18030": lambda text: text.encode("gb18030"),
    "big5": lambda text: text.encode("cp950"),
    "utf-16 little, mark": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16 big, mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16 little": lambda text: text.encode("utf-16-le"),
    "utf-16 big": lambda text: text.encode("utf-16-be"),
}


@cache
def phrases() -> list[str]:
    """Phrases of two to eight characters, sorted."""
    return sorted(phrase for phrase in phrases_dict if 2 <= len(phrase) <= 8)


@cache
def roles() -> list[str]:
    """The role titles of the bundled catalog."""
    return [role.zh for role in read_catalog(catalogs_dir(), "qingyuan").roles.values()]


def scrap(dice: random.Random) -> str:
    """One cell of two to four characters."""
    return dice.choice([phrase for phrase in phrases() if len(phrase) <= 4])


def short(dice: random.Random) -> str:
    """A header and one line."""
    return f"岗位名称,需求人数\r\n{dice.choice(roles())},{dice.randint(1, 40)}\r\n"


def foreign(dice: random.Random) -> str:
    """A header that nobody knows and one line of phrases."""
    return "\n".join(",".join(dice.choices(phrases(), k=3)) for _ in range(2))


def long(dice: random.Random) -> str:
    """A header and thirty lines of titles, phrases and figures."""
    lines = [
        f"{dice.choice(roles())},{dice.randint(1, 40)},{''.join(dice.choices(phrases(), k=dice.randint(1, 12)))}"
        for _ in range(30)
    ]
    return "\r\n".join(["岗位名称,需求人数,岗位职责", *lines])


def marks(dice: random.Random) -> str:
    """Lines with full-width punctuation in between."""
    lines = ["".join(dice.choice(phrases()) + dice.choice(MARKS) for _ in range(dice.randint(1, 8))) for _ in range(5)]
    return "岗位名称;岗位职责\n" + "\n".join(f"{dice.choice(roles())};{line}" for line in lines)


def rare(dice: random.Random) -> str:
    """Names with characters of four bytes in GB18030."""
    lines = [f"{dice.choice('王李张刘')}{''.join(dice.choices(RARE, k=2))},{dice.choice(roles())}" for _ in range(6)]
    return "联系人,岗位名称\n" + "\n".join(lines)


KINDS = {"scrap": scrap, "short": short, "foreign": foreign, "long": long, "marks": marks, "rare": rare}


def main() -> int:
    """Make, read, count; 1 where something is wrong."""
    dice = random.Random(SEED)
    scripts = {"simplified": str, "traditional": OpenCC("s2tw").convert}
    told: Counter[tuple[str, str, str]] = Counter()
    for kind, make in KINDS.items():
        for script, convert in scripts.items():
            for encoding, encode in ENCODINGS.items():
                for _ in range(EACH):
                    text = convert(make(dice))
                    outcome = _outcome(text, encode, encoding)
                    told[f"{kind}, {script}", encoding, outcome] += 1
                    if outcome == "WRONG" or (outcome == "refused" and kind != "scrap"):
                        print(f"{outcome}: {kind} {script} {encoding} {text[:60]!r}")
    return _print(told)


def _outcome(text: str, encode: Callable[[str], bytes], encoding: str) -> str:
    try:
        content = encode(text)
    except UnicodeEncodeError:
        return "cannot be written"
    if encoding in ("utf-16 little", "utf-16 big") and text.isascii() is False and not any(c < "\x80" for c in text):
        return "cannot be told"
    try:
        read, label = decode(content)
    except UnknownEncoding:
        return "refused"
    family = {"gbk": "gb18030", "utf-8 with mark": "utf-8-sig"}.get(encoding, encoding)[:6]
    same = read == text and label.startswith(family)
    return "right" if same else "right text" if read == text else "WRONG"


def _print(told: Counter[tuple[str, str, str]]) -> int:
    totals = {"tables": Counter[str](), "scraps": Counter[str]()}
    for (kind, _, outcome), count in told.items():
        totals["scraps" if kind.startswith("scrap") else "tables"][outcome] += count
    for encoding in ENCODINGS:
        counts = Counter[str]()
        for (kind, name, outcome), count in told.items():
            if name == encoding and not kind.startswith("scrap"):
                counts[outcome] += count
        print(f"{encoding:22} tables: " + ", ".join(f"{outcome} {count}" for outcome, count in sorted(counts.items())))
    for name, counts in totals.items():
        read = sum(counts[outcome] for outcome in ("right", "right text", "refused", "WRONG"))
        print(f"{name}: {read} texts, " + ", ".join(f"{outcome} {count}" for outcome, count in sorted(counts.items())))
    return int(totals["tables"]["WRONG"] + totals["tables"]["refused"] + totals["scraps"]["WRONG"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
