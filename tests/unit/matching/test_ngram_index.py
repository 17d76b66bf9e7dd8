from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.matching.scoring.ngrams import NgramIndex

LABELS = ["焊工", "焊接工程师", "工艺美术师", "java", "javascript"]


def _nearest(labels, queries, top=3):
    return NgramIndex(labels).nearest(queries, top)[0].toarray()


def test_a_label_is_nearest_to_itself():
    scores = _nearest(LABELS, LABELS, len(LABELS))
    assert np.diag(scores) == pytest.approx(np.ones(len(LABELS)))
    assert scores.argmax(axis=1).tolist() == list(range(len(LABELS)))
    assert (scores <= 1 + 1e-6).all()


def test_nothing_in_common_is_zero_and_top_is_kept():
    assert _nearest(LABELS, ["护林"]).sum() == 0
    assert (_nearest(LABELS, ["工"], 1) > 0).sum() == 1


def test_a_blank_parts_what_it_stands_between():
    assert _nearest(LABELS, ["焊 工"])[0, 0] < _nearest(LABELS, ["焊工"])[0, 0]
    assert _nearest(["process engineer"], ["engineer process"])[0, 0] == pytest.approx(1)


def test_words_in_latin_letters_meet_by_their_parts_and_no_other_script():
    scores = _nearest(["welding engineer", "焊接 welding"], ["welder", "焊"], 2)
    assert scores[0, 0] > 0
    assert scores[1, 0] == 0 < scores[1, 1]


def test_what_most_of_many_labels_hold_tells_nothing():
    labels = [f"{chr(0x4E00 + k)}工程师" for k in range(120)]
    told, dull = (NgramIndex(labels, common=common).nearest(["工程师"], 5)[0].nnz for common in (1.0, 0.05))
    assert (told, dull) == (5, 0)


def test_labels_that_come_later_leave_the_weights_alone():
    first = NgramIndex(LABELS)
    later = NgramIndex(["焊接工", "全新"], idf_of=first)
    before = first.nearest(["焊接工程师"], 5)[0].toarray()
    assert first.nearest(["焊接工程师"], 5)[0].toarray() == pytest.approx(before)
    assert later.nearest(["焊接工"], 2)[0].toarray()[0] == pytest.approx([1, 0])


def test_columns_are_the_labels_as_given_whatever_order_the_index_keeps_them_in():
    told, back = NgramIndex(LABELS), NgramIndex(LABELS[::-1])
    assert told.nearest(LABELS, 5)[0].toarray() == pytest.approx(back.nearest(LABELS, 5)[0].toarray()[:, ::-1])
    assert told.coverage(LABELS, 5).toarray() == pytest.approx(back.coverage(LABELS, 5).toarray()[:, ::-1])
    assert told.norms == pytest.approx(back.norms[::-1])


@pytest.mark.parametrize(("labels", "queries"), [(LABELS, []), (LABELS, [""]), ([], ["焊工"]), ([""], ["焊工", ""])])
def test_empty_sides(labels, queries):
    assert _nearest(labels, queries).shape == (len(queries), len(labels))


@settings(max_examples=30)
@given(st.lists(st.text(max_size=15), min_size=1, max_size=6), st.text(max_size=15))
def test_any_strings_have_a_similarity_between_0_and_1(labels, query):
    scores = _nearest(labels, [query], len(labels))
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-6).all()
