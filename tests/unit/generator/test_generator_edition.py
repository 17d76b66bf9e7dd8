import csv
import hashlib
import io
import tomllib
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
import yaml

from examples.generator.edition import write_edition
from examples.generator.faults import planned_kinds
from examples.generator.identifiers import resident_check
from examples.generator.scale import Scale
from talentmap.model.edition import EditionSettings

SMALL = Scale(enterprises=20, people=800)
SEED = 7


@pytest.fixture(scope="module")
def edition(catalog, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder, catalog, SMALL, SEED)
    return folder


def table(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding))))


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes(catalog, edition, tmp_path):
    write_edition(tmp_path, catalog, SMALL, SEED)
    assert digests(tmp_path) == digests(edition)


def test_another_seed_other_content(catalog, edition, tmp_path):
    write_edition(tmp_path, catalog, SMALL, SEED + 1)
    first, second = digests(edition), digests(tmp_path)
    assert first["truth/lines.csv"] != second["truth/lines.csv"]
    assert first["policies/register.csv"] == second["policies/register.csv"]


def test_settings_are_valid_and_say_illustrative(edition):
    settings = EditionSettings.model_validate(tomllib.loads((edition / "edition.toml").read_text(encoding="utf-8")))
    assert settings.illustrative
    assert settings.fieldwork.asked == 35


def test_truth_points_at_the_title_in_its_cell(edition):
    for line in table(edition / "truth" / "lines.csv", "utf-8"):
        path = edition / "surveys" / line["file"]
        if path.suffix == ".xlsx":
            row = next(
                openpyxl.load_workbook(path)[line["sheet"]].iter_rows(min_row=int(line["row"]), values_only=True)
            )
        else:
            row = decoded(path)[int(line["row"]) - 1]
        assert line["title"] in [str(cell or "") for cell in row]


def decoded(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    delimiter = max(",;\t", key=text.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_roles_of_the_truth_exist(edition, catalog):
    lines = table(edition / "truth" / "lines.csv", "utf-8")
    named = {role for line in lines for role in line["role_id"].split("|")}
    assert named - {"NONE"} <= set(catalog.roles)
    assert {line["fate"] for line in lines} <= {"used", "rejected", "duplicate"}


def test_every_file_says_that_it_is_an_example(edition):
    files = sorted(path for path in edition.rglob("*") if path.is_file() and path.stat().st_size)
    silent = {path.name for path in files if not (is_marked_workbook if opens(path, edition) else is_marked)(path)}
    assert silent == set()


def opens(path: Path, edition: Path) -> bool:
    return path.suffix == ".xlsx" and path.name not in damaged(edition)


def is_marked_workbook(path: Path) -> bool:
    return "Illustrative" in (openpyxl.load_workbook(path).properties.description or "")


def is_marked(path: Path) -> bool:
    encodings = ("utf-8", "gb18030", "big5", "utf-16-le")
    content = path.read_bytes() + path.name.encode()
    return any("示例".encode(encoding) in content for encoding in encodings) or b"llustrative" in content


def damaged(edition: Path) -> set[str]:
    kinds = {"truncated-zip", "encrypted", "zip-without-workbook"}
    return {fault["file"] for fault in table(edition / "truth" / "faults.csv", "utf-8") if fault["kind"] in kinds}


def test_enterprises_answer_under_never_issued_codes(edition):
    for row in table(edition / "frame.csv"):
        assert int(row["employment"]) >= int(row["enterprises"]) > 0
    assert sum(int(row["enterprises"]) for row in table(edition / "frame.csv")) == SMALL.frame


def test_people_of_the_truth_have_valid_never_issued_ids_and_every_record_once(edition):
    people = table(edition / "truth" / "people.csv", "utf-8")
    assert len(people) == pytest.approx(SMALL.people, abs=10)
    assert all(p["id_number"][:2] == "99" and resident_check(p["id_number"][:17]) == p["id_number"][17] for p in people)
    records = [record for person in people for record in person["records"].split("|")]
    assert len(records) == len(set(records)) == sum(len(rows) for rows in extracts(edition).values())


def test_a_persons_records_carry_the_persons_name(edition):
    rows = extracts(edition)
    for person in table(edition / "truth" / "people.csv", "utf-8"):
        places = [record.rsplit(":", 1) for record in person["records"].split("|")]
        names = {fold(rows[file][int(row) - 2]["姓名"]) for file, row in places}
        assert len(names) == 1


def fold(name: str) -> str:
    return "".join(char for char in name if char not in " \u3000·•.")


def extracts(edition: Path) -> dict[str, list[dict[str, str]]]:
    read = {}
    for path in sorted((edition / "registry").glob("*.mapping.yaml")):
        mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
        stem = path.name.removesuffix(".mapping.yaml")
        if mapping.get("sheet"):
            book = openpyxl.load_workbook(edition / "registry" / f"{stem}.xlsx")
            header, *rows = book[mapping["sheet"]].iter_rows(values_only=True)
            read[f"{stem}.xlsx"] = [dict(zip(header, map(str, row), strict=True)) for row in rows]
        else:
            read[f"{stem}.csv"] = table(edition / "registry" / f"{stem}.csv", mapping.get("encoding", "utf-8-sig"))
        first = next(iter(read.values()))[0] if read else {}
        assert first["数据性质"] == "示例数据"
        columns = set(read[f"{stem}.xlsx" if mapping.get("sheet") else f"{stem}.csv"][0])
        assert set(mapping["columns"].values()) <= columns
    return read


def test_events_are_ordered_and_inflow_precedes_outflow(edition):
    events = table(edition / "events.csv")
    assert [event["date"] for event in events] == sorted(event["date"] for event in events)
    came = {event["id_number"]: event["date"] for event in events if event["event"] == "inflow"}
    for event in events:
        if event["event"] == "outflow":
            assert came[event["id_number"]] <= event["date"] <= "2026-06-30"


def test_feedback_is_anonymous_and_between_one_and_five(edition):
    answers = table(edition / "feedback.csv")
    assert len(answers) == SMALL.responses
    scores = {
        answer[item]
        for answer in answers
        for item in answer
        if "_" in item and item not in ("response_id", "district_id")
    }
    assert scores <= {"", "1", "2", "3", "4", "5"}


def test_every_kind_of_fault_is_planned_once_before_any_twice():
    full = planned_kinds(1.0)
    kinds = set(full)
    assert len(kinds) >= 15
    assert len(set(full[: len(kinds)])) == len(kinds)
    assert Counter(full)["absurd-headcount"] == 1


def test_a_full_survey_folder_holds_every_kind_of_fault(catalog, tmp_path):
    write_edition(tmp_path, catalog, Scale(enterprises=150, people=600), SEED)
    planted = Counter(fault["kind"] for fault in table(tmp_path / "truth" / "faults.csv", "utf-8"))
    assert set(planned_kinds(1.0)) <= set(planted)
    lines = table(tmp_path / "truth" / "lines.csv", "utf-8")
    assert 1100 <= len(lines) <= 1500
    used = [line for line in lines if line["fate"] == "used" and line["tier"]]
    heads = Counter()
    for line in used:
        heads[line["tier"]] += int(line["headcount"])
    shares = {tier: count / heads.total() for tier, count in heads.items()}
    assert 0.38 < shares["engineer"] < 0.52
    assert 0.33 < shares["technician"] < 0.47
    assert shares["scientist"] < 0.04
    assert 0.05 < sum(line["role_id"] == "NONE" for line in lines) / len(lines) < 0.09
