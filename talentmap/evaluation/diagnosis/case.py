"""A folder with `diagnosis.toml`, `figures.csv` and, it may be, `peers.csv`, read and diagnosed.

`peers.csv` (UTF-8) sets other regions beside ours, figure by figure; `figure` names a printed figure (`age.over_45`) or
a finding (`density`):

```csv
region,region_en,figure,value,year,source
甲市,Jia,density,812,2019,S2
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from talentmap.bilingual import both
from talentmap.catalog.parse import Parser
from talentmap.documents import Unreadable, read_toml
from talentmap.errors import EditionError
from talentmap.evaluation.diagnosis.measures import diagnose
from talentmap.evaluation.diagnosis.peers import standings
from talentmap.evaluation.diagnosis.reported import read_figures
from talentmap.evaluation.diagnosis.swot import known_values, swot
from talentmap.model.bounds import read_bounds
from talentmap.model.diagnosis.case import CaseSettings, Diagnosis, Peer
from talentmap.model.diagnosis.figure import Figures
from talentmap.model.diagnosis.swot import Known, SwotRule
from talentmap.model.diagnosis.words import DiagnosisWords
from talentmap.model.frozen import Frozen
from talentmap.model.misfit import misfit
from talentmap.model.problem import Problem
from talentmap.model.source import Source

SETTINGS, FIGURES, PEERS = "diagnosis.toml", "figures.csv", "peers.csv"


class _PeerRow(Frozen):
    region: str
    region_en: str = ""
    figure: str
    value: str
    year: str = ""
    source: str = ""


def read_case(folder: Path, words: DiagnosisWords, rules: Sequence[SwotRule]) -> tuple[Diagnosis, tuple[Problem, ...]]:
    """The diagnosis of the case in `folder`, and every line that was left out. EditionError without usable settings."""
    settings = _settings(folder)
    figures, problems = read_figures(folder / FIGURES, words)
    sourced, unsourced = _with_source(figures, settings)
    findings = diagnose(sourced)
    known = known_values(sourced, findings)
    peers, faults = _peers(folder, known, settings)
    diagnosis = Diagnosis(settings, words, sourced, findings, swot(rules, sourced, findings), standings(peers, known))
    return diagnosis, (*problems, *unsourced, *faults)


def _settings(folder: Path) -> CaseSettings:
    path = folder / SETTINGS
    if not path.is_file():
        raise EditionError(
            both(f"There is no {SETTINGS} in {folder}.", f"{folder} 中没有 {SETTINGS}。"),
            both("docs/diagnosis.md shows one.", "示例见 docs/diagnosis.md。"),
        )
    try:
        return CaseSettings.model_validate(read_toml(path))
    except Unreadable as fault:
        raise EditionError(
            both(f"{SETTINGS} cannot be read: {fault.cause}", f"无法读取 {SETTINGS}：{fault.cause.zh}"),
            both("It must be TOML in UTF-8.", "它必须是 UTF-8 的 TOML。"),
        ) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise EditionError(
            both(f"{SETTINGS}: {key}: {first['msg']}", f"{SETTINGS}：键“{key}”：{misfit(first).zh}"),
            both("docs/diagnosis.md tells every key.", "每个键的说明见 docs/diagnosis.md。"),
        ) from fault


def _with_source(figures: Figures, settings: CaseSettings) -> tuple[Figures, tuple[Problem, ...]]:
    known = ", ".join(settings.sources)
    kept = [figure for figure in figures if figure.source in settings.sources]
    faults = [
        Problem("diagnosis-source-unknown", Source(FIGURES, header=figure.key), figure.source, facts={"known": known})
        for figure in figures
        if figure.source not in settings.sources
    ]
    return Figures(kept), tuple(faults)


def _peers(
    folder: Path, known: Mapping[str, Known], settings: CaseSettings
) -> tuple[tuple[Peer, ...], tuple[Problem, ...]]:
    parser = Parser(folder)
    if not parser.has(PEERS):
        return (), ()
    peers: dict[tuple[str, str], Peer] = {}
    for row, source in parser.models(_PeerRow, PEERS):
        if row.figure not in known:
            parser.note("diagnosis-peer-figure", source, row.figure, known=", ".join(sorted(known)))
        elif row.source not in settings.sources:
            parser.note("diagnosis-source-unknown", source, row.source, known=", ".join(settings.sources))
        elif (row.region, row.figure) in peers:
            parser.note("diagnosis-peer-twice", source, row.region)
        elif (peer := _peer(row, source, parser)) is not None:
            peers[row.region, row.figure] = peer
    return tuple(peers.values()), tuple(parser.problems)


def _peer(row: _PeerRow, source: Source, parser: Parser) -> Peer | None:
    printed = row.value.rstrip("%")
    try:
        value = read_bounds(printed)
    except ValueError:
        parser.note("diagnosis-value", source, row.value)
        return None
    decimals = len(printed.partition(".")[2]) if printed.replace(".", "").isdecimal() else 0
    return Peer(row.region, row.region_en, row.figure, value, decimals, row.year, row.source)
