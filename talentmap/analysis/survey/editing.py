"""What is not taken at face value before answers are weighted: every edit with its reason; the raw value stays.

Intake has already set aside labour agencies, superseded answers, doubled lines and single headcounts beyond what the
staff allows. Here, in this order: posts that a group and its member both report, answers whose lines are too many
together, and headcounts far out of their cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from talentmap.analysis.survey.weighting import Weighting
from talentmap.analysis.survey.winsorise import winsorised
from talentmap.linkage.kin import Post, is_branch, repeated
from talentmap.model.plausibility import PlausibilityRules
from talentmap.model.problem import Problem
from talentmap.model.thresholds import Rules
from talentmap.text import lookup_key

FIELD = "headcount"


class Reason(StrEnum):
    """Why a headcount was edited."""

    GROUP_REPEAT = "group_repeat"  # a group and its member report the same posts
    TOTAL_ABOVE_STAFF = "total_above_staff"  # the lines of an enterprise together exceed what its staff allows
    FAR_OUT = "far_out"  # far above its cell: it stands for itself and not for others
    FAR_OUT_UNVOUCHED = "far_out_unvouched"  # likewise, and no staff was stated that would make it possible


_SET_ASIDE: Mapping[str, str] = {
    "intake-dispatch": "labour_agency",
    "intake-headcount-implausible": "headcount_above_staff",
    "intake-duplicate-line": "line_repeated",
    "intake-superseded": "answer_superseded",
    "intake-duplicate-file": "file_repeated",
}


def set_aside(problems: Iterable[Problem]) -> Mapping[str, int]:
    """How often intake left something out that an edit would otherwise have to mend, by reason."""
    return Counter(_SET_ASIDE[problem.code] for problem in problems if problem.code in _SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Edit:
    """One value changed: the demand line, what it was before this edit and after it, and why."""

    enterprise_id: str
    line_id: str
    stated: float
    used: float
    weight: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Edited:
    """Every edit, in the order of lines, and the headcounts to be counted instead, by line."""

    edits: tuple[Edit, ...]
    headcounts: Mapping[str, float]


def edit(demand: pd.DataFrame, enterprises: pd.DataFrame, weighting: Weighting, rules: Rules) -> Edited:
    """The edits of DEMAND, given ENTERPRISES and the weights; the order of rows does not matter."""
    lines = _lines(demand, enterprises, weighting)
    edits = []
    for headcounts, reasons in _steps(lines, rules):
        edits += [
            Edit(line["enterprise_id"], line["line_id"], line[FIELD], used, line["weight"], reason)
            for line, used, reason in zip(lines.to_dict("records"), headcounts, reasons, strict=True)
            if used < line[FIELD] - 1e-9
        ]
        lines[FIELD] = headcounts
    ordered = tuple(sorted(edits, key=lambda one: (one.line_id, one.reason)))
    last = dict(zip(lines["line_id"], lines[FIELD].tolist(), strict=True))
    return Edited(ordered, {one.line_id: last[one.line_id] for one in ordered})


def _lines(demand: pd.DataFrame, enterprises: pd.DataFrame, weighting: Weighting) -> pd.DataFrame:
    """The lines that state a headcount, with what is known of their enterprises, sorted by id."""
    answers = weighting.answers
    known = {
        "employees": dict(zip(answers.enterprises, answers.employees.tolist(), strict=True)),
        "cell": dict(zip(answers.enterprises, weighting.cells.of_answers, strict=True)),
        "weight": dict(zip(answers.enterprises, weighting.by_people.values.tolist(), strict=True)),
        "enterprise_name": dict(
            zip(enterprises["enterprise_id"], enterprises["enterprise_name"].fillna(""), strict=True)
        ),
    }
    beside = {"employees": np.nan, "cell": "", "weight": 1.0, "enterprise_name": ""}
    stated = demand[["line_id", "enterprise_id", "title", FIELD]].dropna(subset=[FIELD])
    told = stated.astype({"enterprise_id": object, "title": object}).fillna({"enterprise_id": "", "title": ""})
    rows = [
        {
            "line_id": line["line_id"],
            "enterprise_id": line["enterprise_id"],
            "title": line["title"],
            FIELD: float(line[FIELD]),
            **{name: values.get(line["enterprise_id"], beside[name]) for name, values in known.items()},
        }
        for line in told.to_dict("records")
    ]
    rows.sort(key=lambda row: str(row["line_id"]))
    return pd.DataFrame(rows, columns=["line_id", "enterprise_id", "title", FIELD, *known])


def _steps(lines: pd.DataFrame, rules: Rules) -> Iterator[tuple[Sequence[float], Sequence[Reason]]]:
    """The headcounts after each step, with the reason of a change by line; `lines` is brought up to date in between."""
    once = _without_repeats(lines)
    yield once, [Reason.GROUP_REPEAT] * len(lines)
    yield _within_staff(lines, rules.plausibility), [Reason.TOTAL_ABOVE_STAFF] * len(lines)
    vouched = lines["employees"].notna().to_numpy()
    cut = winsorised(lines[FIELD], lines["cell"], lines["weight"].where(vouched, np.inf), rules)
    yield cut, [Reason.FAR_OUT if known else Reason.FAR_OUT_UNVOUCHED for known in vouched]


def _without_repeats(lines: pd.DataFrame) -> list[float]:
    """0 for posts that a group reports beside its subsidiary, or a branch beside its head.

    The frame counts enterprises: the subsidiary is one, with a district and a chain of its own, and a branch is none.
    """
    names = dict(zip(lines["enterprise_id"], lines["enterprise_name"], strict=True))
    posts: defaultdict[str, Counter[Post]] = defaultdict(Counter)
    keys = [(lookup_key(title), int(heads)) for title, heads in zip(lines["title"], lines[FIELD], strict=True)]
    for firm, post in zip(lines["enterprise_id"], keys, strict=True):
        posts[firm][post] += 1
    spare: defaultdict[str, Counter[Post]] = defaultdict(Counter)
    for pair in repeated(posts, names.__getitem__):
        giving = pair.member if is_branch(names[pair.member]) else pair.group
        spare[giving] |= pair.posts
    kept = []
    for firm, post, heads in zip(lines["enterprise_id"], keys, lines[FIELD], strict=True):
        is_spare = spare[firm][post] > 0
        spare[firm][post] -= is_spare
        kept.append(0.0 if is_spare else float(heads))
    return kept


def _within_staff(lines: pd.DataFrame, rules: PlausibilityRules) -> list[float]:
    """Headcounts cut in proportion where an enterprise's lines together exceed what one line may ask for.

    A single line beyond that is there only because the enterprise confirmed it; then its others are believed too.
    """
    kept = lines[FIELD].copy()
    for _, own in lines.dropna(subset=["employees"]).groupby("enterprise_id"):
        staff, total = float(own["employees"].iloc[0]), float(own[FIELD].sum())
        if rules.is_exceeded(total, staff) and not any(rules.is_exceeded(heads, staff) for heads in own[FIELD]):
            kept[own.index] = own[FIELD] * rules.limit(staff) / total
    return kept.tolist()
