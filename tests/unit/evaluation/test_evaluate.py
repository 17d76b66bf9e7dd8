"""The bundled edition: its files were drawn from a known truth, which the intervals must cover."""

import csv
import datetime as dt
import hashlib
import shutil
from pathlib import Path

import pytest

from talentmap.disclosure.judged import protect_evaluation
from talentmap.engine import EmbeddedEngine
from talentmap.evaluation.evaluate import evaluate
from talentmap.evaluation.service.cases import case_table, read_cases
from talentmap.evaluation.service.funnel import funnel
from talentmap.evaluation.survival import kaplan_meier
from talentmap.model.edition import open_edition
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables import evaluation as declared
from talentmap.tables.judged import JUDGED
from talentmap.tables.registry import EVENTS, PEOPLE, RECORDS
from talentmap.tables.schema import Disclosure
from talentmap.tables.survey import ENTERPRISES, FILES, INCENTIVE_USE
from talentmap.text import squeeze

EDITION = Path(__file__).parents[3] / "examples" / "qingyuan-2026"
TODAY = dt.date(2026, 6, 30)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def events() -> list[dict[str, object]]:
    """The bundled events as the registry step stores them, under pseudonyms for this test."""
    found = []
    for number, row in enumerate(rows_of(EDITION / "events.csv"), start=2):
        person = hashlib.sha256(row.pop("id_number").encode()).hexdigest()[:16]
        row.pop("数据性质")
        row["programme"] = squeeze(row["programme"])  # as the registry step reads it
        day = dt.date.fromisoformat(row.pop("date"))
        found.append(
            {**row, "event_id": str(number), "person_id": person, "known": 1, "date": day, "source_row": number}
        )
    return found


