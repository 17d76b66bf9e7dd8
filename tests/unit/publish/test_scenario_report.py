"""The what-if report: every number it prints has a reading, and nothing from a file can become markup or formula."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from small_edition import register_of

from talentmap.model.scenario import Scenario
from talentmap.publish.scenario.report import write_report
from talentmap.publish.scenario.sections import sections
from talentmap.publish.scenario.words import Words
from talentmap.tables.what_if import (
    BUDGETS,
    CELLS,
    CLASHES,
    FIGURES,
    HANDOVERS,
    PAIRS,
    PRICES,
    TIERS,
    TRIALS,
    Sought,
    WhatIf,
)

REGISTER = register_of({"item_id": "a", "tiers": ["engineer"], "title_zh": "甲条", "title_en": "=Item A"})
SCENARIO = Scenario.model_validate(
    {
        "name_zh": "<b>情景</b>",
        "name_en": "<b>What</b>",
        "assumptions_zh": ["假设一"],
        "assumptions_en": ["First"],
        "changes": [{"item": "a", "budget_cny": 5e6, "why": "=1+1"}],
    }
)


def frame(columns, *rows):
    return pd.DataFrame(list(rows), columns=list(columns))


def sought(**changes):
    plain = {
        "objective": "uncovered_demand",
        "objective_now": 0.6,
        "objective_then": 0.4,
        "reachable": 0.7,
        "budgets": frame(BUDGETS, ("a", 1e4, 5e6, 6e6, 1e6)),
        "tiers": frame(TIERS, ("engineer", 100.0, 20.0, 40.0, 5e6, 6e6)),
        "prices": frame(PRICES, ("total", "", "high", 5e6, -12.5)),
        "trials": frame(TRIALS, ("weight", "engineer", 0.5, 40.0, 0.0, 6e6, 0.0, 0.0)),
        "clashes": frame(CLASHES),
    }
    return Sought(**{**plain, **changes})


def what_if(searched=None):
    return WhatIf(
        figures=frame(
            FIGURES,
            ("uncovered_share", "", "", "", "share", 0.5, 0.4, -0.1, -0.15, -0.05, ""),
            ("uncovered_share", "", "engineer", "attract", "share", None, None, None, None, None, "c"),
            ("budget", "", "", "", "yuan", 1e6, 1e6, 0.0, None, None, ""),
        ),
        cells=frame(CELLS, ("engineer", "utilize", "filled")),
        pairs=frame(PAIRS, ("a", "b", "duplicate", "went")),
        handovers=frame(HANDOVERS, ("a", "", "broken", "joined")),
        sought=searched,
    )


def told(small_catalog, lang, searched=None):
    return {part.title: part for part in sections(what_if(searched), SCENARIO, REGISTER, Words(small_catalog, lang))}


def test_changes_differences_and_lists_are_told(small_catalog):
    parts = told(small_catalog, "en")
    assert parts["What changes in all"].rows == (
        ("Uncovered share of need", "50.0%", "40.0%", "−10.0 points", "−15.0 points … −5.0 points"),
    )
    assert parts["By tier and stage"].rows[0][-4:] == ("c", "c", "c", "c")
    assert parts["Empty cells filled or emptied"].rows == (("Engineers", "Utilisation", "filled"),)
    assert parts["Hand-overs that take another verdict"].rows[0][2:] == ("broken", "joined")


@pytest.mark.parametrize(("lang", "words"), [("zh", "多覆盖约 12.5 个岗位"), ("en", "covers about 12.5 more posts")])
def test_prices_are_said_in_words(small_catalog, lang, words):
    parts = told(small_catalog, lang, sought())
    sentences = [sentence for part in parts.values() for sentence in part.sentences]
    assert any(words in sentence for sentence in sentences)
    assert any("70%" in sentence for sentence in sentences)


def test_clashes_are_told_instead_of_a_budget(small_catalog):
    clash = sought(clashes=frame(CLASHES, ("total", "", 3e6)), budgets=frame(BUDGETS))
    parts = told(small_catalog, "en", clash)
    assert "the total (3.0 million yuan)" in parts["Limits that clash"].sentences[0]
    assert "Budgets by item" not in parts


def test_the_files_are_safe_and_the_same_twice(small_catalog, tmp_path):
    written = [
        write_report(tmp_path / name, what_if(sought()), SCENARIO, REGISTER, small_catalog, ("zh", "en"))
        for name in "ab"
    ]
    assert [path.name for path in written[0]] == [path.name for path in written[1]]
    assert [path.read_bytes() for path in written[0]] == [path.read_bytes() for path in written[1]]
    page = (tmp_path / "a" / "scenario.en.html").read_text(encoding="utf-8")
    assert "<b>What" not in page
    assert "&lt;b&gt;What" in page
    rows = list(csv.reader((tmp_path / "a" / "difference.csv").open(encoding="utf-8-sig")))
    assert rows[0] == list(FIGURES)
    assert rows[1][5:8] == ["0.5", "0.4", "-0.1"]
