import datetime as dt
import re

import pytest
import yaml

from talentmap.errors import CatalogError
from talentmap.registry.extracts import mapping as mapping_module
from talentmap.registry.extracts.mapping import ExtractMapping, MappingFault, RecordField, Status, read_mapping
from talentmap.registry.extracts.words import unknown_codes, vocabularies
from talentmap.registry.people.survivorship import MERGED_FIELDS, Preference, read_survivorship
from talentmap.tables.registry import PEOPLE, RECORDS

EXAMPLE, BY_QUERY = re.findall(r"```yaml\n(.*?)```", mapping_module.__doc__ or "", re.S)


def mapping(**keys):
    return ExtractMapping.model_validate(
        {"department": "hrss", "as_of": "2026-06-30", "trust": 3, "columns": {"name": "姓名"}, **keys}
    )


def test_the_documented_example_is_legal_and_names_every_key_and_field(tmp_path):
    path = tmp_path / "a.mapping.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    read = read_mapping(path)
    by_query = yaml.safe_load(BY_QUERY)
    assert set(yaml.safe_load(EXAMPLE)) | set(by_query) == set(ExtractMapping.model_fields)
    assert ExtractMapping.model_validate({**yaml.safe_load(EXAMPLE), **by_query}).query.startswith("SELECT")
    assert set(read.columns) == set(RecordField)
    assert (read.as_of, read.status) == (dt.date(2026, 6, 30), Status.EMPLOYED)


def test_every_field_is_a_record_column_or_becomes_a_pseudonym():
    personal = {"id_number", "name", "phone", "birth_date"}
    assert {field.value for field in RecordField} - personal <= set(RECORDS.names)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("department: [", "YAML, line 1"),
        ("department: hrss\nas_of: 2026-13-45", "YAML, line 2"),
        ("department: a\ndepartment: b", "YAML, line 2: the key 'department' stands twice"),
        ("trust: !!bool x", "YAML, line 1"),
        ("trust: " + "9" * 5000, "YAML, line 1"),
        ("trust: " + "[" * 3000, "YAML, line 1"),
        ("department: hrss\nas_of: 2026-06-30\ntrust: 9\ncolumns: {name: 姓名}", "trust"),
        ("department: hrss\nas_of: 2026-06-30\ntrust: 3\ncolumns: {nome: 姓名}", "columns.nome"),
        ("department: hrss\nas_of: 2026-06-30\ntrust: 3\ncolumns: {}", "columns"),
        ("department: hrss\nas_of: 2026-06-30\ntrust: 3\ncolumns: {name: 姓名}\nencodng: x", "encodng"),
        ("- a", "(file)"),
        ("", "(file)"),
    ],
)
def test_faults_name_the_key(tmp_path, text, fault):
    path = tmp_path / "a.mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingFault) as raised:
        read_mapping(path)
    assert str(raised.value).startswith(fault)


def test_words_of_the_catalog(catalog):
    words = vocabularies(catalog, mapping())
    cases = {
        RecordField.EDUCATION: {
            "本科": "bachelor",
            "全日制本科": "bachelor",
            "博士研究生": "doctorate",
            "火星": None,
            "无": "",
        },
        RecordField.PROFESSIONAL_TITLE: {"高级工程师": "associate_senior", "电气工程师": "intermediate", "": ""},
        RecordField.SKILL_LEVEL: {
            "高级技师": "senior_technician",
            "焊工/高级工": "senior_worker",
            "三级": "senior_worker",
        },
        RecordField.DISTRICT_ID: {"清远市清城区洲心街道": "qingcheng", "441881": "yingde", "广州": None},
        RecordField.SEX: {"男": "m", "2": "f", "Ｆ": "f", "不男不女": None},
        RecordField.STATUS: {"employed": "employed", "失业": "seeking", "在校": "student"},
    }
    for field, expected in cases.items():
        assert {text: words[field].code(text) for text in expected} == expected


def test_two_places_in_one_address_are_not_guessed(catalog):
    assert vocabularies(catalog, mapping())[RecordField.DISTRICT_ID].code("清城/英德") is None


def test_own_codes_come_first_and_wrong_ones_are_not_used(catalog):
    own = mapping(
        codes={"education": {10: "doctorate", "本科": "associate", "99": "phd"}, "status": {"停保": "seeking"}}
    )
    words = vocabularies(catalog, own)
    assert [words[RecordField.EDUCATION].code(text) for text in ("10", "本科", "99")] == [
        "doctorate",
        "associate",
        None,
    ]
    assert words[RecordField.STATUS].code("停保") == "seeking"
    assert unknown_codes(catalog, own) == [(RecordField.EDUCATION, "phd")]


def test_the_shipped_survivorship_rules_cover_every_attribute():
    rules = read_survivorship()
    assert tuple(rules) == MERGED_FIELDS
    attributes = set(PEOPLE.names) & set(RECORDS.names)
    assert set(MERGED_FIELDS) == attributes
    assert rules["education"].keep[0] is Preference.HIGHEST


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sex": None}, "does not hold a rule"),
        ({"sex": {"keep": ["newest"]}}, "does not hold a rule"),
        ({"shoe": {"keep": ["freshest"]}}, "names unknown: shoe"),
        ({"school": {"keep": ["highest"]}}, "without a ladder: school"),
    ],
)
def test_wrong_survivorship_rules_are_named(tmp_path, change, message):
    rules = {field: {"keep": ["freshest"]} for field in MERGED_FIELDS} | change
    (tmp_path / "s.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    with pytest.raises(CatalogError, match=message):
        read_survivorship(tmp_path / "s.yaml")


def test_a_missing_survivorship_rule_is_named(tmp_path):
    rules = {field: {"keep": ["freshest"]} for field in MERGED_FIELDS if field != "status"}
    (tmp_path / "s.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    with pytest.raises(CatalogError, match="lacks: status"):
        read_survivorship(tmp_path / "s.yaml")
