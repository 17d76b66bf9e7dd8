"""The evaluator's pack of a published edition: START HERE.

README.md            what it holds, how to replicate, how to score
tables/              the open data as published, byte for byte
method/              formulas with sources and tests; the thresholds and weights
scoring/             a workbook for each rater
PUBLISHED.sha256     checksums of everything that the edition published
CHECKSUMS.sha256     checksums of the pack itself

All of it is public already: only files that the edition's manifest names, and that are as they were, are taken.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from talentmap.bilingual import both
from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.scorecard import FILE as SCORECARD_FILE
from talentmap.catalog.scorecard import scorecard_rules
from talentmap.errors import EditionError
from talentmap.evaluation.pack.sheets import Subject, write_sheet
from talentmap.model.manifest import Manifest, read_manifest
from talentmap.model.taxonomy import Stage
from talentmap.resources import catalogs_dir, docs_dir, templates_dir

CHECKSUMS, PUBLISHED = "CHECKSUMS.sha256", "PUBLISHED.sha256"
_TABLES = "opendata/"
_METHOD_TEXTS = ("methods.md", "evaluation.md")
_METHOD_RULES = ("rules.yaml", SCORECARD_FILE)
_RATERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ANCIENT = (1980, 1, 1, 0, 0, 0)  # the earliest day that a ZIP knows: the same pack gives the same bytes
_STAGES = {
    Stage.ATTRACT: ("引", "Attract"), Stage.CULTIVATE: ("育", "Cultivate"), Stage.UTILIZE: ("用", "Utilise"),
    Stage.RETAIN: ("留", "Retain"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was written: where, its name, and how many files it holds."""

    place: Path
    name: str
    files: int


def write_pack(output: Path, place: Path, raters: int = 3) -> Pack:
    """Write the pack of the edition published in `output` to `place`, a folder or, ending in .zip, one file.

    EditionError where the edition is not whole, or `place` holds something already.
    """
    manifest = _manifest(output)
    _insist_free(place, raters)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pack"
        name = _fill(folder, output, manifest, raters)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        listed = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
        listed[CHECKSUMS] = _sums({name: _sha(content) for name, content in listed.items()}).encode()
        _write(place, listed)
    return Pack(place, name, len(listed))


def _manifest(output: Path) -> Manifest:
    found = read_manifest(output)
    for name, wanted in found.files.items():
        path = output / name
        if not path.is_file() or _sha(path.read_bytes()) != wanted:
            raise EditionError(
                both(f"{path} is not as it was published.", f"{path} 与发布时不一致。"),
                both("Build the edition again; a pack freezes it unchanged.", "请重新编制；资料包只收录未改动的文件。"),
            )
    if not any(name.startswith(_TABLES) for name in found.files):
        raise EditionError(
            both(f"{output} has no open data.", f"{output} 没有开放数据。"),
            both("Build the edition again with this version.", "请用当前版本重新编制。"),
        )
    return found


def _insist_free(place: Path, raters: int) -> None:
    if place.is_file() or (place.is_dir() and any(place.iterdir())):
        raise EditionError(
            both(f"{place} holds something already.", f"{place} 中已有内容。"),
            both("Name another place: a pack is never overwritten.", "请换一个位置：资料包从不覆盖。"),
        )
    if not 1 <= raters <= len(_RATERS):
        raise EditionError(
            both(
                f"{raters} raters: a pack is for 1 to {len(_RATERS)}.",
                f"评价人 {raters} 位：资料包可供 1 至 {len(_RATERS)} 位使用。",
            ),
            both("Give --raters such a number.", "请在 --raters 写这个范围内的数。"),
        )


def _fill(folder: Path, output: Path, manifest: Manifest, raters: int) -> str:
    """Write everything but the checksums of the pack; gives its name."""
    tables = sorted(name for name in manifest.files if name.startswith(_TABLES))
    for name in tables:
        _copy(output / name, folder / "tables" / name.removeprefix(_TABLES))
    for name in _METHOD_TEXTS:
        _copy(docs_dir() / name, folder / "method" / name)
    for name in _METHOD_RULES:
        _copy(catalogs_dir() / name, folder / "method" / name)
    (folder / PUBLISHED).write_text(_sums(manifest.files), encoding="utf-8", newline="\n")
    name = f"{manifest.edition}-{_sha(json.dumps(manifest.files, sort_keys=True).encode())[:12]}"
    (folder / "scoring").mkdir()
    for rater in _RATERS[:raters]:
        path = folder / "scoring" / f"rater-{rater}.xlsx"
        write_sheet(path, name, rater, subjects_of(folder / "tables"), scorecard_rules().criteria)
    (folder / "README.md").write_text(_readme(name, manifest), encoding="utf-8", newline="\n")
    return name


def subjects_of(tables: Path) -> Sequence[Subject]:
    """Who is scored: the departments of the published scorecard, or the four stages where there is none."""
    path = tables / "scorecard.csv"
    if not path.is_file():
        return [Subject(stage.value, *_STAGES[stage]) for stage in Stage]
    named = read_policy_words().departments
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    ids = sorted({row["department_id"] for row in rows})
    return [Subject(one, named[one].zh, named[one].en) if one in named else Subject(one, one, one) for one in ids]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    if place.suffix.lower() != ".zip":
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _ANCIENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sums(checksums: Mapping[str, str]) -> str:
    """As `sha256sum` writes and checks them."""
    return "".join(f"{checksums[name]}  {name}\n" for name in sorted(checksums))


def _readme(name: str, manifest: Manifest) -> str:
    words = (templates_dir() / "evaluator-pack" / "README.md").read_text(encoding="utf-8")
    mark = _ILLUSTRATIVE if manifest.illustrative else ""
    about = {"edition": manifest.edition, "region": manifest.region, "year": manifest.year}
    return words.format(name=name, version=manifest.talentmap, mark=mark, **about)


_ILLUSTRATIVE = "\n**示例数据 · Illustrative data: not real statistics.**\n"
