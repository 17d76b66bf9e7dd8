from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from talentmap.catalog.diagnosis import read_diagnosis_catalog
from talentmap.evaluation.diagnosis.edition import figures_of
from talentmap.evaluation.diagnosis.measures import diagnose
from talentmap.evaluation.diagnosis.profile import people_profile
from talentmap.evaluation.diagnosis.swot import swot
from talentmap.model.bounds import Bounds
from talentmap.model.diagnosis.figure import Figure, Figures
from talentmap.publish.chapters import diagnosis
from talentmap.publish.compose import compose
from talentmap.publish.evidence import Quality, gather
from talentmap.publish.paper import model as m
from talentmap.tables.diagnosis import EditionDiagnosis

WORDS, RULES = read_diagnosis_catalog()
DENSITY = Figure("registered_density", "", Bounds(76, 237), "per 10,000", (), "", "coverage", "edition.population")


@pytest.fixture(scope="session")
def evidence(edition, catalog, register, shown):
    return gather(edition, catalog, register, shown, Quality({}, [], [], {}))


@pytest.fixture(scope="session")
def diagnosed(evidence):
    catalog = evidence.catalog
    bands = {"under_35": 20, "35_44": 20, "45_54": 40, "55_over": 20}
    counted = pd.DataFrame(
        [(tier, band, "bachelor", people) for tier in catalog.tiers for band, people in bands.items()],
        columns=["tier", "age", "education", "people"],
    )
    profile = people_profile(counted, list(catalog.tiers), [step for step in catalog.education if step != "none"], 5)
    figures = Figures([DENSITY, *figures_of(evidence.shown, profile, 1203, 10)])
    found = EditionDiagnosis(profile, WORDS, figures, swot(RULES, figures, diagnose(figures)))
    return replace(evidence, shown=replace(evidence.shown, diagnosis=found))


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("zh", ["在 76 人到 237 人之间", "45岁及以上的占 60%", "55岁及以上的占 20%"]),
        ("en", ["between 76 and 237 registered people", "60% are 45 or over and 20% are 55 or over"]),
    ],
)
def test_the_chapter_tells_density_age_and_entries(diagnosed, lang: str, sentences: list[str]) -> None:
    composed = compose(diagnosed, lang, (diagnosis.CHAPTER,))
    text = " ".join(m.plain(block.inlines) for block in composed.book.blocks() if isinstance(block, m.Paragraph))
    assert all(sentence in text for sentence in sentences), text
    (table,) = composed.book.grids
    told = [m.plain(line.cells[0].inlines) for line in table.lines]
    assert any("20%" in entry for entry in told)
    assert not any("_" in m.plain(cell.inlines) for line in table.lines for cell in line.cells), "an id of the rules"
    assert {drawing.id for drawing in composed.book.drawings} == {"diagnosis-ages", "diagnosis-education"}
    assert any(fact.id == "people_profile.age" for printed in composed.printed.values() for fact in printed.facts)


def test_an_edition_without_a_diagnosis_has_no_chapter(evidence) -> None:
    assert compose(evidence, "zh", (diagnosis.CHAPTER,)).book.chapters == ()


def test_hidden_figures_feed_no_rule(diagnosed) -> None:
    hidden = diagnosed.shown.diagnosis.profile.assign(share=float("nan"), share_status="c")
    assert "aged_55" not in {figure.id for figure in figures_of(diagnosed.shown, hidden, 1203, 10)}
