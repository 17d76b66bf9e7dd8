"""What every figure means: name, formula, source, and an example in two drawn tables, from `templates/methods/`.

The same examples are run by the tests (on every engine), printed in docs/methods.md and in the methodology annex of the
white paper. A file is a chapter:

    zh: 水平指标
    en: Level measures
    definitions:
      - id: tightness
        zh: 求人倍率
        en: Tightness
        formula: V / U
        note_zh: 无登记供给时不作为数值印出
        note_en: without registered supply it is not printed
        source: ""
        table: role_balance           # the published table that holds it; empty: worked out by a function alone
        given:                        # drawn tables by name: posts, people, frame, or what the function takes
          posts: |
            | role_id  | headcount |
            | m-welder |         6 |
        gives: |
            | role_id  | tightness |
            | m-welder |         3 |
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from talentmap.model.frozen import Frozen
from talentmap.resources import templates_dir
from talentmap.tables.drawn import Drawn, drawn

CHAPTERS = ("levels", "structure", "policy", "grades", "totals", "disclosure")
"""The chapters in the order of the methodology; each is a file."""


class Definition(Frozen):
    """One definition. Columns of its tables keep the names that they have in the published tables."""

    id: str
    zh: str
    en: str
    formula: str
    formula_zh: str = ""
    note_zh: str = ""
    note_en: str = ""
    source: str = ""
    table: str = ""
    given: Mapping[str, str]
    gives: str

    def name(self, lang: str) -> str:
        """The name in `lang`."""
        return self.zh if lang == "zh" else self.en

    def note(self, lang: str) -> str:
        """The note in `lang`, empty where there is none."""
        return self.note_zh if lang == "zh" else self.note_en

    def written(self, lang: str) -> str:
        """The formula as `lang` writes it; one of symbols alone is the same in both."""
        return (self.formula_zh if lang == "zh" else "") or self.formula

    @property
    def inputs(self) -> Mapping[str, Drawn]:
        """The tables that the example starts from, by name."""
        return {name: drawn(text) for name, text in self.given.items()}

    @property
    def output(self) -> Drawn:
        """The table that must come out."""
        return drawn(self.gives)


class Chapter(Frozen):
    """The definitions of one section of the methodology."""

    zh: str
    en: str
    definitions: tuple[Definition, ...]

    def name(self, lang: str) -> str:
        """The title in `lang`."""
        return self.zh if lang == "zh" else self.en


class Words(Frozen):
    """What the tables of the examples, their heads and their values are called in print: Chinese, English."""

    tables: Mapping[str, tuple[str, str]]
    heads: Mapping[str, tuple[str, str]]
    values: Mapping[str, tuple[str, str]]


@cache
def words() -> Words:
    """The words of every example, from `words.yaml`."""
    text = (templates_dir() / "methods" / "words.yaml").read_text(encoding="utf-8")
    return Words.model_validate(yaml.safe_load(text))


@cache
def chapters() -> Mapping[str, Chapter]:
    """Every chapter by its id, in order."""
    folder = templates_dir() / "methods"
    texts = {name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in CHAPTERS}
    return {name: Chapter.model_validate(yaml.safe_load(text)) for name, text in texts.items()}
