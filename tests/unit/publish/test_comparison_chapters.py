"""The chapters on last year, districts, departments and signals: what they say in either language."""

from dataclasses import replace

import pandas as pd
import pytest

from talentmap.catalog.scorecard import scorecard_rules
from talentmap.evaluation.scorecard.card import made
from talentmap.evaluation.scorecard.measures import Measured
from talentmap.publish.chapters import changes, loop, regions, scorecard
from talentmap.publish.chapters.chain import role_table
from talentmap.publish.chapters.declared import Context
from talentmap.publish.compose import compose
from talentmap.publish.evidence import Quality, gather
from talentmap.publish.paper.speech import Speech
from talentmap.tables.comparison import GAP_CHANGES, PARTS, SHORTAGE_MOVES
from talentmap.tables.comparison_findings import Since
from talentmap.tables.evaluation_findings import Evaluation

LANGUAGES = ("zh", "en")


@pytest.fixture
def evidence_of(edition, catalog, register, shown, tmp_path):
    """The evidence of an edition that names a year before, with these tables."""

    def gathered(**tables):
        settings = edition.settings.model_copy(update={"previous": "../before"})
        here = edition.model_copy(update={"folder": tmp_path, "settings": settings})
        return gather(here, catalog, register, replace(shown, **tables), Quality({}, [], [], {}))

    return gathered


@pytest.fixture
def told(evidence_of):
    """The words of one chapter of an edition with these tables."""

    def tell(chapter, lang, **tables):
        (only,) = compose(evidence_of(**tables), lang, (chapter,)).book.chapters
        return str(only)

    return tell


def since(catalog, verdict="down"):
    roles = list(catalog.roles)
    change = {"level": "total", "chain_id": "", "tier": "", "role_id": "", "gap_before": 900.0, "gap_after": 665.0,
              "change": -235.0, "low": -300.0, "high": -100.0, "verdict": verdict, **dict.fromkeys(PARTS, 0.0),
              "supply": -235.0, "came": -235.0, "went": 0.0, "moved": 0.0}  # fmt: skip
    moves = [(roles[0], "entered", None, 1, "watch", "very_short"), (roles[1], "left", 4, None, "short", "watch"),
             (roles[2], "unrated", 5, None, "short", "X")]  # fmt: skip
    frame = pd.DataFrame(moves, columns=list(SHORTAGE_MOVES.names))
    return Since(2025, pd.DataFrame([change], columns=list(GAP_CHANGES.names)), frame)


@pytest.mark.parametrize(("lang", "narrowed", "entered"), [("zh", "缩小", "新进入"), ("en", "narrowed by", "Entered")])
def test_the_change_of_the_gap_has_a_direction_and_names_who_entered_and_left(told, catalog, lang, narrowed, entered):
    said = told(changes.CHAPTER, lang, since=since(catalog))
    first, second = (catalog.roles[role].name(lang) for role in list(catalog.roles)[:2])
    assert narrowed in said
    assert "235" in said
    assert "−235" in said  # in the table, where signs stand
    assert entered in said
    assert first.split(" ", maxsplit=1)[0].lower() in said.lower()
    assert second in said


@pytest.mark.parametrize(("lang", "hedge"), [("zh", "无明显变化"), ("en", "no clear change")])
def test_a_change_within_its_interval_is_no_change(told, catalog, lang, hedge):
    said = told(changes.CHAPTER, lang, since=since(catalog, "no_clear_change"))
    assert hedge in said
    assert "narrowed" not in said
    assert "缩小" not in said


@pytest.mark.parametrize(("lang", "said"), [("zh", "上年第"), ("en", "last year no. ")])
def test_a_role_tells_its_rank_of_last_year_and_none_where_it_had_none(evidence_of, catalog, lang, said):
    short = next(role for found in evidence_of().chains for role in found.shortages)
    moves = pd.DataFrame([(short["role_id"], "stayed", 7, 3, "short", "short")], columns=list(SHORTAGE_MOVES.names))
    known = Since(2025, since(catalog).changes, moves)
    evidence = evidence_of(since=known)
    table = role_table("roles", evidence.chain(short["chain_id"]).shortages, Context(evidence, Speech(lang)))
    under = ["".join(piece.text for piece in line.cells[5].under) for line in table.lines]
    assert under.count(f"{said}7{'位' if lang == 'zh' else ''}") == 1
    assert set(under) <= {"", f"{said}7{'位' if lang == 'zh' else ''}"}


