import io
import re
import unicodedata
from importlib.resources import files

import pypdf
import pytest
from map_reader import count, settled
from playwright.sync_api import expect

ROLE = "ap-die-casting-operator"
STATES = (
    "",
    "lang=en&chain=auto-parts&q=weld",
    "q=zzzz",
    f"role={ROLE}",
    f"lang=en&role={ROLE}",
    "view=districts",
    "lang=en&view=incentives&cell=technician.retain",
    "view=compare",
    f"view=compare&compare={ROLE}",
    f"lang=en&view=compare&compare={ROLE},ae-cnc-machinist",
)
AXE = """async () => {
    const found = await axe.run({resultTypes: ['violations']});
    const told = found.violations.map((one) => [one.id, one.nodes[0].html]);
    return {passed: found.passes.length, violations: told};
}"""
SPILLED = """(kind) => [...document.querySelectorAll(`[data-view]:not([hidden]) svg.${kind} a`)].flatMap((link) => {
    const box = link.querySelector('rect').getBBox();
    return [...link.querySelectorAll('text')].filter((text) => {
        const at = text.getBBox();
        const wide = at.x < box.x || at.x + at.width > box.x + box.width;
        return at.width && (wide || at.y + at.height > box.y + box.height);
    }).map((text) => text.textContent);
})"""
BESIDE = "[...document.querySelectorAll('.compared')].every((one) => one.offsetWidth <= one.parentElement.clientWidth)"
"""Two roles that are compared stand beside each other without scrolling."""


@pytest.fixture(scope="module")
def axe():
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_to_object_to(browser, map_url, axe, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for state in STATES:
        shows(page, map_url, state)
        page.evaluate(axe)
        found = page.evaluate(AXE)
        assert found["passed"] > 15
        assert found["violations"] == [], state
    context.close()


def shows(page, map_url, state):
    """Goes to `state` without loading the page anew where it is open already."""
    if page.url.startswith(map_url):
        page.evaluate("state => { location.hash = state || 'view=roles'; }", state)
        settled(page)
    else:
        page.goto(f"{map_url}#{state}")


@pytest.mark.parametrize("width", [320, 360, 390, 640, 768, 1280])
def test_nothing_is_cut_off_at_any_width(page, map_url, width):
    page.set_viewport_size({"width": width, "height": 800})
    for state in (*STATES, "lang=en&view=districts", "lang=en", f"lang=en&view=compare&compare={ROLE}"):
        shows(page, map_url, state)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        assert page.evaluate("document.querySelector('#card').scrollWidth <= innerWidth"), state
        assert page.evaluate(BESIDE), state


def test_twice_the_size_keeps_everything_in_reach(browser, map_url):
    """A window of 1280 pixels at 200%: 640 CSS pixels, each of two."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = context.new_page()
    for state in STATES:
        shows(page, map_url, state)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, state
        last = page.locator("#card-body > :last-child" if "role=" in state else "footer")
        last.scroll_into_view_if_needed()
        assert last.is_visible(), state
    context.close()


@pytest.mark.parametrize("kind", ["wide", "narrow"])
def test_words_stay_inside_their_boxes(page, map_url, catalog, kind):
    page.set_viewport_size({"width": 1280 if kind == "wide" else 390, "height": 900})
    for lang in ("zh", "en"):
        for state in ("view=districts", *(f"chain={chain}" for chain in catalog.chains)):
            shows(page, map_url, f"lang={lang}&{state}")
            assert page.evaluate(SPILLED, kind) == []


def test_the_whole_way_by_keyboard(page, map_url):
    page.goto(map_url)
    page.keyboard.press("Tab")
    assert settled(page).evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert settled(page).evaluate("document.activeElement.id") == "roles"
    page.keyboard.press("Tab")
    page.keyboard.type("yzjtj")
    for _ in range(3):
        page.keyboard.press("Tab")  # over the two downloads to the first filter
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("(tier|segment)="))
    assert settled(page).evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Space")
    page.locator("#rows th a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).not_to_be_visible()
    assert settled(page).evaluate("document.activeElement.dataset.key") == f"role-{ROLE}"


def test_focus_stays_where_it_was_when_the_page_is_drawn_anew(page, map_url):
    page.goto(map_url)
    page.locator("#facet-pay input").nth(2).focus()
    page.keyboard.press("Space")
    assert settled(page).evaluate("document.activeElement.dataset.key") == "pay-2"
    page.keyboard.press("Space")
    page.locator("#pages a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("page=2"))
    assert settled(page).evaluate("document.activeElement.dataset.key") in ("next", "previous")


def test_how_many_roles_are_left_is_announced(page, map_url):
    page.goto(map_url)
    expect(page.locator("#count")).to_have_attribute("role", "status")
    before = count(page)
    page.fill("#q", "yzjtj")
    assert count(page) != before


def test_reduced_motion_is_respected(browser, map_url):
    behaviours = []
    for motion in ("no-preference", "reduce"):
        context = browser.new_context(reduced_motion=motion)
        page = context.new_page()
        page.goto(map_url)
        behaviours.append(page.evaluate("getComputedStyle(document.documentElement).scrollBehavior"))
        moving = "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration))"
        assert page.evaluate(f"{moving}.length") == 0
        context.close()
    assert behaviours == ["smooth", "auto"]


def printed(page):
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True))).pages
    text = " ".join(sheet.extract_text() for sheet in pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_print_shows_every_role_of_the_selection_and_no_controls(page, map_url, catalog):
    page.goto(map_url + "#lang=en&tier=technician")
    told = printed(page)
    for role in catalog.roles.values():
        if role.tier == "technician":
            assert " ".join(role.en.split()[:2]) in told
    assert "Download this selection" not in told and "Compare roles" not in told and "Next" not in told
    expect(page.locator("#rows th")).to_have_count(50)


def test_a_role_card_prints_alone(page, map_url, catalog):
    page.goto(f"{map_url}#lang=en&role={ROLE}")
    told = printed(page)
    assert catalog.roles[ROLE].definition_en[:40] in told
    assert "Also called" in told and "Reallocation share" not in told


def test_print_is_light_even_on_a_dark_screen(page, map_url):
    page.goto(map_url + "#theme=dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_scripts_the_figures_can_still_be_read(browser, map_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(map_url)
    text = page.locator("body").inner_text()
    for told in ("需要启用脚本", "各产业链、各类人才的需求与可供人才", "激励资金投向", "方块按相对位置排列"):
        assert told in text
    context.close()
