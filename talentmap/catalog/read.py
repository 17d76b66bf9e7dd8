"""The catalog of a region, insisting that all is well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from talentmap.bilingual import both
from talentmap.catalog.check import check_catalog
from talentmap.catalog.refusal import told_shortly
from talentmap.errors import CatalogError
from talentmap.model.edition import Edition, open_edition
from talentmap.model.problem import errors_among
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

_SHIPPED = "qingyuan"


def read_catalog(folder: Path, region: str, chains: Sequence[str] = ()) -> Catalog:
    """The catalog in `folder` for `region`, narrowed to `chains` when any are named.

    CatalogError names the first faults when the files hold any that would make results wrong.
    """
    reading = check_catalog(folder, region)
    faults = errors_among(reading.problems)
    if reading.catalog is None or faults:
        shown, shown_zh = told_shortly(faults)
        command = f"`talentmap catalog check {quote(str(folder))} --region {region}`"
        raise CatalogError(
            both(
                f"The catalogs in {folder} hold {len(faults)} fault(s): {shown}",
                f"目录 {folder} 有 {len(faults)} 处错误：{shown_zh}",
            ),
            both(f"Run {command}.", f"请运行 {command}。"),
        )
    return narrowed(reading.catalog, chains)


def read_edition_catalog(edition: Edition) -> Catalog:
    """The catalog that an edition is compiled with: its own or the shipped one, narrowed to its chains."""
    return read_catalog(_folder_of(edition), edition.settings.region, edition.settings.chains)


def catalog_of(place: Path | None, region: str = "") -> tuple[Path, tuple[str, ...]]:
    """The catalogs folder that `place` is or, as an edition, is compiled with; and the regions to read it for.

    Without a `region`, those are the edition's, or all that the folder has districts of.
    """
    if place and (place / "edition.toml").is_file():
        edition = open_edition(place)
        return _folder_of(edition), (region or edition.settings.region,)
    folder = place or catalogs_dir()
    regions = sorted(path.stem for path in (folder / "districts").glob("*.yaml"))
    return folder, (region,) if region else tuple(regions) or (_SHIPPED,)


def _folder_of(edition: Edition) -> Path:
    own = edition.settings.catalog
    return (edition.folder / own).resolve() if own else catalogs_dir()


def narrowed(catalog: Catalog, chains: Sequence[str]) -> Catalog:
    """`catalog` with the named chains only, in the order named; the whole catalog when none is named."""
    if not chains:
        return catalog
    unknown = [chain for chain in chains if chain not in catalog.chains]
    if unknown:
        chains_zh = "、".join(f"{chain.id}（{chain.zh}）" for chain in catalog.chains.values())
        raise CatalogError(
            both(f"The catalog has no chain '{unknown[0]}'.", f"目录中没有产业链“{unknown[0]}”。"),
            both(f"It has: {', '.join(catalog.chains)}.", f"现有：{chains_zh}。"),
        )
    return catalog.model_copy(
        update={
            "chains": {chain: catalog.chains[chain] for chain in chains},
            "roles": {role.id: role for role in catalog.roles.values() if role.chain_id in chains},
        }
    )
