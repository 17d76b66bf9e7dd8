"""A job title parsed: level words, brackets, pay and recruiter talk taken apart before any name is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from talentmap.model.taxonomy import LevelGrammar, Tier
from talentmap.text import fold, simplify, split_list

_BRACKETS = re.compile(r"[(\[{【《<「〔]([^()\[\]{}【】《》<>「」〔〕]*)[)\]}】》>」〕]")
_RECRUITER = re.compile(
    r"^(?:[(\[{【《<「〔][^)\]}】》>」〕]{0,24}[)\]}】》>」〕])?[^(\[{【《<「〔]{0,24}?"
    r"(?:招聘(?!专员|助理|主管|经理|顾问|文员|方向|岗|/|、|\+|$)|诚聘|急聘|诚招|急招|高薪聘请|直招|聘请|招募|(?:公司|企业|集团)聘)"
    r"(?![)\]】》>」〕}])[: ]*"
)
_CALL = re.compile(r"^聘(?=[^用任书])")
_PAY = re.compile(
    r"(?:底薪|月薪|年薪|薪资|月入|月均|税后|保底)?\s*\d+(?:\.\d+)?\s*(?:[-~至到]\s*\d+(?:\.\d+)?)?\s*(?:k|w|千|万|元)"
    r"\s*(?:[-~至到]\s*\d+(?:\.\d+)?\s*(?:k|w|千|万|元))?\s*(?:[/每]?(?:月|年|天|日))?(?:\s*[·*x]\s*\d+薪)?起?"
    r"|(?:底薪|月薪|年薪|薪资|月入|月均|税后|保底)\s*\d+(?:\s*[-~至到]\s*\d+)?起?"
)
_HEADS = re.compile(r"\d+\s*(?:名|人|位)")
_CODE = re.compile(
    r"(?:职位|岗位)?编号[: ]*[\w\[\].-]*|^\d+[.、)]\s*"
    r"|(?<=[\u4e00-\u9fff])[a-z]{1,3}\d{3,}$"
    r"|(?:^|[\s_#-])(?:[a-z]{1,5}[-_]?\d{2,}|no\.?\s*\d+|\d{3,})(?=$|[\s_#-])"
)
_EXTRAS = re.compile(
    r"[五六]险[一二两]金|(?:周末|大小)?双休|(?:[做上]五休二|朝九晚[五六])|(?:提供|免费|包)?(?:食宿|吃住|住宿|工作餐|班车接送|班车)"
    r"|包[吃住]|(?:交通|通话|食宿|住房|餐饮|饭)?(?:补贴|津贴)|[餐房车话饭](?:补|贴)|(?:带薪)?年假|(?:年终|全勤|绩效|月度|高额)+奖金?|年底双薪|(?:年终)?\d+薪|节日福利|季度旅游|免费培训"
    r"|急(?:招|聘)|高薪|诚[招聘]|长白班|可培训|有经验优先|(?:可接受)?应届(?:毕业)?生?(?:可|均可|优先)|(?:可?接受)应届(?:毕业)?生?"
    r"|年薪|月薪|薪资|无责|底薪|待遇优厚?|\+(?:奖金|提成|补贴|社保)"
)
_SPLIT = re.compile(r"\s*(?:/|、|,|;|\||(?<!\+)\+(?!\+)|&|或者?|兼| and | or )\s*")
_JOINTS = re.compile(r"[\s\-_#:·.。!?*~|]*[\-_#:·.。!?*~|][\s\-_#:·.。!?*~|]*")
_INNER_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_LETTERS = re.compile(r"[a-z][a-z0-9+#]*")
_DIGIT = re.compile(r"\d")
_EDGES = " /、,;|+&!?~*"
_LONGEST = 300  # characters of a cell that can be a title
_LONGEST_WORD = 20  # of the level grammar
_OFFICE = "administration"
Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its views: `clean` without noise, `core` without level words, `trade` without closing nouns."""

    clean: str
    core: str
    bracket: str
    parts: tuple[str, ...]
    turned: str
    seniority_rank: int
    tier: Tier | None
    skill_level: str
    function: str
    trade: str

    @property
    def is_general(self) -> bool:
        """Whether the title holds nothing but level words and words that name no trade."""
        return not self.trade

    @property
    def names(self) -> tuple[str, ...]:
        """The views that name the post or one of two; without its level an entry post (实习X) is another post."""
        core = "" if self.tier is Tier.YOUTH else self.core
        bracketed = f"{self.bracket}{core}" if self.bracket and core else ""
        return tuple(dict.fromkeys(filter(None, (self.clean, core, *self.parts, self.turned, bracketed))))

    @property
    def views(self) -> tuple[str, ...]:
        """The names, and what may hint at the post but never names it: the words in brackets, an entry post's trade."""
        return tuple(dict.fromkeys(filter(None, (*self.names, self.core, self.bracket))))


