import re

import pytest
from map_reader import count, names, settled
from playwright.sync_api import expect

ROLE = "ap-die-casting-operator"
OTHER = "ae-cnc-machinist"


def test_a_role_has_a_link_and_back_closes_it(page, map_url):
    page.goto(f"{map_url}#lang=en&role={ROLE}")
    expect(page.locator("#card-title")).to_have_text("Die-casting machine setter-operator")
    expect(page).to_have_title(re.compile("^Die-casting machine setter-operator"))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("role="))
    expect(page.locator("#card")).not_to_be_visible()
    page.go_back()
    page.wait_for_selector("#card", state="visible")
    page.locator("#card .close").click()
    expect(page).not_to_have_url(re.compile("role="))
    expect(page.locator("#card")).not_to_be_visible()


def test_back_undoes_one_choice_after_another(page, map_url):
    page.goto(map_url)
    page.locator(".chains a[data-chain=auto-parts]").click()
    page.locator("#facet-tier input").nth(2).check()
    page.locator("a[data-show=incentives]").click()
    page.locator("[data-cell='technician.retain']").click()
    page.go_back()
    expect(page).not_to_have_url(re.compile("cell="))
    page.go_back()
    page.wait_for_selector("[data-graph=auto-parts]", state="visible")
    expect(page.locator("#facet-tier input").nth(2)).to_be_checked()
    page.go_back()
    expect(page.locator("#facet-tier input:checked")).to_have_count(0)
    page.go_back()
    page.wait_for_selector("#overview", state="visible")


STATES = (
    "lang=en&chain=auto-parts&tier=technician%2Cengineer&sort=pay_mid&dir=asc",
    "q=gcs&page=2",
    "grade=short&education=bachelor&pay=2&district=qingcheng&stage=none",
    "view=districts&theme=dark",
    "view=incentives&cell=technician.retain",
    "view=incentives&incentive=p1-2",
    "incentive=p1-2",
    f"view=compare&compare={ROLE}%2C{OTHER}",
    f"lang=en&role={ROLE}",
)


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_link_that_shows_the_same_again(page, map_url, state):
    page.goto(f"{map_url}#{state}")
    page.wait_for_selector("html[data-theme]")
    first = settled(page).locator("body").inner_text()
    page.goto("about:blank")
    page.goto(f"{map_url}#{state}")
    assert settled(page).locator("body").inner_text() == first
    page.goto("about:blank")
    page.goto(map_url)
    assert settled(page).locator("body").inner_text() != first


SENSELESS = (
    "chain=constructor",
    "role=__proto__",
    "view=x",
    "cell=toString.x",
    "sort=%00",
    "page=-1",
    "page=1e9",
    "lang=fr",
    "compare=a,b,c",
    "%",
    "grade=<b>",
)


@pytest.mark.parametrize("state", SENSELESS)
def test_an_address_that_makes_no_sense_does_no_harm(page, map_url, state):
    page.goto(f"{map_url}#{state}")
    expect(page.locator("h1:visible")).to_have_count(1)
    assert count(page)


