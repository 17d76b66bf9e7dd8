"""An edition as it was built, read back for a what-if: posts, people and survey weights as they stood."""

from __future__ import annotations

from typing import Any, cast

import pyarrow as pa

from talentmap.analysis.indicators import employed_by_tier
from talentmap.analysis.policy.incentives import Evidence, against_need, gather
from talentmap.analysis.policy.open_posts import open_posts
from talentmap.analysis.scenario.difference import Side
from talentmap.analysis.survey.frame import read_frame
from talentmap.analysis.survey.replicates import Replicates
from talentmap.analysis.survey.weighted import WeightedSurvey, possible_posts, weighted_survey
from talentmap.catalog.policies import PolicyRegister
from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.tables.analysis import GROUP_BALANCE, POSTS
from talentmap.tables.schema import Table
from talentmap.tables.survey import ENTERPRISES


class _Untouched:
    """An engine that drops whatever is written to it: a what-if leaves the tables of a build as they are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def write(self, table: Table, data: pa.Table | Frame) -> None:
        """Nothing is stored."""


class BuiltEdition:
    """The tables of a build in `engine`, with the replicates of its survey worked out once."""

    def __init__(self, edition: Edition, catalog: Catalog, engine: Engine) -> None:
        self._edition, self._catalog, self._engine = edition, catalog, engine
        frame, _ = read_frame(edition.frame, catalog)
        self._survey: WeightedSurvey = weighted_survey(cast(Engine, _Untouched(engine)), frame, catalog.rules)

    @property
    def replicates(self) -> Replicates:
        """The replicates of the survey."""
        return self._survey.replicates

    def side(self, register: PolicyRegister) -> Side:
        """Everything that `register` means for the edition's posts and people."""
        evidence = self._evidence(register)
        return Side(evidence, against_need(evidence, register, self._catalog.rules.incentives))

    def _evidence(self, register: PolicyRegister) -> Evidence:
        day = self._edition.settings.reference_date
        answers = self._engine.read(ENTERPRISES).to_pandas()
        answers["weight"] = answers["enterprise_id"].map(self._survey.enterprise_weights).astype(float)
        lines = self._engine.read(POSTS).to_pandas()
        possible = possible_posts(self._engine, lines, self._catalog)
        posts = open_posts(lines, register.in_force(day), self.replicates, possible)
        employed = employed_by_tier(self._engine.read(GROUP_BALANCE).to_pandas())
        return gather(self._engine, posts, answers, employed, day)
