"""The map page: one HTML file that opens from disk, asks the network for nothing and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog, Stage, Tier
from talentmap.publish.chainlayout import narrow, wide
from talentmap.publish.mapdata import LANGUAGES, map_data
from talentmap.publish.numbers import Numbers
from talentmap.publish.overview import group_balances, headlines, money_rows, need_shares, segment_balances
from talentmap.publish.terms import terms
from talentmap.publish.wrapping import wrap
from talentmap.resources import templates_dir
from talentmap.tables.protected import Protected

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_map(path: Path, edition: Edition, catalog: Catalog, shown: Protected, register: PolicyRegister) -> None:
    """Write the map page to `path`."""
    path.write_text(map_page(edition, catalog, shown, register), encoding="utf-8", newline="\n")


def map_page(edition: Edition, catalog: Catalog, shown: Protected, register: PolicyRegister) -> str:
    """The map page as text."""
    style, script = _part("map.css"), _part("map.js")
    balances = group_balances(shown)
    data = map_data(edition, catalog, shown, register) | {"words": _words()}
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            edition=edition,
            settings=edition.settings,
            catalog=catalog,
            policy=_content_policy(style, script),
            style=Markup(style),  # noqa: S704 - a file of this package
            script=Markup(script),  # noqa: S704 - a file of this package
            data=Markup(json_for_page(data)),  # noqa: S704 - holds no < > &
            titles=dict(zip(LANGUAGES, data["title"], strict=True)),
            headlines=headlines(shown, catalog.rules.disclosure.rounding),
            indicators=terms("indicators"),
            grades=terms("grades"),
            balances=balances,
            segments=segment_balances(catalog, shown),
            drawings=[(chain, [("wide", wide(chain)), ("narrow", narrow(chain))]) for chain in catalog.chains.values()],
            money_rows=money_rows(shown),
            need_shares=need_shares(balances),
            tiers=Tier,
            stages=Stage,
        )
    )


def json_for_page(data: dict[str, Any]) -> str:
    """`data` as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return "".join(_ESCAPES.get(character, character) for character in text)


def _content_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _part(name: str) -> str:
    return (templates_dir() / "map" / name).read_text(encoding="utf-8")


def _words() -> dict[str, list[str]]:
    """The words that the page's script writes: (zh, en) by key."""
    return {key: list(pair) for key, pair in yaml.safe_load(_part("words.yaml")).items()}


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
