"""Small surveys for tests of weights: a frame and answers in a line or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from talentmap.analysis.survey.answers import Answers
from talentmap.analysis.survey.frame import CellKey, Frame, Size


def frame_of(counts: Mapping[CellKey, int], employment: Mapping[CellKey, int] | None = None) -> Frame:
    """A frame without districts; ten employees an enterprise unless told."""
    staff = employment if employment is not None else {key: 10 * count for key, count in counts.items()}
    return Frame({(*key, ""): Size(count, staff.get(key, 0)) for key, count in counts.items()})


def answers_in(
    keys: Sequence[CellKey], employees: Sequence[float] | None = None, districts: Sequence[str] | None = None
) -> Answers:
    """Enterprises e000, e001 … of those chains and size classes, in this order."""
    chains, sizes = (tuple(part) for part in zip(*keys, strict=True)) if keys else ((), ())
    return Answers(
        tuple(f"e{place:03}" for place in range(len(keys))),
        chains,
        sizes,
        tuple(districts) if districts is not None else ("",) * len(keys),
        np.array(employees, dtype=float) if employees is not None else np.full(len(keys), np.nan),
    )
