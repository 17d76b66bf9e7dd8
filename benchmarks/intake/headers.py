"""Header variants as clerks print them, and typos: are all variants recognised, is no typo taken for a field?"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from talentmap.intake.sheets.headers import Field, field_of, header_book, suggestion_for

_CJK = re.compile(r"[一-鿿]")
_REMARKS = ("（必填）", "(必填)", "（选填）", "【必填】", "（下拉选择）", "（请如实填写）", "[必填项]", "（如有）")
_REMARKS_EN = (" (required)", " (optional)", " *", " (choose from the list)")
_UNITS = {
    "pay": ("（元）", "（元/月）", "(万元)", "（万元/年）", "（单位：元）", "（税前）", "（千元）", "（元/人/月）"),
    "pay_low": ("（元）", "（元/月）", "（万元）"),
    "pay_high": ("（元）", "（元/月）", "（万元）"),
    "months_open": ("（月）", "（个月）", "(月)"),
    "experience_years": ("（年）", "(年)"),
    "employees": ("（人）", "（名）"),
    **dict.fromkeys(("headcount", "headcount_12m", "headcount_3y", "employed"), ("（人）", "（个）", "(人)", "（名）")),
}
_ALIKE = (
    "称秤", "岗刚", "位为", "求球", "人入", "数树", "薪新", "资姿", "范泛", "围为", "历厉", "业叶", "专砖",
    "验险", "求术", "技枝", "能熊", "职只", "责贵", "地第", "点典", "信性", "代带", "码吗", "企起", "名明",
    "从众", "环坏", "节结", "链炼", "需须", "难准", "原园", "因音", "证正", "书数", "未末", "来莱", "年牛",
    "合和", "适试", "格各", "应因", "聘骋", "工公",
)  # fmt: skip
_CONFUSED = dict(map(tuple, _ALIKE)) | {right: left for left, right in _ALIKE}


def _wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def _broken(chance: random.Random, text: str) -> str:
    if not _CJK.search(text):
        return text.replace(" ", "\n", 1)
    cut = chance.randint(1, max(len(text) - 1, 1))
    return text[:cut] + chance.choice(("\n", " ", "\u3000", "\r\n")) + text[cut:]


def variants(count: int, seed: int) -> list[tuple[str, Field]]:
    """`count` different printings of known wordings, with the field that each means."""
    chance = random.Random(seed)
    book = header_book()
    wordings = [(printed, book.fields[key]) for key, printed in book.printed.items()]
    by_field: dict[Field, list[str]] = {}
    for printed, meant in wordings:
        by_field.setdefault(meant, []).append(printed)
    made: dict[str, Field] = {}
    while len(made) < count:
        printed, meant = chance.choice(wordings)
        made[_variant(chance, printed, meant, by_field[meant])] = meant
    return list(made.items())


def _variant(chance: random.Random, printed: str, meant: Field, alike: list[str]) -> str:
    chinese = bool(_CJK.search(printed))
    ways: list[Callable[[str], str]] = [
        lambda text: _broken(chance, text),
        lambda text: chance.choice(("*", "★", "※", " ", "\u3000", "* ")) + text,
        lambda text: text + chance.choice(("*", "：", ":", " ", "\n", " *")),
        lambda text: text + (chance.choice(_REMARKS) if chinese else chance.choice(_REMARKS_EN)),
        _wide,
        str.upper,
    ]
    if meant.name in _UNITS and chinese:
        ways.append(lambda text: text + chance.choice(_UNITS[meant.name]))
    other = [wording for wording in alike if bool(_CJK.search(wording)) != chinese]
    text = printed
    for way in chance.sample(ways, chance.randint(1, 3)):
        text = way(text)
    if other and chance.random() < 0.25:
        second = chance.choice(other)
        text = (
            f"{printed}{chance.choice((' ', chr(10), ' / '))}{second}"
            if chance.random() < 0.7
            else f"{printed}（{second}）"
        )
    number = chance.randint(1, 30)
    return (
        f"{number}{chance.choice(('.', '、', '．'))}{text}"
        if chance.random() < 0.15 and not text[0].isdigit()
        else text
    )


def recognised(count: int = 20_000, seed: int = 1) -> tuple[int, list[str]]:
    """How many variants are recognised, and the first that are not."""
    made = variants(count, seed)
    missed = [f"{text!r} is {meant.name}, read as {field_of(text)}" for text, meant in made if field_of(text) != meant]
    return len(made) - len(missed), missed


def typos(count: int, seed: int) -> list[tuple[str, Field]]:
    """Wordings with one slip: a wrong, missing, doubled, swapped or added character."""
    chance = random.Random(seed)
    book = header_book()
    wordings = [
        (printed, book.fields[key]) for key, printed in book.printed.items()
        if len(key) >= 4 and book.fields[key].block != "known"
    ]  # fmt: skip
    made: dict[str, Field] = {}
    while len(made) < count:
        printed, meant = chance.choice(wordings)
        slip = _slip(chance, printed)
        if slip != printed and slip not in made:
            made[slip] = meant
    return list(made.items())


def _slip(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) - 1)
    confused = [place for place, character in enumerate(text) if character in _CONFUSED]
    kind = chance.choice(("wrong", "wrong", "wrong", "swapped", "missing", "doubled"))
    if kind == "wrong" and confused:
        place = chance.choice(confused)
        return text[:place] + _CONFUSED[text[place]] + text[place + 1 :]
    if kind == "wrong" and not _CJK.search(text):
        return text[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + text[at + 1 :]
    if kind == "swapped":
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind == "missing" else text[:at] + text[at] + text[at:]


def judged_typos(count: int = 2_500, seed: int = 2) -> tuple[Counter[str], list[str]]:
    """Typos by what becomes of them."""
    tally: Counter[str] = Counter()
    examples = []
    for text, meant in typos(count, seed):
        taken = field_of(text)
        if taken is not None:
            verdict = "recognised" if taken == meant else "silently wrong"
        else:
            verdict = "right suggestion" if field_of(suggestion_for(text)) == meant else "other suggestion"
        tally[verdict] += 1
        if verdict in ("silently wrong", "other suggestion"):
            examples.append(f"{verdict}: {text!r} is {meant.name}; taken {taken}; suggested {suggestion_for(text)!r}")
    return tally, examples
