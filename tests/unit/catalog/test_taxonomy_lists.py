from __future__ import annotations

import json
import math

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.imports import Form, read_taxonomy
from talentmap.catalog.occupations import gathered, write_occupations
from talentmap.model.occupation import Occupation
from talentmap.model.source import Source

WELDER = {
    "role_id": "6-1",
    "name": "焊工",
    "aliases": ["电焊工", "氩弧焊工"],
    "parent": "机械制造",
    "definition": "焊接金属。",
}
CSV = "role_id,name,aliases,parent,definition,tasks,skills\n6-1,焊工,电焊工|氩弧焊工,机械制造,焊接金属。,,\n"
NATIONAL = (
    "小类,细类（职业）,细类含义,细类主要工作任务,细类包含工种,LLM典型岗位\n"
    "6-04-04（GBM60404）针织人员,6-04-04-03横机工,操作横机的人员。,1.调节弯纱三角；\n2.检查纱线。,经编机操作工‖经编钳针工,电商客服\n"
)


@pytest.fixture
def read(tmp_path):
    def _read(name, content, **more):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_taxonomy(path, **more)

    return _read


def codes(taxonomy):
    return [problem.code.removeprefix("catalog-taxonomy-") for problem in taxonomy.problems]


@pytest.mark.parametrize(
    "document",
    [
        [WELDER],
        {"roles": [WELDER]},
        {"version": 3, "entries": [WELDER]},
        [{key.upper(): value for key, value in WELDER.items()}],
        [{**WELDER, "aliases": "电焊工|氩弧焊工|焊工", "colour": "red"}],
        [
            {
                "Role ID": "6-1",
                "Title": "焊工",
                "Alt Labels": "电焊工\n氩弧焊工",
                "Group": "机械制造",
                "description": "焊接金属。",
            }
        ],
        {"6-1": {key: value for key, value in WELDER.items() if key != "role_id"}},
    ],
)
def test_flat_json_in_many_shapes(read, document):
    taxonomy = read("roles.json", json.dumps(document))
    assert taxonomy.occupations == (Occupation.model_validate(WELDER),)
    assert (taxonomy.problems, taxonomy.entries, taxonomy.form) == ((), 1, "flat")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_flat_csv_in_any_encoding(read, encoding, delimiter):
    taxonomy = read("roles.csv", CSV.replace(",", delimiter).encode(encoding))
    assert taxonomy.occupations == (Occupation.model_validate(WELDER),)


def test_one_object_a_line(read):
    taxonomy = read("roles.jsonl", f"{json.dumps(WELDER)}\n{json.dumps({**WELDER, 'role_id': 7})}\n")
    assert [occupation.role_id for occupation in taxonomy.occupations] == ["6-1", "7"]


def test_values_of_other_kinds_are_read_as_a_person_means_them(read):
    entry = {"id": 101.0, "name": "焊工", "aliases": 3, "skills": ["TIG", None, "TIG", 5], "parent": math.nan}
    (occupation,) = read("roles.json", json.dumps([entry])).occupations
    assert (occupation.role_id, occupation.aliases, occupation.skills) == ("101", ("3",), ("TIG", "5"))
    assert occupation.parent == ""


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (["焊工"], ["ids-from-names"]),
        ([WELDER, 5], ["entry"]),
        ([WELDER, {"name": "钳工"}], ["no-id"]),
        ([WELDER, {"role_id": "x", "name": " \u200b"}], ["no-name"]),
        ([WELDER, {**WELDER, "name": "钳工"}], ["duplicate-id"]),
        ([WELDER, {"role_id": "x", "name": "电 焊工"}], ["shared-wording"]),
        ([{**WELDER, "tasks": {"a": 1}}], ["field"]),
        ([{**WELDER, "definition": ["a"]}], ["field"]),
        ([{"role_id": "x", "colour": "red"}], ["columns"]),
        ([], ["empty"]),
    ],
)
def test_each_fault_is_told_with_its_entry(read, entries, found):
    taxonomy = read("roles.json", json.dumps(entries))
    assert codes(taxonomy) == found
    assert all(problem.source.file == "roles.json" for problem in taxonomy.problems)
    assert all(problem.wrong(lang) and problem.fix(lang) for problem in taxonomy.problems for lang in ("zh", "en"))
    left_out = sum(code in ("entry", "no-id", "no-name", "duplicate-id") for code in codes(taxonomy))
    assert taxonomy.entries == len(taxonomy.occupations) + left_out


def test_a_shared_wording_names_its_owners(read):
    entries = [{"id": str(n), "name": f"甲{n}工", "aliases": ["通用工"]} for n in range(5)]
    (problem,) = read("roles.json", json.dumps(entries)).problems
    assert problem.source == Source("roles.json", row=5)
    assert problem.facts == {"owners": "0, 1, 2 …", "count": 5}


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("a.json", '[{"a":\n }]', 2),
        ("a.json", "[" * 100_000, 0),
        ("a.json", '"text"', 0),
        ("a.csv", bytes(range(128, 256)) * 9, 0),
    ],
)
def test_what_is_no_list_is_told_not_raised(read, name, content, row):
    taxonomy = read(name, content)
    assert codes(taxonomy) == ["unreadable"]
    assert taxonomy.problems[0].source.row == row


def test_a_file_that_is_not_there(tmp_path):
    assert codes(read_taxonomy(tmp_path / "none.json")) == ["unreadable"]
    assert codes(read_taxonomy(tmp_path)) == ["unreadable"]
    (tmp_path / "a.zip").write_bytes(b"PK nothing")
    assert codes(read_taxonomy(tmp_path / "a.zip")) == ["unreadable"]


