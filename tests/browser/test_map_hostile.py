import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from hostile_texts import HOSTILE
from playwright.sync_api import expect

from talentmap.catalog.policies import PolicyRegister
from talentmap.publish.map.page import map_page

VIEWS = ("", "view=districts", "view=incentives", "lang=en&view=incentives")
UNHARMED = """() => !window.harmed && document.scripts.length === 2 && document.title !== 'harmed'
    && !document.querySelector('img, iframe, object, embed, form, base, link, template, math, xmp')
    && !document.querySelector('[onerror], [onload], [onfocus], [ontoggle], [onmouseover]')
    && [...document.querySelectorAll('a')].every((link) => /^(\\/[^/]|#)/.test(link.getAttribute('href')))"""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory, edition, catalog, shown, register):
    """A map in which every text that people write is hostile, each of the texts at least once in each kind of field."""
    path = tmp_path_factory.mktemp("hostile") / "map.html"
    roles = list(catalog.roles.values())
    assert len(roles) >= len(HOSTILE) >= 200
    told = iter(HOSTILE * 200)

    def named(entry, **more):
        return entry.model_copy(update={"zh": next(told), "en": next(told), **more})

    chains = {
        key: named(chain, note_zh=next(told), note_en=next(told), segments=tuple(map(named, chain.segments)))
        for key, chain in catalog.chains.items()
    }
    written = {
        role.id: role.model_copy(
            update={
                "zh": text,
                "en": text,
                "definition_zh": text,
                "definition_en": text,
                "aliases": (text,),
                "aliases_en": (text,),
                "majors": (text,),
                "certificates": (text,),
                "occupation": text,
            }
        )
        for role, text in zip(roles, HOSTILE * 2, strict=False)
    }
    poison = catalog.model_copy(
        update={
            "chains": chains,
            "roles": written,
            "tiers": {key: named(tier) for key, tier in catalog.tiers.items()},
            "districts": {key: named(district) for key, district in catalog.districts.items()},
            "skills": {key: named(skill) for key, skill in catalog.skills.items()},
            "stages": {
                key: stage.model_copy(update={"name_zh": next(told), "name_en": next(told)})
                for key, stage in catalog.stages.items()
            },
        }
    )
    settings = edition.settings.model_copy(
        update={name: next(told) for name in ("region_zh", "region_en", "publisher_zh", "publisher_en")}
    )
    document = register.documents["p1"].model_copy(update={"title_zh": next(told), "title_en": next(told)})
    items = {
        f"p1-{at}": register.items["p1-2"].model_copy(
            update={"item_id": f"p1-{at}", "title_zh": text, "title_en": text, "clause": text}
        )
        for at, text in enumerate(HOSTILE)
    }
    text = map_page(
        edition.model_copy(update={"settings": settings}),
        poison,
        replace(shown),
        PolicyRegister({"p1": document}, items),
    )
    path.write_text(text, encoding="utf-8", newline="\n")
    return path, [role.id for role in roles]


@pytest.fixture
def watched(page):
    """A page that notes every dialog that something opens."""
    page.dialogs = []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    return page


def is_unharmed(page):
    """True where nothing but the page's own two scripts stands in it and nothing has run."""
    return not page.dialogs and page.evaluate(UNHARMED)


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_texts_are_inert_in_every_view(watched, poisoned, view):
    path, _ = poisoned
    watched.goto(f"{path.as_uri()}#{view}")
    assert is_unharmed(watched)


def visit(page, states):
    """The states in which something was harmed, of all `states` shown one after another."""
    return page.evaluate(
        f"""async (states) => {{
            const unharmed = {UNHARMED};
            const harmed = [];
            for (const state of states) {{
                const shown = new Promise((done) => addEventListener('hashchange', done, {{ once: true }}));
                location.hash = state;
                await shown;
                if (!unharmed()) harmed.push(state);
            }}
            return harmed;
        }}""",
        states,
    )


def test_hostile_texts_are_inert_in_every_card(watched, poisoned):
    path, ids = poisoned
    watched.goto(path.as_uri())
    assert visit(watched, [f"role={role}" for role in ids]) == []
    assert watched.locator("#card-title").inner_text()
    assert not watched.dialogs


def test_hostile_texts_are_inert_in_every_comparison(watched, poisoned):
    path, ids = poisoned
    watched.goto(path.as_uri())
    pairs = zip(ids[::2], ids[1::2], strict=True)
    assert visit(watched, [f"view=compare&compare={one},{other}" for one, other in pairs]) == []
    expect(watched.locator(".compared")).to_have_count(1)
    assert not watched.dialogs


def test_hostile_texts_are_inert_on_every_page_of_the_table(watched, poisoned):
    path, ids = poisoned
    watched.goto(path.as_uri() + "#view=districts")
    assert visit(watched, [f"page={number}" for number in range(1, len(ids) // 50 + 1)]) == []
    assert not watched.dialogs


def test_hostile_queries_are_inert(watched, map_url):
    watched.goto(map_url)
    assert visit(watched, [f"q={quote(text)}" for text in HOSTILE if text.isprintable()]) == []
    assert not watched.dialogs


def test_hostile_texts_are_inert_in_what_is_downloaded(watched, poisoned, tmp_path):
    path, _ = poisoned
    watched.goto(path.as_uri())
    for kind in ("csv", "xlsx"):
        with watched.expect_download() as download:
            watched.click(f"[data-download={kind}]")
        download.value.save_as(tmp_path / f"roles.{kind}")
    table = list(csv.reader(io.StringIO((tmp_path / "roles.csv").read_text("utf-8-sig"), newline="")))
    assert {len(line) for line in table} == {len(table[0])}
    live = re.compile(r"^[\s\u200b\ufeff]*[=+@＝＋＠－]|^\s*-[^\d]")
    assert not [cell for line in table for cell in line if live.match(cell)]
    book = openpyxl.load_workbook(tmp_path / "roles.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert len(book["岗位"]["A"]) == len(table)


def test_the_data_hold_every_hostile_text_as_it_was_written(poisoned):
    path, _ = poisoned
    text = Path(path).read_text(encoding="utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))
    assert {role["name"][0] for role in data["roles"]} >= set(HOSTILE)
