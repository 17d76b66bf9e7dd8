"""Taxonomies and title lists of any size, composed of the words of the general sets: what speed is measured on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from benchmarks.matching.rewriting import BY_LANGUAGE, SPELLING
from benchmarks.matching.title_sets import general_occupations
from talentmap.model.occupation import Occupation

REPEATED = 0.18  # of real titles are repeats
_SUFFIX = {"zh": "", "en": "_en"}
_HEAD_ZH = re.compile(
    "(?:工程技术人员|工程师|技术员|研究员|设计师|操作工|制作工|装配工|检验员|管理员|服务员|维修工|经理|主管|专员|顾问|[工员师手])$"
)
_LEVELS = {"zh": ("高级", "资深", "初级", "助理", "", "", "", ""), "en": ("Senior ", "Junior ", "Lead ", "", "", "")}


def made_occupations(language: str, wordings: int, per_role: int) -> tuple[Occupation, ...]:
    """Occupations with so many different wordings between them, `per_role` each, and a definition."""
    names = list(islice(_names(language, Random(f"roles {language}")), wordings))
    definitions = [one.definition for one in general_occupations(_SUFFIX[language])]
    return tuple(
        Occupation(
            role_id=f"r{start:06}",
            name=names[start],
            aliases=tuple(names[start + 1 : start + per_role]),
            definition=definitions[start // per_role % len(definitions)],
        )
        for start in range(0, wordings, per_role)
    )


def made_titles(language: str, count: int) -> list[str]:
    """So many messy titles, of which 18% repeat an earlier one."""
    random = Random(f"titles {language}")
    fresh = list(islice(_messy(language, random), count - int(count * REPEATED)))
    titles = fresh + random.choices(fresh, k=count - len(fresh))
    random.shuffle(titles)
    return titles


def _names(language: str, random: Random) -> Iterator[str]:
    """Different names without end: known ones first, then ones composed of their parts."""
    known = [name for one in general_occupations(_SUFFIX[language]) for name in (one.name, *one.aliases)]
    modifiers, heads = _parts(known, language)
    seen: set[str] = set()
    joint = "" if language == "zh" else " "
    while True:
        name = known.pop() if known else joint.join((*random.sample(modifiers, 2), random.choice(heads)))
        if name not in seen:
            seen.add(name)
            yield name


def _parts(names: Sequence[str], language: str) -> tuple[list[str], list[str]]:
    """The words before the head noun and the head nouns, as often as they occur."""
    if language == "en":
        split = [name.split() for name in names]
        return [word for words in split for word in words[:-1]], [words[-1] for words in split if words]
    met = [(name, found) for name in names if (found := _HEAD_ZH.search(name))]
    domains = [name[: found.start()] for name, found in met]
    return [part for domain in domains for part in (domain[:2], domain[-2:]) if part], [f.group() for _, f in met]


def _messy(language: str, random: Random) -> Iterator[str]:
    """Different titles without end: half of them bare, half with what ads put around a title."""
    kinds = [kind for kind in BY_LANGUAGE[language] if kind not in SPELLING]
    seen: set[str] = set()
    for name in _names(language, random):
        title = random.choice(_LEVELS[language]) + name
        if random.random() < 0.5:
            title = BY_LANGUAGE[language][random.choice(kinds)](title, random)
        if title not in seen:
            seen.add(title)
            yield title
