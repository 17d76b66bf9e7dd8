"""`talentmap policy …`: the policy register and the coding of policy texts."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.bilingual import both
from talentmap.cli import policy_code
from talentmap.cli.console import Lang, default_lang, say, stdout
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.catalog.policies import PolicyRegister
    from talentmap.catalog.policy_words import PolicyWords
    from talentmap.model.taxonomy import Catalog

app = typer.Typer(help="Keep the policy register, code policy texts. 政策登记与政策文本编码。", no_args_is_help=True)

Folder = Annotated[
    Path, typer.Argument(help="Folder of an edition, or one that holds a register. 年度版或登记册所在文件夹。")
]
Region = Annotated[str, typer.Option("--region", help="Region whose districts apply. 适用地区。")]
Language = Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")]


@app.callback()
def group() -> None:
    """Keep the policy register, code policy texts. 政策登记与政策文本编码。"""


@app.command("check")
def check(
    folder: Folder,
    stamp: Annotated[
        Path | None,
        typer.Option("--stamp", help="Write the register with the present quote hashes. 写出更新原文指纹的登记表。"),
    ] = None,
    region: Region = "qingyuan",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Language = None,
) -> None:
    """Find what is wrong with a register, with file, row and column. 检查政策登记册，指出文件、行、列与改法。

    Exit code 0: nothing, or only notes. 1: warnings. 3: no such folder. 4: rows that cannot be used.
    """
    from talentmap.cli.problems import show_problems
    from talentmap.model.problem import Severity, errors_among
    from talentmap.policy.check import check_register
    from talentmap.reports.listing import as_records

    place, register, catalog, words, year = _opened(folder, region)
    found = check_register(register, place, words, year)
    counts = {"documents": len(register.documents), "items": len(register.items), "earlier": len(register.earlier)}
    if as_json:
        told = {**counts, "problems": as_records(found.problems)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        chosen = lang or default_lang()
        show_problems(found.problems, chosen)
        said = "{documents} 份文件、{items} 个条目；问题 {problems}"
        if chosen is Lang.EN:
            said = "{documents} documents, {items} items; {problems} problems"
        say(said.format(**counts, problems=len(found.problems)))
    if stamp is not None:
        from talentmap.forms.policy_form import rows_of, write_policy_form

        items = [
            item.model_copy(update={"quote_hash": found.quotes.get(item, item.quote_hash)})
            for item in (*register.earlier, *register.items.values())
        ]
        write_policy_form(stamp, catalog, words, rows_of([*register.documents.values()], items))
    warned = any(problem.severity is Severity.WARNING for problem in found.problems)
    raise typer.Exit(4 if errors_among(found.problems) else int(warned))


@app.command("form")
def form(
    folder: Annotated[
        Path | None, typer.Argument(help="Edition or folder whose register fills the form; empty without. 年度版。")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The workbook to write. 输出文件。")] = Path("register.xlsx"),
    region: Region = "qingyuan",
    lang: Annotated[str, typer.Option("--lang", help="Languages: zh,en or zh or en. 表格语言。")] = "zh,en",
) -> None:
    """Write the register as a form with drop-downs; put it back as policies/register.xlsx. 生成政策登记表。

    Exit code 0: written. 3: no such folder or language.
    """
    from talentmap.forms.policy_form import RegisterRows, rows_of, write_policy_form

    languages = tuple(dict.fromkeys(part.strip() for part in lang.split(",")))
    if not set(languages) <= {"zh", "en"}:
        raise EditionError(
            both(f"There is no form in the language '{lang}'.", f"没有“{lang}”语言的表格。"),
            both("Name zh, en or both, as in --lang zh,en.", "请写 zh、en 或两者，例如 --lang zh,en。"),
        )
    rows = RegisterRows()
    if folder is None:
        catalog, words = policy_code.vocabulary(region)
    else:
        _, register, catalog, words, _ = _opened(folder, region)
        rows = rows_of([*register.documents.values()], [*register.earlier, *register.items.values()])
    out.parent.mkdir(parents=True, exist_ok=True)
    write_policy_form(out, catalog, words, rows, languages)
    say(str(out))


@app.command("agree")
def agree(
    first: Annotated[Path, typer.Argument(help="Table of the first coder. 第一位编码员的表。")],
    second: Annotated[Path, typer.Argument(help="Table of the second coder. 第二位编码员的表。")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead. 输出 JSON。")] = False,
) -> None:
    """How far two coders agree: Cohen's kappa, Krippendorff's alpha, 95% intervals. 两位编码员的一致性。

    Both tables have a column clause_id and any of kind, stage, tiers (several joined by |), instrument. Exit code 0:
    printed. 3: a table cannot be used.
    """
    from talentmap.cli.table_file import read_table
    from talentmap.policy.agreement import LABELS, agreement, pairs_of

    read = [read_table(path, ("clause_id",), "talentmap policy code") for path in (first, second)]
    tables = [{row["clause_id"]: row for row in rows if row["clause_id"]} for rows in read]
    labels = [label for label in LABELS if all(any(label in row for row in table.values()) for table in tables)]
    found = [agreement(label, pairs_of(tables[0], tables[1], label)) for label in labels]
    if as_json:
        listed = [{name: _plain(getattr(one, name)) for name in one.__slots__} for one in found]
        typer.echo(json.dumps(listed, indent=2))
        return
    stdout.print(
        f"{'':<12}{'clauses':>8}{'equal':>8}  {'kappa [95%]':<24}{'alpha [95%]':<24}", highlight=False, markup=False
    )
    for one in found:
        kappa, alpha = _with_interval(one.kappa, one.kappa_interval), _with_interval(one.alpha, one.alpha_interval)
        line = f"{one.label:<12}{one.clauses:>8}{one.equal_share:>8.3f}  {kappa:<24}{alpha:<24}"
        say(line)


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    if math.isnan(value):
        return "not defined"
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _opened(folder: Path, region: str) -> tuple[Path, PolicyRegister, Catalog, PolicyWords, int | None]:
    """The folder of the register, the register, catalog and words it is read with, and the edition's year."""
    from talentmap.catalog.policies import read_policies
    from talentmap.catalog.policy_words import read_policy_words
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.model.edition import open_edition

    if not folder.is_dir():
        raise EditionError(
            both(f"There is no folder {folder}.", f"没有文件夹 {folder}。"),
            both("Name an edition or the folder that holds the register.", "请给出年度版，或政策登记册所在的文件夹。"),
        )
    if (folder / "edition.toml").is_file():
        edition = open_edition(folder)
        catalog, words = read_edition_catalog(edition), read_policy_words(policy_code.catalog_folder(edition))
        return edition.policies, read_policies(edition.policies, catalog), catalog, words, edition.settings.year
    catalog, words = policy_code.vocabulary(region)
    return folder, read_policies(folder, catalog), catalog, words, None


app.command("code")(policy_code.code)
app.command("record")(policy_code.record)
