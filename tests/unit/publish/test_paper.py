"""Facts, markup, numbering and tables: what the house for chapters promises."""

from __future__ import annotations

import datetime as dt
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import escape

from talentmap.publish.figures.alternative import described
from talentmap.publish.paper import model as m
from talentmap.publish.paper.fact import Fact, Row, counted, difference, negative, ratio, total
from talentmap.publish.paper.fact import given as given_fact
from talentmap.publish.paper.numbering import AmbiguousName, DanglingReference, alone, chinese, numbered
from talentmap.publish.paper.parse import MarkupFault, Reader
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.publish.paper.speech import Speech, UnsourcedNumber
from talentmap.tables.analysis import GROUP_BALANCE

DRAWING = m.Drawing("tiers", "<svg xmlns='http://www.w3.org/2000/svg' width='10'></svg>", "需求 5")
TABLE = m.Grid("tier-table", (m.Column("类别"),), (m.Line((m.Cell((m.Words("科学家"),)),)),))


def read(body: str, *, drawings: tuple[m.Drawing, ...] = (), grids: tuple[m.Grid, ...] = ()) -> tuple[m.Block, ...]:
    reader = Reader("test", {d.id: d for d in drawings}, {g.id: g for g in grids}, {})
    return reader.read(f"<chapter><title>T</title><group/>{body}</chapter>").blocks


def chapter(name: str, kind: m.Kind, *blocks: m.Block, group: str = "") -> m.Chapter:
    return m.Chapter(name, kind, name.title(), blocks, group=group)


def test_a_row_names_its_facts_by_table_key_and_column() -> None:
    row = Row(GROUP_BALANCE, {"chain_id": "", "tier": "engineer", "need": 12.0, "gap": math.nan, "need_status": ""})
    assert row["need"] == Fact(12.0, "group_balance.all.engineer.need")
    assert row["gap"].value is None
    assert not row["gap"].hidden
    with pytest.raises(KeyError):
        row["nonsense"]


def test_a_hidden_value_is_no_number_and_hides_what_is_made_from_it() -> None:
    row = Row(GROUP_BALANCE, {"chain_id": "a", "tier": "", "need": math.nan, "supply": 4.0, "need_status": "c"})
    hidden = row["need"]
    assert hidden.hidden
    assert not hidden.known
    assert math.isnan(hidden.size)
    for made in (ratio(hidden, row["supply"]), difference(hidden, row["supply"]), total([hidden, row["supply"]])):
        assert made.hidden
        assert made.value is None
        assert hidden.id in made.parts


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_made_numbers_are_those_of_their_parts(one: float, other: float) -> None:
    a, b = given_fact(one, "a"), given_fact(other, "b")
    assert difference(a, b).value == one - other
    assert total([a, b]).value == pytest.approx(one + other)
    assert negative(a).value == -one
    assert ratio(a, b).value == (None if other == 0 else one / other)


@pytest.mark.parametrize("bad", [5, 5.5, None, True, counted(5, "x")])
@pytest.mark.parametrize("template", ["{{ bad }}", "{{ bad | percent }}"])
def test_a_number_without_a_source_fails(template: str, bad: object) -> None:
    speech = Speech("en")
    environment = Environment(autoescape=True, finalize=speech.finalize)
    environment.filters.update(speech.filters)
    if "percent" in template and isinstance(bad, Fact):
        bad = "5"
    with pytest.raises(UnsourcedNumber):
        environment.from_string(template).render(bad=bad)


def test_filters_write_the_source_and_remember_it() -> None:
    speech = Speech("zh")
    assert str(speech.filters["heads"](Fact(1234.0, "t.need"))) == '<n f="t.need">1,234</n>'
    assert str(speech.filters["span"](Fact(1.0, "t.low"), Fact(9.0, "t.high"))) == '<n f="t.low~t.high">1–9</n>'
    assert str(speech.filters["percent"](Fact(0.123, "s"), 1)) == '<n f="s">12.3%</n>'
    assert str(speech.filters["heads"](Fact(None, "h", hidden=True))) == '<n f="h">c</n>'
    assert [printed.text for printed in speech.printed.values()] == ["1,234", "1–9", "12.3%", "c"]


