"""`talentmap policy code` and `record`: policy texts into proposals, a person's decisions into the ledger."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from talentmap.bilingual import both
from talentmap.cli.console import Lang, default_lang, say, stdout
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.catalog.policies import PolicyRegister
    from talentmap.catalog.policy_words import PolicyWords
    from talentmap.model.edition import Edition
    from talentmap.model.problem import Problem
    from talentmap.model.taxonomy import Catalog
    from talentmap.policy.coding.code import Coding
    from talentmap.policy.coding.sheet import Row

_LEDGER = "clause-codes.csv"
_STAGES = {"attract": "引", "cultivate": "育", "utilize": "用", "retain": "留"}
_CHECKS = {"amount": "金额", "applicant": "申报人", "office": "受理部门", "deadline": "时限", "appeal": "申诉"}
_SHOWN = 12

Texts = Annotated[
    list[Path] | None, typer.Argument(help="txt, docx, pdf or html, or folders of them. 政策原文或其文件夹。")
]
EditionOption = Annotated[
    Path | None, typer.Option("--edition", help="Edition whose register and decisions apply. 所属年度版。")
]


@dataclass(frozen=True, slots=True)
class Desk:
    """What texts are coded with: vocabulary, register, decisions."""

    catalog: Catalog
    words: PolicyWords
    register: PolicyRegister | None = None
    decided: Mapping[str, str] | None = None
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """The codings of every clause, the same as rows with decisions over them, and what was wrong with the texts."""

    codings: tuple[Coding, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    texts: int


def code(
    texts: Texts = None,
    edition: EditionOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="CSV or XLSX of every clause, to review. 输出编码表。")
    ] = None,
    adopt: Annotated[
        Path | None,
        typer.Option(
            "--adopt", help="Write the register as a form with the confirmed items. 写出含已确认条目的登记表。"
        ),
    ] = None,
    region: Annotated[str, typer.Option("--region", help="Region whose districts apply. 适用地区。")] = "qingyuan",
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Propose what each clause gives, to whom, how much, where; with evidence and score. 政策文本编码建议。

    Nothing is decided: review the table, fill in its column verdict, and give it to `talentmap policy record`.
    Exit code 0: done. 1: some texts could not be read. 3: nothing to read.
    """
    from talentmap.cli.problems import show_problems
    from talentmap.cli.table_file import write_table
    from talentmap.model.problem import errors_among
    from talentmap.policy.coding.sheet import HEADER

    desk = _desk(edition, region)
    coded = _coded(_named(texts, desk), desk)
    chosen = lang or default_lang()
    show_problems(coded.problems, chosen)
    _show(coded, chosen)
    if out is not None:
        write_table(out, HEADER, [[row[name] for name in HEADER] for row in coded.rows])
        say(str(out))
    if adopt is not None:
        _adopt(adopt, coded, desk, chosen)
    raise typer.Exit(int(bool(errors_among(coded.problems))))


