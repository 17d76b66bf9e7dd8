"""An edition whose own files are hostile, through the real build: it ends, and what it writes runs nothing.

Titles, skills, majors, remarks, names of programmes, services, departments and sources are texts that some program
would run, swallow or choke on (tests/hostile_strings.py), ten thousand characters long or in no font's characters.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pypdfium2
import pytest
from hostile_strings import HOSTILE
from typer.testing import CliRunner

from examples.generator.edition import write_edition
from examples.generator.scale import Scale
from talentmap.cli.app import app
from talentmap.model.taxonomy import Catalog

pytestmark = pytest.mark.slow

_LONG = "长" * 10_000
_STRANGE = ("😀\u202e工程师", "שלום עולם", "焊\U000e0041工\ud800", "\x00\x1b[31m钳工", "𠮷野家", "{{ 7*7 }}#eval(1)")
_LEADS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[\d.,]+(e[+-]?\d+)?%?|-")
_FREE = {"programmes": ("programme",), "services": ("service", "route"), "flows": ("source",),
         "feedback": ("comment",), "seats": ("institution", "major")}  # fmt: skip
_HEADS = ("企业名称", "统一", "产业链", "从业", "职工", "县区", "所在地", "需求", "学历", "岗位", "数据性质")


def poison() -> Iterator[str]:
    return cycle((*_STRANGE, _LONG, *HOSTILE))


def spoil_table(path: Path, columns: tuple[str, ...], texts: Iterator[str]) -> None:
    """Put hostile texts into `columns` of a CSV, lone surrogates as the bytes that some programs write for them."""
    head, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    for row in rows:
        for column in columns:
            row[head.index(column)] = next(texts)
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))


def spoil_form(path: Path, texts: Iterator[str]) -> None:
    """Put a hostile text before or instead of every longer text of a form, heads and what must be chosen apart."""
    book = openpyxl.load_workbook(path)
    for at, cell in enumerate(cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row):
        told = cell.value
        if isinstance(told, str) and len(told) > 4 and not any(head in told for head in _HEADS):
            cell.value = (told * (at % 2) + writable(next(texts)))[:32_000]
            cell.data_type = "s"
    book.save(path)


def writable(text: str) -> str:
    """`text` as far as a workbook can hold it."""
    return "".join(letter for letter in text if letter in "\t\n" or (letter >= " " and letter.encode("utf-8", "ignore")
                                                                      and letter not in "\ufffe\uffff"))  # fmt: skip


@pytest.fixture(scope="module")
def output(once: Callable[[str, Callable[[Path], None]], Path], catalog: Catalog) -> Path:
    return once("hostile", lambda folder: publish_poisoned(folder / "edition", catalog)) / "qingyuan-2026"


def publish_poisoned(folder: Path, catalog: Catalog) -> None:
    write_edition(folder, catalog, Scale(6, 60), 11)
    texts = poison()
    for name, columns in _FREE.items():
        spoil_table(folder / f"{name}.csv", columns, texts)
    for path in sorted((folder / "surveys").glob("*.xlsx")):
        spoil_form(path, texts)
    settings = folder / "edition.toml"
    told = settings.read_text(encoding="utf-8").replace('languages = ["zh", "en"]', 'languages = ["zh"]')
    settings.write_text(f'chains = ["new-materials"]\n{told}', encoding="utf-8")
    result = CliRunner().invoke(
        app, ["build", str(folder), "-o", str(folder.parent), "--pdf-engine", "typst", "--json"]
    )
    assert result.exit_code == 0, result.output


def test_pages_say_in_place_of_a_character_that_no_font_has(output: Path) -> None:
    with pypdfium2.PdfDocument(output / "whitepaper.zh.pdf") as document:
        told = "".join(page.get_textpage().get_text_range() for page in document)
    assert "U+1F600 GRINNING FACE" in told
    assert "\U0001f600" not in told


def test_no_pdf_runs_anything(output: Path) -> None:
    for path in sorted(output.rglob("*.pdf")):
        with pikepdf.open(path) as document:
            assert "/AA" not in document.Root
            assert "/JavaScript" not in document.Root.get("/Names", {})
            notes = [note for page in document.pages for note in page.get("/Annots", [])]
            assert all("/A" not in note or note.A.S == "/GoTo" for note in notes), path.name


def test_no_cell_of_a_csv_begins_a_formula(output: Path) -> None:
    for path in sorted(output.rglob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(_LEADS) and not _NUMBER.fullmatch(cell)], path.name


def test_no_workbook_or_draft_holds_a_formula_or_leads_outside(output: Path) -> None:
    packed = [*output.rglob("*.xlsx"), *output.rglob("*.docx")]
    assert len(packed) > 2
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(content)  # noqa: S314 - our own output
                assert b"<f>" not in content, path.name
                assert b'TargetMode="External"' not in content, path.name


def test_no_text_adds_an_element_to_a_page(output: Path) -> None:
    for path in sorted(output.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"<(x-evil|iframe|object|embed|base)\b", page), path.name
        assert page.count("<script") <= page.count("</script>"), path.name
