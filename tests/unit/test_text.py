from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.text import compact, defuse, fold, has_hidden_characters, simplify, split_list, squeeze, visible


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  Ａ１　工程师 ", "A1 工程师"),
        ("焊\u200b工\ufeff", "焊工"),
        ("a\tb\r\n c", "a b c"),
        ("e\u200b\u0301", "é"),
        ("焊\ufe0f工\U000e0100", "焊工"),
        ("", ""),
        (" \u3000\u00a0 ", ""),
    ],
)
def test_squeeze_leaves_what_a_reader_sees(written, meant):
    assert squeeze(written) == meant


def test_fold_and_compact_drop_case_and_blanks():
    assert fold("ＣＮＣ  Operator") == "cnc operator"
    assert compact("ＣＮＣ  Operator") == "cncoperator"
    assert compact("数 控\u3000车 工") == "数控车工"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert squeeze(squeeze(text)) == squeeze(text)
    assert compact(compact(text)) == compact(text)
    assert simplify(simplify(text)) == simplify(text)


def test_every_single_character_squeezes_to_a_fixed_point():
    for code in (*range(0x30000), *range(0xE0000, 0xE1000)):
        once = squeeze(chr(code))
        assert squeeze(once) == once, hex(code)


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u00ad", "\u202e", "\ufeff", "\x00", "\x7f", "\u061c", "\ufe0f", "\U000e0041"]
)
def test_hidden_characters_are_noticed_and_removed(hidden):
    assert has_hidden_characters(f"焊{hidden}工")
    assert visible(f"焊{hidden}工") == "焊工"


def test_visible_text_is_not_called_hidden():
    assert not has_hidden_characters("焊工 Welder\t①é\n")


@pytest.mark.parametrize(("traditional", "simple"), [("焊接工程師", "焊接工程师"), ("機修", "机修"), ("abc", "abc")])
def test_simplify(traditional, simple):
    assert simplify(traditional) == simple


@given(st.text())
def test_simplify_keeps_the_length(text):
    assert len(simplify(text)) == len(text)


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u3000=1", "\ufeff=1", "\u200b=1", "\t1", "\r1", "\n=1", "＝1", "＋1",
     "－1", "＠a", "\u2003=1"],
)  # fmt: skip
def test_formulas_are_defused(formula):
    assert defuse(formula) == f"'{formula}"


@pytest.mark.parametrize("plain", ["", " ", "1-1", "焊工", "a=b", "'=1"])
def test_plain_text_is_left_alone(plain):
    assert defuse(plain) == plain


@given(st.text())
def test_defused_text_never_starts_like_a_formula(text):
    head = visible(defuse(text)).lstrip()
    assert unicodedata.normalize("NFKC", head[:1]) not in {"=", "+", "-", "@"}


def test_split_list_takes_any_separator_and_drops_repeats():
    assert split_list("PLC; CAD；UG、CAD，焊接/ /钳工\nＰＬＣ") == ("PLC", "CAD", "UG", "焊接", "钳工")
    assert split_list("") == ()
    assert split_list(" ;; ") == ()
