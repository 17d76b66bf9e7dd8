"""Each catalog fault raised on purpose in an otherwise sound catalog: the code, the file, the line."""

from __future__ import annotations

import pytest
from small_edition import write_catalogs

from talentmap.catalog.check import check_catalog
from talentmap.catalog.load import load_catalog
from talentmap.catalog.read import narrowed, read_catalog
from talentmap.errors import CatalogError
from talentmap.model.problem import problem_kinds
from talentmap.resources import catalogs_dir

CHAIN, ROLES, SKILLS = (f"chains/metal/{name}" for name in ("chain.yaml", "roles.yaml", "skills.csv"))
EDGE = "  - {id: melting, zh: 熔炼, en: Melting, feeds: [rolling]}"
END = "  - {id: rolling, zh: 轧制, en: Rolling}"
STAGE = "- {id: fire, zh: 裁, en: Fire, name_zh: 裁, name_en: Fire, pains: []}\n"
ALONE = "  - {id: alone, zh: 孤, en: Alone}"


def _replaced(old, new):
    return lambda text: text.replace(old, new, 1)


def _added(line):
    return lambda text: text + line


FAULTS = [
    # code, file, line, what is shown, how the sound file is spoilt
    ("catalog-missing-file", "levels.yaml", 0, "", None),
    ("catalog-missing-file", "skills/common.csv", 0, "", None),
    ("catalog-missing-file", ROLES, 0, "", None),
    ("catalog-missing-file", CHAIN, 0, "", None),
    ("catalog-missing-file", "districts/nowhere.yaml", 0, "", None),
    ("catalog-unreadable", ROLES, 2, "", _replaced("  zh: 合金科学家", "\tzh: 合金科学家")),
    ("catalog-unreadable", ROLES, 3, "", _replaced("  en: alloy", "  zh: 又\n  en: alloy")),
    ("catalog-unreadable", SKILLS, 3, "", _replaced("m-b,金属b,金属 skill b,金属别名b", "m-b,金属b")),
    ("catalog-unreadable", SKILLS, 1, "", _replaced("zh,en,aliases", "zh,zh,aliases")),
    ("catalog-not-a-list", "tiers.yaml", 0, "", lambda _: "scientist: 科学家\n"),
    ("catalog-not-a-list", ROLES, 0, "", lambda _: ""),
    ("catalog-field", CHAIN, 1, None, lambda _: ""),
    ("catalog-field-missing", ROLES, 1, "segment", _replaced("segment: melting", "segmnt: melting")),
    ("catalog-field", "rules.yaml", 1, None, lambda _: "[]\n"),
    ("catalog-field", ROLES, 5, "astronaut", _replaced("tier: scientist", "tier: astronaut")),
    ("catalog-field", ROLES, 2, "123", _replaced("zh: 合金科学家", "zh: 123")),
    ("catalog-field", ROLES, 4, "melting", _replaced("segment: melting", "segmnt: melting")),
    ("catalog-field", ROLES, 12, "9", _replaced("m-a: 3", "m-a: 9")),
    ("catalog-field", ROLES, 1, "Not An Id", _replaced("id: m-scientist", "id: Not An Id")),
    ("catalog-field", ROLES, 1, None, _replaced("- id: m-scientist\n  zh", "- 1: 2\n  zh")),
    ("catalog-field", ROLES, 49, "just words", _added("- just words\n")),
    ("catalog-field", CHAIN, 9, "[]", lambda text: text.split("segments:")[0] + "\nsegments: []\n"),
    ("catalog-field", SKILLS, 2, "金属别名a", _replaced("en,aliases", "en,alias")),
    ("catalog-field", SKILLS, 2, None, lambda text: text.replace(",", "\t")),
    ("catalog-field", "rules.yaml", 31, None, _replaced("tightness:", "tightnes:")),
    ("catalog-hidden-character", ROLES, 2, "合金\u200b科学家", _replaced("合金科学家", "合金\u200b科学家")),
    ("catalog-hidden-character", SKILLS, 4, "金属\ufe0fc", _replaced("金属c", "金属\ufe0fc")),
    ("catalog-duplicate-id", ROLES, 13, "m-scientist", _replaced("id: m-engineer", "id: m-scientist")),
    ("catalog-duplicate-id", SKILLS, 8, "m-a", _added("m-a,又,again,\n")),
    ("catalog-duplicate-id", "districts/nowhere.yaml", 2, "north", _replaced("id: south", "id: north")),
    ("catalog-chain-folder", CHAIN, 1, "steel", _replaced("id: metal", "id: steel")),
    ("catalog-vocabulary", "tiers.yaml", 0, "youth, yout", _replaced("id: youth", "id: yout")),
    ("catalog-vocabulary", "education.yaml", 0, "phd", _added("- {id: phd, zh: 博, en: PhD}\n")),
    ("catalog-vocabulary", "stages.yaml", 0, "fire", _added(STAGE)),
    ("catalog-duplicate-segment", CHAIN, 11, "rolling", _added(f"{END}\n")),
    ("catalog-unknown-segment", CHAIN, 9, "moon", _replaced("[rolling]", "[rolling, moon]")),
    ("catalog-unknown-segment", ROLES, 1, "moon", _replaced("segment: melting", "segment: moon")),
    ("catalog-orphan-segment", CHAIN, 11, "alone", _added(f"{ALONE}\n")),
    ("catalog-cycle", CHAIN, 9, "melting > rolling", _replaced(END, END[:-1] + ", feeds: [melting]}")),
    ("catalog-cycle", CHAIN, 10, "rolling", _replaced(END, END[:-1] + ", feeds: [rolling]}")),
    ("catalog-empty-segment", CHAIN, 11, "alone", _added(f"{ALONE[:-1]}, feeds: [rolling]}}\n")),
    ("catalog-prefix", ROLES, 1, "x-scientist", _replaced("id: m-scientist", "id: x-scientist")),
    ("catalog-prefix", SKILLS, 8, "x-g", _added("x-g,某,some,\n")),
    ("catalog-unknown-ladder", ROLES, 1, "rope", _replaced("ladder: research", "ladder: rope")),
    ("catalog-unknown-skill", ROLES, 1, "m-z", _replaced("m-a: 3", "m-z: 3")),
    ("catalog-few-aliases", ROLES, 1, "1", _replaced("合金首席, 合金博士, 合金研究员, 合金专家", "合金首席")),
    ("catalog-skill-count", ROLES, 1, "1", _replaced("{m-a: 3, m-b: 2, m-c: 2, m-d: 1, m-e: 1, m-f: 1}", "{m-a: 3}")),
    ("catalog-alias-ambiguous", ROLES, 25, "熔炼 工程师", _replaced("电焊工,", "熔炼 工程师,")),
    ("catalog-alias-ambiguous", ROLES, 25, "合金科学家", _replaced("电焊工,", "合金科学家,")),
    ("catalog-skill-unused", SKILLS, 8, "m-g", _added("m-g,某,some,\n")),
    ("catalog-skill-ambiguous", SKILLS, 3, "金属别名a", _replaced("金属别名b", "金属别名a")),
    ("catalog-skill-ambiguous", SKILLS, 3, "口才", _replaced("金属别名b", "口才")),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return write_catalogs(tmp_path)


def _spoil(folder, name, spoil):
    path = folder / name
    if spoil is None:
        path.unlink()
        return
    before = path.read_text(encoding="utf-8")
    after = spoil(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def test_the_small_catalog_is_sound(folder):
    assert check_catalog(folder, "nowhere").problems == ()


@pytest.mark.parametrize(("code", "file", "line", "shown", "spoil"), FAULTS, ids=[f"{f[0]}:{f[1]}" for f in FAULTS])
def test_each_fault_is_named_with_file_and_line(folder, code, file, line, shown, spoil):
    _spoil(folder, file, spoil)
    found = [p for p in check_catalog(folder, "nowhere").problems if p.code == code and p.source.file == file]
    assert found, "no such problem"
    assert line in [problem.source.row for problem in found]
    if shown is not None:
        assert {word for p in found for word in p.shown.split(", ")} >= set(shown.split(", "))
    assert all(problem.wrong(lang) and problem.fix(lang) for problem in found for lang in ("zh", "en"))


RAISED_BY_REGISTERS = {"catalog-date"}  # chains, roles and skills hold no dates: see test_policies


def test_every_catalog_code_is_raised_by_some_fault():
    codes = {code for code in problem_kinds() if code.startswith("catalog-")} - RAISED_BY_REGISTERS
    assert {code for code in codes if not code.startswith("catalog-taxonomy-")} == {fault[0] for fault in FAULTS}


def test_problems_come_in_the_order_of_files_and_lines(folder):
    _spoil(folder, ROLES, _replaced("tier: youth", "tier: baby"))
    _spoil(folder, ROLES, _replaced("tier: scientist", "tier: baby"))
    _spoil(folder, SKILLS, _added("x-g,某,some,\n"))
    sources = [problem.source for problem in check_catalog(folder, "nowhere").problems]
    assert sources == sorted(sources)
    assert len(sources) >= 3


def test_one_faulty_role_leaves_the_others(folder):
    _spoil(folder, ROLES, _replaced("tier: scientist", "tier: baby"))
    catalog = load_catalog(folder, "nowhere").catalog
    assert [role.id for role in catalog.roles_of("metal")] == ["m-engineer", "m-welder", "m-trainee"]


def test_reading_insists_that_all_is_well(folder):
    _spoil(folder, ROLES, _replaced("m-a: 3", "m-z: 3"))
    with pytest.raises(CatalogError) as caught:
        read_catalog(folder, "nowhere")
    assert "1 fault(s)" in caught.value.message
    assert f"{ROLES}:1" in caught.value.message
    assert caught.value.exit_code == 4


def test_warnings_do_not_stop_reading(folder):
    _spoil(folder, SKILLS, _added("m-g,某,some,\n"))
    assert "m-g" in read_catalog(folder, "nowhere").skills


def test_words_that_keep_their_capital_may_be_left_out(folder):
    (folder / "names.yaml").unlink(missing_ok=True)
    assert read_catalog(folder, "nowhere").capitalised == frozenset()
    (folder / "names.yaml").write_text("capitalised: [Python, Cantonese]\n", encoding="utf-8")
    assert read_catalog(folder, "nowhere").capitalised == {"Python", "Cantonese"}
    (folder / "names.yaml").write_text("capitalised: Python\n", encoding="utf-8")
    (problem,) = check_catalog(folder, "nowhere").problems
    assert (problem.code, problem.source.file, problem.source.row) == ("catalog-field", "names.yaml", 1)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CatalogError, match="no catalogs folder"):
        read_catalog(tmp_path / "nothing", "nowhere")


def test_an_empty_folder_names_every_missing_file(tmp_path):
    reading = check_catalog(tmp_path, "nowhere")
    assert reading.catalog is None
    assert {problem.code for problem in reading.problems} == {"catalog-missing-file"}


def test_a_region_without_districts_is_a_fault(folder):
    with pytest.raises(CatalogError, match="elsewhere"):
        read_catalog(folder, "elsewhere")


def test_narrowing_keeps_the_order_named(folder):
    catalog = read_catalog(folder, "nowhere")
    assert list(narrowed(catalog, ()).chains) == ["food", "metal"]
    assert list(narrowed(catalog, ("metal", "food")).chains) == ["metal", "food"]
    only = read_catalog(folder, "nowhere", ("food",))
    assert list(only.chains) == ["food"]
    assert {role.chain_id for role in only.roles.values()} == {"food"}
    with pytest.raises(CatalogError, match="no chain 'wood'"):
        narrowed(catalog, ("wood",))


def test_the_shipped_catalog_has_nothing_to_mend():
    assert [f"{p.source}: {p.code} {p.shown}" for p in check_catalog(catalogs_dir(), "qingyuan").problems] == []