def test_lists_read_as_each_language_lists() -> None:
    assert Speech("zh").listed(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert Speech("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Speech("en").listed(["a<b"]) == "a&lt;b"
    assert Speech("en").listed([]) == ""


def test_markup_becomes_blocks() -> None:
    heading, paragraph, drawing = read(
        '<h2>Head</h2><p>A <b>strong</b> <n f="x">5</n> word<fn>foot</fn>, see <ref to="tiers"/>.</p>'
        '<figure id="tiers"><caption>Finding</caption><note>Source</note></figure>',
        drawings=(DRAWING,),
    )
    assert isinstance(heading, m.Heading)
    assert isinstance(paragraph, m.Paragraph)
    assert isinstance(drawing, m.Drawing)
    assert m.plain(drawing.caption) == "Finding"
    kinds = [type(piece).__name__ for piece in paragraph.inlines]
    assert kinds == ["Words", "Strong", "Words", "Number", "Words", "Footnote", "Words", "Reference", "Words"]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("<div>x</div>", "not a block"),
        ("<p><blink>x</blink></p>", "not part of a text"),
        ("<figure id='none'/>", "no figure 'none'"),
        ("<p>unclosed", "mismatched tag"),
    ],
)
def test_markup_that_the_language_does_not_know_is_a_fault(bad: str, told: str) -> None:
    with pytest.raises(MarkupFault, match=told):
        read(bad)


def test_a_figure_that_is_made_and_never_placed_is_a_fault() -> None:
    with pytest.raises(MarkupFault, match="never places"):
        read("<p>x</p>", drawings=(DRAWING,))


def test_blanks_between_chinese_characters_and_line_breaks_vanish() -> None:
    (paragraph,) = read("<p>\n  缺口\n  最大的是 <n f='x'>5</n> 人\n</p>")
    assert isinstance(paragraph, m.Paragraph)
    assert m.plain(paragraph.inlines) == "缺口最大的是 5 人"


@given(st.text())
def test_any_text_comes_through_escaped_markup(text: str) -> None:
    printable = Speech("zh").finalize(text)
    (paragraph,) = read(f"<p>[{escape(printable)}]</p>")
    assert isinstance(paragraph, m.Paragraph)
    told = "".join(m.plain(paragraph.inlines).split())
    assert told == "".join(f"[{printable}]".split()).replace("\x85", "")


def test_chapters_figures_and_references_are_numbered() -> None:
    reference = m.Paragraph((m.Reference("tiers"), m.Reference("tier-table"), m.Reference("method")))
    chapters = [
        chapter("foreword", "front"),
        chapter("balance", "body", reference, m.Heading(2, (m.Words("h"),)), DRAWING),
        chapter("chain-a", "body", group="Chains"),
        chapter("chain-b", "body", m.Box((), (TABLE,)), group="Chains"),
        chapter("method", "annex"),
    ]
    zh, en = numbered(chapters, "zh"), numbered(chapters, "en")
    assert [c.label for c in zh] == ["", "一", "二（一）", "二（二）", "附录一"]
    assert [c.label for c in en] == ["", "1", "2.1", "2.2", "Annex A"]
    paragraph, heading, _ = en[1].blocks
    assert isinstance(paragraph, m.Paragraph)
    assert isinstance(heading, m.Heading)
    assert [piece.label for piece in paragraph.inlines if isinstance(piece, m.Reference)] == [
        "Figure 1",
        "Table 1",
        "Annex A",
    ]
    assert heading.label == "1.1"


def test_a_reference_that_leads_nowhere_is_a_fault() -> None:
    with pytest.raises(DanglingReference, match="nowhere"):
        numbered([chapter("a", "body", m.Paragraph((m.Reference("b"),)))], "en")


def test_two_things_of_one_name_are_a_fault() -> None:
    with pytest.raises(AmbiguousName, match="tiers"):
        numbered([chapter("a", "body", DRAWING), chapter("b", "body", DRAWING)], "en")


