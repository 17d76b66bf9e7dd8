"""Reviewed wordings written into a catalogs folder as aliases: only the lines concerned change, comments stay.

An edit is made on a copy first. What would bring a new fault into the catalog, an alias of two roles above all, is not
written; the same goes for entries whose list of aliases is laid out in a way that this module does not know.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from talentmap.catalog.check import check_catalog
from talentmap.catalog.load import CatalogReading
from talentmap.encoding import decode
from talentmap.model.problem import Problem, errors_among
from talentmap.text import lookup_key, squeeze

_ENTRY = re.compile(r"^- (?:id:\s*)?")


@dataclass(frozen=True, slots=True)
class Adoption:
    """New aliases by the role or skill they belong to."""

    owner: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adoptions come to: new texts of files, what was taken over, what was not, and the faults in its way."""

    files: Mapping[Path, str]
    taken: tuple[Adoption, ...] = ()
    left: tuple[Adoption, ...] = ()
    faults: tuple[Problem, ...] = ()


def adopt(folder: Path, region: str, adoptions: Iterable[Adoption]) -> Adopted:
    """What the adoptions make of the files under `folder`; nothing is written."""
    reading = check_catalog(folder, region)
    told = _told(errors_among(reading.problems))
    placed, left = [], []
    for adoption in adoptions:
        path = _file_of(folder, reading, adoption.owner)
        fresh = Adoption(adoption.owner, _fresh(reading, adoption))
        if path is not None and _changed(path, {}, fresh) is not None:
            placed += [(path, fresh)] if fresh.aliases else []
        else:
            left.append(adoption)

    def faults_of(trial: Mapping[Path, str]) -> tuple[Problem, ...]:
        return tuple(fault for fault in _faults(folder, region, trial) if _told([fault]).isdisjoint(told))

    found = _settled(Adopted({}), placed, faults_of)
    return replace(found, left=(*left, *found.left))


def _settled(
    sofar: Adopted,
    placed: Sequence[tuple[Path, Adoption]],
    faults_of: Callable[[Mapping[Path, str]], tuple[Problem, ...]],
) -> Adopted:
    """Everything at once where nothing speaks against it, else one half after the other."""
    texts = dict(sofar.files)
    for path, adoption in placed:
        texts[path] = _changed(path, texts, adoption) or texts[path]
    faults = faults_of(texts) if placed else ()
    adoptions = tuple(adoption for _, adoption in placed)
    if not faults:
        return replace(sofar, files=texts, taken=(*sofar.taken, *adoptions))
    if len(placed) == 1:
        return replace(sofar, left=(*sofar.left, *adoptions), faults=(*sofar.faults, *faults))
    half = len(placed) // 2
    return _settled(_settled(sofar, placed[:half], faults_of), placed[half:], faults_of)


def write(adopted: Adopted) -> None:
    """Put the new text of each file in its place."""
    for path, text in adopted.files.items():
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(text.encode())
        beside.replace(path)


def _told(faults: Iterable[Problem]) -> set[tuple[str, str, str]]:
    return {(fault.code, fault.source.file, fault.shown) for fault in faults}


def _file_of(folder: Path, reading: CatalogReading, owner: str) -> Path | None:
    place = reading.places.get(("Role", owner)) or reading.places.get(("Skill", owner))
    return folder / place.file if place else None


def _fresh(reading: CatalogReading, adoption: Adoption) -> tuple[str, ...]:
    """The aliases that the owner does not have yet."""
    catalog, known = reading.catalog, set[str]()
    if catalog is not None and adoption.owner in catalog.roles:
        known = set(map(lookup_key, catalog.roles[adoption.owner].titles()))
    elif catalog is not None and adoption.owner in catalog.skills:
        skill = catalog.skills[adoption.owner]
        known = set(map(lookup_key, (skill.zh, skill.en, *skill.aliases)))
    wordings: dict[str, str] = {}
    for alias in adoption.aliases:
        wordings.setdefault(lookup_key(alias), squeeze(alias))
    return tuple(wording for key, wording in wordings.items() if key and key not in known)


def _changed(path: Path, texts: Mapping[Path, str], adoption: Adoption) -> str | None:
    """The file's text with the aliases; None where their place is not found."""
    text = texts.get(path) or _standing(path)
    edit = with_skill_aliases if path.suffix == ".csv" else with_role_aliases
    return edit(text, adoption.owner, adoption.aliases)


def _standing(path: Path) -> str:
    """The file's text; what a spreadsheet saved in GB18030 goes on in UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return decode(content)[0]


def with_role_aliases(text: str, role_id: str, aliases: Sequence[str]) -> str | None:
    """A `roles.yaml` with more aliases in the one-line list of a role; None where it has none of that form."""
    latin = [alias for alias in aliases if alias.isascii()]
    for key, added in (("aliases", [alias for alias in aliases if not alias.isascii()]), ("aliases_en", latin)):
        if added:
            changed = _with_items(text, role_id, key, added)
            if changed is None:
                return None
            text = changed
    return text


def _with_items(text: str, role_id: str, key: str, added: Sequence[str]) -> str | None:
    lines = text.split("\n")
    form = re.compile(rf"(?P<head>\s+{key}:\s*\[)(?P<items>[^\]]*)(?P<tail>\]\s*(?:#.*)?)")
    inside = False
    for place, line in enumerate(lines):
        if line.startswith("- "):
            inside = _ENTRY.sub("", line).split("#")[0].strip() == role_id
        found = form.fullmatch(line.removesuffix("\r")) if inside else None
        if found:
            items = ", ".join(filter(None, [found["items"].strip().rstrip(","), *map(_scalar, added)]))
            end = "\r" if line.endswith("\r") else ""
            lines[place] = f"{found['head']}{items}{found['tail']}{end}"
            return "\n".join(lines)
    return None


def _scalar(text: str) -> str:
    """`text` as YAML writes it inside a one-line list, in quotes only where it must."""
    quoted = json.dumps(text, ensure_ascii=False)
    try:
        return text if yaml.safe_load(f"[{text}]") == [text] else quoted
    except yaml.YAMLError:
        return quoted


def with_skill_aliases(text: str, skill_id: str, aliases: Sequence[str]) -> str | None:
    """A `skills.csv` with more aliases in the line of a skill; None where it has none of its own."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        cells = next(csv.reader([line.removesuffix("\r")]), [])
        if len(cells) == 4 and cells[0] == skill_id:
            cells[3] = "|".join(filter(None, [cells[3], *(alias.replace("|", "/") for alias in aliases)]))
            out = io.StringIO()
            csv.writer(out, lineterminator="\r" if line.endswith("\r") else "").writerow(cells)
            lines[place] = out.getvalue()
            return "\n".join(lines)
    return None


def _faults(folder: Path, region: str, texts: Mapping[Path, str]) -> list[Problem]:
    """What would be wrong with the folder if its files read so."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "catalogs"
        shutil.copytree(folder, copy)
        for path, text in texts.items():
            (copy / path.relative_to(folder)).write_bytes(text.encode())
        return errors_among(check_catalog(copy, region).problems)
