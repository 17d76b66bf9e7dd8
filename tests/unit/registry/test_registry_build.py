import random
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talentmap import registry as registry_package
from talentmap.model.problem import Severity, problem_kinds
from talentmap.registry.extracts import faults
from talentmap.registry.identity.identity_number import with_check_digit

ZHANG = with_check_digit("99180119900503001")
LI = with_check_digit("99180219851112002")
PEOPLE_ROWS = [
    {"id_number": ZHANG, "name": "张三丰", "phone": "13800138000", "education": "本科", "district_id": "清城区"},
    {"id_number": LI, "name": "李秋水", "phone": "13900139000", "education": "大专", "district_id": "英德市"},
]


def codes(report):
    return [problem.code for problem in report.problems]


def balanced(report):
    return all(a.rows_in == a.used + a.rejected + a.duplicate for a in report.accounts)


def test_two_departments_become_people(registry):
    registry.csv("insurance.csv", PEOPLE_ROWS, encoding="gb18030", status="employed", trust=4)
    registry.csv(
        "seekers.csv",
        [{"name": "张 三丰", "birth_date": "1990-05", "phone": "138-0013-8000", "district_id": "清城"}],
        department="employment",
        status="seeking",
        as_of="2026-06-15",
    )
    report = registry.build()
    assert (report.records, report.people, report.rejected) == (3, 2, 0)
    assert balanced(report)
    people = {person["birth_year"]: person for person in registry.people()}
    assert people[1990]["departments"] == "employment|hrss"
    assert (people[1990]["link"], people[1990]["sex"], people[1990]["education"]) == ("linked", "m", "bachelor")
    assert people[1990]["status"] == "employed"
    assert people[1985]["link"] == "id"
    assert registry.coverage() == [
        {
            "department_a": "employment",
            "department_b": "hrss",
            "people_a": 1,
            "people_b": 2,
            "people_both": 1,
            "estimate": None,
            "standard_error": None,
        }
    ]
    assert [account.encoding for account in report.accounts] == ["gb18030", "utf-8-sig"]


def test_records_carry_place_and_pseudonyms(registry):
    registry.csv("sub/a.csv", PEOPLE_ROWS)
    registry.build()
    first = min(registry.records(), key=lambda row: row["source_row"])
    assert (first["source_file"], first["source_row"], first["birth_month"]) == ("sub/a.csv", 2, "1990-05")
    assert all(len(first[key]) == 24 for key in ("record_id", "person_key", "name_key", "phone_key"))


def test_no_personal_value_in_any_output_or_problem(registry):
    wrong = ZHANG[:17] + ("1" if ZHANG[17] != "1" else "2")
    rows = [
        {
            "id_number": ZHANG,
            "name": "张三丰",
            "phone": "13800138000",
            "job_title": "焊工张三丰",
            "education": "张三丰",
        },
        {"id_number": wrong, "name": "李秋水", "phone": "13900139000", "school": "打13900139000", "status": "李秋水"},
        {"id_number": wrong, "name": "", "phone": "13700137000", "job_title": "电工", "employer_id": wrong},
        {"id_number": LI, "name": "王*", "phone": "x13600136000x13600136000", "certificates": f"证{LI}"},
    ]
    registry.csv("a.csv", rows)
    registry.csv("b.csv", rows[:2], columns={"id_number": "id_number", "name": "nome", "phone": "phone"})
    report = registry.build()
    assert balanced(report)
    texts = [
        f"{problem.source}{problem.shown}{problem.suggestion}{dict(problem.facts)}{problem.wrong(lang)}{problem.fix(lang)}"
        for problem in report.problems
        for lang in ("zh", "en")
    ]
    tables = [
        table.read_bytes() + str(pq.read_table(table).to_pylist()).encode()
        for table in registry.tables.glob("*.parquet")
    ]
    assert len(tables) >= 5
    everything = "".join([*texts, repr(report)]).encode() + b"".join(tables)
    for value in ("张三丰", "李秋水", ZHANG, wrong, LI, "13800138000", "13900139000", "13700137000", "13600136000"):
        assert value.encode() not in everything
    assert codes(report).count("registry-personal-value") == 3


