from __future__ import annotations

import math
from pathlib import Path

import pytest

from examples.hegang.expected import EXPECTED, computed
from talentmap.catalog.diagnosis import read_diagnosis_catalog
from talentmap.evaluation.diagnosis.measures import diagnose
from talentmap.evaluation.diagnosis.reported import read_figures
from talentmap.model.bounds import print_bounds
from talentmap.model.diagnosis.figure import Figures
from talentmap.model.diagnosis.finding import Status

HEGANG = Path(__file__).parents[3] / "examples" / "hegang" / "figures.csv"
HEADER = "figure,part,value,unit,of,year,source,place,note_zh"
WORDS, RULES = read_diagnosis_catalog()


def figures_of(path: Path, *rows: str) -> Figures:
    path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    figures, problems = read_figures(path, WORDS)
    assert problems == ()
    return figures


@pytest.fixture(scope="module")
def hegang() -> dict:
    figures, problems = read_figures(HEGANG, WORDS)
    assert problems == ()
    return {finding.id: finding for finding in diagnose(figures)}


COMES_OUT_AGAIN = [
    # finding, as printed, status
    ("density", 0, "691", Status.COMPUTED),
    ("degree_holders.share_of.population", 2, "1.08", Status.AGREES),
    ("degree_holders.share_of.talents", 1, "15.7", Status.COMPUTED),
    ("education.total", 1, "90.0", Status.INCOMPLETE),
    ("age.over_45.heads", 0, "21,669", Status.COMPUTED),
    ("sector.science_education_culture_health.heads", 0, "49,388", Status.COMPUTED),
    ("sector.skilled.heads", 0, "3,599", Status.COMPUTED),
    ("sector.rural_practical.heads", 0, "689", Status.COMPUTED),
    ("sector.total", 1, "70.1", Status.INCOMPLETE),
    ("output_by_industry.total", 0, "100", Status.AGREES),
    ("introduced.change.2018", 1, "-45.8", Status.COMPUTED),
    ("introduced.change.2019", 1, "-39.7", Status.COMPUTED),
    ("introduced.cagr", 1, "-42.8", Status.COMPUTED),
    ("introduced.sum", 0, "200", Status.COMPUTED),
    ("inflow_per_outflow", 2, "< 0.10", Status.COMPUTED),
    ("inflow_needed", 0, "> 20,000", Status.COMPUTED),
    ("schooling_years.against", 1, "≤ -0.3", Status.COMPUTED),
]


@pytest.mark.parametrize(("finding", "decimals", "printed", "status"), COMES_OUT_AGAIN)
def test_the_document_s_figures_come_out_again(hegang, finding, decimals, printed, status) -> None:
    assert print_bounds(hegang[finding].value, decimals) == printed
    assert hegang[finding].status is status


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row.text}: {row.must_give}")
def test_every_figure_of_the_methods_comes_out_again(hegang, row) -> None:
    assert computed(row, hegang) == row.must_give


def test_what_the_document_leaves_unstated_is_said_in_points(hegang) -> None:
    assert hegang["education.total"].facts["unstated"] == pytest.approx(10.0)
    assert hegang["sector.total"].facts["unstated"] == pytest.approx(29.9)


def test_pay_without_a_base_is_told_both_ways_and_asked_for(hegang) -> None:
    pay = hegang["pay_unmet"]
    assert (pay.status, pay.value) == (Status.AMBIGUOUS, None)
    assert pay.facts["same_base"].exact == pytest.approx(25.5)
    assert pay.facts["nested"].exact == pytest.approx(26.2)


def test_output_by_industry_alone_cannot_be_set_against_talents(hegang) -> None:
    spread = hegang["spread"]
    assert (spread.status, spread.value, spread.facts) == (
        Status.NOT_COMPUTABLE,
        None,
        {"missing": "talents_by_industry"},
    )


def test_every_finding_rests_on_a_figure_of_the_document(hegang) -> None:
    assert all(finding.inputs and all(f.source for f in finding.inputs) for finding in hegang.values())


@pytest.mark.parametrize(
    ("stated", "status"), [("1.1", Status.AGREES), ("1.08", Status.AGREES), ("1.2", Status.DIFFERS)]
)
def test_a_printed_share_must_come_out_at_its_own_decimals(tmp_path, stated, status) -> None:
    figures = figures_of(
        tmp_path / "f.csv",
        "population,,1108000,people,,,S1,,",
        "degree_holders,,11990,people,population,,S1,,",
        f"degree_holders,stated,{stated},%,population,,S1,,",
    )
    (finding,) = diagnose(figures)
    assert finding.status is status


