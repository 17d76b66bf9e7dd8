from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.matching.ngrams import NgramIndex

LABELS = ["焊工", "焊接工程师", "工艺美术师", "java", "javascript"]


def _nearest(labels, queries, top=3):
    return NgramIndex(labels).nearest(queries, top).toarray()


def test_a_label_is_nearest_to_itself():
    scores = _nearest(LABELS, LABELS, len(LABELS))
    assert np.diag(scores) == pytest.approx(np.ones(len(LABELS)))
    assert scores.argmax(axis=1).tolist() == list(range(len(LABELS)))
    assert (scores <= 1 + 1e-9).all()


def test_nothing_in_common_is_zero_and_top_is_kept():
    assert _nearest(LABELS, ["护林"]).sum() == 0
    assert (_nearest(LABELS, ["工"], 1) > 0).sum() == 1


def test_blanks_do_not_matter():
    assert _nearest(LABELS, ["焊 工"]) == pytest.approx(_nearest(LABELS, ["焊工"]))


@pytest.mark.parametrize(("labels", "queries"), [(LABELS, []), (LABELS, [""]), ([], ["焊工"]), ([""], ["焊工", ""])])
def test_empty_sides(labels, queries):
    assert _nearest(labels, queries).shape == (len(queries), len(labels))


@settings(max_examples=30)
@given(st.lists(st.text(max_size=15), min_size=1, max_size=6), st.text(max_size=15))
def test_any_strings_have_a_similarity_between_0_and_1(labels, query):
    scores = _nearest(labels, [query], len(labels))
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-9).all()
