"""Harmless rewritings of a job title: whoever reads it takes it for the same post."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from random import Random

from opencc import OpenCC

Rewriting = Callable[[str, Random], str]

_FIRMS_ZH = ("恒瑞达精密科技有限公司", "苏州安捷智造", "华诚集团", "某上市公司", "盛和新材料(昆山)有限公司")
_FIRMS_EN = ("Northgate Industries Ltd", "Helio Systems GmbH", "Acme (Suzhou) Co., Ltd.", "Borealis Automotive China")
_CITIES_ZH = ("苏州", "上海", "昆山", "合肥", "东莞", "武汉光谷", "无锡新区", "成都", "深圳", "宁波")
_CITIES_EN = ("Suzhou", "Shanghai", "Singapore", "Berlin", "Wuhan, China", "Shenzhen")


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")  # its tables take half a second to load


def _traditional(title: str, random: Random) -> str:
    return str(_to_traditional().convert(title))


def _full_width(title: str, random: Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in title)


def _blanks_zh(title: str, random: Random) -> str:
    """Blanks between Chinese characters, as people centre a cell's text, and at both ends.

    Who wrote a blank meant it (配电值班 有高压证): it is doubled or widened, and no other is put beside it.
    """
    if " " in title:
        wide = re.sub(" ", lambda _: random.choice(("  ", "\u3000", "\u00a0")), title)
    else:
        wide = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: random.choice(("", " ", "\u3000")), title)
    return random.choice(("", " ", "\u3000")) + wide + random.choice((" ", "\t", "\u00a0"))


def _blanks_en(title: str, random: Random) -> str:
    return " " + re.sub(" ", lambda _: random.choice(("  ", "\u00a0", " \t")), title) + random.choice((" ", "  "))


def _case(title: str, random: Random) -> str:
    return random.choice((title.upper(), title.lower(), title.title()))


def _one_of(firms: Sequence[str], cities: Sequence[str], *patterns: str) -> Rewriting:
    """The title put into one of the patterns; `{n}` is a small number, `{code}` a requisition's code."""

    def rewritten(title: str, random: Random) -> str:
        words = {
            "firm": random.choice(firms),
            "city": random.choice(cities),
            "n": str(random.randint(1, 20)),
            "code": f"{random.choice(('', 'A', 'J', 'JD', 'HR', 'REQ'))}{random.randint(1000, 999999)}",
        }
        return random.choice(patterns).format(title=title, **words)

    return rewritten


_zh = partial(_one_of, _FIRMS_ZH, _CITIES_ZH)
_en = partial(_one_of, _FIRMS_EN, _CITIES_EN)
SHARED: Mapping[str, Rewriting] = {"full width": _full_width, "case": _case}
CHINESE: Mapping[str, Rewriting] = {
    "traditional": _traditional,
    **SHARED,
    "blanks": _blanks_zh,
    "recruiter": _zh(
        "{firm}招聘{title}", "{firm}诚聘{title}", "【{firm}】{title}", "{firm}急招{title}", "诚聘：{title}"
    ),
    "code": _zh("{title}（{code}）", "[{code}]{title}", "{title}-{code}", "{title} {code}", "{title}（编号：{code}）"),
    "benefits": _zh(
        "{title}（五险一金）",
        "{title}+双休",
        "{title}，包吃住",
        "{title}（六险一金+年终奖）",
        "{title} 周末双休 带薪年假",
    ),
    "headcount": _zh("{title}{n}名", "{title}（{n}人）", "{title}×{n}", "{title}若干名", "招{n}名{title}"),
    "city": _zh(
        "{title}（{city}）", "{title}-{city}", "【{city}】{title}", "{city}-{title}", "{title}（工作地：{city}）"
    ),
    "urgent": _zh("急聘{title}", "{title}（急）", "{title}（急招）", "{title}！！", "急！{title}", "【急聘】{title}"),
    "pay": _zh(
        "{title}8k-12k", "{title}（月薪8000-12000）", "{title} 10-15万/年", "{title}（8-12K·13薪）", "{title} 薪资面议"
    ),
}
ENGLISH: Mapping[str, Rewriting] = {
    **SHARED,
    "blanks": _blanks_en,
    "recruiter": _en("{firm} is hiring: {title}", "{firm} - {title}", "Hiring: {title}", "{title} at {firm}"),
    "code": _en("{title} ({code})", "[{code}] {title}", "{title} - {code}", "{title}, Req. {code}", "{title} #{code}"),
    "benefits": _en("{title} (with housing allowance)", "{title} - competitive salary", "{title} + bonus"),
    "headcount": _en("{title} x{n}", "{title} ({n} positions)", "{title} - {n} openings"),
    "city": _en("{title} ({city})", "{title} - {city}", "{title}, {city}", "{title} | {city}"),
    "urgent": _en("URGENT: {title}", "{title} (urgent)", "{title} - immediate start", "Urgently hiring {title}"),
    "gender": _en("{title} (m/f/d)", "{title} (f/m/x)", "{title} m/w/d"),
}
SPELLING = ("traditional", "full width", "case", "blanks")
"""Rewritings that leave the words alone."""

BY_LANGUAGE: Mapping[str, Mapping[str, Rewriting]] = {"zh": CHINESE, "en": ENGLISH}


def rewritten(title: str, kind: str, language: str) -> str:
    """The title rewritten; the same title always in the same way."""
    return BY_LANGUAGE[language][kind](title, Random(f"{kind}:{title}"))
