from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from talentmap.policy.texts.apart import read_apart
from talentmap.policy.texts.docx import read_docx, shown_number
from talentmap.policy.texts.html import read_html
from talentmap.policy.texts.pdf import read_pdf
from talentmap.policy.texts.read import read_text, read_texts, text_files
from talentmap.policy.texts.reading import TextFault

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, head: str = "", **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{content}</w:{name}>')
    return file.getvalue()


def paragraph(*runs: str, list_id: str = "", level: int = 0) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
    return f"<w:p><w:pPr>{numbered}</w:pPr>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def pdf(*lines: str) -> bytes:
    """A PDF of one page as simple as can be, in a font that every reader has."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def codes(path: Path) -> list[str]:
    return [problem.code for problem in read_text(path).problems]


def test_a_word_file_with_typed_numbers():
    content = docx(paragraph("第一条　", "给予补贴。") + "<w:p/>" + paragraph("第二条　附则。"))
    assert read_docx(content).paragraphs == ("第一条　给予补贴。", "第二条　附则。")


def test_numbers_that_word_counts_are_counted():
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = "".join(
        (
            paragraph("目的。", list_id="3"),
            paragraph("补贴：", list_id="3"),
            paragraph("博士30万元；", list_id="3", level=1),
            paragraph("硕士10万元。", list_id="3", level=1),
            paragraph("附则。", list_id="3"),
        )
    )
    found = read_docx(docx(body, numbering=numbering)).paragraphs
    assert found == ("第一条 目的。", "第二条 补贴：", "（一） 博士30万元；", "（二） 硕士10万元。", "第三条 附则。")


@pytest.mark.parametrize(("number", "shown"), [(1, "一"), (10, "十"), (12, "十二"), (30, "三十"), (41, "四十一")])
def test_chinese_list_numbers(number, shown):
    assert shown_number(number, "chineseCounting") == shown


def test_deleted_text_is_left_out():
    inserted = "<w:ins><w:r><w:t>20万元</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
    body = f"<w:p><w:r><w:t>给予</w:t></w:r>{deleted}{inserted}</w:p>"
    assert read_docx(docx(body)).paragraphs == ("给予20万元",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx("", head='<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'), "damaged"),
        (docx("", head='<!DOCTYPE d SYSTEM "file:///etc/passwd">'), "damaged"),
        (docx("<w:p>" * 5_000), "damaged"),
        (docx("<w:p><w:r></w:p>"), "damaged"),
        (b"PK\x03\x04 no archive at all", "damaged"),
    ],
    ids=["entities", "outside", "nested", "crossed", "cut"],
)
def test_a_hostile_word_file_is_refused(content, code):
    with pytest.raises(TextFault) as fault:
        read_docx(content)
    assert fault.value.code == code


def test_a_zip_that_unpacks_to_gigabytes_is_refused_at_once():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as entry:
        for _ in range(70):
            entry.write(b" " * 2**20)
    with pytest.raises(TextFault, match="unpacks") as fault:
        read_docx(file.getvalue())
    assert fault.value.code == "large"


def test_a_pdf_with_text():
    found = read_pdf(pdf("Article 1. Graduates receive 500 yuan a month.", "Article 2. Valid until 2027."))
    assert found.paragraphs == ("Article 1. Graduates receive 500 yuan a month.", "Article 2. Valid until 2027.")
    assert (found.pages, found.textless_pages) == (1, ())


def _blank(*, key: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if key:
        writer.encrypt(key, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("scan.pdf", _blank(), "policy-text-scanned"),
        ("locked.pdf", _blank(key="x"), "policy-text-locked"),
        ("broken.pdf", b"%PDF-1.7 nothing follows", "policy-text-damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "policy-text-format"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "policy-text-locked"),
        ("picture.png", b"\x89PNG", "policy-text-format"),
        ("empty.txt", b"", "policy-text-empty"),
        ("noise.txt", bytes(range(128, 256)) * 3, "policy-text-encoding"),
    ],
)
def test_each_file_that_cannot_be_read_is_one_clear_problem(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert codes(tmp_path / name) == [code]


def test_pages_without_text_are_named(tmp_path):
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf("Article 1. Graduates receive 500 yuan a month."))))
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "half.pdf")
    found = read_text(tmp_path / "half.pdf")
    assert [(problem.code, problem.shown) for problem in found.problems] == [("policy-text-pages", "2")]
    assert len(found.clauses) == 1


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    (tmp_path / "slow.html").write_text("<p>" * 100_000, encoding="utf-8")
    with pytest.raises(TextFault) as fault:
        read_apart(tmp_path / "slow.html", seconds=0.01)
    assert fault.value.code == "slow"


def test_memory_is_capped(tmp_path):
    (tmp_path / "large.html").write_bytes(b"<p>" + b"a" * 40_000_000)
    with pytest.raises(TextFault) as fault:
        read_apart(tmp_path / "large.html", memory_mb=60)
    assert fault.value.code in {"large", "damaged"}


def test_a_page_shows_what_a_reader_sees():
    page = (
        "<html><head><title>t</title><script>给予1元</script></head><body>"
        "<nav>首页</nav><p>第一条 给予<b>补贴</b>。</p>"
        "<table><tr><td>博士</td><td>30万元</td></tr></table><style>p{}</style><p>第二条&nbsp;附则</body>"
    )
    assert read_html(page.encode("gb18030")).paragraphs == ("第一条 给予补贴。", "博士｜30万元", "第二条 附则")
    declared = page.replace("<title>", "<meta charset=gb2312><title>").encode("gb18030")
    assert read_html(declared).paragraphs[0] == "第一条 给予补贴。"


def test_html_made_to_stall_a_parser_is_given_up(tmp_path):
    (tmp_path / "stall.html").write_bytes(b"<div " * 20_000 + b"<!--" * 20_000)
    with pytest.raises(TextFault) as fault:
        read_apart(tmp_path / "stall.html", seconds=2)
    assert fault.value.code == "slow"


def test_a_folder_gives_its_texts_in_order(tmp_path):
    for name in ("b.txt", "a.txt", "~$a.docx", ".hidden.txt", "c.toml"):
        (tmp_path / name).write_text("第一条 给予补贴。", encoding="utf-8")
    files = text_files([tmp_path])
    assert [path.name for path in files] == ["a.txt", "b.txt"]
    assert [text.file for text in read_texts(files)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["办法.doc", "办法.WPS", "扫描件.jpg"])
def test_a_kind_that_nothing_reads_is_told_and_not_passed_over(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (text,) = read_texts(text_files([tmp_path]))
    assert [problem.code for problem in text.problems] == ["policy-text-format"]
