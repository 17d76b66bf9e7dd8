"""A job title parsed: level words, brackets, pay and recruiter talk taken apart before any name is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from talentmap.model.taxonomy import LevelGrammar, Tier
from talentmap.text import fold, simplify, split_list

_BRACKETS = re.compile(r"[(\[{【《<「〔](.*?)[)\]}】》>」〕]")
_RECRUITER = re.compile(r"^.{0,24}?(?:招聘|诚聘|急聘|急招|高薪聘请|直招|聘请|招募)[:： ]*")
_PAY = re.compile(
    r"\d+(?:\.\d+)?\s*(?:[-~至到]\s*\d+(?:\.\d+)?)?\s*(?:k|w|千|万|元)\s*(?:[-~至到]\s*\d+(?:\.\d+)?\s*(?:k|w|千|万|元))?"
    r"\s*(?:[/每]?(?:月|年|天|日))?(?:\s*[·*x]\s*\d+薪)?"
)
_HEADS = re.compile(r"\d+\s*(?:名|人|位)")
_CODE = re.compile(r"(?:^|[\s_#-])(?:[a-z]{1,5}[-_]?\d{2,}|no\.?\s*\d+|\d{3,})(?=$|[\s_#-])|^\d+[.、)]\s*")
_EXTRAS = re.compile(
    r"五险一金|双休|包吃住|包吃|包住|急招|急聘|高薪|诚聘|可培训|应届生?可|接受应届|年薪|月薪|薪资|待遇优|\+奖金|\+提成"
)
_SPLIT = re.compile(r"\s*(?:/|、|,|，|;|\||\+|&|或| and | or )\s*")
_SEPARATORS = re.compile(r"[\s\-_#:：·.,，;!！?？*~|]+")


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its views: `clean` without noise, `core` also without level words, `parts` of a double post."""

    clean: str
    core: str
    bracket: str
    parts: tuple[str, ...]
    seniority_rank: int
    tier: Tier | None
    skill_level: str
    function: str


class TitleGrammar:
    """Parses titles after the words of `levels.yaml`; one parse a distinct title."""

    def __init__(self, levels: LevelGrammar) -> None:
        self._skill_levels = _by_length((w, level.id) for level in levels.skill_levels for w in level.words)
        self._seniority = _by_length((w, str(level.rank)) for level in levels.seniority for w in level.words)
        self._heads = _by_length((w, head.tier.value) for head in levels.heads for w in head.words)
        self._functions = _by_length((w, function.id) for function in levels.functions for w in function.words)
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
        skill_levels = [level for level in (_ending(self._skill_levels, item) for item in asked) if level]
        skill_levels += [parsed.skill_level] if parsed.skill_level else []
        return self._highest(titles), self._highest(skill_levels)

    def _highest(self, levels: Sequence[str]) -> str:
        return max(levels, key=lambda level: self._ranks[level], default="")

    def _parse(self, raw: str) -> Title:
        text = _denoised(simplify(fold(raw[:300])))
        bracket = " ".join(match.group(1) for match in _BRACKETS.finditer(text))
        clean = _SEPARATORS.sub(" ", _BRACKETS.sub(" ", text)).strip() or _SEPARATORS.sub(" ", bracket).strip()
        parts = tuple(part for part in _SPLIT.split(clean) if len(part) > 1)
        rank, core = self._strip_levels(clean)
        skill_level = _ending(self._skill_levels, clean) or self._skill_levels.get(bracket, "")
        return Title(
            clean=clean,
            core=core,
            bracket=bracket,
            parts=parts if len(parts) > 1 else (),
            seniority_rank=rank,
            tier=self._tier(clean, skill_level, rank),
            skill_level=skill_level,
            function=self._function(clean),
        )

    def _strip_levels(self, clean: str) -> tuple[int, str]:
        """The seniority rank (-1 when none is named) and the title without seniority words at either end."""
        if any(clean.endswith(word) for word in self._skill_levels):
            return -1, clean
        for word, rank in self._seniority.items():
            if clean.startswith(word) and len(clean) > len(word) + 1:
                return int(rank), clean[len(word) :].strip()
            if clean.endswith(word) and len(clean) > len(word) + 1 and not word.isascii():
                return int(rank), clean[: -len(word)].strip()
        return -1, clean

    def _tier(self, clean: str, skill_level: str, rank: int) -> Tier | None:
        if skill_level:
            return Tier.TECHNICIAN
        if rank == 0:
            return Tier.YOUTH
        spoken = _ending(self._heads, clean)
        return Tier(spoken) if spoken else None

    def _function(self, clean: str) -> str:
        """The function named last in the title: 芯片销售工程师 sells."""
        spoken = ((clean.rfind(word), len(word), function) for word, function in self._functions.items())
        place, _, function = max(spoken, default=(-1, 0, ""))
        return function if place >= 0 else ""


def _denoised(text: str) -> str:
    text = _RECRUITER.sub("", text) or text
    for pattern in (_PAY, _HEADS, _EXTRAS, _CODE):
        text = pattern.sub(" ", text)
    return text.strip()


def _by_length(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Words to meanings, the longest word first so that it wins."""
    return dict(sorted(((fold(word), meaning) for word, meaning in pairs), key=lambda pair: (-len(pair[0]), pair[0])))


def _ending(words: Mapping[str, str], text: str) -> str:
    """The meaning of the longest word that closes `text`; '' when none does. 高级工艺员 is no 高级工."""
    return next((meaning for word, meaning in words.items() if text.endswith(word)), "")
