"""The overall balance: need against supply by tier, chain and district."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import ChainEvidence
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.balance import dumbbell
from talentmap.publish.paper.fact import Row, counted, negative, ratio, total
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.publish.terms import term

_NAMED = 3


def _make(context: Context) -> Made:
    evidence = context.evidence
    chains = sorted(evidence.chains, key=lambda found: (sized(found.total["gap"]), found.chain.id))
    tiers = [(context.name(tier["label"]), tier) for tier in evidence.tiers]
    return Made(
        facts={
            "total": evidence.total,
            "chain_count": counted(evidence.chains, "chains"),
            "widest_tier": widest(evidence.tiers),
            "widest_chain": chains[0].chain if chains and chains[0].total["gap"].size > 0 else None,
            **_short_chains(chains),
            **split_by_gap(context),
        },
        drawings=[
            balance_drawing("tiers", tiers, context),
            balance_drawing("chains", [(context.name(found.chain), found.total) for found in chains], context),
        ],
        grids=[_tier_table(context), _district_table(context)],
    )


def _short_chains(chains: Sequence[ChainEvidence]) -> Mapping[str, Any]:
    """How many of `chains` lack people beyond the margin of error, and the first of them with their gaps."""
    short = [found for found in chains if found.total["need_low"].size > found.total["supply"].size]
    return {
        "chains_short": counted(short, "chains short of people"),
        "shortest_chains": [(found.chain, found.total["gap"]) for found in short[:_NAMED]],
    }


def split_by_gap(context: Context) -> Mapping[str, Any]:
    """The tiers that lack people and those with more people than posts, each as (label, size of the gap).

    A gap is told where supply lies outside the interval of need; the other tiers are `level`.
    """
    told = [tier for tier in context.evidence.tiers if tier["gap"].known]
    short = [tier for tier in told if tier["need_low"].size > tier["supply"].size]
    ample = [tier for tier in told if tier["need_high"].size < tier["supply"].size]
    level = [tier for tier in told if tier not in (*short, *ample)]
    return {
        "short_tiers": [(tier["label"], tier["gap"]) for tier in short],
        "ample_tiers": [(tier["label"], negative(tier["gap"])) for tier in ample],
        "level_tiers": [tier["label"] for tier in level],
        "level_ids": {tier["tier"] for tier in level},
    }


def balance_drawing(id: str, rows: Iterable[tuple[str, Row]], context: Context) -> Drawing:  # noqa: A002 - it is the id
    """Need against supply for each named row."""
    gathered = list(rows)
    lang = context.lang
    labels = (term("figures", "need").name(lang), term("figures", "supply").name(lang))
    drawn = dumbbell([_marks(name, row) for name, row in gathered], [name for name, _ in gathered], labels,
                     term("figures", "people").name(lang))  # fmt: skip
    told = [
        (name, [(labels[0], context.speech.span_text(row["need"], row["need_low"], row["need_high"])),
                (labels[1], context.speech.text("heads", row["supply"]))])
        for name, row in gathered
    ]  # fmt: skip
    return Drawing(id, drawn, described(told, lang))


def _marks(name: str, row: Row) -> dict[str, Any]:
    marks = {"need": row["need"], "low": row["need_low"], "high": row["need_high"], "supply": row["supply"]}
    return {"name": name, **{key: fact.size for key, fact in marks.items() if fact.known}}


def widest(tiers: Sequence[Row]) -> Any:
    """The label of the tier with the widest gap; None where no gap is above zero."""
    first = min(tiers, key=lambda tier: sized(tier["gap"]))
    return first["label"] if first["gap"].size > 0 else None


def _tier_table(context: Context) -> Grid:
    evidence = context.evidence
    whole = evidence.total
    whole.labels.update(
        label=term("wholes", "total"),
        budget=total(tier["budget"] for tier in evidence.tiers),
        openings=ratio(whole["need"], whole["supply"]),
        money_per_post=None,
    )
    money = [
        Col("budget", lambda row: row["budget"], "money_cell"),
        Col("money_per_post", lambda row: row["money_per_post"], "heads", 1.2),
        Col("uncovered_share", lambda row: row["uncovered_share"], "percent"),
    ]
    columns = [
        Col("tier", lambda row: context.name(row["label"]), tone="strong", weight=1.2),
        Col("need", lambda row: row["need"], "heads"),
        Col("interval", lambda row: (row["need_low"], row["need_high"]), "span", 1.4),
        Col("quality", lambda row: row["quality"], weight=0.9),
        Col("supply", lambda row: row["supply"], "heads"),
        Col("gap", lambda row: row["gap"], "signed"),
        Col("openings", lambda row: row["openings"], "ratio"),
        *(money if evidence.has_policy else []),
    ]
    return grid("tier-table", columns, evidence.tiers, context.speech, total=whole)


def _district_table(context: Context) -> Grid:
    evidence = context.evidence

    def of_tier(tier: str, column: str) -> Any:
        return lambda place: place[1][tier][column] if tier in place[1] else None

    tiers = [
        Col(tier, of_tier(tier, "need"), "heads", under=Col("", of_tier(tier, "supply"), "heads"))
        for tier in evidence.catalog.tiers
    ]
    columns = [Col("district", lambda place: context.name(place[0]), tone="strong", weight=1.6), *tiers]
    return grid("district-table", columns, evidence.districts, context.speech)


CHAPTER = Chapter("balance", _make)
