from __future__ import annotations

import pytest

from talentmap.catalog.lexicon import read_words
from talentmap.matching import match_titles
from talentmap.resources import catalogs_dir

ROLES = [
    {"role_id": "programmer", "name": "计算机程序设计员"},
    {"role_id": "rider", "name": "网约配送员"},
    {"role_id": "nurse", "name": "registered nurse"},
    {"role_id": "guard", "name": "保安员"},
]


@pytest.mark.parametrize(
    ("title", "role"),
    [("程序员", "programmer"), ("Java程序员", "programmer"), ("外卖骑手", "rider"), ("急招外卖骑手 8k", "rider"),
     ("staff nurse", "nurse")],
)  # fmt: skip
def test_everyday_words_are_read_as_classifications_name_them(title, role):
    (match,) = match_titles([title], ROLES)
    assert match.candidates[0].role_id == role
    assert "reading=" in match.reasons


def test_short_forms_are_no_ends_of_longer_words():
    (match,) = match_titles(["western cook"], ROLES)
    assert "nurse" not in [one.role_id for one in match.candidates if one.probability > 0.1]


def test_each_word_is_read_in_one_way():
    said = [word for reading in read_words(catalogs_dir()).readings for word in reading.said]
    assert len(said) == len(set(said)) > 4000
