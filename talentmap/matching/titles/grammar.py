"""A job title parsed: level words, brackets, pay and recruiter talk taken apart before any name is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from talentmap.matching.titles.noise import (
    Surroundings,
    denoised,
    is_one_post,
    is_plain,
    is_plain_english,
    joined,
    may_join_posts,
    sides,
    split_posts,
    tight,
    unbracketed,
    words,
)
from talentmap.matching.titles.word_list import Words
from talentmap.model.taxonomy import LevelGrammar, Tier
from talentmap.text import fold, simplify, split_list

_LONGEST = 300  # characters of a cell that can be a title
_REMEMBERED = 20_000  # parses kept for those who ask for one title at a time
_OFFICE = "administration"
_LATIN = re.compile(r"[a-z]")
_LETTER_OR_DIGIT = re.compile(r"[a-z0-9]")
_LETTERS = re.compile(r"[a-z][a-z0-9+#]*")
_PLURAL = re.compile(r"s(?<=[a-z]{2}[a-hj-rtv-z]s)(?![a-z0-9])")  # the letter first: it is looked for fastest


class Title(NamedTuple):
    """A title in its views: `clean` without noise, `core` without level words, `trade` without closing nouns."""

    clean: str
    core: str
    bracket: str
    parts: tuple[str, ...]
    first: str
    turned: str
    seniority_rank: int
    tier: Tier | None
    skill_level: str
    trade: str

    @property
    def is_general(self) -> bool:
        """Whether the title holds nothing but level words and words that name no trade."""
        return not self.trade

    @property
    def whole(self) -> str:
        """The title with what stood in its brackets behind it: a role's 木工（建筑模板） is no other 木工."""
        return f"{self.clean} {self.bracket}".strip()

    @property
    def names(self) -> tuple[str, ...]:
        """The views that name the post or one of two, the whole title first; an entry post (实习X) is no X."""
        core = "" if self.tier is Tier.YOUTH else self.core
        if core == self.clean and not (self.bracket or self.parts or self.first or self.turned):
            return (core,) if core else ()
        bracketed = f"{self.bracket}{core}" if self.bracket and core else ""
        views = (self.whole, self.clean, core, *self.parts, self.first, self.turned, bracketed)
        return tuple(dict.fromkeys(filter(None, views)))

    @property
    def hints(self) -> tuple[str, ...]:
        """What may hint at the post but never names it: the words in brackets, an entry post's trade."""
        if not self.bracket and self.tier is not Tier.YOUTH:
            return ()
        named = self.names
        return tuple(hint for hint in dict.fromkeys((self.core, self.bracket)) if hint and hint not in named)


class _Parts(NamedTuple):
    """What a title falls into: words in brackets, posts named, sides of dashes, blank-separated words."""

    bracket: str
    named: tuple[str, ...]
    sides: tuple[str, ...]
    words: tuple[str, ...]


