"""What the figures speak of: the roles of the catalog and the incentive items in force, as tables of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog
from talentmap.publish.released import Row
from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _F, _D = Kind.TEXT, Kind.FLOAT, Kind.DATE


def _column(name: str, zh: str, en: str, kind: Kind = _T, unit: str = "") -> Column:
    return Column(name, kind, zh, en, unit, Disclosure.OPEN)


ROLES = Table(
    "roles",
    "岗位目录",
    "Roles of the catalog: what they are and what they ask for; lists are joined by |",
    key=("role_id",),
    columns=(
        _column("role_id", "岗位", "Role"),
        _column("chain_id", "产业链", "Chain"),
        _column("segment_id", "环节", "Segment"),
        _column("tier", "人才类别", "Tier"),
        _column("definition_zh", "定义（中文）", "Definition in Chinese"),
        _column("definition_en", "定义（英文）", "Definition in English"),
        _column("education", "最低学历", "Education floor"),
        _column("occupation", "国家职业分类代码", "National occupation code (2022), empty where not known"),
        _column("majors", "专业", "Majors"),
        _column("certificates", "证书", "Certificates"),
        _column("skills", "技能及权重", "Skill ids with weights 1-3: skill=weight"),
        _column("aliases", "别名", "Other titles, Chinese and English"),
    ),
)
POLICY_ITEMS = Table(
    "policy_items",
    "现行政策条目",
    "Incentive items in force on the reference date, as the register has them; lists are joined by |",
    key=("item_id",),
    columns=(
        _column("item_id", "政策条目", "Incentive item"),
        _column("document", "政策文件", "Document, as titled in Chinese"),
        _column("number", "文号", "Number of the document"),
        _column("clause_place", "条款", "Clause of the document"),
        _column("issued", "发布日期", "Date of issue", _D),
        _column("expires", "失效日期", "Date of expiry, empty where none is stated", _D),
        _column("department_id", "主管部门", "Department"),
        _column("stage", "引育用留", "Policy stage"),
        _column("tiers", "人才类别", "Tiers that the item names"),
        _column("instrument", "政策工具", "Instrument"),
        _column("eligibility", "享受条件", "Who may claim it, as a rule and in words"),
        _column("amount_low", "金额下限", "Amount, lower end; empty where the text does not say", _F, "yuan"),
        _column("amount_high", "金额上限", "Amount, upper end", _F, "yuan"),
        _column("amount_basis", "计发方式", "What the amount is paid for"),
        _column("budget_cny", "预算", "Yearly budget; empty where not known", _F, "yuan"),
    ),
)


def catalog_roles(catalog: Catalog) -> Iterator[Row]:
    """The rows of ROLES."""
    for role in catalog.roles.values():
        yield {
            "role_id": role.id,
            "chain_id": role.chain_id,
            "segment_id": role.segment,
            "tier": role.tier.value,
            "definition_zh": role.definition_zh,
            "definition_en": role.definition_en,
            "education": role.education.value,
            "occupation": role.occupation,
            "majors": "|".join(role.majors),
            "certificates": "|".join(role.certificates),
            "skills": "|".join(f"{skill}={weight}" for skill, weight in role.skills.items()),
            "aliases": "|".join((*role.aliases, *role.aliases_en)),
        }


def policy_items(register: PolicyRegister, day: dt.date) -> Iterator[Row]:
    """The rows of POLICY_ITEMS."""
    for item in register.in_force(day):
        yield {**_document(item, register), **_item(item, register)}


def _document(item: PolicyItem, register: PolicyRegister) -> Row:
    document = register.documents[item.doc_id]
    return {
        "document": document.title_zh,
        "number": document.number,
        "issued": document.issued.isoformat(),
        "expires": document.expires.isoformat() if document.expires else None,
    }


def _item(item: PolicyItem, register: PolicyRegister) -> Row:
    return {
        "item_id": item.item_id,
        "clause_place": item.clause,
        "department_id": register.department_of(item),
        "stage": item.stage.value,
        "tiers": "|".join(tier.value for tier in item.tiers),
        "instrument": item.instrument,
        "eligibility": item.rule,
        "amount_low": item.amount_low,
        "amount_high": item.amount_high,
        "amount_basis": item.amount_basis,
        "budget_cny": item.budget_cny,
    }
