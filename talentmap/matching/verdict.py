"""Accept, send to a person, or none: what is made of a title's candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from talentmap.matching.scoring.candidates import Candidate
from talentmap.model.thresholds import MatchingRules

_DISPUTES = {
    "far": "title disputed",
    "general": "title too general",
    "level_other": "level disputed",
    "several": "several posts in one title",
}
_DISPUTES_OF_GUESSES = _DISPUTES | {
    "chain_other": "chain disputed",
    "function_other": "function disputed",
    "thin": "too little evidence",
    "tier_other": "tier disputed",
    "noun_other": "closing noun disputed",
    "words_other": "wording disputed",
    "words_missing": "wording disputed",
    "character_more": "wording disputed",
}


@dataclass(slots=True)
class Verdict:
    """How a title was settled: the role (empty when none is safe), the band, how sure; why, if a role was likely.

    `group` is the segment, or group of occupations, where that is safe although no role is; '' elsewhere.
    """

    role_id: str
    band: str
    probability: float
    best: Candidate | None = None
    said: str = ""
    group: str = ""

    @property
    def reasons(self) -> str:
        """The evidence, and what a person should look at, in one line."""
        evidence = self.best.reasons if self.best else ""
        return "; ".join(filter(None, (evidence, self.said)))


def settle(candidates: Sequence[Candidate], rules: MatchingRules) -> Verdict:
    """The matcher's verdict alone: accepted, review or none.

    None when it is unlikely that the title means any of the candidates. A role is accepted when it is likely enough,
    clearly ahead of the next, and undisputed; a title that fits many roles (技术员) is for a person.
    """
    if not candidates:
        return Verdict("", "none", 0.0)
    best, *others = candidates
    if sum([one.probability for one in candidates]) < rules.review and "general" not in best.signs:
        return Verdict("", "none", best.probability)
    lead = best.probability - (others[0].probability if others else 0.0)
    dispute = disputed(best.signs)
    if best.probability >= rules.accept and lead >= rules.margin and not dispute:
        return Verdict(best.role_id, "accepted", best.probability, best)
    return Verdict("", "review", best.probability, best, dispute, _group(candidates, rules))


def _group(candidates: Sequence[Candidate], rules: MatchingRules) -> str:
    """The group of the best candidate, if it holds enough of the probability.

    What is said against a role tells nothing against its group, but a title too far from any wording is safe nowhere.
    """
    best = candidates[0]
    if not best.group:
        return ""
    together = sum([one.probability for one in candidates if one.group == best.group])
    return best.group if together >= rules.accept and not best.signs & {"far", "general", "chain_other"} else ""


@cache
def disputed(signs: frozenset[str]) -> str:
    """Why a person should look although the role is likely; '' when nothing speaks for that.

    Skills alone never place a title. Only a title that is the role's own wording may come from a firm of another chain,
    name another function or hold level words of another tier; nothing disputes what people decided of the very title.
    """
    if "decided_same" in signs:
        return ""
    disputes = _DISPUTES if "exact" in signs else _DISPUTES_OF_GUESSES
    return next((dispute for sign, dispute in disputes.items() if sign in signs), "")
