"""Evidence and templates become a book: each chapter's facts, its words, its markup read, all of it numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.order import CHAPTERS
from talentmap.publish.evidence import Evidence
from talentmap.publish.figures.cover import cover_art
from talentmap.publish.paper import model as m
from talentmap.publish.paper.fact import counted
from talentmap.publish.paper.numbering import numbered
from talentmap.publish.paper.parse import Reader
from talentmap.publish.paper.speech import Printed, Speech
from talentmap.publish.terms import terms
from talentmap.resources import templates_dir

_TAGS = re.compile(r"</?n[^>]*>")


@dataclass(frozen=True, slots=True)
class Composed:
    """A book and every number printed in it with its facts, by number and text."""

    book: m.Book
    printed: dict[str, Printed]


def compose(evidence: Evidence, lang: str, chapters: tuple[Chapter, ...] = CHAPTERS) -> Composed:
    """The white paper of `evidence` in `lang` (`zh` or `en`), ready to be set."""
    speech = Speech(lang, proper=_places(evidence) | evidence.catalog.capitalised)
    environment = _environment(speech, evidence)
    read = [
        made
        for chapter in chapters
        if chapter.appears(evidence)
        for made in _read(chapter, evidence, environment, speech)
    ]
    spoken = cast(m.Lang, lang)
    frame = environment.get_template(f"{lang}/frame.html.j2").make_module(
        {"chains": counted(evidence.chains, "chains"), "roles": counted(len(evidence.catalog.roles), "roles")}
    )
    return Composed(_book(evidence, spoken, numbered(read, spoken), frame), speech.printed)


def _places(evidence: Evidence) -> frozenset[str]:
    """The words by which the English names of the region and its districts begin."""
    names = [evidence.edition.region_name("en"), *(place.name("en") for place in evidence.catalog.districts.values())]
    return frozenset(name.split(" ")[0] for name in names)


def _environment(speech: Speech, evidence: Evidence) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_dir() / "whitepaper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=speech.finalize,
    )
    settings = evidence.edition.settings
    environment.filters.update(speech.filters)
    environment.globals.update(
        region=evidence.edition.region_name(speech.lang),
        year=str(settings.year),
        publisher=evidence.edition.publisher(speech.lang),
        illustrative=settings.illustrative,
        has_policy=evidence.has_policy,
        fieldwork=settings.fieldwork,
        indicator=evidence.indicator,
    )
    return environment


def _read(chapter: Chapter, evidence: Evidence, environment: Environment, speech: Speech) -> Iterator[m.Chapter]:
    template = environment.get_template(f"{speech.lang}/{chapter.id}.html.j2")
    ready = chapter.ready(evidence)
    for scope in chapter.scopes(evidence) if chapter.scopes else ("",):
        name = f"{chapter.id}-{scope}" if scope else chapter.id
        made = chapter.make(Context(evidence, speech, scope)) if ready else Made()
        markup = template.render(ready=ready, scope=scope, **made.facts)
        reader = Reader(name, {d.id: d for d in made.drawings}, {g.id: g for g in made.grids}, made.listings)
        read = reader.read(markup)
        yield m.Chapter(name, chapter.kind, read.title, read.blocks, group=read.group, wide=chapter.wide)


def _book(evidence: Evidence, lang: m.Lang, chapters: tuple[m.Chapter, ...], frame: object) -> m.Book:
    def told(name: str) -> str:
        return _TAGS.sub("", str(getattr(frame, name))).strip()

    cover = m.Cover(
        region=evidence.edition.region_name(lang),
        title=tuple(told("cover_title").split("|")),
        subtitle=tuple(told("cover_subtitle").split("|")),
        year=str(evidence.edition.settings.year),
        publisher=evidence.edition.publisher(lang),
        mark=told("mark"),
        art=cover_art([(found.total["need"].size, found.total["supply"].size) for found in evidence.chains]),
    )
    words = {name: named.name(lang) for name, named in terms("book").items()}
    return m.Book(lang, told("title"), told("description"), cover.publisher, cover, chapters, words)
