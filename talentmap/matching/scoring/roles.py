"""What the matcher knows of a role, whatever classification it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from talentmap.matching.skills.reader import MUST, wordings_of
from talentmap.model.occupation import Occupation
from talentmap.model.taxonomy import Catalog, LevelGrammar, Reading, Role, Tier
from talentmap.text import lookup_key


class Lexicon(Protocol):
    """The words by which titles are read; a `Catalog` holds them."""

    @property
    def levels(self) -> LevelGrammar:
        """Level words, closing nouns, functions."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Everyday words and what they mean."""


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role to be found: its wordings (own names first), what is written about it, what it asks for.

    `group` is what it is a part of: the segment of its chain, the group of occupations.
    """

    role_id: str
    titles: tuple[str, ...]
    profile: str
    skills: Mapping[str, int] = field(default_factory=dict)
    majors: tuple[str, ...] = ()
    chain_id: str = ""
    tier: Tier | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """Roles to choose from, the skills they name, and the words by which titles are read."""

    roles: tuple[RoleEntry, ...]
    skills: Mapping[str, Sequence[str]]
    lexicon: Lexicon


def of_catalog(catalog: Catalog) -> Classification:
    """The roles of a catalog of industrial chains, in the files' order."""
    roles = tuple(
        RoleEntry(
            role_id=role.id,
            titles=role.titles(),
            profile=_profile(role, catalog),
            skills=role.skills,
            majors=role.majors,
            chain_id=role.chain_id,
            tier=role.tier,
            group=f"{role.chain_id}/{role.segment}",
        )
        for role in catalog.roles.values()
    )
    return Classification(roles, wordings_of(catalog.skills), catalog)


def of_occupations(occupations: Iterable[Occupation], lexicon: Lexicon) -> Classification:
    """The entries of a flat classification; a skill is known by its wording, and each is a must."""
    occupations = tuple(occupations)
    roles = tuple(
        RoleEntry(
            role_id=occupation.role_id,
            titles=(occupation.name, *occupation.aliases),
            profile=" ".join((occupation.definition, *occupation.tasks, *occupation.skills, occupation.parent)),
            skills={key: MUST for skill in occupation.skills if (key := lookup_key(skill))},
            group=occupation.parent,
        )
        for occupation in occupations
    )
    return Classification(roles, _skills(occupations), lexicon)


def asked_in_chains(roles: Iterable[RoleEntry]) -> Mapping[str, frozenset[str]]:
    """The skills that the roles of each chain ask for; roles of no chain are left out."""
    asked: dict[str, set[str]] = {}
    for role in roles:
        if role.chain_id:
            asked.setdefault(role.chain_id, set()).update(role.skills)
    return {chain_id: frozenset(skills) for chain_id, skills in asked.items()}


def _skills(occupations: Iterable[Occupation]) -> Mapping[str, Sequence[str]]:
    wordings = (skill for occupation in occupations for skill in occupation.skills)
    return {key: (wording,) for wording in wordings if (key := lookup_key(wording))}


def _profile(role: Role, catalog: Catalog) -> str:
    chain = catalog.chains[role.chain_id]
    skills = [catalog.skills[skill] for skill in role.skills if skill in catalog.skills]
    skilled = " ".join(word for skill in skills for word in (skill.zh, skill.en, *skill.aliases))
    return f"{role.definition_zh} {role.definition_en} {skilled} {chain.segment(role.segment).zh} {chain.zh}"
