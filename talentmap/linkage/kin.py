"""Groups and their members, told by name: a subsidiary bears the group's name before its own, a branch its head's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from talentmap.text import lookup_key

_FORMS = re.compile(r"(?:股份)?有限(?:责任)?公司|总公司|分公司|子公司|公司|总厂|分厂|co\.?,?ltd\.?|limited|inc\.?")
_GROUP = re.compile(r"集团|控股|总公司|group|holding")
_BRANCH = re.compile(r"分公司|分厂|branch")
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_STEM_MIN = 3
_SAME_FROM = 2
Post = tuple[str, int]
"""A title, made ready for comparison, and its headcount."""
Firm = TypeVar("Firm")


@dataclass(frozen=True, slots=True)
class Repeated(Generic[Firm]):
    """A group and its member that report the same posts, each as often as both have it."""

    group: Firm
    member: Firm
    posts: Counter[Post]


def repeated(posts: Mapping[Firm, Counter[Post]], name_of: Callable[[Firm], str]) -> list[Repeated[Firm]]:
    """Groups and members that report the same posts, in no order.

    A name alone proves nothing: two rows at least must name the same title and headcount, and half of the shorter
    answer.
    """
    found = []
    for group, member in _kin(posts, name_of):
        same = posts[group] & posts[member]
        if same.total() >= _SAME_FROM and 2 * same.total() >= min(posts[group].total(), posts[member].total()):
            found.append(Repeated(group, member, same))
    return found


def _kin(posts: Mapping[Firm, Counter[Post]], name_of: Callable[[Firm], str]) -> set[tuple[Firm, Firm]]:
    """Pairs of a group and its member, among firms that have a post in common."""
    heads = {firm for firm in posts if is_head(name_of(firm))}
    branches = {firm for firm in posts if is_branch(name_of(firm))}
    if not heads and not branches:
        return set()
    by_post: defaultdict[Post, list[Firm]] = defaultdict(list)
    for firm, named in posts.items():
        for post in named:
            by_post[post].append(firm)
    pairs = set()
    for firms in by_post.values():
        of_heads = ((head, firm) for head in heads.intersection(firms) for firm in firms)
        of_branches = ((head, firm) for firm in branches.intersection(firms) for head in firms)
        pairs |= {pair for pair in (*of_heads, *of_branches) if is_member(name_of(pair[0]), name_of(pair[1]))}
    return pairs


def is_head(name: str) -> bool:
    """True where `name` reads as that of a group."""
    return bool(_GROUP.search(lookup_key(name)))


def is_branch(name: str) -> bool:
    """True where `name` reads as that of a branch, which is no enterprise of its own."""
    return bool(_BRANCH.search(lookup_key(name)))


def is_member(group: str, member: str) -> bool:
    """True where `member` reads as a subsidiary or branch of `group`.

    恒达利集团有限公司 and 恒达利(清远)新材料有限公司, 恒达利新材料有限公司 and 恒达利新材料有限公司清远分公司.
    """
    whole, part = lookup_key(group), lookup_key(member)
    if whole == part:
        return False
    if _BRANCH.search(part):
        return part.startswith(_FORMS.sub("", whole)) and not _BRANCH.search(whole)
    if not _GROUP.search(whole):
        return False
    stem = _GROUP.sub("", _FORMS.sub("", _BRACKETS.sub("", whole)))
    return len(stem) >= _STEM_MIN and part.startswith(stem) and not _GROUP.search(part)
