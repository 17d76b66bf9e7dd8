"""What the survey reader and the registry's people get right on the bundled edition, against its truth.

    python -m benchmarks.accuracy [--json]

The edition is never trained on. Its demand lines are judged by `benchmarks.matching`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.editions import BUNDLED, shipped_catalog, survey_of, truth_rows
from talentmap.engine import EmbeddedEngine
from talentmap.intake.take_in import Intake
from talentmap.matching import RoleMatcher
from talentmap.matching.placement.people import match_people
from talentmap.model.edition import open_edition
from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.registry import RegistrySources, build_registry, pseudonym_key
from talentmap.registry.extracts import faults
from talentmap.registry.identity.linking import links
from talentmap.tables.registry import PEOPLE, RECORDS

Figures = Mapping[str, Any]


def survey_figures(survey: Intake) -> Figures:
    """Planted faults that were found, problems at places where none was planted, and the account of rows."""
    planted = [row for row in truth_rows(BUNDLED, "faults") if row["code"].startswith("intake-")]
    severe = [problem for problem in survey.problems if problem.severity != "note"]
    found = [any(_meets(problem, row) for problem in survey.problems) for row in planted]
    expected = [any(_meets(problem, row) for row in planted) for problem in severe]
    account = {name: sum(survey.files[name].to_pylist()) for name in ("rows_in", "used", "rejected", "duplicate")}
    return {
        "faults_planted": len(planted),
        "faults_found": sum(found),
        "missed": sorted(row["kind"] for row, hit in zip(planted, found, strict=True) if not hit),
        "problems": len(severe),
        "problems_expected": sum(expected),
        "unexpected": dict(sorted(Counter(p.code for p, hit in zip(severe, expected, strict=True) if not hit).items())),
        "rows": account,
        "rows_balance": account["rows_in"] == account["used"] + account["rejected"] + account["duplicate"],
        "rows_in_truth": dict(sorted(Counter(row["fate"] for row in truth_rows(BUNDLED, "lines")).items())),
    }


def _meets(problem: Problem, row: Mapping[str, str]) -> bool:
    """Whether the problem is the planted fault: its code, its file, and its row where the fault has one."""
    place = problem.source
    same_row = row["row"] in ("0", str(place.row)) and (row["row"] == "0" or place.sheet in ("", row["sheet"]))
    return problem.code in row["code"].split("|") and place.file == row["file"] and same_row


@contextmanager
def every_row_listed() -> Iterator[None]:
    """Problems one by one, however many there are of a kind."""
    limit, faults.LISTED = faults.LISTED, 10**9
    try:
        yield
    finally:
        faults.LISTED = limit


def registry_figures(catalog: Catalog) -> Figures:
    """Planted faults of the extracts that were found at their row, and the account of rows."""
    edition = open_edition(BUNDLED)
    with TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine, every_row_listed():
        sources = RegistrySources(edition.registry, edition.events)
        report = build_registry(sources, catalog, engine, pseudonym_key(True), edition.settings.reference_date)
    found = {(problem.code, f"registry/{problem.source.file}", problem.source.row) for problem in report.problems}
    planted = [row for row in truth_rows(BUNDLED, "faults") if row["code"].startswith("registry-")]
    hits = [any((code, row["file"], int(row["row"])) in found for code in row["code"].split("|")) for row in planted]
    by_kind = Counter(row["kind"] for row in planted)
    found_by_kind = Counter(row["kind"] for row, hit in zip(planted, hits, strict=True) if hit)
    duplicates = sum(account.duplicate for account in report.accounts)
    repeated = sum(row["kind"] == "repeated-record" for row in truth_rows(BUNDLED, "faults"))
    return {
        "faults_planted": len(planted),
        "faults_found": sum(hits),
        "faults": {kind: {"planted": by_kind[kind], "found": found_by_kind[kind]} for kind in sorted(by_kind)},
        "repeated_records": {"planted": repeated, "found": duplicates},
        "events": {"rows": report.events.rows_in, "used": report.events.used},
    }


def people_figures(catalog: Catalog, matcher: RoleMatcher) -> Figures:
    """The best role and the tier of everybody whom the registry holds, against who they truly are."""
    edition = open_edition(BUNDLED)
    date = edition.settings.reference_date
    with TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine:
        build_registry(RegistrySources(edition.registry), catalog, engine, pseudonym_key(True), date)
        linked = links(engine, catalog.rules.linkage).person_of
        places = engine.read(RECORDS).select(["record_id", "person_key", "source_file", "source_row"]).to_pylist()
        people = engine.read(PEOPLE)
    person_at = {
        f"{row['source_file']}:{row['source_row']}": linked.get(row["record_id"])
        or row["person_key"]
        or row["record_id"]
        for row in places
    }
    best: dict[str, Mapping[str, Any]] = {}
    for row in match_people(people, catalog, matcher, date).to_pylist():
        best[row["person_id"]] = max(best.get(row["person_id"], row), row, key=lambda one: one["weight"])
    known = set(people["person_id"].to_pylist())
    truth = {
        person_at[place]: row
        for row in truth_rows(BUNDLED, "people")
        for place in row["records"].split("|")
        if person_at.get(place) in known
    }
    return {"people": people.num_rows, "known_to_truth": len(truth), **_people_shares(best, truth)}


def _people_shares(best: Mapping[str, Mapping[str, Any]], truth: Mapping[str, Mapping[str, str]]) -> Figures:
    inside = {person: row for person, row in truth.items() if row["role_id"] != "NONE"}
    placed = {person: row for person, row in inside.items() if person in best}
    right = sum(best[person]["role_id"] == row["role_id"] for person, row in placed.items())
    same_tier = sum(best[person]["tier"] == row["tier"] for person, row in placed.items())
    outside = [person for person, row in truth.items() if row["role_id"] == "NONE"]
    by_evidence = {
        evidence: _right_of({p: r for p, r in inside.items() if r["evidence"] == evidence}, best)
        for evidence in sorted({row["evidence"] for row in inside.values()})
    }
    return {
        "in_catalog": len(inside),
        "placed": round(len(placed) / len(inside), 4),
        "role_right_of_placed": round(right / len(placed), 4),
        "role_right_of_all": round(right / len(inside), 4),
        "tier_right_of_placed": round(same_tier / len(placed), 4),
        "role_right_by_evidence": by_evidence,
        "outside": len(outside),
        "outside_placed": round(sum(person in best for person in outside) / max(len(outside), 1), 4),
    }


def _right_of(people: Mapping[str, Mapping[str, str]], best: Mapping[str, Mapping[str, Any]]) -> float:
    right = sum(person in best and best[person]["role_id"] == row["role_id"] for person, row in people.items())
    return round(right / len(people), 4)


def show(figures: Figures, indent: str = "") -> None:
    """Print figures as an indented table."""
    for name, value in figures.items():
        if isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values()):
            columns = list(next(iter(value.values())))
            print(f"{indent}{name:<30}" + "".join(f"{column:>16}" for column in columns))
            for row, cells in value.items():
                print(f"{indent}  {row:<28}" + "".join(f"{_shown(cells[column]):>16}" for column in columns))
        elif isinstance(value, Mapping):
            print(f"{indent}{name:<30}  " + "  ".join(f"{key} {_shown(inner)}" for key, inner in value.items()))
        else:
            print(f"{indent}{name:<30}  {_shown(value)}")


def _shown(value: object) -> str:
    return "-" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Accuracy on the bundled edition, against its truth.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--without-people", action="store_true", help="leave the registry out, which takes longest")
    wanted = parser.parse_args()
    catalog = shipped_catalog()
    matcher = RoleMatcher(catalog)
    survey = survey_of(BUNDLED, catalog)
    figures: dict[str, Figures] = {"survey": survey_figures(survey)}
    if not wanted.without_people:
        figures["registry"] = registry_figures(catalog)
        figures["people"] = people_figures(catalog, matcher)
    if wanted.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    for part, values in figures.items():
        print(f"\n{part}")
        show(values, "  ")


if __name__ == "__main__":
    main()
