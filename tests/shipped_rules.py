"""The thresholds that the package ships, and variants of them for a test."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from talentmap.model.thresholds import EditingRules, Rules, WeightRules
from talentmap.resources import catalogs_dir


@cache
def shipped_rules() -> Rules:
    """`catalogs/rules.yaml`."""
    return Rules.model_validate(yaml.safe_load((catalogs_dir() / "rules.yaml").read_text(encoding="utf-8")))


def weight_rules(**changes: Any) -> WeightRules:
    """The shipped rules of weighting with some of them changed."""
    return shipped_rules().weights.model_copy(update=changes)


def editing_rules(**changes: Any) -> EditingRules:
    """The shipped rules of editing with some of them changed."""
    return shipped_rules().editing.model_copy(update=changes)
