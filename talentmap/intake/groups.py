"""Groups and their members: the same posts reported by a parent and by its subsidiary or branch would count twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from talentmap.intake.enterprise import Firm, shown_firm
from talentmap.intake.lines import Fate, Line, Submission, firms_of
from talentmap.linkage.kin import Post, is_branch, is_head, repeated
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import lookup_key


def note_groups(submissions: Sequence[Submission]) -> list[Submission]:
    """The submissions with a warning where a group and its member report the same posts; both stay in DEMAND."""
    posts: defaultdict[Firm, Counter[Post]] = defaultdict(Counter)
    where: dict[Firm, Line] = {}
    used = [line for submission in submissions for line in submission.lines if line.fate is Fate.USED]
    if not any(is_head(firm.name) or is_branch(firm.name) for firm in firms_of(used)):
        return list(submissions)
    for line in used:
        posts[line.firm][lookup_key(line.values.title), line.headcount] += 1
        where.setdefault(line.firm, line)
    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    found = [pair for pair in repeated(posts, lambda firm: firm.name) if pair.group.key != pair.member.key]
    for pair in sorted(found, key=lambda pair: (pair.group.key, pair.member.key, repr((pair.group, pair.member)))):
        source = where[pair.member].source
        problems[source.file].append(
            Problem(
                "intake-group-repeats",
                Source(source.file, source.sheet),
                shown_firm(pair.member),
                facts={"other": shown_firm(pair.group), "count": pair.posts.total()},
            )
        )
    return [
        replace(submission, problems=(*submission.problems, *problems[submission.file]))
        if submission.file in problems
        else submission
        for submission in submissions
    ]
