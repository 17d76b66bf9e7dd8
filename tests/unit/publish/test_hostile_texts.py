"""Every text of catalog, policy register and settings is hostile; in what is published it is text and nothing else.

The white paper is given those texts that its readers let through: catalogs with hidden characters are refused, and the
policy register and the settings are read without them.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pypdfium2
import pytest
from frictionless import validate
from hostile_strings import HOSTILE, Poison

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition, EditionSettings
from talentmap.model.taxonomy import Catalog
from talentmap.model.typesetting import Style
from talentmap.publish.chapters.order import CHAPTERS
from talentmap.publish.compose import compose
from talentmap.publish.evidence import Quality, gather
from talentmap.publish.map.page import map_page
from talentmap.publish.opendata import write_opendata
from talentmap.publish.opendata.resource import original
from talentmap.publish.pdf_process import write_all
from talentmap.publish.workbook import write_workbook
from talentmap.publish.writers.html import book_html
from talentmap.publish.writers.typst import write_typst
from talentmap.publish.writers.word import write_word
from talentmap.text import defuse, has_hidden_characters, visible

_CHAPTERS = {"zh": ("howto", "chain", "catalogue", "items", "index"), "en": ("catalogue", "items")}
_ACTIVE = ("script", "iframe", "object", "embed", "form", "input", "base", "link", "img", "math", "textarea", "x-evil")
READABLE = tuple(text for text in HOSTILE if visible(text) == text)
_LEADS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ROLES = 200


def poisoned(thing, poison, kind, *fields):
    """`thing` with every one of `fields` hostile; where it held several texts, each of them."""
    told = {}
    for field in fields:
        held = getattr(thing, field)
        name = f"{kind}.{field}"
        told[field] = tuple(poison.text(name) for _ in held) if isinstance(held, tuple) else poison.text(name)
    return thing.model_copy(update=told)


def each(things, poison, kind, *fields):
    return {key: poisoned(thing, poison, kind, *fields) for key, thing in things.items()}


def hostile_catalog_of(catalog, poison):
    def chain(found):
        segments = tuple(poisoned(segment, poison, "segment", "zh", "en") for segment in found.segments)
        told = poisoned(found, poison, "chain", "zh", "en", "note_zh", "note_en")
        return told.model_copy(update={"segments": segments})

    def stage(found):
        pains = tuple(poisoned(pain, poison, "pain", "zh", "en") for pain in found.pains)
        return poisoned(found, poison, "stage", "name_zh", "name_en").model_copy(update={"pains": pains})

    names = "zh", "en", "definition_zh", "definition_en", "aliases", "aliases_en", "majors", "certificates"
    return catalog.model_copy(
        update={
            "chains": {key: chain(found) for key, found in catalog.chains.items()},
            "roles": each(catalog.roles, poison, "role", *names),
            "skills": each(catalog.skills, poison, "skill", "zh", "en"),
            "tiers": each(catalog.tiers, poison, "tier", "zh", "en"),
            "stages": {key: stage(found) for key, found in catalog.stages.items()},
            "districts": each(catalog.districts, poison, "district", "zh", "en"),
            "education": each(catalog.education, poison, "education", "zh", "en"),
        }
    )


def hostile_register_of(register, poison):
    document, item = register.documents["p1"], register.items["p1-1"]
    held = ("title_zh", "title_en", "department", "number", "legal_source", "note")
    documents = {f"d{at}": poisoned(document, poison, "document", *held) for at in range(_ROLES)}
    items = {
        f"i{at}": poisoned(item, poison, "item", "clause", "title_zh", "title_en").model_copy(
            update={"item_id": f"i{at}", "doc_id": f"d{at}"}
        )
        for at in range(_ROLES)
    }
    return PolicyRegister(documents, items)


@pytest.fixture(scope="module")
def hostile_catalog(catalog):
    return hostile_catalog_of(catalog, Poison())


@pytest.fixture(scope="module")
def hostile_register(register):
    return hostile_register_of(register, Poison())


class Hostile(NamedTuple):
    editions: tuple[Edition, ...]
    catalog: Catalog
    register: PolicyRegister


@pytest.fixture(scope="module")
def hostile(edition, hostile_catalog, hostile_register):
    def told(zh, en):
        names = {"region_zh": zh, "publisher_zh": zh, "region_en": en, "publisher_en": en}
        return edition.model_copy(update={"settings": edition.settings.model_copy(update=names)})

    return Hostile(
        (told("<x-evil>", '"><x-evil>'), told("=1+1", "{{ 7*7 }}</script>")), hostile_catalog, hostile_register
    )


@pytest.fixture(scope="module")
def book_of(edition, catalog, register, shown):
    """A white paper of hostile catalog and register: the chapters that print names of roles, items, chains."""

    def composed(texts, lang):
        poison = Poison(texts)
        told = hostile_catalog_of(catalog, poison), hostile_register_of(register, poison)
        evidence = gather(edition, *told, shown, Quality({"registry": {"people": 9}}, [], [], {}))
        return compose(evidence, lang, tuple(one for one in CHAPTERS if one.id in _CHAPTERS[lang])).book

    return composed


@pytest.fixture(scope="module")
def books(book_of):
    return {lang: book_of(READABLE, lang) for lang in ("zh", "en")}


@pytest.fixture(scope="module")
def opendata(tmp_path_factory, edition, hostile_catalog, hostile_register, shown):
    folder = tmp_path_factory.mktemp("opendata")
    write_opendata(folder, edition, hostile_catalog, hostile_register, shown)
    return folder


@pytest.fixture(scope="module", params=["zh", "en"])
def workbook(request, tmp_path_factory, edition, hostile_catalog, hostile_register, shown):
    path = tmp_path_factory.mktemp("books") / "catalog.xlsx"
    write_workbook(path, edition, hostile_catalog, hostile_register, shown, request.param)
    return path


class Page(HTMLParser):
    """The elements of a page, and what could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.runs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements[tag] += 1
        for name, value in attrs:
            address = (value or "").strip().lower()
            outside = name in ("src", "href", "action", "data") and not address.startswith(
                ("#", "data:image", "data:font")
            )
            if name.startswith("on") or (outside and tag != "a") or address.startswith("javascript:"):
                self.runs.append(f"{tag} {name}={value!r}")


