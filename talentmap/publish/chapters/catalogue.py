"""Annex: every role of every chain in one table."""

from __future__ import annotations

from typing import Any

from talentmap.publish.chapters.chain import stars
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.model import Mark, Words
from talentmap.publish.paper.sheet import Col, Group, grid


def _make(context: Context) -> Made:
    evidence = context.evidence
    cover = [Col("in_reach", lambda row: row["accepted_share"], "percent", 0.9)] if evidence.has_policy else []
    columns = [
        Col("role", lambda row: (Mark(row["role_id"]), Words(context.name(row["role"]))), weight=2.7, tone="strong"),
        Col("segment", lambda row: context.name(row["segment"]), weight=2.2),
        Col("tier", lambda row: context.name(row["tier_label"]), weight=1.1),
        Col("need", lambda row: row["need"], "heads", 0.8),
        Col("interval", _interval, "span", 1.3),
        Col("supply", lambda row: row["supply"], "heads", 0.8),
        Col("gap", lambda row: row["gap"], "signed", 0.8),
        Col("grade", stars, tone="stars", weight=1.3),
        Col("pay", lambda row: (row["pay_low"], row["pay_high"]), "pay", 1.6),
        Col("education", lambda row: context.name(row["floor"]), weight=1.9),
        *cover,
        Col("occupation", lambda row: row["role"].occupation or "–", weight=1.4),
    ]
    groups = [Group(context.name(found.chain), found.roles) for found in evidence.chains]
    return Made(grids=[grid("all-roles", columns, groups, context.speech)])


def _interval(row: Any) -> Any:
    return None if row["need"].known and not row["need"] else (row["need_low"], row["need_high"])


CHAPTER = Chapter("catalogue", _make, kind="annex", wide=True)