class TitleGrammar:
    """Parses titles after the words of `levels.yaml`."""

    def __init__(self, levels: LevelGrammar) -> None:
        self._skill_levels = Words((w, level.id) for level in levels.skill_levels for w in level.words)
        seniority = [(w, level.rank) for level in levels.seniority for w in level.words]
        self._seniority = Words(seniority)
        self._closing_seniority = Words((w, rank) for w, rank in seniority if not w.isascii())
        self._heads = Words((w, head.tier) for head in levels.heads for w in head.words)
        self._functions = Words((w, function.id) for function in levels.functions for w in function.words)
        self._general = Words((w, True) for w in (*levels.general, *(w for w, _ in seniority), " "))
        self._surroundings = Surroundings(levels.places)
        self._abbreviations = {fold(short): fold(full) for short, full in levels.abbreviations.items()}
        self._telling = self._surroundings.english_words | self._abbreviations.keys()
        self._titles = {fold(w): level.id for level in levels.titles for w in level.words}
        self._ranks = {level.id: level.rank for level in (*levels.titles, *levels.skill_levels)}
        spoken = dict.fromkeys((*self._ranks, *(tier.value for tier in Tier)))
        self._numbers = {"": 0, **{word: number for number, word in enumerate(spoken, start=1)}}
        self.parse = lru_cache(maxsize=_REMEMBERED)(self.parsed)

    def posts(self, title: str) -> tuple[str, ...]:
        """The posts that a title names, if several: 钣金折弯+焊工; in English each of them closes as a post does."""
        if not may_join_posts(title):
            return ()
        parts = self.parse(title).parts
        return tuple(part for part in parts if not part.isascii() or self._heads.ending(part))

    def levels_asked(self, title: str, certificates: str) -> tuple[str, str]:
        """The highest professional title and skilled-worker level that a title and its certificates ask for.

        '' where none is asked. A certificate cell names a professional title outright; a job title that merely ends in
        工程师 names a job.
        """
        asked = [simplify(fold(item)) for item in split_list(certificates)]
        post = self.parse(title)
        titles = [self._titles[item] for item in asked if item in self._titles]
        if post.clean in self._titles and post.seniority_rank > 0:
            titles.append(self._titles[post.clean])
        skill_levels = [level for item in asked if (level := self._skill_levels.closing(item))]
        skill_levels += [post.skill_level] if post.skill_level else []
        return self._highest(titles), self._highest(skill_levels)

    def function(self, title: Title) -> str:
        """The function that a title names last: sales, quality, maintenance; '' where it names none."""
        return self._functions.last_in(title.clean) or ""

    def levels_said(self, title: Title) -> tuple[int, int]:
        """Numbers of the skilled-worker level and the tier that a title names; 0 where it names none."""
        return self._numbers.get(title.skill_level, 0), self._numbers[title.tier.value if title.tier else ""]

    def _highest(self, levels: Sequence[str]) -> str:
        return max(levels, key=lambda level: self._ranks[level], default="")

    def parsed(self, raw: str) -> Title:
        """`raw` taken apart; `parse` is the same for those who ask again and again."""
        if is_plain(raw):
            return self._alone(simplify(raw))
        folded = simplify(fold(raw[:_LONGEST]))[:_LONGEST]  # one character may fold to eighteen
        if is_plain_english(folded, self._telling):
            return self._alone(folded)
        text = denoised(tight(folded))
        if not self._abbreviations.keys().isdisjoint(_LETTERS.findall(text)):
            text = _LETTERS.sub(self._in_full, text)
        if is_one_post(text) and (folded.isascii() or " " not in folded):
            return self._alone("" if self._surroundings.are(text) else text)
        plain, bracket = unbracketed(text, self._surroundings)
        kept = sides(plain, self._surroundings)
        posts = [post for post in split_posts(" - ".join(kept)) if not self._surroundings.are(post)]
        named = tuple(post for post in posts if len(post) > 1 and self._trade(post))
        parts = _Parts(bracket, named, tuple(kept), tuple(self._words(folded)))
        return self._taken_apart(" ".join(named) or joined(" ".join(posts)), parts)

    def _alone(self, clean: str) -> Title:
        """A title that is one post and nothing else."""
        rank, core = self._without_levels(clean)
        level = self._skill_levels.closing(clean) or ""
        return Title(clean, core, "", (), "", "", rank, self._tier((clean,), level, rank), level, self._trade(core))

    def _taken_apart(self, clean: str, parts: _Parts) -> Title:
        rank, core = self._without_levels(clean)
        level = self._skill_levels.get(parts.bracket) or self._skill_levels.closing(clean) or ""
        return Title(
            clean=clean,
            core=core,
            bracket=parts.bracket,
            parts=parts.named if len(parts.named) > 1 else (),
            first=self._first(parts),
            turned=_turned(*parts.sides) if len(parts.sides) == 2 and len(parts.named) < 2 else "",
            seniority_rank=rank,
            tier=self._tier((clean, *parts.sides[:1]), level, rank),
            skill_level=level,
            trade=self._trade(core) or self._trade(parts.bracket),
        )

    def _words(self, folded: str) -> list[str]:
        """The blank-separated words of a Chinese title whose first one closes as a post's name does."""
        if " " not in folded or folded.isascii():
            return []
        plain, _ = unbracketed(denoised(folded), self._surroundings)
        found = [word for word in words(plain) if not self._surroundings.are(word)]
        return found if len(found) > 1 and (self._general.ending(found[0]) or self._heads.ending(found[0])) else []

    def _in_full(self, word: re.Match[str]) -> str:
        return self._abbreviations.get(word[0], word[0])

    def _trade(self, core: str) -> str:
        """`core` without the words at its end that name no trade."""
        return core[: self._general.run_at_end(core)]

    def _first(self, parts: _Parts) -> str:
        """What stands first of several sides or words, without its level; '' where it is all, or names no trade."""
        several = parts.sides if len(parts.sides) > 1 else parts.words
        if not several:
            return ""
        core = self._without_levels(several[0])[1]
        return core if self._trade(core) else ""

    def _without_levels(self, clean: str) -> tuple[int, str]:
        """The seniority rank (-1 when none is named) and the title without its level word.

        The word may open the title, close it, or stand before its closing noun: 高级焊接工程师, 焊接主管,
        焊接高级工程师.
        """
        worker = self._skill_levels.ending(clean)
        if worker:
            return -1, clean.removesuffix(worker) if len(clean) > len(worker) + 1 else clean
        for start, end, word in self._level_words(clean):
            core = f"{clean[:start]}{clean[end:]}".strip()
            if len(core) > 1:
                return self._seniority.get(word) or 0, core
        return -1, clean

    def _level_words(self, clean: str) -> list[tuple[int, int, str]]:
        """Where a level word opens the title, stands before its closing noun, or closes it."""
        found = []
        opening = self._seniority.at(clean, 0)
        if opening and not (_LATIN.match(opening, len(opening) - 1) and _LETTER_OR_DIGIT.match(clean, len(opening))):
            found.append((0, len(opening), opening))
        for head in self._heads.endings(clean):
            before = clean[: len(clean) - len(head)]
            if word := self._closing_seniority.ending(before):
                found.append((len(before) - len(word), len(before), word))
                break
        if word := self._closing_seniority.ending(clean):
            found.append((len(clean) - len(word), len(clean), word))
        return found

    def _tier(self, ends: Sequence[str], skill_level: str, rank: int) -> Tier | None:
        """The tier of the level words; an assistant in an office is none of the four."""
        if skill_level:
            return Tier.TECHNICIAN
        if rank == 0:
            return Tier.YOUTH
        for text in ends:
            if spoken := self._heads.closing(text):
                office = spoken is Tier.YOUTH and self._functions.last_in(ends[0]) == _OFFICE
                return None if office else spoken
        return None


def _turned(first: str, second: str) -> str:
    return f"{second} {first}" if second[-1:].isascii() and first[:1].isascii() else f"{second}{first}"


def stemmed(text: str) -> str:
    """`text` with English plurals in the singular: engineers, operations; business and analysis stay."""
    return _PLURAL.sub("", text) if "s" in text else text


def latin_words(text: str) -> frozenset[str]:
    """The words in Latin letters of a folded text: two of them are the same or they differ."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return frozenset(text.split())
    return frozenset(_LETTERS.findall(text)) if _LATIN.search(text) else frozenset()
