"""A catalog and an edition small enough to be checked by hand.

Chain `metal` (melting > rolling) has m-scientist, m-engineer, m-welder, m-trainee; chain `food` (farm > kitchen) has
f-engineer and f-operator. Rows given to `Books` may leave out any column: it is null.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from talentmap.analysis.analyse import analyse
from talentmap.catalog.policies import PolicyRegister
from talentmap.engine import EmbeddedEngine, Engine
from talentmap.model.edition import Edition, EditionSettings
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir
from talentmap.tables.findings import Findings
from talentmap.tables.matching import DEMAND_ROLES, PERSON_ROLES
from talentmap.tables.registry import PEOPLE
from talentmap.tables.survey import DEMAND, ENTERPRISES, INCENTIVE_USE, PAINS

SHARED = ("tiers.yaml", "stages.yaml", "reasons.yaml", "education.yaml", "levels.yaml", "rules.yaml")
Row = Mapping[str, Any]

METAL_CHAIN = """\
id: metal
prefix: m
zh: 金属
en: Metal
note_zh: 熔炼与轧制。
note_en: Melting and rolling.
industries: ["32"]
segments:
  - {id: melting, zh: 熔炼, en: Melting, feeds: [rolling]}
  - {id: rolling, zh: 轧制, en: Rolling}
"""
FOOD_CHAIN = """\
id: food
prefix: f
zh: 食品
en: Food
note_zh: 种养与预制菜。
note_en: Farming and prepared dishes.
industries: ["13", "32x"]
segments:
  - {id: farm, zh: 种养, en: Farm, feeds: [kitchen]}
  - {id: kitchen, zh: 厨房, en: Kitchen}
"""
_ROLE = """\
- id: {id}
  zh: {zh}
  en: {en}
  segment: {segment}
  tier: {tier}
  ladder: {ladder}
  definition_zh: {zh}的工作。
  definition_en: The work of a {en}.
  aliases: [{aliases}]
  education: {education}
  majors: [{majors}]
  skills: {{{skills}}}
