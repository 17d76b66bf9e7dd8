"""Write docs/problems/: one page for each problem code, from `talentmap/model/problems.yaml` and `notes.yaml`.

`notes.yaml` holds a hand-written paragraph in both languages for the codes whose two sentences are not enough:

    intake-superseded:
      zh: …
      en: …

Run it after every change of either file; a test fails while the pages are stale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from talentmap.model.problem import ProblemKind, Severity, problem_kinds

FOLDER = Path(__file__).with_name("problems")
Notes = Mapping[str, Mapping[str, str]]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SEVERITIES = {
    Severity.ERROR: ("错误：所指的行或文件在改正之前不采用", "error: the row or file is set aside until it is mended"),
    Severity.WARNING: (
        "警告：该值已采用或留空，请人工核对",
        "warning: the value is used or left empty; somebody should look",
    ),
    Severity.NOTE: ("提示：仅作记录", "note: said for the record"),
}
_STAGES = {
    "catalog": ("产业链目录", "Catalogs"),
    "review": ("人工判定", "Decisions"),
    "diagnosis": ("地区诊断", "Diagnosis"),
    "evaluation": ("全周期与服务", "Life cycle and services"),
    "loop": ("信号闭环台账", "Feedback loop"),
    "policy": ("政策登记册", "Policy register"),
    "analysis": ("分析测算", "Analysis"),
    "registry": ("部门登记数据", "Registry extracts"),
    "intake": ("企业问卷", "Survey files"),
}


def pages() -> dict[str, str]:
    """Every page by its file name in docs/problems/."""
    kinds = problem_kinds()
    notes = read_notes()
    unknown = sorted(set(notes) - set(kinds))
    if unknown:
        raise ValueError(f"notes.yaml explains codes that do not exist: {', '.join(unknown)}")
    found = {f"{code}.md": page(kind, notes.get(code, {})) for code, kind in kinds.items()}
    return {"README.md": index(kinds), **found}


def read_notes() -> Notes:
    """The hand-written paragraphs by code."""
    notes: Notes = yaml.safe_load((FOLDER / "notes.yaml").read_text(encoding="utf-8"))
    return notes


def page(kind: ProblemKind, note: Mapping[str, str]) -> str:
    """The page of one code."""
    zh, en = kind.texts["zh"], kind.texts["en"]
    severity_zh, severity_en = _SEVERITIES[kind.severity]
    parts = [
        f"# {kind.code}",
        f"{severity_zh}。<br>\n{severity_en.capitalize()}.",
        "## When it occurs / 何时出现",
        general(zh.wrong),
        general(en.wrong),
        "## How to fix / 如何处理",
        general(zh.fix),
        general(en.fix),
    ]
    if note:
        parts += ["## More / 说明", note["zh"].strip(), note["en"].strip()]
    return "\n\n".join([*parts, "[所有问题 · All problems](README.md)"]) + "\n"


def index(kinds: Mapping[str, ProblemKind]) -> str:
    """The list of all codes, by stage in the order of the problem list."""
    lines = [
        "# 问题一览 Problems",
        "",
        "`talentmap check`、`talentmap catalog check` 与 `internal/problems.csv` 中的每个问题都有代码；"
        "每个代码一页，说明何时出现、如何处理。",
        "",
        "Every problem that `talentmap check`, `talentmap catalog check` or `internal/problems.csv` names has a code;"
        " each code has a page that says when it occurs and how to fix it.",
    ]
    stage = ""
    for code, kind in sorted(kinds.items(), key=lambda item: list(_STAGES).index(item[0].split("-")[0])):
        if code.split("-")[0] != stage:
            stage = code.split("-")[0]
            zh, en = _STAGES[stage]
            lines += ["", f"## {zh} {en}", "", "| code | severity | 问题 | problem |", "|---|---|---|---|"]
        texts = (cell(general(kind.texts[lang].wrong)) for lang in ("zh", "en"))
        lines.append(f"| [{code}]({code}.md) | {kind.severity} | {' | '.join(texts)} |")
    return "\n".join(lines) + "\n"


def general(sentence: str) -> str:
    """A sentence with each fact of a single case shown as `‹name›`."""
    return _PLACEHOLDER.sub(r"‹\1›", sentence)


def cell(text: str) -> str:
    """A text that cannot break a Markdown table."""
    return text.replace("|", "\\|")


def main() -> None:
    """Write every page and remove those of codes that are no more."""
    found = pages()
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    for path in FOLDER.glob("*.md"):
        if path.name not in found:
            path.unlink()


if __name__ == "__main__":
    main()
