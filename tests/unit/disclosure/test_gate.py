"""The attacker over a small published folder: what he reads, what he calls a leak, and what he leaves alone."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx import Document

from benchmarks.disclosure_attack import FRAMES, RULES, data_of, frames_of
from talentmap.disclosure.attack.check import Leak, check_publication, statement_of, unmasked
from talentmap.disclosure.attack.prose import Betrayals
from talentmap.disclosure.attack.readings import Names, Passage, Read, Reading, Rows, number, read_names
from talentmap.disclosure.attack.tables import read_map_data, read_opendata, read_workbook
from talentmap.disclosure.attack.texts import read_page, read_text
from talentmap.disclosure.attack.truth import Truth, Value, _in_order
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.gate import insist
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.suppression import suppress
from talentmap.errors import DisclosureFault, EditionError
from talentmap.tables.cuts import CUTS
from talentmap.tables.policy import ITEM_REACH

LINES = [
    *((f"a{k}", "c0", "c0-t-0", "t", "d0", 40.0, 0) for k in range(6)),
    *((f"b{k}", "c0", "c0-t-1", "t", "d0", 25.0, 0) for k in range(6)),
    *((f"c{k}", "c0", "c0-t-2", "t", "d1", 30.0, 0) for k in range(6)),
    ("x", "c0", "c0-t-3", "t", "d0", 137.0, 0),
]
NAMES = Names(
    {
        "role_id": {"焊工": "c0-t-0", "Welder": "c0-t-0", "磨工": "c0-t-3", "Grinder": "c0-t-3", "钳工": "c0-t-1"},
        "chain_id": {"装备": "c0", "Equipment": "c0", "全部": "all"},
        "tier": {"技工": "t", "Technicians": "t"},
        "district_id": {"清城": "d0", "Qingcheng": "d0"},
        "segment_id": {},
        "item_id": {"安家补贴": "p1", "Housing subsidy": "p1"},
    }
)
WORDING = {
    "sheets": {"roles": ["岗位目录", "Role catalog"], "dictionary": ["数据字典", "Data dictionary"]},
    "heads": {},
}


@pytest.fixture(scope="module")
def truth():
    frames, data = frames_of(LINES), data_of(LINES)
    figures = Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)
    hidden = suppress(figures).hidden
    keys = {name: frames[name][list(CUTS[name].keys)].to_dict("records") for name in FRAMES}
    need = next(column for column in CUTS["roles"].table.columns if column.name == "need")
    values = [Value("roles", row, need, value) for row, value in enumerate(frames["roles"]["need"])]
    reach = next(column for column in ITEM_REACH.columns if column.name == "need")
    return Truth(
        figures,
        hidden,
        {**keys, "item_reach": [{"item_id": "p1"}]},
        (*values, Value("item_reach", 0, reach, 62.0)),
        frozenset({("item_reach", 0, "need")}),
    )


def row_of(truth, role):
    return next(row for row, keys in enumerate(truth.keys["roles"]) if keys["role_id"] == role)


def told(truth, text):
    found = Betrayals(truth, NAMES, {}).look([Passage("f", "p", text)])
    return [(one.value.frame, truth.cell(one.value.frame, one.value.row), one.value.column.name) for one in found]


GRINDER = ("roles", "chain_id=c0;segment_id=s;role_id=c0-t-3;tier=t", "need")


def test_the_lone_enterprise_is_hidden_and_the_rest_is_not(truth):
    assert Item("roles", row_of(truth, "c0-t-3"), "need") in truth.hidden
    assert Item("roles", row_of(truth, "c0-t-0"), "need") not in truth.hidden


@pytest.mark.parametrize(
    "text",
    [
        "今年磨工需求约137人。",
        "磨工需求135人",
        "磨工：137",
        "Grinder: 137 open posts",
        "need for Grinder is 135",
        "137人是磨工的需求",
        "磨工 技工 c 137",
        "本地区磨工，需求（人）：１３７".replace("１３７", "137"),
    ],
)
def test_a_hidden_number_beside_its_name_is_found(truth, text):
    assert told(truth, text) == [GRINDER]


@pytest.mark.parametrize(
    "text",
    [
        "磨工需求保密，焊工240人",
        "焊工需求137人",
        "磨工 2026-06-30",
        "磨工，GB/T 9704-137-2012",
        "磨工要求3年经验",
        "磨工占 137%",
        "磨工可供137人",
        "磨工" + "与其他工种一起由培训机构按年度计划分批开展技能提升行动并逐步扩大到全部县区" * 3 + "137",
        "焊工137 磨工",
        "焊工137人钳工磨工",
        "磨工A137B",
        "磨工",
        "137",
    ],
)
def test_other_numbers_beside_a_name_are_left_alone(truth, text):
    assert told(truth, text) == []


def test_a_number_of_a_table_of_many_figures_needs_its_word(truth):
    assert told(truth, "安家补贴：62万元，2024年起") == []
    assert told(truth, "安家补贴可覆盖需求62人") == [("item_reach", "item_id=p1", "need")]


def test_an_index_may_point_to_a_page(truth):
    pages = {"f": ["…"] * 136 + ["磨工 …"]}
    passage = Passage("f", "p", "磨工 137")
    assert list(Betrayals(truth, NAMES, pages).look([passage])) == []
    assert len(list(Betrayals(truth, NAMES, {"f": ["磨工"] * 130}).look([passage]))) == 1


def write_csv(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


CALLED = {"c0-t-0": "焊工", "c0-t-1": "钳工", "c0-t-2": "车工", "c0-t-3": "磨工"}


def role(identity, need, **more):
    return {"chain_id": "c0", "role_id": identity, "role_zh": CALLED[identity], "need": need, **more}


def test_open_data_are_read_by_their_declaration(truth, tmp_path):
    path = write_csv(tmp_path / "role_balance.csv", role("c0-t-0", 240, note="x"), role("c0-t-3", 135, note="77"))
    read = read_opendata(path, Rows(truth))
    assert [(one.row, one.column, one.value) for one in read.readings] == [
        (row_of(truth, "c0-t-0"), "need", 240.0),
        (row_of(truth, "c0-t-3"), "need", 135.0),
    ]
    assert [(one.place, one.text) for one in read.passages] == [("line 3", "c0  c0-t-3  磨工  77")]
    assert read_names([path]).ids("role_id", "磨工") == "c0-t-3"


def test_tables_outside_the_cuts_are_held_to_their_masks(truth, tmp_path):
    path = write_csv(tmp_path / "item_reach.csv", {"item_id": "p1", "need": 60}, {"item_id": "p2", "need": 90})
    read = read_opendata(path, Rows(truth))
    assert [(one.frame, one.row, one.column) for one in read.readings] == [("item_reach", 0, "need")]
    assert read.passages == []
    assert statement_of(read.readings[0], truth) is None


def leaks_of(folder, truth):
    return [(leak.kind, leak.file, leak.column) for leak in check_publication(folder, truth, WORDING).leaks]


def publish(folder, truth, *extra):
    """The open data of the roles as they may be shown, with these rows instead where they name one."""
    instead = {row["role_id"]: row for row in extra}
    rows = []
    for row, keys in enumerate(truth.keys["roles"]):
        item = Item("roles", row, "need")
        need = "" if item in truth.hidden else int(np.floor(truth.figures.cells[item].value / 5 + 0.5) * 5)
        rows.append(instead.get(keys["role_id"], role(keys["role_id"], need)))
    write_csv(folder / "opendata" / "role_balance.csv", *rows)


def test_what_may_be_shown_passes(truth, tmp_path):
    publish(tmp_path, truth)
    assert leaks_of(tmp_path, truth) == []


def test_a_mask_taken_out_is_found(truth, tmp_path):
    publish(tmp_path, truth, role("c0-t-3", 135))
    found = check_publication(tmp_path, truth, WORDING).leaks
    assert Leak("unmasked", "role_balance.csv", "line 5", GRINDER[1], "need") in found


def test_a_total_that_gives_the_rest_away_is_recovered(truth, tmp_path):
    publish(tmp_path, truth, role("c0-t-0", 240), role("c0-t-1", 150), role("c0-t-2", 180))
    total = {"chain_id": "c0", "tier": "t", "need": 705}
    write_csv(tmp_path / "opendata" / "group_balance.csv", total)
    assert ("recovered", "", "need") in leaks_of(tmp_path, truth)
    write_csv(tmp_path / "opendata" / "group_balance.csv", {**total, "need": ""})
    assert {kind for kind, *_ in leaks_of(tmp_path, truth)} == {"unmasked"}


def test_a_figure_that_is_not_true_is_stale(truth, tmp_path):
    publish(tmp_path, truth, role("c0-t-0", 290))
    assert leaks_of(tmp_path, truth) == [("stale", "role_balance.csv", "need")]


def test_an_open_column_of_a_hidden_row_may_stand(truth):
    read = Read(readings=[Reading("f", "p", "structure", 0, name, 3.0) for name in ("parts", "need")])
    hidden = replace(truth, hidden=frozenset({Item("structure", 0, "placed"), Item("structure", 0, "supply")}))
    hidden = replace(hidden, keys={**truth.keys, "structure": [{"chain_id": "c0"}]})
    assert [leak.column for leak in unmasked(read, hidden)] == ["need"]


@pytest.mark.parametrize("column", ["top_share", "people"])
def test_what_stays_in_the_bureau_is_a_leak_wherever_it_stands(truth, tmp_path, column):
    publish(tmp_path, truth)
    write_csv(tmp_path / "opendata" / "group_balance.csv", {"chain_id": "c0", "tier": "t", column: 0.5})
    assert leaks_of(tmp_path, truth) == [("unmasked", "group_balance.csv", column)]


def test_the_trail_of_the_book_tells_what_it_prints(truth, tmp_path):
    publish(tmp_path, truth)
    trail = tmp_path / "internal" / "numbers.csv"
    cell = "role_balance.c0.c0-t-3.need"
    write_csv(trail, {"language": "zh", "fact": cell, "printed": "c", "parts": ""})
    assert leaks_of(tmp_path, truth) == []
    write_csv(trail, {"language": "zh", "fact": cell, "printed": "135", "parts": ""})
    assert leaks_of(tmp_path, truth) == [("unmasked", "numbers.csv", "need")]
    write_csv(trail, {"language": "zh", "fact": "ratio", "printed": "2.1", "parts": f"edition.year {cell}"})
    assert leaks_of(tmp_path, truth) == [("unmasked", "numbers.csv", "need")]
    write_csv(trail, {"language": "zh", "fact": "item_reach.p1.need", "printed": "60", "parts": ""})
    assert leaks_of(tmp_path, truth) == [("unmasked", "numbers.csv", "need")]
    write_csv(trail, {"language": "zh", "fact": "item_reach.p2.need", "printed": "60", "parts": ""})
    assert leaks_of(tmp_path, truth) == []


def test_stored_tables_are_taken_in_the_order_of_the_ledger():
    stored = pd.DataFrame({"role_id": ["a", "b", "c"], "tier": ["t", None, "t"], "need": [1.0, 2.0, 3.0]})
    keys = [{"tier": "t", "role_id": "c"}, {"tier": "t", "role_id": "a"}, {"tier": "", "role_id": "b"}]
    assert _in_order(stored, keys)["need"].tolist() == [3.0, 1.0, 2.0]


def test_internal_files_are_not_published(truth, tmp_path):
    publish(tmp_path, truth)
    (tmp_path / "internal").mkdir()
    (tmp_path / "internal" / "notes.txt").write_text("磨工需求137人", encoding="utf-8")
    assert leaks_of(tmp_path, truth) == []
    (tmp_path / "notes.txt").write_text("磨工需求137人", encoding="utf-8")
    assert leaks_of(tmp_path, truth) == [("named", "notes.txt", "need")]


def test_the_map_gives_its_data_and_its_page(truth, tmp_path):
    data = {
        "figures": ["need", "supply"],
        "roles": [
            {"id": "c0-t-0", "name": ["焊工", "Welder"], "figures": [240, None]},
            {"id": "c0-t-3", "name": ["磨工", "Grinder"], "figures": ["c", None], "before": 137},
        ],
        "chains": {"c0": ["装备", "Equipment"]},
    }
    page = '<p>磨工</p><script type="application/json" id="data">{}</script><script>let need = 137</script>'
    path = tmp_path / "map.html"
    path.write_text(page.replace("{}", json.dumps(data)), encoding="utf-8")
    read, rest = read_map_data(path, Rows(truth))
    assert [(one.row, one.column, one.value) for one in read.readings] == [(row_of(truth, "c0-t-0"), "need", 240.0)]
    assert "磨工  Grinder  before  137" in [one.text for one in read.passages]
    assert [one.text.strip() for one in read_page("map.html", rest)] == ["磨工"]
    publish(tmp_path, truth)
    assert leaks_of(tmp_path, truth) == [("beside", "map.html", "need")]


def test_the_workbook_is_read_by_its_own_dictionary(truth, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "岗位目录"
    for line in (["目录"], ["岗位", "需求（人）", "备注"], ["焊工", 240, ""], ["磨工", "c", ""], ["磨工", 135, 9]):
        sheet.append(line)
    words = book.create_sheet("数据字典")
    for line in (
        ["工作表", "列", "含义", "数据列名"],
        ["岗位目录", "岗位", "", "role"],
        ["岗位目录", "需求（人）", "", "need"],
    ):
        words.append(line)
    path = tmp_path / "catalog.zh.xlsx"
    book.save(path)
    read = read_workbook(path, Rows(truth), NAMES, WORDING)
    assert [(one.place, one.row, one.value) for one in read.readings] == [
        ("岗位目录 3", row_of(truth, "c0-t-0"), 240.0),
        ("岗位目录 5", row_of(truth, "c0-t-3"), 135.0),
    ]
    assert "磨工  9.0" in [one.text for one in read.passages] or "磨工  9" in [one.text for one in read.passages]


def test_a_word_draft_is_read_paragraph_by_paragraph_and_row_by_row(truth, tmp_path):
    publish(tmp_path, truth)
    document = Document()
    document.add_paragraph("磨工需求见下表。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "磨工", "137"
    document.save(str(tmp_path / "draft.docx"))
    assert leaks_of(tmp_path, truth) == [("beside", "draft.docx", "need")]


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>焊工</p><p>137</p>", ["焊工", "137"]),
        ("<svg><g><text>焊工</text><text>137</text></g></svg>", ["焊工   137"]),
        ('<img alt="焊工 137">', ["焊工 137"]),
        ("<style>a{width:137}</style><b>焊<i>工</i></b>", ["焊 工"]),
        ("<!-- 焊工 137 -->", []),
    ],
)
def test_pages_are_read_block_by_block(page, texts):
    found = [" ".join(one.text.split()) for one in read_page("p", page)]
    assert found == [" ".join(text.split()) for text in texts]


def test_files_that_are_no_text_say_nothing(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"137")
    (tmp_path / "a.json").write_text('{"x": 137}', encoding="utf-8")
    assert list(read_text(tmp_path / "a.bin")) == []
    assert [one.text for one in read_text(tmp_path / "a.json")] == ['{"x": 137}']


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,240", 1240.0), ("−5", -5.0), (3, 3.0), (2.5, 2.5), ("c", None), ("", None), (None, None), (True, None)],
)
def test_numbers_are_read_as_they_are_printed(text, value):
    assert number(text) == value


def test_an_unrounded_headcount_tells_more(truth):
    row = row_of(truth, "c0-t-0")
    (rounded,) = statement_of(Reading("f", "p", "roles", row, "need", 240.0), truth).limits
    (exact,) = statement_of(Reading("f", "p", "roles", row, "need", 241.0), truth).limits
    assert (rounded.low, rounded.high) == (237.5, 242.5)
    assert (exact.low, exact.high) == (240.5, 241.5)
    assert statement_of(Reading("f", "p", "roles", row, "quality", 1.0), truth) is None


def test_a_leak_stops_the_build_and_its_message_never_tells_the_value(truth, tmp_path):
    publish(tmp_path, truth, role("c0-t-3", 135))
    with pytest.raises(DisclosureFault) as fault:
        insist(check_publication(tmp_path, truth, WORDING))
    assert "1 unmasked" in fault.value.message and "role_balance.csv, line 5" in fault.value.message
    assert "135" not in fault.value.message and "137" not in fault.value.message
    publish(tmp_path, truth)
    insist(check_publication(tmp_path, truth, WORDING))


def test_a_number_beside_a_name_is_for_a_person_to_look_at_and_one_that_is_told_stops_the_build(truth, tmp_path):
    publish(tmp_path, truth)
    note = tmp_path / "notes.txt"
    note.write_text("磨工 137\n", encoding="utf-8")
    checked = insist(check_publication(tmp_path, truth, WORDING))
    assert [leak.kind for leak in checked.leaks] == ["beside"]
    note.write_text("磨工 137；磨工需求约137人\n", encoding="utf-8")
    checked = check_publication(tmp_path, truth, WORDING)
    assert [leak.kind for leak in checked.certain] == ["named"]
    with pytest.raises(DisclosureFault, match="1 named"):
        insist(checked)


def test_headline_figures_are_read_by_their_name_and_what_is_missing_is_no_reading(truth, tmp_path):
    path = write_csv(tmp_path / "indicators.csv", {"indicator_id": "need", "value": "720"},
                     {"indicator_id": "kakwani", "value": ""})  # fmt: skip
    found = read_opendata(path, Rows(truth)).readings
    assert [(one.place, one.frame, one.column, one.value) for one in found] == [("line 2", "indicators", "need", 720.0)]


def test_a_dictionary_whose_lines_are_too_short_explains_nothing(truth, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "岗位目录"
    for line in (["岗位", "需求（人）"], ["磨工", 135]):
        book.active.append(line)
    words = book.create_sheet("数据字典")
    for line in (["岗位目录", "岗位", ""], ["岗位目录", "需求（人）", ""]):
        words.append(line)
    book.save(tmp_path / "catalog.zh.xlsx")
    read = read_workbook(tmp_path / "catalog.zh.xlsx", Rows(truth), NAMES, WORDING)
    assert read.readings == []
    assert "磨工  135.0" in [one.text for one in read.passages]


@pytest.mark.parametrize("name", ["book.pdf", "book.docx", "catalog.xlsx", "map.html", "opendata/a.csv", "notes.txt"])
def test_a_published_file_that_cannot_be_read_cannot_pass(truth, tmp_path, name):
    publish(tmp_path, truth)
    (tmp_path / name).write_bytes(b'PK\xff\xfe"a,b')
    with pytest.raises(EditionError, match=re.escape(f"{Path(name).name} cannot be read")):
        check_publication(tmp_path, truth, WORDING)


def test_a_trail_that_cannot_be_read_cannot_pass(truth, tmp_path):
    publish(tmp_path, truth)
    (tmp_path / "internal").mkdir(exist_ok=True)
    (tmp_path / "internal" / "numbers.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(EditionError, match=r"numbers\.csv cannot be read"):
        check_publication(tmp_path, truth, WORDING)
