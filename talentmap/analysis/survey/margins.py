"""What is known of the enterprises that the answers stand for, laid out for raking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from talentmap.analysis.survey.answers import Answers
from talentmap.analysis.survey.calibration import Calibration
from talentmap.analysis.survey.cells import Cells, joined_sizes
from talentmap.analysis.survey.frame import Frame, FrameKey, Size
from talentmap.analysis.survey.raking import UNTOLD, Bounds, Margin
from talentmap.model.thresholds import WeightRules

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
REST = "rest"
"""Districts with too few answers for a margin of their own, taken together."""
Row = tuple[str, str, str]
"""Weighting cell, size margin, district margin: what raking moves alike."""


class Layout:
    """Which answers are raked together, and which part of the frame they stand for.

    Take-all cells and answers from outside the frame stay out, and so do cells of the frame in which nobody answered:
    no weight makes up for those.
    """

    def __init__(self, answers: Answers, cells: Cells, frame: Frame, base: Array, rules: WeightRules) -> None:
        self._cells, self._frame, self._base, self._rules = cells, frame, base, rules
        raked = {cell for cell in cells.of_answers if cell in cells.parts and cell not in cells.take_all}
        self._cell_of_part = {part: cell for cell in sorted(raked) for part in cells.parts[cell]}
        told = list(zip(cells.of_answers, answers.sizes, answers.districts, strict=True))
        self._districts = margin_districts(
            Counter(district for cell, _, district in told if cell in raked and district),
            {district for *part, district in frame.cells if tuple(part) in self._cell_of_part and district},
            rules.margin_minimum,
        )
        self._sizes = self._margin_sizes([size for cell, size, _ in told if cell in raked])
        keys = [self._row(*key) if key[0] in raked else None for key in told]
        self.rows = sorted({key for key in keys if key})
        place = {row: position for position, row in enumerate(self.rows)}
        self._row_of_answers = np.array([place[key] if key else UNTOLD for key in keys], dtype=np.int64)

    def _row(self, cell: str, size: str, district: str) -> Row:
        return cell, self._sizes.get(size, ""), self._districts.get(district, "")

    def _margin_sizes(self, answered: Sequence[str]) -> dict[str, str]:
        """The margin that each size class belongs to, joined in the declared order where too few answered."""
        there = {size for _, size in self._cell_of_part}
        known = [size for size in self._rules.collapse if size in there]
        groups = joined_sizes(known, Counter(answered), self._rules.margin_minimum)
        return {size: "+".join(group) for group in groups for size in group}

    def by_enterprises(self) -> Calibration:
        """Weights brought to the frame's enterprises by weighting cell, size class and district."""
        level = [cell for cell, *_ in self.rows], lambda key: self._cell_of_part[key[:2]]
        ones = np.ones(len(self._base))
        return self._calibration(ones, ones, level, lambda counted: counted.enterprises)

    def by_employment(self, staff: Array) -> Calibration:
        """Weights brought to the frame's employment by chain, size class and district; `staff` is by answer."""
        level = [_chain(cell) for cell, *_ in self.rows], lambda key: key[0]
        known = np.nan_to_num(staff, nan=0.0)
        return self._calibration(known, self._take_all_factors(known), level, lambda counted: counted.employment)

    def _calibration(
        self,
        sizes: Array,
        fixed: Array,
        level: tuple[Sequence[str], Callable[[FrameKey], str]],
        measure: Callable[[Size], int],
    ) -> Calibration:
        margins = (
            self._margin("level", *level, measure),
            self._margin("size", [size for _, size, _ in self.rows], lambda key: self._sizes[key[1]], measure),
            self._margin(
                "district", [place for *_, place in self.rows], lambda key: self._districts.get(key[2], ""), measure
            ),
        )
        _, row_cells = np.unique(np.array([cell for cell, *_ in self.rows], dtype=str), return_inverse=True)
        return Calibration(
            rows=self._row_of_answers,
            row_cells=row_cells.astype(np.int64),
            sizes=sizes,
            fixed=fixed,
            margins=tuple(margin for margin in margins if margin is not None),
            bounds=self._bounds,
        )

    def _margin(
        self,
        name: str,
        groups: Sequence[str],
        group_of: Callable[[FrameKey], str],
        measure: Callable[[Size], int],
    ) -> Margin | None:
        """A margin of the rows with the frame's totals as targets; None where the frame tells nothing of it."""
        totals: Counter[str] = Counter()
        for key, counted in self._frame.cells.items():
            if key[:2] in self._cell_of_part:
                totals[group_of(key)] += measure(counted)
        names = sorted(group for group in set(groups) - {""} if totals[group] > 0)
        if not names:
            return None
        place = {group: position for position, group in enumerate(names)}
        told = np.array([place.get(group, UNTOLD) for group in groups], dtype=np.int64)
        return Margin(name, tuple(names), told, np.array([totals[group] for group in names], dtype=float))

    @cached_property
    def _bounds(self) -> Bounds:
        """The declared bounds of a factor, and no weight below 1."""
        base = np.ones(len(self.rows))
        free = self._row_of_answers != UNTOLD
        base[self._row_of_answers[free]] = self._base[free]
        lowest = np.maximum(self._rules.raking.lowest, 1 / base)
        return Bounds(lowest[:, None], np.full_like(lowest, self._rules.raking.highest)[:, None])

    def _take_all_factors(self, staff: Array) -> Array:
        """What the base weight of a take-all answer is multiplied by so that its cell's employment is met; 1 elsewhere.

        A cell in which all answered keeps the weight 1, whatever the frame says of its employment.
        """
        factors = np.ones(len(staff))
        for cell in sorted(self._cells.take_all & set(self._cells.of_answers)):
            members = np.array([one == cell for one in self._cells.of_answers])
            base = float(self._base[members][0])
            answered = base * float(staff[members].sum())
            framed = sum(self._frame.employment.get(part, 0) for part in self._cells.parts[cell])
            if base > 1 and answered and framed:
                bounded = np.clip(framed / answered, self._rules.raking.lowest, self._rules.raking.highest)
                factors[members] = max(float(bounded), 1 / base)
        return factors


def _chain(cell: str) -> str:
    return cell.partition(":")[0]


def margin_districts(answered: Counter[str], framed: set[str], minimum: int) -> dict[str, str]:
    """The margin that each district belongs to: its own where enough answered, else `rest`.

    The rest takes in the districts with the fewest answers until it has enough itself. Empty without districts in the
    frame.
    """
    rest: list[str] = []
    ordered = sorted(framed, key=lambda district: (answered[district], district))
    for district in ordered:
        of_rest = sum(answered[one] for one in rest)
        if answered[district] >= minimum and (not rest or of_rest >= minimum):
            break
        rest.append(district)
    return {district: REST if district in rest else district for district in ordered}
