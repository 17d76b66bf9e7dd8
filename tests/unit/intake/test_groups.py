from __future__ import annotations

from pathlib import Path

import pytest
from intake_samples import codes, credit_code, rows, take, write_csv

from talentmap.linkage.kin import is_member

POSTS = [["焊工", "3"], ["钳工", "5"], ["电工", "2"]]


def sent(folder: Path, serial: int, firm: str, posts: list[list[str]]) -> None:
    header = ["统一社会信用代码", "企业名称", "产业链", "岗位名称", "需求人数"]
    write_csv(folder / f"{serial}.csv", [header, *([credit_code(serial), firm, "新材料", *post] for post in posts)])


@pytest.mark.parametrize(
    ("group", "member", "related"),
    [
        ("恒达新材集团有限公司", "恒达新材（清远）铝业有限公司", True),
        ("恒达新材控股有限公司", "恒达新材铝业有限公司", True),
        ("恒达新材料有限公司", "恒达新材料有限公司英德分公司", True),
        ("恒达新材料有限公司", "恒达新材料贸易有限公司", False),
        ("恒达集团有限公司", "恒达集团有限公司", False),
        ("南方集团有限公司", "北方机械有限公司", False),
        ("恒达新材集团有限公司", "恒达新材集团控股有限公司", False),
    ],
)
def test_a_member_bears_the_name_of_its_group(group: str, member: str, related: bool) -> None:
    assert is_member(group, member) is related


def test_a_group_and_its_member_that_report_the_same_posts_are_told(tmp_path: Path) -> None:
    sent(tmp_path, 1, "恒达新材集团有限公司", POSTS)
    sent(tmp_path, 2, "恒达新材清远铝业有限公司", POSTS[:2])
    survey = take(tmp_path)
    (problem,) = [p for p in survey.problems if p.code == "intake-group-repeats"]
    assert (problem.source.file, problem.facts["count"]) == ("2.csv", 2)
    assert "恒达新材集团有限公司" in problem.wrong("zh")
    assert len(rows(survey)) == 5


def test_other_posts_or_other_names_are_no_repetition(tmp_path: Path) -> None:
    sent(tmp_path, 1, "恒达新材集团有限公司", POSTS)
    sent(tmp_path, 2, "恒达新材清远铝业有限公司", [["焊工", "3"], ["挤压工", "4"], ["修模工", "1"]])
    sent(tmp_path, 3, "南华机械有限公司", POSTS)
    assert "intake-group-repeats" not in codes(take(tmp_path))
