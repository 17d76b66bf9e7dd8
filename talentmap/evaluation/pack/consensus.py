"""How far raters agree: kappa for each pair, Krippendorff's alpha of all, and where their scores lie apart.

Alpha takes the interval metric: the scores 1 to 5 stand evenly. Sources: see talentmap/policy/agreement.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from talentmap.bilingual import both
from talentmap.errors import EditionError
from talentmap.evaluation.pack.sheets import Scored
from talentmap.policy.agreement import Value, cohen_kappa, interval_of, krippendorff_alpha, squared

REPLICATES = 1_000
_APART = 2
_alpha = partial(krippendorff_alpha, distance=squared)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Agreement on one criterion ('' for all): lines that two or more scored, alpha with its 95% interval, mean."""

    criterion: str
    lines: int
    alpha: float
    interval: tuple[float, float]
    mean: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two raters: lines that both scored, share scored alike, Cohen's kappa."""

    one: str
    other: str
    lines: int
    alike: float
    kappa: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheets: code, raters who scored it, mean, lowest and highest score."""

    code: str
    raters: int
    mean: float
    low: int
    high: int

    @property
    def is_apart(self) -> bool:
        """True where scores lie so far apart that the raters ought to talk."""
        return self.high - self.low >= _APART


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the sheets of all raters say together."""

    raters: tuple[str, ...]
    reliability: tuple[Reliability, ...]
    pairings: tuple[Pairing, ...]
    lines: tuple[Line, ...]


def consensus(sheets: Sequence[Scored]) -> Consensus:
    """The agreement of raters. EditionError with fewer than two, the same one twice, or sheets of different packs."""
    _insist(sheets)
    ordered = sorted(sheets, key=lambda sheet: sheet.rater)
    codes = list(dict.fromkeys(code for sheet in ordered for code in sheet.codes))
    units = {code: [sheet.scores.get(code) for sheet in ordered] for code in codes}
    criteria = list(dict.fromkeys(code.partition(":")[2] for code in codes))
    return Consensus(
        tuple(sheet.rater for sheet in ordered),
        tuple(
            _reliability(criterion, [unit for code, unit in units.items() if criterion in ("", code.partition(":")[2])])
            for criterion in ("", *criteria)
        ),
        tuple(_pairing(one, other, codes) for one, other in combinations(ordered, 2)),
        tuple(line for code, unit in units.items() if (line := _line(code, unit)) is not None),
    )


def _insist(sheets: Sequence[Scored]) -> None:
    if len(sheets) < 2:
        raise EditionError(
            both("Agreement takes the sheets of two raters or more.", "一致性检验需要至少两位评价人的评分表。"),
            both("Name every workbook handed in.", "请列出全部交回的工作簿。"),
        )
    raters = [sheet.rater for sheet in sheets]
    twice = sorted({rater for rater in raters if raters.count(rater) > 1})
    if twice:
        raise EditionError(
            both(f"Two workbooks are of rater {twice[0]}.", f"有两份工作簿属于评价人 {twice[0]}。"),
            both("Name one workbook a rater.", "每位评价人只列一份。"),
        )
    packs = sorted({sheet.pack for sheet in sheets})
    if len(packs) > 1:
        raise EditionError(
            both(
                f"The workbooks belong to different packs: {', '.join(packs)}.",
                f"这些工作簿属于不同的资料包：{'、'.join(packs)}。",
            ),
            both("Score and compare sheets of one pack.", "请比较同一资料包的评分表。"),
        )


def _reliability(criterion: str, units: Sequence[Sequence[Value]]) -> Reliability:
    both = [unit for unit in units if sum(score is not None for score in unit) > 1]
    scores = [score for unit in units for score in unit if isinstance(score, int)]
    mean = sum(scores) / len(scores) if scores else math.nan
    return Reliability(criterion, len(both), _alpha(both), interval_of(both, _alpha, REPLICATES), mean)


def _pairing(one: Scored, other: Scored, codes: Sequence[str]) -> Pairing:
    pairs = [(one.scores[code], other.scores[code]) for code in codes if code in one.scores and code in other.scores]
    alike = sum(a == b for a, b in pairs) / len(pairs) if pairs else math.nan
    return Pairing(one.rater, other.rater, len(pairs), alike, cohen_kappa(pairs))


def _line(code: str, unit: Sequence[int | None]) -> Line | None:
    scores = [score for score in unit if score is not None]
    return Line(code, len(scores), sum(scores) / len(scores), min(scores), max(scores)) if scores else None
