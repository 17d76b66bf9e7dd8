"""Foreword: why the catalog exists and who answered."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.fact import counted, given, ratio


def _make(context: Context) -> Made:
    evidence = context.evidence
    people = given(evidence.quality.steps["registry"]["people"], "steps.registry.people")
    population = given(evidence.edition.settings.population, "edition.population")
    return Made(
        facts={
            "response": evidence.response,
            "people": people,
            "departments": counted(len(evidence.quality.departments), "departments"),
            "density": ratio(people, population, times=10_000),
        }
    )


CHAPTER = Chapter("foreword", _make, kind="front")
