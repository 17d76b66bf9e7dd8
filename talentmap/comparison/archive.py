"""What of a built edition is needed to set another one beside it: lines, answers, available people and balances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from talentmap.bilingual import both
from talentmap.engine.store import read_parts
from talentmap.errors import EditionError
from talentmap.model.edition import open_edition
from talentmap.model.manifest import FILE as MANIFEST
from talentmap.model.manifest import read_manifest
from talentmap.tables.analysis import GROUP_BALANCE, POSTS, ROLE_BALANCE
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Table
from talentmap.tables.survey import DEMAND, ENTERPRISES
from talentmap.tables.weights import WEIGHTS

NEEDED = (POSTS, DEMAND, ENTERPRISES, WEIGHTS, PEOPLE, PERSON_ROLES, ROLE_BALANCE, GROUP_BALANCE)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Archive:
    """One built edition. Frames carry no names: enterprises and people by id and keyed pseudonym.

    posts: line_id, enterprise_id, chain_id, role_id, tier, district_id, weight, headcount, cell (chain and size class
    of the enterprise). answers: enterprise_id, chain_id, cell, weight. people, those available: person_id, role_id,
    chain_id, tier, district_id, education, weight. roles and groups: ROLE_BALANCE and GROUP_BALANCE.
    """

    id: str
    region: str
    year: int
    tables: Path
    posts: pd.DataFrame
    answers: pd.DataFrame
    people: pd.DataFrame
    roles: pd.DataFrame
    groups: pd.DataFrame

    @property
    def root(self) -> Path:
        """The output folder, or the folder that holds the archive."""
        return self.tables.parent.parent if self.tables.name == "tables" else self.tables.parent

    def read(self, table: Table) -> pd.DataFrame:
        """A whole internal table of the edition."""
        return _frame(self.tables, table)


def read_archive(place: Path, output: Path) -> Archive:
    """The built edition at `place`: an edition's folder (built below `output`) or its output folder.

    EditionError where it was not built or an internal table is missing.
    """
    root, tables = _find(place, output)
    if (root / MANIFEST).is_file():
        manifest = read_manifest(root)
        return archive_of(tables, manifest.edition, manifest.region, manifest.year)
    settings = open_edition(place).settings
    return archive_of(tables, settings.id, settings.region_zh, settings.year)


def archive_of(tables: Path, edition: str, region: str, year: int) -> Archive:
    """The edition whose internal tables stand in `tables`; EditionError where one is missing."""
    absent = [table.name for table in NEEDED if not (tables / f"{table.name}.parquet").exists()]
    if absent:
        raise EditionError(
            both(
                f"{tables} lacks the internal tables {', '.join(absent)}.",
                f"{tables} 缺少内部数据表 {'、'.join(absent)}。",
            ),
            both(
                "Build that edition again with this version: talentmap build EDITION.",
                "请用当前版本重新编制该年度版：talentmap build 年度版。",
            ),
        )
    roles = _frame(tables, ROLE_BALANCE)
    chains = dict(zip(roles["role_id"], roles["chain_id"], strict=True))
    answers = _answers(tables)
    return Archive(
        id=edition,
        region=region,
        year=year,
        tables=tables,
        posts=_posts(tables, answers),
        answers=answers,
        people=placed(_frame(tables, PEOPLE), _frame(tables, PERSON_ROLES), chains),
        roles=roles,
        groups=_frame(tables, GROUP_BALANCE),
    )


def placed(people: pd.DataFrame, person_roles: pd.DataFrame, chains: Mapping[str, str]) -> pd.DataFrame:
    """The available people of PEOPLE with the roles of `person_roles`; roles outside `chains` count nowhere."""
    available = people[people["available"].fillna("") != ""][["person_id", "district_id", "education"]]
    joined = person_roles[["person_id", "role_id", "tier", "weight"]].merge(available, on="person_id")
    joined["chain_id"] = joined["role_id"].map(chains)
    known = joined[joined["chain_id"].notna()].fillna({"district_id": "", "education": ""})
    known["tier"] = known["tier"].fillna("").replace("", UNKNOWN)
    return known.sort_values(["person_id", "role_id"], kind="stable").reset_index(drop=True)


def _find(place: Path, output: Path) -> tuple[Path, Path]:
    roots = [place]
    if (place / "edition.toml").is_file():
        roots.insert(0, output / open_edition(place).settings.id)
    for root in roots:
        for folder in (root / "internal" / "tables", root / "archive"):
            if folder.is_dir():
                return root, folder
    raise EditionError(
        both(
            f"No built edition at {place}: neither internal tables nor an archive.",
            f"{place} 没有编制结果：既没有内部数据表，也没有归档。",
        ),
        both(
            "Build it first: talentmap build EDITION, or name its --output.",
            "请先编制：talentmap build 年度版；结果在别处时写明 --output。",
        ),
    )


def _frame(tables: Path, table: Table) -> pd.DataFrame:
    """The table as stored; an archive may lack columns that nothing here reads, which are then empty."""
    path = tables / f"{table.name}.parquet"
    parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    found: pd.DataFrame = read_parts(parts).to_pandas().reindex(columns=list(table.names))
    return found


def _answers(tables: Path) -> pd.DataFrame:
    """Every enterprise that answered, with its cell and the weight for what is counted in people."""
    weights = _frame(tables, WEIGHTS)[["enterprise_id", "size_class", "by_people"]]
    enterprises = _frame(tables, ENTERPRISES)[["enterprise_id", "chain_id"]]
    joined = enterprises.merge(weights, on="enterprise_id", how="left")
    joined = joined.fillna({"chain_id": "", "size_class": "", "by_people": 1.0})
    joined["cell"] = joined["chain_id"] + ":" + joined["size_class"]
    found: pd.DataFrame = joined.rename(columns={"by_people": "weight"})[
        ["enterprise_id", "chain_id", "cell", "weight"]
    ]
    return found


def _posts(tables: Path, answers: pd.DataFrame) -> pd.DataFrame:
    columns = ["line_id", "enterprise_id", "chain_id", "role_id", "tier", "district_id", "weight", "headcount"]
    posts = _frame(tables, POSTS)[columns].fillna({"headcount": 0.0})
    posts["tier"] = posts["tier"].replace("", UNKNOWN)
    posts["cell"] = posts["enterprise_id"].map(dict(zip(answers["enterprise_id"], answers["cell"], strict=True)))
    return posts.fillna({"cell": ":"})