def test_a_wrong_check_digit_falls_back_to_linking(registry):
    wrong = ZHANG[:17] + ("1" if ZHANG[17] != "1" else "2")
    registry.csv("a.csv", [{**PEOPLE_ROWS[0], "birth_date": "1990-05-03"}])
    registry.csv("b.csv", [{**PEOPLE_ROWS[0], "id_number": wrong, "birth_date": "1990-05-03"}], department="education")
    report = registry.build()
    assert codes(report) == ["registry-id-check-digit"]
    assert [person["link"] for person in registry.people()] == ["linked"]
    problem = report.problems[0]
    assert (str(problem.source), problem.shown) == ("b.csv A2 «id_number»", "")
    assert problem.wrong("zh") == "证件号校验码不符，可能抄错一位，改按姓名等信息合并。"


def test_two_valid_ids_are_never_merged(registry):
    twin = with_check_digit("99180119900503003")
    registry.csv("a.csv", [PEOPLE_ROWS[0], {**PEOPLE_ROWS[0], "id_number": twin}, {**PEOPLE_ROWS[0], "id_number": ""}])
    report = registry.build()
    assert (report.people, codes(report)) == (3, ["registry-two-ids", "registry-link-ambiguous"])


def test_one_id_with_two_names_is_a_conflict(registry):
    registry.csv("a.csv", PEOPLE_ROWS)
    registry.csv("b.csv", [{**PEOPLE_ROWS[0], "name": "张君宝"}], department="education")
    report = registry.build()
    assert codes(report) == ["registry-id-conflict"]
    assert report.people == 2
    assert report.problems[0].wrong("en") == (
        "2 records under one ID disagree on name, birth month or sex; another stands at b.csv:2."
    )


def test_impossible_values_are_left_empty(registry):
    base = {"id_number": "", "phone": "13800138000"}
    registry.csv(
        "a.csv",
        [
            {**base, "name": "甲甲", "birth_date": "2027-01-01", "graduation_year": "2020"},
            {**base, "name": "乙乙", "birth_date": "1930-01", "graduation_year": ""},
            {**base, "name": "丙丙", "birth_date": "1990-05", "graduation_year": "2003"},
            {**base, "name": "丁丁", "birth_date": "昨天", "graduation_year": "2060"},
            {**base, "name": "戊戊", "birth_date": "1990-05", "graduation_year": "2004年7月"},
        ],
    )
    report = registry.build()
    assert sorted(codes(report)) == [
        "registry-birth-impossible",
        "registry-birth-impossible",
        "registry-graduation-impossible",
        "registry-graduation-impossible",
        "registry-value-unreadable",
    ]
    rows = sorted(registry.records(), key=lambda row: row["source_row"])
    assert [(row["birth_year"], row["birth_month"], row["graduation_year"]) for row in rows] == [
        (None, "", 2020),
        (None, "", None),
        (1990, "1990-05", None),
        (None, "", None),
        (1990, "1990-05", 2004),
    ]


def test_the_id_decides_over_stated_birth_date_and_sex(registry):
    registry.csv("a.csv", [{"id_number": ZHANG, "name": "张三丰", "birth_date": "1991-05-03", "sex": "女"}])
    report = registry.build()
    assert codes(report) == ["registry-birth-disagrees", "registry-sex-disagrees"]
    assert [(person["birth_year"], person["sex"]) for person in registry.people()] == [(1990, "m")]


def test_repeated_rows_and_copied_files_are_duplicates(registry):
    registry.csv("a.csv", [*PEOPLE_ROWS, PEOPLE_ROWS[0]])
    registry.csv("copy.csv", PEOPLE_ROWS)
    registry.csv("last-year.csv", PEOPLE_ROWS, as_of="2025-06-30")
    report = registry.build()
    assert [(a.rows_in, a.used, a.duplicate) for a in report.accounts] == [(3, 2, 1), (2, 0, 2), (2, 2, 0)]
    assert (report.records, report.people) == (4, 2)


def test_rows_that_name_nobody_are_rejected(registry):
    registry.csv("a.csv", [*PEOPLE_ROWS, {"id_number": "", "name": "", "phone": "13800138000", "education": "本科"}])
    report = registry.build()
    assert (report.records, report.rejected, codes(report)) == (2, 1, ["registry-no-identity"])
    assert balanced(report)


