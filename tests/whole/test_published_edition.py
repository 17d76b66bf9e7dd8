from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.errors import EditionError
from talentmap.model.taxonomy import Catalog
from talentmap.publish.explain import explain, shown_in

pytestmark = pytest.mark.slow


def pdf_text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def public_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "internal" not in path.parts
    }


def test_everything_promised_is_published(built: Path) -> None:
    names = set(public_files(built))
    assert {
        "whitepaper.zh.pdf",
        "whitepaper.en.pdf",
        "whitepaper.zh.docx",
        "whitepaper.en.docx",
        "leaflets/auto-parts.zh.pdf",
        "leaflets/auto-parts.en.pdf",
        "map.html",
        "catalog.zh.xlsx",
        "catalog.en.xlsx",
        "manifest.json",
        "opendata/datapackage.json",
    } <= names


def test_every_row_has_a_place(built: Path) -> None:
    rows = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["rows"]
    assert rows["rows_in"] > 100
    assert rows["rows_in"] == rows["used"] + rows["rejected"] + rows["duplicate"]


def test_manifest_names_every_public_file_with_its_checksum(built: Path) -> None:
    listed = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["files"]
    public = public_files(built)
    del public["manifest.json"]
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in public.items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_white_paper_has_every_chapter_and_no_unset_character(built: Path, catalog: Catalog, lang: str) -> None:
    text = pdf_text(built / f"whitepaper.{lang}.pdf")
    packed = re.sub(r"\s+", "", text)
    for chain in catalog.chains.values():
        assert re.sub(r"\s+", "", chain.name(lang)) in packed
    assert "\ufffd" not in text
    assert "nan" not in re.findall(r"[a-z]+", text.casefold())
    assert ("示例数据" if lang == "zh" else "Illustrative data") in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_white_paper_embeds_only_our_fonts(built: Path, lang: str) -> None:
    listed = subprocess.run(
        ["pdffonts", str(built / f"whitepaper.{lang}.pdf")], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.match(r"[A-Z]{6}\+Talentmap-(Sans|Sans-Bold|Serif) ", line), line
        assert " yes yes yes " in line, line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_of_the_book_is_in_the_pdf(built: Path, lang: str) -> None:
    """The Word draft is written from the same book: each caption of its figures and tables stands in the PDF."""
    with zipfile.ZipFile(built / f"whitepaper.{lang}.docx") as archive:
        paragraphs = re.findall(r"<w:p>.*?</w:p>", archive.read("word/document.xml").decode("utf-8"), re.S)
    captions = [
        unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)", words))) for words in paragraphs if 'w:val="Caption"' in words
    ]
    text = re.sub(r"\s+", "", pdf_text(built / f"whitepaper.{lang}.pdf"))
    assert len(captions) > 20
    for caption in captions:
        assert re.sub(r"\s+", "", caption) in text, caption


def test_a_headline_number_is_traced_to_its_rows(built: Path) -> None:
    found = explain("group_balance.all.all.need", built)
    assert found.lines
    assert found.printed["zh"] == found.printed["en"]
    assert all(line.file and line.row for line in found.lines)
    assert sum(explain("group_balance.all.all.supply", built).people.values()) > 0
    with pytest.raises(EditionError, match="no number called"):
        explain("group_balance.all.all.nonsense", built)


