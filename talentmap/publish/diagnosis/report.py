"""The diagnosis as a short book of one chapter: facts, figures and tables meet the template of each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from talentmap.model.bounds import number
from talentmap.model.diagnosis.case import Diagnosis
from talentmap.model.diagnosis.figure import Figure
from talentmap.model.diagnosis.finding import Finding
from talentmap.publish.diagnosis.sheets import Sheet, figure_sheet, finding_sheet, peer_sheet
from talentmap.publish.diagnosis.swot_table import swot_table
from talentmap.publish.diagnosis.tell import Tell
from talentmap.publish.figures import diagnosis as drawn
from talentmap.publish.figures.alternative import described
from talentmap.publish.paper import model as m
from talentmap.publish.paper.numbering import numbered
from talentmap.publish.paper.parse import Reader
from talentmap.publish.paper.speech import Speech
from talentmap.publish.terms import terms
from talentmap.resources import templates_dir

_PYRAMID = "education"
_TILES = ("density", "age.over_45.heads", "introduced.cagr", "inflow_per_outflow")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "scale": ("density", "population", "talents", "degree_holders", "schooling_years"),
    "structure": ("education", "age", "sector"),
    "flows": ("introduced", "inflow", "outflow", "inflow_per_outflow", "inflow_needed", "students_leaving"),
    "match": ("pay_expected", "pay_met", "pay_unmet", "output_by_industry", "talents_by_industry", "spread"),
}


def report(diagnosis: Diagnosis, lang: str) -> m.Book:
    """The report in `lang` (`zh` or `en`), ready to be set as a leaflet."""
    tell, speech = Tell(diagnosis, lang), Speech(lang)
    drawings, grids = _drawings(diagnosis, tell), _grids(diagnosis, tell)
    markup = (
        _environment(speech)
        .get_template(f"{lang}/report.html.j2")
        .render(
            ready=True,
            tell=tell,
            diagnosis=diagnosis,
            title=f"{diagnosis.settings.region(lang)}{'' if lang == 'zh' else ': '}{diagnosis.settings.title(lang)}",
            groups={group: _of(diagnosis, names) for group, names in _GROUPS.items()},
            tiles=_tiles(diagnosis),
            made={*(one.id for one in drawings), *(one.id for one in grids)},
            counts=_counts(diagnosis, tell),
            citations=[(name, cited.text(lang)) for name, cited in diagnosis.settings.sources.items()],
        )
    )
    read = Reader("diagnosis", {one.id: one for one in drawings}, {one.id: one for one in grids}, {}).read(markup)
    chapter = m.Chapter("diagnosis", "annex", read.title, read.blocks)
    return _book(diagnosis, tell, numbered([chapter], cast(m.Lang, lang)), read.title)


def _environment(speech: Speech) -> Environment:
    folders = [templates_dir() / "diagnosis", templates_dir() / "whitepaper"]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=speech.finalize,
    )
    environment.filters.update(speech.filters)
    return environment


def _of(diagnosis: Diagnosis, names: Sequence[str]) -> list[Finding]:
    """The findings of a group that can be told as they stand, in the order of its names."""
    told = [found for found in diagnosis.findings if found.id.partition(".")[0] in names]
    return sorted(told, key=lambda found: names.index(found.id.partition(".")[0]))


def _tiles(diagnosis: Diagnosis) -> list[Finding]:
    by_id = {found.id: found for found in diagnosis.findings if found.value is not None}
    return [by_id[name] for name in _TILES if name in by_id]


def _counts(diagnosis: Diagnosis, tell: Tell) -> Mapping[str, Markup]:
    figures = list(diagnosis.figures)
    counted = {"figures": len(figures), "findings": len(diagnosis.findings), "entries": len(diagnosis.entries)}
    return {name: tell.bounds(number(size), 0, f"count({name})") for name, size in counted.items()}


def _drawings(diagnosis: Diagnosis, tell: Tell) -> list[m.Drawing]:
    found = []
    for name in diagnosis.figures.names:
        parts = diagnosis.figures.shares(name)
        if len(parts) > 1:
            found.append(_shares(name, parts, diagnosis, tell))
        if len(diagnosis.figures.years(name)) > 1:
            found.append(_series(name, diagnosis, tell))
    return found


def _shares(name: str, parts: Mapping[str, Figure], diagnosis: Diagnosis, tell: Tell) -> m.Drawing:
    """A distribution with what it leaves unstated; bounds are drawn up to their lower end."""
    order = list(diagnosis.words.part_names)
    rows: list[dict[str, Any]] = [
        {"name": tell.name(part), "value": figure.value.low, "label": f"{tell.printed(figure.value, figure.decimals)}%",
         "told": True}
        for part, figure in sorted(parts.items(), key=lambda pair: order.index(pair[0]))
    ]  # fmt: skip
    total = next((found for found in diagnosis.findings if found.id == f"{name}.total"), None)
    left = float(str(total.facts["unstated"])) if total and total.needs_a_word else 0.0
    if total and left > 0:
        label = f"{tell.printed(number(left), total.decimals)}%"
        rows.append({"name": tell.say("parts", "unstated"), "value": left, "label": label, "told": False})
    draw: Callable[..., str] = drawn.steps if name == _PYRAMID else drawn.shares
    svg = draw(rows, [row["name"] for row in rows], tell.say("figures", "share"))
    return m.Drawing(f"shares-{name}", svg, described([(row["name"], [("", row["label"])]) for row in rows], tell.lang))


def _series(name: str, diagnosis: Diagnosis, tell: Tell) -> m.Drawing:
    changes = {found.facts["to"]: found for found in diagnosis.findings if found.id.startswith(f"{name}.change.")}
    rows = []
    for year, figure in diagnosis.figures.years(name):
        change = changes.get(year)
        moved = f"{tell.printed(change.value, change.decimals)}%" if change and change.value else ""
        label = tell.printed(figure.value, figure.decimals)
        rows.append({"year": str(year), "value": figure.exact, "label": label, "change": moved})
    told = [(str(row["year"]), [("", str(row["label"])), ("", str(row["change"]))]) for row in rows]
    svg = drawn.years(rows, tell.say("figures", "people"))
    return m.Drawing(f"series-{name}", svg, described(told, tell.lang))


def _grids(diagnosis: Diagnosis, tell: Tell) -> list[m.Grid]:
    made = [_grid("known", figure_sheet(diagnosis, tell), ("figure", "value", "year", "source", "note"), tell)]
    made.append(
        _grid("ledger", finding_sheet(diagnosis, tell), ("figure", "value", "formula", "status", "source"), tell)
    )
    made.append(swot_table("swot", diagnosis.entries, tell))
    if diagnosis.standings:
        columns = ("figure", "region", "value", "rank", "year", "source")
        made.append(_grid("peers", peer_sheet(diagnosis, tell), columns, tell))
    return made


_WEIGHTS = {"figure": 3.4, "value": 1.5, "year": 0.8, "source": 1.1, "note": 3.2, "formula": 3.2,
            "status": 1.4, "region": 1.6, "rank": 0.8}  # fmt: skip
_RIGHT = ("value", "rank")


def _grid(name: str, sheet: Sheet, columns: Sequence[str], tell: Tell) -> m.Grid:
    heads = tuple(
        m.Column(tell.say("heads", key), "right" if key in _RIGHT else "left", _WEIGHTS[key]) for key in columns
    )
    lines = tuple(_line(row, columns) for row in sheet.shown)
    return m.Grid(name, heads, lines)


def _line(row: Mapping[str, str], columns: Sequence[str]) -> m.Line:
    return m.Line(tuple(m.Cell((m.Words(row[column]),)) for column in columns))


def _book(diagnosis: Diagnosis, tell: Tell, chapters: tuple[m.Chapter, ...], title: str) -> m.Book:
    settings, lang = diagnosis.settings, cast(m.Lang, tell.lang)
    cover = m.Cover(settings.region(lang), (title,), (), str(settings.year), "", "", "")
    words = {name: named.name(lang) for name, named in terms("book").items()}
    return m.Book(lang, title, title, tell.say("figures", "author"), cover, chapters, words)
