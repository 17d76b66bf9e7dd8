"""Five years ahead under named scenarios: the gap as a fan, the account behind it, tiers and roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from talentmap.catalog.projection import projection_rules
from talentmap.model.projection import ProjectionScenario
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.evaluated import rows_of
from talentmap.publish.evidence import Evidence
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.outlook import scenario_fan, steps
from talentmap.publish.paper.fact import Fact, Row, counted, given, negative
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, Group, grid, sized
from talentmap.publish.terms import term
from talentmap.tables.outlook import BACKTEST, PROJECTION, Outlook

_ROLES = 20
_MOVES = (("planned", 1), ("left", 1), ("retired", 1), ("trained", -1), ("arrived", -1))
"""What moves the gap, and in which direction."""
_HOLDS = 0.8
"""The share of groups that intervals of 95% ought to hold at least, few as the groups are."""
_HEADS = {"left": "going"}
Ahead = Mapping[int, Row]


def outlook_in(evidence: Evidence) -> Outlook:
    """The years ahead as they may be shown; without a frame where there are none."""
    return evidence.shown.outlook or Outlook()


def told(context: Context, scenario: str = "") -> dict[tuple[str, str, str], dict[int, Row]]:
    """PROJECTION under a scenario (the first where none is named) by chain, tier and role, then by year ahead."""
    wanted = scenario or projection_rules().scenarios[0].id
    found: dict[tuple[str, str, str], dict[int, Row]] = {}
    frame = outlook_in(context.evidence).projection
    for row in rows_of(PROJECTION, frame, lambda record: record["scenario"] == wanted):
        key = (row["chain_id"], row["tier"], row["role_id"])
        found.setdefault(key, {})[int(row["years_ahead"].size)] = row
    return found


def _make(context: Context) -> Made:
    rules = projection_rules()
    by_scenario = {scenario.id: told(context, scenario.id) for scenario in rules.scenarios}
    first, last = by_scenario[rules.scenarios[0].id], rules.years
    whole = first.get(("", "", ""))
    roles = _short_roles(first, last)
    tests = rows_of(BACKTEST, outlook_in(context.evidence).backtest)
    scenarios = [
        {"scenario": scenario, "whole": by_scenario[scenario.id].get(("", "", ""), {}).get(last)}
        for scenario in rules.scenarios
    ]
    return Made(
        facts={
            "now": whole[0] if whole else None,
            "then": whole[last] if whole else None,
            "less": negative(whole[last]["gap"]) if whole else None,
            "course": _course(whole, last) if whole else "",
            "scenarios": scenarios,
            "says": [(scenario.name(context.lang), scenario.says(context.lang)) for scenario in rules.scenarios],
            "years": given(float(last), "projection.horizons"),
            "realised": given(rules.plans.realised, "projection.plans.realised"),
            "draws": given(float(rules.draws), "projection.draws"),
            "source": rules.retirement.source(context.lang),
            "has_roles": bool(roles),
            "tests": counted(tests, "groups"),
            "hits": counted([row for row in tests if row["inside"].size == 1], "inside"),
            "holds": sum(row["inside"].size for row in tests) >= _HOLDS * len(tests),
        },
        drawings=[_fan(context, by_scenario, rules.scenarios), _steps(context, whole, last)] if whole else [],
        grids=[
            _tiers(context, by_scenario, rules.scenarios),
            *([_roles(context, roles)] if roles else []),
            *([_backtest(context, tests)] if tests else []),
        ],
    )


def _course(whole: Ahead, last: int) -> str:
    """`up` or `down` where the interval at the end lies beyond today's gap, else ''."""
    now, then = whole[0]["gap"].size, whole[last]
    if not then["gap_low"].known:
        return ""
    return "up" if then["gap_low"].size > now else "down" if then["gap_high"].size < now else ""


def _short_roles(found: Mapping[tuple[str, str, str], Ahead], last: int) -> list[Ahead]:
    """The roles that miss most people at the end, the most first."""
    own = [ahead for (_, _, role), ahead in found.items() if role and ahead[last]["gap"].size > 0]
    return sorted(own, key=lambda ahead: (sized(ahead[last]["gap"]), ahead[0]["role_id"]))[:_ROLES]


def _at(ahead: Ahead, year: int, name: str = "gap") -> Fact:
    return ahead[year][name]  # type: ignore[no-any-return] # a number of the table


def _ends(ahead: Ahead, year: int) -> tuple[Fact, Fact]:
    return _at(ahead, year, "gap_low"), _at(ahead, year, "gap_high")


def _years(context: Context) -> list[Col]:
    """The gap now and at each horizon, with its interval below."""

    def column(year: int) -> Col:
        under = Col("", partial(_ends, year=year), "signed_span")
        return Col(f"ahead_{year}", partial(_at, year=year), "signed", 1.6, under=under)

    return [column(year) for year in (0, *projection_rules().horizons)]


