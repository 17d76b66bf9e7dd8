"""Made-up answers of enterprises, drawn with a seed: what a survey file states, before anybody writes it down."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talentmap.catalog.read import read_catalog
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

Values = Mapping[str, Any]
_NAMES = "宏瑞鑫恒泰丰华盛源润嘉晟锦悦凯佳美通达利安康顺兴荣富强国中天海峰岭江湖川岳林森"
_TRADES = ("新材料科技", "铝业", "电子材料", "精密制造", "陶瓷", "食品", "生物医药", "汽车部件", "再生金属", "装备")
_KINDS = ("有限公司", "股份有限公司", "（清远）有限公司", "集团有限公司", "科技有限责任公司")
_MAJORS = ("材料成型", "机械设计", "化学工程与工艺", "电气自动化", "食品科学与工程", "市场营销", "冶金工程")
_CERTIFICATES = ("低压电工证", "焊工证", "特种设备操作证", "助理工程师", "二级建造师")
_SKILLS = ("CAD制图", "PLC编程", "质量体系", "挤压工艺", "设备点检", "英语读写", "Excel")
_DUTIES = (
    "负责生产线日常运行与维护，处理现场异常。",
    "制定工艺参数，跟踪新产品试制；编写作业指导书。",
    "1、完成检验记录；2、分析不良原因；3、推动改善。",
)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Answer:
    """One demand line by DEMAND's column names; None or '' where nothing is said."""

    values: Values


@dataclass(frozen=True, slots=True)
class Respondent:
    """An enterprise with its demand lines and pain points (stage, id)."""

    name: str
    code: str
    chain: str
    district: str
    employees: int
    answers: tuple[Answer, ...]
    pains: tuple[tuple[str, str], ...]


def shipped_catalog() -> Catalog:
    """The catalog in the checkout, with the bundled region's districts."""
    return read_catalog(catalogs_dir(), "qingyuan")


def respondent(chance: random.Random, catalog: Catalog, serial: int) -> Respondent:
    """One enterprise; `serial` keeps its name unlike all others."""
    chain = chance.choice(sorted(catalog.chains))
    employees = chance.choice((86, 120, 260, 430, 980, 2100))
    own = "".join(chance.sample(_NAMES, 2)) + _serial_name(serial)
    name = f"清远市{own}{chance.choice(_TRADES)}{chance.choice(_KINDS)}"
    titles = sorted(
        {role.zh for role in catalog.roles_of(chain)} | {a for r in catalog.roles_of(chain) for a in r.aliases}
    )
    answers = tuple(_answer(chance, catalog, chain, title) for title in chance.sample(titles, chance.randint(2, 8)))
    stages = chance.sample(sorted(catalog.stages), 2)
    pains = tuple((stage, chance.choice(catalog.stages[stage].pains).id) for stage in stages)
    return Respondent(
        name, credit_code(chance), chain, chance.choice(sorted(catalog.districts)), employees, answers, pains
    )


def _serial_name(serial: int) -> str:
    return "".join(_NAMES[serial // len(_NAMES) ** place % len(_NAMES)] for place in range(3))


def credit_code(chance: random.Random) -> str:
    """A made-up code that fits its check digits, computed here anew: an oracle must not lean on what it judges."""
    head = chance.choice(("91", "92", "12", "53")) + f"4418{chance.choice(('02', '03', '81', '82'))}"
    body = "".join(chance.choice(_ALPHABET) for _ in range(8))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    inner = 11 - sum(int(character, 36) * weight for character, weight in zip(body, weights, strict=True)) % 11
    code = head + body + {10: "X", 11: "0"}.get(inner, str(inner))
    total = sum(_ALPHABET.index(character) * 3**place for place, character in enumerate(code))
    return code + _ALPHABET[-total % 31]


def _answer(chance: random.Random, catalog: Catalog, chain: str, title: str) -> Answer:
    headcount = chance.randint(1, 12)
    in_year = headcount + chance.randint(0, 5)
    advertised = chance.randint(1, 10)
    applicants = chance.randint(3, 60)
    qualified = chance.randint(0, applicants)
    low = chance.randint(30, 150) * 100
    chain_segments = [segment.id for segment in catalog.chains[chain].segments]
    return Answer(
        {
            "title": title,
            "headcount": headcount,
            "headcount_12m": in_year,
            "headcount_3y": in_year + chance.randint(0, 20),
            "employed": chance.randint(0, 40),
            "advertised": advertised,
            "filled": chance.randint(0, advertised),
            "applicants": applicants,
            "qualified": qualified,
            "suitable": chance.randint(0, qualified),
            "months_open": float(chance.choice((1, 2, 3, 4, 6, 9, 12, 24))),
            "education": chance.choice(sorted(catalog.education)),
            "experience_years": float(chance.choice((0, 1, 2, 3, 5, 8))),
            "majors": _some(chance, _MAJORS),
            "certificates": _some(chance, _CERTIFICATES),
            "skills": _some(chance, _SKILLS),
            "duties": chance.choice(_DUTIES),
            "pay": (low, low + chance.randint(1, 60) * 100),
            "reasons": tuple(sorted(chance.sample(sorted(catalog.reasons), chance.randint(1, 2)))),
            "segment": chance.choice(chain_segments),
            "district": chance.choice(sorted(catalog.districts)),
        }
    )


def _some(chance: random.Random, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(chance.sample(words, chance.randint(1, 3)))
