"""Stage 7: everything that is published, and what stays with the bureau, written into one place."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw

from talentmap import __version__
from talentmap.catalog.policies import PolicyRegister
from talentmap.engine import Engine
from talentmap.model.edition import Edition
from talentmap.model.problem import Problem, Severity, problem_kinds
from talentmap.model.taxonomy import Catalog
from talentmap.model.typesetting import Typesetting
from talentmap.publish.evidence import Quality, gather
from talentmap.publish.map.page import write_map
from talentmap.publish.opendata import write_opendata
from talentmap.publish.place import Workplace
from talentmap.publish.whitepaper_files import write_whitepapers
from talentmap.publish.workbook import write_workbook
from talentmap.tables.matching import QUEUE
from talentmap.tables.protected import Protected
from talentmap.tables.registry import COVERAGE, LINK_QUEUE, PEOPLE
from talentmap.text import defuse

Figures = Mapping[str, Mapping[str, int]]
_QUEUES = (
    ("queue.csv", QUEUE, [("headcount", "descending"), ("key", "ascending")]),
    ("person-queue.csv", LINK_QUEUE, [("place", "ascending")]),
)
_OVERLAP_MINIMUM = 0.05  # of the shorter list
_PLACEHOLDER = re.compile(r"[“'(（]?\{\w+\}[”')）]?")


@dataclass(frozen=True, slots=True)
class Material:
    """All that a release is made of. What is public is drawn from `shown` alone."""

    edition: Edition
    catalog: Catalog
    register: PolicyRegister
    shown: Protected
    engine: Engine
    problems: Sequence[Problem]
    figures: Figures
    typesetting: Typesetting


def publish(place: Workplace, material: Material, advance: Callable[[int, int], None]) -> int:
    """Everything published, written into `place`; gives the number of files."""
    edition, catalog, shown = material.edition, material.catalog, material.shown
    languages = edition.settings.languages
    quality = _quality(material.engine, material.problems, material.figures)
    evidence = gather(edition, catalog, material.register, shown, quality)
    steps: list[Callable[[], object]] = [
        lambda: write_map(place.folder / "map.html", edition, catalog, shown, material.register),
        lambda: write_opendata(place.folder / "opendata", edition, catalog, material.register, shown),
        *(
            partial(
                write_workbook, place.folder / f"catalog.{lang}.xlsx", edition, catalog, material.register, shown, lang
            )
            for lang in languages
        ),
        lambda: _write_internal(place.internal, material.engine, material.problems, material.figures),
        lambda: write_whitepapers(place.folder, place.internal, evidence, languages, material.typesetting),
    ]
    for done, step in enumerate(steps):
        advance(done, len(steps))
        step()
    public = [path for path in sorted(place.folder.rglob("*")) if path.is_file() and place.internal not in path.parents]
    _write_manifest(place.folder / "manifest.json", place.folder, public, edition, material.figures)
    return len(public) + 1


def _quality(engine: Engine, problems: Sequence[Problem], figures: Figures) -> Quality:
    counted = engine.scan(PEOPLE).group_by("departments").agg(people=nw.len())
    departments: Counter[str] = Counter()
    for row in engine.collect(counted, ("departments",)).to_pylist():
        departments.update({name: row["people"] for name in (row["departments"] or "").split("|") if name})
    return Quality(
        steps=figures,
        problems=_problem_kinds(problems),
        coverage=[_telling(row) for row in engine.read(COVERAGE).to_pylist()],
        departments=dict(sorted(departments.items())),
    )


def _telling(overlap: dict[str, Any]) -> dict[str, Any]:
    """`overlap` without the estimate where the lists hardly meet: it would speak of their difference, not of people."""
    if overlap["people_both"] >= _OVERLAP_MINIMUM * min(overlap["people_a"], overlap["people_b"]):
        return overlap
    return {**overlap, "estimate": None, "standard_error": None}


def _problem_kinds(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Each kind of problem once with its count, gravest and most frequent first; facts of single cases left out."""
    counts = Counter(problem.code for problem in problems)
    kinds = problem_kinds()
    ordered = sorted(counts, key=lambda code: (list(Severity).index(kinds[code].severity), -counts[code], code))
    return [
        {
            "code": code,
            "count": counts[code],
            **{f"title_{lang}": _general(kinds[code].texts[lang].wrong) for lang in ("zh", "en")},
            **{f"fix_{lang}": _general(kinds[code].texts[lang].fix) for lang in ("zh", "en")},
        }
        for code in ordered
    ]


def _general(sentence: str) -> str:
    return _PLACEHOLDER.sub("…", sentence)


def _write_internal(folder: Path, engine: Engine, problems: Sequence[Problem], figures: Figures) -> None:
    """For the bureau alone: the list of problems, the queue for people, the counts of the run."""
    header = ("code", "severity", "file", "sheet", "row", "column", "header", "shown", "suggestion")
    texts = ("wrong_zh", "fix_zh", "wrong_en", "fix_en")
    with (folder / "problems.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*header, *texts))
        for problem in problems:
            source = problem.source
            place = (source.file, source.sheet, source.row or "", source.column, source.header)
            words = (problem.wrong("zh"), problem.fix("zh"), problem.wrong("en"), problem.fix("en"))
            row = (problem.code, problem.severity.value, *place, problem.shown, problem.suggestion, *words)
            writer.writerow([defuse(str(value)) for value in row])
    for name, table, order in _QUEUES:
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.names)
            for entry in engine.read(table).sort_by(order).to_pylist():
                writer.writerow([defuse(str(value)) if isinstance(value, str) else value for value in entry.values()])
    (folder / "run.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")


def _write_manifest(path: Path, root: Path, files: Sequence[Path], edition: Edition, figures: Figures) -> None:
    """What was published, by checksum, and with which version; nothing that differs from run to run."""
    manifest = {
        "edition": edition.settings.id,
        "region": edition.settings.region_zh,
        "year": edition.settings.year,
        "illustrative": edition.settings.illustrative,
        "talentmap": __version__,
        "rows": figures["intake"],
        "files": {file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
    }
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")
