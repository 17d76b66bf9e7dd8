"""Small facts that sentences need: what stands out, and the finding that each figure's title states."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from talentmap.model.rule import asks_for_elite
from talentmap.model.taxonomy import Stage
from talentmap.publish.advice import advice_by_tier
from talentmap.publish.book import Book, ChainChapter, Record
from talentmap.publish.numbers import Numbers

_NAMED = 5
_PAINS_A_STAGE = 2


def make_facts(book: Book) -> dict[str, Any]:
    """The facts by name; those that end in _zh or _en are words in that language."""
    facts: dict[str, Any] = {
        "advice": advice_by_tier(book),
        "top_pains": _top_pains(book.pains),
        "worst_chain": _highest(book.chains, lambda chapter: chapter.total, "uncovered_share"),
        "worst_tier": _highest(book.tiers, lambda tier: tier, "uncovered_share"),
        "floor_uncovered": _floor(book),
        "elite_items": _elite_items(book),
        "chains": {chapter.chain.id: _chain_facts(chapter) for chapter in book.chains},
    }
    for lang in ("zh", "en"):
        facts |= {f"{name}_{lang}": words for name, words in _words(book, facts, lang).items()}
    return facts


def _words(book: Book, facts: Mapping[str, Any], lang: str) -> dict[str, str]:
    comma = "、" if lang == "zh" else ", "
    names = [role["role"].name(lang) for role in book.short_roles[:_NAMED]]
    cells = [
        f"{book.catalog.tiers[tier].zh}的{book.catalog.stages[stage].name_zh}阶段"
        if lang == "zh"
        else f"{book.catalog.tiers[tier].en.lower()} in {book.catalog.stages[stage].name_en.lower()}"
        for tier, stage in book.empty_cells
    ]
    return {
        "tier_words": _tier_words(book, lang),
        "short_names": comma.join(names),
        "empty_words": comma.join(cells),
        "tier_title": _tier_title(book, lang),
        "chain_title": _chain_title(book, lang),
        "uncovered_title": _uncovered_title(book, facts, lang),
        "money_title": _money_title(book, lang),
    }


def _tier_words(book: Book, lang: str) -> str:
    """One clause a side: the tiers that lack people, and those with more people than posts."""
    told = [tier for tier in book.tiers if not tier["need_status"] and not tier["supply_status"]]
    n = Numbers(lang)
    short = [tier for tier in told if tier["gap"] > 0]
    ample = [tier for tier in told if tier["gap"] < 0]
    if lang == "zh":
        parts = [f"{_name(book, t, lang)}缺 {n.heads(t['gap'])} 人" for t in short]
        parts += [f"{_name(book, t, lang)}富余 {n.heads(-t['gap'])} 人" for t in ample]
        return "，".join(parts) + "。" if parts else ""
    clauses = []
    if short:
        fewer = _joined([f"{n.heads(t['gap'])} {_name(book, t, lang).lower()}" for t in short])
        clauses.append(f"{fewer} are missing")
    if ample:
        more = _joined([f"{n.heads(-t['gap'])} {_name(book, t, lang).lower()}" for t in ample])
        clauses.append(f"there are {more} more than posts")
    sentence = ", while ".join(clauses)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _tier_title(book: Book, lang: str) -> str:
    widest = _highest(book.tiers, lambda tier: tier, "gap")
    if widest is None or widest["gap"] <= 0:
        return "各类人才的需求与可供" if lang == "zh" else "Need and supply by tier"
    name = _name(book, widest, lang)
    return (
        f"{name}缺口最大：各类人才的需求与可供" if lang == "zh" else f"{name} are missed most: need and supply by tier"
    )


def _chain_title(book: Book, lang: str) -> str:
    widest = _highest(book.chains, lambda chapter: chapter.total, "gap")
    if widest is None or widest.total["gap"] <= 0:
        return "各产业链的需求与可供" if lang == "zh" else "Need and supply by chain"
    name = widest.chain.name(lang)
    if lang == "zh":
        return f"{name}缺口最大：各产业链的需求与可供"
    return f"The gap is widest in {name[0].lower()}{name[1:]}: need and supply by chain"


def _uncovered_title(book: Book, facts: Mapping[str, Any], lang: str) -> str:
    worst = facts["worst_chain"]
    plain = "不符合任何激励政策的空缺岗位占比" if lang == "zh" else "Share of open posts that qualify for no incentive"
    if worst is None:
        return plain
    share = Numbers(lang).percent(worst.total["uncovered_share"])
    name = worst.chain.name(lang)
    return f"{name}最高，达{share}：{plain}" if lang == "zh" else f"{plain}: highest in {name.lower()}, {share}"


def _money_title(book: Book, lang: str) -> str:
    """The tier whose share of money exceeds its share of need most."""
    n = Numbers(lang)
    known = [tier for tier in book.tiers if not math.isnan(tier["need_share"]) and not math.isnan(tier["money_share"])]
    if not known:
        return "需求与激励预算的类别构成" if lang == "zh" else "Need and incentive budget by tier"
    most = max(known, key=lambda tier: tier["money_share"] - tier["need_share"])
    name, money, need = _name(book, most, lang), n.percent(most["money_share"]), n.percent(most["need_share"], 1)
    if lang == "zh":
        return f"{name}占预算{money}、占需求{need}"
    return f"{name} have {money} of the budget and {need} of the need"


def _chain_facts(chapter: ChainChapter) -> dict[str, Any]:
    told = [
        (segment, chapter.segments[segment.id]["gap"])
        for segment in chapter.chain.segments
        if not math.isnan(chapter.segments[segment.id]["gap"])
    ]
    widest, gap = max(told, key=lambda pair: pair[1], default=(None, 0.0))
    by_stage: defaultdict[str, list[Record]] = defaultdict(list)
    for pain in (pain for pain in chapter.pains if not pain["need_status"]):
        by_stage[pain["stage"]].append(pain)
    chain = chapter.chain
    stands_out = widest is not None and gap > 0
    return {
        "gap_segment": widest if stands_out else None,
        "pains": [pain for stage in Stage for pain in by_stage[stage.value][:_PAINS_A_STAGE]],
        "graph_title_zh": f"{chain.zh}链：缺口集中在{widest.zh}" if widest and stands_out else f"{chain.zh}链各环节",
        "graph_title_en": f"{chain.en}: the gap is widest in {widest.en.lower()}"
        if widest and stands_out
        else f"{chain.en}: the segments",
    }


def _top_pains(pains: Sequence[Record]) -> list[Record]:
    """The most named pain point of each stage over all chains, shares averaged by enterprises that answered."""
    named: defaultdict[str, list[Record]] = defaultdict(list)
    for pain in pains:
        if not pain["need_status"]:
            named[pain["pain_id"]].append(pain)
    answering = sum({pain["chain_id"]: pain["answering"] for pain in pains}.values())
    averaged = [
        {**found[0], "share": sum(p["share"] * p["answering"] for p in found) / answering} for found in named.values()
    ]
    tops = (
        max((p for p in averaged if p["stage"] == stage.value), key=lambda p: (p["share"], p["pain_id"]), default=None)
        for stage in Stage
    )
    return [pain for pain in tops if pain is not None]


def _floor(book: Book) -> float:
    """The uncovered share rounded down to a tenth, for a headline that stays below the figure."""
    indicator = book.indicators.get("uncovered_demand")
    known = indicator is not None and not math.isnan(indicator["value"])
    return math.floor(indicator["value"] * 10) / 10 if indicator and known else math.nan


def _elite_items(book: Book) -> int:
    return sum(asks_for_elite(item.rule) for item in book.items)


def _highest(candidates: Sequence[Any], row: Any, name: str) -> Any:
    """The candidate whose `name` is known and highest; None when it is known of none."""
    known = [each for each in candidates if not _hidden(row(each), name)]
    return max(known, key=lambda each: row(each)[name], default=None)


def _hidden(row: Record, name: str) -> bool:
    return bool(row["need_status"]) or row[name] is None or math.isnan(row[name])


def _name(book: Book, tier: Record, lang: str) -> str:
    return book.catalog.tiers[tier["tier"]].name(lang)


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
