"""Workbooks written by hand, part by part and record by record: for what no spreadsheet program would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from examples.generator.compound_file import compound

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_THEN = (2026, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def address(row: int, column: int) -> str:
    """The printed address of a cell, both counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def row_xml(row: int, cells: Sequence[object]) -> str:
    """A row of inline texts and numbers."""
    written = []
    for column, cell in enumerate(cells):
        place = address(row, column)
        if isinstance(cell, str):
            text = cell.replace("&", "&amp;").replace("<", "&lt;")
            written.append(f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>')
        elif cell is not None:
            written.append(f'<c r="{place}"><v>{cell}</v></c>')
    return f'<row r="{row + 1}">{"".join(written)}</row>'


def rows_xml(records: Sequence[Sequence[object]]) -> str:
    """Rows one below the other, from the first."""
    return "".join(row_xml(row, record) for row, record in enumerate(records))


def sheet_xml(rows: str, after: str = "", before: str = "", prolog: str = "") -> bytes:
    """A worksheet part with these rows."""
    return f"{prolog}<worksheet {SPACE}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def workbook_parts(sheets: Mapping[str, bytes], state: str = "", strings: bytes = b"", styles: bytes = b"") -> Parts:
    """All parts of a workbook; `state` is an attribute that every sheet gets, such as state="hidden"."""
    extra = {"sharedStrings": strings, "styles": styles}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}" {state}/>' for n, name in enumerate(sheets, start=1)
    )
    links = "".join(_link(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1))
    links += "".join(_link(f"x{kind}", kind, f"{kind}.xml") for kind, part in extra.items() if part)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/></Types>',
        "_rels/.rels": _links(_link("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {SPACE} xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(links),
    }
    made = {name: text.encode() for name, text in parts.items()}
    made |= {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets.values(), start=1)}
    return made | {f"xl/{kind}.xml": part for kind, part in extra.items() if part}


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'


def xlsx(records: Sequence[Sequence[object]], name: str = "需求") -> bytes:
    """A plain workbook of one sheet."""
    return zipped(workbook_parts({name: sheet_xml(rows_xml(records))}))


def zipped(parts: Mapping[str, bytes] | Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of the parts, the same bytes every time; names may repeat in a sequence."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(zipfile.ZipInfo(name, _THEN), part, method)
    return out.getvalue()


def unzipped(content: bytes) -> Parts:
    """The parts of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def ods_rows(records: Sequence[Sequence[object]]) -> str:
    """Rows of an OpenDocument table."""
    return "".join(f"<table:table-row>{''.join(map(_ods_cell, record))}</table:table-row>" for record in records)


def _ods_cell(cell: object) -> str:
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )


def ods(rows: str, prolog: str = "", manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    spaces = " ".join(f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{prolog}<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="一">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>".encode(),
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0">'
            f"{manifest}</manifest:manifest>".encode(),
        },
    )


Records = list[tuple[int, bytes]]


def xls(records: Sequence[Sequence[object]], before: Records | None = None, after: Records | None = None) -> bytes:
    """An old binary workbook of one sheet; records before its list of sheets and after its cells can be added."""
    return compound({"Workbook": biff(records, before or [], after or [])})


def biff(records: Sequence[Sequence[object]], before: Records, after: Records) -> bytes:
    """The workbook stream of an old binary workbook."""
    cells = [_biff_cell(row, column, cell) for row, record in enumerate(records) for column, cell in enumerate(record)]
    sheet = _stream([(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600)), *cells, *after, (0x000A, b"")])
    name = "需求".encode("utf-16-le")
    start = [(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600)), (0x0042, b"\xb0\x04"), *before]
    length = len(_stream(start)) + 4 + 8 + len(name) + 4
    listed = struct.pack("<IBBBB", length, 0, 0, 2, 1) + name
    return _stream([*start, (0x0085, listed), (0x000A, b"")]) + sheet


def _biff_cell(row: int, column: int, cell: object) -> tuple[int, bytes]:
    if isinstance(cell, str):
        place = struct.pack("<HHHHB", row, column, 0, len(cell.encode("utf-16-le")) // 2, 1)
        return 0x0204, place + cell.encode("utf-16-le")
    return 0x0203, struct.pack("<HHHd", row, column, 0, float(str(cell)))


def _stream(records: Records) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
