"""The masks of tables outside the cuts: what is missing with a status, with its true value where it is known."""

import math

import pandas as pd

from talentmap.disclosure.masks import cell_name, masks_of
from talentmap.tables.protected import Protected

NAN = math.nan


def shown(**frames):
    empty = pd.DataFrame()
    return Protected(empty, empty, empty, empty, pains=frames.get("pains", empty), incentives=empty, indicators=empty,
                     response=empty, structure=frames.get("structure"))  # fmt: skip


def pains(*rows):
    return pd.DataFrame(rows, columns=["chain_id", "pain_id", "share", "enterprises", "need_status"])


def test_what_is_missing_with_a_status_is_masked():
    before = pains(("c", "a", 0.5, 2, ""), ("c", "b", 0.4, 9, ""))
    after = pains(("c", "a", NAN, NAN, "c"), ("c", "b", 0.4, 9.0, ""))
    rows = masks_of(shown(pains=after), {"pains": before})
    assert rows.to_dict("records") == [
        {"table": "pain_shares", "cell": "c.a", "column": "enterprises", "value": 2.0},
        {"table": "pain_shares", "cell": "c.a", "column": "share", "value": 0.5},
    ]


def test_what_is_missing_without_a_status_is_not_known_and_no_mask():
    assert masks_of(shown(pains=pains(("c", "a", NAN, NAN, ""))), {}).empty


def test_a_value_that_the_analysis_did_not_keep_is_masked_all_the_same():
    rows = masks_of(shown(pains=pains(("c", "a", NAN, 3.0, "c"))), {})
    assert rows["column"].tolist() == ["share"]
    assert rows["value"].isna().all()


def test_tables_of_the_cuts_have_a_ledger_instead():
    frame = pd.DataFrame([{"chain_id": "c", "level": "tier", "need": NAN, "need_status": "c"}])
    assert masks_of(shown(structure=frame), {}).empty


def test_empty_keys_are_all():
    assert cell_name(["c", "", None, NAN, "unknown", 36]) == "c.all.all.all.unknown.36"
