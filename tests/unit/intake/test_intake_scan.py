from __future__ import annotations

import random
import struct
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intake.hostile import Case, kinds, old_workbooks, open_documents, overlapping, patched, texts
from benchmarks.intake.raw_workbooks import (
    ods,
    ods_rows,
    row_xml,
    rows_xml,
    sheet_xml,
    workbook_parts,
    xls,
    xlsx,
    zipped,
)
from examples.generator.compound_file import compound
from talentmap.intake.files import filled as filled_module
from talentmap.intake.files.archive import Bomb, Damaged, open_archive
from talentmap.intake.files.compound import DamagedContainer, open_compound
from talentmap.intake.files.delimited import DelimitedFault, read_delimited
from talentmap.intake.files.filled import Filled, filled_in, pieces_between_cells
from talentmap.intake.files.scan import Kind, Verdict, scan

LINES = [["岗位名称", "需求人数"], ["焊工", 3]]


def filled(rows: str) -> Filled:
    sheet = Filled()
    sheet.add(sheet_xml(rows))
    return sheet


def scanned(rows: str, after: str = "") -> Verdict:
    return scan("a.xlsx", zipped(workbook_parts({"需求": sheet_xml(rows, after)})))


def said(case: Case) -> str:
    verdict = scan(case.name, case.content)
    if verdict.kind is Kind.DELIMITED:
        try:
            read_delimited(case.content)
        except DelimitedFault as fault:
            return fault.code
    return verdict.refusal


PLAIN = (
    '<c r="A1" t="s"><v>0</v></c>',
    '<c r="C7" s="2"><v>1.5</v></c>',
    '<c r="J10" s="1" t="inlineStr"><is><t>x</t></is></c>',
    '<c r="B2" s="3"/>',
    '<c r="L12"><v> </v></c>',
    '<row r="3" spans="1:17">',
    '<c r="XFD1048577"><v>1</v></c>',
    "<cols/><mergeCell ref='A1:B2'/>",
)
ODD = (
    "<c r='C3'><v>1</v></c>",
    '<c r="D4" t="e"><v>#N/A</v></c>',
    '<c r="E5"><f>A1</f><v>2</v></c>',
    '<c r="E6" s="1"><f>A1</f></c>',
    '<c r="F6"><v></v></c>',
    '<c r="F8"><v/></c>',
    '<c r="g7"><v>1</v></c>',
    '<x:c r="H8"><x:v>1</x:v></x:c>',
    "<c><v>3</v></c>",
    '<c\nr="I9"><v>1</v></c>',
    '<c t="s" r="K11"><v>0</v></c>',
    '<c r="M13"><is></is></c>',
    '<c r="N14"></c>',
    '<c r="O15"> <v>1</v></c>',
    '<c r="P16" cm="1"><v>1</v></c>',
)


@given(st.lists(st.sampled_from(PLAIN), max_size=12), st.lists(st.sampled_from(ODD), max_size=2), st.randoms())
def test_cells_as_most_programs_write_them_count_as_any_others_do(
    plain: list[str], odd: list[str], dice: random.Random
) -> None:
    cells = [*plain, *odd]
    dice.shuffle(cells)
    piece = "".join(cells).encode()
    either, any_way = Filled(), Filled()
    either.add(piece)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filled_module, "_plain_cells", lambda _: None)
        any_way.add(piece)
    assert either == any_way


@given(st.lists(st.sampled_from(PLAIN), max_size=4), st.lists(st.sampled_from(ODD), max_size=1), st.randoms())
def test_a_small_sheet_is_told_at_a_glance_as_it_is_cell_by_cell(
    plain: list[str], odd: list[str], dice: random.Random
) -> None:
    cells = [*plain, *odd]
    dice.shuffle(cells)
    piece = "".join(cells).encode()
    exact = Filled()
    exact.add(piece)
    told = filled_in(iter([piece]), 100, 100)
    assert (told.count, told.merges, told.errors, told.uncached) == (
        exact.count,
        exact.merges,
        exact.errors,
        exact.uncached,
    )
    if told != exact:
        assert exact.count and exact.right <= told.right == 702 and exact.bottom <= told.bottom == 999