def test_language_switches_everything_and_is_kept(page, map_url):
    page.goto(map_url + "#chain=auto-parts")
    page.click("button[data-lang=en]")
    expect(page.locator("h1")).to_have_text("Key industry talent demand", use_inner_text=True)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title(re.compile("^Qingyuan key industry talent demand 2026"))
    page.reload()
    assert "of 200 roles" in count(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_a_person_chooses(browser, map_url, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(map_url)
    other = {"light": "dark", "dark": "light"}[scheme]
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    assert settled(page).evaluate("getComputedStyle(document.body).backgroundColor") != ground
    expect(page).to_have_url(re.compile(f"theme={other}"))
    context.close()


def test_the_card_tells_what_the_tables_hold(page, map_url, shown, catalog):
    row = next(
        row
        for row in shown.roles.to_dict("records")
        if row["need_status"] == "" and row["supply_status"] == "" and row["grade"] in ("short", "very_short")
    )
    page.goto(f"{map_url}#role={row['role_id']}")
    text = settled(page).locator("#card-body").inner_text()
    for figure in (row["need"], row["need_low"], row["need_high"], row["supply"], row["pay_mid"]):
        assert f"{figure:,.0f}" in text
    assert f"95% 区间 {row['need_low']:,.0f}–{row['need_high']:,.0f}" in text
    assert "能力" in text and "应聘者合格而不合适" in text
    expect(page.locator("#card-body .fired")).to_have_count(len(row["fired"].split("|")))
    assert "25%" in text  # the probability of a gap among the ten largest
    assert catalog.roles[row["role_id"]].definition_zh in text
    for major in catalog.roles[row["role_id"]].majors:
        assert major in text


def test_the_card_names_the_incentives_that_accept_the_role(page, map_url):
    page.goto(f"{map_url}#role={ROLE}")
    accepted = page.locator("#card-body a", has_text="技师津贴")
    expect(accepted).to_have_count(1)  # p1-2 asks nothing; p1-1 asks for a technician's certificate
    accepted.click()
    expect(page.locator("#items .item")).to_have_count(1)
    page.locator("#items a", has_text="按目录最低要求").click()
    assert count(page).startswith("72 / ")
    expect(page.locator("#chosen")).to_contain_text("符合“技师津贴”条件")


def test_a_cell_of_the_money_grid_lists_its_items(page, map_url):
    page.goto(map_url + "#view=incentives")
    expect(page.locator("#items-title")).to_contain_text("全部现行激励政策条目（2 条）")
    page.click("[data-cell='technician.retain']")
    text = settled(page).locator("#items").inner_text()
    assert "技能等级不低于技师，产业链为汽车零部件" in text
    assert "每月300–800元" in text and "120 万元" in text and "未载明" in text
    page.click("[data-cell='youth.retain']")
    expect(page.locator("#items")).to_contain_text("这一格没有现行政策条目")


def test_two_roles_are_chosen_and_compared(page, map_url, catalog):
    page.goto(f"{map_url}#role={ROLE}")
    page.locator("#card-body a", has_text="与另一岗位对比").click()
    expect(page.locator("#compare li")).to_have_count(6)  # suggestions
    page.locator("#compare select").nth(1).select_option(OTHER)
    heads = settled(page).locator(".compared thead th").all_inner_texts()
    assert heads == [catalog.roles[ROLE].zh, catalog.roles[OTHER].zh]
    needs = page.locator(".compared tbody tr", has_text="95% 区间").locator("td")
    expect(needs).to_have_count(2)
    shared = set(catalog.roles[ROLE].skills) & set(catalog.roles[OTHER].skills)
    told = set(page.locator("#compare .three li").all_inner_texts())
    both = {*catalog.roles[ROLE].skills, *catalog.roles[OTHER].skills}
    assert told == {catalog.skills[skill].zh for skill in both}
    assert ("共同需要" in page.locator("#compare").inner_text()) == bool(shared)


def test_every_chart_has_its_table(page, map_url, catalog):
    page.goto(map_url + "#chain=auto-parts")
    page.locator("[data-graph=auto-parts] summary").click()
    table = page.locator("[data-graph=auto-parts] table")
    expect(table.locator("tbody tr")).to_have_count(len(catalog.chains["auto-parts"].segments))
    page.goto(map_url + "#view=districts")
    tiles = settled(page).locator("svg.wide.tiles a:visible").all_inner_texts()
    cells = page.locator("[data-view=districts] tbody tr td:last-child").all_inner_texts()
    assert len(tiles) == len(catalog.districts) == len(cells) - 1


def test_names_read_the_same_in_table_and_link(page, map_url):
    page.goto(map_url + "#lang=en&sort=name&dir=asc")
    told = names(page)
    assert told == sorted(told, key=str.casefold)
