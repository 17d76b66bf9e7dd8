import datetime as dt
import shutil
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.projection import projection_rules
from talentmap.evaluation.projection.cohorts import accepts, cohort_table, in_training, needs, seats_for, shared
from talentmap.evaluation.projection.seats import (
    SchoolClass,
    classes,
    graduating_year,
    read_seats,
    strange_majors,
    years_until_graduation,
)
from talentmap.evaluation.projection.units import units_of
from talentmap.model.edition import open_edition
from talentmap.model.taxonomy import Education

EDITION = Path(__file__).parents[3] / "examples" / "qingyuan-2026"
RULES = projection_rules()
TRAINING = RULES.training
TODAY = dt.date(2026, 6, 30)
EACH = TRAINING.completing * TRAINING.entering
ASSOCIATE, BACHELOR, SECONDARY = Education.ASSOCIATE, Education.BACHELOR, Education.SECONDARY
HEADER = "institution,major,level,seats,year,local_share\n"


def seat(year=2025, seats=100, major="冶金工程", level="bachelor", local=0.5, school="甲"):
    return {"institution": school, "major": major, "level": level, "seats": seats, "year": year, "local_share": local}


@pytest.fixture
def edition(tmp_path):
    shutil.copy(EDITION / "edition.toml", tmp_path)

    def make(text):
        (tmp_path / "seats.csv").write_text(HEADER + text, encoding="utf-8")
        return open_edition(tmp_path)

    return make


def test_seats_are_read_by_chinese_headers_and_words_too(tmp_path, catalog):
    shutil.copy(EDITION / "edition.toml", tmp_path)
    header = "院校,专业,学历层次,招生人数,入学年份,留本地比例"
    rows = f"{header}\n甲校,机电一体化技术,大专,120,2025,0.55\n甲校,播音,本科,30,2024,\n"
    (tmp_path / "seats.csv").write_text(rows, encoding="gb18030")
    found = read_seats(open_edition(tmp_path), catalog)
    assert found.problems == ()
    assert [(row["level"], row["seats"], row["local_share"]) for row in found.rows] == [
        ("associate", 120, 0.55), ("bachelor", 30, None),
    ]  # fmt: skip
    strange = list(strange_majors(found.rows, catalog))
    assert [(problem.code, problem.facts["majors"]) for problem in strange] == [("evaluation-seats-major", "播音")]
    assert "播音" in strange[0].wrong("zh")


def test_nothing_that_could_be_a_number_of_somebody_is_repeated(catalog):
    strange = list(strange_majors([seat(major="991055200007281266"), seat(major="长" * 40)], catalog))
    assert [problem.facts for problem in strange] == [{"count": 2, "majors": "…"}]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("甲,冶金工程,bachelor,-3,2025,0.5", "evaluation-number"),
        ("甲,冶金工程,bachelor,12.5,2025,0.5", "evaluation-number"),
        ("甲,冶金工程,bachelor,30,2099,0.5", "evaluation-number"),
        ("甲,冶金工程,bachelor,30,2025,55%", "evaluation-number"),
        ("甲,冶金工程,kindergarten,30,2025,0.5", "evaluation-code"),
        ("甲,冶金工程,none,30,2025,0.5", "evaluation-blank"),
        ("甲,,bachelor,30,2025,0.5", "evaluation-blank"),
        ("甲,冶金工程,bachelor,30", "evaluation-row-shape"),
    ],
)
def test_a_faulty_row_is_named_and_the_rest_stands(edition, catalog, line, code):
    found = read_seats(edition(f"{line}\n乙,冶金工程,bachelor,30,2025,0.5\n"), catalog)
    assert [problem.code for problem in found.problems] == [code]
    assert found.problems[0].source.row == 2
    assert [row["institution"] for row in found.rows] == ["乙"]
    assert (found.account.rows_in, found.account.used, found.account.rejected) == (2, 1, 1)


def test_two_admissions_of_one_programme_and_year_count_once(edition, catalog):
    found = read_seats(edition("甲,冶金工程,bachelor,30,2025,0.5\n甲,冶金工程,bachelor,40,2025,0.5\n"), catalog)
    assert [problem.code for problem in found.problems] == ["evaluation-twice"]
    assert found.account.duplicate == 1


def test_a_class_graduates_after_its_years_and_a_missing_admission_is_like_the_nearest():
    rows = [seat(2023, 100), seat(2025, 60), seat(2025, 10, school="乙", local=None)]
    stay = TRAINING.local_share
    for year, first in ((2027, 100), (2029, 60), (2035, 60), (2028, 100)):
        only = classes(rows, year, TRAINING)
        assert only == [SchoolClass("冶金工程", BACHELOR, first + 10, pytest.approx(EACH * (first * 0.5 + 10 * stay)))]


