"""Write the generated parts of docs/: which step reads and writes which table, every column, every known header.

The steps are found in the code itself: every `engine.write(TABLE, …)`, `write_batches`, `map_batches`, `read` and
`scan`. Run it after a table, a step or `catalogs/headers.yaml` has changed; a test fails while the parts are stale.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import yaml
from marks import with_part

from talentmap import pipeline
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS
from talentmap.resources import catalogs_dir
from talentmap.tables import analysis, evaluation, matching, measures, outlook, policy, registry, survey, weights
from talentmap.tables.schema import Table

DOCS = Path(__file__).parent
MODULES: tuple[ModuleType, ...] = (survey, registry, matching, weights, analysis, measures, policy, evaluation, outlook)
_PACKAGE = Path(pipeline.__file__).parent
_WITHIN = {"analysis": ("evaluation",)}
_VERBS = {"write": "writes", "write_batches": "writes", "map_batches": "writes", "read": "reads", "scan": "reads"}
_PAY = {"pay": ("薪资（一列写全）", "Pay, in one column"), "pay_period": ("薪资周期", "Pay period")}
_INCENTIVES = {
    "known": ("知道的政策条目", "Incentive items known"),
    "applied": ("申请过的政策条目", "Incentive items applied for"),
    "received": ("享受过的政策条目", "Incentive items received"),
}
Use = tuple[str, str, str]
"""Step, `reads` or `writes`, table constant."""


def tables() -> dict[str, Table]:
    """Every declared table by the name of its constant, in the order of the modules."""
    return {name: value for module in MODULES for name, value in vars(module).items() if isinstance(value, Table)}


def uses() -> set[Use]:
    """What each step reads and writes, as the code says."""
    found = {use for step in pipeline.STEPS for use in _in_package(step)}
    return found | set(_in_pipeline())


def _in_package(step: str) -> Iterator[Use]:
    folders = (step, *_WITHIN.get(step, ()))
    for path in sorted(path for folder in folders for path in (_PACKAGE / folder).rglob("*.py")):
        yield from _calls(ast.parse(path.read_text(encoding="utf-8")), step)


def _in_pipeline() -> Iterator[Use]:
    """The uses in `compile_edition`, each under the step begun last; helpers count where they are called."""
    module = ast.parse(Path(pipeline.__file__).read_text(encoding="utf-8"))
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    step = ""
    for statement in _statements(functions["compile_edition"]):
        for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "begin":
                step = ast.literal_eval(call.args[0])
            if isinstance(call.func, ast.Name) and call.func.id in functions:
                yield from _calls(functions[call.func.id], step)
        yield from _calls(statement, step)


def _statements(node: ast.FunctionDef | ast.With) -> Iterator[ast.stmt]:
    for statement in node.body:
        if isinstance(statement, ast.With):
            yield from _statements(statement)
        else:
            yield statement


def _calls(tree: ast.AST, step: str) -> Iterator[Use]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _VERBS
            and node.args
        ):
            first = node.args[0]
            if isinstance(first, ast.Name) and first.id in tables():
                yield step, _VERBS[node.func.attr], first.id


def steps_table() -> str:
    """The seven steps with the tables that each reads and writes."""
    found = uses()
    lines = ["| step | reads | writes |", "|---|---|---|"]
    for number, step in enumerate(pipeline.STEPS, start=1):
        cells = [
            ", ".join(name for name in tables() if (step, verb, name) in found) or "none"
            for verb in ("reads", "writes")
        ]
        lines.append(f"| {number} {step} | {' | '.join(cells)} |")
    return "\n".join(lines)


def columns_page() -> str:
    """Every column of every table."""
    parts = [
        "# Tables",
        "Written by `docs/make_tables.py` from `talentmap/tables/`. An internal column never leaves the bureau;"
        " a protected one only after the disclosure step; an open one may be published. Lists are text joined by `|`.",
    ]
    for name, table in tables().items():
        lines = [
            f"## {name}",
            "",
            f"{table.zh}. {table.en}. File `{table.name}.parquet`, key: {', '.join(table.key)}.",
            "",
            "| column | type | unit | disclosure | 含义 | meaning |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {c.name} | {c.kind} | {c.unit} | {c.disclosure} | {_cell(c.zh)} | {_cell(c.en)} |"
            for c in table.columns
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def headers_table() -> str:
    """Every wording of a header that is read, by field."""
    book = yaml.safe_load((catalogs_dir() / "headers.yaml").read_text(encoding="utf-8"))
    lines = ["| 字段 field | 含义 | meaning | 认得的表头 accepted headers |", "|---|---|---|---|"]
    for block in ("enterprise", "demand", "pains", "incentives", "known"):
        for field, wordings in book[block].items():
            zh, en = _meaning(field, block)
            lines.append(f"| {field} | {zh} | {en} | {_cell('、'.join(map(str, wordings)))} |")
    return "\n".join(lines)


def _meaning(field: str, block: str) -> tuple[str, str]:
    if block == "known":
        return "认得但不用", "Understood, not needed"
    if block == "incentives":
        return _INCENTIVES[field]
    if block == "pains":
        stages = yaml.safe_load((catalogs_dir() / "stages.yaml").read_text(encoding="utf-8"))
        stage = next(stage for stage in stages if stage["id"] == field)
        return f"痛点：{stage['name_zh']}", f"Pain points: {stage['name_en']}"
    questions = {question.field: question for question in reversed((*ENTERPRISE_QUESTIONS, *DEMAND_QUESTIONS))}
    if field in _PAY:
        return _PAY[field]
    question = questions[field]
    return question.zh.removeprefix("*").removesuffix("（必填）").rstrip("1"), question.en.removesuffix(" 1")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def parts() -> Mapping[tuple[str, str], str]:
    """The generated parts by file and marker."""
    return {("architecture.md", "steps"): steps_table(), ("survey.md", "headers"): headers_table()}


def files() -> dict[str, str]:
    """Every file of docs/ that holds a generated part, as it should read."""
    found = {"tables.md": columns_page()}
    for (name, marker), part in parts().items():
        found[name] = with_part((DOCS / name).read_text(encoding="utf-8"), "docs/make_tables.py", marker, part)
    return found


def main() -> None:
    """Write every generated part."""
    for name, text in files().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
