import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from talentmap.matching.scoring.word_sets import WordSets, vocabulary_of

TEXTS = st.lists(st.frozensets(st.sampled_from(["java", "plc", "c++", "sql", "cnc", "welder"])), min_size=1, max_size=6)


@given(TEXTS, TEXTS, st.sampled_from([(), ("java", "sql"), ("welder", "plc", "sql", "c++")]))
def test_what_one_text_lacks_of_another_is_counted_as_by_hand(some, others, known):
    vocabulary = vocabulary_of([*others, known])
    pairs = [(one, other) for one in range(len(some)) for other in range(len(others))]
    rows, places = (np.array(side) for side in zip(*pairs, strict=True))
    found = WordSets(some, vocabulary).lacking(rows, WordSets(others, vocabulary), places)
    by_hand = [len(some[one] - others[other]) / max(len(some[one]), 1) for one, other in pairs]
    assert found.tolist() == [np.float32(share) for share in by_hand]


def test_a_word_that_nobody_knows_is_lacking_everywhere_and_no_text_lacks_nothing():
    vocabulary = vocabulary_of([{"java"}])
    title = WordSets([{"javascript"}, {"java"}, ()], vocabulary)
    role = WordSets([{"java"}, ()], vocabulary)
    assert title.lacking(np.array([0, 1, 1, 2]), role, np.array([0, 0, 1, 1])).tolist() == [1, 0, 1, 0]
    assert role.lacking(np.array([0, 0]), title, np.array([0, 1])).tolist() == [1, 0]
