"""Wordings of a role that the catalog does not list, composed from what the catalog says about it.

The recipes, each a function from a role to titles:

    swapped_head    挤压工程师   -> 挤压技术主管       the closing noun replaced by another of the same tier
    synonyms        挤压设备维修员 -> 挤压机台检修员    one trade word replaced by its everyday synonym
    reordered       铝挤压工艺工程师 -> 工艺工程师-铝挤压  function and head first, the trade after them
    shortened       清远鸡养殖技术工程师 -> 养殖技术工程师  a leading word shared by several roles dropped
    skilled         模锻 + 师傅 -> 模锻师傅              a telling skill and a closing noun of the tier
    dutied          操作熔铝炉… -> 熔铝炉操作人员        the first verb and object of the definition, turned round

A wording that the catalog lists for any role, or that two roles of a chain would share, is thrown away: what is left
means one role, and exact look-up finds none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from examples.generator.chinese import is_chinese
from talentmap.model.taxonomy import Catalog, Role, Skill, Tier
from talentmap.text import compact

Recipe = Callable[[Role, Catalog], Iterable[str]]

CLOSING = {
    Tier.SCIENTIST: ("研发专家", "研究员", "技术专家", "研发负责人"),
    Tier.ENGINEER: ("工程师", "技术员", "技术主管", "技术岗"),
    Tier.TECHNICIAN: ("师傅", "技工", "操作手", "作业员", "熟练工"),
    Tier.YOUTH: ("实习生", "储备干部", "学徒", "见习生", "管培生"),
}
_HEADS = (
    "储备工程师", "助理工程师", "研发工程师", "工程师", "技术员", "工艺员", "设计师", "研究员", "科学家", "博士",
    "专家", "操作工", "操作员", "维修工", "维修员", "检验员", "管理员", "专员", "师傅", "技工", "机长", "技师", "学徒",
    "实习生", "管培生", "储备干部", "助理", "电工", "钳工", "焊工", "车工", "铣工", "磨工", "炉工", "员", "工", "师",
)  # fmt: skip
_KEPT = {
    "维修工": "维修", "维修员": "维修", "检验员": "检验", "工艺员": "工艺", "设计师": "设计", "管理员": "管理",
    "电工": "电工", "钳工": "钳工", "焊工": "焊工", "车工": "车工", "铣工": "铣工", "磨工": "磨工", "炉工": "炉工",
}  # fmt: skip
_SYNONYMS = {
    "维修": "检修", "维护": "保养", "设备": "机台", "质量": "品质", "品质": "质量", "研发": "开发", "操作": "作业",
    "装配": "组装", "调试": "调机", "熔炼": "熔化", "工艺": "制程", "检验": "检查", "配方": "配比", "储备": "后备",
    "实习": "见习", "采购": "供应", "计划": "排产", "养殖": "饲养", "种植": "栽培", "仿真": "模拟", "自动化": "自控",
}  # fmt: skip
_DUTY = re.compile("^(开发|设计|操作|维护|检修|编制|管理|调试)([^，。、；的与和并]{3,8})[，。、；与和并]")
_JOINTS = "与和及、"
_TAILS = ("技术", "方法", "能力", "知识", "操作", "应用")


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A wording and the recipe that made it."""

    text: str
    recipe: str


def paraphrases(catalog: Catalog) -> Mapping[str, tuple[Paraphrase, ...]]:
    """For each role id, the wordings that mean it and stand nowhere in the catalog."""
    known = {compact(title) for role in catalog.roles.values() for title in role.titles()}
    made = {role.id: _wordings(role, catalog, known) for role in catalog.roles.values()}
    owners = Counter(
        (catalog.roles[role_id].chain_id, wording) for role_id, wordings in made.items() for wording in wordings
    )
    return {
        role_id: tuple(
            Paraphrase(wording, recipe)
            for wording, recipe in sorted(wordings.items())
            if owners[catalog.roles[role_id].chain_id, wording] == 1
        )
        for role_id, wordings in made.items()
    }