class TitleGrammar:
    """Parses titles after the words of `levels.yaml`; one parse a distinct title."""

    def __init__(self, levels: LevelGrammar) -> None:
        self._skill_levels = _words((w, level.id) for level in levels.skill_levels for w in level.words)
        self._seniority = _words((w, level.rank) for level in levels.seniority for w in level.words)
        self._heads = _words((w, head.tier) for head in levels.heads for w in head.words)
        self._functions = _words((w, function.id) for function in levels.functions for w in function.words)
        self._first = re.compile(f"{_any(self._seniority)}(?<![a-z](?=[a-z0-9]))")
        self._inside = re.compile(f"{_any(w for w in self._seniority if not w.isascii())}(?={_any(self._heads)}$)")
        self._named = re.compile(f"(?=({_any(self._functions)}))")
        self._general = re.compile(f"(?:{_any([*map(fold, levels.general), *self._seniority])}| )+$")
        self._titles = {fold(w): level.id for level in levels.titles for w in level.words}
        self._ranks = {level.id: level.rank for level in (*levels.titles, *levels.skill_levels)}
        self.parse = lru_cache(maxsize=200_000)(self._parse)

    def levels_asked(self, title: str, certificates: str) -> tuple[str, str]:
        """The highest professional title and skilled-worker level that a title and its certificates ask for.

        '' where none is asked. A certificate cell names a professional title outright; a job title that merely ends in
        工程师 names a job.
        """
        asked = [simplify(fold(item)) for item in split_list(certificates)]
        parsed = self.parse(title)
        titles = [self._titles[item] for item in asked if item in self._titles]
        if parsed.clean in self._titles and parsed.seniority_rank > 0:
            titles.append(self._titles[parsed.clean])
        skill_levels = [self._skill_levels[word] for item in asked if (word := _ending(self._skill_levels, item))]
        skill_levels += [parsed.skill_level] if parsed.skill_level else []
        return self._highest(titles), self._highest(skill_levels)

    def _highest(self, levels: Sequence[str]) -> str:
        return max(levels, key=lambda level: self._ranks[level], default="")

    def _parse(self, raw: str) -> Title:
        text = _denoised(simplify(fold(raw[:_LONGEST])))
        bracket = _joined(" ".join(_BRACKETS.findall(text)))
        plain = _BRACKETS.sub(" ", text).strip() or bracket
        parts = tuple(
            part for part in map(_joined, _SPLIT.split(plain)) if len(part) > 1 and self._general.sub("", part)
        )
        first, *more = [side for side in map(_joined, _JOINTS.split(plain)) if side] or [""]
        clean = " ".join(parts) or _joined(_SPLIT.sub(" ", plain))
        level = self._skill_levels.get(bracket, "") or self._skill_levels.get(_ending(self._skill_levels, clean), "")
        rank, core = self._without_levels(clean)
        function = self._function(clean)
        return Title(
            clean=clean,
            core=core,
            bracket=bracket,
            parts=parts if len(parts) > 1 else (),
            turned=more[0] + first if len(more) == 1 and len(parts) < 2 else "",
            seniority_rank=rank,
            tier=self._tier((clean, first), level, rank, function),
            skill_level=level,
            function=function,
            trade=self._general.sub("", core),
        )

    def _without_levels(self, clean: str) -> tuple[int, str]:
        """The seniority rank (-1 when none is named) and the title without its level word.

        The word may open the title, close it, or stand before its closing noun: 高级焊接工程师, 焊接主管,
        焊接高级工程师.
        """
        worker = _ending(self._skill_levels, clean)
        if worker:
            return -1, clean.removesuffix(worker) if len(clean) > len(worker) + 1 else clean
        spans = ((found[0], found.span()) for found in (self._first.match(clean), self._inside.search(clean)) if found)
        last = _ending(self._seniority, clean)
        closing = [] if last.isascii() else [(last, (len(clean) - len(last), len(clean)))]
        for word, (start, end) in (*spans, *closing):
            core = f"{clean[:start]}{clean[end:]}".strip()
            if len(core) > 1:
                return self._seniority[word], core
        return -1, clean

    def _tier(self, ends: Iterable[str], skill_level: str, rank: int, function: str) -> Tier | None:
        """The tier of the level words; an assistant in an office is none of the four."""
        if skill_level:
            return Tier.TECHNICIAN
        if rank == 0:
            return Tier.YOUTH
        spoken = next((self._heads[word] for text in ends if (word := _ending(self._heads, text))), None)
        return None if spoken is Tier.YOUTH and function == _OFFICE else spoken

    def _function(self, clean: str) -> str:
        """The function named last in the title: 芯片销售工程师 sells."""
        named = self._named.findall(clean)
        return self._functions[named[-1]] if named else ""


def latin_words(text: str) -> frozenset[str]:
    """The words in Latin letters of a folded text: two of them are the same or they differ."""
    return frozenset(_LETTERS.findall(text))


def _denoised(text: str) -> str:
    text = _RECRUITER.sub("", text) or text
    patterns = (_PAY, _HEADS, _EXTRAS, _CODE) if _DIGIT.search(text) else (_EXTRAS, _CODE)
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return _CALL.sub("", text.strip())


def _joined(text: str) -> str:
    """`text` without separators at its ends, and without blanks between Chinese characters."""
    return _INNER_BLANK.sub("", _JOINTS.sub(" ", text)).strip(_EDGES)


def _words(pairs: Iterable[tuple[str, Meaning]]) -> Mapping[str, Meaning]:
    """Words to meanings, the longest word first so that it wins."""
    return dict(sorted(((fold(word), meaning) for word, meaning in pairs), key=lambda pair: (-len(pair[0]), pair[0])))


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words; the first listed wins."""
    return "(?:" + ("|".join(map(re.escape, words)) or "(?!)") + ")"


def _ending(words: Mapping[str, object], text: str) -> str:
    """The longest word that closes `text`; '' when none does. 高级工艺员 is no 高级工."""
    longest = min(len(text), _LONGEST_WORD)
    return next((text[-size:] for size in range(longest, 0, -1) if text[-size:] in words), "")
