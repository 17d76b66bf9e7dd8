"""What an industry is made of: chains of segments, roles with their skills, and the vocabularies they speak in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from talentmap.model.frozen import Frozen
from talentmap.model.thresholds import Rules

if TYPE_CHECKING:
    import networkx as nx


class Tier(StrEnum):
    """The four talent tiers 人才类别, most elite first."""

    SCIENTIST = "scientist"
    ENGINEER = "engineer"
    TECHNICIAN = "technician"
    YOUTH = "youth"


class Stage(StrEnum):
    """The four policy stages 引育用留."""

    ATTRACT = "attract"
    CULTIVATE = "cultivate"
    UTILIZE = "utilize"
    RETAIN = "retain"


class Education(StrEnum):
    """The education ladder, lowest first."""

    NONE = "none"
    SECONDARY = "secondary"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"

    @property
    def rank(self) -> int:
        """0 for no requirement … 5 for a doctorate."""
        return list(Education).index(self)


class Named(Frozen):
    """Anything with an id and a name in both languages."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def name(self, lang: str) -> str:
        """The name in `lang` (`zh` or `en`)."""
        return self.zh if lang == "zh" else self.en


class Worded(Named):
    """A vocabulary entry with the words that people write for it."""

    words: tuple[str, ...] = ()


class TierLabel(Named):
    """A tier with one sentence on who belongs to it."""

    who_zh: str
    who_en: str


class StageLabel(Named):
    """A stage with its long name and the pain points an enterprise may name in it."""

    name_zh: str
    name_en: str
    pains: tuple[Worded, ...]

    def long_name(self, lang: str) -> str:
        """The stage's name as prose uses it."""
        return self.name_zh if lang == "zh" else self.name_en


class Reason(Worded):
    """A coded reason why a post is hard to fill; `kind` decides the shortage type."""

    kind: str


class District(Worded):
    """A district or county; `code` is its administrative code, `tile` its column and row on the tile map."""

    code: str
    tile: tuple[int, int]


class Level(Worded):
    """A step of a ladder, `rank` 0 lowest."""

    rank: int = 0


class Ladder(Named):
    """A career ladder and the level list it climbs."""

    climbs: str


class TierHeads(Frozen):
    """Closing nouns of titles that speak for a tier."""

    tier: Tier
    words: tuple[str, ...]


class LevelGrammar(Frozen):
    """The words by which a title tells level, tier and function."""

    seniority: tuple[Level, ...]
    titles: tuple[Level, ...]
    skill_levels: tuple[Level, ...]
    ladders: tuple[Ladder, ...]
    heads: tuple[TierHeads, ...]
    functions: tuple[Worded, ...]
    general: tuple[str, ...] = ()
    abbreviations: Mapping[str, str] = {}
    places: tuple[str, ...] = ()


class ProperNames(Frozen):
    """English words that keep their capital inside a sentence."""

    capitalised: tuple[str, ...]


class Reading(Frozen):
    """Everyday words for a post, and what classifications call it."""

    said: Annotated[tuple[str, ...], Field(min_length=1)]
    means: Annotated[tuple[str, ...], Field(min_length=1)]


class Skill(Named):
    """A skill of the taxonomy; `chain_id` is empty for those that several chains share."""

    aliases: tuple[str, ...] = ()
    chain_id: str = ""


class Segment(Named):
    """A segment 环节 of a chain; `feeds` names the segments directly downstream."""

    feeds: tuple[str, ...] = ()


class Chain(Named):
    """An industrial chain 产业链."""

    prefix: str
    note_zh: str
    note_en: str
    industries: tuple[str, ...] = ()
    segments: Annotated[tuple[Segment, ...], Field(min_length=1)]

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The segments as a directed graph, upstream to downstream."""
        import networkx as nx  # noqa: PLC0415 - a process that reads files needs no graphs

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(segment.id for segment in self.segments)
        graph.add_edges_from((segment.id, target) for segment in self.segments for target in segment.feeds)
        return graph

    def __getstate__(self) -> dict[Any, Any]:
        """What travels to another process: never the graph, which only those that ask for it lay out."""
        state = super().__getstate__()
        return {**state, "__dict__": {name: value for name, value in state["__dict__"].items() if name != "graph"}}

    def segment(self, segment_id: str) -> Segment:
        """The segment with that id; KeyError when there is none."""
        for segment in self.segments:
            if segment.id == segment_id:
                return segment
        raise KeyError(segment_id)


class Role(Named):
    """A role 岗位 of one chain, with what it asks of a person. Skill weights: 3 must, 2 important, 1 useful."""

    segment: str
    tier: Tier
    ladder: str
    definition_zh: str
    definition_en: str
    aliases: tuple[str, ...]
    aliases_en: tuple[str, ...] = ()
    education: Education
    majors: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    occupation: Annotated[str, Field(pattern=r"^\d-\d{2}-\d{2}-\d{2}$")] | None = None
    skills: Mapping[str, Annotated[int, Field(ge=1, le=3)]]
    chain_id: str = ""

    def titles(self) -> tuple[str, ...]:
        """Every wording of the role's name in both languages, its own names first."""
        return (self.zh, *self.aliases, self.en, *self.aliases_en)


class Catalog(Frozen):
    """All that `catalogs/` says, checked and linked; maps are in the files' order.

    `chains` and `roles` may be narrowed to those of an edition; `known_chains` names all there are. `capitalised` are
    English words that keep their capital inside a sentence.
    """

    chains: Mapping[str, Chain]
    roles: Mapping[str, Role]
    skills: Mapping[str, Skill]
    tiers: Mapping[str, TierLabel]
    stages: Mapping[str, StageLabel]
    reasons: Mapping[str, Reason]
    districts: Mapping[str, District]
    education: Mapping[str, Worded]
    levels: LevelGrammar
    rules: Rules
    readings: tuple[Reading, ...] = ()
    known_chains: frozenset[str] = frozenset()
    capitalised: frozenset[str] = frozenset()

    def roles_of(self, chain_id: str) -> tuple[Role, ...]:
        """The roles of one chain, in the file's order."""
        return tuple(role for role in self.roles.values() if role.chain_id == chain_id)

    def chain_of_industry(self, industry_code: str) -> str:
        """The chain whose industry classes cover the GB/T 4754 code; the longest class wins, '' when none does."""
        covering = (
            (len(industry), chain.id)
            for chain in self.chains.values()
            for industry in chain.industries
            if industry_code.startswith(industry)
        )
        return max(covering, default=(0, ""))[1]

    def pain(self, pain_id: str) -> tuple[StageLabel, Worded]:
        """The pain point with that id and the stage it belongs to; KeyError when there is none."""
        for stage in self.stages.values():
            for pain in stage.pains:
                if pain.id == pain_id:
                    return stage, pain
        raise KeyError(pain_id)
