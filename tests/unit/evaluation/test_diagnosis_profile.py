from __future__ import annotations

import pandas as pd
import pytest

from talentmap.evaluation.diagnosis.profile import people_profile

TIERS, STEPS = ["scientist", "engineer", "youth"], ["bachelor", "master"]


def people(**bands: dict[str, int]) -> pd.DataFrame:
    rows = [(tier, band, "bachelor", count) for tier, counts in bands.items() for band, count in counts.items()]
    return pd.DataFrame(rows, columns=["tier", "age", "education", "people"])


def shares(frame: pd.DataFrame, tier: str) -> dict[str, float]:
    told = frame[(frame["kind"] == "age") & (frame["tier"] == tier)]
    return dict(zip(told["band"], told["share"], strict=True))


def hidden(frame: pd.DataFrame) -> set[str]:
    told = frame[(frame["kind"] == "age") & (frame["share_status"] == "c")]
    assert told["share"].isna().all()
    return set(told["tier"])


WELL = {"under_35": 20, "35_44": 20, "45_54": 40, "55_over": 20}


def test_shares_are_of_those_whose_age_is_known() -> None:
    frame = people_profile(people(engineer={**WELL, "": 50}), TIERS, STEPS, 5)
    assert shares(frame, "engineer") == {"under_35": 0.2, "35_44": 0.2, "45_54": 0.4, "55_over": 0.2}
    assert shares(frame, "") == shares(frame, "engineer")
    assert hidden(frame) == set()


def test_a_tier_with_a_small_band_is_hidden_with_the_next_smallest() -> None:
    few = {**WELL, "55_over": 4}
    big = {band: 10 * count for band, count in WELL.items()}
    frame = people_profile(people(scientist=few, engineer=big, youth=WELL), TIERS, STEPS, 5)
    assert hidden(frame) == {"scientist", "youth"}
    assert shares(frame, "")["45_54"] == pytest.approx(0.4, abs=0.01)


def test_two_small_tiers_hide_no_third() -> None:
    few = {**WELL, "55_over": 1}
    assert hidden(people_profile(people(scientist=few, engineer=few, youth=WELL), TIERS, STEPS, 5)) == {
        "scientist",
        "engineer",
    }


def test_a_small_band_of_all_hides_everything() -> None:
    frame = people_profile(people(engineer={**WELL, "55_over": 4}), TIERS, STEPS, 5)
    assert hidden(frame) == {"", *TIERS}


def test_people_without_a_role_count_in_the_total() -> None:
    frame = people_profile(people(**{"": {"under_35": 100}, "engineer": WELL}), TIERS, STEPS, 5)
    assert shares(frame, "")["under_35"] == pytest.approx(0.6)


def test_nobody_gives_no_share() -> None:
    frame = people_profile(people(), TIERS, STEPS, 5)
    assert frame["share"].isna().all()
