"""An eligibility rule told in words: `education >= doctorate and age <= 45` is 学历不低于博士，年龄不超过45周岁."""

from __future__ import annotations

from collections.abc import Mapping

from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, NoneOf, OneOf, parse_rule
from talentmap.model.taxonomy import Catalog
from talentmap.publish.paper.speech import lower_first
from talentmap.publish.terms import term

_AT_LEAST = {"zh": "{field}不低于{value}", "en": "{field} at least {value}"}
_AT_MOST = {"zh": "{field}不超过{value}", "en": "{field} at most {value}"}
_ONE_OF = {"zh": "{field}为{value}", "en": "{field}: {value}"}
_NONE_OF = {"zh": "{field}不为{value}", "en": "{field} other than {value}"}
_NO_CONDITION = {"zh": "不设条件", "en": "no condition"}


def condition(rule: str, catalog: Catalog, lang: str) -> str:
    """`rule` as a phrase in `lang`."""
    clauses = parse_rule(rule)
    told = [clause_words(clause, catalog, lang) for clause in clauses]
    return ("，" if lang == "zh" else "; ").join(told) or _NO_CONDITION[lang]


def clause_words(clause: Clause, catalog: Catalog, lang: str) -> str:
    """One clause as a phrase in `lang`."""
    field = term("conditions", clause.field).name(lang)
    if isinstance(clause, OneOf | NoneOf):
        values = sorted(member_name(clause.field, value, catalog, lang) for value in clause.values)
        phrase = _ONE_OF if isinstance(clause, OneOf) else _NONE_OF
        return phrase[lang].format(field=field, value=("、" if lang == "zh" else ", ").join(values))
    phrase = _AT_LEAST if isinstance(clause, AtLeast) else _AT_MOST
    return phrase[lang].format(field=field, value=_value(clause, catalog, lang))


def _value(clause: AtLeast | AtMost, catalog: Catalog, lang: str) -> str:
    if clause.field not in LADDERS:
        return number_words(clause.field, clause.value, lang)
    step = step_words(clause.field, LADDERS[clause.field][int(clause.value)], catalog, lang)
    return lower_first(step) if lang == "en" else step


def number_words(field: str, value: float, lang: str) -> str:
    """A number as conditions print it, with the unit of its field: 45周岁, 8,000 yuan."""
    number = f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
    unit = term("condition_units", field).name(lang)
    return f"{number}{unit}" if lang == "zh" else f"{number} {unit}".strip()


def step_words(field: str, step: str, catalog: Catalog, lang: str) -> str:
    """The name of a ladder's step."""
    if field == "education":
        return catalog.education[step].name(lang)
    if field == "honour":
        return term("honours", step).name(lang)
    levels = catalog.levels.titles if field == "title" else catalog.levels.skill_levels
    return next((level.name(lang) for level in levels if level.id == step), step)


def member_name(field: str, value: str, catalog: Catalog, lang: str) -> str:
    """The name of a member of a set; one that nobody has named is printed as it is."""
    return _members(field, catalog, lang).get(value, value)


def _members(field: str, catalog: Catalog, lang: str) -> Mapping[str, str]:
    if field == "employer_type":
        return {
            key: term("employers", key).name(lang) for key in ("enterprise", "public-institution", "school", "hospital")
        }
    named = {"tier": catalog.tiers, "chain": catalog.chains, "district": catalog.districts}.get(field, {})
    return {key: entry.name(lang) for key, entry in named.items()}