def test_there_are_two_hundred_texts_and_every_kind():
    assert len(set(READABLE)) >= 200
    assert sum(defuse(text) != text for text in HOSTILE) > 25
    assert any("\x00" in text for text in HOSTILE)
    assert max(map(len, HOSTILE)) >= 3000


def test_texts_with_hidden_characters_are_known_as_such():
    hidden = set(HOSTILE) - set(READABLE)
    assert all(has_hidden_characters(text) for text in hidden)
    assert {"\x00", "\ufffe", "\uffff", "\u202ecod.exe", "\x7f"} <= hidden


def test_settings_are_read_without_hidden_characters(edition):
    held = edition.settings.__dict__ | {"publisher_zh": "局\u202e\ufffe", "region_en": "Re\u200bgion"}
    settings = EditionSettings.model_validate(held)
    assert (settings.publisher_zh, settings.region_en) == ("局", "Region")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_adds_an_element_to_the_book(books, lang):
    page = Page(book_html(books[lang]))
    assert not set(page.elements) & set(_ACTIVE)
    assert page.elements["style"] == 0
    assert page.elements["head"] == page.elements["body"] == 1
    assert not page.runs


def test_no_text_adds_an_element_to_the_map(hostile, edition, catalog, register, shown):
    known = Page(map_page(edition, catalog, shown, register)).elements
    for settings in hostile.editions:
        page = Page(map_page(settings, hostile.catalog, shown, hostile.register))
        assert not set(page.elements) - set(known)
        assert page.elements["script"] == known["script"]
        assert page.elements["style"] == known["style"]
        assert not page.runs


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_word_draft_is_well_formed_and_runs_nothing(tmp_path, books, lang):
    write_word(tmp_path / "a.docx", books[lang])
    with zipfile.ZipFile(tmp_path / "a.docx") as draft:
        assert draft.testzip() is None
        parts = {name: draft.read(name) for name in draft.namelist()}
    assert not [name for name in parts if "vba" in name.lower() or "embeddings" in name]
    fields = set()
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            tree = ElementTree.fromstring(content)  # noqa: S314 - our own output
            fields |= {"".join(code.itertext()).split()[0] for code in tree.iter() if code.tag.endswith("}instrText")}
            outside = [link for link in tree.iter() if link.get("TargetMode") == "External"]
            assert not outside, name
    assert fields <= {"TOC", "XE", "INDEX", "PAGE", "NUMPAGES", "PAGEREF", "REF", "SEQ", "STYLEREF"}