def _tiers(context: Context, found: Mapping[str, Any], scenarios: Sequence[ProjectionScenario]) -> Grid:
    tiers = context.evidence.catalog.tiers

    def name(ahead: Ahead) -> str:
        tier = ahead[0]["tier"]
        if not tier:
            return term("figures", "all").name(context.lang)
        return context.name(tiers[tier]) if tier in tiers else term("figures", "unknown_tier").name(context.lang)

    order = ["", *tiers, "unknown"]
    groups = [
        Group(
            context.name(scenario),
            [found[scenario.id][key] for key in (("", tier, "") for tier in order) if key in found[scenario.id]],
        )
        for scenario in scenarios
    ]
    columns = [Col("group", name, weight=1.6), *_years(context)]
    return grid("projection-table", columns, [group for group in groups if group.rows], context.speech)


def _roles(context: Context, roles: Sequence[Ahead]) -> Grid:
    catalog, last = context.evidence.catalog, projection_rules().years
    columns = [
        Col("role", lambda ahead: context.name(catalog.roles[ahead[0]["role_id"]]), weight=3,
            under=Col("", lambda ahead: context.name(catalog.chains[ahead[0]["chain_id"]]))),
        *_years(context),
        Col("p_gap_ahead", partial(_at, year=last, name="p_gap"), "percent"),
    ]  # fmt: skip
    return grid("projection-roles", columns, roles, context.speech)


def _backtest(context: Context, tests: Sequence[Row]) -> Grid:
    catalog = context.evidence.catalog

    def name(row: Row) -> str:
        thing = catalog.chains.get(row["chain_id"]) or catalog.tiers.get(row["tier"])
        return context.name(thing if thing else term("figures", "unknown_tier" if row["tier"] else "all"))

    columns = [
        Col("group", name, weight=2),
        Col("gap_before", lambda row: row["gap_before"], "signed"),
        Col("projected", lambda row: row["projected"], "signed",
            under=Col("", lambda row: (row["projected_low"], row["projected_high"]), "signed_span")),
        Col("found", lambda row: row["found"], "signed"),
    ]  # fmt: skip
    return grid("projection-backtest", columns, tests, context.speech)


def _fan(context: Context, found: Mapping[str, Any], scenarios: Sequence[ProjectionScenario]) -> Drawing:
    lines, read = [], []
    for scenario in scenarios:
        ahead = found[scenario.id][("", "", "")]
        name = context.name(scenario)
        lines += [{"kind": name, "year": _calendar(row), "mid": row["gap"].size} for row in ahead.values()]
        read.append((name, [(_calendar(row), context.speech.text("heads", row["gap"])) for row in ahead.values()]))
    ends = ("low", "high", "inner_low", "inner_high")
    bands = [
        {"year": _calendar(row), **{end: row[f"gap_{end}"].size for end in ends}}
        for row in found[scenarios[0].id][("", "", "")].values()
        if row["gap_low"].known
    ]
    axis = term("figures", "gap_axis").name(context.lang)
    svg = scenario_fan(lines, bands, [context.name(scenario) for scenario in scenarios], axis)
    return Drawing("projection-fan", svg, described(read, context.lang))


def _calendar(row: Row) -> str:
    return f"{row['year'].size:.0f}"


def _steps(context: Context, whole: Ahead, last: int) -> Drawing:
    """From the gap now to the gap then, by what moves it."""
    start, drawn = whole[0]["gap"], []
    speech, at = context.speech, start.size
    drawn.append(_step(term("figures", "gap_now").name(context.lang), 0.0, at, speech.text("heads", start), "total"))
    for name, sign in _MOVES:
        fact = whole[last][name]
        label = speech.text("difference", fact if sign > 0 else negative(fact))
        head = term("heads", _HEADS.get(name, name)).name(context.lang)
        drawn.append(_step(head, at, at + sign * fact.size, label, "up" if sign > 0 else "down"))
        at += sign * fact.size
    end = whole[last]["gap"]
    drawn.append(
        _step(term("figures", "gap_then").name(context.lang), 0.0, end.size, speech.text("heads", end), "total")
    )
    read = [(str(row["name"]), [("", str(row["label"]))]) for row in drawn]
    return Drawing(
        "projection-steps", steps(drawn, term("figures", "people").name(context.lang)), described(read, context.lang)
    )


def _step(name: str, start: float, end: float, label: str, kind: str) -> dict[str, Any]:
    return {"name": name, "start": start, "end": end, "label": label, "kind": kind}


CHAPTER = Chapter(
    "projection",
    _make,
    ready=lambda evidence: outlook_in(evidence).projection is not None,
    appears=lambda evidence: evidence.shown.outlook is not None,
)
