"""The script and the style of the page, each put together from the small files in `templates/map/`.

A script file is an ECMAScript module that imports by name from its neighbours, `import { el } from "./elements.js";`.
Here the modules become one script: in the order in which they need each other, without their import lines. So the page
runs from disk, where browsers load no modules, and one hash covers all that may run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.resources import templates_dir

ENTRY = "main"
STYLES = ("colours", "page", "chains", "roles", "card", "views", "narrow", "print")
_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
_DECLARED = re.compile(r"^(export )?(?:const|let|function|class) (\w+)", re.MULTILINE)


def style() -> str:
    """The page's only style sheet."""
    return "".join(_read(f"{name}.css") for name in STYLES)


def script() -> str:
    """The page's only script."""
    return _one_script()


def content_policy(style_text: str, script_text: str) -> str:
    """The Content-Security-Policy under which nothing loads and nothing but these two texts applies."""
    return (
        f"default-src 'none'; script-src '{_digest(script_text)}'; style-src '{_digest(style_text)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def joined(modules: Mapping[str, str], entry: str) -> str:
    """`modules` (text by name) as one strict script that ends with `entry`.

    EnvironmentFault where a module imports what is not there, where two declare one name, or where they form a ring.
    """
    order = list(_needed(modules, entry, ()))
    _insist_on_distinct_names({name: modules[name] for name in order})
    bodies = [_IMPORT.sub("", modules[name]).replace("\nexport ", "\n").removeprefix("export ") for name in order]
    return '"use strict";\n(() => {\n' + "".join(bodies) + "})();\n"


@cache
def _one_script() -> str:
    folder = templates_dir() / "map"
    return joined({path.stem: _read(path.name) for path in sorted(folder.glob("*.js"))}, ENTRY)


def _needed(modules: Mapping[str, str], name: str, asked_by: Sequence[str]) -> Iterator[str]:
    """`name` after all that it imports, each module once."""
    found: dict[str, None] = {}
    if name in asked_by:
        ring = " > ".join((*asked_by, name))
        raise EnvironmentFault(
            both(f"Modules of the map import each other in a ring: {ring}.", f"地图脚本循环引用：{ring}。")
        )
    for names, source in _IMPORT.findall(modules[name]):
        missing = [one for one in names.split(", ") if one not in _exported(modules.get(source, ""))]
        if missing:
            raise EnvironmentFault(
                both(
                    f"{name}.js imports {missing[0]} from {source}.js, which does not export it.",
                    f"{name}.js 从 {source}.js 引用 {missing[0]}，后者没有导出。",
                )
            )
        found |= dict.fromkeys(_needed(modules, source, (*asked_by, name)))
    yield from found
    yield name


def _exported(text: str) -> set[str]:
    return {name for export, name in _DECLARED.findall(text) if export}


def _insist_on_distinct_names(modules: Mapping[str, str]) -> None:
    owners: dict[str, str] = {}
    for module, text in modules.items():
        for _, name in _DECLARED.findall(text):
            if owners.setdefault(name, module) != module:
                raise EnvironmentFault(
                    both(
                        f"{owners[name]}.js and {module}.js both declare {name}.",
                        f"{owners[name]}.js 和 {module}.js 都声明了 {name}。",
                    )
                )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _read(name: str) -> str:
    return (Path(templates_dir()) / "map" / name).read_text(encoding="utf-8")
