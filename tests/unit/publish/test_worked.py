from __future__ import annotations

import re

import pytest

from talentmap.publish.paper import model as m
from talentmap.publish.worked import examples
from talentmap.tables.definitions import chapters, words

EVERY = [(name, lang) for name in chapters() for lang in ("zh", "en")]


def of(chapter: str, measure: str, lang: str = "en") -> m.Example:
    found = examples(chapters()[chapter], lang).examples
    return next(one for one in found if measure in [each.name for each in one.measures])


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_definition_is_told_once_in_words_of_the_reader(name: str, lang: str) -> None:
    made = examples(chapters()[name], lang)
    told = [measure.name for one in made.examples for measure in one.measures]
    assert told == [one.name(lang) for one in chapters()[name].definitions]
    for sample in made.samples:
        heads = [column.head for column in sample.columns]
        assert not [head for head in heads if re.search("[a-z]_[a-z]", head)]
        assert all(len(row) == len(heads) for row in sample.rows)
        if lang == "zh":
            cells = {cell for row in sample.rows for cell in row}
            assert not [
                cell for cell in cells if re.fullmatch("[A-Za-z ,-]{3,}", cell) and not re.fullmatch("m-[a-d]", cell)
            ]


def test_measures_that_start_from_the_same_tables_share_one_example_with_its_results_beside() -> None:
    one = of("levels", "Tightness")
    assert [measure.name for measure in one.measures] == ["Gap", "Tightness", "Excess demand ratio", "Vacancy rate"]
    people, posts = one.samples
    assert [part.lead for part in people.parts] == ["Given: people"]
    assert [part.lead for part in posts.parts] == ["Given: posts", "Gives"]
    assert [column.head for column in posts.columns] == [
        "Role", "Posts", "Employed", "Need", "Supply", "Gap", "Tightness", "Excess demand", "Vacancy rate",
    ]  # fmt: skip
    assert posts.rows[0] == ("metal scientist", "20", "300", "20", "45", "−25", "0.4444", "−0.3846", "0.0625")
    assert [column.align for column in posts.columns] == ["left", *["right"] * 8]


def test_rows_without_a_common_column_meet_in_order_only_where_one_table_goes_in() -> None:
    (sample,) = of("totals", "Rounding").samples
    assert [part.lead for part in sample.parts] == ["Given: headcounts", "Gives"]
    premium = of("levels", "Offer premium")
    assert [len(sample.parts) for sample in premium.samples] == [1, 1, 1]


def test_a_long_table_ends_with_dots() -> None:
    (sample,) = of("grades", "Grade").samples
    assert len(sample.rows) == 5
    assert set(sample.rows[-1]) == {"…"}


def test_an_example_stands_in_the_first_line_that_has_room() -> None:
    def example(sixths: int) -> m.Example:
        return m.Example((), (), sixths)  # type: ignore[arg-type]  # one of the three widths

    lines = m.Examples(tuple(map(example, (3, 6, 2, 3, 2, 2)))).lines
    assert [[one.sixths for one in line] for line in lines] == [[3, 2], [6], [3, 2], [2]]


def test_no_word_is_kept_that_no_example_uses() -> None:
    drawn = [
        (name, table)
        for chapter in chapters().values()
        for one in chapter.definitions
        for name, table in (*one.inputs.items(), ("", one.output))
    ]
    cells = {cell for _, table in drawn for row in table.cells for cell in row}
    parts = {part for cell in cells for part in re.split(",? ", cell)}
    assert set(words().tables) == {name for name, _ in drawn if name}
    assert set(words().heads) == {head for _, table in drawn for head in table.heads}
    assert set(words().values) <= cells | parts
