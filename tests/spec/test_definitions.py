"""Every definition of the methodology, worked out: the tables in `templates/methods/` are what the annex prints."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ascii_table import column
from small_edition import Books

from benchmarks.disclosure_attack import publish
from talentmap.analysis.measures.medians import open_time
from talentmap.analysis.measures.precision import quality_letters, share_on_top
from talentmap.analysis.measures.structure import bias_corrected, theil
from talentmap.analysis.mismatch import concentration, dissimilarity, relative_entropy, shares, stage_balance, wilson
from talentmap.analysis.roles import listed
from talentmap.analysis.shortage.cut_points import proposed
from talentmap.analysis.shortage.grades import graded, points
from talentmap.analysis.shortage.shortage_types import shortage_types
from talentmap.analysis.survey.weighting import design_effect
from talentmap.disclosure.primary import Standing, people_standing, standing
from talentmap.model.change import Change
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import GradeCut
from talentmap.registry.people.coverage import chapman
from talentmap.tables.definitions import Definition, chapters
from talentmap.tables.drawn import Row
from talentmap.tables.findings import Findings
from talentmap.tables.precision import half_up_to

Rows = Sequence[Row]
EVERY = [one for chapter in chapters().values() for one in chapter.definitions]
OF_TABLES = [one for one in EVERY if one.table]
OF_FUNCTIONS = [one for one in EVERY if not one.table]
FRAMES = {"role_balance": "roles", "group_balance": "groups", "skill_balance": "skills", "structure": "structure",
          "location_quotients": "location_quotients"}  # fmt: skip
STAGES = ("attract", "cultivate", "utilize", "retain")
INDICATORS = {"tightness": "V/U", "fill_rate": "fill", "suitable_per_post": "suitable", "months_open": "open",
              "skill_shortage_density": "skills", "offer_premium": "premium"}  # fmt: skip
TYPE_FACTS = {"pay_mid": "pay", "market_pay_low": "P25", "suitability_gap": "suitability gap",
              "skill_shortage_density": "skills", "qualified_per_post": "qualified",
              "long_training_share": "long training", "replacement_share": "replacement", "quits_share": "quits",
              "need_growth": "growth"}  # fmt: skip


def _numbers(rows: Rows, name: str) -> np.ndarray:
    return np.array([math.nan if row[name] is None else float(row[name]) for row in rows])


def _listed_numbers(cell: object) -> list[float]:
    return [float(part) for part in str(cell).split()]


def _cut(row: Row) -> GradeCut:
    first, second, third = _listed_numbers(row["cuts"])
    return GradeCut(cuts=(first, second, third), low=row["low is short"] == "yes")


def _grades(rows: Rows, catalog: Catalog) -> list[Row]:
    rules = catalog.rules
    found = graded(
        {name: _numbers(rows, head) for name, head in INDICATORS.items()},
        column(list(rows), "enterprises"),
        rules.grades,
        rules.grade_rules,
    )
    fired = [" ".join(INDICATORS[name] for name in names) for names in found.fired()]
    return [
        dict(zip(("score", "grade", "fired"), row, strict=True))
        for row in zip(found.scores, found.names(), fired, strict=True)
    ]


def _cut_points(rows: Rows, catalog: Catalog) -> list[Row]:
    found = []
    for row in rows:
        standing = GradeCut(cuts=(math.nan,) * 3, low=row["low is short"] == "yes")
        cut = proposed({"tightness": _listed_numbers(row["values"])}, {"tightness": standing})["tightness"]
        found.append(dict(zip(("first", "second", "third"), cut.cuts, strict=True)))
    return found


def _types(rows: Rows, catalog: Catalog) -> list[Row]:
    facts = {name: _numbers(rows, head) for name, head in TYPE_FACTS.items()}
    held = shortage_types(np.ones(len(rows), dtype=bool), facts, catalog.rules.shortage_types)
    return [{"case": row["case"], "type": " ".join(kinds)} for row, kinds in zip(rows, held, strict=True)]


def _quotients(rows: Rows, _: Catalog) -> list[Row]:
    money, need = _numbers(rows, "money"), _numbers(rows, "need")
    found = zip(column(list(rows), "tier"), shares(money) / shares(need), money / need, strict=True)
    return [dict(zip(("tier", "quotient", "per_post"), row, strict=True)) for row in found]


def _kakwani(rows: Rows, _: Catalog) -> list[Row]:
    money, need, employed = (_numbers(rows, name)[::-1] for name in ("money", "need", "employed"))
    of_money, of_need = float(concentration(money, employed)), float(concentration(need, employed))
    return [{"C_money": of_money, "C_need": of_need, "K": of_money - of_need}]


def _chapman(rows: Rows, _: Catalog) -> list[Row]:
    found = []
    for row in rows:
        estimate, error = chapman(row["n1"], row["n2"], row["m"])
        found.append({"union": row["n1"] + row["n2"] - row["m"], "N": estimate, "se": error})
    return found


def _top(rows: Rows, _: Catalog) -> list[Row]:
    draws = [_listed_numbers(row["gap* in four replicates"]) for row in rows]
    return [{"role": row["role"], "p": p} for row, p in zip(rows, share_on_top(draws, places=2), strict=True)]


def _listed(rows: Rows, _: Catalog) -> list[Row]:
    frame = pd.DataFrame(rows).fillna({"shortage_type": ""})
    return [{"listed": name} for name in listed(frame)]


def _spells(rows: Rows, _: Catalog) -> list[Row]:
    ended = [row["ended"] == "yes" for row in rows]
    return [{"median": open_time(_numbers(rows, "months"), _numbers(rows, "posts"), ended)}]


def _reason(needs: object, catalog: Catalog) -> Standing:
    return standing(np.array(_listed_numbers(needs)), catalog.rules.disclosure)


def _protection(rows: Rows, catalog: Catalog) -> list[Row]:
    found = []
    for row in rows:
        whole = sum(_listed_numbers(row["needs by enterprise"]))
        reach = catalog.rules.disclosure.protection * _reason(row["needs by enterprise"], catalog).largest
        found.append({"down": round(whole - reach, 1), "up": round(whole + reach, 1)})
    return found


def _secondary(rows: Rows, _: Catalog) -> list[Row]:
    lines = [
        (f"{row['role']}{k}", "metal", row["role"], "technician", "d", heads, 0)
        for row in rows
        for k, heads in enumerate(_listed_numbers(row["needs by enterprise"]))
    ]
    edition = publish(lines)
    unsafe = {item.row for item in edition.figures.unsafe() if (item.frame, item.basis) == ("roles", "need")}
    shown = edition.shown["roles"].set_index("role_id")
    places = {role: place for place, role in enumerate(shown.index)}
    marks = {True: "c", False: "+"}
    hidden = shown["need_status"] == "c"
    return [
        {"role": row["role"], "shown": marks[places[row["role"]] in unsafe] if hidden[row["role"]] else ""}
        for row in rows
    ]


FUNCTIONS: Mapping[str, Callable[[Rows, Catalog], list[Row]]] = {
    "open_time_ended": _spells,
    "primary": lambda rows, catalog: [{"reason": _reason(row["needs by enterprise"], catalog).reason} for row in rows],
    "primary_people": lambda rows, catalog: [
        {"reason": people_standing(row["people"], catalog.rules.disclosure).reason} for row in rows
    ],
    "protection": _protection,
    "secondary": _secondary,
    "bias_corrected": lambda rows, _: [
        {"case": row["case"], "corrected": bias_corrected(row["D"], _listed_numbers(row["D*"]))} for row in rows
    ],
    "theil": lambda rows, _: [theil(_numbers(rows, "need"), column(list(rows), "chain"))._asdict()],
    "reallocation_share": lambda rows, _: [
        {"reallocation_share": float(dissimilarity(_numbers(rows, "money"), _numbers(rows, "need")))}
    ],
    "incentive_quotient": _quotients,
    "relative_entropy": lambda rows, _: [
        {"relative_entropy": float(relative_entropy(_numbers(rows, "money"), _numbers(rows, "need")))}
    ],
    "kakwani": _kakwani,
    "stage_balance": lambda rows, _: [
        {"balance": float(stage_balance([row[stage] for stage in STAGES]))} for row in rows
    ],
    "points": lambda rows, _: [{"points": float(points(row["value"], _cut(row)))} for row in rows],
    "grade": _grades,
    "cut_points": _cut_points,
    "shortage_type": _types,
    "listed": _listed,
    "design_effect": lambda rows, _: [{"deff": design_effect(np.array(_listed_numbers(row["w"])))} for row in rows],
    "chapman": _chapman,
    "wilson": lambda rows, _: [
        dict(zip(("low", "high"), wilson(row["said yes"], row["asked"]), strict=True)) for row in rows
    ],
    "p_top": _top,
    "change": lambda rows, _: [
        {"verdict": Change.of(low, high).value}
        for low, high in zip(_numbers(rows, "low"), _numbers(rows, "high"), strict=True)
    ],
    "quality": lambda rows, _: [
        {"letter": letter} for letter in quality_letters(_numbers(rows, "estimate"), _numbers(rows, "standard error"))
    ],
    "rounding": lambda rows, _: [{"printed": half_up_to(row["people"], 5)} for row in rows],
}


def _fill(shelf: Books, given: Mapping[str, Rows]) -> Books:
    roles = shelf.catalog.roles
    posts = []
    for number, row in enumerate(given["posts"]):
        role = roles.get(row["role_id"])
        own = {
            "line_id": f"{number:03}",
            "enterprise_id": "a",
            "chain_id": "metal",
            "tier": role.tier.value if role else "",
        }
        reasons = (row.get("reasons") or "").replace(", ", "|")
        posts.append({**own, **row, "reasons": reasons, "chain_id": role.chain_id if role else "metal"})
    people = [{"person_id": f"p{k:03}", **row} for k, row in enumerate(given.get("people", []))]
    firms = given.get("enterprises", [{"enterprise_id": "a"}])
    if "frame" in given:
        heads = list(given["frame"][0])
        lines = [",".join(heads), *(",".join(str(row[head]) for head in heads) for row in given["frame"])]
        shelf.frame("\n".join(lines) + "\n")
    placed = ("role_id", "weight")
    return shelf.fill(
        enterprises=[{"chain_id": "metal", "employees": 90_000, **firm} for firm in firms],
        demand=posts,
        people=[{k: v for k, v in row.items() if k not in placed} for row in people],
        person_roles=[
            {"person_id": row["person_id"], "role_id": row["role_id"], "weight": float(row["weight"]),
             "tier": roles[row["role_id"]].tier.value}
            for row in people
        ],
    )  # fmt: skip


def _findings(shelf: Books, definition: Definition) -> Findings:
    """What the analysis finds in the example's tables; definitions that share them share the findings."""
    key = (type(shelf.engine).__name__, *definition.given.values())
    if key not in _FOUND:
        _FOUND[key] = _fill(shelf, {name: table.rows() for name, table in definition.inputs.items()}).analyse()
    return _FOUND[key]


