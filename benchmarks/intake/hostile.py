"""Files that would stop, swamp or fool a reader of survey files, made up one by one, with what should be said of each.

Each case is a name, its bytes, and the problem code that should refuse it; "" means that it holds an honest line that
should be read, and "*" that any clear verdict will do.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.intake.raw_workbooks import (
    Parts,
    address,
    ods,
    ods_rows,
    row_xml,
    rows_xml,
    sheet_xml,
    unzipped,
    workbook_parts,
    xls,
    xlsx,
    zipped,
)
from examples.generator.compound_file import compound

HEADER = ["企业名称", "岗位名称", "需求人数", "月薪（元）"]
WIDE_HEADER = [
    *("企业名称", "统一社会信用代码", "产业链", "环节", "员工人数", "企业地址", "岗位名称", "对应岗位", "人才类别"),
    *(
        "需求人数",
        "未来12个月需求人数",
        "未来三年需求人数",
        "应聘人数",
        "空缺时长（月）",
        "学历要求",
        "专业要求",
        "工作经验",
    ),
    *("证书要求", "技能要求", "月薪（元）", "招聘困难原因", "工作地点", "引才痛点"),
]


class Case(NamedTuple):
    """A hostile file: its name, its bytes, and the code that should be said of it."""

    name: str
    content: bytes
    expected: str


def hostile_cases(seed: int) -> Iterator[Case]:
    """Every hostile file that is made of bytes alone, one after the other: some are large."""
    dice = random.Random(seed)
    for family in (
        archives,
        lying_archives,
        sheets,
        large_sheets,
        odd_xml,
        books,
        old_workbooks,
        open_documents,
        kinds,
        texts,
        values,
        names,
        noise,
    ):
        for number, case in enumerate(family(dice)):
            name = case.name if family is names else f"{family.__name__}-{number:03d}-{case.name}"
            yield case._replace(name=name)


def table(serial: object) -> list[list[object]]:
    """An honest table of one line."""
    return [HEADER, [f"清远{serial}号铝业有限公司", "焊工", 3, 6000]]


def text_table(serial: object, records: list[list[object]] | None = None) -> str:
    """An honest table of one line as CSV."""
    return "\n".join(",".join(map(str, record)) for record in records or table(serial)) + "\n"


def parts_of(serial: object) -> Parts:
    """The parts of an honest workbook of one line."""
    return workbook_parts({"需求": sheet_xml(rows_xml(table(serial)))})


def archives(dice: random.Random) -> Iterator[Case]:
    """Zip archives that lie, swell, overlap or break off."""
    whole = xlsx(table("截断"))
    for cut in sorted(dice.sample(range(30, len(whole) - 1), 40)):
        yield Case("truncated.xlsx", whole[:cut], "intake-file-broken")
    for missing in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        parts = parts_of(missing[-9:-4])
        del parts[missing]
        yield Case("missing-part.xlsx", zipped(parts), "*")
    for empty in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        yield Case("empty-part.xlsx", zipped(parts_of("空") | {empty: b""}), "*")
        yield Case(
            "folder-for-part.xlsx",
            zipped({f"{empty}/x" if n == empty else n: p for n, p in parts_of("夹").items()}),
            "*",
        )
    blank = bytes(1) * 2**20
    yield Case(
        "flat-bomb.xlsx",
        zipped(parts_of("平") | {"xl/worksheets/sheet1.xml": b" " * (400 * 2**20)}),
        "intake-file-bomb",
    )
    yield Case(
        "strings-bomb.xlsx", zipped(parts_of("串") | {"xl/sharedStrings.xml": b" " * (200 * 2**20)}), "intake-file-bomb"
    )
    yield Case("unread-bomb.xlsx", zipped(parts_of("旁") | {"xl/media/image1.bmp": blank * 300}), "")
    nested = zipped({"bomb": blank * 100})
    for _ in range(4):
        nested = zipped([(f"{n}.zip", nested) for n in range(10)])
    yield Case("nested-bomb.zip", nested, "intake-file-packed")
    yield Case("nested-bomb.xlsx", zipped(parts_of("套") | {"xl/embeddings/a.zip": nested}), "")
    yield Case("overlapping-bomb.xlsx", overlapping(parts_of("叠"), 3000, 8 * 2**20), "*")
    yield Case("overlapping-sheets.xlsx", overlapping(parts_of("叠"), 3900, 700_000), "*")
    for entries in (4001, 20_000):
        yield Case(
            "many-entries.xlsx",
            zipped([*parts_of("多").items(), *((f"x/{n}", b"") for n in range(entries))]),
            "intake-file-parts",
        )
    for name in ("../../../tmp/x.xml", "/etc/passwd", "C:\\Windows\\x.xml", "xl/worksheets/../../x.xml", "CON", "a\0b"):
        yield Case("path-in-zip.xlsx", zipped([*parts_of("径").items(), (name, b"<x/>")]), "")


def lying_archives(dice: random.Random) -> Iterator[Case]:
    """Zip archives with parts that are there twice, and lists that lie about them."""
    whole = xlsx(table("谎"))
    twice = parts_of("重")
    other = sheet_xml(rows_xml([HEADER, ["清远另一有限公司", "钳工", 9, 1]]))
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "XL/WORKSHEETS/SHEET1.XML"):
        yield Case(
            "twice.xlsx", zipped([*twice.items(), (name, other if "sheet1" in name.lower() else twice[name])]), "*"
        )
    yield Case("stored.xlsx", zipped(parts_of("存"), zipfile.ZIP_STORED), "")
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield Case("odd-method.xlsx", zipped(parts_of("法"), method), "*")
    yield Case("before-zip.xlsx", b"MZ" + bytes(500) + whole, "intake-file-kind")
    yield Case("comment.xlsx", whole[:-2] + struct.pack("<H", 60_000) + b"PK\x05\x06" * 15_000, "*")
    yield Case("backslashes.xlsx", zipped({name.replace("/", "\\"): part for name, part in parts_of("斜").items()}), "")
    yield Case("capitals.xlsx", zipped({name.upper(): part for name, part in parts_of("大").items()}), "")
    for at, size in ((14, 4), (18, 4), (22, 4), (26, 2), (28, 2), (8, 2)):
        for value in (b"\xff" * size, bytes(size)):
            yield Case("lying-local-header.xlsx", patched(whole, b"PK\x03\x04", at, value), "*")
    for at, size in ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4)):
        for value in (b"\xff" * size, bytes(size)):
            yield Case("lying-directory.xlsx", patched(whole, b"PK\x01\x02", at, value), "*")
    for at, size in ((8, 2), (10, 2), (12, 4), (16, 4), (20, 2)):
        yield Case("lying-end.xlsx", patched(whole, b"PK\x05\x06", at, b"\xff" * size), "*")


def patched(content: bytes, magic: bytes, at: int, value: bytes) -> bytes:
    """The bytes with a field changed in every record of a zip archive that begins with a magic."""
    changed, place = bytearray(content), content.find(magic)
    while place >= 0:
        changed[place + at : place + at + len(value)] = value
        place = content.find(magic, place + 4)
    return bytes(changed)


def overlapping(parts: Parts, times: int, size: int) -> bytes:
    """An archive whose list names one packed part many times as worksheets."""
    made = zipped(parts | {"xl/worksheets/kernel.xml": b" " * size})
    start = made.index(b"PK\x01\x02")
    end = made.index(b"PK\x05\x06")
    entry = made[made.rindex(b"PK\x01\x02", 0, end) : end]
    copies = b"".join(entry.replace(b"kernel", b"k%05d" % n) for n in range(times))
    count = len(parts) + 1 + times
    return (
        made[:end]
        + copies
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, end - start + len(copies), start, 0)
    )


def one_sheet(rows: str, after: str = "", before: str = "", prolog: str = "") -> bytes:
    """A workbook of one sheet, written by hand."""
    return zipped(workbook_parts({"需求": sheet_xml(rows, after, before, prolog)}))


DOCTYPE = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def sheets(dice: random.Random) -> Iterator[Case]:
    """Worksheets with cells where none should be, and XML that would keep a reader busy."""

    lines = rows_xml(table("表"))
    far = '<c r="{}"><v>1</v></c>'
    for place, row in (
        ("XFD1048576", 1048576),
        ("ZZ900000", 900_000),
        ("XFD300", 300),
        ("ZZZZ99999999", 99_999_999),
        ("A4294967297", 4294967297),
    ):
        code = "*" if place == "XFD300" else "intake-cell-far"
        yield Case("far.xlsx", one_sheet(lines + f'<row r="{row}">{far.format(place)}</row>'), code)
    yield Case(
        "far-quoted.xlsx", one_sheet(lines + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "intake-cell-far"
    )
    yield Case(
        "far-later-attribute.xlsx",
        one_sheet(lines + '<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>'),
        "intake-cell-far",
    )
    yield Case(
        "far-formula.xlsx",
        one_sheet(lines + '<row r="1048576"><c r="XFD1048576"><f>1+1</f><v>2</v></c></row>'),
        "intake-cell-far",
    )
    yield Case(
        "far-comment.xlsx",
        one_sheet(lines + '<row r="1048576"><c r="XFD1048576"><!-- x --><v>1</v></c></row>'),
        "intake-cell-far",
    )
    yield Case("far-slash.xlsx", one_sheet(lines + '<row r="1048576"><c r="XFD1048576" x="/"><v>1</v></c></row>'), "*")
    yield Case("far-unplaced.xlsx", one_sheet(lines + f'<row r="1048576">{"<c><v>1</v></c>" * 300}</row>'), "*")
    prefixed = (
        sheet_xml(lines + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
        .replace(b"<", b"<x:")
        .replace(b"<x:/", b"</x:")
    )
    yield Case(
        "far-prefixed.xlsx",
        zipped(workbook_parts({"需求": prefixed.replace(b"xmlns=", b"xmlns:x=")})),
        "intake-cell-far",
    )
    hidden = parts_of("藏") | {"xl/odd/s.bin": sheet_xml(row_xml(0, [1]) + row_xml(1048575, [None] * 16383 + [1]))}
    hidden["xl/_rels/workbook.xml.rels"] = hidden["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"odd/s.bin"
    )
    yield Case("far-elsewhere.xlsx", zipped(hidden), "intake-cell-far")


def large_sheets(dice: random.Random) -> Iterator[Case]:
    """Worksheets with more of everything than anybody needs, some of them honest."""
    lines = rows_xml(table("大"))
    for row in (0, -1, "x", ""):
        yield Case("odd-row.xlsx", one_sheet(lines + f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>'), "*")
    yield Case("dimension.xlsx", one_sheet(lines, before='<dimension ref="A1:XFD1048576"/>'), "")
    for merge in (
        "A1:XFD1048576",
        "A9:XFD1048576",
        "XFD1048576:A1",
        "A1:A1048576",
        "A0:B0",
        "x",
        ":",
        "A1:ZZZZ9999999999",
    ):
        yield Case(
            "merge.xlsx", one_sheet(lines, f'<mergeCells count="1"><mergeCell ref="{merge}"/></mergeCells>'), "*"
        )
    merges = "".join(f'<mergeCell ref="A{n}:D{n}"/>' for n in range(4, 200_000))
    yield Case("merges.xlsx", one_sheet(lines, f"<mergeCells>{merges}</mergeCells>"), "intake-file-cells")
    overlap = "".join(f'<mergeCell ref="A1:XFD{n}"/>' for n in range(2, 19_000))
    yield Case("merges-overlapping.xlsx", one_sheet(lines, f"<mergeCells>{overlap}</mergeCells>"), "*")
    notes = rows_xml([[f"备注{n}"] for n in range(20_000)])
    yield Case(
        "merges-and-notes.xlsx",
        one_sheet(lines + notes.replace('r="1"', 'r="3"', 1), f"<mergeCells>{overlap}</mergeCells>"),
        "*",
    )
    blanks = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 1_048_577)
    )
    yield Case("blank-rows.xlsx", one_sheet(lines + blanks), "")
    yield Case("blank-row-ends.xlsx", one_sheet(lines + blanks.replace('s="1"/>', 's="1"></c>')), "")
    yield Case(
        "blank-columns.xlsx",
        one_sheet(
            lines + f'<row r="3">{"".join(f"<c r={chr(34)}{address(2, n)}{chr(34)}/>" for n in range(16_384))}</row>'
        ),
        "",
    )
    empties = "".join(
        f'<row r="{n}"><c r="D{n}" t="str"><f>IF(A{n}="","",1)</f><v></v></c></row>' for n in range(3, 300_000)
    )
    yield Case("formulas-to-the-end.xlsx", one_sheet(lines + empties), "*")
    yield Case(
        "many-cells.xlsx",
        one_sheet(rows_xml([HEADER] + [["甲", "焊工", n, 1] for n in range(130_000)])),
        "intake-file-cells",
    )
    yield Case(
        "columns.xlsx", one_sheet(rows_xml([[*HEADER, *(f"列{n}" for n in range(16_380))], table("宽")[1]])), "*"
    )
    strings = f'<sst count="1" uniqueCount="1"><si><t>{"重" * 32_000}</t></si></sst>'.encode()
    refs = "".join(
        f'<c r="{address(row, column)}" t="s"><v>0</v></c>' for row in range(2, 25_000) for column in range(16)
    )
    yield Case("string-bomb.xlsx", zipped(workbook_parts({"需求": sheet_xml(lines + refs)}, strings=strings)), "*")
    yield Case("no-string.xlsx", one_sheet(lines + '<row r="3"><c r="A3" t="s"><v>99999</v></c></row>'), "*")
    for count in (30_000_000, 60_000_000):
        yield Case(
            "huge-text.xlsx",
            one_sheet(lines + f'<row r="3"><c r="B3" t="inlineStr"><is><t>{"焊" * (count // 3)}</t></is></c></row>'),
            "*",
        )
    yield Case("deep.xlsx", one_sheet(lines + "<a>" * 400_000 + "</a>" * 400_000), "*")
    yield Case(
        "deep-text.xlsx",
        one_sheet(
            lines + f'<row r="3"><c r="B3" t="inlineStr"><is>{"<r>" * 300_000}<t>x</t>{"</r>" * 300_000}</is></c></row>'
        ),
        "*",
    )


def odd_xml(dice: random.Random) -> Iterator[Case]:
    """Worksheets in XML that is torn, endless, or declares what it should not."""
    lines = rows_xml(table("怪"))
    for prolog in (DOCTYPE, OUTSIDE, '<?xml version="1.0"?>' + " " * 3_000_000 + DOCTYPE):
        yield Case("doctype.xlsx", one_sheet(lines.replace("焊工", "&a;"), prolog=prolog), "intake-file-doctype")
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"):
        parts = parts_of("实体")
        yield Case(
            "doctype-in-part.xlsx",
            zipped(parts | {part: DOCTYPE.encode() + parts.get(part, b"<x/>")}),
            "intake-file-doctype",
        )
    for encoding in ("utf-16", "utf-16-be", "gb18030", "latin-1"):
        coded = (DOCTYPE + lines).encode(encoding, "replace")
        yield Case("coded-xml.xlsx", zipped(parts_of("码") | {"xl/worksheets/sheet1.xml": coded}), "*")
    for tail in (
        "<row>",
        "<c",
        '<c r="',
        "</sheetData></sheetData>",
        "<![CDATA[" + "x" * 10**6,
        "<!--" + "x" * 10**6,
        "\0\0\0",
        "<?x" + "y" * 10**6,
        "&#x0;",
        "&#xD800;",
        "&" * 10_000,
    ):
        yield Case("torn-xml.xlsx", one_sheet(lines + tail), "*")
    for repeated in (
        "<c ",
        '<c r="A1" ',
        '<c r="A1"',
        "<x",
        '<c r="A1"><f',
        '<c r="A1"><f>1</f>',
        "<a:",
        "<c\n\n\n",
        '<c r="A1" ' + 'r="A1" ' * 50,
        "<mergeCell ",
    ):
        yield Case("slow-pattern.xlsx", one_sheet(lines + repeated * (4_000_000 // len(repeated))), "*")
    yield Case(
        "long-attribute.xlsx", one_sheet(lines + f'<row r="3"><c r="A3" s="{"1" * 10**7}"><v>1</v></c></row>'), "*"
    )
    for kind, value in (
        ("e", "#REF!"),
        ("b", "2"),
        ("d", "2026-13-45"),
        ("d", "9999999-01-01"),
        ("n", "1e999"),
        ("n", "NaN"),
        ("n", "-inf"),
        ("n", "1" * 10_000),
        ("zzz", "1"),
        ("n", "0x10"),
        ("str", "\ufffe"),
    ):
        yield Case(
            "odd-value.xlsx",
            one_sheet(lines.replace("<v>3</v>", f"<v>{value}</v>").replace('r="C2"', f'r="C2" t="{kind}"')),
            "*",
        )
    yield Case(
        "command.xlsx", one_sheet(lines + '<row r="3"><c r="B3"><f>cmd|\'/c calc\'!A0</f><v>0</v></c></row>'), "*"
    )
    for style in (
        " " * 10**6,
        "<numFmts>" + '<numFmt numFmtId="200" formatCode="' + "y" * 10**6 + '"/></numFmts>',
        "<cellXfs>" + '<xf numFmtId="14"/>' * 500_000 + "</cellXfs>",
    ):
        yield Case(
            "styles.xlsx", zipped(parts_of("式") | {"xl/styles.xml": f"<styleSheet>{style}</styleSheet>".encode()}), "*"
        )


def books(dice: random.Random) -> Iterator[Case]:
    """Workbooks whose lists of sheets, links and other parts are odd."""
    honest = sheet_xml(rows_xml(table("册")))
    for count, code in ((3_900, "*"), (5_000, "intake-file-parts")):
        yield Case("many-sheets.xlsx", zipped(workbook_parts({f"表{n}": honest for n in range(count)})), code)
    yield Case("no-sheets.xlsx", zipped(workbook_parts({})), "*")
    for state in ('state="hidden"', 'state="veryHidden"', 'state="zzz"'):
        yield Case("hidden.xlsx", zipped(workbook_parts({"需求": honest}, state)), "*")
    for name in ("", "../../x", "\u202eelif", "a" * 10_000, "[]:*?/", "'", "&amp;", "&#10;", "企业 13800138000"):
        yield Case("sheet-name.xlsx", zipped(workbook_parts({name: honest})), "*")
    for target in (
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:9/x",
        "worksheets/sheet9.xml",
        "",
        "workbook.xml",
        "/xl/worksheets/sheet1.xml",
        "_rels/workbook.xml.rels",
    ):
        parts = parts_of("链")
        links = parts["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet1.xml", target.encode())
        yield Case("link.xlsx", zipped(parts | {"xl/_rels/workbook.xml.rels": links}), "*")
    yield Case("macro.xlsm", zipped(parts_of("宏") | {"xl/vbaProject.bin": compound({"VBA": b"x" * 5000})}), "")
    yield Case(
        "outside-links.xlsx",
        zipped(parts_of("外") | {"xl/externalLinks/externalLink1.xml": b"<x r='http://127.0.0.1:9/'/>"}),
        "",
    )
    yield Case(
        "locked.xlsx",
        compound({"EncryptionInfo": b"x" * 5000, "EncryptedPackage": b"y" * 9000}),
        "intake-file-password",
    )
    yield Case(
        "locked-zip.xlsx",
        patched(patched(xlsx(table("锁")), b"PK\x03\x04", 6, b"\x01\x00"), b"PK\x01\x02", 8, b"\x01\x00"),
        "intake-file-password",
    )
    yield Case("binary-book.xlsb", zipped({"xl/workbook.bin": b"\x83\x01\x00"}), "intake-file-kind")
    yield Case(
        "strict.xlsx",
        zipped(
            {
                n: p.replace(b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml")
                for n, p in parts_of("严").items()
            }
        ),
        "",
    )


def old_workbooks(dice: random.Random) -> Iterator[Case]:
    """Old binary workbooks and the containers that they come in."""
    whole = xls(table("旧"))
    yield Case("honest.xls", whole, "")
    yield Case("xls-named.xlsx", xls(table("名")), "")
    yield Case("xlsx-named.xls", xlsx(table("反")), "")
    for cut in sorted(dice.sample(range(30, len(whole) - 1), 20)):
        yield Case("truncated.xls", whole[:cut], "*")
    yield Case("locked.xls", xls(table("密"), before=[(0x2F, bytes(54))]), "intake-file-password")
    yield Case(
        "far.xls", xls(table("远"), after=[(0x203, struct.pack("<HHHd", 65_535, 255, 0, 1.0))]), "intake-cell-far"
    )
    yield Case("errors.xls", xls(table("错"), after=[(0x205, struct.pack("<HHHBB", 2, 1, 0, 7, 1))]), "*")
    for data in (
        b"",
        b"\xff" * 8,
        struct.pack("<II", 2**32 - 1, 2**32 - 1),
        struct.pack("<IIH", 1, 1, 65_535) + b"\x08" * 8,
    ):
        yield Case("string-table.xls", xls(table("串"), before=[(0xFC, data)]), "*")
    for data in (b"", b"\xff" * 6, b"\xff" * 200):
        yield Case(
            "odd-cell.xls",
            xls(table("怪"), after=[(kind, data) for kind in (0x203, 0x204, 0xFD, 0x27E, 0xBD, 0x06)]),
            "*",
        )
    merges = struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65_535, 0, 255) * 1000
    yield Case("merges.xls", xls(table("并"), after=[(0xE5, merges)] * 60), "intake-file-cells")
    many = [(0xBD, struct.pack("<HH", row, 0) + bytes(6 * 256) + b"\xff\0") for row in range(2, 2000)]
    yield Case("many-cells.xls", xls(table("多"), after=many), "intake-file-cells")
    for stream in ("WordDocument", "PowerPoint Document", "Contents"):
        yield Case("not-a-book.xls", compound({stream: b"x" * 5000}), "intake-file-kind")
    yield Case("no-streams.xls", compound({}), "intake-file-kind")
    yield Case("empty-stream.xls", compound({"Workbook": b""}), "*")
    yield Case("container-zeros.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000), "intake-file-broken")
    for at in (30, 32, 44, 48, 56, 60, 64, 68, 72, 76, 80):
        for value in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x01\0\0\0"):
            yield Case("lying-header.xls", whole[:at] + value + whole[at + 4 :], "*")
    last = len(whole) - 512
    for pattern in (bytes(512), b"\x01\0\0\0" * 128, struct.pack("<128I", *range(128)), b"\x7f" * 512):
        yield Case("chains.xls", whole[:last] + pattern, "*")
    for ending in (".et", ".ett", ".wps", ".dps"):
        yield Case(f"office{ending}", xls(table("金")), "intake-file-wps")


def open_documents(dice: random.Random) -> Iterator[Case]:
    """OpenDocument spreadsheets."""
    rows = ods_rows(table("开"))
    whole = ods(rows)
    yield Case("honest.ods", whole, "")
    for cut in sorted(dice.sample(range(30, len(whole) - 1), 12)):
        yield Case("truncated.ods", whole[:cut], "intake-file-broken")
    value = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1"/>'
    late = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{}"/>'
    for cell in (value, late):
        yield Case(
            "wide.ods",
            ods(rows + f"<table:table-row>{cell.format(16_384)}</table:table-row>" * 40),
            "intake-file-cells",
        )
    many = '<table:table-row table:number-rows-repeated="{}">' + value.format(1) + "</table:table-row>"
    yield Case("tall.ods", ods(rows + many.format(1_048_576)), "intake-file-cells")
    yield Case(
        "all.ods", ods(rows + many.format(1_048_576).replace('repeated="1"', 'repeated="16384"')), "intake-file-cells"
    )
    for odd in ("-1", "0", "x", "9" * 30):
        yield Case("odd-repeat.ods", ods(rows + many.format(odd)), "*")
    cells = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048570">{cells}</table:table-row>'
    yield Case("blank.ods", ods(rows + blank), "")
    yield Case("blank-then-far.ods", ods(rows + blank + many.format(1).replace('repeated="1"', 'repeated="1"')), "*")
    gap = '<table:table-cell table:number-columns-repeated="16383"/>'
    yield Case(
        "far.ods", ods(rows + blank + f"<table:table-row>{gap}{value.format(1)}</table:table-row>"), "intake-cell-far"
    )
    for prolog in (DOCTYPE, OUTSIDE):
        yield Case("doctype.ods", ods(rows.replace("焊工", "&a;"), prolog=prolog), "intake-file-doctype")
    yield Case(
        "locked.ods",
        ods(rows, manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        "intake-file-password",
    )
    yield Case("nested.ods", ods(rows + "<table:table>" * 50_000 + "</table:table>" * 50_000), "*")
    spaces = '<text:p><text:s text:c="2000000000"/></text:p>'
    cell = f'<table:table-cell office:value-type="string">{spaces}</table:table-cell>'
    yield Case("spaces.ods", ods(f"{rows}<table:table-row>{cell}</table:table-row>"), "*")
    yield Case("torn.ods", ods(rows + "<table:table-row>"), "intake-file-broken")
    yield Case(
        "words.odt",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        "intake-file-kind",
    )
    yield Case(
        "no-manifest.ods", zipped({n: p for n, p in unzipped(whole).items() if n != "META-INF/manifest.xml"}), "*"
    )


def kinds(dice: random.Random) -> Iterator[Case]:
    """Files that are something else than they are called."""
    magics = {
        "pdf": b"%PDF-1.7\n",
        "png": b"\x89PNG\r\n\x1a\n",
        "jpg": b"\xff\xd8\xff\xe0",
        "gif": b"GIF89a",
        "bmp": b"BM\x00\x00",
        "rtf": b"{\\rtf1",
        "db": b"SQLite format 3\0",
        "exe": b"MZ\x90",
        "elf": b"\x7fELF",
    }
    for ending, magic in magics.items():
        for name in (f"real.{ending}", "named.xlsx", "named.csv"):
            yield Case(name, magic + dice.randbytes(3000), "intake-file-kind")
    for label, magic in {"rar": b"Rar!\x1a\x07\x01", "7z": b"7z\xbc\xaf\x27\x1c", "gz": b"\x1f\x8b\x08"}.items():
        for name in (f"real.{label}", "named.xlsx"):
            yield Case(name, magic + dice.randbytes(3000), "intake-file-packed")
    yield Case("packed.zip", zipped({"表.xlsx": xlsx(table("包"))}), "intake-file-packed")
    yield Case("packed-named.xlsx", zipped({"表.xlsx": xlsx(table("包"))}), "intake-file-packed")
    web = "<table><tr><td>岗位名称</td><td>需求人数</td></tr><tr><td>焊工</td><td>3</td></tr></table>"
    for start in (
        "<html><body>",
        "<!DOCTYPE html><html>",
        "\r\n <HTML>",
        "",
        '<meta charset="gb2312">',
        "<style>td{}</style>",
    ):
        yield Case("web.xls", (start + web).encode("gb18030"), "intake-file-html")
    yield Case(
        "web-archive.xls",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + web.encode(),
        "intake-file-html",
    )
    yield Case("web-utf16.xls", ("<html>" + web).encode("utf-16"), "*")
    yield Case(
        "xml-2003.xls",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "intake-file-xml",
    )
    yield Case("other.xml", b'<?xml version="1.0"?><a/>', "intake-file-kind")
    yield Case("words.docx", zipped({"word/document.xml": b"<x/>"}), "intake-file-kind")
    yield Case("slides.pptx", zipped({"ppt/presentation.xml": b"<x/>"}), "intake-file-kind")
    yield Case("plain.docx", text_table("文").encode(), "intake-file-kind")
    yield Case("table.json", b'[{"title": "x"}]', "intake-file-kind")
    for name in ("text-named.xlsx", "text-named.xls", "text.txt", "text.tsv", "TEXT.CSV"):
        yield Case(name, text_table(name.replace(".", "点")).encode(), "")


def texts(dice: random.Random) -> Iterator[Case]:
    """Text tables with every fault that bytes can have."""
    plain = text_table("文本")
    for content in (b"", b"\n" * 100, b"\xef\xbb\xbf", b"\0" * 5000, b" " * 10**7, b"\r\n" * 10**6):
        yield Case("empty.csv", content, "intake-file-empty")
    for content in (b"\xff\xfe", b"\xff\xfe\0", b"\xfe\xff"):
        yield Case("mark-only.csv", content, "*")
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "gb18030", "utf-8-sig"):
        yield Case("coded.csv", text_table(encoding.replace("-", "") + "编").encode(encoding), "")
    yield Case("big5.csv", "企業名稱,崗位名稱,需求人數\n清遠傳統鋁業有限公司,焊接技術員,3\n".encode("big5"), "*")
    for encoding in ("utf-32", "utf-7", "shift_jis", "euc_kr", "cp037", "hz", "iso2022_jp"):
        yield Case("foreign-code.csv", plain.encode(encoding, "replace"), "*")
    yield Case("odd-utf16.csv", plain.encode("utf-16")[:-1], "intake-encoding")
    yield Case("lone-surrogate.csv", b"\xff\xfe" + plain.encode("utf-16-le") + b"\x00\xd8", "intake-encoding")
    for at in (3, 20, 40):
        coded = plain.encode("gb18030")
        yield Case("one-bad-byte.csv", coded[:at] + b"\xff" + coded[at:], "*")
        yield Case("nul.csv", plain.encode()[:at] + b"\0" + plain.encode()[at:], "intake-file-binary")
    yield Case("cut-character.csv", plain.encode()[:-6] + "工".encode()[:2], "intake-encoding")
    yield Case("tail-of-nul.csv", plain.encode() + bytes(4000), "intake-file-binary")
    yield Case("long-line.csv", plain.encode() + "焊".encode() * (50 * 2**20 // 3), "intake-file-large")
    yield Case("long-line-ascii.csv", plain.encode() + b"x" * (20 * 2**20), "intake-csv-line")
    yield Case("long-quoted.csv", plain.encode() + b'"' + b"x\n" * (5 * 2**20), "intake-csv-quote")
    yield Case("commas.csv", plain.encode() + b"," * 10_000_000, "intake-file-cells")
    yield Case("commas-in-lines.csv", plain.encode() + (b"," * 10_000 + b"\n") * 1000, "intake-file-cells")
    yield Case("separators.csv", plain.encode() + b",;\t|" * 5_000_000, "*")
    for width in (16_384, 20_000):
        yield Case(
            "columns.csv",
            ",".join([*HEADER, *(f"列{n}" for n in range(width - 4))]).encode()
            + b"\n"
            + plain.encode().split(b"\n")[1],
            "*",
        )
    yield Case("rows.csv", (",".join(HEADER) + "\n" + "甲公司,焊工,3,5000\n" * 30_001).encode(), "intake-file-cells")
    yield Case("blank-lines.csv", plain.encode() + b"\n" * 29_000, "")
    yield Case("header-late.csv", b"x\n" * 31 + plain.encode(), "intake-no-header")
    yield Case("headers-only.csv", (",".join(HEADER) + "\n").encode() * 1000, "*")
    for line in (
        '"',
        '"焊工,3',
        '甲,"焊工,3\n乙,钳工,2',
        '甲,"焊"工",3',
        '甲,"焊"工,电"工",3',
        '"' * 100_001,
        '""""',
        '甲,焊工,3\n"乙,钳工,2\n"丙,电工,1',
    ):
        yield Case("quotes.csv", (plain + line).encode(), "*")
    for line in (
        "=cmd|'/c calc'!A0,焊工,3",
        "+1+1,焊工,3",
        "@SUM(A1),焊工,3",
        "\u202e甲公司,焊工,3",
        "甲公司,焊工\u200b\ufeff,3",
        "甲\x1b[31m公司,焊工,3",
        "甲公司,焊工,３",
        "甲公司," + "e\u0301\u0302" * 5000 + ",3",
        "甲公司,👷‍♀️,3",
    ):
        yield Case("odd-text.csv", (",".join(HEADER[:3]) + "\n" + line).encode(), "*")
    for ending in ("\r", "\r\n", "\n\r", "\x0b", "\u2028", "\x85", "\x1c"):
        yield Case("line-ends.csv", plain.replace("\n", ending).encode(), "*")
    for hint in ("sep=;\n", "sep=\n", "SEP=\t\n", '"sep=,"\n', "sep=x\n" * 100):
        yield Case("hint.csv", (hint + plain).encode(), "*")
    yield Case("controls.csv", b"\x01\x02\x03" * 500 + plain.encode(), "intake-file-binary")
    yield Case("latin.csv", "Société,Métier\nX,soudeur é à ç".encode("latin-1"), "*")


