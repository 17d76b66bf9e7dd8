from __future__ import annotations

import unicodedata

import pytest

from benchmarks.matching.made_titles import REPEATED, made_occupations, made_titles
from benchmarks.matching.rewriting import BY_LANGUAGE, SPELLING, rewritten

TITLES = {"zh": "高级PLC电气工程师 (自动化)", "en": "Senior PLC Engineer (Automation)"}


@pytest.mark.parametrize(("language", "kind"), [(one, kind) for one, kinds in BY_LANGUAGE.items() for kind in kinds])
def test_a_title_is_always_rewritten_in_the_same_way(language: str, kind: str) -> None:
    title = TITLES[language]
    assert rewritten(title, kind, language) == rewritten(title, kind, language)
    assert rewritten(title, kind, language) != title


@pytest.mark.parametrize(("language", "kind"), [(one, kind) for one, kinds in BY_LANGUAGE.items() for kind in kinds])
def test_a_rewriting_keeps_every_word_of_the_title(language: str, kind: str) -> None:
    title, changed = TITLES[language], rewritten(TITLES[language], kind, language)
    if kind == "traditional":
        assert changed == "高級PLC電氣工程師 (自動化)"
    elif kind in SPELLING:
        assert "".join(unicodedata.normalize("NFKC", changed).casefold().split()) == "".join(title.casefold().split())
    else:
        assert title in changed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_made_lists_have_the_size_that_was_asked_for(language: str) -> None:
    made = made_occupations(language, 5_000, 2)
    words = [word for one in made for word in (one.name, *one.aliases)]
    assert len(words) == len(set(words)) == 5_000
    titles = made_titles(language, 2_000)
    assert len(titles) == 2_000
    assert len(set(titles)) == 2_000 - int(2_000 * REPEATED)
    assert titles == made_titles(language, 2_000)
