"""`talentmap loop …`: signals from the catalog, who owns them, what was decided and done, until they are closed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from talentmap.bilingual import both
from talentmap.cli.console import Lang, default_lang, say, stdout
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.model.signal import LoopEntry, Signal
    from talentmap.review.loop import Loop, Quarter

app = typer.Typer(help="Follow signals until they are closed. 信号闭环台账。", no_args_is_help=True)

_Edition = Annotated[Path, typer.Argument(help="The edition's folder. 年度版文件夹。")]
_Id = Annotated[str, typer.Argument(help="The signal's id, as `loop list` prints it. 信号编号。")]
_Who = Annotated[str, typer.Option("--who", help="Who writes this. 记录人。")]
_Owner = Annotated[str, typer.Option("--owner", help="Department that sees to it. 责任部门。")]
_Due = Annotated[str, typer.Option("--due", help="Day promised, as 2026-12-31. 承诺日期。")]
_Item = Annotated[str, typer.Option("--item", help="Incentive item that is changed. 所修改的政策条目。")]
_When = Annotated[str, typer.Option("--when", help="Day of this entry; today when left out. 日期。")]

_STEPS = {
    "zh": {"signal": "信号", "owner": "已交办", "decision": "已决定", "action": "已行动", "closed": "已办结"},
    "en": {"signal": "raised", "owner": "owned", "decision": "decided", "action": "acted on", "closed": "closed"},
}
_WORDS = {
    "zh": {
        "head": ("编号", "进度", "责任部门", "承诺日期", "内容"),
        "none": "台账中没有信号。",
        "late": "逾期 {count} 件。",
        "proposed": "新增 {new} 件，台账中已有 {standing} 件。",
        "account": ("季度", "期初未结", "新增", "办结", "期末未结", "办结率"),
    },
    "en": {
        "head": ("id", "step", "owner", "due", "signal"),
        "none": "No signal stands in the journal.",
        "late": "{count} overdue.",
        "proposed": "{new} new, {standing} stand in the journal already.",
        "account": ("quarter", "open before", "raised", "closed", "open after", "share closed"),
    },
}


@app.command("add")
def add(  # noqa: PLR0913, PLR0917 - each is an option of the command
    edition: _Edition,
    text: Annotated[str, typer.Argument(help="What was noticed, in a sentence. 发现了什么。")],
    who: _Who,
    owner: _Owner = "",
    due: _Due = "",
    signal: Annotated[str, typer.Option("--id", help="An id of your own. 自定编号。")] = "",
    when: _When = "",
    text_en: Annotated[str, typer.Option("--text-en", help="The same in English. 英文表述。")] = "",
) -> None:
    """Raise a signal, or raise a closed one again. 登记信号。"""
    from talentmap.model.signal import LoopEntry, LoopStep
    from talentmap.review.loop import signal_id

    loop = _read(edition)
    chosen = signal or signal_id(text)
    standing = loop.signals.get(chosen)
    if standing is not None and standing.closed is None:
        raise EditionError(
            both(f"The signal {chosen} is open already: {standing.text}", f"信号 {chosen} 尚未办结：{standing.text}"),
            both("Take its next step instead.", "请登记它的下一步。"),
        )
    entry = LoopEntry(chosen, LoopStep.SIGNAL, _day(when, "--when"), who, text, owner, _due_day(due),
                      text_en=text_en)  # fmt: skip
    _record(edition, entry)


@app.command("step")
def step(  # noqa: PLR0913, PLR0917 - each is an option of the command
    edition: _Edition,
    signal: _Id,
    taken: Annotated[str, typer.Argument(help="owner, decision or action. 交办、决定或行动。", metavar="STEP")],
    text: Annotated[str, typer.Argument(help="What was agreed or done. 内容。")],
    who: _Who,
    owner: _Owner = "",
    due: _Due = "",
    item: _Item = "",
    when: _When = "",
) -> None:
    """Note the owner, the decision or the action of a signal. 记录交办、决定、行动。"""
    from talentmap.model.signal import LoopEntry, LoopStep

    steps = {one.value: one for one in (LoopStep.OWNER, LoopStep.DECISION, LoopStep.ACTION)}
    if taken not in steps:
        raise typer.BadParameter(f"{taken!r} is none of {', '.join(steps)}.", param_hint="STEP")
    if taken == "owner" and not owner:
        raise typer.BadParameter("The step owner names a department: --owner 人社局.", param_hint="--owner")
    _standing(edition, signal)
    day = _day(when, "--when")
    _record(edition, LoopEntry(signal, steps[taken], day, who, text, owner, _due_day(due), item))


@app.command("close")
def close(
    edition: _Edition,
    signal: _Id,
    text: Annotated[str, typer.Argument(help="How it was settled. 办结情况。")],
    who: _Who,
    item: _Item = "",
    when: _When = "",
) -> None:
    """Close a signal. 办结信号。"""
    from talentmap.model.signal import LoopEntry, LoopStep

    if _standing(edition, signal).closed is not None:
        raise EditionError(
            both(f"The signal {signal} is closed already.", f"信号 {signal} 已经办结。"),
            both("Raise it again with `talentmap loop add --id`.", "如需重新登记，用 `talentmap loop add --id`。"),
        )
    _record(edition, LoopEntry(signal, LoopStep.CLOSED, _day(when, "--when"), who, text, item_id=item))


@app.command("propose")
def propose(
    edition: _Edition,
    who: _Who = "talentmap",
    output: Annotated[Path, typer.Option("--output", help="Where the edition was built. 编制结果的位置。")] = Path(
        "output"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them. 只列出，不登记。")] = False,
    when: _When = "",
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Raise the signals that a built edition's figures call for; none is raised twice. 根据测算结果自动登记信号。"""
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.engine import EmbeddedEngine
    from talentmap.model.edition import open_edition
    from talentmap.review.loop import record_steps
    from talentmap.review.loop_proposals import not_yet_raised, proposals, raised
    from talentmap.tables.analysis import ROLE_BALANCE
    from talentmap.tables.policy import RECOMMENDATIONS

    opened = open_edition(edition)
    tables = output / opened.settings.id / "internal" / "tables"
    if not (tables / "recommendations.parquet").exists():
        raise EditionError(
            both(f"There is no built edition at {tables.parent.parent}.", f"{tables.parent.parent} 没有编制结果。"),
            both(
                "Build it first: talentmap build EDITION, or name its --output.",
                "请先编制：talentmap build 年度版；结果在别处时写明 --output。",
            ),
        )
    chosen = (lang or default_lang()).value
    with EmbeddedEngine(tables) as engine:
        advised, roles = (engine.read(table).to_pylist() for table in (RECOMMENDATIONS, ROLE_BALANCE))
    found = proposals(advised, roles, read_edition_catalog(opened))
    fresh = not_yet_raised(found, _read(edition))
    for proposal in fresh:
        say(f"{proposal.id}  {proposal.told(chosen)}")
    if not dry_run:
        record_steps(opened.loop, raised(fresh, _day(when, "--when"), who))
    counted = str(_WORDS[chosen]["proposed"]).format(new=len(fresh), standing=len(found) - len(fresh))
    say(counted)