def test_no_index_entry_leaves_its_quotes(tmp_path, books):
    write_word(tmp_path / "a.docx", books["zh"])
    with zipfile.ZipFile(tmp_path / "a.docx") as draft:
        tree = ElementTree.fromstring(draft.read("word/document.xml"))  # noqa: S314 - our own output
    entries = [
        code.text.strip() for code in tree.iter() if code.tag.endswith("}instrText") and " XE " in f" {code.text}"
    ]
    assert len(entries) > 50
    assert all(re.fullmatch(r'XE "[^"]*"', entry) for entry in entries)


def test_the_pdf_by_typst_runs_nothing(tmp_path, books):
    """Typst writes no PDF/UA with a character that its fonts lack: each is replaced, and the last page tells which."""
    write_typst(tmp_path / "a.pdf", books["en"], Style.REPORT)
    assert_inert(tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        last = document[len(document) - 1].get_textpage().get_text_range()
    assert "〓 stands for a character" in last
    assert "U+05E9 HEBREW LETTER SHIN" in last


def test_the_pdf_by_weasyprint_runs_nothing(tmp_path, books):
    path = tmp_path / "a.pdf"
    write_all([{"path": str(path), "html": book_html(books["en"]), "style": "report"}])
    assert_inert(path)


def assert_inert(path: Path) -> None:
    """No script, no file, no address outside, and nothing that happens as the file is opened."""
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 3
        root = pdf.Root
        assert "/OpenAction" not in root or isinstance(root.OpenAction, pikepdf.Array)
        assert "/AA" not in root
        names = root.get("/Names", {})
        assert "/JavaScript" not in names
        assert "/EmbeddedFiles" not in names
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                action = note.get("/A")
                assert action is None or action.S == "/GoTo", action


def test_no_cell_of_the_workbook_is_a_formula_or_a_link_outside(workbook):
    with zipfile.ZipFile(workbook) as book:
        for name in book.namelist():
            content = book.read(name)
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)  # noqa: S314 - our own output
            assert b"<f>" not in content
            assert b'TargetMode="External"' not in content
            assert "externalLink" not in name


def test_the_workbook_holds_the_texts_as_they_are(workbook, hostile_catalog):
    book = openpyxl.load_workbook(workbook)
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    texts = {role.zh for role in hostile_catalog.roles.values()} | {role.en for role in hostile_catalog.roles.values()}
    plain = {text for text in texts if text.isprintable() and text.strip() and not text.startswith("_x")}
    told = {str(cell.value) for name in book.sheetnames for row in book[name].iter_rows(max_col=2) for cell in row}
    assert len(plain & told) > 130


def test_every_field_of_the_open_data_is_made_harmless_and_read_back(opendata, hostile_catalog):
    with (opendata / "roles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == _ROLES
    for row, role in zip(rows, hostile_catalog.roles.values(), strict=True):
        assert original(row["role_zh"]) == role.zh
        assert original(row["role_en"]) == role.en
        assert original(row["definition_zh"]) == role.definition_zh
        assert original(row["majors"]) == "|".join(role.majors)


def test_no_text_field_of_the_open_data_begins_a_formula(opendata):
    package = json.loads((opendata / "datapackage.json").read_text(encoding="utf-8"))
    looked = 0
    for resource in package["resources"]:
        texts = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "string"]
        with (opendata / resource["path"]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cells = [row[name] for name in texts if row[name]]
                assert not [cell for cell in cells if cell.startswith(_LEADS)], resource["name"]
                looked += len(cells)
    assert looked > 10_000


def test_the_descriptions_stay_valid(opendata, hostile, tmp_path, shown):
    report = validate(str(opendata / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]
    write_opendata(tmp_path, hostile.editions[0], hostile.catalog, hostile.register, shown)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["contributors"][0]["title"] == '<x-evil> "><x-evil>'
    page = (tmp_path / "dictionary.md").read_text(encoding="utf-8")
    assert "<x-evil>" not in page
