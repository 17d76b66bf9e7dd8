from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import talentmap
from talentmap.model.problem import Problem, Severity, errors_among, problem_kinds
from talentmap.model.source import Source

HERE = Source("a.csv", row=2)
_CODE = re.compile(r'"((?:intake|registry|match|policy|catalog|review|analysis|disclosure)-[a-z0-9-]*[a-z0-9])"')


def _placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(problem_kinds()))
def test_every_text_is_filled_in_both_languages_with_the_same_facts(code):
    texts = problem_kinds()[code].texts
    assert all(text.wrong and text.fix for text in texts.values())
    zh, en = ({*_placeholders(text.wrong), *_placeholders(text.fix)} for text in (texts["zh"], texts["en"]))
    assert zh == en


def test_every_code_that_the_code_names_has_a_text():
    package = Path(talentmap.__file__).parent
    named = {code for path in package.rglob("*.py") for code in _CODE.findall(path.read_text(encoding="utf-8"))}
    assert named - set(problem_kinds()) == set()


def test_a_problem_says_what_is_wrong_and_how_to_mend_it():
    problem = Problem("catalog-duplicate-id", HERE, shown="m-welder", facts={"first": Source("a.csv", row=1)})
    assert problem.severity is Severity.ERROR
    assert problem.wrong("en") == "The id m-welder already stands at a.csv:1."
    assert problem.wrong() == "标识 m-welder 重复，首次出现在 a.csv:1。"
    assert problem.fix("en") == "Rename or remove one of the two."


def test_braces_in_a_shown_value_are_text():
    problem = Problem("catalog-field", HERE, shown="{cause} {x}", facts={"cause": "{shown}"})
    assert "'{cause} {x}'" in problem.wrong("en")


def test_errors_among_leaves_warnings_and_notes_out():
    problems = [Problem(code, HERE) for code in ("catalog-cycle", "catalog-skill-unused", "policy-no-budget")]
    assert [problem.code for problem in errors_among(problems)] == ["catalog-cycle"]