def test_a_chapter_that_stands_alone_counts_from_one_and_keeps_what_it_calls_elsewhere() -> None:
    told = m.Paragraph((m.Reference("short"), m.Reference("tiers")))
    own = m.Grid("short", (m.Column("x"),), ())
    chapters = [chapter("balance", "body", DRAWING, TABLE), chapter("chain-a", "body", told, own, group="Chains")]
    book = numbered(chapters, "en")
    paragraph, table = alone(book[1], "en").blocks
    assert isinstance(paragraph, m.Paragraph)
    assert isinstance(table, m.Grid)
    assert [piece.label for piece in paragraph.inlines if isinstance(piece, m.Reference)] == ["Table 1", "Figure 1"]
    assert table.number == 1
    assert isinstance(book[1].blocks[1], m.Grid)
    assert book[1].blocks[1].number == 2


def test_words_that_begin_where_figures_end_keep_a_gap() -> None:
    columns = tuple(m.Column("", align) for align in ("left", "right", "left", "left", "right", "right"))
    assert m.gaps(columns) == (False, False, True, False, False, False)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Qingyuan chicken rearing", "Qingyuan chicken rearing"),
        ("Battery pack", "battery pack"),
        ("PCB plating", "PCB plating"),
        ("Qingyuanish", "qingyuanish"),
        ("Chinese herb appraiser", "Chinese herb appraiser"),
        ("SolidWorks modelling", "SolidWorks modelling"),
        ("C programming", "C programming"),
        ("A doctorate", "a doctorate"),
    ],
)
def test_a_place_keeps_its_capital_inside_a_sentence(text: str, inside: str) -> None:
    assert Speech("en", proper=frozenset({"Qingyuan", "Chinese", "C"})).filters["lower_first"](text) == inside
    assert Speech("zh").filters["lower_first"](text) == text


def test_a_day_is_told_in_words() -> None:
    day = dt.date(2026, 5, 6)
    assert Speech("zh").day(day) == "2026年5月6日"
    assert Speech("en").day(day) == "6 May 2026"


def test_text_of_a_figure_remembers_its_facts() -> None:
    speech = Speech("en")
    need, low, high, hidden = (Fact(v, i) for v, i in ((5.0, "n"), (1.0, "l"), (9.0, "h"), (None, "x")))
    told = [("a", [("need", speech.span_text(need, low, high))]), ("b", [("supply", speech.text("heads", hidden))])]
    read = described(told, "en")
    assert read == "a: need 5 (1–9); b: supply –."
    assert [fact.id for fact in read.facts] == ["n", "l", "h", "x"]
    assert pickle.loads(pickle.dumps(read)).facts == read.facts  # noqa: S301 - our own; books go to other processes
    assert {fact.id for printed in speech.printed.values() for fact in printed.facts} == {"n", "l", "h", "x"}


def test_chinese_numerals() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]


def test_a_table_is_declared_once_for_both_languages() -> None:
    rows = [{"name": "a", "need": Fact(5.0, "n"), "low": Fact(1.0, "l"), "high": Fact(9.0, "h")}]
    columns = [
        Col("role", lambda row: (m.Mark("r1"), m.Words(row["name"])), tone="strong"),
        Col("need", lambda row: row["need"], "heads", under=Col("", lambda row: (row["low"], row["high"]), "span")),
    ]
    zh = grid("t", columns, [Group("链", rows)], Speech("zh"), total=rows[0])
    en = grid("t", columns, rows, Speech("en"))
    assert [column.head for column in zh.columns] == ["岗位", "需求"]
    assert [column.head for column in en.columns] == ["Role", "Need"]
    assert [column.align for column in en.columns] == ["left", "right"]
    assert [line.kind for line in zh.lines] == ["group", "plain", "total"]
    cell = en.lines[0].cells[1]
    assert (m.plain(cell.inlines), m.plain(cell.under)) == ("5", "1–9")
    with pytest.raises(UnsourcedNumber):
        grid("t", [Col("need", lambda row: 5)], rows, Speech("en"))
