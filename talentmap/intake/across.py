"""What only shows when all files lie side by side: the same file twice, a later answer, the same line, agencies.

A later answer of an enterprise replaces an earlier one as a whole. "Later" is told by the file alone, so that the same
files always give the same result: a date in its name, then a mark such as 更正 or v2, then the number of usable lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from talentmap.intake.enterprise import Firm, name_key, shown_firm
from talentmap.intake.lines import Fate, Line, Submission, firms_of
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_DATE = re.compile(r"(?<!\d)(20\d\d)[-_.年]?(0?[1-9]|1[0-2])[-_.月]?(0?[1-9]|[12]\d|3[01])日?(?!\d)")
_VERSION = re.compile(r"(?:^|[ _\-(（])v(\d{1,2})(?!\d)|[(（](\d{1,2})[)）]|第([一二三四五六七八九])次", re.IGNORECASE)
_REVISED = re.compile(r"更正|修订|修改|补正|重报|最终|终版|final|revised|corrected", re.IGNORECASE)


def settle(submissions: Sequence[Submission]) -> list[Submission]:
    """The submissions with the fate of every line decided, in the order of their files."""
    settled = _same_files(sorted(submissions, key=lambda submission: submission.file))
    settled = _one_id_each(settled)
    settled = _without_agencies(settled)
    settled = _later_answers(settled)
    return [_same_lines(submission) for submission in settled]


def _same_files(submissions: Sequence[Submission]) -> list[Submission]:
    first: dict[str, str] = {}
    result = []
    for submission in submissions:
        original = first.setdefault(submission.sha256, submission.file)
        if original == submission.file or submission.refused or not submission.sha256:
            result.append(submission)
            continue
        problem = Problem("intake-duplicate-file", Source(submission.file), facts={"other": original})
        lines = tuple(line._replace(fate=Fate.DUPLICATE) for line in submission.lines)
        result.append(replace(submission, lines=lines, pains=(), incentives=(), idle=(), problems=(problem,)))
    return result


def _one_id_each(submissions: Sequence[Submission]) -> list[Submission]:
    """A name that one credit code belongs to, in whatever file, stands for that code everywhere."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for firm in _firms(submissions):
        if firm.code and firm.name:
            codes[name_key(firm.name)].add(firm.code)
    known = {key: next(iter(found)) for key, found in codes.items() if len(found) == 1}

    def named(firm: Firm) -> Firm:
        code = known.get(firm.key, "")
        return firm._replace(code=code) if code and not firm.code else firm

    return [
        submission
        if all(named(firm) is firm for firm in _firms_of(submission))
        else replace(
            submission,
            lines=tuple(line._replace(firm=named(line.firm)) for line in submission.lines),
            pains=tuple((named(firm), stage, pain) for firm, stage, pain in submission.pains),
            incentives=tuple((named(firm), item, reach) for firm, item, reach in submission.incentives),
            idle=tuple((named(firm),) for (firm,) in submission.idle),
        )
        for submission in submissions
    ]


def _firms_of(submission: Submission) -> set[Firm]:
    said = {firm for firm, *_ in (*submission.pains, *submission.incentives)} | {firm for (firm,) in submission.idle}
    return firms_of(submission.lines) | said


def _firms(submissions: Iterable[Submission]) -> Iterable[Firm]:
    return (firm for submission in submissions for firm in firms_of(submission.lines))


def _without_agencies(submissions: Sequence[Submission]) -> list[Submission]:
    return [
        _set_aside(
            submission,
            {firm.key for firm in _firms_of(submission) if firm.is_dispatch},
            Fate.REJECTED,
            "intake-dispatch",
        )
        for submission in submissions
    ]


def _later_answers(submissions: Sequence[Submission]) -> list[Submission]:
    answers: defaultdict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        counted = firms_of(line for line in submission.lines if line.fate is not Fate.DUPLICATE)
        for key in {firm.key for firm in counted} - {""}:
            answers[key].append(submission)
    replaced: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, found in answers.items():
        if len(found) == 1:
            continue
        counts = max(_lateness(submission, key) for submission in found)[-1]
        for submission in found:
            if submission.file != counts:
                replaced[submission.file][counts].add(key)
    return [_replaced(submission, replaced.get(submission.file, {})) for submission in submissions]


def _replaced(submission: Submission, by_file: Mapping[str, set[str]]) -> Submission:
    for other, keys in sorted(by_file.items()):
        submission = _set_aside(submission, keys, Fate.DUPLICATE, "intake-superseded", other=other)
    return submission


def _lateness(submission: Submission, key: str) -> tuple[tuple[int, int, int], int, int, str]:
    date = _DATE.search(submission.file)
    version = _VERSION.search(submission.file)
    mark = int(version[1] or version[2] or "一二三四五六七八九".index(version[3]) + 1) if version else 0
    usable = sum(line.fate is Fate.USED and line.firm.key == key for line in submission.lines)
    day = (int(date[1]), int(date[2]), int(date[3])) if date else (0, 0, 0)
    return day, mark + 100 * bool(_REVISED.search(submission.file)), usable, submission.file


def _set_aside(submission: Submission, keys: set[str], fate: Fate, code: str, **facts: object) -> Submission:
    """The submission with every line of the enterprises in `keys` given a fate, and one problem for each of them."""
    if not keys:
        return submission
    lines = []
    problems = []
    said = set()
    for line in submission.lines:
        if line.firm.key not in keys:
            lines.append(line)
            continue
        if line.firm.key not in said:
            said.add(line.firm.key)
            source = Source(submission.file, line.sheet)
            problems.append(Problem(code, source, shown_firm(line.firm), facts=facts))
        lines.append(line._replace(fate=fate) if line.fate is not Fate.DUPLICATE else line)
    return replace(
        submission,
        lines=tuple(lines),
        pains=tuple(pain for pain in submission.pains if pain[0].key not in keys),
        incentives=tuple(use for use in submission.incentives if use[0].key not in keys),
        idle=tuple(said for said in submission.idle if said[0].key not in keys),
        problems=(*submission.problems, *problems),
    )


def _same_lines(submission: Submission) -> Submission:
    if len({line.identity for line in submission.lines}) == len(submission.lines):
        return submission
    seen: dict[tuple[str, Hashable], Line] = {}
    lines = []
    problems = []
    for line in submission.lines:
        first = seen.setdefault((line.firm.key, line.identity), line)
        if first is line or line.fate is not Fate.USED:
            lines.append(line)
            continue
        lines.append(line._replace(fate=Fate.DUPLICATE))
        problems.append(
            Problem(
                "intake-duplicate-line",
                line.source,
                facts={"first": first.row, "title": line.values.title[:40]},
            )
        )
    return replace(submission, lines=tuple(lines), problems=(*submission.problems, *problems))
