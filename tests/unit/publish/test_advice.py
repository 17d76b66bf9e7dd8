"""Each recommendation is triggered by figures, and every triggered rule has its sentence in both languages."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from talentmap.model.taxonomy import Catalog, Stage, Tier
from talentmap.publish.advice import advice_by_tier
from talentmap.resources import templates_dir


def tier_row(tier: str, **figures: object) -> dict[str, object]:
    shares = {"uncovered_share": 0.0, "need_share": 0.25, "money_share": 0.25}
    amounts = {"need": 100.0, "supply": 100.0, "gap": 0.0, "budget_cny": 100.0, "money_per_post": 1.0}
    return {"tier": tier, **shares, **amounts, "need_status": "", "supply_status": "", **figures}


def book_of(catalog: Catalog, *, has_policy: bool = True, **changed: dict[str, object]) -> SimpleNamespace:
    cells = {(t.value, s.value): {"items": 1, "budget_cny": 25.0} for t in Tier for s in Stage}
    return SimpleNamespace(
        tiers=[tier_row(tier.value, **changed.get(tier.value, {})) for tier in Tier],
        catalog=catalog,
        grid=cells,
        empty_cells=[cell for cell, found in cells.items() if not found["items"]],
        has_policy=has_policy,
        short_roles=[{"tier": "engineer", "role": next(r for r in catalog.roles.values() if r.tier is Tier.ENGINEER)}],
    )


def rules(book: SimpleNamespace, tier: str) -> list[str]:
    return [advice["rule"] for advice in advice_by_tier(book)[tier]]


def test_nothing_out_of_proportion_says_so(catalog: Catalog) -> None:
    assert rules(book_of(catalog), "engineer") == ["balanced"]


@pytest.mark.parametrize(
    ("figures", "rule"),
    [
        ({"gap": 50.0}, "shortage"),
        ({"gap": -50.0}, "surplus"),
        ({"uncovered_share": 0.31}, "uncovered"),
        ({"money_share": 0.4}, "overfunded"),
        ({"money_share": 0.1}, "underfunded"),
        ({"budget_cny": 40.0}, "attract_heavy"),
    ],
)
def test_each_rule_is_triggered_by_its_figure(catalog: Catalog, figures: dict[str, object], rule: str) -> None:
    assert rules(book_of(catalog, engineer=figures), "engineer") == [rule]


def test_an_empty_cell_is_named(catalog: Catalog) -> None:
    book = book_of(catalog)
    book.empty_cells = [("technician", "utilize")]
    (advice,) = advice_by_tier(book)["technician"]
    assert (advice["rule"], [stage.id for stage in advice["stages"]]) == ("empty", ["utilize"])


def test_hidden_figures_trigger_no_balance_and_no_policy_no_money(catalog: Catalog) -> None:
    assert rules(book_of(catalog, engineer={"gap": 50.0, "need_status": "c"}), "engineer") == ["balanced"]
    assert rules(book_of(catalog, has_policy=False, engineer={"uncovered_share": 0.9}), "engineer") == ["balanced"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_sentence(lang: str) -> None:
    said = (templates_dir() / "whitepaper" / f"advice.{lang}.html.j2").read_text(encoding="utf-8")
    wanted = {"shortage", "surplus", "uncovered", "overfunded", "underfunded", "empty", "attract_heavy", "balanced"}
    assert set(re.findall(r'a\.rule == "(\w+)"', said)) == wanted
