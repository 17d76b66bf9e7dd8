from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from talentmap.catalog.service_items import service_items
from talentmap.disclosure.judged import protect_evaluation
from talentmap.evaluation.service.satisfaction import satisfaction, satisfaction_drivers
from talentmap.publish.chapters import lifecycle, service
from talentmap.publish.compose import compose
from talentmap.publish.paper.fact import given
from talentmap.tables.evaluation import REPORTED_FLOWS, RETENTION, SERVICE_LOOPS
from talentmap.tables.evaluation_findings import Evaluation

CHAPTERS = (lifecycle.CHAPTER, service.CHAPTER)


def answers() -> pd.DataFrame:
    dice = np.random.default_rng(2)
    scores = pd.DataFrame({name: dice.integers(1, 6, 600) for name in ("retain_housing", "cultivate_training")}).astype(
        float
    )
    overall = 3 - (scores["retain_housing"] <= 2) + (scores["cultivate_training"] >= 4) + dice.normal(0, 0.3, 600)
    return scores.assign(overall=overall, tier="engineer")


@pytest.fixture
def book(catalog, small_settings_of):
    def make(found: Evaluation, lang: str) -> str:
        shown = SimpleNamespace(evaluation=protect_evaluation(found, catalog.rules.disclosure))
        edition = small_settings_of
        evidence = SimpleNamespace(
            edition=edition, catalog=catalog, shown=shown, chains=[], has_policy=True, indicator=None,
            rule=lambda section, name: given(getattr(getattr(catalog.rules, section), name), name),
        )  # fmt: skip
        return " ".join(str(chapter) for chapter in compose(evidence, lang, CHAPTERS).book.chapters)

    return make


@pytest.fixture
def small_settings_of(tmp_path):
    from small_edition import settings_of_nowhere  # noqa: PLC0415 - only this fixture needs it

    from talentmap.model.edition import Edition  # noqa: PLC0415 - as above

    return Edition(folder=tmp_path, settings=settings_of_nowhere())


@pytest.mark.parametrize(("lang", "sentences"), [("zh", ("本章从略。",)), ("en", ("the chapter is left out.",))])
def test_without_files_each_chapter_is_one_sentence(book, lang, sentences):
    told = book(Evaluation(), lang)
    assert all(told.count(sentence) == len(CHAPTERS) for sentence in sentences)
    assert "Table" not in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bounds_are_printed_as_bounds_and_small_groups_are_not_told(book, lang):
    reported = pd.DataFrame(
        [["2023", "", "S", "< 1,000", "> 10,000", "< 0.10", 0.0, 0.1]], columns=REPORTED_FLOWS.names
    )
    rows = [["", tier, 36, n, 2, 0, 2, 0.5137, 0.1, 0.8] for tier, n in (("", 43), ("scientist", 4), ("engineer", 39))]
    told = book(Evaluation(retention=pd.DataFrame(rows, columns=RETENTION.names), reported_flows=reported), lang)
    assert "< 0.10" in told
    assert "51%" in told
    assert "43" not in told  # headcounts are rounded to 5
    assert "text='c'" in told


@pytest.mark.parametrize(
    ("lang", "hygiene", "motivator"), [("zh", "住房保障", "技能培训"), ("en", "Hygiene", "Motivator")]
)
def test_hygiene_and_motivators_are_named(book, catalog, lang, hygiene, motivator):
    items = {name: service_items()[name] for name in ("retain_housing", "cultivate_training")}
    rules = catalog.rules.evaluation
    found = Evaluation(
        satisfaction=satisfaction(answers(), items, rules),
        satisfaction_drivers=satisfaction_drivers(answers(), items, rules),
    )
    told = book(found, lang)
    assert hygiene in told
    assert motivator in told


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "人才服务窗口 → 人社局 → 园区专窗"),
        ("en", "Talent window → Human Resources and Social Security Bureau → 园区专窗"),
    ],
)
def test_offices_have_names_in_both_languages_where_the_catalog_knows_them(book, catalog, lang, told):
    loops = pd.DataFrame([{"loop": "人才服务窗口>人社局>园区专窗", "cases": 40, "share": 0.2, "median_days": 12.0}])
    items = {name: service_items()[name] for name in ("retain_housing", "cultivate_training")}
    scores = satisfaction(answers(), items, catalog.rules.evaluation)  # without them the chapter is left out
    found = Evaluation(satisfaction=scores, service_loops=loops.reindex(columns=SERVICE_LOOPS.names))
    assert told in book(found, lang)
