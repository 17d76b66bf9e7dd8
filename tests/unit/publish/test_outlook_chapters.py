"""The chapters on the years ahead: what they say in either language, and that they say no more than the tables."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pandas as pd
import pytest
from small_edition import settings_of_nowhere

from talentmap.catalog.projection import projection_rules
from talentmap.disclosure.outlook import printed_outlook
from talentmap.model.edition import Edition
from talentmap.publish.chapters import cohorts, projection, reskilling
from talentmap.publish.compose import compose
from talentmap.publish.figures.outlook import Route, routes, scenario_fan, steps
from talentmap.publish.paper.fact import given
from talentmap.tables.outlook import BACKTEST, COHORTS, PROJECTION, RESKILLING, Outlook

CHAPTERS = (projection.CHAPTER, cohorts.CHAPTER, reskilling.CHAPTER)
RULES = projection_rules()
ROLE = "ap-die-casting-operator"


def ahead(growth=300.0, spread=100.0):
    rows = []
    for number, scenario in enumerate(RULES.scenarios):
        for chain, tier, role in (("", "", ""), ("", "engineer", ""), ("auto-parts", "technician", ROLE)):
            for year in range(RULES.years + 1):
                gap = (7003.0 if not tier else 1003.0) + (growth + 50 * number) * year
                rows.append({
                    "scenario": scenario.id, "chain_id": chain, "tier": tier, "role_id": role, "years_ahead": year,
                    "year": 2026 + year, "posts": 9000.0, "workforce": 9000 - gap, "gap": gap, "p_gap": 0.97,
                    "gap_low": gap - spread, "gap_high": gap + spread, "gap_inner_low": gap - spread / 2,
                    "gap_inner_high": gap + spread / 2, "planned": 400.0 * year, "left": 150.0 * year,
                    "retired": 50.0 * year, "trained": 250.0 * year, "arrived": 50.0 * year,
                })  # fmt: skip
    return pd.DataFrame(rows, columns=list(PROJECTION.names))


def trained(unmet=41.0, seats=80):
    rows = [
        {"chain_id": "auto-parts", "tier": "technician", "role_id": ROLE, "years_ahead": year, "year": 2026 + year,
         "majors": "机电技术应用|现代铸造技术", "education": "secondary", "years_to_qualify": 3, "seats": seats,
         "gap_untrained": 90.0, "graduates": 10.0 * year, "unmet": unmet, "extra_seats": 215.0 if year == 4 else None}
        for year in range(RULES.years + 1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COHORTS.names))


def moves():
    rows = [
        (ROLE, "ap-die-casting-apprentice", "", 1, 0.62, 0.38, "ap-melt-ladling|die-casting", 75.0, 60.0, 60.0),
        (ROLE, "ap-rd-assistant", "ap-die-casting-apprentice", 2, 0.1, 0.7, "die-casting", 80.0, 60.0, 0.0),
    ]
    return pd.DataFrame(rows, columns=list(RESKILLING.names))


def compared():
    rows = [
        ("", "", 6200.0, 6900.0, 6500.0, 7300.0, 7000.0, 1),
        ("", "engineer", 900.0, 950.0, 940.0, 960.0, 1000.0, 0),
    ]
    return pd.DataFrame(rows, columns=list(BACKTEST.names))


@pytest.fixture
def book(catalog, tmp_path):
    def make(outlook, lang):
        edition = Edition(folder=tmp_path, settings=settings_of_nowhere())
        shown = SimpleNamespace(outlook=printed_outlook(outlook, catalog.rules.disclosure))
        evidence = SimpleNamespace(
            edition=edition, catalog=catalog, shown=shown, chains=[], has_policy=True, indicator=None,
            rule=lambda section, name: given(1.0, name),
        )  # fmt: skip
        made = compose(evidence, lang, CHAPTERS).book
        return re.sub(r"Number\(text='([^']*)'[^)]*\)|Words\(text='([^']*)'[^)]*\)", r"\1\2", str(made.chapters))

    return make


WHOLE = Outlook(ahead(), trained(), moves(), compared())


def test_the_sentences_say_the_figures_of_the_tables(book):
    zh, en = book(WHOLE, "zh"), book(WHOLE, "en")
    for told in (zh, en):
        assert all(figure in told for figure in ("7,005", "8,505", "8,405", "8,605", "215", "62%", "+2,000", "−1,250"))
        assert "7,003" not in told
    assert "推演不是预测" in zh
    assert "not a forecast" in en
    assert all(scenario.says_zh in zh and scenario.says_en in en for scenario in RULES.scenarios)
    assert RULES.retirement.source_zh in zh
    assert "机电技术应用" in zh
    assert "机电技术应用" not in en


@pytest.mark.parametrize(
    ("growth", "spread", "words"),
    [(300, 100, "the gap grows"), (-300, 100, "the gap shrinks"), (20, 900, "no clear change")],
)
def test_a_change_is_told_only_where_the_interval_leaves_todays_gap(book, growth, spread, words):
    assert words in book(Outlook(ahead(growth, spread)), "en")


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [("zh", ("供需推演从略", "培养规划从略", "本章从略")), ("en", ("no projection", "no plan of cohorts", "No role"))],
)
def test_what_is_missing_is_one_sentence(book, lang, sentences):
    told = book(Outlook(), lang)
    assert all(sentence in told for sentence in sentences)


def test_roles_without_seats_are_named(book):
    assert "no local school offers a major" in book(Outlook(ahead(), trained(seats=0)), "en")
    assert "no local school offers a major" not in book(Outlook(ahead(), trained()), "en")


def test_without_a_published_total_the_tiers_are_told_alone(book):
    told = book(Outlook(ahead()[lambda frame: frame["tier"] != ""]), "en")
    assert "Where the gap comes from" not in told
    assert "1,005" in told


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]  # noqa: S314 - our own


def test_figures_hold_what_they_are_given():
    fan = scenario_fan(
        [{"kind": kind, "year": year, "mid": 10.0} for kind in ("甲", "乙") for year in ("2026", "2027")],
        [{"year": year, "low": 5, "high": 15, "inner_low": 8, "inner_high": 12} for year in ("2026", "2027")],
        ("甲", "乙"), "人数",
    )  # fmt: skip
    assert {"甲", "乙", "2026", "2027", "95%", "80%", "人数"} <= set(texts(fan))
    drawn = steps([{"name": "现在", "start": 0, "end": 5, "label": "5", "kind": "total"},
                   {"name": "流失", "start": 5, "end": 8, "label": "+3", "kind": "up"}], "人数")  # fmt: skip
    assert {"现在", "流失", "5", "+3"} <= set(texts(drawn))
    graph = routes([Route("储备生", "焊工", 30.0, "60%"), Route("储备生", "铸工", 0.0, "45%")])
    assert {"储备生", "焊工", "铸工", "60%", "45%"} <= set(texts(graph))
    assert graph.count("stroke-dasharray") == 1
    assert texts(graph).count("储备生") == 1
    assert graph.rindex("<path") < graph.index("60%") and graph.count("<rect") == 2  # notes stand before the lines
