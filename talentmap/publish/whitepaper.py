"""The white paper of one language: the book, its charts and its words set into one HTML document."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from talentmap.model.taxonomy import Named, Role, Skill, Stage, StageLabel
from talentmap.publish import charts
from talentmap.publish.book import Book, ChainChapter
from talentmap.publish.chaingraph import Box, draw
from talentmap.publish.cover import cover_art
from talentmap.publish.facts import make_facts
from talentmap.publish.numbers import Numbers
from talentmap.publish.terms import term, terms
from talentmap.resources import templates_dir

_WORDS = {
    "zh": {
        "need": "需求",
        "supply": "可供人才",
        "money": "激励预算",
        "people": "人数",
        "share": "占比",
        "curve_need": "需求",
        "uncovered": "未覆盖需求占比",
        "axis_p": "在岗人数累计占比（由基层到精英）",
        "axis_l": "累计占比",
        "even": "均等线",
        "gap": "缺口 {}",
        "surplus": "富余 {}",
        "level": "基本持平",
        "hidden": "不公布",
        "items": "{}项",
    },
    "en": {
        "need": "Need",
        "supply": "Supply",
        "money": "Incentive budget",
        "people": "People",
        "share": "Share",
        "curve_need": "Need",
        "uncovered": "Share of open posts that qualify for nothing",
        "axis_p": "Cumulative share of employment, least to most elite",
        "axis_l": "Cumulative share",
        "even": "equality",
        "gap": "{} missing",
        "surplus": "{} to spare",
        "level": "in balance",
        "hidden": "confidential",
        "items": "{} items",
    },
}
_KEY_SKILLS = 4


def render_html(book: Book, lang: str) -> str:
    """The white paper in `lang` (`zh` or `en`) as HTML with inline SVG; styles and fonts come with the PDF step."""
    environment = Environment(
        loader=FileSystemLoader(templates_dir() / "whitepaper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["name"] = _name
    environment.filters["stage_name"] = StageLabel.long_name
    environment.filters["department"] = lambda department, lang: term("departments", department).name(lang)
    environment.filters["district"] = lambda district_id, lang: book.catalog.districts[district_id].name(lang)
    environment.globals["key_skills"] = lambda role: key_skills(role, book)
    template = environment.get_template(f"whitepaper.{lang}.html.j2")
    return template.render(
        book=book,
        n=Numbers(lang),
        f=make_facts(book),
        charts=_charts(book, lang),
        cover_art=Markup(cover_art(book)),  # noqa: S704 - drawn from numbers alone
        size_names={size: named.name(lang) for size, named in terms("sizes").items()},
    )


def key_skills(role: Role, book: Book) -> list[Skill]:
    """The weightiest skills of a role, at most four."""
    heaviest = sorted(role.skills.items(), key=lambda pair: -pair[1])[:_KEY_SKILLS]
    return [book.catalog.skills[skill_id] for skill_id, _ in heaviest]


def _name(named: Named, lang: str) -> str:
    return named.name(lang)


def _charts(book: Book, lang: str) -> Mapping[str, Any]:
    words = _WORDS[lang]
    drawn: dict[str, Any] = {
        "tiers": _tier_chart(book, lang),
        "chains": _chain_chart(book, lang),
        "graphs": {chapter.chain.id: _graph(chapter, lang, words) for chapter in book.chains},
    }
    if book.has_policy:
        drawn |= {
            "uncovered": _uncovered_chart(book, lang, words),
            "money": _money_chart(book, lang, words),
            "curve": _curve(book, words),
            "grid": _grid(book, lang, words),
        }
    marked = {name: Markup(svg) for name, svg in drawn.items() if isinstance(svg, str)}  # noqa: S704 - labels escaped
    graphs = {chain: Markup(svg) for chain, svg in drawn["graphs"].items()}  # noqa: S704 - labels escaped
    return {**marked, "graphs": graphs}


def _tier_chart(book: Book, lang: str) -> str:
    rows = [_balance_row(book.catalog.tiers[tier["tier"]].name(lang), tier) for tier in book.tiers]
    return _dumbbell(rows, lang)


def _chain_chart(book: Book, lang: str) -> str:
    ordered = sorted(book.chains, key=lambda c: -(0 if _unknown(c.total["gap"]) else c.total["gap"]))
    return _dumbbell([_balance_row(chapter.chain.name(lang), chapter.total) for chapter in ordered], lang)


def _dumbbell(rows: list[dict[str, Any]], lang: str) -> str:
    words = _WORDS[lang]
    return charts.dumbbell(rows, [row["name"] for row in rows], (words["need"], words["supply"]), words["people"])


def _balance_row(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    figures = {"need": row["need"], "low": row["need_low"], "high": row["need_high"], "supply": row["supply"]}
    return {"name": name, **{key: value for key, value in figures.items() if not _unknown(value)}}


def _uncovered_chart(book: Book, lang: str, words: Mapping[str, str]) -> str:
    known = [chapter for chapter in book.chains if not _unknown(chapter.total["uncovered_share"])]
    ordered = sorted(known, key=lambda chapter: -chapter.total["uncovered_share"])
    rows = [{"name": c.chain.name(lang), "value": c.total["uncovered_share"]} for c in ordered]
    return charts.ranked_bars(rows, [row["name"] for row in rows], words["uncovered"])


def _money_chart(book: Book, lang: str, words: Mapping[str, str]) -> str:
    rows = []
    for tier in book.tiers:
        name = book.catalog.tiers[tier["tier"]].name(lang)
        for kind, share in ((words["need"], tier["need_share"]), (words["money"], tier["money_share"])):
            if not _unknown(share):
                rows.append({"name": name, "kind": kind, "share": share})
    order = [book.catalog.tiers[tier["tier"]].name(lang) for tier in book.tiers]
    return charts.paired_bars(
        rows, order, [(words["need"], charts.NEED), (words["money"], charts.MONEY)], words["share"]
    )


def _curve(book: Book, words: Mapping[str, str]) -> str:
    """Cumulative money and need over cumulative employment, least elite first."""
    tiers = [tier for tier in reversed(book.tiers) if not tier["need_status"]]
    totals = {name: sum(tier[name] for tier in tiers) or 1.0 for name in ("employed", "budget_cny", "need")}
    rows = []
    for name, kind in (("budget_cny", words["money"]), ("need", words["curve_need"])):
        x = y = 0.0
        rows.append({"kind": kind, "x": x, "y": y})
        for tier in tiers:
            x += tier["employed"] / totals["employed"]
            y += tier[name] / totals[name]
            rows.append({"kind": kind, "x": x, "y": y})
    labels = (words["money"], words["curve_need"])
    return charts.concentration_curve(rows, labels, (words["axis_p"], words["axis_l"]), words["even"])


def _grid(book: Book, lang: str, words: Mapping[str, str]) -> str:
    n = Numbers(lang)
    most = max((cell["budget_cny"] for cell in book.grid.values()), default=0.0) or 1.0
    rows = [
        {
            "column": book.catalog.stages[stage].long_name(lang),
            "line": book.catalog.tiers[tier].name(lang),
            "heat": math.sqrt(cell["budget_cny"] / most),
            "text": n.money(cell["budget_cny"]) if cell["items"] else "",
            "note": words["items"].format(cell["items"]),
        }
        for (tier, stage), cell in book.grid.items()
    ]
    columns = [book.catalog.stages[stage.value].long_name(lang) for stage in Stage]
    lines = [tier.name(lang) for tier in book.catalog.tiers.values()]
    return charts.heat_table(rows, columns, lines, column_width=112)


def _graph(chapter: ChainChapter, lang: str, words: Mapping[str, str]) -> str:
    n = Numbers(lang)
    gaps = {segment: record["gap"] for segment, record in chapter.segments.items()}
    widest = max((gap for gap in gaps.values() if not _unknown(gap)), default=0.0)
    boxes = {}
    for segment in chapter.chain.segments:
        gap = gaps[segment.id]
        if _unknown(gap):
            note, heat = words["hidden"], None
        elif gap == 0:
            note, heat = words["level"], 0.0
        else:
            note = words["gap" if gap > 0 else "surplus"].format(n.heads(abs(gap)))
            heat = max(gap, 0.0) / widest if widest > 0 else 0.0
        boxes[segment.id] = Box(segment.name(lang), note, heat)
    return draw(chapter.chain, boxes, title=chapter.chain.name(lang))


def _unknown(value: float | None) -> bool:
    return value is None or math.isnan(value)