@pytest.mark.parametrize(
    ("cell", "glance"),
    [("ZZ999", True), ("AAA1", False), ("A1000", False), ("a1", False), ("XFD1048576", False)],
)
@pytest.mark.parametrize("blank", ["", '<c r="B2" s="3"/>', '<c r="B2" s="3" />', '<c r="B2" s="3" t="n"></c>'])
def test_a_glance_is_enough_only_near_the_corner(cell: str, glance: bool, blank: str) -> None:
    piece = f'<c r="A1"><v>1</v></c>{blank}<c r="{cell}" t="s"><v>1</v></c>'.encode()
    assert filled_in(iter([piece]), 100, 100).count == 2
    assert (filled_in(iter([piece]), 100, 100).right == 702) is glance
    exact = Filled()
    exact.add(piece)
    assert filled_in(iter([piece, b"</worksheet>"]), 100, 100) == exact


@pytest.mark.parametrize("cells", [PLAIN, *((*PLAIN, odd) for odd in ODD)])
def test_only_plain_cells_take_the_short_way(cells: tuple[str, ...]) -> None:
    assert (filled_module._plain_cells("".join(cells).encode()) is not None) == (cells is PLAIN)


@pytest.mark.parametrize("family", [kinds, old_workbooks, open_documents, texts])
def test_what_cannot_be_read_is_told_before_anything_parses_it(family: object) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for case in family(random.Random(3)):  # type: ignore[operator]  # noqa: S311 - the same cases every time
            if case.expected not in ("*", "intake-no-header"):
                assert said(case) == case.expected, case.name


@pytest.mark.parametrize("content", [xlsx(LINES), xls(LINES), ods(ods_rows(LINES))])
def test_an_honest_workbook_passes(content: bytes) -> None:
    assert scan("a.bin", content).kind is Kind.WORKBOOK


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c s="1" r="XFD1048576"><v>1</v></c>',
        '<c\n r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>',
        '<x:c r="XFD1048576"><x:f>1+1</x:f><x:v>2</x:v></x:c>',
        '<c r="XFD1048576"> <!-- --> <v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c r="ZZZZ5"><v>1</v></c>',
        '<c r="A4294967297"><v>1</v></c>',
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(cell: str) -> None:
    verdict = scanned(rows_xml(LINES) + f"<row>{cell}</row>")
    assert (verdict.refusal, verdict.facts["sheet"]) == ("intake-cell-far", "需求")


@pytest.mark.parametrize(
    "cell", ['<c r="D9" s="1"/>', '<c r="D9" s="1"></c>', '<c r="D9"><v/></c>', '<c r="D9"><v></v></c>']
)
def test_a_blank_cell_does_not_count(cell: str) -> None:
    assert filled(rows_xml(LINES) + cell).count == 4


def test_a_formula_without_a_result_is_told_from_one_that_gives_an_empty_text() -> None:
    sheet = filled(
        '<c r="A1"><f>1+1</f></c><c r="A2"><f>1+1</f><v/></c><c r="A3"><f>1+1</f><v></v></c><c r="A4"><f/><v /></c>'
        '<c r="B1" t="str"><f>""</f><v></v></c><c r="B2"><f>1+1</f><v>2</v></c>'
        '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    assert sheet.uncached == ["A1", "A2", "A3", "A4"]
    assert sheet.errors == ["B3"]
    assert (sheet.count, sheet.box) == (2, 8)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), min_size=1, max_size=30, unique=True),
    st.integers(5, 3000),
)
def test_the_box_is_that_of_the_cells_however_the_bytes_are_cut(cells: list[tuple[int, int]], size: int) -> None:
    xml = sheet_xml("".join(row_xml(row, [None] * column + [1]) for row, column in sorted(cells)))
    sheet = Filled()
    for piece in pieces_between_cells(xml[at : at + size] for at in range(0, len(xml), size)):
        sheet.add(piece)
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    assert sheet.count == len(cells)
    assert sheet.box == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


