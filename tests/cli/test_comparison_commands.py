"""`diff`, `rollup`, `exchange` and `loop propose` as people call them, on two chains of the bundled archive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.comparison.exchange import read_exchange
from talentmap.errors import EditionError
from talentmap.tables.analysis import GROUP_BALANCE, POSTS, ROLE_BALANCE
from talentmap.tables.comparison import PARTS
from talentmap.tables.disclosure import DISCLOSURE_LEDGER
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.policy import RECOMMENDATIONS
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Table
from talentmap.tables.survey import DEMAND, ENTERPRISES
from talentmap.tables.weights import WEIGHTS

BUNDLED = Path(__file__).parents[2] / "examples" / "qingyuan-2025"
CHAIN = "specialty-food"
BY_ENTERPRISE = (POSTS, DEMAND, ENTERPRISES, WEIGHTS)
Change = Callable[[str, pd.DataFrame], pd.DataFrame]


def read(table: Table, folder: Path = BUNDLED) -> pd.DataFrame:
    return pq.read_table(folder / "archive" / f"{table.name}.parquet").to_pandas()


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    """The archive of one chain."""
    posts, roles, person_roles = read(POSTS), read(ROLE_BALANCE), read(PERSON_ROLES)
    own = set(posts[posts["chain_id"] == CHAIN]["enterprise_id"])
    named = set(roles[roles["chain_id"] == CHAIN]["role_id"])
    people = set(person_roles[person_roles["role_id"].isin(named)]["person_id"])
    kept = {table.name: read(table)[lambda frame: frame["enterprise_id"].isin(own)] for table in BY_ENTERPRISE}
    kept[POSTS.name] = kept[POSTS.name][kept[POSTS.name]["chain_id"] == CHAIN]
    kept[DEMAND.name] = kept[DEMAND.name][kept[DEMAND.name]["line_id"].isin(kept[POSTS.name]["line_id"])]
    for table in (PEOPLE, PERSON_ROLES):
        kept[table.name] = read(table)[lambda frame: frame["person_id"].isin(people)]
    kept[PERSON_ROLES.name] = kept[PERSON_ROLES.name][kept[PERSON_ROLES.name]["role_id"].isin(named)]
    kept[ROLE_BALANCE.name] = roles[roles["role_id"].isin(named)]
    groups = read(GROUP_BALANCE)
    kept[GROUP_BALANCE.name] = groups[groups["chain_id"].isin([CHAIN])]
    kept[DISCLOSURE_LEDGER.name] = pd.DataFrame(columns=list(DISCLOSURE_LEDGER.names))
    return kept


ALL = (*BY_ENTERPRISE, PEOPLE, PERSON_ROLES, ROLE_BALANCE, GROUP_BALANCE, DISCLOSURE_LEDGER)


def write(folder: Path, frames: dict[str, pd.DataFrame], year: int = 2025, change: Change | None = None) -> Path:
    """An edition's folder with an archive of `frames`, each as `change` makes it."""
    archive = folder / "archive"
    archive.mkdir(parents=True)
    for table in ALL:
        frame = change(table.name, frames[table.name].copy()) if change else frames[table.name]
        stored = pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False)
        pq.write_table(stored, archive / f"{table.name}.parquet")
    settings = (BUNDLED / "edition.toml").read_text(encoding="utf-8").replace("2025", str(year))
    settings = settings.replace(f"qingyuan-{year}", folder.name)
    (folder / "edition.toml").write_text(f'chains = ["{CHAIN}"]\n{settings}', encoding="utf-8")
    return folder


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def doubled_welders(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A year in which everybody needs twice as many tea makers, and a role is graded anew."""
    if name == POSTS.name:
        frame.loc[frame["role_id"] == "sf-tea-maker", "headcount"] *= 2
    if name == ROLE_BALANCE.name:
        short = frame[frame["grade"].isin(["short", "very_short"])]["role_id"].iloc[0]
        frame.loc[frame["role_id"] == short, "grade"] = "not_short"
        frame.loc[frame["role_id"] == "sf-tea-maker", ["grade", "score"]] = ["very_short", 3.0]
    return frame


@pytest.fixture(scope="module")
def years(frames, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("years")
    return write(folder / "before", frames), write(folder / "now", frames, 2026, doubled_welders)


def test_diff_says_what_changed_and_the_parts_add_up(years, tmp_path: Path) -> None:
    told = json.loads(run("diff", *years, "--json", "--output", tmp_path))
    changes = pd.DataFrame(told["changes"])
    assert changes[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(changes["change"].to_numpy(), abs=1e-6)
    tea = changes[(changes["level"] == "role") & (changes["role_id"] == "sf-tea-maker")].iloc[0]
    assert tea["need"] == pytest.approx(tea["gap_after"] - tea["gap_before"], rel=0.05)
    assert tea["change"] > 0
    moves = {row["role_id"]: row["move"] for row in told["moves"]}
    assert moves["sf-tea-maker"] == "entered"
    assert "left" in moves.values()


def test_diff_writes_tables_and_names_who_entered_and_left(years, tmp_path: Path) -> None:
    said = run("diff", *years, "--out", tmp_path / "changes", "--lang", "en", "--output", tmp_path)
    assert "Entered the shortage list:" in said
    assert "tea" in said.lower()
    assert "≈ no clear change" in said
    assert "Not protected: for the bureau alone." in said
    assert sorted(path.name for path in (tmp_path / "changes").iterdir()) == [
        "changes.xlsx", "gap_changes.csv", "shortage_moves.csv",
    ]  # fmt: skip
    table = pd.read_csv(tmp_path / "changes" / "shortage_moves.csv")
    assert "entered" in set(table["move"])
    assert "未经保密处理" in run("diff", *years, "--lang", "zh", "--output", tmp_path)


def renamed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    if "role_id" in frame:
        frame["role_id"] = frame["role_id"].replace("sf-tea-maker", "sf-former-tea-hand")
    return frame


def test_another_taxonomy_needs_a_mapping(frames, years, tmp_path: Path) -> None:
    old = write(tmp_path / "old", frames, change=renamed)
    with pytest.raises(EditionError, match="sf-former-tea-hand") as fault:
        run("diff", old, years[1], "--output", tmp_path)
    assert "--mapping" in (fault.value.hint or "")
    mapping = tmp_path / "roles.csv"
    mapping.write_text("role_before,role_after,share\nsf-former-tea-hand,sf-tea-maker,1\n", encoding="utf-8")
    told = json.loads(run("diff", old, years[1], "--mapping", mapping, "--json", "--output", tmp_path))
    tea = next(row for row in told["changes"] if row["level"] == "role" and row["role_id"] == "sf-tea-maker")
    assert tea["verdict"] == "not_comparable"
    mapping.write_text("role_before,role_after,share\nsf-former-tea-hand,sf-nobody,1\n", encoding="utf-8")
    with pytest.raises(EditionError, match="line 2"):
        run("diff", old, years[1], "--mapping", mapping, "--output", tmp_path)


def test_editions_that_cannot_be_set_beside_each_other(frames, years, tmp_path: Path) -> None:
    before, now = years
    with pytest.raises(EditionError, match="not earlier"):
        run("diff", now, before, "--output", tmp_path)
    with pytest.raises(EditionError, match="No built edition"):
        run("diff", tmp_path / "nowhere", now, "--output", tmp_path)
    half = write(tmp_path / "half", frames)
    (half / "archive" / "weights.parquet").unlink()
    with pytest.raises(EditionError, match="lacks the internal tables weights"):
        run("diff", half, now, "--output", tmp_path)


def of_county(which: int) -> Change:
    """Every other enterprise and person, by their place in the alphabet."""

    def change(name: str, frame: pd.DataFrame) -> pd.DataFrame:
        for key in ("enterprise_id", "person_id"):
            if key in frame:
                return frame[frame[key].map(lambda value: sum(map(ord, value)) % 2 == which)]
        return frame

    return change


def test_counties_rolled_up_are_the_city_and_nobody_counts_twice(frames, tmp_path: Path) -> None:
    city = write(tmp_path / "city", frames)
    counties = [write(tmp_path / f"county-{k}", frames, change=of_county(k)) for k in (0, 1)]
    run("rollup", tmp_path / "whole", city, "--output", tmp_path)
    said = run("rollup", tmp_path / "rolled", *counties, "--output", tmp_path)
    assert "2 editions →" in said
    whole, rolled = (pd.read_csv(tmp_path / name / "balance.csv") for name in ("whole", "rolled"))
    pd.testing.assert_frame_equal(whole, rolled)
    assert {path.name for path in (tmp_path / "rolled").iterdir()} == {
        "balance.csv", "parts.csv", "quotients.csv", "transfers.csv",
    }  # fmt: skip
    twin = write(tmp_path / "twin", frames, change=of_county(0))
    run("rollup", tmp_path / "twice", counties[0], twin, "--output", tmp_path)
    single, twice = (pd.read_csv(tmp_path / name / "balance.csv")["need"].sum() for name in ("rolled", "twice"))
    alone = pd.read_csv(tmp_path / "rolled" / "parts.csv").groupby("region")["need"].sum()["county-0"]
    assert twice == pytest.approx(alone)
    assert twice < single


def test_people_who_never_meet_make_the_roll_up_ask_for_the_key(frames, tmp_path: Path) -> None:
    one = write(tmp_path / "one", frames, change=of_county(0))
    same = write(tmp_path / "same", frames, change=of_county(0))
    names = (PEOPLE.name, PERSON_ROLES.name)
    keyed_otherwise = {name: frames[name].assign(person_id="x" + frames[name]["person_id"]) for name in names}
    other = write(tmp_path / "other", frames | keyed_otherwise, change=of_county(0))
    assert "same pseudonym key" not in run("rollup", tmp_path / "a", one, same, "--output", tmp_path)
    assert "same pseudonym key" in run("rollup", tmp_path / "b", one, other, "--output", tmp_path)
    assert "同一假名密钥" in run("rollup", tmp_path / "c", one, other, "--output", tmp_path, "--lang", "zh")


def test_counties_of_different_years_are_not_rolled_up(years, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="different years"):
        run("rollup", tmp_path / "x", *years, "--output", tmp_path)
    with pytest.raises(EditionError, match="named twice"):
        run("rollup", tmp_path / "x", years[0], years[0], "--output", tmp_path)
    assert not (tmp_path / "x").exists()


def test_the_exchange_file_leaves_out_every_hidden_role_and_cell(frames, tmp_path: Path) -> None:
    plain = write(tmp_path / "plain", frames)
    run("exchange", plain, "--out", tmp_path / "plain.json", "--output", tmp_path)
    told = read_exchange(tmp_path / "plain.json")
    role = max(told["posts"], key=lambda cell: cell["posts"])["role_id"]
    placed = {cell["district_id"] for cell in told["posts"] if cell["district_id"]}
    hidden = [
        {"frame": "roles", "row": 0, "cell": f"chain_id={CHAIN};segment_id=s;role_id={role};tier=t", "basis": "need"},
        *(
            {"frame": "location_quotients", "row": k, "cell": f"chain_id={CHAIN};district_id={place}", "basis": "need"}
            for k, place in enumerate(sorted(placed))
        ),
    ]
    ledger = pd.DataFrame([{**row, "status": "c"} for row in hidden]).reindex(columns=list(DISCLOSURE_LEDGER.names))
    guarded = write(tmp_path / "guarded", {**frames, DISCLOSURE_LEDGER.name: ledger})
    run("exchange", guarded, "--out", tmp_path / "guarded.json", "--output", tmp_path)
    kept = read_exchange(tmp_path / "guarded.json")
    assert role not in {cell["role_id"] for cell in kept["posts"]}
    assert not any(cell["district_id"] for cell in kept["posts"])
    people, people_before = ([{**cell, "region": ""} for cell in exchange["profiles"]] for exchange in (kept, told))
    assert people == people_before  # what is hidden of need hides nothing of supply
    text = (tmp_path / "guarded.json").read_text(encoding="utf-8")
    ids = {*frames[POSTS.name]["enterprise_id"], *frames[PERSON_ROLES.name]["person_id"]}
    assert not any(one in text for one in ids)


def test_an_archive_without_its_account_is_not_exchanged(frames, tmp_path: Path) -> None:
    place = write(tmp_path / "plain", frames)
    (place / "archive" / "disclosure_ledger.parquet").unlink()
    with pytest.raises(EditionError, match="no account of what it hid"):
        run("exchange", place, "--out", tmp_path / "x.json", "--output", tmp_path)
    assert not (tmp_path / "x.json").exists()


@pytest.fixture
def advised(frames, tmp_path: Path) -> Path:
    """An edition that was built: a recommendation, and a short role that nothing accepts."""
    place = write(tmp_path / "edition", frames)
    tables = tmp_path / "output" / "edition" / "internal" / "tables"
    tables.mkdir(parents=True)
    advice = {"recommendation_id": "uncovered:technician", "rule": "uncovered", "tier": "technician", "priority": 1}
    pq.write_table(
        pa.Table.from_pylist([advice], schema=RECOMMENDATIONS.arrow_schema), tables / "recommendations.parquet"
    )
    roles = frames[ROLE_BALANCE.name].assign(grade="not_short", accepted_share=1.0)
    roles.loc[roles["role_id"] == "sf-tea-maker", ["grade", "accepted_share"]] = ["short", 0.0]
    stored = pa.Table.from_pandas(roles, schema=ROLE_BALANCE.arrow_schema, preserve_index=False)
    pq.write_table(stored, tables / "role_balance.parquet")
    return place


def test_signals_are_proposed_once_in_both_languages(advised: Path, tmp_path: Path) -> None:
    output = ("--output", tmp_path / "output")
    said = run("loop", "propose", advised, *output, "--dry-run", "--lang", "en")
    assert "2 new, 0 stand" in said
    assert not (advised / "loop.csv").exists()
    run("loop", "propose", advised, *output, "--when", "2026-07-01")
    assert "0 new, 2 stand" in run("loop", "propose", advised, *output, "--lang", "en")
    told = json.loads(run("loop", "list", advised, "--json"))["signals"]
    assert {signal["id"] for signal in told} == {"rec-uncovered-technician", "role-sf-tea-maker"}
    assert "Technicians" in run("loop", "list", advised, "--lang", "en")
    assert "技能人才" in run("loop", "list", advised, "--lang", "zh")


def test_signals_are_proposed_for_built_editions_alone(frames, tmp_path: Path) -> None:
    place = write(tmp_path / "edition", frames)
    with pytest.raises(EditionError, match="no built edition"):
        run("loop", "propose", place, "--output", tmp_path / "output")


def test_a_journal_that_is_none_is_left_alone(advised: Path, tmp_path: Path) -> None:
    (advised / "loop.csv").write_text("who,what\n李,x\n", encoding="utf-8")
    before = (advised / "loop.csv").read_bytes()
    with pytest.raises(EditionError, match="lacks the columns"):
        run("loop", "propose", advised, "--output", tmp_path / "output")
    assert (advised / "loop.csv").read_bytes() == before


def test_a_journal_without_the_newer_columns_goes_on_as_it_was(advised: Path, tmp_path: Path) -> None:
    shutil.copy(advised / "edition.toml", tmp_path / "edition.toml")
    (advised / "loop.csv").write_text("signal,step,when,who,text\na,signal,2026-07-01,李,旧信号\n", encoding="utf-8")
    run("loop", "close", advised, "a", "已办", "--who", "王", "--when", "2026-07-09")
    lines = (advised / "loop.csv").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "a,closed,2026-07-09,王,已办"


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"a":', b"\xff"])
def test_an_edition_with_a_damaged_manifest_is_refused(years, tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(years[0], damaged)
    (damaged / "manifest.json").write_bytes(content)
    with pytest.raises(EditionError, match=r"manifest\.json"):
        run("diff", damaged, years[1], "--output", tmp_path)


def test_an_archive_with_a_damaged_table_is_refused(years, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(years[0], damaged)
    posts = damaged / "archive" / f"{POSTS.name}.parquet"
    posts.write_bytes(posts.read_bytes()[:-40])
    with pytest.raises(EditionError, match="is damaged"):
        run("rollup", tmp_path / "out", damaged, years[1], "--output", tmp_path)
