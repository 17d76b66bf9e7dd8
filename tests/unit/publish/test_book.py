"""The book of a small edition: every chapter composed in both languages, its facts, its links and its words."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.publish.chapters.balance import split_by_gap
from talentmap.publish.chapters.declared import Context
from talentmap.publish.chapters.order import CHAPTERS
from talentmap.publish.compose import Composed, compose
from talentmap.publish.evidence import Evidence, Quality, gather
from talentmap.publish.paper import model as m
from talentmap.publish.paper.fact import Row
from talentmap.publish.paper.speech import Speech
from talentmap.publish.trail import trail
from talentmap.publish.writers.html import book_html, leaflet_html
from talentmap.resources import templates_dir
from talentmap.tables.analysis import GROUP_BALANCE
from talentmap.tables.protected import Protected

LANGUAGES = ("zh", "en")
TEMPLATES = templates_dir() / "whitepaper"


def test_every_chapter_has_a_template_in_each_language_that_says_what_is_missing() -> None:
    for lang in LANGUAGES:
        names = {path.name.split(".")[0] for path in (TEMPLATES / lang).iterdir()}
        assert names == {chapter.id for chapter in CHAPTERS} | {"words", "frame", "advice_rules", "brief"}


def test_figures_and_tables_are_those_of_the_other_language(both: dict[str, Composed]) -> None:
    zh, en = both["zh"].book, both["en"].book
    for part in ("drawings", "grids"):
        ids = [[block.id for block in getattr(book, part)] for book in (zh, en)]
        assert ids[0] == ids[1]
        assert len(set(ids[0])) == len(ids[0]) > 10
    assert [chapter.id for chapter in zh.chapters] == [chapter.id for chapter in en.chapters]


def test_both_languages_print_the_same_facts(both: dict[str, Composed]) -> None:
    def facts(lang: str) -> set[str]:
        return {fact.id for printed in both[lang].printed.values() for fact in printed.facts}

    assert facts("zh") ^ facts("en") == set()


def test_captions_state_and_sources_stand_below(composed: Composed) -> None:
    for block in (*composed.book.drawings, *composed.book.grids):
        assert m.plain(block.caption)
        assert m.plain(block.note)
    for drawing in composed.book.drawings:
        assert len(drawing.alt) > 20


def test_every_number_in_prose_carries_its_fact(composed: Composed) -> None:
    """Words printed by a template hold no digits but those that the template's author wrote."""
    lang = composed.book.lang
    ages_and_percentiles = {"30", "45", "55", "90"}
    confidence_months_and_whole = {"80", "12", "100"}
    allowed = {"95", "0", "1", "2", "3", "5", "6", "10", "000", "2022", str(2026), "3%"} | ages_and_percentiles
    allowed |= confidence_months_and_whole
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / lang).iterdir()))
    written = set(re.findall(r"\d+", re.sub(r"\{[{%#].*?[}%#]\}", "", sources, flags=re.S)))
    assert written <= allowed | {"−1"}, written - allowed


def test_an_empty_edition_still_makes_a_book(edition: Edition, catalog: Catalog, shown: Protected) -> None:
    hidden = Protected(**{**{n: getattr(shown, n) for n in shown.__slots__}, "incentives": shown.incentives.iloc[:0]})
    steps = {name: {} for name in ("intake", "matching", "registry", "analysis")}
    steps["registry"] = {"people": 0}
    steps["intake"] = dict.fromkeys(("files", "rows_in", "used", "rejected", "duplicate"), 0)
    steps["matching"] = dict.fromkeys(("stated", "decided", "accepted", "review", "none"), 0)
    steps["analysis"] = {"outside": 0}
    bare = gather(edition, catalog, PolicyRegister({}, {}), hidden, Quality(steps, [], [], {}))
    for lang in LANGUAGES:
        book = compose(bare, lang).book
        assert "policy" not in {chapter.id for chapter in book.chapters}
        assert all("coverage" not in grid.id for grid in book.grids)


def test_html_escapes_what_data_say(composed: Composed) -> None:
    html = book_html(composed.book)
    assert "<bad>" not in html
    assert "<坏>" not in html
    assert ("&lt;坏&gt;" if composed.book.lang == "zh" else "&lt;bad&gt;") in html
    assert html.count("<figure ") == len(composed.book.drawings) + len(composed.book.grids)
    assert "None" not in html
    assert not re.search(r"\bnan\b", html)


