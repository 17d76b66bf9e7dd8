"""Groups and their members: the same posts reported by a parent and by its subsidiary or branch would count twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from talentmap.intake.enterprise import Firm, shown_firm
from talentmap.intake.lines import Fate, Line, Submission
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import lookup_key

_FORMS = re.compile(r"(?:股份)?有限(?:责任)?公司|总公司|分公司|子公司|公司|总厂|分厂|co\.?,?ltd\.?|limited|inc\.?")
_GROUP = re.compile(r"集团|控股|总公司|group|holding")
_BRANCH = re.compile(r"分公司|分厂|branch")
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_STEM_MIN = 3
_SAME_FROM = 2
Post = tuple[str, int]


def note_groups(submissions: Sequence[Submission]) -> list[Submission]:
    """The submissions with a warning where a group and its member report the same posts; both stay counted.

    A member bears the group's name before its own: 恒达集团有限公司 and 恒达(清远)新材料有限公司. A name alone proves
    nothing, so two rows at least must name the same title and headcount, and half of the shorter answer.
    """
    posts: defaultdict[Firm, Counter[Post]] = defaultdict(Counter)
    where: dict[Firm, Line] = {}
    used = [line for submission in submissions for line in submission.lines if line.fate is Fate.USED]
    if not any(_is_head(firm) or _is_branch(firm) for firm in {line.firm for line in used}):
        return list(submissions)
    for line in used:
        posts[line.firm][lookup_key(line.values["title"]), line.values["headcount"]] += 1
        where.setdefault(line.firm, line)
    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    for group, member in _kin(posts):
        same = (posts[group] & posts[member]).total()
        if same >= _SAME_FROM and 2 * same >= min(posts[group].total(), posts[member].total()):
            source = where[member].source
            problems[source.file].append(
                Problem(
                    "intake-group-repeats",
                    Source(source.file, source.sheet),
                    shown_firm(member),
                    facts={"other": shown_firm(group), "count": same},
                )
            )
    return [
        replace(submission, problems=(*submission.problems, *problems[submission.file]))
        if submission.file in problems
        else submission
        for submission in submissions
    ]


def _kin(posts: Mapping[Firm, Counter[Post]]) -> list[tuple[Firm, Firm]]:
    """Pairs of a group and its member, among firms that have a post in common."""
    by_post: defaultdict[Post, list[Firm]] = defaultdict(list)
    for firm, named in posts.items():
        for post in named:
            by_post[post].append(firm)
    heads = set(filter(_is_head, posts))
    branches = set(filter(_is_branch, posts))
    pairs = set()
    for firms in by_post.values():
        of_heads = ((head, firm) for head in heads.intersection(firms) for firm in firms)
        of_branches = ((head, firm) for firm in branches.intersection(firms) for head in firms)
        pairs |= {pair for pair in (*of_heads, *of_branches) if is_member(pair[0].name, pair[1].name)}
    ordered = sorted(pairs, key=lambda pair: (pair[0].key, pair[1].key, repr(pair)))
    return [pair for pair in ordered if pair[0].key != pair[1].key]


def _is_head(firm: Firm) -> bool:
    return bool(_GROUP.search(lookup_key(firm.name)))


def _is_branch(firm: Firm) -> bool:
    return bool(_BRANCH.search(lookup_key(firm.name)))


def is_member(group: str, member: str) -> bool:
    """True where `member` reads as a subsidiary or branch of `group`."""
    whole, part = lookup_key(group), lookup_key(member)
    if whole == part:
        return False
    if _BRANCH.search(part):
        return part.startswith(_FORMS.sub("", whole)) and not _BRANCH.search(whole)
    if not _GROUP.search(whole):
        return False
    stem = _GROUP.sub("", _FORMS.sub("", _BRACKETS.sub("", whole)))
    return len(stem) >= _STEM_MIN and part.startswith(stem) and not _GROUP.search(part)
