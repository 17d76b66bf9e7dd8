"""A small edition with made-up figures on the real catalog: every kind of value, shown, hidden and missing, occurs."""

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from talentmap.catalog.policies import PolicyRegister
from talentmap.catalog.read import read_catalog
from talentmap.model.edition import Edition, EditionSettings, Fieldwork
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.model.taxonomy import Catalog, Stage, Tier
from talentmap.model.typesetting import Style
from talentmap.publish.chapters.order import CHAPTERS
from talentmap.publish.compose import Composed, compose
from talentmap.publish.evidence import Evidence, Quality, gather
from talentmap.publish.paper import model as m
from talentmap.publish.pdf_process import write_all
from talentmap.publish.writers.html import book_html
from talentmap.publish.writers.typst import write_typst
from talentmap.resources import catalogs_dir
from talentmap.tables.analysis import (
    GROUP_BALANCE,
    INCENTIVES,
    INDICATORS,
    PAIN_SHARES,
    RESPONSE,
    ROLE_BALANCE,
)
from talentmap.tables.measures import LOCATION_QUOTIENTS, SKILL_BALANCE, STRUCTURE
from talentmap.tables.protected import CONFIDENTIAL, SHOWN, Protected
from talentmap.tables.schema import Disclosure

LANGUAGES = ("zh", "en")
MEASURES = (
    "tightness",
    "fill_rate",
    "suitable_per_post",
    "months_open",
    "skill_shortage_density",
    "offer_premium",
)
GRADES = ("very_short", "short", "watch", "not_short", "X")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return read_catalog(catalogs_dir(), "qingyuan")


@pytest.fixture(scope="session")
def edition() -> Edition:
    settings = EditionSettings(
        id="qingyuan-2026",
        region="qingyuan",
        region_zh="清远市",
        region_en="Qingyuan",
        year=2026,
        reference_date=dt.date(2026, 6, 30),
        publisher_zh="清远市人才工作局（示例）",
        publisher_en="Qingyuan Talent Bureau (example)",
        illustrative=True,
        fieldwork=Fieldwork(start=dt.date(2026, 5, 6), end=dt.date(2026, 6, 20), asked=260),
    )
    return Edition(folder=Path("edition"), settings=settings)


@pytest.fixture(scope="session")
def register() -> PolicyRegister:
    document = PolicyDocument(
        doc_id="p1",
        title_zh="技能人才培育办法",
        title_en="Measures for skilled workers",
        department_id="hrss",
        department="人社局",
        number="清示〔2025〕1号",
        issued=dt.date(2025, 1, 1),
    )
    ended = document.model_copy(update={"doc_id": "p0", "expires": dt.date(2025, 12, 31)})
    item = PolicyItem(
        item_id="p1-1",
        doc_id="p1",
        clause="第三条",
        title_zh="技师津贴",
        title_en="Allowance for technicians",
        stage=Stage.RETAIN,
        tiers=(Tier.TECHNICIAN,),
        instrument="pay-subsidy",
        rule="skill_level >= technician and chain in (auto-parts)",
        amount_low=300,
        amount_high=800,
        amount_basis="per-month",
        budget_cny=1_200_000,
    )
    old = item.model_copy(update={"item_id": "p0-1", "doc_id": "p0", "title_zh": "已失效的补贴"})
    vague = item.model_copy(
        update={"item_id": "p1-2", "rule": "", "amount_low": None, "amount_high": None, "budget_cny": None}
    )
    return PolicyRegister({"p1": document, "p0": ended}, {"p1-1": item, "p0-1": old, "p1-2": vague})