"""
_FIELDS = ("id", "zh", "en", "segment", "tier", "ladder", "aliases", "education", "majors", "skills")
_METAL_SKILLS = "m-a: 3, m-b: 2, m-c: 2, m-d: 1, m-e: 1, m-f: 1"
_FOOD_SKILLS = "f-a: 3, f-b: 2, f-c: 2, f-d: 1, f-e: 1, f-f: 1"
METAL_ROLES = (
    ("m-scientist", "合金科学家", "alloy scientist", "melting", "scientist", "research",
     "合金首席, 合金博士, 合金研究员, 合金专家", "doctorate", "冶金工程", _METAL_SKILLS),
    ("m-engineer", "熔铸工程师", "casting engineer", "melting", "engineer", "engineer",
     "熔铸技术员, 铸造工程师, 熔炼工程师, 铸锭工程师", "bachelor", "冶金工程, 材料科学与工程", _METAL_SKILLS),
    ("m-welder", "结构焊工", "structural welder", "rolling", "technician", "skilled",
     "电焊工, 氩弧焊工, 二保焊工, 烧焊师傅", "none", "焊接技术应用", _METAL_SKILLS),
    ("m-trainee", "轧制储备生", "rolling trainee", "rolling", "youth", "entry",
     "轧机学徒, 轧制实习生, 轧钢管培生, 轧制见习生", "associate", "材料科学与工程", _METAL_SKILLS),
)  # fmt: skip
FOOD_ROLES = (
    ("f-engineer", "食品研发工程师", "food engineer", "kitchen", "engineer", "engineer",
     "预制菜研发, 食品研发, 菜品研发工程师, 食品配方师", "bachelor", "食品科学与工程", _FOOD_SKILLS),
    ("f-operator", "腌制操作工", "curing operator", "farm", "technician", "skilled",
     "腌制工, 滚揉工, 腌料工, 滚揉操作工", "none", "食品加工", _FOOD_SKILLS),
)  # fmt: skip


def roles_yaml(roles: Sequence[Sequence[str]]) -> str:
    return "".join(_ROLE.format(**dict(zip(_FIELDS, role, strict=True))) for role in roles)


def skills_csv(prefix: str, word: str) -> str:
    rows = (f"{prefix}-{letter},{word}{letter},{word} skill {letter},{word}别名{letter}\n" for letter in "abcdef")
    return "skill_id,zh,en,aliases\n" + "".join(rows)


def write_catalogs(folder: Path) -> Path:
    for name in SHARED:
        shutil.copy(catalogs_dir() / name, folder / name)
    files = {
        "districts/nowhere.yaml": "- {id: north, zh: 北区, en: North, code: '000001', tile: [0, 0]}\n"
        "- {id: south, zh: 南区, en: South, code: '000002', tile: [0, 1]}\n",
        "skills/common.csv": "skill_id,zh,en,aliases\nspeaking,表达,Speaking,口才|沟通\n",
        "chains/metal/chain.yaml": METAL_CHAIN,
        "chains/metal/roles.yaml": roles_yaml(METAL_ROLES),
        "chains/metal/skills.csv": skills_csv("m", "金属"),
        "chains/food/chain.yaml": FOOD_CHAIN,
        "chains/food/roles.yaml": roles_yaml(FOOD_ROLES),
        "chains/food/skills.csv": skills_csv("f", "食品"),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def settings_of_nowhere(**changes: object) -> EditionSettings:
    return EditionSettings.model_validate(
        {
            "id": "nowhere-2026",
            "region": "nowhere",
            "region_zh": "无名市",
            "region_en": "Nowhere",
            "year": 2026,
            "reference_date": dt.date(2026, 6, 30),
            "publisher_zh": "无名局",
            "publisher_en": "Bureau of Nowhere",
            "fieldwork": {"start": dt.date(2026, 5, 1), "end": dt.date(2026, 6, 1), "asked": 10},
            **changes,
        }
    )


def register_of(*items: Row) -> PolicyRegister:
    """A register whose items all stand in one document in force; keys left out take the plainest value."""
    document = PolicyDocument(
        doc_id="d", title_zh="文", title_en="Doc", department_id="x", department="某局", number="1",
        issued=dt.date(2025, 1, 1),
    )  # fmt: skip
    plain = {"doc_id": "d", "clause": "1", "title_zh": "条", "title_en": "Item", "stage": "attract", "instrument": "x"}
    made = [PolicyItem.model_validate({**plain, "item_id": f"i{k}", **item}) for k, item in enumerate(items)]
    return PolicyRegister({"d": document}, {item.item_id: item for item in made})


class Books:
    """An edition's tables in an engine, filled from plain rows."""

    def __init__(self, folder: Path, catalog: Catalog, engine: Engine | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.catalog = catalog
        self.edition = Edition(folder=folder, settings=settings_of_nowhere())
        self.engine = engine or EmbeddedEngine(folder / "tables")
        self.fill()

    def __enter__(self) -> Books:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.__exit__(kind, fault, trace)

    def fill(
        self,
        *,
        enterprises: Sequence[Row] = (),
        demand: Sequence[Row] = (),
        people: Sequence[Row] = (),
        person_roles: Sequence[Row] = (),
        pains: Sequence[Row] = (),
        incentive_use: Sequence[Row] = (),
    ) -> Books:
        """Store rows; a demand row also carries the role, tier and levels that the matcher would have found."""
        matched = ("line_id", "role_id", "tier", "professional_title", "skill_level")
        own = set(DEMAND.names)
        self.engine.write(ENTERPRISES, ENTERPRISES.from_rows(enterprises))
        self.engine.write(DEMAND, DEMAND.from_rows({k: v for k, v in row.items() if k in own} for row in demand))
        self.engine.write(
            DEMAND_ROLES, DEMAND_ROLES.from_rows({k: row[k] for k in matched if k in row} for row in demand)
        )
        self.engine.write(PEOPLE, PEOPLE.from_rows(people))
        self.engine.write(PERSON_ROLES, PERSON_ROLES.from_rows(person_roles))
        self.engine.write(PAINS, PAINS.from_rows(pains))
        self.engine.write(INCENTIVE_USE, INCENTIVE_USE.from_rows(incentive_use))
        return self

    def frame(self, text: str) -> Books:
        self.edition.frame.write_text(text, encoding="utf-8")
        return self

    def telling_from(self, enterprises: int) -> Books:
        """A role's figures are told from so few enterprises on."""
        rules = self.catalog.rules
        disclosure = rules.disclosure.model_copy(update={"enterprises_minimum": enterprises})
        self.catalog = self.catalog.model_copy(update={"rules": rules.model_copy(update={"disclosure": disclosure})})
        return self

    def analyse(self, *items: Row) -> Findings:
        return analyse(self.edition, self.catalog, self.engine, register_of(*items))
