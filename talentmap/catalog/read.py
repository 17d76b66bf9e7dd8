"""The catalog of a region, insisting that all is well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from talentmap.catalog.check import check_catalog
from talentmap.errors import CatalogError
from talentmap.model.edition import Edition
from talentmap.model.problem import errors_among
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir


def read_catalog(folder: Path, region: str, chains: Sequence[str] = ()) -> Catalog:
    """The catalog in `folder` for `region`, narrowed to `chains` when any are named.

    CatalogError names the first faults when the files hold any that would make results wrong.
    """
    reading = check_catalog(folder, region)
    faults = errors_among(reading.problems)
    if reading.catalog is None or faults:
        shown = "; ".join(f"{fault.source}: {fault.wrong('en')}" for fault in faults[:3])
        raise CatalogError(
            f"The catalogs in {folder} hold {len(faults)} fault(s): {shown}", "Run `talentmap catalog check`."
        )
    return narrowed(reading.catalog, chains)


def read_edition_catalog(edition: Edition) -> Catalog:
    """The catalog that an edition is compiled with: its own or the shipped one, narrowed to its chains."""
    settings = edition.settings
    folder = (edition.folder / settings.catalog).resolve() if settings.catalog else catalogs_dir()
    return read_catalog(folder, settings.region, settings.chains)


def narrowed(catalog: Catalog, chains: Sequence[str]) -> Catalog:
    """`catalog` with the named chains only, in the order named; the whole catalog when none is named."""
    if not chains:
        return catalog
    unknown = [chain for chain in chains if chain not in catalog.chains]
    if unknown:
        raise CatalogError(f"The catalog has no chain '{unknown[0]}'.", f"It has: {', '.join(catalog.chains)}.")
    return catalog.model_copy(
        update={
            "chains": {chain: catalog.chains[chain] for chain in chains},
            "roles": {role.id: role for role in catalog.roles.values() if role.chain_id in chains},
        }
    )