@pytest.mark.parametrize("called", ["tiers", "图1", "Figure 1", "figure1"])
def test_a_figure_is_traced_to_its_numbers_and_their_rows(built: Path, called: str) -> None:
    result = CliRunner().invoke(app, ["explain", called, str(built), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert "need and supply" in result.output.lower() or "需求与可供" in result.output
    assert "— group_balance.all.engineer.need" in result.output
    assert "select * from posts where tier = 'engineer'" in result.output
    assert re.search(r"×.*\.xlsx .* \d+", result.output), "file, sheet and row of an answer"


def test_what_is_neither_a_figure_nor_a_number_is_refused(built: Path) -> None:
    result = CliRunner().invoke(app, ["explain", "图999", str(built)])
    assert getattr(result.exception, "exit_code", result.exit_code) == 3
    assert shown_in("图999", built) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_leaflets_and_the_brief_have_two_pages(built: Path, lang: str) -> None:
    sheets = [built / f"brief.{lang}.pdf", *sorted((built / "leaflets").glob(f"*.{lang}.pdf"))]
    assert len(sheets) > 4
    for path in sheets:
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) in ((2,) if path.parent == built else (1, 2)), path.name


def test_chinese_and_english_print_the_same_headline_figures(built: Path) -> None:
    def headline(lang: str) -> list[str]:
        text = pdf_text(built / f"whitepaper.{lang}.pdf")
        start = text.index("95%区间" if lang == "zh" else "95% interval")
        return re.findall(r"\d[\d,]*–\d[\d,]*%?", text[start:])[:3]

    assert headline("zh") == headline("en")
    assert len(headline("zh")) == 3


def test_nobody_can_be_found_in_any_output(built: Path, small_edition: Path) -> None:
    secrets = personal_values(small_edition)
    assert len(secrets) > 1000
    for path in sorted(built.rglob("*")):
        if path.is_file():
            leaked = secrets & tokens(path)
            assert not leaked, f"{path.name}: {len(leaked)} personal values"


def personal_values(edition: Path) -> set[str]:
    """Every resident ID and phone number that the extracts hold."""
    found: set[str] = set()
    for path in (edition / "registry").glob("*.csv"):
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig", errors="ignore") + raw.decode("gb18030", errors="ignore")
        found |= set(re.findall(r"\b\d{17}[\dXx]\b|\b1\d{10}\b", text))
    return found


def tokens(path: Path) -> set[str]:
    """Every run of digits that could be a personal number, wherever the file format hides it."""
    if path.suffix == ".pdf":
        texts = [pdf_text(path)]
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            texts = [archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist()]
    else:
        texts = [path.read_bytes().decode("utf-8", errors="ignore")]
    return {token for text in texts for token in re.findall(r"\d{17}[\dXx]|1\d{10}", text)}


def test_problem_list_says_where_what_and_how(built: Path) -> None:
    with (built / "internal" / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        problems = list(csv.DictReader(file))
    assert problems
    for problem in problems:
        assert problem["file"]
        for column in ("wrong_zh", "fix_zh", "wrong_en", "fix_en"):
            assert problem[column]
            assert "{" not in problem[column]


def test_queue_puts_the_most_heads_first(built: Path) -> None:
    with (built / "internal" / "queue.csv").open(encoding="utf-8-sig", newline="") as file:
        heads = [int(row["headcount"]) for row in csv.DictReader(file)]
    assert heads == sorted(heads, reverse=True)
    assert heads


def test_white_paper_map_workbook_and_open_data_tell_the_same_need(built: Path) -> None:
    with (built / "opendata" / "group_balance.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    total = next(row for row in rows if row["chain_id"] in ("", "all") and row["tier"] in ("", "all"))
    need = f"{float(total['need']):,.0f}"
    assert need in pdf_text(built / "whitepaper.zh.pdf")
    assert need in pdf_text(built / "whitepaper.en.pdf")
    assert re.search(rf"\b{need.replace(',', ',?')}\b", (built / "map.html").read_text(encoding="utf-8"))
    with zipfile.ZipFile(built / "catalog.zh.xlsx") as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    assert f"<v>{need.replace(',', '')}</v>" in sheets


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b'\xff\x00"a,b\n'])
def test_an_edition_whose_records_were_changed_explains_nothing(built: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "internal").mkdir()
    for name in ("figures.csv", "numbers.csv"):
        (tmp_path / "internal" / name).write_bytes(content)
    with pytest.raises(EditionError, match=r"no number called|is not as"):
        explain("group_balance.all.all.need", tmp_path)
    if content:
        with pytest.raises(EditionError, match="is not as"):
            shown_in("tiers", tmp_path)
