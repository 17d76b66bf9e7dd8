"""`talentmap catalog propose` and `adopt`: what the survey taught, reviewed by a person, into the catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.bilingual import both
from talentmap.cli.console import Lang, default_lang, say
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.catalog.adopt import Adoption
    from talentmap.model.taxonomy import Catalog

_HEADER = (
    *("cluster", "kind", "chain", "titles", "lines", "headcount", "enterprises"),
    *("nearest", "nearest_name", "probability", "proposal", "decision"),
)
_YES = frozenset({"yes", "y", "accept", "accepted", "是", "采纳", "同意", "接受", "1", "√", "✓"})
_NO = frozenset({"no", "n", "ignore", "reject", "rejected", "否", "不采纳", "忽略", "0", "×"})


def propose(
    edition: Annotated[Path, typer.Argument(help="Folder of the edition. 年度版文件夹。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="CSV or XLSX to write, for the bureau alone. 输出文件。")],
    output: Annotated[
        Path, typer.Option("--output", help="Where `build` wrote the edition. 编制结果所在位置。")
    ] = Path("output"),
    least: Annotated[int, typer.Option("--least", min=1, help="Demand lines a cluster needs. 至少出现的条数。")] = 2,
) -> None:
    """Propose aliases, roles and skills from what the last build left open. 根据未匹配的岗位与技能提出目录修订建议。

    The table holds no enterprise names, but small counts: it is internal. Fill in the column decision and give the file
    to `talentmap catalog adopt`. Exit code 0: written. 3: the edition cannot be used or was not built.
    """
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.cli.table_file import write_table
    from talentmap.engine import EmbeddedEngine
    from talentmap.matching.proposals import propose as proposals_of
    from talentmap.model.edition import open_edition
    from talentmap.tables.matching import DEMAND_ROLES
    from talentmap.tables.survey import DEMAND

    opened = open_edition(edition)
    catalog = read_edition_catalog(opened)
    tables = output / opened.settings.id / "internal" / "tables"
    if not (tables / f"{DEMAND_ROLES.name}.parquet").is_file():
        raise EditionError(
            both(f"There is no build of the edition in {output}.", f"{output} 中没有这个年度版的编制结果。"),
            both(f"Run `talentmap build {edition}` first.", f"请先运行 `talentmap build {edition}`。"),
        )
    with EmbeddedEngine(tables) as engine:
        found = proposals_of(engine.read(DEMAND), engine.read(DEMAND_ROLES), catalog, least)
    rows = [
        (
            *(number, one.kind, one.chain_id, "|".join(one.wordings), one.lines, one.headcount, one.enterprises),
            *(one.nearest, _name(catalog, one.nearest), one.probability, one.proposal, ""),
        )
        for number, one in enumerate(found, start=1)
    ]
    write_table(out, _HEADER, rows)
    told = "{} 组建议：{}" if default_lang() is Lang.ZH else "{} proposals: {}"
    say(told.format(len(rows), out))


def adopt(
    file: Annotated[Path, typer.Argument(help="The reviewed table of `propose`. 已审阅的建议表。")],
    catalog: Annotated[Path, typer.Option("--catalog", help="Catalogs folder to change. 要修改的目录文件夹。")],
    region: Annotated[str, typer.Option("--region", help="Region whose districts apply. 适用地区。")] = "qingyuan",
    write: Annotated[bool, typer.Option("--write", help="Change the files; else only show. 写入文件。")] = False,
) -> None:
    """Take reviewed proposals over as aliases. 把已采纳的建议写入目录。

    A row counts whose column decision says yes (是), or names the role or skill it belongs to. Without --write nothing
    is changed. Exit code 0: every such row is taken over. 1: some are not, and why is shown. 4: the catalog is faulty.
    """
    from talentmap.catalog.adopt import adopt as adopted_by
    from talentmap.catalog.adopt import write as write_files
    from talentmap.catalog.read import read_catalog
    from talentmap.cli.problems import show_problems
    from talentmap.cli.table_file import read_table

    read_catalog(catalog, region)
    adoptions, new = _accepted(read_table(file, ("titles", "proposal", "decision"), "talentmap catalog propose"))
    result = adopted_by(catalog, region, adoptions)
    if write:
        write_files(result)
    for mark, found in (("+", result.taken), ("?", result.left)):
        for adoption in found:
            _say(f"{mark} {adoption.owner}: {', '.join(adoption.aliases)}")
    for row in new:
        _say(f"# {row.get('proposal', '')}: {row.get('titles', '')}")
    show_problems(result.faults, default_lang())
    _say(_summary(len(result.taken), len(result.left) + len(new), write))
    raise typer.Exit(int(bool(result.left or new)))


def _accepted(rows: Iterable[Mapping[str, str]]) -> tuple[list[Adoption], list[Mapping[str, str]]]:
    """What a person accepted as an alias, and what was accepted that only a person can write: a new role or skill."""
    from talentmap.catalog.adopt import Adoption
    from talentmap.matching.proposals import ALIAS_OF

    adoptions, new = [], []
    for row in rows:
        decision, proposal = row.get("decision", "").strip(), row.get("proposal", "").strip()
        if not decision or decision.lower() in _NO:
            continue
        is_yes = decision.lower() in _YES
        if is_yes and not proposal.startswith(ALIAS_OF):
            new.append(row)
        else:
            owner = proposal.removeprefix(ALIAS_OF).strip() if is_yes else decision
            adoptions.append(Adoption(owner, tuple(filter(None, map(str.strip, row.get("titles", "").split("|"))))))
    return adoptions, new


def _name(catalog: Catalog, owner: str) -> str:
    named = catalog.roles.get(owner) or catalog.skills.get(owner)
    return named.zh if named else ""


def _summary(taken: int, left: int, written: bool) -> str:
    if default_lang() is Lang.ZH:
        return f"采纳 {taken} 项，未写入 {left} 项" + ("" if written else "；未改动文件，加 --write 写入")
    return f"{taken} taken over, {left} left" + ("" if written else "; nothing changed, add --write")


def _say(sentence: str) -> None:
    say(sentence)