PATTERNS: tuple[Callable[[int], str], ...] = (
    lambda n: "(" * n,
    lambda n: "（(" * (n // 2) + "）)" * (n // 2),
    lambda n: "1" * n,
    lambda n: "万" * n,
    lambda n: "1-" * (n // 2),
    lambda n: "1～2万/月·" * (n // 8),
    lambda n: "、" * n,
    lambda n: "年" * n,
    lambda n: "2026年" * (n // 5),
    lambda n: "a@" * (n // 2),
    lambda n: "a." * (n // 2) + "@b",
    lambda n: "１２３" * (n // 3),
    lambda n: " " * n + "x",
    lambda n: "1 " * (n // 2),
    lambda n: "1,234," * (n // 6),
    lambda n: "十百千万亿" * (n // 5),
    lambda n: "：:" * (n // 2),
    lambda n: "企业名称：" * (n // 5),
    lambda n: "\u0301" * n,
    lambda n: "合计" * (n // 2),
    lambda n: "91" + "0" * n,
    lambda n: "-" * n,
    lambda n: "高级" * (n // 2),
    lambda n: "元/月、" * (n // 4),
    lambda n: "{0}%s{shown}" * (n // 12),
    lambda n: "1e" + "9" * n,
    lambda n: "/" * n,
    lambda n: "K" * n + "8k",
)


def values(dice: random.Random) -> Iterator[Case]:
    """Cells that make patterns and grammars run for ever: each in every column, as header, and as a line above."""
    for pattern in PATTERNS:
        text = pattern(30_000)
        cells: list[object] = [text if name != "岗位名称" else "焊工" for name in WIDE_HEADER]
        yield Case("every-column.xlsx", xlsx([WIDE_HEADER, cells, [*cells[:6], text, *cells[7:]]]), "*")
        yield Case(
            "header.xlsx", xlsx([[text], [text, text], [*HEADER, text, text[:80]], [*table("题")[1], text, text]]), "*"
        )
    for pattern in PATTERNS[::3]:
        yield Case(
            "many-cells.csv",
            "\n".join(
                [",".join(HEADER), *(f'甲公司,焊工{n},"{pattern(400)}","{pattern(400)}"' for n in range(400))]
            ).encode(),
            "*",
        )


def names(dice: random.Random) -> Iterator[Case]:
    """Honest tables under names that trick paths, terminals and people."""
    odd = [
        *("CON.csv", "NUL.csv", "AUX", "com1.csv", "a.csv.", "a .csv ", "-rf.csv", "--help.csv"),
        *("$(touch x).csv", "`id`.csv", "%s%n%x.csv", "{0}{file}.csv", "a'b\"c.csv", "a;b|c&d.csv", "a\\b\\..\\c.csv"),
        *(
            "C:\\x.csv",
            "a\nb.csv",
            "a\tb.csv",
            "a\rb.csv",
            "\x1b[2Jx.csv",
            "\u202evsc.slx",
            "\u200b\u200b.csv",
            "\ufeffx.csv",
        ),
        *(
            "长" * 80 + ".csv",
            "a" * 200 + ".csv",
            "a" * 251 + ".csv",
            "甲.xlsx.csv",
            "甲.exe.csv",
            "无扩展名",
            "ｆｕｌｌ．csv",
        ),
        *(
            "e\u0301.csv",
            "é.csv",
            "👷.csv",
            "<script>alert(1)<&>.csv",
            "13800138000.csv",
            "#REF!.csv",
            "=cmd.csv",
            "🇨🇳.csv",
        ),
        *(
            "http:||127.0.0.1.csv",
            "*.csv",
            "?.csv",
            "~.csv",
            "~x.csv",
            "con.xlsx.CSV",
            " 前导空格.csv",
            "1" * 100 + ".csv",
        ),
    ]
    for number, name in enumerate(odd):
        yield Case(name, text_table(f"名{number}").encode(), "intake-file-kind" if name.endswith("slx") else "")


def noise(dice: random.Random) -> Iterator[Case]:
    """Bytes without any meaning, some behind a known beginning."""
    for name in ("a.csv", "a.xlsx", "a.xls", "a.ods"):
        for size in (1, 2, 3, 7, 100, 5000, 100_000):
            yield Case(name, dice.randbytes(size), "*")
        for magic in (b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1"), b"\xff\xfe", b"\xef\xbb\xbf"):
            yield Case(name, magic + dice.randbytes(4000), "*")
    squeezed = zlib.compress(dice.randbytes(50_000))
    yield Case("deflated.xlsx", squeezed, "*")


def write_cases(folder: Path, seed: int) -> Iterator[tuple[Path, str]]:
    """Write every case into a folder; each path with the code that is expected of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content, expected in hostile_cases(seed):
        path = folder / name
        path.write_bytes(content)
        yield path, expected
    yield from _write_what_is_no_file(folder)


def _write_what_is_no_file(folder: Path) -> Iterator[tuple[Path, str]]:
    """Links, pipes, sockets and folders that look like workbooks."""
    broken = os.fsdecode(b"\xff\xfe\x80.csv")
    (folder / broken).write_bytes(text_table("坏名").encode())
    yield folder / broken, ""
    for name, target in {
        "link.csv": "/etc/passwd",
        "loop.csv": "loop.csv",
        "dangling.xlsx": "nowhere",
        "up.csv": "..",
    }.items():
        (folder / name).symlink_to(target)
        yield folder / name, "intake-file-unopened"
    os.mkfifo(folder / "pipe.csv")
    yield folder / "pipe.csv", "intake-file-unopened"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(folder / "socket.xlsx"))
    yield folder / "socket.xlsx", "intake-file-unopened"
    inner = folder / "folder.xlsx" / "deep" / "er"
    inner.mkdir(parents=True)
    (inner / "a.csv").write_bytes(text_table("夹中").encode())
    yield inner / "a.csv", ""
