"""The map page: one HTML file that opens from disk, asks the network for nothing and runs no script but its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog, Chain, Stage, Tier
from talentmap.publish.chainlayout import Drawing, narrow, wide
from talentmap.publish.map.assembly import content_policy, script, style
from talentmap.publish.map.data import json_for_page, map_data, page_titles
from talentmap.publish.map.overview import (
    district_balances,
    group_balances,
    headlines,
    money_rows,
    need_shares,
    segment_balances,
    uncovered_shares,
)
from talentmap.publish.map.roles import LANGUAGES
from talentmap.publish.map.tiles import tile_map
from talentmap.publish.numbers import Numbers
from talentmap.publish.terms import terms
from talentmap.publish.wrapping import wrap
from talentmap.resources import templates_dir
from talentmap.tables.protected import Protected


def write_map(path: Path, edition: Edition, catalog: Catalog, shown: Protected, register: PolicyRegister) -> None:
    """Write the map page to `path`."""
    path.write_text(map_page(edition, catalog, shown, register), encoding="utf-8", newline="\n")


def map_page(edition: Edition, catalog: Catalog, shown: Protected, register: PolicyRegister) -> str:
    """The map page as text."""
    balances = group_balances(shown)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            edition=edition,
            settings=edition.settings,
            catalog=catalog,
            policy=content_policy(style(), script()),
            style=Markup(style()),  # noqa: S704 - files of this package
            script=Markup(script()),  # noqa: S704 - files of this package
            data=Markup(json_for_page(map_data(edition, catalog, shown, register))),  # noqa: S704 - holds no < > &
            titles=dict(zip(LANGUAGES, page_titles(edition), strict=True)),
            headlines=headlines(shown, catalog.rules.disclosure.rounding),
            indicators=terms("indicators"),
            balances=balances,
            segments=segment_balances(catalog, shown),
            districts=district_balances(shown),
            tile_maps=[("wide", tile_map(catalog, 150, 64)), ("narrow", tile_map(catalog, 80, 82, 5))],
            drawings=[(chain, _drawings(chain)) for chain in catalog.chains.values()],
            money_rows=money_rows(shown),
            need_shares=need_shares(balances),
            uncovered=uncovered_shares(shown),
            tiers=Tier,
            stages=Stage,
        )
    )


def _drawings(chain: Chain) -> list[tuple[str, Drawing]]:
    return [("wide", wide(chain)), ("narrow", narrow(chain))]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_dir() / "map"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["wrap"] = wrap
    environment.globals |= {lang: Numbers(lang) for lang in LANGUAGES}
    return environment