def test_what_cannot_be_used_is_named_and_the_rest_goes_on(registry):
    registry.csv("good.csv", PEOPLE_ROWS)
    registry.csv("broken.csv", PEOPLE_ROWS).write_bytes(b"\xff\xfe\xff\xff\xff")
    registry.csv("no-mapping.csv", PEOPLE_ROWS)
    (registry.folder / "no-mapping.mapping.yaml").unlink()
    registry.csv("odd.csv", PEOPLE_ROWS)
    (registry.folder / "odd.mapping.yaml").write_text("department: hrss", encoding="utf-8")
    registry.csv("nobody.csv", PEOPLE_ROWS, columns={"education": "education"})
    registry.csv("later.csv", PEOPLE_ROWS, as_of="2026-07-15")
    registry.mapping("gone.csv", department="hrss", as_of="2026-06-30", trust=3, columns={"name": "name"})
    (registry.folder / "cut.parquet").write_bytes(b"PAR1 and no more")
    registry.mapping("cut.parquet", department="hrss", as_of="2026-06-30", trust=3, columns={"name": "name"})
    (registry.folder / "~$good.xlsx").touch()
    report = registry.build()
    assert [(problem.source.file, problem.code) for problem in report.problems] == [
        ("broken.csv", "registry-encoding"),
        ("cut.parquet", "registry-unreadable"),
        ("gone.mapping.yaml", "registry-mapping-orphan"),
        ("later.mapping.yaml", "registry-extract-later"),
        ("no-mapping.csv", "registry-mapping-missing"),
        ("nobody.csv", "registry-nobody-named"),
        ("odd.csv", "registry-mapping-invalid"),
    ]
    assert {account.file: account.rows_in for account in report.accounts} == {
        "broken.csv": 0,
        "cut.parquet": 0,
        "good.csv": 2,
        "later.csv": 2,
        "no-mapping.csv": 0,
        "nobody.csv": 0,
        "odd.csv": 0,
    }
    assert report.people == 2


def test_a_column_that_vanished_is_named_with_the_closest_one(registry):
    registry.csv("a.csv", PEOPLE_ROWS, columns={"id_number": "id_number", "name": "name", "education": "educatoin"})
    report = registry.build()
    assert codes(report) == ["registry-column-missing"]
    assert report.problems[0].fix("en") == "Compare the mapping file with the header; the closest is 'education'."
    assert report.problems[0].fix("zh") == "核对映射文件与数据表头；相近的列是“education”。"
    assert report.people == 2


def test_frequent_unknown_words_are_shown_and_rare_ones_are_not(registry):
    words = ["函授"] * 5 + ["张无忌"]
    registry.csv("a.csv", [{"name": f"某{index}", "education": word} for index, word in enumerate(words)])
    report = registry.build()
    assert [(problem.code, problem.shown, problem.source.row) for problem in report.problems] == [
        ("registry-word-unknown", "函授", 2),
        ("registry-words-rare", "", 7),
    ]
    assert report.problems[0].wrong("zh") == "有 5 行的 education 写作“函授”，目录中没有对应，留空。"


def test_a_flood_of_one_problem_is_counted(registry, monkeypatch):
    monkeypatch.setattr(faults, "LISTED", 3)
    registry.csv("a.csv", [{"id_number": "1", "name": f"某{index}"} for index in range(10)])
    report = registry.build()
    assert codes(report) == ["registry-more", *["registry-id-form"] * 3]
    assert report.problems[0].wrong("en") == (
        "The same problem (registry-id-form) stands in 7 further rows, which are not listed."
    )
    assert report.problems[0].severity is Severity.NOTE


def test_certificates_titles_and_codes(registry):
    registry.csv(
        "a.csv",
        [
            {
                "id_number": ZHANG,
                "certificates": "焊工证+电工证+焊工证",
                "professional_title": "无",
                "skill_level": "高级技师",
                "industry": "C3252",
                "education": "21",
                "pay_month": "8,500元",
            }
        ],
        certificate_separators="+",
        codes={"education": {"21": "bachelor"}},
    )
    report = registry.build()
    person = registry.people()[0]
    assert report.problems == ()
    assert person["certificates"] == "焊工证|电工证"
    assert (person["professional_title"], person["skill_level"]) == ("", "senior_technician")
    assert (person["industry"], person["chain_id"]) == ("3252", "new-materials")
    assert (person["education"], person["pay_month"]) == ("bachelor", 8500.0)


def test_parquet_extracts(registry):
    pq.write_table(pa.Table.from_pylist(PEOPLE_ROWS), registry.folder / "a.parquet")
    registry.mapping(
        "a.parquet", department="hrss", as_of="2026-06-30", trust=3, columns={name: name for name in PEOPLE_ROWS[0]}
    )
    assert registry.build().people == 2