def record(
    table: Annotated[Path, typer.Argument(help="The reviewed table of `policy code`. 核对过的编码表。")],
    edition: Annotated[Path, typer.Option("--edition", help="Edition that keeps the decisions. 所属年度版。")],
    who: Annotated[str, typer.Option("--who", help="Who decided. 判定人。")],
    texts: Annotated[
        list[Path] | None, typer.Option("--texts", help="The texts; those of the edition when left out. 政策原文。")
    ] = None,
    when: Annotated[str, typer.Option("--when", help="Day of the decision, YYYY-MM-DD; today. 判定日期。")] = "",
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Write what a person decided on coded clauses into the edition's decisions; nothing is erased. 记录编码判定。

    Rows count whose column verdict says confirmed (确认); what differs from the proposal is kept field by field.
    Exit code 0: written. 1: rows with values that nothing could be. 3: table or edition cannot be used.
    """
    from talentmap.cli.problems import show_problems
    from talentmap.cli.table_file import read_table
    from talentmap.model.decision import Decision, DecisionKind
    from talentmap.policy.coding.sheet import VERDICT, verdicts
    from talentmap.review.ledger import record as write

    if not who.strip():
        raise EditionError(
            both("Nobody is named who decided.", "没有写明由谁判定。"),
            both("Name the person with --who.", "请用 --who 写明姓名。"),
        )
    desk = _desk(edition, "")
    coded = _coded(_named(texts, desk), desk)
    rows = read_table(table, ("clause_id", VERDICT), "talentmap policy code")
    found, problems = verdicts(rows, {row["clause_id"]: row for row in coded.rows}, desk.words, table.name)
    day = _day(when)
    decisions = [Decision(DecisionKind.CLAUSE_CODE, one.key, one.value, who.strip(), day, one.why) for one in found]
    if desk.edition is not None and decisions:
        write(desk.edition.decisions / _LEDGER, decisions)
    chosen = lang or default_lang()
    show_problems(problems, chosen)
    clauses = sum(one.key.endswith("|verdict") for one in found)
    said = f"已记录 {clauses} 条的判定" if chosen is Lang.ZH else f"{clauses} clauses decided"
    say(said)
    raise typer.Exit(int(bool(problems)))


def vocabulary(region: str) -> tuple[Catalog, PolicyWords]:
    """The shipped catalog of a region and the shipped words."""
    from talentmap.catalog.policy_words import read_policy_words
    from talentmap.catalog.read import read_catalog
    from talentmap.resources import catalogs_dir

    return read_catalog(catalogs_dir(), region), read_policy_words()


def catalog_folder(edition: Edition) -> Path | None:
    """The edition's own catalogs folder, None for the shipped one."""
    own = edition.settings.catalog
    return (edition.folder / own).resolve() if own else None


def _desk(folder: Path | None, region: str) -> Desk:
    from talentmap.catalog.policies import read_policies
    from talentmap.catalog.policy_words import read_policy_words
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.model.decision import DecisionKind
    from talentmap.model.edition import open_edition
    from talentmap.review.ledger import read_ledger

    if folder is None:
        return Desk(*vocabulary(region))
    edition = open_edition(folder)
    catalog = read_edition_catalog(edition)
    words = read_policy_words(catalog_folder(edition))
    ledger = read_ledger(edition.decisions, catalog.roles)
    decided = {key: one.value for (kind, key), one in ledger.decisions.items() if kind is DecisionKind.CLAUSE_CODE}
    return Desk(catalog, words, read_policies(edition.policies, catalog), decided, edition)


def _named(texts: Sequence[Path] | None, desk: Desk) -> list[Path]:
    from talentmap.policy.texts.read import text_files

    named = list(texts or ())
    if not named and desk.edition is not None:
        named = [desk.edition.policies / "texts"]
    missing = next((path for path in named if not path.exists()), None)
    if missing is not None:
        raise EditionError(
            both(f"There is no file {missing}.", f"没有文件 {missing}。"),
            both("Name texts or folders that are there.", "请给出已有的文件或文件夹。"),
        )
    files = text_files(named)
    if not files:
        raise EditionError(
            both("There is no text to read.", "没有可读的政策文本。"),
            both(
                "Name txt, docx, pdf or html files, or an edition with texts.",
                "请给出 txt、docx、pdf 或 html 文件，或含有政策文本的年度版。",
            ),
        )
    return files


def _coded(files: Sequence[Path], desk: Desk) -> Coded:
    from talentmap.policy.coding.code import Coder
    from talentmap.policy.coding.sheet import row_of, settled
    from talentmap.policy.texts.read import read_texts

    coder = Coder(desk.words, desk.catalog)
    issuers = {} if desk.register is None else {
        Path(document.file).name: document.department_id for document in desk.register.documents.values()
    }  # fmt: skip
    read = read_texts(files)
    codings = tuple(coding for text in read for coding in coder.code_text(text.clauses, issuers.get(text.file, "")))
    rows = tuple(settled(row_of(coding), desk.decided or {}) for coding in codings)
    problems = tuple(problem for text in read for problem in text.problems)
    return Coded(codings, rows, problems, sum(bool(text.clauses) for text in read))


def _show(coded: Coded, lang: Lang) -> None:
    """The count of what was found, what the texts leave unsaid, and the clauses to look at first."""
    from talentmap.policy.coding.operability import CHECKS, shares

    is_zh = lang is Lang.ZH
    promising = [row for row in coded.rows if row["kind"] == "incentive"]
    stages = Counter(row["stage"] for row in promising)
    listed = "  ".join(
        f"{_STAGES[stage] if is_zh else stage} {stages[stage]} ({stages[stage] / len(promising):.0%})"
        for stage in _STAGES
        if promising
    )
    doubtful = [row for row in coded.rows if row["doubts"] and row["status"] == "proposed"]
    decided = sum(row["status"] != "proposed" for row in coded.rows)
    head = (
        f"{coded.texts} 份文本，{len(coded.rows)} 条，其中激励条款 {len(promising)} 条"
        f"；已判定 {decided} 条，存疑 {len(doubtful)} 条"
        if is_zh
        else f"{coded.texts} texts, {len(coded.rows)} clauses, {len(promising)} of them incentives; "
        f"{decided} decided, {len(doubtful)} in doubt"
    )
    say(head)
    say(listed)
    said = shares(coding.checks for coding in coded.codings if coding.checks is not None)
    told = "  ".join(
        f"{_CHECKS[name] if is_zh else name} {share:.0%}" for name in CHECKS if (share := said[name]) is not None
    )
    say(f"{'写明的比例' if is_zh else 'stated'}: {told}")
    for row in doubtful[:_SHOWN]:
        words = f"{row['file']} {row['clause']}  {row['kind']} {row['stage']} {row['tiers']} {row['instrument']}"
        stdout.print(f"  ? {escape(words)}  ← {escape(row['doubts'])}", highlight=False, soft_wrap=True)
    if len(doubtful) > _SHOWN:
        say(f"  … +{len(doubtful) - _SHOWN}")


def _adopt(path: Path, coded: Coded, desk: Desk, lang: Lang) -> None:
    from talentmap.forms.policy_form import RegisterRows, rows_of, write_policy_form
    from talentmap.policy.coding.adopt import adopted

    documents = [] if desk.register is None else [*desk.register.documents.values()]
    items = [] if desk.register is None else [*desk.register.earlier, *desk.register.items.values()]
    taken = {(item.doc_id, item.clause): item.item_id for item in items}
    found = adopted(coded.rows, documents, taken, desk.words)
    standing = rows_of(documents, items)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_policy_form(path, desk.catalog, desk.words, RegisterRows(standing.documents, [*standing.items, *found]))
    said = (
        f"新增 {len(found)} 个已确认条目：{path}" if lang is Lang.ZH else f"{len(found)} confirmed items added: {path}"
    )
    say(said)


def _day(told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told) if told else dt.datetime.now(tz=dt.UTC).date()
    except ValueError:
        raise EditionError(
            both(f"'{told}' is no day.", f"“{told}”不是日期。"), both("Write it as 2026-07-02.", "请写成 2026-07-02。")
        ) from None