@pytest.mark.parametrize(
    "unit",
    [
        "<c ",
        '<c r="A1" ',
        '<c r="A1"',
        "<c\n",
        '<c r="A1"><f',
        '<c r="A1"><f>1</f>',
        "<a:",
        "<c r='",
        '<c r="A1" ' + 'r="A1" ' * 99,
    ],
)
def test_tags_that_never_end_are_cells_only_where_they_hold_a_formula(unit: str) -> None:
    times = 1_000_000 // len(unit)
    sheet = filled(unit * times)
    assert sheet.box <= 1
    assert times - 1 <= sheet.count <= times if "<f" in unit else sheet.count == 0


def test_what_many_entries_unpack_to_adds_up() -> None:
    archive = open_archive(overlapping(workbook_parts({"需求": sheet_xml("")}), 200, 8 * 2**20))
    with pytest.raises(Bomb):
        for entries in archive.entries.values():
            for _ in archive.pieces(entries[0]):
                pass


def test_a_part_is_unpacked_by_its_bytes_and_not_by_its_word() -> None:
    content = patched(zipped({"a": b"x" * 3_000_000}), b"PK\x01\x02", 24, b"\x05\0\0\0")
    archive = open_archive(content)
    assert sum(map(len, archive.pieces(archive.entries["a"][0]))) == 3_000_000


@given(st.binary(max_size=200_000), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_parts_come_out_as_they_went_in(data: bytes, method: int) -> None:
    archive = open_archive(zipped({"xl\\A.XML": data}, method))
    assert b"".join(archive.pieces(archive.entries["xl/a.xml"][0])) == data


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=4))
def test_a_damaged_archive_is_told_and_never_raises_otherwise(at: int, patch: bytes) -> None:
    whole = xlsx(LINES)
    assert isinstance(scan("a.xlsx", whole[: at % len(whole)] + patch + whole[at % len(whole) + len(patch) :]), Verdict)
    with pytest.raises(Damaged):
        open_archive(whole[: at % (len(whole) - 30)])


def test_the_sheet_that_the_workbook_links_to_is_scanned_wherever_it_lies() -> None:
    parts = workbook_parts({"需求": sheet_xml(rows_xml(LINES))})
    parts["xl/odd.bin"] = sheet_xml(rows_xml(LINES) + '<c r="XFD1048576"><v>1</v></c>')
    assert scan("a.xlsx", zipped(parts)).kind is Kind.WORKBOOK
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(b"worksheets/sheet1.xml", b"odd.bin")
    assert scan("a.xlsx", zipped(parts)).refusal == "intake-cell-far"


def test_repeated_cells_of_an_open_document_count_as_often_as_they_repeat() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="600"/>'
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    assert scan("a.ods", ods(row)).refusal == "intake-file-cells"
    blank = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    assert scan("a.ods", ods(ods_rows(LINES) + blank)).kind is Kind.WORKBOOK


def test_an_old_workbook_with_a_password_is_refused_though_its_cells_could_be_listed() -> None:
    assert scan("a.xls", xls(LINES, before=[(0x2F, bytes(54))])).refusal == "intake-file-password"


def test_an_error_in_an_old_workbook_is_placed() -> None:
    verdict = scan("a.xls", xls(LINES, after=[(0x205, struct.pack("<HHHBB", 2, 1, 0, 7, 1))]))
    assert verdict.errors == (("需求", "B3"),)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=9), st.binary(max_size=5000), min_size=1, max_size=4))
def test_the_streams_of_a_container_come_out_as_they_went_in(streams: dict[str, bytes]) -> None:
    container = open_compound(compound(streams))
    assert {name: container.read(name)[: len(data)] for name, data in streams.items()} == streams


def test_chains_in_a_circle_are_damage() -> None:
    whole = xls(LINES)
    circle = whole[:-512] + struct.pack("<128I", *range(128))
    with pytest.raises(DamagedContainer):
        open_compound(circle).read("Workbook")