def test_an_empty_folder_gives_empty_tables(registry):
    report = registry.build()
    assert (report.records, report.people, report.accounts) == (0, 0, ())
    assert [problem.code for problem in report.problems] == ["registry-no-extracts"]
    assert registry.people() == registry.coverage() == []


def test_same_input_same_bytes(registry):
    registry.csv("a.csv", PEOPLE_ROWS)
    registry.build()
    first = {path.name: path.read_bytes() for path in registry.tables.glob("*.parquet")}
    shutil.rmtree(registry.tables)
    registry.build()
    assert {path.name: path.read_bytes() for path in registry.tables.glob("*.parquet")} == first


ROWS_HEADER = ("id_number", "name", "birth_date", "phone", "school", "district_id", "status")
NAMES = ["张三丰", "李秋水", "王语嫣"]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id_number": st.sampled_from(["", "", ZHANG, LI, "123"]),
            "name": st.sampled_from([*NAMES, ""]),
            "birth_date": st.sampled_from(["", "1990-05", "1985-11"]),
            "phone": st.sampled_from(["", "13800138000", "13900139000"]),
            "school": st.sampled_from(["", "华南理工大学", "清远职院"]),
            "district_id": st.sampled_from(["", "清城区", "英德市"]),
            "status": st.sampled_from(["", "employed", "seeking"]),
        }
    ),
    max_size=8,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_people_do_not_depend_on_the_order_of_files_and_rows_and_copies_add_nobody(
    registry, extracts, rng: random.Random
):
    departments = [("hrss", 4), ("education", 5), ("employment", 2)]

    def build(order, copies):
        shutil.rmtree(registry.folder)
        registry.folder.mkdir()
        for position, index in enumerate(order):
            rows = list(extracts[index])
            rng.shuffle(rows)
            department, trust = departments[index]
            for copy in range(copies):
                header = [dict.fromkeys(ROWS_HEADER, "")]
                registry.csv(f"{position}-{copy}.csv", rows or header, department=department, trust=trust)
        report = registry.build()
        assert balanced(report)
        return registry.people(), registry.coverage()

    order = list(range(len(extracts)))
    expected = build(order, 1)
    rng.shuffle(order)
    assert build(order, 2) == expected


def test_a_row_with_shifted_columns_is_rejected(registry):
    path = registry.csv("a.csv", PEOPLE_ROWS)
    path.write_text(path.read_text("utf-8") + "1,2,3,4,5,6\n", encoding="utf-8")
    report = registry.build()
    assert (report.rejected, codes(report)) == (1, ["registry-row-shape"])
    assert balanced(report)


def test_every_code_used_has_its_texts_and_every_text_is_used():
    package = Path(registry_package.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    used = set(re.findall(r'"(registry-[a-z-]+)"', sources))
    assert used == {code for code in problem_kinds() if code.startswith("registry-")}


def test_totals_and_repeated_headers_are_nobody(registry):
    rows = [*PEOPLE_ROWS, {"id_number": "合计", "name": "300人"}, {"id_number": "id_number", "name": "name"}]
    registry.csv("a.csv", [*rows, {"id_number": "", "name": "小 计："}])
    report = registry.build()
    assert report.people == len(PEOPLE_ROWS)
    assert [(problem.code, problem.source.row) for problem in report.problems] == [
        ("registry-no-identity", len(PEOPLE_ROWS) + place) for place in (2, 3, 4)
    ]
    assert report.rejected == 3


def test_a_file_of_another_kind_is_told(registry):
    registry.csv("a.csv", PEOPLE_ROWS)
    (registry.folder / "名单.et").write_bytes(b"x")
    report = registry.build()
    assert [(problem.code, problem.source.file) for problem in report.problems] == [("registry-kind-unread", "名单.et")]


def test_a_mapping_carried_over_with_its_old_date_is_told(registry):
    registry.csv("a.csv", PEOPLE_ROWS, as_of="2025-06-28")
    registry.csv("b.csv", PEOPLE_ROWS, as_of="2025-06-30", department="education")
    report = registry.build()
    found = [(problem.code, problem.source.file) for problem in report.problems]
    assert ("registry-extract-old", "a.mapping.yaml") in found
    assert ("registry-extract-old", "b.mapping.yaml") not in found