def _wordings(role: Role, catalog: Catalog, known: set[str]) -> dict[str, str]:
    return {
        wording: recipe.__name__
        for recipe in RECIPES
        for wording in recipe(role, catalog)
        if 4 <= len(wording) <= 14 and is_chinese(wording) and compact(wording) not in known
    }


def swapped_head(role: Role, catalog: Catalog) -> Iterable[str]:
    """Names and aliases with another closing noun of the role's tier."""
    for title in (role.zh, *role.aliases):
        stem, head = split_head(title)
        kept = stem + _KEPT.get(head, "")
        if head and len(stem) >= 2:
            yield from (kept + other for other in CLOSING[role.tier] if other != head and _fits(kept, other))


def synonyms(role: Role, catalog: Catalog) -> Iterable[str]:
    """Names and aliases with one trade word replaced."""
    for title in (role.zh, *role.aliases):
        yield from (
            title.replace(word, other, 1) for word, other in _SYNONYMS.items() if word in title and other not in title
        )


def reordered(role: Role, catalog: Catalog) -> Iterable[str]:
    """The name with its function and closing noun first."""
    if role.tier is Tier.SCIENTIST:
        return
    stem, head = split_head(role.zh)
    functions = {word for entry in catalog.levels.functions for word in entry.words if is_chinese(word)}
    for function in sorted(functions - {"安全"}):
        trade = stem.removesuffix(function)
        if trade != stem and len(trade) >= 2 and trade[-1] not in _JOINTS:
            yield f"{function}{head}-{trade}"


def shortened(role: Role, catalog: Catalog) -> Iterable[str]:
    """The name without a leading word that several names of the chain begin with."""
    names = [other.zh for other in catalog.roles_of(role.chain_id)]
    branching = {
        role.zh[:length]: len({name[length : length + 1] for name in names if name.startswith(role.zh[:length])})
        for length in (2, 3, 4)
    }
    word = max(branching, key=lambda lead: (branching[lead], len(lead)))
    rest = role.zh.removeprefix(word)
    if branching[word] > 1 and rest[0] not in _JOINTS:
        yield rest


def skilled(role: Role, catalog: Catalog) -> Iterable[str]:
    """A telling skill, or its everyday word, and a closing noun of the tier."""
    for skill in telling_skills(role, catalog):
        for word in (skill.zh, *skill.aliases):
            stem = _without_tail(word)
            if is_chinese(stem) and 2 <= len(stem) <= 7 and "与" not in stem:
                yield from (stem + closing for closing in CLOSING[role.tier])


def dutied(role: Role, catalog: Catalog) -> Iterable[str]:
    """The first duty of the definition as a title."""
    duty = _DUTY.match(role.definition_zh)
    if duty and role.tier in (Tier.ENGINEER, Tier.TECHNICIAN):
        yield f"{duty[2]}{duty[1]}人员"


RECIPES: tuple[Recipe, ...] = (swapped_head, synonyms, reordered, shortened, skilled, dutied)


def split_head(title: str) -> tuple[str, str]:
    """A title's stem and its closing noun; the noun is empty when it is none that we know."""
    head = next((head for head in _HEADS if title.endswith(head)), "")
    return title.removesuffix(head), head


def telling_skills(role: Role, catalog: Catalog) -> tuple[Skill, ...]:
    """The role's heavy skills of its own chain that no other role there needs as much."""
    others = [other for other in catalog.roles_of(role.chain_id) if other.id != role.id]
    return tuple(
        catalog.skills[skill_id]
        for skill_id, weight in role.skills.items()
        if weight >= 2
        and catalog.skills[skill_id].chain_id
        and all(other.skills.get(skill_id, 0) < weight for other in others)
    )


def _fits(stem: str, closing: str) -> bool:
    if stem.endswith("工"):
        return closing in ("师傅", "熟练工")
    return stem[-1] not in _JOINTS and not stem.endswith(closing[:2])


def _without_tail(word: str) -> str:
    for tail in _TAILS:
        if word.endswith(tail) and len(word) > len(tail) + 2:
            return word.removesuffix(tail)
    return word
