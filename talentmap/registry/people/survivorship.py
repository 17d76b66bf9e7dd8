"""Survivorship: which of several values of a field a person keeps, read from `catalogs/survivorship.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import ValidationError

from talentmap.errors import CatalogError
from talentmap.model.frozen import Frozen
from talentmap.resources import catalogs_dir

MERGED_FIELDS = (
    "sex",
    "birth_year",
    "education",
    "school",
    "major",
    "job_title",
    "professional_title",
    "skill_level",
    "certificates",
    "employer_id",
    "industry",
    "district_id",
    "status",
    "graduation_year",
    "pay_month",
)
LADDER_FIELDS = frozenset({"education", "professional_title", "skill_level"})


class Preference(StrEnum):
    """What makes one value better than another."""

    FRESHEST = "freshest"  # from the latest extract
    TRUSTED = "trusted"  # from the extract that is trusted most
    LONGEST = "longest"  # the longest text
    HIGHEST = "highest"  # the highest step of its ladder: education, professional_title, skill_level


class Survivorship(Frozen):
    """The rule of one field: preferences in order of weight; `compared` says whether a disagreement is a conflict."""

    keep: tuple[Preference, ...]
    compared: bool = True


def read_survivorship(path: Path | None = None) -> dict[str, Survivorship]:
    """The rule of every merged field; CatalogError names the field that lacks one or has a wrong one."""
    file = path or catalogs_dir() / "survivorship.yaml"
    try:
        stated: Mapping[str, object] = yaml.safe_load(file.read_text(encoding="utf-8"))
        rules = {field: Survivorship.model_validate(rule) for field, rule in stated.items()}
    except (OSError, yaml.YAMLError, ValidationError, AttributeError) as fault:
        raise CatalogError(
            f"{file} does not hold a rule for each field: {fault}",
            "Each line reads like: education: {keep: [highest, trusted], compared: true}",
        ) from fault
    _check(file, rules)
    return {field: rules[field] for field in MERGED_FIELDS}


def _check(file: Path, rules: Mapping[str, Survivorship]) -> None:
    missing = sorted(set(MERGED_FIELDS) - rules.keys())
    unknown = sorted(rules.keys() - set(MERGED_FIELDS))
    misplaced = sorted(
        field for field, rule in rules.items() if Preference.HIGHEST in rule.keep and field not in LADDER_FIELDS
    )
    for fields, wrong in (
        (missing, "lacks"),
        (unknown, "names unknown"),
        (misplaced, "ranks by 'highest' without a ladder"),
    ):
        if fields:
            raise CatalogError(f"{file} {wrong}: {', '.join(fields)}.", "One rule for each merged field, no others.")