def graduates() -> list[dict[str, object]]:
    """100 of the class of 2025, 60 of them insured on 3,000 to 8,900; 3 of them doctors."""
    return [
        {
            "person_id": f"g{n}",
            "graduation_year": 2025,
            "education": "doctorate" if n < 3 else "bachelor",
            "departments": "education|hrss" if n < 60 else "education",
            "pay_month": 3000.0 + 100 * n,
        }
        for n in range(100)
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    opened = EmbeddedEngine(tmp_path_factory.mktemp("tables"))
    opened.write(EVENTS, EVENTS.from_rows(events()))
    opened.write(PEOPLE, PEOPLE.from_rows(graduates()))
    insured = {"record_id": "r", "department": "hrss", "as_of": TODAY}
    opened.write(RECORDS, RECORDS.from_rows([insured]))
    opened.write(ENTERPRISES, ENTERPRISES.from_rows([{"enterprise_id": f"e{n}"} for n in range(9)]))
    used = [("e1", "p1", "known"), ("e2", "p1", "received"), ("e2", "p2", "applied"), ("e3", "p2", "known")]
    names = ("enterprise_id", "item_id", "reach")
    marks = [{"file": f"{n}", "enterprise_id": f"e{n}", "form": "form 2" if n < 3 else ""} for n in range(9)]
    opened.write(FILES, FILES.from_rows(marks))
    opened.write(INCENTIVE_USE, INCENTIVE_USE.from_rows(dict(zip(names, row, strict=True)) for row in used))
    return opened


@pytest.fixture(scope="module")
def found(engine, catalog):
    return evaluate(open_edition(EDITION), catalog, engine)


@pytest.fixture(scope="module")
def truth():
    return {
        (row["measure"], row["group"]): float(row["value"]) for row in rows_of(EDITION / "truth" / "evaluation.csv")
    }


def test_every_frame_has_its_declared_columns(found):
    for name, frame in found.frames.items():
        table = getattr(declared, name.upper())
        assert list(frame.columns) == list(table.names), name
        assert not frame.duplicated(list(table.key)).any(), name


@pytest.mark.parametrize("tier", ["scientist", "engineer", "technician", "youth"])
def test_three_year_retention_covers_the_truth(found, truth, tier):
    row = found.retention.set_index(["cohort", "tier", "months"]).loc[("", tier, 36)]
    assert row["retained_low"] < truth["retained_36", tier] < row["retained_high"]
    assert row["retained_high"] - row["retained_low"] < 0.25


def test_local_commercialisation_covers_the_truth(found, truth):
    row = found.project_outcomes.set_index(["by", "value"]).loc[("all", "")]
    assert row["rate_low"] < truth["commercialised_36", "local"] < row["rate_high"]


def test_times_limits_and_loops_of_services_cover_the_truth(found, truth, catalog):
    times = found.service_times[found.service_times["by"] == "service"].set_index("value")
    assert len(times) == 6
    cases = case_table(read_cases(open_edition(EDITION), catalog).rows, TODAY)
    for service, row in times.iterrows():
        assert row["within_low"] - 0.05 < truth["within_limit", service] < row["within_high"] + 0.05
        assert row["looped_share"] == pytest.approx(truth["looped_share", service], abs=0.05)
        own = cases[cases["service"] == service]
        curve = kaplan_meier(own["days"], own["ended"])
        half = curve.at(round(truth["median_days", service]))
        assert half.low - 0.05 < 0.5 < half.high + 0.05
        tenth = curve.at(round(truth["p90_days", service]))
        assert tenth.low - 0.05 < 0.1 < tenth.high + 0.05


def test_hygiene_and_motivators_are_told_apart(found):
    kinds = found.satisfaction_drivers.set_index(["tier", "item"]).loc[""]["kind"]
    assert set(kinds[["retain_housing", "retain_schooling", "retain_one_window", "attract_subsidy_speed"]]) <= {
        "hygiene",
        "performance",
    }
    assert set(kinds[["utilize_appraisal", "cultivate_training", "utilize_platform"]]) <= {"motivator", "performance"}
    assert kinds["cultivate_cohort"] == "indifferent"


def test_a_bound_stays_a_bound_and_a_vague_figure_is_asked_for(found):
    assert found.reported_flows["ratio"].tolist() == ["< 0.10"]
    assert [problem.code for problem in found.problems] == ["evaluation-bounds"]
    assert found.problems[0].shown == "约900"


def test_graduates_are_counted_with_their_pay(found):
    row = found.graduates.set_index(["graduation_year", "education"]).loc[(2025, "")]
    assert (row["people"], row["insured"], row["in_window"], row["months_since"]) == (100, 60, 1, 12)
    assert (row["employed"], row["pay_mid"]) == (0.6, 5950.0)


def test_the_funnel_narrows(engine):
    items = [
        PolicyItem(
            item_id=name,
            doc_id="d",
            clause="1",
            title_zh="",
            title_en="",
            stage=Stage.ATTRACT,
            tiers=(Tier.ENGINEER,),
            instrument="housing",
            recipients=7,
        )
        for name in ("p1", "p2")
    ]
    shown = funnel(engine, items, {"p1": 4}).set_index("item_id")
    assert shown["beneficiaries"].tolist() == [14, 7, 7]
    steps = ["answering", "aware", "applied", "granted"]
    assert shown.loc["", steps].tolist() == [4, 3, 1, 1]
    assert shown.loc["p1", steps].tolist() == [4, 2, 1, 1]
    assert shown.loc["p1", "eligible"] == 4


def test_without_files_each_part_is_one_note_and_the_rest_stands(tmp_path, engine, catalog):
    shutil.copy(EDITION / "edition.toml", tmp_path)
    found = evaluate(open_edition(tmp_path), catalog, engine)
    assert set(found.frames) == {"retention", "retention_curve", "flows", "graduates"}
    assert [(problem.code, problem.source.file) for problem in found.problems] == [
        ("evaluation-missing", name) for name in ("feedback.csv", "programmes.csv", "projects.csv", "services.csv")
    ]


def test_a_faulty_file_leaves_the_others_alone(tmp_path, engine, catalog):
    for name in ("edition.toml", "projects.csv"):
        shutil.copy(EDITION / name, tmp_path)
    (tmp_path / "services.csv").write_text("case_id,opened,closed\nb1,2026-01-02,2026-01-01\n", encoding="utf-8")
    (tmp_path / "feedback.csv").write_text("response_id,overall,love_life\nf1,9,3\n", encoding="utf-8")
    (tmp_path / "programmes.csv").write_text("programme,year,target,actual,cost_cny\nX,2025,9,8,\n", encoding="utf-8")
    found = evaluate(open_edition(tmp_path), catalog, engine)
    assert {"evaluation-order", "evaluation-number", "evaluation-programme-strange"} <= {p.code for p in found.problems}
    assert found.service_times is None
    assert found.satisfaction is None
    assert len(found.project_outcomes) > 20
    assert found.programmes["people"].tolist() == [0, 0]


def test_nothing_is_shown_that_rests_on_fewer_than_five_people(found, catalog):
    rules = catalog.rules.disclosure
    shown = protect_evaluation(found, rules)
    assert set(found.frames) - {"reported_flows"} <= set(JUDGED)
    doctors = shown.graduates.set_index(["graduation_year", "education"])
    assert doctors.loc[(2025, "doctorate"), "need_status"] == "c"
    assert doctors.loc[(2025, "bachelor"), "need_status"] == "c"  # or the doctors could be had by subtraction
    assert doctors.loc[(2025, ""), "people"] == 100  # rounded to 5
    for name, judged in JUDGED.items():
        frame, was = getattr(shown, name), getattr(found, name)
        if frame is None:
            continue
        least = rules.people_minimum if judged.of == "people" else rules.enterprises_minimum
        thin = was[judged.count].astype(float).between(0.5, least - 0.5).to_numpy()
        columns = [c.name for c in judged.table.columns if c.disclosure is Disclosure.PROTECTED]
        gone = frame.loc[thin, columns if judged.count not in (judged.parts or {}) else [judged.count]]
        assert (gone.isna() | (gone == "")).all(axis=None), name
