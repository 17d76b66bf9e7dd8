"""`talentmap match`: a list of job titles placed in any classification."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.cli.console import Lang, default_lang, stderr, stdout

if TYPE_CHECKING:
    from rich.console import Console

    from talentmap.cli.roles import Roles
    from talentmap.cli.title_list import TitleList
    from talentmap.matching import Match, TitleMatcher

_HEADER = (
    "row",
    "title",
    "role_id",
    "role_name",
    "probability",
    "band",
    "group",
    "reasons",
    "candidates",
    "candidate_names",
)
_LISTED = 40  # titles shown on the console
_JUDGED = 5  # candidates that a verdict looks at
_BANDS = ("accepted", "review", "none")


def match(  # noqa: PLR0913, PLR0917 - each is an option of the command
    titles: Annotated[Path, typer.Argument(help="CSV, XLSX, or text with a title a line. 岗位名称清单。")],
    catalog: Annotated[
        Path, typer.Option("--catalog", help="A catalogs folder, or a classification as a file. 目录文件夹或职业分类。")
    ],
    title_column: Annotated[str, typer.Option("--title-column", help="Header of the titles. 岗位名称列。")] = "",
    skills_column: Annotated[str, typer.Option("--skills-column", help="Header of the skills. 技能列。")] = "",
    chain_column: Annotated[str, typer.Option("--chain-column", help="Header of the chains. 产业链列。")] = "",
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="CSV of title,role_id or NONE. 已有的人工判定。")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help="Candidates a title. 每个岗位的候选数。")] = 5,
    precision: Annotated[
        float | None,
        typer.Option("--precision", min=0.5, max=0.999, help="Share right among those accepted. 准确率目标。"),
    ] = None,
    semantic: Annotated[
        bool, typer.Option("--semantic", help="Compare by meaning too; needs talentmap[semantic]. 另按语义比较。")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="CSV or XLSX to write. 输出文件。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document. 输出 JSON。")] = False,
) -> None:
    """Match job titles to roles, or to none. 把岗位名称匹配到岗位或职业。

    Every row gets an answer: accepted, review (a person should look) or none. Exit code 0: answered. 3: the list cannot
    be read. 4: the classification cannot be used.
    """
    from talentmap.cli.roles import read_roles
    from talentmap.cli.title_list import read_titles

    listed = read_titles(titles, title_column, skills_column, chain_column)
    roles = read_roles(catalog)
    _warn(listed, roles)
    found = _matches(listed, roles, _matcher(roles, _decided(decisions, roles), precision, semantic), top)
    if out is not None:
        from talentmap.cli.table_file import write_table

        write_table(
            out, _HEADER, [_row(row, one, roles.names, top) for row, one in zip(listed.rows, found, strict=True)]
        )
    if as_json:
        _print_json(found, roles.names, top)
    else:
        _show(found, roles.names, out)


def _decided(path: Path | None, roles: Roles) -> list[tuple[str, str | None]]:
    """The decisions that can be used, the last on a title; how many cannot is told on the side."""
    if path is None:
        return []
    from talentmap.cli.title_list import read_decisions
    from talentmap.model.decision import NONE
    from talentmap.text import compact

    counted: dict[str, tuple[str, str | None]] = {}
    unused = []
    for number, title, role_id in read_decisions(path):
        if title and (role_id in roles.names or role_id.upper() == NONE):
            counted[compact(title)] = (title, None if role_id not in roles.names else role_id)
        elif title or role_id:
            unused.append(number)
    if unused:
        shown = ", ".join(map(str, unused[:5])) + (" …" if len(unused) > 5 else "")
        _say(
            stderr,
            f"{path.name}: {len(unused)} decision(s) without a title or with an unknown role were passed over "
            f"(rows {shown}). 有 {len(unused)} 条人工判定缺少岗位名称或岗位标识不存在，未采用。",
        )
    return list(counted.values())


def _matcher(
    roles: Roles, decided: Iterable[tuple[str, str | None]], precision: float | None, semantic: bool
) -> TitleMatcher:
    from talentmap.matching import TitleMatcher

    return TitleMatcher(roles.roles, decided, target_precision=precision, rules=roles.rules, semantic=semantic)


def _matches(listed: TitleList, roles: Roles, matcher: TitleMatcher, top: int) -> list[Match]:
    """One answer a title; where there is no title, neither skills nor chain may stand for it."""
    from talentmap.text import lookup_key, visible

    named = [bool(visible(title).strip()) for title in listed.titles]
    skills = [one if known else () for one, known in zip(listed.skills, named, strict=True)] if listed.skills else None
    written = [one if known else "" for one, known in zip(listed.chains, named, strict=True)] if listed.chains else None
    chains = [roles.chains.get(lookup_key(one), "") for one in written] if written else None
    return matcher.match(listed.titles, skills, chains, max(top, _JUDGED))


def _row(row: int, one: Match, names: Mapping[str, str], top: int) -> Sequence[str | int | float]:
    listed = one.candidates[:top]
    chances = "|".join(f"{candidate.role_id}={candidate.probability:.3f}" for candidate in listed)
    called = "|".join(names[candidate.role_id] for candidate in listed)
    name = names.get(one.role_id or "", "")
    return (row, one.title, one.role_id or "", name, one.probability, one.band, one.group, one.reasons, chances, called)


def _print_json(found: Iterable[Match], names: Mapping[str, str], top: int) -> None:
    """One document, a title a line; escaped where the console's code page could not hold every character."""
    escaped = not (sys.stdout.encoding or "").lower().startswith("utf")
    encode = json.JSONEncoder(ensure_ascii=escaped).encode
    lines = ",\n".join(map(encode, _records(found, names, top)))
    typer.echo(f"[\n{lines}\n]" if lines else "[]")


def _records(found: Iterable[Match], names: Mapping[str, str], top: int) -> Iterator[dict[str, object]]:
    for one in found:
        candidates = [
            {"role_id": c.role_id, "name": names[c.role_id], "probability": c.probability, "reasons": c.reasons}
            for c in one.candidates[:top]
        ]
        yield {
            "title": one.title,
            "role_id": one.role_id,
            "probability": one.probability,
            "band": one.band,
            "group": one.group or None,
            "reasons": one.reasons,
            "candidates": candidates,
        }


def _warn(listed: TitleList, roles: Roles) -> None:
    if listed.is_guessed:
        told = f"The first column '{listed.column[:40]}' is taken for the titles; name another with --title-column."
        _say(stderr, f"{told} 以第一列为岗位名称。")
    if roles.problems:
        told = f"The classification has {roles.problems} problem(s); `talentmap catalog import` lists them."
        _say(stderr, f"{told} 职业分类有 {roles.problems} 个问题。")


def _show(found: Sequence[Match], names: Mapping[str, str], out: Path | None) -> None:
    for one in found[: 0 if out else _LISTED]:
        name = names.get(one.role_id or "", "-")
        _say(stdout, f"{one.band:8} {one.probability:.2f}  {one.title}  →  {name}  {one.role_id or ''}")
    if not out and len(found) > _LISTED:
        _say(stdout, f"… +{len(found) - _LISTED}  (--out, --json)")
    bands = Counter(one.band for one in found)
    told = ", ".join(f"{bands[band]} {band}" for band in _BANDS)
    _say(stdout, f"{len(found)} 个岗位名称：{told}" if default_lang() is Lang.ZH else f"{len(found)} titles: {told}")
    if out:
        _say(stdout, str(out))


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
