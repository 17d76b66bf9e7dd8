"""Every figure on small data: it draws, says what it holds, and its words never meet."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from colour_sight import KINDS, apart, contrast, lightness

from talentmap.model.taxonomy import Catalog
from talentmap.publish.figures import bars, curves, heat
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.balance import dumbbell
from talentmap.publish.figures.chain import Box, chain_graph
from talentmap.publish.figures.cover import cover_art
from talentmap.publish.figures.heat import Shaded
from talentmap.publish.figures.theme import DEEP, GREY, HEAT, INK, MONEY, NEED, SUPPLY, as_png, heat_colour, titled
from talentmap.publish.wrapping import columns

NAMES = ("先进装备制造", "汽车零部件", "新材料")
BALANCE = [{"name": name, "need": 90 - 9 * at, "low": 80, "high": 99, "supply": 30} for at, name in enumerate(NAMES)]
FIGURES = {
    "dumbbell": dumbbell(BALANCE, NAMES, ("需求", "可供"), "人数"),
    "ranked": bars.ranked_bars([{"name": n, "value": 0.5} for n in NAMES], NAMES, "占比"),
    "paired": bars.paired_bars(
        [{"name": n, "kind": k, "share": 0.3} for n in NAMES for k in ("需求", "预算")],
        NAMES,
        [("需求", NEED), ("预算", MONEY)],
        "占比",
    ),
    "ranking": bars.shortage_ranking(
        [{"name": "焊工", "gap": 90, "before": 3}, {"name": "铸工", "gap": 80, "before": None}],
        "缺口",
        {"new": "新上榜", "same": "持平", "up": "上升 {} 位", "down": "下降 {} 位"},
    ),
    "heat": heat.heat_table(
        {("科学家", "引进"): Shaded(0.9, "1.2亿元", "3 条")}, ["科学家", "工程师"], ["引进", "培育"]
    ),
    "tiles": heat.district_tiles(
        {(0, 0): ("清城区", Shaded(0.2, "120")), (2, 1): ("连山壮族瑶族自治县", Shaded(None, "c"))}
    ),
    "curve": curves.concentration_curve(
        [{"kind": k, "x": x, "y": x} for k in ("预算", "需求") for x in (0.0, 1.0)],
        ("预算", "需求"), ("人数", "占比"), "均等线",
    ),
    "fan": curves.fan(
        [{"year": 2026, "mid": 10, "supply": 8},
         {"year": 2027, "mid": 12, "low": 6, "high": 18, "inner_low": 9, "inner_high": 15, "supply": 9}],
        ("需求", "可供"), "人数",
    ),
    "pyramid": curves.pyramid([{"name": "35岁以下", "left": 40, "right": 10}], ["35岁以下"], ("在岗", "可供"), "人数"),
}  # fmt: skip


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_svg_in_our_family_without_ids(name: str) -> None:
    svg = FIGURES[name]
    assert parsed(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert set(re.findall(r'font-family="([^"]+)"', svg)) == {"Talentmap Sans"}
    assert 'lang="zh-Hans"' in svg
    assert not re.search(r'\s(?:id|class|href)="', svg)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dumbbell", [*NAMES, "需求", "可供", "人数"]),
        ("ranked", ["50%"]),
        ("ranking", ["1  焊工", "上升 2 位", "新上榜"]),
        ("heat", ["1.2亿元", "3 条", "工程师", "培育"]),
        ("tiles", ["清城区", "120", "c"]),
        ("curve", ["均等线"]),
        ("fan", ["2027", "95%", "80%"]),
        ("pyramid", ["35岁以下", "40", "10"]),
    ],
)
def test_a_figure_prints_its_words(name: str, words: list[str]) -> None:
    printed = [text.text for text in parsed(FIGURES[name]).iter("{http://www.w3.org/2000/svg}text")]
    for word in words:
        assert word in printed, printed


def test_a_ranking_without_last_year_has_no_moves() -> None:
    drawn = bars.shortage_ranking([{"name": "焊工", "gap": 9}], "缺口", {})
    assert "1  焊工" in drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_in_the_boxes_of_every_chain_stay_inside(catalog: Catalog, lang: str) -> None:
    for chain in catalog.chains.values():
        boxes = {segment.id: Box(segment.name(lang), "1,234 missing", 0.5) for segment in chain.segments}
        drawing = parsed(chain_graph(chain, boxes))
        group = drawing[0]
        rects = [el for el in group if el.tag.endswith("rect")]
        texts = [el for el in group if el.tag.endswith("text")]
        assert len(rects) == len(chain.segments)
        for text in texts:
            x, y, size = (float(text.get(key, "")) for key in ("x", "y", "font-size"))
            half = columns(text.text or "") * size * 0.5 / 2
            inside = [r for r in rects if box_holds(r, x - half, y - size) and box_holds(r, x + half, y + size * 0.1)]
            assert len(inside) == 1, (chain.id, text.text)


def box_holds(rect: ElementTree.Element, x: float, y: float) -> bool:
    left, top, width, height = (float(rect.get(key, "")) for key in ("x", "y", "width", "height"))
    return left <= x <= left + width and top <= y <= top + height


def test_long_heads_of_a_heat_table_stay_over_their_columns_and_names_inside_the_picture() -> None:
    heads = [
        "Advanced equipment manufacturing", "Ceramics and building materials", "陶瓷与建筑材料及其加工", "Biomedicine",
        "Specialty agriculture and food", "New materials", "Recycled metals", "Electronic information",
    ]  # fmt: skip
    row = "Qingyuan Hi-tech Zone with a long name"
    drawing = parsed(heat.heat_table({(row, head): Shaded(0.5, "1.0") for head in heads}, [row], heads))
    texts = list(drawing.iter("{http://www.w3.org/2000/svg}text"))
    boxes = list(drawing.iter("{http://www.w3.org/2000/svg}rect"))
    top = min(float(box.get("y", "")) for box in boxes)
    width = float(boxes[0].get("width", ""))
    lines = [text for text in texts if text.get("text-anchor") == "middle" and float(text.get("y", "")) < top]
    assert {text.text for text in lines} >= {"Advanced", "equipment", "manufacturing", "Biomedicine"}
    for text in lines:
        assert columns(text.text or "") * float(text.get("font-size", "")) * 0.52 <= width, text.text
    name = next(text for text in texts if text.text == row)
    assert float(name.get("x", "")) - columns(row) * float(name.get("font-size", "")) * 0.52 >= 0


def test_a_text_alternative_reads_the_data_and_is_the_title() -> None:
    told = described([("科学家", [("需求", "290"), ("可供", "210")]), ("工程师", [("", "不公布")])], "zh")
    assert told == "科学家：需求 290，可供 210；工程师：不公布。"
    assert titled(FIGURES["heat"], "a < b").count("<title>a &lt; b</title>") == 1


def test_a_hidden_figure_leaves_its_bar_out_of_the_cover() -> None:
    assert cover_art([(5.0, float("nan")), (4.0, 3.0)]).count("<rect") == 3
    assert cover_art([]).count("<rect") == 0


def test_a_figure_becomes_a_picture_for_word() -> None:
    assert as_png(FIGURES["heat"]).startswith(b"\x89PNG")


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations((NEED, SUPPLY, MONEY), 2)))
def test_need_supply_and_money_stay_apart_in_grey_and_for_the_colour_blind(one: str, other: str) -> None:
    assert abs(lightness(one) - lightness(other)) >= 10
    for kind in KINDS:
        assert apart(one, other, kind) >= 20, kind


def test_the_shades_of_heat_darken_step_by_step_and_bear_their_ink() -> None:
    steps = [lightness(shade) for shade in HEAT]
    assert all(light - dark >= 8 for light, dark in itertools.pairwise(steps))
    for heat_value in (None, 0.0, 0.2, 0.4, 0.6, 0.8, 0.999, 1.0):
        assert contrast(*heat_colour(heat_value)) >= 4.5, heat_value


def test_text_colours_bear_reading_on_white() -> None:
    for colour, wanted in ((INK, 7), (DEEP, 7), (NEED, 4.5), (GREY, 4.5)):
        assert contrast(colour, "#ffffff") >= wanted
