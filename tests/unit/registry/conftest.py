from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from talentmap.engine import EmbeddedEngine
from talentmap.model.decision import Decision
from talentmap.model.taxonomy import Catalog
from talentmap.registry import RegistryReport, RegistrySources, build_registry, pseudonym_key
from talentmap.resources import catalogs_dir
from talentmap.tables.registry import COVERAGE, PEOPLE, RECORDS
from talentmap.tables.schema import Table

REFERENCE = dt.date(2026, 6, 30)


def _steps(*rows: tuple[str, str, list[str]]) -> list[dict[str, Any]]:
    return [
        {"id": id_, "rank": rank, "zh": zh, "en": id_, "words": words} for rank, (id_, zh, words) in enumerate(rows)
    ]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    education = _steps(
        ("none", "不限", ["不限", "初中"]),
        ("secondary", "高中", ["高中", "中专"]),
        ("associate", "大专", ["大专", "专科"]),
        ("bachelor", "本科", ["本科", "学士"]),
        ("master", "硕士", ["硕士", "研究生", "硕士研究生"]),
        ("doctorate", "博士", ["博士", "博士研究生"]),
    )
    titles = _steps(
        ("none", "无", []),
        ("assistant", "助理级", ["助理工程师"]),
        ("intermediate", "中级", ["工程师"]),
        ("associate_senior", "副高级", ["高级工程师"]),
    )
    skill_levels = _steps(
        ("none", "无", []),
        ("junior_worker", "初级工", ["五级"]),
        ("senior_worker", "高级工", ["三级"]),
        ("technician", "技师", ["二级"]),
        ("senior_technician", "高级技师", ["一级"]),
    )
    districts = [
        {"id": "qingcheng", "zh": "清城区", "en": "Qingcheng", "code": "441802", "tile": (0, 0), "words": ["清城"]},
        {"id": "yingde", "zh": "英德市", "en": "Yingde", "code": "441881", "tile": (1, 0), "words": ["英德"]},
    ]
    chain = {
        "id": "new-materials",
        "prefix": "nm",
        "zh": "新材料",
        "en": "New materials",
        "note_zh": "…",
        "note_en": "…",
        "industries": ("32", "265"),
        "segments": [{"id": "casting", "zh": "熔铸", "en": "Casting"}],
    }
    rules = yaml.safe_load((catalogs_dir() / "rules.yaml").read_text(encoding="utf-8"))
    return Catalog.model_validate(
        {
            "chains": {"new-materials": chain},
            "roles": {},
            "skills": {},
            "tiers": {},
            "stages": {},
            "reasons": {},
            "districts": {district["id"]: district for district in districts},
            "education": {
                step["id"]: {key: value for key, value in step.items() if key != "rank"} for step in education
            },
            "levels": {
                "seniority": [],
                "titles": titles,
                "skill_levels": skill_levels,
                "ladders": [],
                "heads": [],
                "functions": [],
            },
            "rules": rules,
        }
    )


class Registry:
    """A registry folder to fill with extracts, and what building it gives."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder / "registry"
        self.folder.mkdir()
        self.tables = folder / "tables"
        self.events: Path | None = None
        self.decisions: list[Decision] = []
        self._catalog = catalog

    def csv(
        self,
        name: str,
        rows: Sequence[Mapping[str, str]],
        *,
        encoding: str = "utf-8",
        department: str = "hrss",
        as_of: str = "2026-06-30",
        trust: int = 3,
        **mapping: Any,
    ) -> Path:
        """Write an extract whose headers are the field names themselves."""
        fields = list(dict.fromkeys(field for row in rows for field in row))
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, fields, restval="")
            writer.writeheader()
            writer.writerows(rows)
        self.mapping(
            name,
            **{"department": department, "as_of": as_of, "trust": trust, "columns": {f: f for f in fields}, **mapping},
        )
        return path

    def mapping(self, name: str, **keys: Any) -> None:
        path = self.folder / name
        path.with_name(path.stem + ".mapping.yaml").write_text(yaml.safe_dump(keys, allow_unicode=True), "utf-8")

    def build(self) -> RegistryReport:
        with EmbeddedEngine(self.tables) as engine:
            return build_registry(
                RegistrySources(self.folder, self.events, self.decisions),
                self._catalog,
                engine,
                pseudonym_key(illustrative=True),
                REFERENCE,
            )

    def read(self, table: Table) -> list[dict[str, Any]]:
        with EmbeddedEngine(self.tables) as engine:
            rows: list[dict[str, Any]] = engine.read(table).to_pylist()
        return rows

    def records(self) -> list[dict[str, Any]]:
        return self.read(RECORDS)

    def people(self) -> list[dict[str, Any]]:
        return self.read(PEOPLE)

    def coverage(self) -> list[dict[str, Any]]:
        return self.read(COVERAGE)


@pytest.fixture
def registry(tmp_path: Path, catalog: Catalog) -> Registry:
    return Registry(tmp_path, catalog)
