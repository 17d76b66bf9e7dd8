from __future__ import annotations

import pandas as pd

from talentmap.analysis.policy.subjects import post_profiles
from talentmap.analysis.posts import _levels
from talentmap.policy.profiles import UNKNOWN, Coded


def _asked(*rows):
    columns = ["enterprise_id", "professional_title", "skill_level", "certificates"]
    return pd.DataFrame(rows, columns=columns)


def test_an_enterprise_that_names_a_certificate_anywhere_was_asked_everywhere():
    found = _levels(_asked(("a", "", "", "焊工证"), ("a", None, "technician", None)))
    assert [found[name].tolist() for name in found] == [["", ""], ["", "technician"], ["焊工证", ""]]


def test_of_one_that_names_none_only_what_titles_tell_is_known():
    found = _levels(_asked(("a", "", "technician", ""), ("a", "", "", None)))
    assert found["skill_level"].iloc[0] == "technician"
    assert all(found[name].isna().iloc[1] for name in found)


def test_asked_for_nothing_is_the_lowest_step_and_not_asked_is_not_known():
    posts = _asked(("a", "", None, None)).assign(
        tier="engineer", employer_chain_id="metal", district_id="north", education="", pay_mid=1.0
    )
    columns = post_profiles(posts).columns
    title, level = columns["title"], columns["skill_level"]
    assert isinstance(title, Coded) and isinstance(level, Coded)
    assert (title.words[title.codes[0]], level.codes[0]) == ("none", UNKNOWN)
