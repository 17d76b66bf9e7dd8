"""Titles that people have decided: neighbours that speak for a role, or for none.

A decision is heard where a title is the decided one or comes near to it, and nowhere else; it moves no weight of any
n-gram. So it can change the answer to titles like it, and to no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from talentmap.matching.scoring.nearness import Positions, Scores, flattened, strongest
from talentmap.matching.scoring.ngrams import NgramIndex
from talentmap.matching.titles.grammar import TitleGrammar, stemmed

NEAR = 0.4  # cosine from which a decided title is a neighbour
_OTHER_TITLE = np.float32(0.99)  # how near a title may come that is not the very same
_NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class DecidedTitle:
    """A title that somebody placed: in a role, or in none ('')."""

    title: str
    role_id: str
    chain_id: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What decisions say: of title (row) and role (column; the last is `none`) the nearest decision and the votes.

    `others` is how near a decision for another role, or for none, comes to the title. Sorted by title and role.
    """

    titles: Positions
    roles: Positions
    nearness: Scores
    votes: Scores
    others: Scores
    decisions: Positions


class Memory:
    """Decided titles, indexed with the weights of the catalog's own wordings."""

    def __init__(
        self, decided: Sequence[DecidedTitle], places: Mapping[str, int], grammar: TitleGrammar, index: NgramIndex
    ) -> None:
        self.decided = [one for one in decided if not one.role_id or one.role_id in places]
        none = len(places)
        self._columns = none + 1
        names = [tuple(map(stemmed, grammar.parse(one.title).names)) for one in self.decided]
        views, self._owners = flattened(names)
        self._wholes = np.array([group[0] if group else "" for group in names] or [""])
        self._by_whole: dict[str, list[int]] = {}
        for place, whole in enumerate(self._wholes.tolist()):
            self._by_whole.setdefault(whole, []).append(place)
        self._roles = np.array([places.get(one.role_id, none) for one in self.decided], dtype=np.int64)
        self._chains = np.array([one.chain_id for one in self.decided] or [""])
        self._index = NgramIndex(views, idf_of=index)

    def __bool__(self) -> bool:
        return bool(self.decided)

    def neighbours(
        self, names: Sequence[Sequence[str]], chains: Sequence[str], leave_out: Positions | None = None
    ) -> tuple[Positions, Positions, Scores]:
        """Title and decision positions that are neighbours, and how near; one row a pair, sorted.

        1 is the very same title, whatever the n-grams say; other titles stay below. A decision of one chain is not
        heard in another. `leave_out` names the decision that each title may not hear.
        """
        texts, rows = flattened(names)
        near, _ = self._index.nearest(texts, _NEIGHBOURS)
        same = [(row, k) for row, group in enumerate(names) for k in self._by_whole.get(group[0] if group else "", ())]
        same_title, same_decision = np.array(same, dtype=np.int64).reshape(-1, 2).T
        title = np.concatenate((same_title, rows[np.repeat(np.arange(len(texts)), np.diff(near.indptr))]))
        decision = np.concatenate((same_decision, self._owners[near.indices]))
        nearness = np.concatenate((np.ones(len(same), np.float32), np.minimum(near.data, _OTHER_TITLE)))
        said, own = np.array(chains or [""], dtype=str)[title], self._chains[decision]
        heard = (nearness >= NEAR) & ((said == "") | (own == "") | (said == own))
        if leave_out is not None:
            heard &= leave_out[title] != decision
        best = strongest(title[heard] * len(self.decided) + decision[heard], nearness[heard])
        return best.keys // len(self.decided), best.keys % len(self.decided), best.scores

    def hear(self, names: Sequence[Sequence[str]], chains: Sequence[str], leave_out: Positions | None = None) -> Heard:
        """What the neighbours of each title say: nearest decision and share of the votes, for each role named."""
        title, decision, nearness = self.neighbours(names, chains, leave_out)
        pair = title * self._columns + self._roles[decision]
        best = strongest(pair, nearness)
        rows, roles = best.keys // self._columns, best.keys % self._columns
        votes = nearness**4
        mine = np.bincount(np.searchsorted(best.keys, pair), votes, len(best.keys))
        shares = mine / np.bincount(title, votes, len(names))[rows]
        others = _of_others(rows, best.scores)
        return Heard(rows, roles, best.scores, shares.astype(np.float32), others, decision[best.places])


def _of_others(rows: Positions, scores: Scores) -> Scores:
    """Of each entry the highest score among the other entries of its row; 0 where it stands alone."""
    order = np.lexsort((-scores, rows))
    starts = np.searchsorted(rows[order], rows)
    first = order[starts]
    second = order[np.minimum(starts + 1, len(order) - 1)]
    another = np.where(first == np.arange(len(rows)), second, first)
    alone = (rows[another] != rows) | (another == np.arange(len(rows)))
    return np.where(alone, 0, scores[another]).astype(np.float32)