@app.command("list")
def list_signals(
    edition: _Edition,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue. 只列逾期。")] = False,
    on: Annotated[str, typer.Option("--on", help="As of this day; today when left out. 截至日期。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """List the signals, what is overdue, and the share closed in each quarter. 列出信号、逾期和各季度办结率。"""
    from talentmap.cli.problems import show_problems
    from talentmap.review.loop import by_quarter

    loop = _read(edition)
    day = _day(on, "--on")
    late = loop.overdue(day)
    shown = late if overdue else list(loop.signals.values())
    quarters = by_quarter(list(loop.signals.values()))
    if as_json:
        answered = {item: [signal.id for signal in signals] for item, signals in loop.answered_by().items()}
        report = {"signals": [_record_of(signal, day) for signal in shown], "answered_by": answered}
        typer.echo(json.dumps(report | {"quarters": list(map(_account_of, quarters))}, ensure_ascii=False, indent=2))
        return
    chosen = lang or default_lang()
    show_problems(loop.problems, chosen)
    words = _WORDS[chosen]
    if not loop.signals:
        say(words["none"])
        return
    _print_table(words["head"], [_line(signal, day, chosen) for signal in shown])
    if late:
        stdout.print(str(words["late"]).format(count=len(late)), style="bold red")
    if not overdue:
        _print_table(words["account"], [_account_line(quarter) for quarter in quarters])


def _read(edition: Path) -> Loop:
    from talentmap.model.edition import open_edition
    from talentmap.review.loop import read_loop

    return read_loop(open_edition(edition).loop)


def _standing(edition: Path, signal: str) -> Signal:
    found = _read(edition).signals.get(signal)
    if found is None:
        raise EditionError(
            both(f"There is no signal {signal} in loop.csv.", f"loop.csv 中没有信号 {signal}。"),
            both("`talentmap loop list` prints them all.", "`talentmap loop list` 列出全部信号。"),
        )
    return found


def _record(edition: Path, entry: LoopEntry) -> None:
    from talentmap.model.edition import open_edition
    from talentmap.review.loop import record_steps

    record_steps(open_edition(edition).loop, [entry])
    say(f"{entry.signal}: {_STEPS[default_lang()][entry.step]}")


def _day(text: str, option: str) -> dt.date:
    if not text:
        return dt.datetime.now(tz=dt.UTC).astimezone().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-12-31.", param_hint=option) from None


def _due_day(text: str) -> dt.date | None:
    return _day(text, "--due") if text else None


def _print_table(head: Sequence[str] | str, rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(*head, box=box.SIMPLE_HEAD)
    for column in table.columns:
        column.overflow = "fold"
    table.columns[0].no_wrap = True  # ids are to be copied: never cut off
    table.columns[0].min_width = max((len(row[0]) for row in rows), default=0)
    for row in rows:
        table.add_row(*row)
    stdout.print(table)


def _line(signal: Signal, day: dt.date, lang: str) -> tuple[str, ...]:
    late = " !" if signal.is_overdue(day) else ""
    due = signal.due.isoformat() + late if signal.due else ""
    return signal.id, _STEPS[lang][signal.step], signal.owner, due, signal.told(lang)


def _record_of(signal: Signal, day: dt.date) -> Mapping[str, Any]:
    return {
        "id": signal.id,
        "text": signal.text,
        "step": signal.step.value,
        "raised": signal.raised.isoformat(),
        "owner": signal.owner,
        "due": signal.due.isoformat() if signal.due else None,
        "closed": signal.closed.isoformat() if signal.closed else None,
        "overdue": signal.is_overdue(day),
        "items": list(signal.items),
    }


def _account_of(quarter: Quarter) -> Mapping[str, Any]:
    return {
        "quarter": f"{quarter.year}Q{quarter.quarter}",
        "open_before": quarter.open_before,
        "raised": quarter.raised,
        "closed": quarter.closed,
        "open_after": quarter.open_after,
        "closed_share": quarter.closed_share,
    }


def _account_line(quarter: Quarter) -> tuple[str, ...]:
    counts = (quarter.open_before, quarter.raised, quarter.closed, quarter.open_after)
    could = quarter.open_before + quarter.raised
    return (f"{quarter.year}Q{quarter.quarter}", *map(str, counts), f"{quarter.closed_share:.0%}" if could else "–")
