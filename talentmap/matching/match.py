"""A list of job titles placed in any classification: the library call behind `talentmap match`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from talentmap.catalog.lexicon import read_rules, read_words
from talentmap.catalog.occupations import gathered, plain
from talentmap.cycles import no_search_for_cycles
from talentmap.matching.calibration import calibrated_rules
from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.scoring.candidates import Candidate
from talentmap.matching.scoring.features import Query
from talentmap.matching.scoring.memory import DecidedTitle
from talentmap.matching.scoring.roles import Classification, of_catalog, of_occupations
from talentmap.matching.scoring.semantic import Encoder, shipped_encoder
from talentmap.matching.verdict import Verdict, settle
from talentmap.model.occupation import Occupation
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import MatchingRules
from talentmap.resources import catalogs_dir

Entry = TypeVar("Entry")
Roles = Catalog | Classification | Iterable[Occupation | Mapping[str, Any]]


_NO_SKILLS: tuple[frozenset[str], str] = (frozenset(), "")


class Match(NamedTuple):
    """What a title means: `role_id` None in the band `none`, the first candidate in `accepted` and `review`.

    `probability` is the first candidate's, from 0 to 1, whatever the band; 0 without any candidate.
    """

    title: str
    role_id: str | None
    probability: float
    band: str
    candidates: tuple[Candidate, ...]
    verdict: Verdict

    @property
    def group(self) -> str:
        """The group of occupations, or chain and segment, where that is safe although no role is; '' elsewhere."""
        return self.verdict.group

    @property
    def reasons(self) -> str:
        """What spoke for the role, and against it, in one line."""
        return self.verdict.reasons


class TitleMatcher:
    """Places titles in one classification, with the decisions that people have taken before.

    `problems` tells which entries were left out (no id, no name, an id twice), and why.
    """

    @no_search_for_cycles()
    def __init__(
        self,
        roles: Roles,
        decisions: Iterable[tuple[str, str | None]] = (),
        *,
        target_precision: float | None = None,
        rules: MatchingRules | None = None,
        semantic: bool | Encoder = False,
    ) -> None:
        """`decisions` are titles with the role that somebody chose for each, None for no role at all.

        `semantic` compares titles by meaning too: with the encoder of the optional extra, or with one of your own.
        """
        decided = [DecidedTitle(title, role_id or "") for title, role_id in decisions]
        classification, self.problems = _classification(roles)
        self._matcher = RoleMatcher(classification, decided=decided, encoder=_encoder(semantic))
        given = rules or read_rules(catalogs_dir()).matching
        target = given.target_precision if target_precision is None else target_precision
        wanted = given.model_copy(update={"target_precision": target, "accept": given.accept_at(target)})
        self._calibration, self._rules = calibrated_rules(self._matcher, wanted)

    @no_search_for_cycles()
    def match(
        self,
        titles: Iterable[str],
        skills: Iterable[Iterable[str] | None] | None = None,
        chains: Iterable[str] | None = None,
        top: int = 5,
    ) -> list[Match]:
        """One match a title, in their order; `skills` and `chains` hold, where given, one entry a title.

        What is no text, as the empty cells of a data frame, is read as an empty title. TypeError where `titles` is one
        text, ValueError where there are more or fewer entries than titles.
        """
        if isinstance(titles, str):
            raise TypeError("titles is one text; give a list: [title]")
        titles = list(titles)
        own = _one_each(chains, titles, "chains") or [""] * len(titles)
        told = _one_each(skills, titles, "skills")
        stated = self._matcher.skills.read_all(map(_wordings, told), own) if told else [_NO_SKILLS] * len(titles)
        queries = [
            Query(title if isinstance(title, str) else plain(title) or "", chain, known, beside=rest)
            for title, chain, (known, rest) in zip(titles, own, stated, strict=True)
        ]
        found = self._matcher.match(queries, top)
        return [
            _match(query.title, self._calibration.of(candidates, query.chain_id), self._rules)
            for query, candidates in zip(queries, found, strict=True)
        ]


def match_titles(  # noqa: PLR0913 - each is an option of the call
    titles: Iterable[str],
    roles: Roles,
    *,
    skills: Iterable[Iterable[str] | None] | None = None,
    chains: Iterable[str] | None = None,
    decisions: Iterable[tuple[str, str | None]] = (),
    top: int = 5,
    semantic: bool | Encoder = False,
) -> list[Match]:
    """The role of each title, or None, with probability, band and reasons; `top` candidates beside it.

    `roles` is a `Catalog`, or a list of `Occupation` or of mappings with the fields of one, lists as such or joined by
    `|`, other keys unread. For several lists of titles build one `TitleMatcher`.
    """
    return TitleMatcher(roles, decisions, semantic=semantic).match(titles, skills, chains, top)


def _classification(roles: Roles) -> tuple[Classification, tuple[Problem, ...]]:
    """The roles to place titles in, and what was wrong with those that could not be used."""
    if isinstance(roles, Classification):
        return roles, ()
    if isinstance(roles, Catalog):
        return of_catalog(roles), ()
    lexicon = read_words(catalogs_dir())
    listed = list(roles)
    known = {role.role_id: role for role in listed if isinstance(role, Occupation) and role.role_id and role.name}
    if len(known) == len(listed):
        return of_occupations(list(known.values()), lexicon), ()
    if stranger := next((role for role in listed if not isinstance(role, Occupation | Mapping)), None):
        raise TypeError(f"a role is an Occupation or a mapping, not {type(stranger).__name__}")
    read = gathered(((Source("roles", row=row), dict(role)) for row, role in enumerate(listed, start=1)), "flat")
    return of_occupations(read.occupations, lexicon), read.problems


def _one_each(given: Iterable[Entry] | None, titles: Sequence[str], name: str) -> list[Entry]:
    """The entries as a list, none where none are given; ValueError where they are not one a title."""
    entries = [] if given is None else list(given)
    if entries and len(entries) != len(titles):
        raise ValueError(f"{len(titles)} titles, but {len(entries)} {name}: give one a title, empty where unknown")
    return entries


def _wordings(skills: Iterable[str] | None) -> list[str]:
    """One title's skills; a text is a list of one, nothing is none."""
    given = [skills] if isinstance(skills, str) else skills if isinstance(skills, Iterable) else ()
    return [text for skill in given if (text := plain(skill))]


def _encoder(semantic: bool | Encoder) -> Encoder | None:
    if isinstance(semantic, bool):
        return shipped_encoder() if semantic else None
    return semantic


def _match(title: str, candidates: tuple[Candidate, ...], rules: MatchingRules) -> Match:
    verdict = settle(candidates, rules)
    role_id = candidates[0].role_id if candidates and verdict.band != "none" else None
    return Match(title, role_id, verdict.probability, verdict.band, candidates, verdict)
