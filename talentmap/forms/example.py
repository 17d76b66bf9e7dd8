"""The worked row of the instructions: one post of the chain itself, so that the example could be a real answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from talentmap.forms.questions import Question
from talentmap.forms.template import Template
from talentmap.model.taxonomy import Role, Tier

Answer = str | int


class Example:
    """Worked answers to the questions of a form; a question that the role says nothing about keeps its own example."""

    def __init__(self, template: Template) -> None:
        self._template = template
        roles = [role for chain in template.chains for role in template.catalog.roles_of(chain.id)]
        self._role = next((role for role in roles if role.tier is Tier.ENGINEER), next(iter(roles), None))

    def answer(self, question: Question) -> Answer:
        """The worked answer as it would be entered."""
        if self._role is None:
            return "" if question.choices else question.example
        if question.choices:
            return self._chosen(question, self._role)
        told = _FROM_ROLE.get(question.field)
        return (told(self._role, self._template) if told else "") or question.example

    def _chosen(self, question: Question, role: Role) -> str:
        entry_id = {
            "chains": role.chain_id,
            "segments": role.segment,
            "roles": role.id,
            "tiers": str(role.tier),
            "education": str(role.education),
            "districts": next(iter(self._template.catalog.districts), ""),
        }.get(question.choices, str(question.example))
        return self._template.choice(question.choices, entry_id)


def _title(role: Role, template: Template) -> str:
    return (role.aliases if _is_chinese(template) else role.aliases_en or (role.en,))[0]


def _skills(role: Role, template: Template) -> str:
    must = sorted(role.skills, key=lambda skill: (-role.skills[skill], skill))[:3]
    return "、".join(
        template.catalog.skills[skill].name(template.languages[0]) for skill in must if skill in template.catalog.skills
    )


def _is_chinese(template: Template) -> bool:
    return template.languages[0] == "zh"


def _firm(role: Role, template: Template) -> str:
    chain = template.catalog.chains[role.chain_id]
    return f"示例{chain.zh}有限公司" if _is_chinese(template) else f"Example {chain.en} Ltd"


_FROM_ROLE: Mapping[str, Callable[[Role, Template], str]] = {
    "enterprise_name": _firm,
    "title": _title,
    "majors": lambda role, template: "、".join(role.majors[:2]),
    "certificates": lambda role, template: "、".join(role.certificates[:1]),
    "skills": _skills,
    "duties": lambda role, template: role.definition_zh if _is_chinese(template) else role.definition_en,
}