def card():
    found = {("attainment", ""): Measured(0.93, n=6), ("retained", ""): Measured(0.68, 0.64, 0.72, 960),
             ("beyond_attraction", "finance"): Measured(0.35)}  # fmt: skip
    return made(found, ["finance", "hrss"], scorecard_rules())


@pytest.mark.parametrize(
    ("lang", "pair", "unranked"),
    [
        ("zh", ("引进完成率", "93%", "引进三年留存率", "68%"), "不排位次"),
        ("en", ("Attraction against target", "93%", "Retention after three years", "68%"), "No rank is given"),
    ],
)
def test_old_and_chain_indicators_stand_side_by_side_and_too_little_is_no_rank(told, lang, pair, unranked):
    said = told(scorecard.CHAPTER, lang, scorecard=card(), evaluation=Evaluation())
    assert all(word in said for word in pair)
    assert "64" in said
    assert unranked not in said or "35%" in said
    short = made({("attainment", ""): Measured(0.93, n=6)}, [], scorecard_rules())
    assert unranked in told(scorecard.CHAPTER, lang, scorecard=short, evaluation=Evaluation())


@pytest.mark.parametrize(("lang", "missing"), [("zh", "本章从略"), ("en", "the chapter is left out")])
def test_without_a_scorecard_one_sentence(told, lang, missing):
    assert missing in told(scorecard.CHAPTER, lang, evaluation=Evaluation())


def districts(catalog, *rows):
    names = list(catalog.districts)
    frame = pd.DataFrame(
        [{"district_id": names[place], "tier": tier, "need": need, "supply": supply, "need_status": "" if need else "c",
          "supply_status": ""} for place, tier, need, supply in rows]
    )  # fmt: skip
    return frame.astype({"need": float, "supply": float})


@pytest.mark.parametrize(
    ("lang", "movable", "alone"),
    [("zh", "其中 40 人", "工程师在各县区都缺"), ("en", "Of these 40", "Engineers are missing wherever")],
)
def test_surplus_in_one_district_is_set_against_shortage_in_another(told, catalog, lang, movable, alone):
    table = districts(
        catalog, (0, "youth", 100, 140), (1, "youth", 160, 100), (2, "youth", None, 500), (0, "engineer", 90, 10)
    )
    said = told(regions.CHAPTER, lang, districts=table).replace("')", "").replace("'", "")
    words = "".join(said.split("Words(text=")).replace("Number(text=", "")
    assert alone.split("在", maxsplit=1)[0].split(" ", maxsplit=1)[0] in words
    assert "140" in said  # 60 + 80 missing; the hidden district counts nowhere
    assert "text=40" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_differences_that_rounding_makes_are_level(told, catalog, lang):
    table = districts(catalog, (0, "youth", 100, 105), (1, "youth", 105, 100))
    said = told(regions.CHAPTER, lang, districts=table)
    assert ("均无缺口" if lang == "zh" else "No district has a gap") in said


JOURNAL = """signal,step,when,who,text,owner,due,item_id,text_en
a,signal,2026-01-05,李,技能人才无政策可享,人社局,2026-03-01,,Technicians qualify for nothing
a,closed,2026-02-05,王,已修订,,,p1-1,
b,signal,2026-04-05,李,住房补贴门槛高,住建局,2026-05-01,,Housing aid asks too much
"""


@pytest.mark.parametrize(("lang", "words"), [("zh", "技能人才无政策可享"), ("en", "Technicians qualify for nothing")])
def test_signals_are_told_in_the_language_of_the_book(told, tmp_path, lang, words):
    (tmp_path / "loop.csv").write_text(JOURNAL, encoding="utf-8")
    said = told(loop.CHAPTER, lang)
    assert words in said
    assert "2026Q1" in said
    assert "100%" in said
    other = "Technicians" if lang == "zh" else "技能人才无"
    assert other not in said
