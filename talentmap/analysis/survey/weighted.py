"""The survey made ready for counting: edited, weighted, replicated, and judged. Its tables are stored on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from talentmap.analysis.survey.answers import answers_of
from talentmap.analysis.survey.editing import FIELD, Edited, edit
from talentmap.analysis.survey.frame import Frame
from talentmap.analysis.survey.possible import Possible, possible_roles
from talentmap.analysis.survey.quality import edits_summary, survey_balance, survey_quality
from talentmap.analysis.survey.replicates import Replicates, replicates_of
from talentmap.analysis.survey.response import response
from talentmap.analysis.survey.sensitivity import sensitivity
from talentmap.analysis.survey.weighting import Weighting, weigh
from talentmap.engine import Engine
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import Rules
from talentmap.tables.analysis import RESPONSE
from talentmap.tables.matching import DEMAND_ROLES
from talentmap.tables.schema import Table
from talentmap.tables.survey import DEMAND, ENTERPRISES
from talentmap.tables.survey_findings import SurveyFindings
from talentmap.tables.weights import EDITS, EDITS_SUMMARY, SENSITIVITY, SURVEY_BALANCE, SURVEY_QUALITY, WEIGHTS


@dataclass(frozen=True, slots=True)
class WeightedSurvey:
    """Weights, edits, and replicates of the weights by people."""

    frame: Frame | None
    weighting: Weighting
    edited: Edited
    replicates: Replicates
    rules: Rules

    @property
    def people_weights(self) -> Mapping[str, float]:
        """The weight of each enterprise for everything counted in people."""
        return dict(zip(self.weighting.answers.enterprises, self.weighting.by_people.values.tolist(), strict=True))

    @property
    def enterprise_weights(self) -> Mapping[str, float]:
        """The weight of each enterprise for shares of enterprises."""
        return dict(zip(self.weighting.answers.enterprises, self.weighting.by_enterprise.values.tolist(), strict=True))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a reader of the figures should know: who has no weight, whom nobody speaks for, what was edited."""
        return tuple(_problems(self))


def weighted_survey(engine: Engine, frame: Frame | None, rules: Rules) -> WeightedSurvey:
    """The survey in ENTERPRISES and DEMAND, weighted to `frame`; writes WEIGHTS and EDITS."""
    enterprises, demand = engine.read(ENTERPRISES).to_pandas(), engine.read(DEMAND).to_pandas()
    weighting = weigh(answers_of(enterprises), frame, rules.weights)
    edited = edit(demand, enterprises, weighting, rules)
    engine.write(WEIGHTS, pa.Table.from_pandas(_weights(weighting), schema=WEIGHTS.arrow_schema, preserve_index=False))
    engine.write(EDITS, EDITS.from_rows(_edits(edited)))
    replicates = replicates_of(weighting, weighting.by_people, rules.weights)
    return WeightedSurvey(frame, weighting, edited, replicates, rules)


def possible_posts(engine: Engine, posts: pd.DataFrame, catalog: Catalog) -> Possible:
    """Every role that each row of POSTS could have, from DEMAND_ROLES: what `Replicates.by` draws from."""
    roles = engine.read(DEMAND_ROLES).to_pandas()
    return possible_roles(posts, roles, catalog, catalog.rules.weights.seed)


def response_table(engine: Engine, survey: WeightedSurvey, catalog: Catalog) -> pd.DataFrame:
    """The table RESPONSE, stored and returned."""
    table = response(survey.weighting, survey.frame, list(catalog.chains))
    engine.write(RESPONSE, pa.Table.from_pandas(table, schema=RESPONSE.arrow_schema, preserve_index=False))
    return table


def survey_findings(
    engine: Engine, survey: WeightedSurvey, posts: pd.DataFrame, set_aside: Mapping[str, int]
) -> SurveyFindings:
    """How good the survey is, stored and returned; `posts` is POSTS, `set_aside` counts what intake left out."""
    weighted = posts["headcount"].fillna(0) * posts["weight"]
    edited = survey.edited
    undone = sum((one.stated - one.used) * one.weight for one in edited.edits)
    findings = SurveyFindings(
        quality=survey_quality(survey.weighting, survey.frame),
        balance=survey_balance(survey.weighting, survey.frame),
        edits=edits_summary(edited, float(weighted.sum()) + undone, set_aside),
        sensitivity=sensitivity(posts),
    )
    engine.write(SURVEY_QUALITY, _stored(SURVEY_QUALITY, findings.quality))
    engine.write(SURVEY_BALANCE, _stored(SURVEY_BALANCE, findings.balance))
    engine.write(EDITS_SUMMARY, _stored(EDITS_SUMMARY, findings.edits))
    engine.write(SENSITIVITY, _stored(SENSITIVITY, findings.sensitivity))
    return findings


def _stored(table: Table, frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False)


def _weights(weighting: Weighting) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "enterprise_id": weighting.answers.enterprises,
            "cell": weighting.cells.of_answers,
            "size_class": weighting.answers.sizes,
            "employees": weighting.staff,
            "base": weighting.base,
            "by_enterprise": weighting.by_enterprise.values,
            "by_people": weighting.by_people.values,
        }
    )


def _edits(edited: Edited) -> list[dict[str, object]]:
    return [
        {
            "enterprise_id": one.enterprise_id,
            "line_id": one.line_id,
            "field": FIELD,
            "stated": one.stated,
            "used": one.used,
            "weight": one.weight,
            "reason": one.reason.value,
        }
        for one in edited.edits
    ]


def _problems(survey: WeightedSurvey) -> list[Problem]:
    source, cells = Source("frame.csv"), survey.weighting.cells
    found = []
    if survey.frame is not None:
        outside = sum(cell not in cells.parts for cell in cells.of_answers)
        if outside:
            found.append(Problem("analysis-unframed", source, str(outside)))
        for cell in sorted(set(cells.parts) - set(cells.of_answers)):
            found.append(Problem("analysis-cell-silent", source, cell, facts={"count": cells.populations[cell]}))
        miss = survey.weighting.by_people.calibrated.raked.largest_miss
        if miss > survey.rules.weights.raking.said_from:
            found.append(Problem("analysis-raking-miss", source, f"{miss:.0%}"))
    if survey.edited.edits:
        found.append(Problem("analysis-edited", Source("edits"), str(len(survey.edited.edits))))
    return found
