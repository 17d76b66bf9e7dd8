import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import networkx as nx
import pandas as pd
import pytest
import yaml

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.taxonomy import Tier
from talentmap.publish.chainlayout import crossings, narrow, wide
from talentmap.publish.conditions import condition
from talentmap.publish.map.assembly import script
from talentmap.publish.map.data import json_for_page
from talentmap.publish.map.overview import (
    Balance,
    district_balances,
    group_balances,
    need_shares,
    segment_balances,
    uncovered_shares,
)
from talentmap.publish.map.page import map_page, write_map
from talentmap.publish.map.roles import reach
from talentmap.publish.map.tiles import tile_map
from talentmap.publish.pinyin import initials
from talentmap.publish.released import half_up
from talentmap.publish.wrapping import columns, wrap
from talentmap.resources import templates_dir
from talentmap.tables.comparison import SHORTAGE_MOVES
from talentmap.tables.comparison_findings import Since
from talentmap.tables.outlook import RESKILLING, Outlook

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&\u2028"


@pytest.fixture(scope="module")
def page(edition, catalog, shown, register):
    return map_page(edition, catalog, shown, register)


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def elements(text):
    parser = Elements()
    parser.feed(text)
    return parser


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.S).group(1))


def test_same_input_gives_the_same_bytes(tmp_path, edition, catalog, shown, register):
    for name in ("a.html", "b.html"):
        write_map(tmp_path / name, edition, catalog, shown, register)
    first = (tmp_path / "a.html").read_bytes()
    assert first == (tmp_path / "b.html").read_bytes()
    assert b"\r" not in first
    assert len(first) < 2_500_000


def test_policy_names_the_hashes_of_the_only_style_and_script(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1).replace("&#39;", "'")
    style = re.search(r"<style>(.*?)</style>", page, re.S).group(1)
    script = re.search(r"<script>(.*?)</script>", page, re.S).group(1)
    for directive, text in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert len(style.encode()) + len(script.encode()) < 80_000


def test_nothing_is_fetched_and_nothing_runs_inline(page):
    found = elements(page)
    assert not {"link", "img", "iframe", "object", "base", "form"} & set(found.tags)
    links = [value for _, name, value in found.attributes if name in ("href", "src", "action")]
    assert all(value.startswith("#") for value in links)
    assert not [name for _, name, _ in found.attributes if name.startswith("on") or name == "style"]


