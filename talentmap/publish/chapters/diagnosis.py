"""The diagnosis: people by age and education, density, and what the figures say for and against the region."""

from __future__ import annotations

from typing import Any

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.diagnosis.swot_table import swot_table
from talentmap.publish.diagnosis.tell import Tell
from talentmap.publish.evidence import Evidence, records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.bars import paired_bars
from talentmap.publish.figures.diagnosis import steps
from talentmap.publish.figures.theme import NEED, SUPPLY
from talentmap.publish.paper.fact import Fact, Row, counted, given, total
from talentmap.publish.paper.model import Drawing
from talentmap.publish.paper.speech import Printed
from talentmap.tables.diagnosis import PEOPLE_PROFILE, EditionDiagnosis

_OLDER = ("45_54", "55_over")


def _make(context: Context) -> Made:
    found = _found(context.evidence)
    tell = Tell(found, context.lang)
    for entry in found.entries:
        for known in entry.figures.values():
            text = tell.printed(known.value, known.decimals)
            context.speech.printed[f"{known.name}|{text}"] = Printed(text, (_fact(known.name, found),))
    ages = _by_tier(context, found)
    drawings = [*_ages(context, ages, tell), *_steps(context, found, tell)]
    facts = {
        "density": found.figures.get("registered_density") is not None,
        "density_low": _fact("registered_density", found),
        "density_high": _fact("registered_density", found, high=True),
        "older": ages[""][0] if "" in ages else None,
        "oldest": ages[""][1] if "" in ages else None,
        "oldest_tier": _oldest(ages),
        "commonest": _commonest(context, found),
        "entries": counted(found.entries, "swot"),
        "drawn": {drawing.id for drawing in drawings},
        "ages": ages,
        "tiers": context.evidence.catalog.tiers,
    }
    return Made(facts=facts, drawings=drawings, grids=[swot_table("diagnosis-swot", found.entries, tell, rules=False)])


def _found(evidence: Evidence) -> EditionDiagnosis:
    if evidence.shown.diagnosis is None:
        raise LookupError("the edition has no diagnosis")
    return evidence.shown.diagnosis


def _fact(name: str, found: EditionDiagnosis, *, high: bool = False) -> Fact:
    """A figure of the diagnosis as a fact: its lower end, or its upper one."""
    figure = next((figure for figure in found.figures if figure.key == name), None)
    if figure is None:
        return Fact(None, f"diagnosis.{name}")
    return given(figure.value.high if high else figure.value.low, f"{figure.source}.{figure.place}")


def _rows(found: EditionDiagnosis, kind: str) -> list[Row]:
    told = found.profile[found.profile["kind"] == kind]
    return [Row(PEOPLE_PROFILE, {**record, "need_status": record["share_status"]}) for record in records(told)]


def _by_tier(context: Context, found: EditionDiagnosis) -> dict[str, tuple[Fact, Fact]]:
    """The shares of 45 and over and of 55 and over, in all and of each tier that is shown."""
    shares = {(row["tier"], row["band"]): row["share"] for row in _rows(found, "age")}
    tiers = ["", *context.evidence.catalog.tiers]
    return {
        tier: (total(shares[tier, band] for band in _OLDER), shares[tier, _OLDER[-1]])
        for tier in tiers
        if all((tier, band) in shares and shares[tier, band].known for band in _OLDER)
    }


def _oldest(ages: dict[str, tuple[Fact, Fact]]) -> str | None:
    """The tier with the largest share of 55 and over, where one alone has it."""
    tiers = sorted((tier for tier in ages if tier), key=lambda tier: -ages[tier][1].size)
    alone = len(tiers) > 1 and ages[tiers[0]][1].size > ages[tiers[1]][1].size
    return tiers[0] if alone else None


def _commonest(context: Context, found: EditionDiagnosis) -> tuple[Any, Fact] | None:
    """The education that most of the employed have, and their share."""
    known = [row for row in _rows(found, "education") if row["tier"] == "" and row["share"].known]
    first = max(known, key=lambda row: row["share"].size, default=None)
    return (context.evidence.catalog.education[first["band"]], first["share"]) if first else None


def _ages(context: Context, ages: dict[str, tuple[Fact, Fact]], tell: Tell) -> list[Drawing]:
    if not ages:
        return []
    kinds = (tell.say("profile", "over_45"), tell.say("profile", "over_55"))
    tiers = context.evidence.catalog.tiers
    names = {tier: context.name(tiers[tier]) if tier else tell.say("profile", "all") for tier in ages}
    rows = [
        {"name": names[tier], "kind": kind, "share": fact.size}
        for tier, facts in ages.items()
        for kind, fact in zip(kinds, facts, strict=True)
    ]
    drawn = paired_bars(
        rows, list(names.values()), [(kinds[0], SUPPLY), (kinds[1], NEED)], tell.say("figures", "share")
    )
    told = [
        (names[tier], [(kind, context.speech.text("percent", fact)) for kind, fact in zip(kinds, facts, strict=True)])
        for tier, facts in ages.items()
    ]
    return [Drawing("diagnosis-ages", drawn, described(told, context.lang))]


def _steps(context: Context, found: EditionDiagnosis, tell: Tell) -> list[Drawing]:
    """The education of all, the highest on top."""
    shown = [row for row in reversed(_rows(found, "education")) if row["tier"] == "" and row["share"].known]
    if not shown:
        return []
    names = [context.name(context.evidence.catalog.education[row["band"]]) for row in shown]
    labels = [context.speech.text("percent", row["share"]) for row in shown]
    rows = [
        {"name": name, "value": 100 * row["share"].size, "label": label, "told": True}
        for name, row, label in zip(names, shown, labels, strict=True)
    ]
    drawn = steps(rows, names, tell.say("figures", "share"))
    return [
        Drawing(
            "diagnosis-education",
            drawn,
            described([(n, [("", v)]) for n, v in zip(names, labels, strict=True)], context.lang),
        )
    ]


CHAPTER = Chapter("diagnosis", _make, appears=lambda evidence: evidence.shown.diagnosis is not None)
