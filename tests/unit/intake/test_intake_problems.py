from __future__ import annotations

import re
import string
from pathlib import Path

import talentmap.intake
from talentmap.model.problem import problem_kinds

_SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(talentmap.intake.__file__).parent.rglob("*.py"))
)
_BUILT = {
    f"intake-{subject}-{what}"
    for subject in ("headcount", "number")
    for what in ("range", "date", "unread", "negative")
}


def test_every_code_raised_has_its_text_and_every_text_its_code() -> None:
    raised = set(re.findall(r'"(intake-[a-z-]+[a-z])"', _SOURCE)) | _BUILT
    listed = {code for code in problem_kinds() if code.startswith("intake-")}
    assert raised == listed


def test_both_languages_name_the_same_facts() -> None:
    for code, kind in problem_kinds().items():
        if code.startswith("intake-"):
            facts = [
                {name for _, name, _, _ in string.Formatter().parse(kind.texts[lang].wrong) if name}
                for lang in ("zh", "en")
            ]
            assert facts[0] == facts[1], code