def test_every_link_of_the_book_and_of_a_leaflet_leads_somewhere(composed: Composed) -> None:
    chain = next(chapter for chapter in composed.book.chapters if chapter.group)
    for html in (book_html(composed.book), leaflet_html(composed.book, chain)):
        ids = Counter(re.findall(r' id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
        assert [name for name, count in ids.items() if count > 1] == []


def test_index_names_every_role_under_its_letter(composed: Composed, evidence: Evidence) -> None:
    (index,) = (block for block in composed.book.blocks() if isinstance(block, m.Index))
    entries = [entry.key for _, group in index.groups for entry in group]
    assert sorted(entries) == sorted(role["role_id"] for role in evidence.roles)
    letters = [letter for letter, _ in index.groups]
    assert letters == sorted(letters)


def test_a_gap_is_told_only_where_supply_lies_outside_the_interval_of_need(evidence: Evidence) -> None:
    def tier(name: str, need: tuple[float, float, float], supply: float) -> Row:
        low, middle, high = need
        return Row(GROUP_BALANCE, {"chain_id": "", "tier": name, "need": middle, "need_low": low, "need_high": high,
                                   "supply": supply, "gap": middle - supply, "need_status": "", "supply_status": ""},
                   label=evidence.catalog.tiers[name])  # fmt: skip

    tiers = [
        tier("scientist", (200, 290, 420), 235), tier("engineer", (80, 90, 100), 40), tier("youth", (10, 20, 30), 50),
    ]  # fmt: skip
    told = split_by_gap(Context(replace(evidence, tiers=tiers), Speech("en")))
    assert [label.id for label in told["level_tiers"]] == ["scientist"]
    assert [(label.id, gap.value) for label, gap in told["short_tiers"]] == [("engineer", 50)]
    assert [(label.id, gap.value) for label, gap in told["ample_tiers"]] == [("youth", 30)]


def test_the_trail_names_the_facts_of_every_figure_and_table(both: dict[str, Composed], tmp_path: Path) -> None:
    trail(both.values()).write(tmp_path)
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "numbers.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["language"], row["fact"]) for row in csv.DictReader(file)}
    assert {(row["language"], row["fact"]) for row in rows} <= known
    for lang, found in both.items():
        named = {row["id"] for row in rows if row["language"] == lang}
        drawn = {block.id for block in (*found.book.drawings, *found.book.grids)}
        assert {"tiers", "tier-table", "uncovered", "chains"} <= named <= drawn
    tiers = [row["fact"] for row in rows if row["id"] == "tiers" and row["language"] == "en"]
    assert "group_balance.all.engineer.need" in tiers


def test_supply_in_another_tier_is_one_figure_wherever_it_is_told(composed: Composed) -> None:
    told = {
        chapter.id: {number.fact for number in prose_numbers(chapter) if number.fact.endswith("dissimilarity")}
        for chapter in composed.book.chapters
    }
    assert told["summary"] == told["shortages"] == {"structure.all.tier.dissimilarity"}


def prose_numbers(chapter: m.Chapter) -> Iterator[m.Number]:
    for block in chapter.blocks:
        texts = block.items if isinstance(block, m.Items) else (getattr(block, "inlines", ()),)
        for inlines in texts:
            yield from m.numbers(inlines)


def test_chapter_modules_hold_no_sentences() -> None:
    """Words belong into templates and terms; a module holds ids and at most a phrase with places for names."""
    folder = Path(__file__).parents[3] / "talentmap" / "publish" / "chapters"
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert len(re.findall(r"[\u4e00-\u9fff]", node.value)) <= 6, (path.name, node.value)


def test_english_cells_have_curly_quotes_and_lists_that_begin_with_one_capital(both: dict[str, Composed]) -> None:
    found = {grid.id: grid for grid in both["en"].book.grids}
    problems = [m.plain(cell.inlines) for line in found["problem-table"].lines for cell in line.cells]
    assert "<bad> “…”" in problems
    asked = [
        m.plain(line.cells[-1].inlines).split(", ")
        for name, grid in found.items() if name.startswith("short-") and name != "short-table" for line in grid.lines
    ]  # fmt: skip
    later = [skill for skills in asked for skill in skills[1:]]
    assert len(later) > 20
    assert all(skills[0][0].isupper() for skills in asked if skills[0])
    assert sum(skill[0].islower() for skill in later) > 0.7 * len(later)
