import pandas as pd
import pytest

from talentmap.comparison.mapping import checked, read_mapping, recoded
from talentmap.errors import EditionError

KNOWN = {"m-welder", "m-engineer"}


def write(tmp_path, *rows):
    path = tmp_path / "mapping.csv"
    path.write_text("role_before,role_after,share\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_shares_of_a_split_role(tmp_path):
    path = write(tmp_path, "m-old,m-welder,0.7", "m-old,m-engineer,0.3", "m-gone,,")
    assert read_mapping(path, KNOWN) == {"m-old": {"m-welder": 0.7, "m-engineer": 0.3}, "m-gone": {"": 1.0}}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("m-old,m-nobody,1", "names no role"),
        (",m-welder,1", "names no role"),
        ("m-old,m-welder,0.5", "add up to 0.5"),
        ("m-old,m-welder,much", "no number"),
        ("m-old,m-welder,-1", "no number"),
    ],
)
def test_a_faulty_line_is_named(tmp_path, row, said):
    with pytest.raises(EditionError, match=said):
        read_mapping(write(tmp_path, row), KNOWN)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("role_before,role_after,share\nm-old,m-welder\n", "line 2: the row does not have 3 cells"),
        ("role_before,role_after,share\n" + "x" * 200_000 + ",m-welder,1\n", "line 2: field larger"),
        ("role_before,role_before,share\n", "line 1: the column 'role_before' stands twice"),
    ],
)
def test_a_file_that_is_no_table_is_named_with_its_line(tmp_path, text, said):
    (tmp_path / "mapping.csv").write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=said):
        read_mapping(tmp_path / "mapping.csv", KNOWN)


def test_a_missing_file(tmp_path):
    with pytest.raises(EditionError, match="cannot be read"):
        read_mapping(tmp_path / "none.csv", KNOWN)


def test_a_changed_catalog_asks_for_a_mapping():
    with pytest.raises(EditionError, match="m-old") as fault:
        checked({}, {"m-old", "m-welder", ""}, KNOWN)
    assert "--mapping" in fault.value.hint
    assert checked({"m-old": {"m-welder": 1.0}}, {"m-old"}, KNOWN)


def test_a_split_line_keeps_its_heads():
    frame = pd.DataFrame({"role_id": ["m-old", "m-welder"], "chain_id": ["x", "metal"], "headcount": [10.0, 1.0]})
    shares = {"m-old": {"m-welder": 0.7, "": 0.3}}
    found = recoded(frame, shares, {"m-welder": "metal"}, ["headcount"])
    assert found.sort_values(["role_id", "headcount"]).to_dict("list") == {
        "role_id": ["", "m-welder", "m-welder"],
        "chain_id": ["x", "metal", "metal"],
        "headcount": [3.0, 1.0, 7.0],
    }
