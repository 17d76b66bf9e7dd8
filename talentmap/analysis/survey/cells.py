"""Weighting cells: chain x size class, joined in a declared order where too few answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentmap.analysis.survey.answers import Answers
from talentmap.analysis.survey.frame import CellKey, Frame
from talentmap.model.thresholds import WeightRules

UNFRAMED = "unframed"


@dataclass(frozen=True, slots=True)
class Cells:
    """The weighting cell of each answer, what the frame holds in each cell, and which cells are take-all.

    A cell's name is its chain and its size classes, `metal:small+micro`; `metal:unframed` holds answers of a chain
    that the frame does not have.
    """

    of_answers: tuple[str, ...]
    parts: Mapping[str, frozenset[CellKey]]
    populations: Mapping[str, int]
    take_all: frozenset[str]

    @property
    def answered(self) -> Mapping[str, int]:
        """Answers by cell."""
        return Counter(self.of_answers)


def weighting_cells(answers: Answers, frame: Frame | None, rules: WeightRules) -> Cells:
    """The cells of `answers`. Without a frame every chain is a cell that holds its answers and no other enterprise.

    An enterprise of unknown size stands in the cell of its chain that most enterprises of the frame are in.
    """
    if frame is None:
        return Cells(answers.chains, {}, Counter(answers.chains), frozenset())
    counts = frame.enterprises
    joined = _joined(Counter(answers.keys), counts, rules)
    parts = {cell: frozenset(key for key, its in joined.items() if its == cell) for cell in joined.values()}
    framed = {cell: sum(counts.get(key, 0) for key in keys) for cell, keys in parts.items()}
    take_all = frozenset(cell for cell, keys in parts.items() if all(size in rules.take_all for _, size in keys))
    homes = _homes(parts, framed, take_all)
    of_answers = tuple(joined.get(key) or homes.get(key[0]) or f"{key[0]}:{UNFRAMED}" for key in answers.keys)
    answered = Counter(of_answers)
    # An answer from outside the frame, or more answers than the frame knows, shows the frame short.
    populations = {cell: max(framed.get(cell, 0), answered[cell]) for cell in {*framed, *answered}}
    return Cells(of_answers, parts, populations, take_all)


def _homes(
    parts: Mapping[str, frozenset[CellKey]], framed: Mapping[str, int], take_all: frozenset[str]
) -> dict[str, str]:
    """The cell of each chain for enterprises of unknown size: that of most enterprises, if possible not take-all."""
    homes = {}
    for cell in sorted(parts, key=lambda cell: (cell not in take_all, framed[cell], cell)):
        homes[cell.split(":")[0]] = cell
    return homes


def _joined(answered: Counter[CellKey], counts: Mapping[CellKey, int], rules: WeightRules) -> dict[CellKey, str]:
    """The weighting cell of every (chain, size class) of the frame or the answers, in chains that the frame has.

    Size classes are taken in the declared order; one with too few answers waits for the next. What still waits at the
    end joins the cell before it. Chains never mix, and a take-all class never joins others unless none of it answered.
    """
    cells: dict[CellKey, str] = {}
    for chain in sorted({chain for (chain, _), count in counts.items() if count}):
        known = [size for size in rules.collapse if counts.get((chain, size)) or answered[chain, size]]
        of_chain = Counter({size: answered[chain, size] for size in known})
        for group in joined_sizes(known, of_chain, rules.cell_minimum, rules.take_all):
            cells.update({(chain, size): f"{chain}:{'+'.join(group)}" for size in group})
    return cells


def joined_sizes(
    sizes: Sequence[str], answered: Counter[str], minimum: int, take_all: Sequence[str] = ()
) -> list[list[str]]:
    """Size classes in the order given, each joined with the next until enough answered; the last join those before."""
    groups: list[list[str]] = []
    waiting: list[str] = []
    for size in sizes:
        waiting.append(size)
        count = sum(answered[one] for one in waiting)
        if count >= minimum or (count and size in take_all):
            groups.append(waiting)
            waiting = []
    if waiting and groups and not all(size in take_all for size in groups[-1]):
        groups[-1] = groups[-1] + waiting
    elif waiting:
        groups.append(waiting)
    return groups
