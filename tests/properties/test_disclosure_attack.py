"""What a reader with a pencil can work out from everything shown: no hidden cell."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talentmap.analysis.disclosure import protect
from talentmap.analysis.suppression import exposed, protect_sums

from talentmap.model.thresholds import DisclosureRules
from talentmap.tables import analysis as tables
from talentmap.tables import measures
from talentmap.tables.findings import Findings

RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, people_minimum=5, rounding=5)
ROLES = [(chain, tier, f"{chain}-{tier}-{k}") for chain in "abc" for tier in ("engineer", "youth") for k in range(3)]
LABEL = "unknown"
MEASURES = ("need", "enterprises", "top_share", "supply", "people", "gap")

need_lines = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from([*ROLES, ("a", "engineer", ""), ("b", "", "")]),
              st.sampled_from(["", "n", "s", "w"]), st.integers(1, 40)),
    min_size=1, max_size=60,
)  # fmt: skip
supply_lines = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(ROLES), st.sampled_from(["", "n", "s"]), st.just(1)), max_size=60
)


def _sums(lines, key):
    """Total, members and share of the largest member by group, in plain loops."""
    grouped = defaultdict(lambda: defaultdict(float))
    for who, place, district, amount in lines:
        if key(place, district) is not None:
            grouped[key(place, district)][who] += amount
    return {group: (sum(by.values()), len(by), max(by.values()) / sum(by.values())) for group, by in grouped.items()}


def _table(need, supply, key, names):
    needed, supplied = _sums(need, key), _sums(supply, key)
    rows = []
    for group in sorted({*needed, *supplied}):
        total, enterprises, top = needed.get(group, (0.0, 0, 0.0))
        available, people, _ = supplied.get(group, (0.0, 0, 0.0))
        measures = (total, enterprises, top, available, people, total - available)
        rows.append(dict(zip((*names, *MEASURES), (*group, *measures), strict=True)))
    return pd.DataFrame(rows, columns=[*names, *MEASURES])


def _findings(need, supply):
    roles = _table(need, supply, lambda place, _: place if place[2] else None, ("chain_id", "tier", "role_id"))
    keys = {
        "inner": lambda place, _: (place[0] or LABEL, place[1] or LABEL),
        "chain": lambda place, _: (place[0] or LABEL, ""),
        "tier": lambda place, _: ("", place[1] or LABEL),
        "all": lambda *_: ("", ""),
    }
    groups = pd.concat([_table(need, supply, key, ("chain_id", "tier")) for key in keys.values()], ignore_index=True)
    unplaced = _sums([line for line in need if not line[1][2]], keys["inner"])
    groups["unplaced"] = [unplaced.get(key, (0.0,))[0] for key in zip(groups["chain_id"], groups["tier"], strict=True)]
    districts = _table(need, supply, lambda place, district: (district, place[1]), ("district_id", "tier"))
    cells = _table(need, supply, lambda place, d: (*place, d), ("chain_id", "tier", "role_id", "district_id"))
    others = {"pains": tables.PAIN_SHARES, "incentives": tables.INCENTIVES, "response": tables.RESPONSE,
              "skills": measures.SKILL_BALANCE, "location_quotients": measures.LOCATION_QUOTIENTS,
              "structure": measures.STRUCTURE}  # fmt: skip
    empty = {name: pd.DataFrame(columns=list(table.names)) for name, table in others.items()}
    values = [("need", groups["need"].iloc[-1], None, None, "people"), ("budget", 9.0, None, None, "yuan")]
    figures = pd.DataFrame(values, columns=list(tables.INDICATORS.names))
    return Findings(
        roles=roles, groups=groups, cells=cells, districts=districts, indicators=figures, problems=(), **empty
    )


def _statuses(shown, side):
    status = f"{side}_status"
    found = {("role", r["chain_id"], r["tier"], r["role_id"]): r for r in shown.roles.to_dict("records")}
    found |= {("group", r["chain_id"], r["tier"], ""): r for r in shown.groups.to_dict("records")}
    found |= {("district", "", r["tier"] or LABEL, r["district_id"]): r for r in shown.districts.to_dict("records")}
    return {cell: row[status] == "c" for cell, row in found.items()}


def _sums_a_reader_can_check(cells, positive):
    """Every total with its members, written out by hand."""
    groups = [cell[1:3] for cell in cells if cell[0] == "group"]
    for chain, tier in groups:
        total = ("group", chain, tier, "")
        families = []
        if chain and tier:
            families = [[c for c in cells if c[0] == "role" and c[1:3] == (chain, tier)]]
        elif chain:
            families = [[("group", c, t, "") for c, t in groups if c == chain and t]]
        elif tier:
            families = [[("group", c, t, "") for c, t in groups if t == tier and c],
                        [c for c in cells if c[0] == "district" and c[2] == tier]]  # fmt: skip
        else:
            families = [[("group", c, t, "") for c, t in groups if c and not t],
                        [("group", c, t, "") for c, t in groups if t and not c]]  # fmt: skip
        for members in families:
            if any(positive[member] for member in members):
                yield total, members


def _positive(findings, side):
    found = {("role", r["chain_id"], r["tier"], r["role_id"]): r[side] > 0 for r in findings.roles.to_dict("records")}
    found |= {("group", r["chain_id"], r["tier"], ""): r[side] > 0 for r in findings.groups.to_dict("records")}
    found |= {("district", "", r["tier"] or LABEL, r["district_id"]): r[side] > 0
              for r in findings.districts.to_dict("records")}  # fmt: skip
    return found


def _solved(equations, unknown):
    """Unknowns with one solution only, by elimination in exact fractions."""
    order = {cell: k for k, cell in enumerate(unknown)}
    rows = []
    for total, members in equations:
        row = [Fraction(0)] * len(order)
        for cell, sign in ((total, 1), *((member, -1) for member in members)):
            if cell in order:
                row[order[cell]] = Fraction(sign)
        rows.append(row)
    rank = 0
    for k in range(len(order)):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][k]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [x / rows[rank][k] for x in rows[rank]]
        for r in range(len(rows)):
            if r != rank and rows[r][k]:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return {unknown[next(k for k, x in enumerate(row) if x)] for row in rows[:rank] if sum(map(bool, row)) == 1}


@settings(max_examples=30)
@given(need_lines, supply_lines, st.sampled_from(["need", "supply"]))
def test_no_total_minus_shown_members_gives_a_hidden_cell(need, supply, side):
    findings = _findings(need, supply)
    hidden = _statuses(protect(findings, RULES), side)
    for total, members in _sums_a_reader_can_check(hidden, _positive(findings, side)):
        out = [cell for cell in (total, *members) if hidden[cell]]
        assert len(out) != 1, f"{out[0]} = {total} and {members}"


@settings(max_examples=30)
@given(need_lines, supply_lines, st.sampled_from(["need", "supply"]))
def test_no_combination_of_sums_gives_a_hidden_cell(need, supply, side):
    findings = _findings(need, supply)
    hidden = _statuses(protect(findings, RULES), side)
    equations = list(_sums_a_reader_can_check(hidden, _positive(findings, side)))
    assert _solved(equations, sorted(cell for cell, gone in hidden.items() if gone)) == set()


@settings(max_examples=30)
@given(need_lines, supply_lines)
def test_every_unsafe_cell_is_missing_and_says_so(need, supply):
    findings = _findings(need, supply)
    shown = protect(findings, RULES)
    for raw, protected in ((findings.roles, shown.roles), (findings.groups, shown.groups)):
        few = (raw["need"] > 0) & ((raw["enterprises"] < 3) | (raw["top_share"] > 0.85))
        thin = (raw["people"] > 0) & (raw["people"] < 5)
        assert (protected.loc[few, "need_status"] == "c").all()
        assert (protected.loc[thin, "supply_status"] == "c").all()
        for side, columns in (
            ("need", ("need", "enterprises", "top_share", "gap")),
            ("supply", ("supply", "people", "gap")),
        ):
            hidden = protected[f"{side}_status"] == "c"
            assert protected.loc[hidden, list(columns)].isna().all(axis=None)
        told = (protected["need_status"] == "") & (protected["supply_status"] == "")
        assert protected.loc[told, ["need", "supply", "gap"]].notna().all(axis=None)
        assert (protected.loc[protected["need_status"] == "", "need"] % 5 == 0).all()
    total_hidden = shown.groups.iloc[-1]["need_status"] == "c"
    assert pd.isna(shown.indicators["value"]).tolist() == [total_hidden, False]


@settings(max_examples=30)
@given(need_lines, supply_lines)
def test_nothing_is_hidden_where_every_cell_is_safe(need, supply):
    many = [(who, place, district, 1) for who, (_, place, district, _) in product(range(6), need)]
    crowd = [
        (f"{who}-{place}-{district}", place, district, 1) for who, (_, place, district, _) in product(range(6), supply)
    ]
    shown = protect(_findings(many, crowd), RULES)
    for side in ("need", "supply"):
        assert not any(_statuses(shown, side).values())


def test_one_enterprise_alone_tells_nothing_about_need():
    shown = protect(_findings([(1, ROLES[0], "n", 30)], []), RULES)
    assert all(_statuses(shown, "need").values())
    assert pd.isna(shown.indicators["value"]).tolist() == [True, False]


def test_input_is_not_touched():
    findings = _findings([(1, ROLES[0], "n", 30)], [])
    before = findings.groups.copy()
    protect(findings, RULES)
    pd.testing.assert_frame_equal(findings.groups, before)


T, A, B, C = ("t",), ("a",), ("b",), ("c",)


@pytest.mark.parametrize(
    ("equations", "hidden", "found"),
    [
        ([(T, A, B)], set(), set()),
        ([(T, A, B)], {A}, {A}),
        ([(T, A, B)], {T}, {T}),
        ([(T, A, B)], {A, B}, set()),
        ([(T, A, B), (B, C)], {A, B}, {A, B}),
        ([(T, A, B), (C, A)], {A, B, C}, set()),
        ([], {A}, set()),
    ],
)
def test_what_equations_expose(equations, hidden, found):
    assert exposed(equations, hidden) == found


def test_the_smallest_cell_goes_and_zero_hides_nothing():
    values = {T: 9.0, A: 4.0, B: 5.0, C: 0.0}
    assert protect_sums(values, [(T, A, B, C)], {B}) == {A, B}
    assert protect_sums({**values, A: 0.0, T: 5.0}, [(T, A, B, C)], {B}) == {T, B}
    assert protect_sums({T: 0.0, A: 0.0, B: 5.0, C: 0.0}, [(T, A, B, C)], {B}) == {B}
