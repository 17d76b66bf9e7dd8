"""Survivorship: which of several values of a field a person keeps, read from `catalogs/survivorship.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from talentmap.bilingual import both
from talentmap.documents import Unreadable, read_yaml
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
        stated: Mapping[str, object] = read_yaml(file, file.name).value
        rules = {field: Survivorship.model_validate(rule) for field, rule in stated.items()}
    except (OSError, Unreadable, ValidationError, AttributeError) as fault:
        raise CatalogError(
            both(f"{file} does not hold a rule for each field: {fault}", f"{file} 没有为每个字段写明规则：{fault}"),
            both(
                "Each line reads like: education: {keep: [highest, trusted], compared: true}",
                "每行的写法：education: {keep: [highest, trusted], compared: true}",
            ),
        ) from fault
    _check(file, rules)
    return {field: rules[field] for field in MERGED_FIELDS}


def _check(file: Path, rules: Mapping[str, Survivorship]) -> None:
    missing = sorted(set(MERGED_FIELDS) - rules.keys())
    unknown = sorted(rules.keys() - set(MERGED_FIELDS))
    misplaced = sorted(
        field for field, rule in rules.items() if Preference.HIGHEST in rule.keep and field not in LADDER_FIELDS
    )
    for fields, wrong, wrong_zh in (
        (missing, "lacks", "缺少"),
        (unknown, "names unknown", "含有未知字段"),
        (misplaced, "ranks by 'highest' without a ladder", "对没有等级的字段用了 highest"),
    ):
        if fields:
            raise CatalogError(
                both(f"{file} {wrong}: {', '.join(fields)}.", f"{file} {wrong_zh}：{'、'.join(fields)}。"),
                both("One rule for each merged field, no others.", "每个合并字段一条规则，不多不少。"),
            )
