"""What the skills of a taxonomy are called, looked up exactly, in a text, by what is telling in a name, or nearly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA

from talentmap.matching.scoring.ngrams import NgramIndex
from talentmap.matching.skills.skill_words import bare, key_of, label_of, lightened, placed_tokens
from talentmap.matching.titles.grammar import latin_words

Twins = tuple[str, ...]
"""Skills that share a wording, in the order of the taxonomy."""

_JOINT = "与"
_NEAREST = 12  # names that are compared closely
_NEAR = 0.68  # cosine from which a wording means the skill
_NEAR_OPENING = 0.5  # the same where the name holds the two characters with which the wording opens
_NEAR_ENGLISH = 0.62  # the same where the name holds every word of an English wording
_RARE = 3  # names that may hold a word for it to tell something by itself
_MARGIN = 0.06  # by which it must be nearer than to any other skill
_SLIP, _TWO_SLIPS = 5, 9  # letters from which a word may hold one slip of the pen, and two
_HEARD = 3  # characters from which a name is known by its sound
_MISHEARD = 2  # of them that may be written with another character
_IN_TEXT = 3  # shortest Chinese name that is looked for in a text; in Latin letters one less


class SkillNames:
    """The names of skills; a name that several share belongs to all of them."""

    def __init__(self, wordings: Mapping[str, Sequence[str]]) -> None:
        pairs = [(wording, skill) for skill, named in wordings.items() for wording in named]
        self.exact = _gathered((key_of(wording), skill) for wording, skill in pairs)
        self._labels = [label for label in dict.fromkeys(label_of(wording) for wording, _ in pairs) if label]
        self._skills = [self.exact[label.replace(" ", "")] for label in self._labels]
        self._words = [latin_words(label) for label in self._labels]
        self._times = Counter(word for words in self._words for word in words)
        telling = _gathered((bare(wording), skill) for wording, skill in pairs if self._is_told_apart(wording))
        self._bare = {key: skills for key, skills in telling.items() if len(skills) == 1 or key in self.exact}
        self._halves = self._of_halves(pairs)

    def _is_told_apart(self, wording: str) -> bool:
        """Whether a wording without its light words still names its skill: Office software does, Quality tools not."""
        return not wording.isascii() or self._times[bare(wording)] <= 1

    def _of_halves(self, pairs: Sequence[tuple[str, str]]) -> Mapping[str, Twins]:
        """What a name joins by 与, where no other skill's name holds it: 锅炉 of 锅炉与公用工程."""
        halves = {
            (key_of(half), skill)
            for wording, skill in pairs
            if _JOINT in wording and not wording.isascii()
            for half in wording.split(_JOINT)
        }
        all_names = "\n".join(self.exact)
        own_names: defaultdict[str, list[str]] = defaultdict(list)
        for name, owners in self.exact.items():
            for owner in owners:
                own_names[owner].append(name)
        return {
            half: (skill,)
            for half, skill in sorted(halves)
            if len(half) > 1 and all_names.count(half) == "\n".join(own_names[skill]).count(half)
        }

    def by_key(self, text: str) -> Twins:
        """The skills of exactly that name, but for blanks, signs, plurals and spelling."""
        return self.exact.get(key_of(text), ())

    def by_bare(self, text: str) -> Twins:
        """The skill whose name tells the same: PLC程序设计 for PLC编程."""
        if found := self.exact.get(lightened(key_of(text))):
            return found
        key = bare(text)
        return self.exact.get(key) or self._bare.get(key) or self._halves.get(key, ())

    def inside(self, folded: str) -> Iterator[tuple[Twins, int, int]]:
        """The names that stand in a folded text as words of their own, the longest at each place, with their place."""
        tokens = placed_tokens(folded)
        place = 0
        while place < len(tokens):
            found = next(self._beginning(tokens, place), None)
            if found is None:
                place += 1
                continue
            skills, size = found
            yield skills, tokens[place][1], tokens[place + size - 1][2]
            place += size

    def _beginning(self, tokens: Sequence[tuple[str, int, int]], place: int) -> Iterator[tuple[Twins, int]]:
        for size in self._sizes.get(tokens[place][0], ()):
            key = "".join(token for token, _, _ in tokens[place : place + size])
            if place + size <= len(tokens) and (skills := self._in_text.get(key)):
                yield skills, size

    @cached_property
    def _in_text(self) -> Mapping[str, Twins]:
        """The names that a text may hold, and what is telling in them."""
        names = {**self._bare, **self.exact}
        return {key: skills for key, skills in names.items() if len(key) >= _IN_TEXT - key.isascii()}

    @cached_property
    def _sizes(self) -> Mapping[str, Sequence[int]]:
        """In how many tokens names that begin with a token are written, most first."""
        sizes: defaultdict[str, set[int]] = defaultdict(set)
        for key in self._in_text:
            tokens = [token for token, _, _ in placed_tokens(key)]
            sizes[tokens[0]].add(len(tokens))
        for label in self._labels:
            tokens = [token for token, _, _ in placed_tokens(label)]
            sizes[tokens[0]].add(len(tokens))
        return {token: sorted(found, reverse=True) for token, found in sizes.items()}

    @cached_property
    def _index(self) -> NgramIndex:
        return NgramIndex(self._labels)

    def nearest(self, texts: Sequence[str]) -> list[Twins]:
        """The skill that each wording comes near to, if any: by n-grams, a slip of the pen or its sound."""
        if not texts or not self._labels:
            return [()] * len(texts)
        labels = [label_of(text) for text in texts]
        near, _ = self._index.nearest(labels, _NEAREST)
        places, cosines, ends = near.indices.tolist(), near.data.tolist(), near.indptr.tolist()
        spans = zip(labels, ends, ends[1:], strict=False)
        found = ((label, zip(cosines[a:b], places[a:b], strict=True)) for label, a, b in spans)
        return [self._judged(label, sorted(pairs, key=_best_first)) for label, pairs in found]

    def _judged(self, label: str, near: Sequence[tuple[float, int]]) -> Twins:
        """The skill among the nearest names that is near enough, and nearer than any other."""
        slipped = next((self._skills[place] for _, place in near if _is_slip(label, self._labels[place])), ())
        if slipped:
            return slipped
        words = latin_words(label)
        fit = [
            (self._skills[place], cosine)
            for cosine, place in near
            if cosine >= _NEAR_OPENING and cosine >= self._enough(label, place) and self._may_mean(label, words, place)
        ]
        if not fit:
            return ()
        skills, best = fit[0]
        other = next((cosine for twins, cosine in fit if not set(twins) & set(skills)), 0.0)
        return skills if best - other >= _MARGIN else ()

    def _may_mean(self, label: str, words: frozenset[str], place: int) -> bool:
        """Whether the words in Latin letters agree: Java is not JavaScript."""
        if not label.isascii():
            return words == self._words[place]
        return words <= self._words[place] and any(self._times[word] <= _RARE for word in words)

    def _enough(self, label: str, place: int) -> float:
        """The cosine that is asked of a name: less where it holds the word with which the wording opens."""
        if label.isascii():
            return _NEAR_ENGLISH
        name = self._labels[place]
        return _NEAR_OPENING if all(character in name for character in label[:2]) else _NEAR


def _best_first(near: tuple[float, int]) -> tuple[float, int]:
    return -near[0], near[1]


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, Twins]:
    found: dict[str, dict[str, None]] = {}
    for key, skill in pairs:
        if key:
            found.setdefault(key, {})[skill] = None
    return {key: tuple(skills) for key, skills in found.items()}


def _is_slip(said: str, name: str) -> bool:
    """Whether one is the other with a letter or two mistyped, or with characters of the same sound."""
    if said.isascii() and name.isascii():
        allowed = (len(name) >= _SLIP) + (len(name) >= _TWO_SLIPS)
        return OSA.distance(said, name, score_cutoff=allowed) <= allowed
    if len(said) != len(name) or len(name) < _HEARD:
        return False
    others = [pair for pair in zip(said, name, strict=True) if pair[0] != pair[1]]
    return len(others) <= _MISHEARD and all(_sound(one) == _sound(other) for one, other in others)


@cache
def _sound(character: str) -> str:
    return "".join(lazy_pinyin(character))
