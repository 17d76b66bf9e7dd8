"""This year's edition beside the year before: what ties them, and what is known to have changed."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from examples.generator.change import BECAME_SHORT, NO_LONGER, RENAMED
from examples.generator.earlier import market_before, people_before, write_earlier
from examples.generator.edition import write_edition
from examples.generator.market import build_market
from examples.generator.scale import Scale
from talentmap.comparison.archive import read_archive
from talentmap.comparison.mapping import checked, read_mapping
from talentmap.model.edition import EditionSettings, open_edition
from talentmap.review.loop import read_loop

ROOT = Path(__file__).parents[3]
SMALL = Scale(enterprises=12, people=400)
SEED = 7


@pytest.fixture(scope="module")
def edition(catalog, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder, catalog, SMALL, SEED, previous="../before")
    return folder


def test_an_edition_names_the_year_before_and_brings_the_mapping(edition, catalog):
    opened = open_edition(edition)
    assert opened.settings.previous == "../before"
    shares = read_mapping(opened.role_mapping, catalog.roles)
    assert {before: next(iter(parts)) for before, parts in shares.items()} == {v: k for k, v in RENAMED.items()}


def test_without_one_neither_is_written(catalog, tmp_path):
    write_edition(tmp_path, catalog, SMALL, SEED)
    opened = open_edition(tmp_path)
    assert opened.settings.previous is None
    assert opened.role_mapping is None


def test_the_market_differs_in_the_roles_that_are_said_to_have_changed(catalog):
    then, now = market_before(catalog, SEED).trades, build_market(catalog, SEED).trades
    assert {role for role in now if then[role] != now[role]} == {*BECAME_SHORT, *NO_LONGER}
    assert all(then[role].hardness < now[role].hardness for role in BECAME_SHORT)
    assert all(then[role].hardness > now[role].hardness for role in NO_LONGER)
    assert {*RENAMED} <= set(catalog.roles)
    assert not {*RENAMED.values()} & set(catalog.roles)


def test_the_earlier_sources_are_those_of_a_year_before(catalog, tmp_path):
    write_earlier(tmp_path, catalog, SMALL, SEED)
    settings = EditionSettings.model_validate(tomllib.loads((tmp_path / "edition.toml").read_text(encoding="utf-8")))
    assert (settings.id, settings.year, settings.previous) == ("qingyuan-2025", 2025, None)
    assert settings.fieldwork.end.year == settings.reference_date.year == 2025
    assert list((tmp_path / "surveys").iterdir())


def test_some_people_were_not_known_and_some_still_sought_work():
    class Somebody:
        def __init__(self, number):
            self.number, self.status = number, "student"

    known = people_before([Somebody(number) for number in range(64)])
    assert len(known) == 60


def test_the_bundled_years_fit_each_other(catalog):
    opened = open_edition(ROOT / "examples" / "qingyuan-2026")
    before = read_archive(opened.previous, ROOT / "no-output")
    assert (before.year, before.region) == (opened.settings.year - 1, opened.settings.region_zh)
    shares = read_mapping(opened.role_mapping, catalog.roles)
    assert set(RENAMED.values()) <= set(before.roles["role_id"])
    checked(shares, {*before.posts["role_id"], *before.people["role_id"]}, catalog.roles)


def test_the_journal_is_sound_and_speaks_of_items_of_the_register(edition):
    loop = read_loop(edition / "loop.csv")
    register = csv.DictReader((edition / "policies" / "register.csv").open(encoding="utf-8-sig", newline=""))
    assert loop.problems == ()
    assert set(loop.answered_by()) <= {row["item_id"] for row in register}
    day = open_edition(edition).settings.reference_date
    states = [signal.is_open(day) for signal in loop.signals.values()]
    assert 0 < sum(states) < len(states)
    assert loop.overdue(day)
    assert all(signal.told("en") != signal.told("zh") for signal in loop.signals.values())
    assert all(entry.when <= day for signal in loop.signals.values() for entry in signal.entries)