def test_ids_are_unique(page):
    ids = [value for _, name, value in elements(page).attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_every_role_is_there_and_hidden_is_not_missing(page, catalog, shown):
    data = data_of(page)
    assert [role["id"] for role in data["roles"]] == list(catalog.roles)
    need = data["figures"].index("need")
    figures = {role["id"]: role["figures"][need] for role in data["roles"]}
    for row in shown.roles.to_dict("records"):
        expected = "c" if row["need_status"] == "c" else row["need"]
        assert figures[row["role_id"]] == expected
    assert figures[list(catalog.roles)[-1]] is None
    assert sum(value == "c" for value in figures.values()) == (shown.roles["need_status"] == "c").sum() > 0


def test_what_stays_in_the_bureau_is_not_in_the_page(page):
    assert "top_share" not in page
    assert '"people"' not in json.dumps(data_of(page)["figures"])


def test_headlines_are_rounded_like_every_headcount(page):
    assert "<b>23,455</b>" in page
    assert "<b>62%</b>" in page


def test_hostile_text_stays_text(edition, catalog, shown, register):
    role = next(iter(catalog.roles.values()))
    poisoned = role.model_copy(update={"zh": HOSTILE, "en": HOSTILE, "definition_zh": HOSTILE, "majors": (HOSTILE,)})
    chain = catalog.chains[role.chain_id].model_copy(update={"zh": HOSTILE, "note_en": HOSTILE})
    settings = edition.settings.model_copy(update={"region_zh": HOSTILE, "publisher_en": HOSTILE})
    text = map_page(
        edition.model_copy(update={"settings": settings}),
        catalog.model_copy(
            update={
                "roles": {**catalog.roles, role.id: poisoned},
                "chains": {**catalog.chains, chain.id: chain},
            }
        ),
        shown,
        register,
    )
    found = elements(text)
    assert found.tags.count("script") == 2
    assert "img" not in found.tags
    assert data_of(text)["roles"][0]["name"][0] == HOSTILE


def test_json_cannot_close_its_element():
    text = json_for_page({"a": HOSTILE})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": HOSTILE}


def test_badge_only_when_illustrative(page, edition, catalog, shown, register):
    real = edition.model_copy(update={"settings": edition.settings.model_copy(update={"illustrative": False})})
    badge = '<strong class="badge">示例数据 / illustrative data</strong>'
    assert badge in page
    assert badge not in map_page(real, catalog, shown, register)
    assert data_of(page)["illustrative"] and not data_of(map_page(real, catalog, shown, register))["illustrative"]


def test_only_items_in_force_are_listed(page):
    names = [item["name"][0] for item in data_of(page)["incentives"]]
    assert names == ["技师津贴", "技师津贴"]


def test_an_edition_without_policies_or_answers_has_a_map(edition, catalog, shown, register):
    empty = replace(
        shown,
        roles=shown.roles.iloc[:0],
        groups=shown.groups.iloc[:0],
        role_districts=shown.role_districts.iloc[:0],
        incentives=shown.incentives.iloc[:0],
        indicators=shown.indicators.iloc[:0],
    )
    text = map_page(edition, catalog, empty, PolicyRegister({}, {}))
    assert len(data_of(text)["roles"]) == len(catalog.roles)


def test_conditions_are_told_in_words(catalog):
    rule = "education >= doctorate and age <= 45 and chain in (auto-parts)"
    assert condition(rule, catalog, "zh") == "学历不低于博士，年龄不超过45周岁，产业链为汽车零部件"
    assert condition(rule, catalog, "en") == "education at least doctorate; age at most 45; chain: Automotive parts"
    assert condition("", catalog, "en") == "no condition"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("焊接工程师", "hjgcs"),
        ("SMT贴装工", "smttzg"),
        ("重庆", "cq"),
        ("压铸调机员", "yztjy"),
        ("生产调度员", "scddy"),
        ("铝轧制工", "lzzg"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_segments_never_overlap_and_arrows_run_forward(catalog):
    for chain in catalog.chains.values():
        for drawing in (wide(chain), narrow(chain)):
            boxes = {place.segment_id: place for place in drawing.places}
            assert set(boxes) == {segment.id for segment in chain.segments}
            for one in drawing.places:
                assert one.x >= 0 and one.x + one.width <= drawing.width + 1e-9
                assert one.y >= 0 and one.y + one.height <= drawing.height + 1e-9
                for other in drawing.places:
                    apart = abs(one.x - other.x) >= one.width or abs(one.y - other.y) >= one.height
                    assert one is other or apart
            assert {(arrow.source, arrow.target) for arrow in drawing.arrows} == set(chain.graph.edges)
        placed = {place.segment_id: place.x for place in wide(chain).places}
        assert all(placed[source] < placed[target] for source, target in chain.graph.edges)


def test_an_arrow_that_passes_a_column_misses_its_boxes(catalog):
    for chain in catalog.chains.values():
        drawing = wide(chain)
        for arrow in drawing.arrows:
            points = [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+) ([\d.]+)(?=[LC]|$)", arrow.line)]
            levels = [(a, b) for a, b in pairwise(points) if a[1] == b[1]]
            for (x1, y), (x2, _) in levels:
                for place in drawing.places:
                    inside = place.y < y < place.y + place.height and x1 < place.x + place.width and x2 > place.x
                    assert not inside or place.segment_id in (arrow.source, arrow.target)


def test_crossings_are_counted():
    left, right = [("a",), ("b",)], [("c",), ("d",)]
    assert crossings([left, right], [(("a",), ("d",)), (("b",), ("c",))]) == 1
    assert crossings([left, right], [(("a",), ("c",)), (("b",), ("d",))]) == 0


def test_layout_orders_columns_without_needless_crossings(catalog):
    chain = catalog.chains["recycled-metals"]
    assert nx.is_directed_acyclic_graph(chain.graph)
    heights = {place.y for place in wide(chain).places}
    assert len(heights) > 1


def test_a_segment_with_hidden_roles_has_no_gap(catalog, shown):
    hidden = shown.roles[(shown.roles["need_status"] == "c") | (shown.roles["supply_status"] == "c")]
    touched = {(row["chain_id"], row["segment_id"]) for row in hidden.to_dict("records")}
    for key, balance in segment_balances(catalog, shown).items():
        assert (balance.gap is None) == (key in touched) == balance.partly


def test_a_sum_with_hidden_parts_is_shaded_by_what_may_be_told():
    assert Balance(210, 15, supply_hidden=True, told=(200, 15)).shade == "short2"
    assert Balance(0, 135, need_hidden=True, told=(0, 5)).shade == "unknown"
    assert Balance(None, 30, need_hidden=True).shade == "unknown"


def test_a_district_adds_up_over_tiers_of_which_the_unstated_is_one(shown):
    rows = shown.districts[shown.districts["district_id"] == "yingde"]
    found = district_balances(shown)["yingde"]
    assert set(found) == {*(tier.value for tier in Tier), "", "all"}
    assert found["all"].need == rows["need"].sum()
    assert found["all"].need_hidden == (rows["need_status"] == "c").any()


def test_uncovered_shares_stand_by_tier_and_hidden_is_c(shown):
    told = uncovered_shares(shown)
    assert set(told) == set(Tier)
    assert told[Tier.ENGINEER] == 0.6
    groups = shown.groups.assign(uncovered_share=float("nan"), need_status="c")
    assert uncovered_shares(replace(shown, groups=groups))[Tier.ENGINEER] == "c"


def test_tiles_never_overlap(catalog):
    for size, height in ((150, 64), (80, 82)):
        drawn = tile_map(catalog, size, height)
        assert [tile.district.id for tile in drawn.tiles] == list(catalog.districts)
        for one in drawn.tiles:
            assert 0 <= one.x <= drawn.width - size and 0 <= one.y <= drawn.depth - height
            assert all(
                one is other or abs(one.x - other.x) >= size or abs(one.y - other.y) >= height for other in drawn.tiles
            )


def test_incentives_are_held_against_what_the_catalog_asks(catalog, register):
    item = register.items["p1-1"]
    plain = item.model_copy(update={"item_id": "plain", "rule": ""})
    paid = item.model_copy(update={"item_id": "paid", "rule": "pay_month >= 9000"})
    technician = next(role for role in catalog.roles.values() if role.tier is Tier.TECHNICIAN)
    found = reach(technician, (item, plain, paid), catalog)
    assert found.accepts == ("plain",)
    ((depends, clauses),) = found.depends
    assert depends == "paid"
    assert clauses == (("月薪不低于9,000元", "monthly pay at least 9,000 yuan"),)


def test_a_role_tells_its_rank_of_last_year_where_the_edition_knows_it(edition, catalog, shown, register):
    first, second = list(catalog.roles)[:2]
    moves = pd.DataFrame(
        [(first, "stayed", 3, 1, "short", "short"), (second, "entered", None, 2, "", "short")],
        columns=list(SHORTAGE_MOVES.names),
    )
    since = Since(2025, changes=pd.DataFrame(), moves=moves)
    data = data_of(map_page(edition, catalog, replace(shown, since=since), register))
    assert data["year_before"] == 2025
    assert data["roles"][0]["move"] == {"kind": "stayed", "was": 3, "now": 1}
    assert data["roles"][1]["move"] == {"kind": "entered", "was": None, "now": 2}
    assert "move" not in data["roles"][2]


def test_a_short_role_tells_the_routes_into_it_in_order(edition, catalog, shown, register):
    first, second, third = list(catalog.roles)[:3]
    columns = ("to_role", "from_role", "via", "rank", "shared", "missing_skills")
    rows = [(first, third, second, 2, 0.5, ""), (first, second, "", 1, 0.8, "cnc|cad")]
    assert set(columns) <= set(RESKILLING.names)
    ways = pd.DataFrame(rows, columns=list(columns))
    data = data_of(map_page(edition, catalog, replace(shown, outlook=Outlook(reskilling=ways)), register))
    assert data["roles"][0]["routes"] == [
        {"from": second, "via": "", "shared": 0.8, "missing": ["cnc", "cad"]},
        {"from": third, "via": second, "shared": 0.5, "missing": []},
    ]
    assert "routes" not in data["roles"][1]


def test_the_script_asks_for_no_word_that_is_missing_and_no_word_is_idle():
    words = yaml.safe_load((templates_dir() / "map" / "words.yaml").read_text(encoding="utf-8"))
    asked = set(re.findall(r'say\("(\w+)"', script()))
    assert asked <= set(words)
    named = set(re.findall(r'"(\w+)"', script()))
    made = {f"move_{kind}" for kind in ("entered", "stayed", "left", "unrated", "removed")}
    made |= {f"weight{weight}" for weight in (1, 2, 3)}
    assert set(words) == (set(words) & named) | made
    assert all(len(pair) == 2 and all(pair) for pair in words.values())


def test_shades_follow_the_excess_demand_ratio():
    assert [Balance(need, 100).shade for need in (10, 70, 100, 150, 900)] == [
        "surplus2",
        "surplus1",
        "even",
        "short1",
        "short2",
    ]
    assert Balance(0, 0).shade == "unknown"
    assert Balance(None, 5, need_hidden=True).gap is None


def test_need_shares_are_withheld_when_a_tier_is_hidden(shown):
    balances = dict(group_balances(shown))
    assert sum(need_shares(balances).values()) == pytest.approx(1)
    balances[("", "youth")] = Balance(None, 5, need_hidden=True)
    assert need_shares(balances) == dict.fromkeys(Tier)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(0.125, 2, 0.13), (2.5, 0, 3), (-2.5, 0, -3), (1.005, 2, 1.01), (12345, -1, 12350)],
)
def test_rounding_is_half_up(value, decimals, shown):
    assert half_up(value, decimals) == shown


def test_wrapping():
    assert wrap("Copper rod, wire and strip processing", 22, 3) == (
        "Copper rod, wire and",
        "strip processing",
    )
    assert wrap("检测、质量与贸易", 8, 2) == ("检测、质", "量与贸易")
    assert wrap("SMT贴装与组装", 8, 2) == ("SMT贴装", "与组装")
    assert wrap("一二三四五六", 4, 2) == ("一二", "三四…")
    assert columns("a中") == 3