@pytest.fixture(scope="session")
def shown(catalog: Catalog) -> Protected:
    draw = np.random.default_rng(20260630)
    roles = _blank(pd.DataFrame([_role(role, draw) for role in list(catalog.roles.values())[:-3]]), ROLE_BALANCE)
    groups = _blank(_groups(roles, catalog), GROUP_BALANCE)
    return Protected(
        roles=roles,
        groups=groups,
        districts=_blank(_districts(catalog, draw), GROUP_BALANCE),
        role_districts=_role_districts(roles, catalog, draw),
        pains=_blank(_pains(catalog, draw), PAIN_SHARES),
        incentives=_incentives(),
        indicators=_indicators(),
        response=_response(catalog),
        skills=_blank(_skills(catalog), SKILL_BALANCE),
        location_quotients=_blank(_quotients(catalog), LOCATION_QUOTIENTS),
        structure=_blank(_structure(catalog), STRUCTURE),
    )


@pytest.fixture(scope="session")
def evidence(edition: Edition, catalog: Catalog, register: PolicyRegister, shown: Protected) -> Evidence:
    steps = {
        "intake": {"files": 3, "rows_in": 9, "used": 7, "rejected": 1, "duplicate": 1},
        "matching": {"stated": 1, "decided": 1, "accepted": 3, "review": 1, "none": 1},
        "registry": {"people": 900},
        "analysis": {"outside": 2},
    }
    problem = {"code": "x-1", "count": 3, "title_zh": "<坏>", "title_en": '<bad> "…"', "fix_zh": "改", "fix_en": "mend"}
    overlap = {"department_a": "hrss", "department_b": "education", "people_a": 9, "people_b": 8, "people_both": 4}
    quality = Quality(steps, [problem], [{**overlap, "estimate": 17.0, "standard_error": None}], {"hrss": 9})
    return gather(edition, catalog, register, shown, quality)


