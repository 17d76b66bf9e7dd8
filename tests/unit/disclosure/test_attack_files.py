"""What the attacker takes from files: rows by their keys, columns by the dictionary, places by line and page."""

from __future__ import annotations

import json
from dataclasses import replace

import openpyxl
import pytest

from benchmarks.disclosure_attack import FRAMES, RULES, data_of, frames_of
from talentmap.disclosure.attack.check import check_publication, read_file, unmasked
from talentmap.disclosure.attack.readings import Names, Read, Reading, Rows, read_names
from talentmap.disclosure.attack.tables import _frame_of, _text, read_map_data, read_row, read_workbook
from talentmap.disclosure.attack.texts import read_pdf, read_text
from talentmap.disclosure.attack.trail import traced_facts
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.lattice import Lattice
from talentmap.tables.cuts import CUTS

WORDING = {
    "sheets": {"roles": ["岗位目录", "Role catalog"], "dictionary": ["数据字典", "Data dictionary"]},
    "heads": {},
}
KEYS = {
    "roles": [{"chain_id": "c0", "segment_id": "s", "role_id": "r", "tier": "t"}],
    "groups": [{"chain_id": "c0", "tier": "unknown"}, {"chain_id": "", "tier": ""}],
    "districts": [{"district_id": "", "tier": "t"}, {"district_id": "d", "tier": "t"}],
    "pain_shares": [{"chain_id": "", "pain_id": "a"}, {"chain_id": "unknown", "pain_id": "b"}],
    "item_reach": [{"item_id": "p1"}],
}


@pytest.fixture(scope="module")
def truth():
    lines = [(f"e{k}", "c0", "r", "t", "d", 10.0, 0) for k in range(4)]
    frames, data = frames_of(lines), data_of(lines)
    figures = Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)
    return Truth(figures, frozenset(), KEYS, (), frozenset({("item_reach", 0, "need")}))


@pytest.mark.parametrize(
    ("frame", "keys", "row"),
    [
        ("roles", {"role_id": "r", "chain_id": "elsewhere"}, 0),
        ("roles", {"chain_id": "c0"}, None),
        ("groups", {"chain_id": "c0", "tier": "unknown"}, 0),
        ("groups", {"chain_id": "all", "tier": "all"}, 1),
        ("groups", {}, 1),
        ("groups", {"chain_id": "c0", "tier": ""}, None),
        ("districts", {"district_id": "unknown", "tier": "t"}, 0),
        ("districts", {"district_id": "d", "tier": "t"}, 1),
        ("pain_shares", {"chain_id": "unknown", "pain_id": "a"}, 0),
        ("pain_shares", {"chain_id": "all", "pain_id": "a"}, 0),
        ("pain_shares", {"chain_id": "unknown", "pain_id": "b"}, 1),
        ("pain_shares", {"chain_id": "unknown", "pain_id": "c"}, None),
        ("item_reach", {"item_id": "'p1"}, 0),
        ("nothing", {"item_id": "p1"}, None),
    ],
)
def test_a_row_is_known_by_its_keys(truth, frame, keys, row):
    assert Rows(truth).find(frame, keys) == row


