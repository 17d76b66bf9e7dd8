import json
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest

from talentmap.publish.webmap import json_for_page


def rows(page):
    return page.locator("#rows tr").count()


def count(page):
    return page.locator("#count").inner_text()


def test_every_role_is_listed(page, map_url, catalog):
    page.goto(map_url)
    assert count(page) == f"{len(catalog.roles)} 个岗位"
    assert rows(page) == 100
    page.click("#more")
    assert rows(page) == len(catalog.roles)


@pytest.mark.parametrize("query", ["压铸机调机", "yzjtj", "die-casting machine setter", "ＹＺＪＴＪ", "压铸岛操作工"])
def test_search_in_chinese_english_and_initials(page, map_url, query):
    page.goto(map_url)
    page.fill("#q", query)
    names = page.locator("#rows th a").all_inner_texts()
    assert "压铸机调机操作工" in names
    assert len(names) < 10


def test_a_word_that_fits_nothing_says_so(page, map_url):
    page.goto(map_url)
    page.fill("#q", "<b>zzzz</b>")
    assert rows(page) == 1
    assert "没有符合条件的岗位" in page.locator("#rows").inner_text()


def test_filters_and_counts_agree(page, map_url):
    page.goto(map_url + "#chain=auto-parts")
    label = page.locator("#facet-tier label").nth(2)
    told = int(label.locator(".n").inner_text())
    label.click()
    assert count(page).startswith(f"{told} / ")
    assert "tier=technician" in page.url


def test_a_segment_of_the_graph_filters(page, map_url, catalog):
    page.goto(map_url + "#chain=auto-parts")
    page.locator("svg.wide a[data-segment=chassis]:visible").click()
    expected = [role for role in catalog.roles.values() if (role.chain_id, role.segment) == ("auto-parts", "chassis")]
    assert rows(page) == len(expected)
    page.locator("svg.wide a[data-segment=chassis]:visible").press("Enter")
    assert count(page).startswith(f"{len(catalog.roles_of('auto-parts'))} / ")


def test_sorting_puts_hidden_and_missing_last(page, map_url):
    page.goto(map_url)
    page.click("th[data-sort=need] button")
    page.click("#more")
    for _ in range(2):
        told = page.locator("#rows td.need").all_inner_texts()
        numbers = [int(text.replace(",", "")) for text in told if text not in ("c", "–")]
        known = len(numbers)
        assert all(text in ("c", "–") for text in told[known:])
        direction = page.get_attribute("th[data-sort=need]", "aria-sort")
        assert numbers == sorted(numbers, reverse=direction == "descending")
        page.click("th[data-sort=need] button")
        if page.locator("#more").is_visible():
            page.click("#more")


def test_a_role_has_a_link_and_back_closes_it(page, map_url):
    page.goto(map_url + "#lang=en&role=ap-die-casting-operator")
    assert page.locator("#card-title").inner_text() == "Die-casting machine setter-operator"
    page.keyboard.press("Escape")
    page.wait_for_function("!location.hash.includes('role=')")
    assert not page.locator("#card").is_visible()
    page.go_back()
    page.wait_for_selector("#card", state="visible")
    page.locator("#card .close").click()
    page.wait_for_function("!location.hash.includes('role=')")
    assert not page.locator("#card").is_visible()


def test_back_undoes_one_choice_after_another(page, map_url):
    page.goto(map_url)
    page.locator(".chains a[data-chain=auto-parts]").click()
    page.locator("#rows th a").first.click()
    assert page.locator("#card").is_visible()
    page.go_back()
    page.wait_for_selector("#card", state="hidden")
    assert page.locator("[data-graph=auto-parts]").is_visible()
    page.go_back()
    page.wait_for_selector("#overview", state="visible")


def test_language_switches_everything_and_is_kept(page, map_url):
    page.goto(map_url + "#chain=auto-parts")
    page.click("[data-lang=en]")
    assert page.locator("h1").inner_text() == "Key industry talent demand"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title().startswith("Qingyuan key industry talent demand 2026")
    page.reload()
    assert "of 200 roles" in count(page)


def test_the_whole_way_by_keyboard(page, map_url):
    page.goto(map_url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "roles"
    page.keyboard.press("Tab")
    page.keyboard.type("yzjtj")
    page.locator("#rows th a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card-title"


def test_a_cell_of_the_money_grid_lists_its_items(page, map_url):
    page.goto(map_url)
    page.click("[data-policy='technician.retain']")
    text = page.locator("#card-body").inner_text()
    assert "技师津贴" in text
    assert "技能等级不低于技师，产业链为汽车零部件" in text


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280])
@pytest.mark.parametrize("place", ["", "lang=en&chain=recycled-metals", "lang=en&role=ap-die-casting-operator"])
def test_nothing_is_cut_off_at_any_width(page, map_url, width, place):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{map_url}#{place}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('#card').scrollWidth <= innerWidth")


def test_words_stay_inside_their_boxes(page, map_url, catalog):
    for lang in ("zh", "en"):
        for chain in catalog.chains:
            page.goto(f"{map_url}#lang={lang}&chain={chain}")
            spilled = page.evaluate(
                """() => [...document.querySelectorAll('figure:not([hidden]) svg.wide a')].flatMap((link) => {
                    const box = link.querySelector('rect').getBBox();
                    return [...link.querySelectorAll('text')].filter((text) => {
                        const at = text.getBBox();
                        const wide = at.x + at.width > box.x + box.width;
                        return at.width && (wide || at.y + at.height > box.y + box.height);
                    }).map((text) => text.textContent);
                })"""
            )
            assert spilled == []


def test_five_thousand_roles_filter_in_a_blink(page, map_url, tmp_path):
    text = Path(url2pathname(urlparse(map_url).path)).read_text(encoding="utf-8")
    start, end = text.index('id="data">') + len('id="data">'), text.index("</script>", text.index('id="data">'))
    data = json.loads(text[start:end])
    data["roles"] = [{**data["roles"][n % 200], "id": f"role-{n}"} for n in range(5000)]
    large = tmp_path / "large.html"
    large.write_text(text[:start] + json_for_page(data) + text[end:], encoding="utf-8")
    page.goto(large.as_uri())
    took = page.evaluate(
        """() => ['g', 'gc', 'gcs', '工程师', 'engineer'].map((asked) => {
            const box = document.querySelector('#q');
            box.value = asked;
            const start = performance.now();
            box.dispatchEvent(new Event('input'));
            return performance.now() - start;
        })"""
    )
    assert "of" in count(page) or "/" in count(page)
    assert sorted(took)[2] < 100


def test_printing_leaves_the_controls_out(page, map_url):
    page.goto(map_url + "#chain=auto-parts")
    page.emulate_media(media="print")
    assert not page.locator(".switch").is_visible()
    assert not page.locator("#q").is_visible()
    assert page.locator("#rows").is_visible()
