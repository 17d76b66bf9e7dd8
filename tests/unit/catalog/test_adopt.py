from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_edition import write_catalogs

from talentmap.catalog.adopt import Adoption, adopt, with_role_aliases, with_skill_aliases, write
from talentmap.catalog.read import read_catalog
from talentmap.documents import read_yaml

ROLES = """\
# roles of the chain
- id: m-welder   # the welder
  zh: 结构焊工
  aliases: [电焊工, "a, b"]   # as firms write
  aliases_en: [welder]

- zh: 学徒
  id: m-trainee
  aliases:
    - 轧机学徒
"""


@pytest.fixture
def folder(tmp_path):
    return write_catalogs(tmp_path)


def test_only_the_line_of_the_role_changes():
    changed = with_role_aliases(ROLES, "m-welder", ["氩弧焊工", "TIG welder"])
    assert changed == ROLES.replace('"a, b"]', '"a, b", 氩弧焊工]').replace("[welder]", "[welder, TIG welder]")


@pytest.mark.parametrize(("role_id", "alias"), [("m-nobody", "甲"), ("m-trainee", "甲"), ("m-trainee", "x")])
def test_what_is_not_found_or_laid_out_otherwise_stays(role_id, alias):
    assert with_role_aliases(ROLES, role_id, [alias]) is None


def test_line_ends_stay():
    changed = with_role_aliases(ROLES.replace("\n", "\r\n"), "m-welder", ["甲"])
    assert changed == ROLES.replace('"a, b"]', '"a, b", 甲]').replace("\n", "\r\n")
    table = "skill_id,zh,en,aliases\r\nm-a,甲,A,\r\nm-b,乙,B,x\r\n"
    assert with_skill_aliases(table, "m-b", ["y", "z,1"]) == table.replace("B,x", 'B,"x|y|z,1"')
    assert with_skill_aliases(table, "m-a", ["y"]) == table.replace("A,", "A,y")
    assert with_skill_aliases(table, "m-z", ["y"]) is None


@given(alias=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12))
def test_any_wording_is_written_so_that_it_is_read_again(tmp_path, alias):
    changed = with_role_aliases("- id: r\n  aliases: [甲]\n  aliases_en: [x]\n", "r", [alias])
    (tmp_path / "a.yaml").write_bytes((changed or "").encode())
    (role,) = read_yaml(tmp_path / "a.yaml", "a").value
    assert [*role["aliases"], *role["aliases_en"]] in (["甲", alias, "x"], ["甲", "x", alias])


def test_adopted_aliases_are_in_the_catalog_and_a_second_time_changes_nothing(folder):
    wanted = [Adoption("m-welder", ("退火炉工", "电焊工", " 退火 炉工")), Adoption("f-a", ("刀工",))]
    result = adopt(folder, "nowhere", wanted)
    before = read_catalog(folder, "nowhere")
    assert "退火炉工" not in before.roles["m-welder"].aliases
    write(result)
    after = read_catalog(folder, "nowhere")
    assert after.roles["m-welder"].aliases == (*before.roles["m-welder"].aliases, "退火炉工")
    assert after.skills["f-a"].aliases == ("食品别名a", "刀工")
    assert (result.taken, result.left) == ((Adoption("m-welder", ("退火炉工",)), Adoption("f-a", ("刀工",))), ())
    assert adopt(folder, "nowhere", wanted).files == {}
    assert not list(folder.rglob("*.new"))


def test_an_alias_of_another_role_is_left_and_the_others_are_taken(folder):
    wanted = [
        Adoption("m-welder", ("退火炉工",)),
        Adoption("m-engineer", ("电焊工",)),
        Adoption("m-trainee", ("见习工",)),
    ]
    result = adopt(folder, "nowhere", [*wanted, Adoption("m-nobody", ("甲",))])
    assert result.taken == (wanted[0], wanted[2])
    assert set(result.left) == {wanted[1], Adoption("m-nobody", ("甲",))}
    assert [fault.code for fault in result.faults] == ["catalog-alias-ambiguous"]
    write(result)
    read_catalog(folder, "nowhere")


def test_a_table_of_skills_saved_by_a_spreadsheet_is_continued(folder):
    (table,) = (path for path in folder.rglob("*.csv") if "f-a," in path.read_text(encoding="utf-8"))
    text = table.read_text(encoding="utf-8") + "f-z,食品生产质量管理,Quality,食品安全管理员职责\n"
    table.write_bytes(text.encode("gb18030"))
    write(adopt(folder, "nowhere", [Adoption("f-a", ("刀工",))]))
    catalog = read_catalog(folder, "nowhere")
    assert "刀工" in catalog.skills["f-a"].aliases
    assert catalog.skills["f-z"].zh == "食品生产质量管理"