def test_names_stand_beside_their_ids(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("role_id,role_zh,role_en,tier,tier_zh,note\nr,磨工,Grinder,t,技工,x\nq,,,,空,y\nz,磨工,Miller,t,,\n",
                    encoding="utf-8")  # fmt: skip
    names = read_names([path]).by_name
    assert names == {"role_id": {"磨工": "r", "Grinder": "r", "Miller": "z"}, "tier": {"技工": "t"}}


def test_a_sheet_shows_the_frame_that_its_title_says():
    assert _frame_of("岗位目录", WORDING) == _frame_of("Role catalog", WORDING) == "roles"
    assert _frame_of("Item reach", {"sheets": {}}) == "item_reach"
    assert _frame_of("Role balance", {"sheets": {}}) == "roles"
    assert _frame_of("x", {"sheets": {"item_refusals": ["x", "y"]}}) == "item_refusals"
    assert _frame_of("Notes", WORDING) == "Notes"


def test_a_key_in_a_sheet_is_written_as_in_the_open_data():
    cells = [(2024.0, "year"), (2.5, "year"), ("p1 Housing subsidy", "item_id"), ("not known", "tier"), (3, "item_id")]
    assert [_text(cell, name) for cell, name in cells] == ["2024", "2.5", "p1", "not known", "3"]


def test_a_sheet_begins_where_two_heads_stand(truth, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Item reach"
    for line in (["Item"], ["Item", "Need"], ["p1 Housing", 60], ["p2 Travel", 30]):
        book.active.append(line)
    words = book.create_sheet("Data dictionary")
    for line in (["Item reach", "Item", "", "item_id"], ["Item reach", "Need", "", "need"]):
        words.append(line)
    book.save(tmp_path / "a.xlsx")
    read = read_workbook(tmp_path / "a.xlsx", Rows(truth), Names({}), WORDING)
    assert [(one.place, one.frame, one.row, one.column, one.value) for one in read.readings] == [
        ("Item reach 3", "item_reach", 0, "need", 60.0)
    ]
    told = {one.place: one.text for one in read.passages}
    assert (told["Item reach 1"], told["Item reach 2"]) == ("Item", "Item  Need")
    assert "Item reach 4" not in told and told["Data dictionary 1"] == "Item reach  Item  item_id"


@pytest.mark.parametrize(
    ("frame", "row", "record", "readings", "passages"),
    [
        ("roles", 0, {"role_id": "r", "need": "40"}, [("need", 40.0)], []),
        ("roles", 0, {"role_id": "r", "need": "c", "extra": "7"}, [], ["r  c  7"]),
        ("roles", None, {"role_id": "q", "need": "40"}, [], ["q  40"]),
        ("roles", None, {"role_id": "q", "need": None}, [], ["q"]),
        ("item_reach", None, {"item_id": "p2", "need": 30}, [], []),
        ("item_reach", None, {"item_id": "p2", "extra": 30}, [], ["p2  30"]),
        ("nothing", None, {"need": 30, "note": ""}, [], ["30"]),
    ],
)
def test_what_no_table_declares_is_text(frame, row, record, readings, passages):
    read = Read()
    read_row(read, ("f", "p", frame), row, record)
    assert [(one.column, one.value) for one in read.readings] == readings
    assert [one.text for one in read.passages] == passages


def test_everything_on_the_map_is_read_or_text(truth, tmp_path):
    page = tmp_path / "map.html"
    page.write_text("<p>137</p>", encoding="utf-8")
    read, rest = read_map_data(page, Rows(truth))
    assert (read.readings, read.passages, rest) == ([], [], "<p>137</p>")
    data = {
        "figures": ["need"],
        "roles": [
            {"id": "r", "name": ["磨工"], "figures": [40, 77], "letters": 5, "x": {"y": [1, {"z": 2}]}},
            {"id": "q", "name": ["车工"], "figures": [30]},
        ],
        "words": {"a": 8},
        "chains": {"c0": ["装备", 9]},
    }
    page.write_text(f'<script type="application/json" id="data">{json.dumps(data)}</script>', encoding="utf-8")
    read, rest = read_map_data(page, Rows(truth))
    assert [(one.place, one.row, one.column, one.value) for one in read.readings] == [("roles/r", 0, "need", 40.0)]
    assert {one.text for one in read.passages} == {
        "磨工  id  r", "磨工  figures  77", "磨工  x  y  1  z  2", "车工  id  q", "车工  figures", "need", "c0  装备  9"
    }  # fmt: skip
    assert "装备" not in rest and [one.place for one in read.passages][-2:] == ["figures", "chains"]


def test_the_place_of_a_passage_is_its_line(tmp_path):
    (tmp_path / "a.txt").write_text("one\n\nthree\n", encoding="utf-8")
    assert [(one.place, one.text) for one in read_text(tmp_path / "a.txt")] == [("line 1", "one"), ("line 3", "three")]
    (tmp_path / "a.svg").write_text("<text>one</text>", encoding="utf-8")
    assert [one.text.strip() for one in read_text(tmp_path / "a.svg")] == ["one"]


def test_a_pdf_is_read_page_by_page_in_lines_and_in_sentences(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(["Grinders wanted", "are 137. No more."], ["Index"]))
    read = read_pdf(path)
    assert [(one.place, one.text) for one in read.passages] == [
        ("page 1 1", "Grinders wanted"), ("page 1 2", "are 137. No more."),
        ("page 1", "Grinders wanted are 137."), ("page 1", "No more."), ("page 2 1", "Index"), ("page 2", "Index"),
    ]  # fmt: skip
    assert read.pages == {"a.pdf": ["Grinders wanted are 137. No more.", "Index"]}
    assert read_file(path, None, Names({}), {}) == read


def _pdf(*pages):
    """A PDF file with these lines on its pages."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
             "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for at, lines in enumerate(pages):
        drawn = "BT /F 12 Tf 14 TL 72 700 Td " + " T* ".join(f"({line}) Tj" for line in lines) + " ET"
        parts += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * at} 0 R "
                  "/Resources << /Font << /F 3 0 R >> >> >>",
                  f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"]  # fmt: skip
    whole, places = "%PDF-1.4\n", []
    for at, part in enumerate(parts, start=1):
        places.append(len(whole))
        whole += f"{at} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    return (f"{whole}xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
            f"startxref\n{len(whole)}\n%%EOF\n").encode("ascii")  # fmt: skip


def test_the_trail_is_told_by_language_and_line(truth, tmp_path):
    hidden = replace(truth, hidden=frozenset({Item("districts", 0, "need"), Item("groups", 1, "need")}))
    path = tmp_path / "numbers.csv"
    path.write_text("language,fact,printed,parts\nzh,district_balance.all.t.need,40,\nen,group_balance.all.all.need,5,\n"
                    "en,group_balance.c0.unknown.need,5,\nen,x,1,item_reach.p1.need\n", encoding="utf-8")  # fmt: skip
    assert list(traced_facts(path, hidden)) == [("zh 2", "districts", 0, "need"), ("en 3", "groups", 1, "need"),
                                                ("en 5", "item_reach", 0, "need")]  # fmt: skip
    assert list(traced_facts(tmp_path / "none.csv", hidden)) == []


def test_a_masked_figure_outside_the_cuts_is_a_leak_and_others_of_its_row_are_not(truth):
    read = Read(readings=[Reading("f", "p", "item_reach", 0, name, 3.0) for name in ("need", "people")])
    assert [(leak.kind, leak.column, leak.cell) for leak in unmasked(read, truth)] == [
        ("unmasked", "need", "item_id=p1")
    ]


def test_a_publication_is_counted_file_by_file(truth, tmp_path):
    (tmp_path / "internal").mkdir()
    (tmp_path / "internal" / "b.txt").write_text("5", encoding="utf-8")
    (tmp_path / "a.txt").write_text("one\ntwo", encoding="utf-8")
    (tmp_path / "item_reach.csv").write_text("item_id,need\np1,5\n", encoding="utf-8")
    checked = check_publication(tmp_path, truth, WORDING)
    assert (checked.files, checked.readings, checked.passages, checked.targets) == (2, 1, 2, 0)
    assert [leak.file for leak in checked.leaks] == ["item_reach.csv"]