def test_classes_fall_into_the_year_after_their_july():
    assert graduating_year(TODAY, 1) == 2026
    assert graduating_year(dt.date(2026, 7, 1), 1) == 2027
    assert years_until_graduation(TODAY, 2026, 3) == 4
    for ahead in range(1, 6):
        entered = graduating_year(TODAY, ahead) - 4
        assert years_until_graduation(TODAY, entered, 4) == ahead


def test_a_class_below_the_education_floor_or_of_another_major_trains_nobody(small_catalog):
    engineer, welder = small_catalog.roles["m-engineer"], small_catalog.roles["m-welder"]
    assert accepts(engineer, SchoolClass("冶金工程", BACHELOR, 1, 1))
    assert not accepts(engineer, SchoolClass("冶金工程", ASSOCIATE, 1, 1))
    assert not accepts(engineer, SchoolClass("法学", BACHELOR, 1, 1))
    assert accepts(welder, SchoolClass("焊接技术应用", SECONDARY, 1, 1))


METALS = ["m-scientist", "m-engineer", "m-welder", "m-trainee"]
CLASSES = st.lists(
    st.tuples(
        st.sampled_from(["冶金工程", "材料科学与工程", "焊接技术应用", "法学"]), st.sampled_from(list(Education)),
        st.floats(0, 500),
    ),
    unique_by=lambda one: one[:2],
)  # fmt: skip


@given(CLASSES, st.dictionaries(st.sampled_from(METALS), st.floats(0, 90)))
def test_roles_share_each_class_and_get_no_more_than_it_has(small_catalog, made, asked):
    need = {role: asked.get(role, 0.0) for role in small_catalog.roles}
    found = [SchoolClass(major, level, people, people) for major, level, people in made]
    got = shared(found, need, small_catalog)
    wanted = [one for one in found if any(accepts(r, one) and need[r.id] > 0 for r in small_catalog.roles.values())]
    assert sum(got.values()) == pytest.approx(sum(one.people for one in wanted))
    for role, people in got.items():
        mine = [one.people for one in found if accepts(small_catalog.roles[role], one)]
        assert people <= sum(mine) + 1e-6
        assert need[role] > 0


def units(catalog_need=40.0):
    told = pd.DataFrame(
        [("metal", "engineer", "m-engineer", catalog_need, 20.0, 80.0, 5.0, 100.0)],
        columns=["chain_id", "tier", "role_id", "need", "need_low", "need_high", "supply", "employed"],
    )
    whole = pd.DataFrame(
        [("metal", "engineer", 40.0, 20.0, 80.0, 5.0, 100.0), ("metal", "technician", 30.0, 20.0, 45.0, 5.0, 100.0)],
        columns=["chain_id", "tier", "need", "need_low", "need_high", "supply", "employed"],
    )
    return units_of(told, whole)


def test_roles_that_are_not_told_share_what_their_group_holds_besides(small_catalog):
    found = needs(units(), small_catalog)
    assert found["m-engineer"] == 40
    assert found["m-welder"] == 30
    assert found["f-engineer"] == 0


def test_classes_that_count_as_available_already_train_nobody_again(small_catalog):
    rows = [seat(year, 100) for year in range(2020, 2027)]
    people = in_training(rows, units(), small_catalog, RULES, TODAY, 12)
    assert people[0] == {}
    assert people[1] == {"m-engineer": pytest.approx(100 * 0.5 * EACH)}
    assert in_training(rows, units(), small_catalog, RULES, TODAY, 0)[0] == people[1]


def test_the_seats_that_would_close_the_gap_stand_at_the_first_class_that_can(small_catalog):
    rows = [seat(year, 100) for year in range(2020, 2027)]
    gaps = [40.0, 30.0, 20.0, 10.0, 5.0, 12.0]
    ahead = pd.DataFrame(
        [("m-engineer", year, gap, gap + 10.0, 5.0 * year) for year, gap in enumerate(gaps)],
        columns=["role_id", "years_ahead", "gap", "gap_untrained", "graduates"],
    )
    table = cohort_table(rows, ahead, small_catalog, RULES, TODAY).set_index("years_ahead")
    assert table["extra_seats"].dropna().to_dict() == {5: 55}
    assert 12 <= 55 * 0.5 * EACH < 12 + 5 * 0.5 * EACH
    assert table["seats"].tolist() == [100] * 6
    assert (table["years_to_qualify"] == 4).all()
    over = cohort_table(rows, ahead.assign(gap=-3.0), small_catalog, RULES, TODAY)
    assert (over["unmet"] == 0).all()
    assert over["extra_seats"].dropna().tolist() == [0]


def test_without_classes_of_the_major_the_usual_share_tells_the_seats():
    usual = EACH * TRAINING.local_share
    assert seats_for(10, [], TRAINING) == 5 * -(-10 // (5 * usual))
    assert seats_for(0, [], TRAINING) == 0
    assert seats_for(7, [SimpleNamespace(seats=10.0, people=10.0)], TRAINING) == 10
