"""`talentmap diff`: what changed from one edition to the next, each change of a gap in parts that add up."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say, stdout

if TYPE_CHECKING:
    from talentmap.comparison.compare import Comparison
    from talentmap.model.taxonomy import Catalog

_ROWS_SHOWN = 12
_WORDS = {
    "zh": {
        "heads": ("缺口", "上年", "本年", "变化", "", "需求", "权重", "目录", "匹配", "供给"),
        "marks": "↑ ↓ 明显上升、下降　≈ 无明显变化　≠ 不可比",
        "total": "合计", "unplaced": "未归类", "unknown": "类别不明",
        "moves": {
            "entered": "新进入紧缺清单", "left": "退出紧缺清单", "unrated": "本年不予评定", "removed": "目录已取消",
        },
        "internal": "未经保密处理，仅供编制单位内部使用。",
    },
    "en": {
        "heads": ("gap", "before", "after", "change", "", "need", "weights", "taxonomy", "matching", "supply"),
        "marks": "↑ ↓ clearly up or down, ≈ no clear change, ≠ not comparable",
        "total": "total", "unplaced": "without a role", "unknown": "tier unknown",
        "moves": {
            "entered": "Entered the shortage list", "left": "Left it", "unrated": "No longer rated",
            "removed": "Taken out of the catalog",
        },
        "internal": "Not protected: for the bureau alone.",
    },
}  # fmt: skip
_MARKS = {"up": "↑", "down": "↓", "no_clear_change": "≈", "not_comparable": "≠"}


def diff(  # noqa: PLR0913, PLR0917 - each is an option of the command
    old: Annotated[Path, typer.Argument(help="The earlier edition, or its output folder. 上年年度版或其编制结果。")],
    new: Annotated[Path, typer.Argument(help="The later edition's folder. 本年年度版文件夹。")],
    output: Annotated[Path, typer.Option("--output", help="Where editions were built. 编制结果的位置。")] = Path(
        "output"
    ),
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="CSV role_before,role_after,share. 岗位目录变更对照表。")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write CSV tables and a workbook here. 写出结果的文件夹。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Say what changed between two built editions, and why. 比较两个年度版并分解缺口变化。

    Parts: need, weights, taxonomy, matching, supply; they add up. The figures are for the bureau: they are not
    protected. Exit code 3: an edition cannot be used, was not built, or the catalog changed without a mapping.
    """
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.comparison.archive import read_archive
    from talentmap.comparison.compare import comparable, compare, lend
    from talentmap.comparison.mapping import checked, read_mapping
    from talentmap.comparison.report import write_comparison
    from talentmap.engine import EmbeddedEngine
    from talentmap.matching.placement.place_demand import place_demand
    from talentmap.matching.placement.place_people import place_people
    from talentmap.matching.placement.placing import Placing
    from talentmap.model.edition import open_edition
    from talentmap.review.ledger import read_ledger

    opened = open_edition(new)
    catalog = read_edition_catalog(opened)
    before, after = read_archive(old, output), read_archive(new, output)
    comparable(before, after)
    shares = read_mapping(mapping or opened.role_mapping, catalog.roles)
    checked(shares, set(before.posts["role_id"]), catalog.roles)
    placing = Placing(catalog, read_ledger(opened.decisions, catalog.roles))
    with tempfile.TemporaryDirectory() as scratch, EmbeddedEngine(Path(scratch)) as anew:
        lend(before, anew)
        place_demand(anew, placing)
        place_people(anew, placing, opened.settings.reference_date.replace(year=before.year, day=1))
        found = compare(before, after, catalog, shares, anew)
    if out:
        write_comparison(out, found, catalog)
    if as_json:
        frames = {"changes": found.changes, "moves": found.moves}
        told = {name: json.loads(frame.to_json(orient="records")) for name, frame in frames.items()}
        typer.echo(json.dumps({"before": before.id, "after": after.id, **told}, ensure_ascii=False, indent=2))
        return
    _show(found, catalog, (lang or default_lang()).value)
    if out:
        say(str(out))


def _show(found: Comparison, catalog: Catalog, lang: str) -> None:
    from rich.markup import escape
    from rich.table import Column, Table

    words = _WORDS[lang]
    changes = found.changes
    roles = changes[changes["level"] == "role"]
    widest = roles.reindex(roles["change"].abs().sort_values(ascending=False, kind="stable").index).head(_ROWS_SHOWN)
    stdout.print(f"[bold]{escape(found.before.id)} → {escape(found.after.id)}[/]", highlight=False)
    first, *others = words["heads"]
    table = Table(Column(first, ratio=1), box=None, pad_edge=False, collapse_padding=True, expand=True)
    for head in others:
        table.add_column(head, justify="right", no_wrap=True)
    for frame in (changes[changes["level"] != "role"], widest):
        for row in frame.to_dict("records"):
            parts = (_signed(row[part]) for part in ("need", "weights", "taxonomy", "matching", "supply"))
            gaps = (f"{row['gap_before']:,.0f}", f"{row['gap_after']:,.0f}", _signed(row["change"]))
            table.add_row(escape(_name(row, catalog, lang)), *gaps, _MARKS[row["verdict"]], *parts)
    stdout.print(table)
    say(words["marks"])
    for move, said in words["moves"].items():  # type: ignore[attr-defined] # a table of words within the table
        names = [_role(role, catalog, lang) for role in found.moves[found.moves["move"] == move]["role_id"]]
        if names:
            stdout.print(escape(f"{said}: {', '.join(names)}"), highlight=False, soft_wrap=True)
    say(words["internal"])


def _name(row: dict[object, object], catalog: Catalog, lang: str) -> str:
    level = row["level"]
    if level == "role":
        return _role(str(row["role_id"]), catalog, lang) or f"{_WORDS[lang]['unplaced']} ({_chain(row, catalog, lang)})"
    if level == "chain":
        return _chain(row, catalog, lang)
    if level == "tier":
        tier = catalog.tiers.get(str(row["tier"]))
        return tier.name(lang) if tier else str(_WORDS[lang]["unknown"])
    return str(_WORDS[lang]["total"])


def _signed(posts: float) -> str:
    return f"{posts:+,.0f}" if round(posts) else "0"


def _chain(row: dict[object, object], catalog: Catalog, lang: str) -> str:
    return catalog.chains[str(row["chain_id"])].name(lang)


def _role(role_id: str, catalog: Catalog, lang: str) -> str:
    return catalog.roles[role_id].name(lang) if role_id in catalog.roles else role_id
