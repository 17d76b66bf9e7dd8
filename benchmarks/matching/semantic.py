"""What the optional extra `semantic` is worth: the same matcher with and without sentence vectors.

    python -m benchmarks.matching.semantic

On the test halves of the title sets; and where no character is shared: roles named in one language alone, met by their
names in the other, and by the test titles of the other.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.matching.accuracy import bands, matcher_figures
from benchmarks.matching.ours import OurMatcher
from benchmarks.matching.rankings import Answer
from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import Line, TitleSet, bundled_catalog, named_set, title_sets
from talentmap.matching.scoring.semantic import shipped_encoder
from talentmap.model.occupation import Occupation

Figures = Mapping[str, Any]
LANGUAGES = ("zh", "en")
SIDES = {"without": False, "with": True}


def sets() -> Iterator[TitleSet]:
    """The test halves, then what is to be placed across languages."""
    yield from title_sets()
    for language in LANGUAGES:
        yield across(f"{language} role names", language, tuple(_role_names(language)))
        yield across(f"{language} titles", language, named_set(language, "test").lines)


def across(name: str, language: str, lines: tuple[Line, ...]) -> TitleSet:
    """Lines of one language before the bundled roles, named in the other language alone."""
    other = next(one for one in LANGUAGES if one != language)
    return TitleSet(f"{name} to roles in {other} alone", language, tuple(_named_in(other)), lines)


def _named_in(language: str) -> Iterator[Occupation]:
    for role in bundled_catalog().roles.values():
        name, aliases = (role.zh, role.aliases) if language == "zh" else (role.en, role.aliases_en)
        yield Occupation(role_id=role.id, name=name, aliases=aliases)


def _role_names(language: str) -> Iterator[Line]:
    """The roles' own names; twin roles of other chains that bear the same one are right too."""
    names: dict[str, set[str]] = {}
    for role in bundled_catalog().roles.values():
        names.setdefault(role.zh if language == "zh" else role.en, set()).add(role.id)
    for name, ids in sorted(names.items()):
        yield Line(name, frozenset(ids), "name")


def figures(titles: TitleSet) -> Figures:
    """A row without and a row with sentence vectors; titles alone are seen."""
    return {side: _row(titles, semantic) for side, semantic in SIDES.items()}


def _row(titles: TitleSet, semantic: bool) -> Figures:
    started = time.process_time()
    placed = OurMatcher(titles.taxonomy, semantic=semantic).by_title([one.title for one in titles.lines])
    seconds = time.process_time() - started
    answered = [(line, Answer(line.accept, one.ranking)) for line, one in zip(titles.lines, placed, strict=True)]
    accepted = bands(titles, placed)["accepted"]
    taken = {"accepted": accepted["share"], "right of them": accepted["right"]}
    return {**matcher_figures(answered), **taken, "cpu_seconds": round(seconds, 2)}


if __name__ == "__main__":
    shipped_encoder().encode(["焊工"])  # loaded before any clock runs
    for one in sets():
        print(f"\n{one.name}")
        show(figures(one))
