import re

import pytest
from map_reader import count, facet, names, rows, settled, told
from playwright.sync_api import expect


def test_every_role_is_listed_page_by_page(page, map_url, catalog):
    page.goto(map_url)
    assert count(page) == f"{len(catalog.roles)} 个岗位"
    seen = names(page)
    for number in range(2, -(-len(catalog.roles) // 50) + 1):
        page.locator("#pages a", has_text="下一页").click()
        expect(page).to_have_url(re.compile(rf"page={number}\b"))
        seen += names(page)
    expect(page.locator("#pages a", has_text="下一页")).to_have_count(0)
    assert sorted(seen) == sorted(role.zh for role in catalog.roles.values())


@pytest.mark.parametrize("query", ["压铸机调机", "yzjtj", "die-casting machine setter", "ＹＺＪＴＪ", "压铸岛操作工"])
def test_search_in_chinese_english_and_initials(page, map_url, query):
    page.goto(map_url)
    page.fill("#q", query)
    found = names(page)
    assert found[0] == "压铸机调机操作工"
    assert len(found) < 10


def test_search_puts_the_closest_first_until_a_column_is_chosen(page, map_url):
    page.goto(map_url)
    page.fill("#q", "数控")
    starting = [name.startswith("数控") for name in names(page)]
    assert starting[0] and starting == sorted(starting, reverse=True) and not starting[-1]
    assert "最相近者在前" in count(page)
    page.click("th[data-sort=name] button")
    assert "最相近者在前" not in count(page)
    expect(page.locator("th[data-sort=name]")).to_have_attribute("aria-sort", "ascending")


def test_a_word_that_fits_nothing_says_so(page, map_url):
    page.goto(map_url)
    page.fill("#q", "<b>zzzz</b>")
    assert rows(page) == 0
    expect(page.locator("#rows")).to_contain_text("没有符合条件的岗位")
    page.locator("#chosen a.clear").click()
    assert rows(page) == 50


@pytest.mark.parametrize("key", ["tier", "grade", "education", "pay", "district", "stage"])
def test_each_filter_shows_as_many_roles_as_it_tells(page, map_url, key):
    page.goto(map_url + "#chain=auto-parts")
    for choice, number in told(page, key).items():
        facet(page, key, choice).check()
        assert int(count(page).split(" / ")[0]) == number
        facet(page, key, choice).uncheck()


def test_counts_follow_the_other_filters_and_not_their_own(page, map_url, catalog):
    page.goto(map_url + "#chain=auto-parts")
    before = told(page, "tier")
    facet(page, "tier", "技能人才").check()
    assert told(page, "tier") == before
    assert sum(told(page, "education").values()) == before["技能人才"]
    facet(page, "tier", "工程师").check()
    assert int(count(page).split(" / ")[0]) == before["技能人才"] + before["工程师"]
    expect(page.locator(".chains a[data-chain=auto-parts] .n")).to_have_text(count(page).split(" / ")[0])


def test_what_is_chosen_is_told_and_can_be_taken_back_one_by_one(page, map_url):
    page.goto(map_url + "#chain=auto-parts&tier=technician&q=压铸")
    chips = page.locator("#chosen li")
    expect(chips).to_have_text(["汽车零部件 ×", "技能人才 ×", "“压铸” ×", "清除全部"])
    chips.nth(1).locator("a").click()
    expect(chips).to_have_count(3)
    assert "tier" not in page.url and "auto-parts" in page.url


def test_a_segment_of_the_graph_filters(page, map_url, catalog):
    page.goto(map_url + "#chain=auto-parts")
    segment = page.locator("svg.wide a[data-segment=chassis]:visible")
    segment.click()
    expected = [role for role in catalog.roles.values() if (role.chain_id, role.segment) == ("auto-parts", "chassis")]
    assert rows(page) == len(expected)
    expect(segment).to_have_attribute("aria-current", "true")
    segment.press("Enter")
    assert count(page).startswith(f"{len(catalog.roles_of('auto-parts'))} / ")


def test_a_cell_of_the_overview_filters_by_chain_and_tier(page, map_url, catalog):
    page.goto(map_url)
    page.locator("#overview a[data-chain=biomedicine][data-tier=youth]").click()
    expected = [role for role in catalog.roles_of("biomedicine") if role.tier == "youth"]
    assert sorted(names(page)) == sorted(role.zh for role in expected)


def test_a_tile_shows_the_roles_needed_in_its_district(page, map_url, catalog, shown):
    page.goto(map_url + "#view=districts")
    page.locator("svg.wide a[data-district=yingde]").click()
    places = shown.role_districts
    expected = places[places["district_id"] == "yingde"]["role_id"]
    assert count(page).startswith(f"{len(expected)} / ")


def test_sorting_puts_hidden_and_missing_last_on_the_last_page(page, map_url, catalog):
    last = -(-len(catalog.roles) // 50)
    for direction in ("desc", "asc"):
        told_needs = []
        for number in range(1, last + 1):
            page.goto(f"{map_url}#sort=need&dir={direction}&page={number}")
            told_needs += [text.split("\n")[0] for text in settled(page).locator("#rows td.need").all_inner_texts()]
        numbers = [int(text.replace(",", "")) for text in told_needs if text not in ("c", "–")]
        assert all(text in ("c", "–") for text in told_needs[len(numbers) :]) and len(numbers) < len(told_needs)
        assert numbers == sorted(numbers, reverse=direction == "desc")


def test_heads_sort_by_keyboard_and_say_so(page, map_url):
    page.goto(map_url)
    expect(page.locator("th[data-sort=gap]")).to_have_attribute("aria-sort", "descending")
    page.focus("th[data-sort=pay_mid] button")
    for expected in ("descending", "ascending", "descending"):
        page.keyboard.press("Enter")
        expect(page.locator("th[data-sort=pay_mid]")).to_have_attribute("aria-sort", expected)
    expect(page.locator("th[data-sort=gap]")).not_to_have_attribute("aria-sort", re.compile("."))
