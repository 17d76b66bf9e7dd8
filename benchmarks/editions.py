"""Editions whose truth is known: the bundled one, and others that the generator makes at other seeds."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from talentmap.catalog.read import read_catalog
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.matching import Candidate, RoleMatcher
from talentmap.matching.scoring.features import Query
from talentmap.matching.skills.reader import SkillReader, wordings_of
from talentmap.matching.verdict import Verdict, settle
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import MatchingRules
from talentmap.resources import catalogs_dir
from talentmap.text import compact, split_list

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "examples" / "qingyuan-2026"
CLASSES = {
    "name": "alias",
    "alias": "alias",
    "english": "alias",
    "double": "alias",
    "swapped_head": "swapped",
    "synonyms": "swapped",
    "reordered": "swapped",
    "shortened": "swapped",
    "skilled": "skill-based",
    "dutied": "skill-based",
    "generic": "generic",
    "outside": "outside",
}


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A demand line as intake read it, with the roles that it truly means (none: outside the catalog)."""

    query: Query
    roles: frozenset[str]
    wording: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, what the matcher found, and how it was settled."""

    line: TrueLine
    candidates: tuple[Candidate, ...]
    verdict: Verdict

    @property
    def best(self) -> str:
        """The first candidate; empty when there is none."""
        return self.candidates[0].role_id if self.candidates else ""


def shipped_catalog() -> Catalog:
    """The catalog that the bundled edition uses."""
    return read_catalog(catalogs_dir(), "qingyuan")


@contextmanager
def made_edition(seed: int) -> Iterator[Path]:
    """An edition of the generator with few people, for as long as the block runs."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "examples.generator", "--out", folder, "--seed", str(seed), "--people", "300"]
        subprocess.run(command, cwd=ROOT, check=True)
        yield Path(folder)


def survey_of(folder: Path, catalog: Catalog) -> Intake:
    """What intake makes of an edition's surveys."""
    return take_in(survey_files(folder / "surveys"), folder / "surveys", catalog)


def truth_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of the edition's truth."""
    with (folder / "truth" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def true_lines(folder: Path, demand: pa.Table, catalog: Catalog) -> list[TrueLine]:
    """Every line that intake used and the truth knows, sorted by place."""
    truth = {(row["file"], row["sheet"], int(row["row"])): row for row in truth_rows(folder, "lines")}
    skills = SkillReader(wordings_of(catalog.skills))
    placed = sorted(
        ((line["source_file"], line["source_sheet"] or "", line["source_row"]), line) for line in demand.to_pylist()
    )
    return [_true_line(line, truth[place], skills) for place, line in placed if place in truth]


def _true_line(line: Mapping[str, Any], truth: Mapping[str, str], skills: SkillReader) -> TrueLine:
    stated = skills.listed(line["skills"] or "") | skills.told(line["duties"] or "")
    roles = frozenset(truth["role_id"].split("|")) - {"NONE"}
    majors = frozenset(map(compact, split_list(line["majors"] or "")))
    query = Query(line["title"], line["chain_id"] or "", stated, majors=majors)
    return TrueLine(query, roles, CLASSES[truth["recipe"].split("+")[0]])


def judge(lines: Iterable[TrueLine], matcher: RoleMatcher, rules: MatchingRules) -> list[Judged]:
    """The matcher's own verdict on each line: no decision and no choice of the enterprise helps it."""
    lines = list(lines)
    found = matcher.match([line.query for line in lines])
    return [Judged(line, candidates, settle(candidates, rules)) for line, candidates in zip(lines, found, strict=True)]


def wilson_low(right: int, count: int, z: float = 1.96) -> float:
    """The lower end of Wilson's 95% interval of a share; 0 when there is nothing to count."""
    if not count:
        return 0.0
    share = right / count
    spread = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return (share + z * z / (2 * count) - spread) / (1 + z * z / count)
