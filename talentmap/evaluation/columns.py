"""Columns that several of the optional files share: the catalog's codes, or their names in either language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talentmap.evaluation.files import Wanted, one_of
from talentmap.model.taxonomy import Catalog


def tier_column(catalog: Catalog) -> Wanted:
    """The talent tier; empty where it is not stated."""
    return Wanted("tier", one_of(_named(catalog.tiers)), ("人才类别",), False, True, "")


def chain_column(catalog: Catalog) -> Wanted:
    """The industry chain; empty where it is not stated."""
    return Wanted("chain_id", one_of(_named(catalog.chains)), ("产业链",), False, True, "")


def district_column(catalog: Catalog) -> Wanted:
    """The district; empty where it is not stated."""
    return Wanted("district_id", one_of(_named(catalog.districts)), ("县区", "所在地"), False, True, "")


def stage_column(catalog: Catalog) -> Wanted:
    """The stage of the policy chain; empty where it is not stated."""
    stages = {str(code): (stage.zh, stage.name_zh, stage.en) for code, stage in catalog.stages.items()}
    return Wanted("stage", one_of(stages), ("环节",), False, True, "")


def _named(things: Mapping[Any, Any]) -> dict[str, tuple[str, ...]]:
    return {str(code): (thing.zh, thing.en) for code, thing in things.items()}