def test_a_row_wider_than_the_header_is_left_out(read):
    taxonomy = read("roles.csv", f"{CSV}6-2,钳工,装配工,机械,装配,拆卸,,多一格\n,,,,,,\n")
    assert [occupation.role_id for occupation in taxonomy.occupations] == ["6-1"]
    assert (codes(taxonomy), taxonomy.problems[0].source.row, taxonomy.entries) == (["entry"], 3, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_national_list(read, encoding):
    taxonomy = read("list.csv", NATIONAL.replace("；\n2.", "；2.").encode(encoding))
    assert taxonomy.form == "national"
    assert taxonomy.occupations == (
        Occupation(
            role_id="6-04-04-03",
            name="横机工",
            aliases=("经编机操作工", "经编钳针工"),
            parent="针织人员",
            definition="操作横机的人员。",
            tasks=("调节弯纱三角", "检查纱线"),
        ),
    )


def test_a_national_list_as_json_takes_no_other_columns_over(read):
    header, cells = [line.split(",") for line in NATIONAL.replace("；\n", "；").splitlines()]
    (occupation,) = read("list.json", json.dumps([dict(zip(header, cells, strict=True))])).occupations
    assert "电商客服" not in str(occupation)
    assert occupation.tasks == ("调节弯纱三角", "检查纱线")


def test_group_rows_name_the_parents_and_trade_rows_go_on(read):
    text = (
        "2022年版职业分类,,\n编码,名称,工种\n6,生产制造及有关人员,\n6-04-04,针织人员,\n6-04-04-03,横机工,经编机操作工\n"
        ",,经编钳针工\n6-04-04-03,横机工,横机值车工\n"
        "６－０４－０４－０４,纬编工L/S,本职业包含但不限于下列工种：圆机工 袜机工\n"
    )
    taxonomy = read("list.csv", text)
    assert [(o.role_id, o.name, o.parent, o.aliases) for o in taxonomy.occupations] == [
        ("6-04-04-03", "横机工", "针织人员", ("经编机操作工", "经编钳针工", "横机值车工")),
        ("6-04-04-04", "纬编工", "针织人员", ("圆机工", "袜机工")),
    ]


@pytest.mark.parametrize(
    ("cells", "role_id", "name"),
    [
        ("GBM20210,机械工程技术人员", "GBM20210", "机械工程技术人员"),
        (",3D打印设备操作员", "3D打印设备操作员", "3D打印设备操作员"),
        ("2020101,人工智能训练师S", "2020101", "人工智能训练师"),
        (",2-02-07（GBM20207）机械设计人员", "2-02-07", "机械设计人员"),
        ("2-02-07-01 机械设计工程技术人员,", "2-02-07-01", "机械设计工程技术人员"),
    ],
)
def test_codes_and_names_however_they_stand(read, cells, role_id, name):
    (occupation,) = read("list.csv", f"职业编码,职业名称\n{cells}\n").occupations
    assert (occupation.role_id, occupation.name) == (role_id, name)


def test_the_best_sheet_of_a_workbook(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write_string(0, 0, "本表由人社部门提供")
        sheet = book.add_worksheet("职业")
        for row, cells in enumerate(
            [["附件"], [], ["职业编码", "职业名称", "工种"], [6010101, "焊工", "电焊工、气焊工"]]
        ):
            sheet.write_row(row, 0, cells)
    taxonomy = read_taxonomy(path)
    assert taxonomy.occupations == (Occupation(role_id="6010101", name="焊工", aliases=("电焊工", "气焊工")),)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(path.read_bytes()[:900])
    assert codes(read_taxonomy(broken)) == ["unreadable"]


def test_the_format_can_be_insisted_on(read):
    text = "编码,名称,别名\n6-04-04-03,横机工,甲、乙\n"
    assert read("a.csv", text).occupations[0].aliases == ("甲", "乙")
    assert read("a.csv", text, form=Form.FLAT).occupations[0].aliases == ("甲、乙",)
    assert codes(read("a.csv", text, form=Form.ESCO)) == ["unreadable"]
    assert codes(read("a.csv", text, form=Form.ONET)) == ["unreadable"]


_TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), st.lists, max_leaves=4
)


@given(st.lists(st.dictionaries(st.sampled_from(["role_id", "name", "aliases", "tasks", "definition"]), _VALUES)))
def test_no_entry_breaks_the_reader_and_none_is_lost(entries):
    taxonomy = gathered(((Source("x", row=n), entry) for n, entry in enumerate(entries)), "flat")
    left_out = [problem for problem in taxonomy.problems if problem.severity.value == "error"]
    assert taxonomy.entries == len(entries) == len(taxonomy.occupations) + len(left_out)
    ids = [occupation.role_id for occupation in taxonomy.occupations]
    assert len(set(ids)) == len(ids)


@given(st.dictionaries(_TEXT, st.tuples(_TEXT, st.lists(_TEXT, max_size=3)), max_size=4))
def test_what_is_written_is_read_again_and_the_same_bytes(tmp_path, roles):
    entries = [(Source("x"), {"role_id": key, "name": name, "skills": rest}) for key, (name, rest) in roles.items()]
    occupations = gathered(entries, "flat").occupations
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    write_occupations(first, occupations)
    again = read_taxonomy(first).occupations
    write_occupations(second, again)
    assert again == occupations
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]