@pytest.mark.parametrize(
    ("base", "status", "value"),
    [("surveyed", Status.COMPUTED, 25.5), ("pay_expected", Status.COMPUTED, 39.3), ("cadres", Status.AMBIGUOUS, None)],
)
def test_pay_with_a_base_is_one_figure(tmp_path, base, status, value) -> None:
    figures = figures_of(tmp_path / "f.csv", "pay_expected,,65.5,%,surveyed,,S1,,", f"pay_met,,40,%,{base},,S1,,")
    (finding,) = diagnose(figures)
    assert finding.status is status
    assert (finding.value is None) if value is None else finding.value.exact == pytest.approx(value)


def test_industry_against_talents_is_half_the_sum_of_differences(tmp_path) -> None:
    rows = [
        f"output_by_industry,{part},{share},%,,,S1,,"
        for part, share in (("primary", 24), ("secondary", 50), ("tertiary", 26))
    ]
    rows += [
        f"talents_by_industry,{part},{share},%,,,S1,,"
        for part, share in (("primary", 1), ("secondary", 30), ("tertiary", 69))
    ]
    (spread,) = [f for f in diagnose(figures_of(tmp_path / "f.csv", *rows)) if f.measure == "spread"]
    assert spread.value.exact == pytest.approx((23 + 20 + 43) / 2)


def test_a_series_that_begins_with_nobody_has_no_growth(tmp_path) -> None:
    figures = figures_of(tmp_path / "f.csv", "introduced,2017,0,people,,,S1,,", "introduced,2018,5,people,,,S1,,")
    assert [finding.measure for finding in diagnose(figures)] == ["sum"]


def test_an_outflow_that_may_be_nobody_leaves_the_ratio_without_an_upper_bound(tmp_path) -> None:
    figures = figures_of(tmp_path / "f.csv", "inflow,,50,people,,,S1,,", "outflow,,<100,people,,,S1,,")
    (ratio,) = diagnose(figures)
    assert ratio.value.low == pytest.approx(0.5)
    assert math.isinf(ratio.value.high)


def test_no_figure_gives_no_finding() -> None:
    assert diagnose(Figures([])) == ()


def test_rows_that_tell_no_figure_are_problems_with_their_line(tmp_path) -> None:
    path = tmp_path / "figures.csv"
    rows = [
        "population,,1108000,people,,,S1,,",
        "population,,1108001,people,,,S1,,",
        "weather,,3,people,,,S1,,",
        "talents,,many,people,,,S1,,",
        "talents,,5000-1000,people,,,S1,,",
        "talents,,76570,heads,,,S1,,",
        "age,over_45,283,%,talents,,S1,,",
        "age,over_46,28.3,%,talents,,S1,,",
        "age,over_45,28.3,%,everybody,,S1,,",
    ]
    path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    figures, problems = read_figures(path, WORDS)
    assert figures.names == ("population",)
    assert [(problem.code, problem.source.row) for problem in problems] == [
        ("diagnosis-figure-twice", 3),
        ("diagnosis-figure-unknown", 4),
        ("diagnosis-value", 5),
        ("diagnosis-value", 6),
        ("diagnosis-unit", 7),
        ("diagnosis-share", 8),
        ("diagnosis-part-unknown", 9),
        ("diagnosis-base-unknown", 10),
    ]


def test_nothing_is_divided_by_a_population_an_outflow_or_a_base_of_nobody(tmp_path) -> None:
    figures = figures_of(
        tmp_path / "figures.csv",
        "talents,,100,people,population,2019,S1,,",
        "population,,0,people,,2019,S1,,",
        "inflow,,5,people,,2019,S1,,",
        "outflow,,0,people,,2019,S1,,",
    )
    assert not {"density", "talents.share_of.population", "inflow_per_outflow"} & {f.id for f in diagnose(figures)}


@pytest.mark.parametrize("value", ["9" * 400, ">" + "9" * 20])
def test_a_figure_that_nobody_printed_is_a_problem(tmp_path, value) -> None:
    (tmp_path / "figures.csv").write_text(f"{HEADER}\npopulation,,{value},people,,2019,S1,,\n", encoding="utf-8")
    figures, problems = read_figures(tmp_path / "figures.csv", WORDS)
    assert (list(figures.names), [problem.code for problem in problems]) == ([], ["diagnosis-value"])
