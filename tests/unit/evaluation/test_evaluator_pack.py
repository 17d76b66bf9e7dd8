import hashlib
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.catalog.scorecard import scorecard_rules
from talentmap.errors import EditionError
from talentmap.evaluation.pack.consensus import consensus
from talentmap.evaluation.pack.contents import CHECKSUMS, PUBLISHED, subjects_of, write_pack
from talentmap.evaluation.pack.sheets import Scored, Subject, read_sheet, write_sheet
from talentmap.policy.agreement import krippendorff_alpha, squared

CRITERIA = scorecard_rules().criteria
SUBJECTS = [Subject("hrss", "人社局", "HRSS"), Subject("education", "教育局", "Education")]
INTERNAL = "某某铝业有限公司"


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def output(tmp_path):
    """A published folder with something internal beside it."""
    folder = tmp_path / "out"
    files = {
        "map.html": "<p>map</p>",
        "opendata/role_balance.csv": "role_id,need\nm-welder,5\n",
        "opendata/scorecard.csv": "department_id,indicator_id\nhrss,a\neducation,a\n",
        "internal/problems.csv": INTERNAL,
        "opendata/forgotten.csv": INTERNAL,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    listed = {name: sha(text.encode()) for name, text in list(files.items())[:3]}
    manifest = {"edition": "q-2026", "region": "清远市", "year": 2026, "illustrative": True, "talentmap": "0.1.0",
                "files": listed}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def contents(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_pack_freezes_what_was_published_and_nothing_else(output, tmp_path):
    write_pack(output, tmp_path / "pack", raters=2)
    files = contents(tmp_path / "pack")
    assert sorted(files) == [
        CHECKSUMS, PUBLISHED, "README.md", "method/evaluation.md", "method/methods.md", "method/rules.yaml",
        "method/scorecard.yaml", "scoring/rater-A.xlsx", "scoring/rater-B.xlsx", "tables/role_balance.csv",
        "tables/scorecard.csv",
    ]  # fmt: skip
    assert files["tables/role_balance.csv"] == (output / "opendata" / "role_balance.csv").read_bytes()
    assert not any(INTERNAL.encode() in content for content in files.values())
    assert "internal" not in files[PUBLISHED].decode()


def test_checksums_are_those_that_sha256sum_checks(output, tmp_path):
    write_pack(output, tmp_path / "pack")
    files = contents(tmp_path / "pack")
    told = dict(line.split("  ")[::-1] for line in files.pop(CHECKSUMS).decode().splitlines())
    assert told == {name: sha(content) for name, content in files.items()}
    published = dict(line.split("  ")[::-1] for line in files[PUBLISHED].decode().splitlines())
    assert published == {name: sha((output / name).read_bytes()) for name in published}


def test_the_readme_says_how_to_replicate(output, tmp_path):
    write_pack(output, tmp_path / "pack")
    said = (tmp_path / "pack" / "README.md").read_text(encoding="utf-8")
    assert "talentmap build EDITION --output replicated" in said
    assert "sha256sum -c PUBLISHED.sha256" in said
    assert "q-2026" in said
    assert "Illustrative data" in said
    assert "{" not in said


def test_the_same_edition_gives_the_same_bytes(output, tmp_path):
    for name in ("one", "other"):
        write_pack(output, tmp_path / name)
        write_pack(output, tmp_path / f"{name}.zip")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(tmp_path / "one")


def test_what_was_changed_after_it_was_published_is_not_packed(output, tmp_path):
    (output / "opendata" / "role_balance.csv").write_text("role_id,need\nm-welder,6\n", encoding="utf-8")
    with pytest.raises(EditionError, match="not as it was published"):
        write_pack(output, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_a_folder_that_is_no_edition_and_a_place_that_is_taken(output, tmp_path):
    with pytest.raises(EditionError, match="no published edition"):
        write_pack(tmp_path, tmp_path / "pack")
    write_pack(output, tmp_path / "pack")
    before = contents(tmp_path / "pack")
    with pytest.raises(EditionError, match="holds something already"):
        write_pack(output, tmp_path / "pack")
    assert contents(tmp_path / "pack") == before
    with pytest.raises(EditionError, match="0 raters"):
        write_pack(output, tmp_path / "other", raters=0)


def test_without_a_scorecard_the_stages_are_scored(tmp_path):
    assert [subject.id for subject in subjects_of(tmp_path)] == ["attract", "cultivate", "utilize", "retain"]


def filled(path, rater, scores, pack="p"):
    """A sheet of `rater` with `scores` by code written into it as a person would."""
    write_sheet(path, pack, rater, SUBJECTS, CRITERIA)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=5):
        row[4].value = scores.get(row[0].value)
    book.save(path)
    return read_sheet(path)


def test_a_sheet_written_filled_in_and_read(tmp_path):
    scores = {"hrss:need": 4, "education:lasting": 2}
    found = filled(tmp_path / "a.xlsx", "A", scores)
    assert (found.pack, found.rater, found.scores, found.problems) == ("p", "A", scores, ())
    assert len(found.codes) == len(SUBJECTS) * len(CRITERIA)


@pytest.mark.parametrize("wrong", ["6", "0", "3.5", "good", "=1+1", "-2"])
def test_a_score_that_is_none_is_told_with_its_cell_and_does_not_count(tmp_path, wrong):
    found = filled(tmp_path / "a.xlsx", "A", {"hrss:need": f"'{wrong}" if wrong.startswith("=") else wrong})
    (problem,) = found.problems
    assert found.scores == {}
    assert (problem.code, problem.source.row, problem.source.column) == ("evaluation-score", 5, "E")
    assert "hrss:need" in problem.wrong("en")


def test_a_workbook_that_is_no_scoring_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(EditionError, match="no scoring sheet"):
        read_sheet(tmp_path / "x.xlsx")
    (tmp_path / "y.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(EditionError, match="cannot be read"):
        read_sheet(tmp_path / "y.xlsx")


def scored(rater, scores, pack="p"):
    codes = tuple(f"s{k}:need" for k in range(len(scores)))
    return Scored(pack, rater, {code: s for code, s in zip(codes, scores, strict=True) if s}, codes)


def test_alpha_by_the_worked_example_of_its_author():
    # Krippendorff, Computing Krippendorff's alpha-reliability (2011), data C: four observers, interval metric 0.849.
    rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    sheets = [scored(name, row) for name, row in zip("ABCD", rows, strict=True)]
    whole = consensus(sheets).reliability[0]
    assert whole.alpha == pytest.approx(0.849, abs=5e-4)
    assert whole.lines == 11
    assert whole.interval[0] < whole.alpha < whole.interval[1]


def test_two_raters_by_hand():
    found = consensus([scored("A", [5, 4, 1, 2]), scored("B", [5, 4, 3, 2])])
    (pair,) = found.pairings
    # 3 of 4 alike; by chance 1/16 + 1/16 + 0 + 1/16 = 3/16: (12/16 - 3/16) / (13/16)
    assert (pair.lines, pair.alike, pair.kappa) == (4, 0.75, pytest.approx(9 / 13))
    assert [line.code for line in found.lines if line.is_apart] == ["s2:need"]
    assert found.lines[2].mean == 2.0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from([None, 1, 2, 3, 4, 5]), min_size=6, max_size=6), min_size=2, max_size=4))
def test_agreement_does_not_depend_on_the_order_of_sheets_and_equals_its_definition(rows):
    sheets = [scored(name, row) for name, row in zip("ABCD", rows, strict=False)]
    found, turned = consensus(sheets), consensus(sheets[::-1])
    assert repr(found) == repr(turned)
    units = list(zip(*rows, strict=True))
    assert found.reliability[0].alpha == pytest.approx(krippendorff_alpha(units, squared), nan_ok=True)


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ([scored("A", [1])], "two raters or more"),
        ([scored("A", [1]), scored("A", [2])], "are of rater A"),
        ([scored("A", [1]), scored("B", [2], pack="q")], "different packs"),
    ],
)
def test_sheets_that_cannot_be_set_beside_each_other(sheets, says):
    with pytest.raises(EditionError, match=says):
        consensus(sheets)
