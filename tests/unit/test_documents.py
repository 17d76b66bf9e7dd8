from __future__ import annotations

import pytest

from talentmap.bilingual import said
from talentmap.documents import Unreadable, read_csv, read_toml, read_yaml


def _yaml(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path, "a.yaml")


def _csv(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_csv(path, "a.csv")


def test_every_yaml_node_has_its_line(tmp_path):
    found = _yaml(tmp_path, "a: 1\n\nb:\n  - {c: 2,\n     d: 3}\n  - 4\n")
    assert found.value == {"a": 1, "b": [{"c": 2, "d": 3}, 4]}
    assert [found.line(p) for p in [("a",), ("b", 0), ("b", 0, "d"), ("b", 1)]] == [1, 4, 5, 6]


def test_a_node_that_is_not_there_has_the_line_of_its_holder(tmp_path):
    found = _yaml(tmp_path, "a: 1\nb:\n  c: 2\n")
    assert found.line(("b", "missing", 3)) == 3
    assert found.line(("missing",)) == 1


@pytest.mark.parametrize("text", ["", "# nothing\n", "\ufeff"])
def test_an_empty_yaml_file_holds_nothing(tmp_path, text):
    assert _yaml(tmp_path, text).value is None


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    found = _yaml(tmp_path, "\ufeffa: 1\r\nb: 2\r\n")
    assert found.value == {"a": 1, "b": 2}
    assert found.line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice"),
        ("x:\n  a: 1\n  a: 1\n", 3, "'a' stands twice"),
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a: [1, 2\nb: 3\n", 2, "expected"),
        ("a: 1\n---\nb: 2\n", 2, "another document"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "could not determine a constructor"),
        ("a: 1\nb: *nobody\n", 2, "alias"),
        ("a: 1\n? [x, y]\n: 2\n", 2, "key"),
        ("a: 1\nb: 2026-13-45\n", 2, "2026-13-45"),
        ("a: 1\nb: &b [*b]\n", 2, "alias"),
        ("a: 1\nb: \x01\n", 2, "control characters"),
        ("a: 1\nb: 名\n".encode("gb18030"), 2, "UTF-8"),
        ("a: 1\nb: " + "[" * 5000, 1, "nested"),
        ("a: 1\nb: !!bool perhaps", 2, "perhaps"),
        ("a: 1\nb: !!timestamp soon", 2, "soon"),
        ("a: 1\nb: !!int x", 2, "'x' is no valid number"),
        ("a: 1\nb: " + "9" * 5000, 2, "no valid number"),
        ("a: [1,", 1, "did not find"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(tmp_path, text, line, cause):
    with pytest.raises(Unreadable, match=cause) as caught:
        _yaml(tmp_path, text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "cause", "zh"),
    [
        ("a = 1\nb = \n", 2, "Invalid value", "第 2 行第 5 列写法有误"),
        ("a = 1\na = 2\n", 2, "Cannot overwrite", "第 2 行第 6 列写法有误"),
        ("a = " + "9" * 5000, 1, "Exceeds the limit", "写法有误"),
        ("a = " + "[" * 5000, 1, "nested", "层次过深"),
        ('a = 1\nb = "名"\n'.encode("gb18030"), 2, "UTF-8", "不是 UTF-8 文本"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(tmp_path, text, line, cause, zh):
    path = tmp_path / "a.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Unreadable, match=cause) as caught:
        read_toml(path)
    assert caught.value.line == line
    assert said(caught.value.cause, "zh").startswith(zh)


def test_toml_is_read_with_a_byte_order_mark(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert read_toml(tmp_path / "a.toml") == {"a": 1}


def test_a_yaml_bomb_is_refused_at_once(tmp_path):
    levels = [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, 12)]
    with pytest.raises(Unreadable, match="alias"):
        _yaml(tmp_path, "a0: &a0 x\n" + "\n".join(levels))


def test_csv_rows_with_their_lines(tmp_path):
    found = _csv(tmp_path, '\ufeffa,b\r\n1,"x\ny"\r\n\r\n3,4\r\n')
    assert found.value == [{"a": "1", "b": "x\ny"}, {"a": "3", "b": "4"}]
    assert [found.line((k,)) for k in range(2)] == [2, 5]


@pytest.mark.parametrize("text", ["", "a,b\n"])
def test_an_empty_csv_has_no_rows(tmp_path, text):
    assert _csv(tmp_path, text).value == []


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("a,b\n1,2\n3\n", 3, "does not have 2 cells"),
        ("a,b\n1,2,3\n", 2, "does not have 2 cells"),
        ("a,a\n1,2\n", 1, "'a' stands twice"),
        ('a,b\n1,"2\n', 2, "unexpected end"),
        ('a,b\n"1"x,2\n', 2, "expected"),
        (b"a,b\n1,\xff\xfe\xc3\n", 1, "UTF-8"),
        ("a,b\n1," + "x" * 200_000 + "\n", 2, "limit"),
    ],
)
def test_what_is_no_csv_is_refused_with_its_line(tmp_path, text, line, cause):
    with pytest.raises(Unreadable, match=cause) as caught:
        _csv(tmp_path, text)
    assert caught.value.line == line


def test_a_table_saved_by_a_chinese_spreadsheet_is_read(tmp_path):
    text = "chain_id,note\r\nlow-altitude,由统计部门提供的企业名录\r\n"
    (tmp_path / "a.csv").write_bytes(text.encode("gb18030"))
    assert read_csv(tmp_path / "a.csv", "a.csv").value == [
        {"chain_id": "low-altitude", "note": "由统计部门提供的企业名录"}
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1\nb: 2\n", "YAML 写法有误"),
        ("a: 1\na: 2\n", "键“a”写了两次"),
        ("a: 2026-13-45\n", "不是有效的数字或日期"),
    ],
)
def test_what_is_wrong_is_told_in_chinese_too(tmp_path, text, told):
    with pytest.raises(Unreadable) as caught:
        _yaml(tmp_path, text)
    assert told in said(caught.value.cause, "zh")
