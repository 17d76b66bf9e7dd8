import ast
import copy
import errno
from pathlib import Path

import pytest
from pydantic import ValidationError

import talentmap
from talentmap.bilingual import Bilingual, both, said
from talentmap.errors import system_fault
from talentmap.model.edition import EditionSettings
from talentmap.model.misfit import misfit
from talentmap.model.rule import RuleFault, parse_rule

FAULTS = {"EditionError", "CatalogError", "DisclosureFault", "EnvironmentFault"}
PLAIN = (ast.Constant, ast.JoinedStr)


def test_a_sentence_is_english_as_text_and_said_in_either_language():
    sentence = both("There is no file.", "没有文件。")
    assert (sentence, said(sentence, "en"), said(sentence, "zh")) == (
        "There is no file.",
        "There is no file.",
        "没有文件。",
    )
    assert (said("plain", "zh"), said(3, "zh"), said(ValueError(sentence), "zh")) == ("plain", "3", "没有文件。")


@pytest.mark.parametrize("carried", [copy.deepcopy, copy.copy])
def test_the_chinese_is_carried_in_copies(carried):
    assert carried(both("a", "甲")).zh == "甲"


def faults():
    for path in sorted(Path(talentmap.__file__).parent.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)) if any(name in code for name in FAULTS) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FAULTS:
                yield path, node


def test_every_fault_that_stops_a_command_is_told_in_both_languages():
    texts = [
        (path.name, text)
        for path, node in faults()
        for text in node.args
        if isinstance(text, ast.Constant | ast.JoinedStr)
    ]
    assert [(name, ast.unparse(text)) for name, text in texts] == []
    assert len(list(faults())) > 80


def _settings(**changes):
    stated = {
        "id": "a-2026", "region": "a", "region_zh": "甲", "region_en": "A", "year": 2026,
        "reference_date": "2026-06-30",
        "publisher_zh": "乙", "publisher_en": "B",
    }  # fmt: skip
    given = {key: value for key, value in {**stated, **changes}.items() if value is not None}
    return EditionSettings.model_validate(given)


@pytest.mark.parametrize(
    ("changes", "zh"),
    [
        ({"year": "二〇二六"}, "应为整数"),
        ({"id": "云栖"}, "只能用小写字母、数字和连字符，例如 hrss"),
        ({"reference_date": "六月"}, "应为日期，写作 2026-06-30"),
        ({"foo": 1}, "没有这个键，请检查拼写或删去"),
        ({"region_zh": None}, "缺少这一项"),
        ({"languages": ["fr"]}, "应为 'zh'、'en' 之一"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_chinese(changes, zh):
    with pytest.raises(ValidationError) as caught:
        _settings(**changes)
    first = next(error for error in caught.value.errors() if error["loc"][0] in changes)
    assert misfit(first).zh == zh


def test_a_rule_that_makes_no_sense_is_told_in_chinese():
    with pytest.raises(RuleFault) as caught:
        parse_rule("education >= phd")
    assert said(caught.value, "zh").startswith("education 没有“phd”；可选：none、")


@pytest.mark.parametrize(
    ("number", "zh"), [(errno.EACCES, "没有权限，或正被 Excel 等程序打开"), (errno.ENOSPC, "磁盘空间不足")]
)
def test_the_system_refusing_a_file_is_told_with_its_name(number, zh):
    fault = system_fault(OSError(number, "os words", "输出/表.xlsx"))
    assert fault is not None
    assert isinstance(fault.message, Bilingual)
    assert (fault.message.zh, fault.exit_code) == (f"输出/表.xlsx：{zh}。", 5)
    wrapped = system_fault(RuntimeError(OSError(number, "os words", "输出/表.xlsx")))
    assert wrapped is not None
    assert wrapped.message == fault.message


def test_other_exceptions_are_no_refusal_of_the_system():
    assert system_fault(ValueError("x")) is None
    assert system_fault(OSError("x")) is None
