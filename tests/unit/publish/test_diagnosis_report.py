from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from talentmap.catalog.diagnosis import read_diagnosis_catalog
from talentmap.evaluation.diagnosis.case import read_case
from talentmap.model.bounds import Bounds, number, over, under
from talentmap.model.diagnosis.case import Diagnosis, Peer, Standing
from talentmap.model.diagnosis.figure import Figures
from talentmap.publish.diagnosis.report import report
from talentmap.publish.diagnosis.sheets import sheets
from talentmap.publish.diagnosis.tell import Tell, untagged
from talentmap.publish.paper import model as m
from talentmap.publish.writers.html import leaflet_html

HEGANG = Path(__file__).parents[3] / "examples" / "hegang"


@pytest.fixture(scope="module")
def hegang() -> Diagnosis:
    return read_case(HEGANG, *read_diagnosis_catalog())[0]


def told(diagnosis: Diagnosis, lang: str) -> dict[str, str]:
    tell = Tell(diagnosis, lang)
    return {found.id: untagged(tell.finding(found)) for found in diagnosis.findings}


def text_of(diagnosis: Diagnosis, lang: str) -> str:
    book = report(diagnosis, lang)
    return re.sub(r"<[^>]+>", " ", leaflet_html(book, book.chapters[0], "leaflet brief"))


@pytest.mark.parametrize(
    ("lang", "finding", "sentence"),
    [
        ("zh", "density", "每万人口拥有人才691人。"),
        ("zh", "education.total", "干部学历构成所列5项合计90.0%，还有10.0个百分点没有说明，须请来源补齐。"),
        ("zh", "schooling_years.against", "人均受教育年限为8.7年，参照值不低于9年，低于参照值，相差不低于0.3年。"),
        ("zh", "introduced.cagr", "引进研究生人数在2017至2019年间平均每年减少42.8%。"),
        ("en", "age.over_45.heads", "Over 45: 28.3% of the talents, about 21,669 people."),
        ("en", "inflow_needed", "By that norm, over 20,000 people would have to come for those who left."),
        (
            "en",
            "spread",
            "The document gives output by industry (24 : 50 : 26) but not talents by industry: whether the two match "
            "cannot be computed. Ask for it.",
        ),
    ],
)
def test_findings_are_told_in_whole_sentences(hegang: Diagnosis, lang: str, finding: str, sentence: str) -> None:
    assert told(hegang, lang)[finding] == sentence


@pytest.mark.parametrize(
    ("bounds", "zh", "en"),
    [
        (number(691), "691", "691"),
        (over(10000), "超过10,000", "over 10,000"),
        (under(1000), "不足1,000", "under 1,000"),
        (Bounds(9, float("inf"), high_open=True), "不低于9", "at least 9"),
        (Bounds(0, 9), "不高于9", "at most 9"),
        (Bounds(3, 9), "3至9", "3 to 9"),
        (number(-2), "−2", "−2"),
    ],
)
def test_bounds_are_told_in_words(hegang: Diagnosis, bounds: Bounds, zh: str, en: str) -> None:
    assert [untagged(Tell(hegang, lang).bounds(bounds, 0, "x")) for lang in ("zh", "en")] == [zh, en]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_tells_every_finding_entry_and_source(hegang: Diagnosis, lang: str) -> None:
    book = report(hegang, lang)
    page = text_of(hegang, lang)
    grids = {grid.id: grid for grid in book.grids}
    assert len(grids["known"].lines) == len(list(hegang.figures))
    assert len(grids["ledger"].lines) == len(hegang.findings)
    assert len([one for one in grids["swot"].lines if one.kind == "plain"]) == len(hegang.entries)
    assert all(m.plain(one.cells[1].inlines).startswith("S1 §") for one in grids["swot"].lines if one.kind == "plain")
    assert hegang.settings.sources["S1"].text(lang) in page
    assert "{" not in page
    assert {drawing.id for drawing in book.drawings} >= {"shares-education", "shares-sector", "series-introduced"}
    assert all(drawing.alt for drawing in book.drawings)


@pytest.mark.parametrize(
    ("lang", "sentence"), [("zh", "没有一项数据足以支持这一类条目"), ("en", "No figure supports an entry")]
)
def test_an_empty_quadrant_says_so(hegang: Diagnosis, lang: str, sentence: str) -> None:
    bare = Diagnosis(hegang.settings, hegang.words, Figures([]), (), ())
    assert text_of(bare, lang).count(sentence) == 4


def test_peers_stand_in_a_table_with_their_ranks(hegang: Diagnosis) -> None:
    peer = Peer("甲市", "Jia", "density", number(812), 0, "2019", "S1")
    ranked = [
        Standing("density", peer, number(812), 0, "per 10,000", 1, 1, "S1", "2019"),
        Standing("density", None, number(691), 0, "per 10,000", 2, 2, "S1", "2019"),
    ]
    book = report(replace(hegang, standings=ranked), "en")
    lines = next(grid for grid in book.grids if grid.id == "peers").lines
    assert [[m.plain(cell.inlines) for cell in line.cells] for line in lines] == [
        ["Talent density", "Jia", "812", "1", "2019", "S1"],
        ["Talent density", "Hegang", "691", "2", "2019", "S1"],
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_hold_both_ends_of_a_bound(hegang: Diagnosis, lang: str) -> None:
    findings = next(sheet for sheet in sheets(hegang, Tell(hegang, lang)) if sheet.name == "findings")
    needed = next(row for row in findings.rows if row["id"] == "inflow_needed")
    assert (needed["low"], needed["high"], needed["bounds"]) == (20000.0, None, "(low, high)")
    assert not any("<" in str(row["sentence"]) for row in findings.rows)