_FOUND: dict[tuple[str, ...], Findings] = {}


def _insist(definition: Definition, found: Rows) -> None:
    """Every printed cell is the found one in the decimals that are printed."""
    assert len(found) == len(definition.output.cells)
    for cells, row in zip(definition.output.cells, found, strict=True):
        for head, cell in zip(definition.output.heads, cells, strict=True):
            _insist_on_cell(cell, row[head], f"{definition.id}: {head} of {cells}")


def _insist_on_cell(printed: str, value: Any, where: str) -> None:
    if isinstance(value, str):
        assert printed == value, where
    elif printed == "":
        assert value is None or math.isnan(value), where
    else:
        decimals = len(printed.partition(".")[2]) or 0
        assert float(value) == pytest.approx(float(printed), abs=0.5000001 * 10.0**-decimals if decimals else 0.5), (
            where
        )


@pytest.mark.parametrize("definition", OF_TABLES, ids=[one.id for one in OF_TABLES])
def test_what_an_edition_gives(definition: Definition, shelf: Books) -> None:
    frame = getattr(_findings(shelf, definition), FRAMES[definition.table])
    keys = [head for head in definition.output.heads if head in _KEYS]
    rows = {tuple(row[key] for key in keys): row for row in frame.to_dict("records")}
    wanted = [tuple(row[key] for key in keys) for row in definition.output.rows(**dict.fromkeys(keys, str))]
    assert set(wanted) <= set(rows), f"{definition.id}: {set(rows)}"
    _insist(definition, [rows[key] for key in wanted])


_KEYS = ("chain_id", "tier", "role_id", "skill_id", "district_id", "across")


@pytest.mark.parametrize("definition", OF_FUNCTIONS, ids=[one.id for one in OF_FUNCTIONS])
def test_what_a_function_gives(definition: Definition, small_catalog: Catalog) -> None:
    (rows,) = (table.rows() for table in definition.inputs.values())
    _insist(definition, FUNCTIONS[definition.id](rows, small_catalog))


def test_every_definition_has_words_in_both_languages_and_an_id_of_its_own() -> None:
    assert len({one.id for one in EVERY}) == len(EVERY)
    for one in EVERY:
        assert one.zh and one.en and one.formula, one.id
        assert bool(one.note_zh) is bool(one.note_en), one.id
    assert {one.id for one in OF_FUNCTIONS} == set(FUNCTIONS)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_a_formula_in_words_has_words_in_chinese(one: Definition) -> None:
    symbols = {"sqrt", "mean", "deff", "money", "need"}
    words = set(re.findall(r"[A-Za-z]{4,}", one.written("zh"))) - symbols
    assert not words, one.written("zh")
    assert not re.search(r"[\u4e00-\u9fff]", one.written("en"))
