"""What the edition before tells: as it was kept, and where it is looked for."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.disclosure_attack import FRAMES, RULES, data_of, frames_of
from talentmap.disclosure.attack.former import background, read_kept
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.gate import Gate, published_before
from talentmap.disclosure.lattice import Lattice
from talentmap.engine import EmbeddedEngine
from talentmap.tables.analysis import POSTS, ROLE_BALANCE
from talentmap.tables.cuts import CUTS

LINES = [
    *((f"a{k}", "c0", "c0-t-0", "t", "d0", 40.0, 0) for k in range(6)),
    ("x", "c0", "c0-t-1", "t", "d0", 137.0, 0),
]


@pytest.fixture
def kept(tmp_path):
    """A kept edition of two roles, of which the second was hidden."""
    posts = [
        {"line_id": f"l{k}", "enterprise_id": firm, "chain_id": chain, "segment_id": "s", "role_id": role, "tier": tier,
         "district_id": place, "weight": 1.0, "headcount": int(heads)}
        for k, (firm, chain, role, tier, place, heads, _) in enumerate(LINES)
    ]  # fmt: skip
    keys = {"chain_id": "c0", "segment_id": "s", "tier": "t", "supply": 0.0, "people": 0}
    (tmp_path / "archive").mkdir()
    with EmbeddedEngine(tmp_path / "archive") as engine:
        engine.write(POSTS, POSTS.from_rows(posts))
        rows = [{**keys, "role_id": "c0-t-0", "need": 240.0}, {**keys, "role_id": "c0-t-1", "need": 137.0}]
        engine.write(ROLE_BALANCE, ROLE_BALANCE.from_rows(rows))
    (tmp_path / "published").mkdir()
    with (tmp_path / "published" / "role_balance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("role_id", "need", "need_status"), ("c0-t-0", 240, ""), ("c0-t-1", "", "c")])
    return tmp_path


def figures_of(lines):
    frames, data = frames_of(lines), data_of(lines)
    return Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)


def test_a_kept_edition_tells_what_its_tables_print(kept):
    former = read_kept(kept, RULES)
    told, hidden = (Item("roles", row, "need") for row in (0, 1))
    assert told not in former.truth.hidden and hidden in former.truth.hidden
    assert [(limit.low, limit.high) for limit in former.statements] == [(237.5, 242.5)]
    assert former.truth.figures.cells[hidden].value == 137.0


def test_the_gate_reads_an_edition_of_which_only_the_archive_was_kept(kept):
    found = Gate(RULES, {"sheets": {}, "heads": {}}, kept).background(figures_of(LINES))
    assert [one.value for one in found.targets if one.kind == "former" and one.item.basis == "need"] == [137.0]


def test_what_was_hidden_then_is_protected_now(kept):
    figures = figures_of(LINES)
    found = background(read_kept(kept, RULES), figures)
    then = [target for target in found.targets if target.kind == "former"]
    assert [target.value for target in then if target.item.basis == "need"] == [137.0]
    assert min(min(target.form) for target in then) >= len(figures.lattice)
    assert all(limit.low <= limit.high for limit in found.limits)


def test_cells_stand_still_where_nobody_came_or_went(kept):
    former, shift = read_kept(kept, RULES), len(figures_of(LINES).lattice)
    equal = [limit for limit in background(former, figures_of(LINES)).limits if limit.low == limit.high == 0.0]
    links = [limit for limit in equal if len(limit.form) == 2 and max(limit.form) >= shift > min(limit.form)]
    assert len(links) > 0
    grown = figures_of([*LINES, ("y", "c0", "c0-t-0", "t", "d0", 30.0, 0)])
    known = background(former, grown)
    column = grown.lattice.column("need", "roles", ("c0", "s", "c0-t-0", "t"))
    (now,) = [limit for limit in known.limits if limit.form.get(column) == 1.0 and max(limit.form) >= len(grown.lattice)
              and len(limit.form) == 2]  # fmt: skip
    assert (now.low, now.high) == (0.0, float("inf"))


def links_to_the_year_before(kept, lines):
    """What a reader knows of how the first role's need has grown, when these lines are published now."""
    figures = figures_of(lines)
    shift, column = len(figures.lattice), figures.lattice.column("need", "roles", ("c0", "s", "c0-t-0", "t"))
    known = background(read_kept(kept, RULES), figures).limits
    return [(one.low, one.high) for one in known
            if one.form.get(column) == 1.0 and len(one.form) == 2 and max(one.form) >= shift]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "links"),
    [
        (LINES, [(0.0, 0.0)]),
        (LINES[1:], [(-math.inf, 0.0)]),
        ([("a0", "c0", "c0-t-0", "t", "d0", 40.5, 0), *LINES[1:]], []),
        ([("b", "c0", "c0-t-0", "t", "d0", 40.0, 0), *LINES[1:]], []),
    ],
)
def test_a_reader_who_knows_who_came_and_went_knows_which_way_a_cell_moved(kept, lines, links):
    assert links_to_the_year_before(kept, lines) == links


def test_the_entrant_between_two_editions_is_protected(kept):
    grown = figures_of([*LINES, ("y", "c0", "c0-t-0", "t", "d0", 30.0, 0)])
    changes = [target for target in background(read_kept(kept, RULES), grown).targets if target.kind == "change"]
    need = [target for target in changes if target.item == Item("roles", 0, "need")]
    assert [(target.value, round(target.up, 3)) for target in need] == [(30.0, 5.294)]
    assert sorted(set(need[0].form.values())) == [-1.0, 1.0]


def test_the_edition_before_is_looked_for_in_the_output_then_where_it_is_kept(kept, tmp_path):
    assert published_before(SimpleNamespace(previous=None), tmp_path) is None
    assert published_before(SimpleNamespace(previous=kept), tmp_path) is None
    text = (Path(__file__).parents[3] / "examples" / "qingyuan-2025" / "edition.toml").read_text(encoding="utf-8")
    (kept / "edition.toml").write_text(text.replace("qingyuan-2025", "then"), encoding="utf-8")
    assert published_before(SimpleNamespace(previous=kept), kept / "out") == kept
    built = kept / "out" / "then" / "internal"
    (built / "tables").mkdir(parents=True)
    (built / "disclosure.json").write_text("{}", encoding="utf-8")
    assert published_before(SimpleNamespace(previous=kept), kept / "out") == kept
    (built / "tables" / "disclosure_ledger.parquet").touch()
    assert published_before(SimpleNamespace(previous=kept), kept / "out") == built.parent