@pytest.fixture(scope="session")
def both(evidence: Evidence) -> dict[str, Composed]:
    return {lang: compose(evidence, lang) for lang in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def composed(request: pytest.FixtureRequest, both: dict[str, Composed]) -> Composed:
    return both[request.param]


@pytest.fixture(scope="session")
def english(evidence: Evidence) -> m.Book:
    return _few_chapters(evidence, "en")


@pytest.fixture(scope="session")
def chinese(evidence: Evidence) -> m.Book:
    return _few_chapters(evidence, "zh")


def _few_chapters(evidence: Evidence, lang: str) -> m.Book:
    """A book that is quick to set."""
    few = ("summary", "howto", "balance", "policy", "method", "definitions")
    return compose(evidence, lang, tuple(chapter for chapter in CHAPTERS if chapter.id in few)).book


@pytest.fixture(scope="session")
def by_weasyprint(chinese: m.Book, english: m.Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("weasyprint")
    made = {book.lang: folder / f"{book.lang}.pdf" for book in (chinese, english)}
    write_all(
        [{"path": str(made[book.lang]), "html": book_html(book), "style": "report"} for book in (chinese, english)]
    )
    return made


@pytest.fixture(scope="session")
def by_typst(chinese: m.Book, english: m.Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("typst")
    made = {book.lang: folder / f"{book.lang}.pdf" for book in (chinese, english)}
    for book in (chinese, english):
        write_typst(made[book.lang], book, Style.REPORT)
    return made


def _skills(catalog):
    rows = []
    for number, skill in enumerate(list(catalog.skills)[:12]):
        need, supply = 20.0 + 5 * number, 45.0
        figures = {"need": need, "need_low": need - 5, "need_high": need + 15, "quality": "D", "enterprises": 9,
                   "top_share": 0.4, "supply": supply, "people": 50, "gap": need - supply}  # fmt: skip
        hidden = {"need_status": CONFIDENTIAL if number == 3 else SHOWN, "supply_status": SHOWN}
        chain = "" if number % 2 else catalog.skills[skill].chain_id
        rows.append({"skill_id": skill, "chain_id": chain, "roles": number + 1, **figures, **hidden})
    return pd.DataFrame(rows)


def _quotients(catalog):
    keys = [(place, chain) for place in list(catalog.districts)[:2] for chain in catalog.chains]
    return pd.DataFrame(
        {"district_id": place, "chain_id": chain, "role_id": "", "need": 50.0, "enterprises": 4, "top_share": 0.3,
         "lq": 0.5 + number / 10, "need_status": CONFIDENTIAL if number == 2 else SHOWN}
        for number, (place, chain) in enumerate(keys)
    )  # fmt: skip


def _structure(catalog):
    measures = [column.name for column in STRUCTURE.columns if column.unit in ("share", "index", "nats")]
    return pd.DataFrame(
        {"chain_id": chain, "across": across, "parts": 4, "need": 200.0, "supply": 150.0, "gap": 50.0,
         **dict.fromkeys(measures, 0.25), "theil_between": math.nan, "need_status": SHOWN, "supply_status": SHOWN}
        for chain in ("", *catalog.chains) for across in ("role", "tier")
    )  # fmt: skip


def _role(role, draw):
    need, supply = float(draw.integers(0, 60) * 5), float(draw.integers(0, 50) * 5)
    pay = float(draw.integers(40, 180) * 100)
    grade = str(draw.choice(GRADES))
    return {
        "chain_id": role.chain_id,
        "segment_id": role.segment,
        "role_id": role.id,
        "tier": role.tier.value,
        "need": need,
        "need_low": max(need - 25, 0.0),
        "need_high": need + 30,
        "quality": "C",
        "enterprises": int(draw.integers(3, 20)),
        "top_share": float(draw.uniform(0.1, 0.8)),
        "supply": supply,
        "people": int(supply * 1.3),
        "gap": need - supply,
        "p_gap": 0.9,
        "p_top10": 0.25,
        "employed": need * 4,
        "replacement_need": need / 10,
        "excess_demand": (need - supply) / (need + supply) if need + supply else math.nan,
        "need_growth": 0.4,
        "qualified_per_post": 2.5,
        "suitability_gap": 0.7,
        "tightness": need / supply if supply else math.nan,
        "vacancy_rate": 0.2,
        "fill_rate": float(draw.uniform(0.2, 0.9)),
        "suitable_per_post": float(draw.uniform(0.5, 4)),
        "months_open": float(draw.uniform(1, 7)),
        "skill_shortage_density": float(draw.uniform(0, 1)),
        "offer_premium": math.nan if draw.random() < 0.3 else float(draw.uniform(-0.1, 0.3)),
        "pay_low": pay * 0.8,
        "pay_mid": pay,
        "pay_high": pay * 1.3,
        "education": role.education.value,
        "score": float(draw.uniform(0, 3)),
        "grade": grade if need else "",
        "fired": "|".join(draw.choice(MEASURES, 2, replace=False)),
        "p_short": float(draw.uniform(0, 1)),
        "shortage_type": "ability|retention" if grade in ("short", "very_short") and need else "",
        "listed": "shortage" if grade in ("short", "very_short") and need else "",
        "accepted_share": float(draw.uniform(0, 1)),
        "need_status": CONFIDENTIAL if draw.random() < 0.12 else SHOWN,
        "supply_status": CONFIDENTIAL if draw.random() < 0.1 else SHOWN,
    }


def _groups(roles, catalog):
    rows = []
    for chain in (*catalog.chains, "unknown", ""):
        for tier in (*(tier.value for tier in Tier), ""):
            inside = roles[roles["chain_id"].isin([chain] if chain else [*catalog.chains])]
            inside = inside[inside["tier"] == tier] if tier else inside
            need, supply = float(inside["need"].sum()), float(inside["supply"].sum())
            few = chain == "recycled-metals" and tier in ("scientist", "youth")
            rows.append(
                {
                    "chain_id": chain,
                    "tier": tier,
                    "need": need,
                    "need_low": need * 0.9,
                    "need_high": need * 1.1,
                    "quality": "B",
                    "enterprises": 9,
                    "top_share": 0.3,
                    "supply": supply,
                    "people": int(supply),
                    "gap": need - supply,
                    "employed": need * 5,
                    "uncovered": need * 0.6,
                    "uncovered_share": 0.6 if need else math.nan,
                    "unplaced": 5.0,
                    "need_status": CONFIDENTIAL if few else SHOWN,
                    "supply_status": SHOWN,
                }
            )
    return pd.DataFrame(rows)


def _districts(catalog, draw):
    rows = [
        {
            "district_id": district,
            "tier": str(tier),
            "need": float(draw.integers(0, 90) * 5),
            "enterprises": 6,
            "top_share": 0.4,
            "supply": float(draw.integers(0, 90) * 5),
            "people": 70,
            "need_status": CONFIDENTIAL if draw.random() < 0.2 else SHOWN,
            "supply_status": SHOWN,
        }
        for district in (*catalog.districts, "")
        for tier in (*Tier, "")
    ]
    return pd.DataFrame(rows)


def _role_districts(roles, catalog, draw):
    rows = [
        {"role_id": role, "district_id": str(district)}
        for role in roles["role_id"]
        for district in draw.choice([*catalog.districts], int(draw.integers(0, 4)), replace=False)
    ]
    return pd.DataFrame(rows, columns=["role_id", "district_id"])


def _pains(catalog, draw):
    rows = [
        {
            "chain_id": chain,
            "stage": stage.id,
            "pain_id": pain.id,
            "enterprises": 7,
            "answering": 2 if chain == "recycled-metals" else 18,
            "share": float(draw.uniform(0.05, 0.7)),
            "share_low": 0.03,
            "share_high": 0.8,
            "need_status": CONFIDENTIAL if chain == "recycled-metals" else SHOWN,
        }
        for chain in catalog.chains
        for stage in catalog.stages.values()
        for pain in stage.pains
    ]
    return pd.DataFrame(rows)


def _incentives():
    money = {"scientist": 30e6, "engineer": 6e6, "technician": 2e6, "youth": 7e6}
    rows = [
        {
            "tier": tier.value,
            "stage": stage.value,
            "items": 9 - 2 * number,
            "budget_cny": money[tier.value] / (1 + number**2),
            "paid_cny": money[tier.value] / (2 + number**2),
            "elite_items": 5 if tier is Tier.SCIENTIST else 0,
        }
        for tier in Tier
        for number, stage in enumerate(Stage)
    ]
    return pd.DataFrame(rows, columns=list(INCENTIVES.names))


def _indicators():
    rows = [
        ("need", 23457.3, 21011.0, 25904.0, "people"),
        ("supply", 18322.4, None, None, "people"),
        ("uncovered_demand", 0.61849, 0.57, 0.66, "share"),
        ("reallocation_share", 0.5312, 0.49, 0.57, "share"),
        ("budget", 81.2e6, None, None, "yuan"),
        ("kakwani", 0.412345, None, None, "index"),
    ]
    return pd.DataFrame(rows, columns=list(INDICATORS.names))


def _response(catalog):
    rows = [
        (chain, size, 60 if size == "small" else 8, 900, 20, 400, f"{chain}/{size}", 3.0)
        for chain in catalog.chains
        for size in ("large", "medium", "small")
    ]
    return pd.DataFrame(rows, columns=list(RESPONSE.names))


def _blank(table, declared):
    """Hide as `talentmap.analysis.disclosure` does: protected values of a hidden side are missing."""
    for column in declared.columns:
        if column.disclosure is not Disclosure.PROTECTED or column.name not in table:
            continue
        hidden = table["need_status"] == CONFIDENTIAL
        if "supply_status" in table and column.name in ("supply", "people"):
            hidden = table["supply_status"] == CONFIDENTIAL
        elif "supply_status" in table and column.name in (
            "gap",
            "tightness",
            "offer_premium",
            "grade",
            "fired",
            "score",
        ):
            hidden |= table["supply_status"] == CONFIDENTIAL
        if pd.api.types.is_numeric_dtype(table[column.name]):
            table[column.name] = table[column.name].astype(float).mask(hidden)
        else:
            table[column.name] = table[column.name].mask(hidden, "")
    return table
