from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.diagnosis import read_diagnosis_catalog
from talentmap.errors import EditionError
from talentmap.evaluation.diagnosis.case import read_case
from talentmap.evaluation.diagnosis.peers import standings
from talentmap.model.bounds import Bounds, number, over, under
from talentmap.model.diagnosis.case import Peer
from talentmap.model.diagnosis.swot import Known, Quadrant

HEGANG = Path(__file__).parents[3] / "examples" / "hegang"
WORDS, RULES = read_diagnosis_catalog()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name in ("diagnosis.toml", "figures.csv"):
        shutil.copy(HEGANG / name, tmp_path / name)
    return tmp_path


def read(folder: Path):
    return read_case(folder, WORDS, RULES)


def test_the_bundled_case_reads_without_a_problem() -> None:
    diagnosis, problems = read(HEGANG)
    assert problems == ()
    assert [found.id for found in diagnosis.asked] == ["education.total", "sector.total", "pay_unmet", "spread"]
    assert {entry.rule.quadrant for entry in diagnosis.entries} == set(Quadrant)
    assert all(entry.sources for entry in diagnosis.entries)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "", "Field required"),
        (lambda text: text + "\n[", "cannot be read"),
        (lambda text: text.replace("year = 2019", "year = 'soon'"), "year"),
        (lambda text: text.replace('["zh", "en"]', '["zh", "zh"]'), "a language stands twice"),
        (lambda text: text.replace('["zh", "en"]', '["fr"]'), "languages"),
        (lambda text: "colour = 1\n" + text, "colour"),
        (lambda text: text.replace('id = "hegang"', 'id = "../hegang"'), "id"),
        (lambda text: text.partition("[sources")[0], "sources"),
    ],
)
def test_settings_that_cannot_be_used_are_told_by_key(case: Path, change, told: str) -> None:
    file = case / "diagnosis.toml"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        read(case)
    assert told in caught.value.message
    assert caught.value.hint


def test_settings_in_another_encoding_are_told(case: Path) -> None:
    (case / "diagnosis.toml").write_bytes('id = "鹤岗"'.encode("gb18030"))
    with pytest.raises(EditionError, match="cannot be read"):
        read(case)


def test_a_folder_without_settings_is_told(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"no diagnosis\.toml"):
        read(tmp_path)


def test_a_folder_without_figures_gives_a_diagnosis_of_nothing(case: Path) -> None:
    (case / "figures.csv").unlink()
    diagnosis, problems = read(case)
    assert [problem.code for problem in problems] == ["catalog-missing-file"]
    assert (diagnosis.findings, diagnosis.entries) == ((), ())


def test_a_figure_whose_source_is_not_cited_is_left_out(case: Path) -> None:
    file = case / "figures.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2019,S1", "2019,S9", 1), encoding="utf-8")
    diagnosis, problems = read(case)
    assert [(problem.code, problem.source.header) for problem in problems] == [
        ("diagnosis-source-unknown", "population")
    ]
    assert "density" not in {found.id for found in diagnosis.findings}


def peers_of(case: Path, *rows: str):
    header = "region,region_en,figure,value,year,source"
    (case / "peers.csv").write_text("\n".join((header, *rows)), encoding="utf-8")
    return read(case)


def test_peers_are_ranked_with_the_region_among_them(case: Path) -> None:
    diagnosis, problems = peers_of(case, "甲市,Jia,density,812,2019,S1", "乙市,Yi,density,>650,2019,S1")
    assert problems == ()
    assert [(one.peer.name("en") if one.peer else "own", one.best, one.worst) for one in diagnosis.standings] == [
        ("Jia", 1, 2),
        ("Yi", 1, 3),
        ("own", 2, 3),
    ]


def test_peer_lines_that_compare_nothing_are_problems_with_their_line(case: Path) -> None:
    rows = (
        "甲市,Jia,density,812,2019,S1",
        "甲市,Jia,density,813,2019,S1",
        "乙市,Yi,weather,3,2019,S1",
        "乙市,Yi,density,many,2019,S1",
        "乙市,Yi,density,700,2019,S9",
    )
    diagnosis, problems = peers_of(case, *rows)
    assert [(problem.code, problem.source.row) for problem in problems] == [
        ("diagnosis-peer-twice", 3),
        ("diagnosis-peer-figure", 4),
        ("diagnosis-value", 5),
        ("diagnosis-source-unknown", 6),
    ]
    assert len(diagnosis.standings) == 2


def ranks(own: Bounds, *others: Bounds) -> list[tuple[int, int]]:
    peers = [Peer(str(at), "", "density", value, 0, "", "S1") for at, value in enumerate(others)]
    told = standings(peers, {"density": Known("density", own, "per 10,000", 0, ())})
    mine = next(one for one in told if one.peer is None)
    rest = sorted((one for one in told if one.peer), key=lambda one: int(one.peer.region))
    return [(one.best, one.worst) for one in (mine, *rest)]


def test_equal_figures_share_a_rank() -> None:
    assert ranks(number(5), number(5), number(3)) == [(1, 1), (1, 1), (3, 3)]


def test_bounds_that_meet_without_touching_are_ranked() -> None:
    assert ranks(under(1000), over(1000)) == [(2, 2), (1, 1)]


@given(st.lists(st.integers(0, 20), min_size=2, max_size=8))
def test_exact_figures_rank_as_sorting_does(values: list[int]) -> None:
    told = ranks(*(number(value) for value in values))
    assert told == [(1 + sum(other > value for other in values),) * 2 for value in values]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), min_size=2, max_size=6), st.randoms())
def test_any_numbers_within_the_bounds_have_a_rank_within_the_ranks(spans: list[tuple[int, int]], chance) -> None:
    told = ranks(*(Bounds(low, low + width) for low, width in spans))
    drawn = [chance.uniform(low, low + width) for low, width in spans]
    for value, (best, worst) in zip(drawn, told, strict=True):
        assert best <= 1 + sum(other > value for other in drawn) <= worst
