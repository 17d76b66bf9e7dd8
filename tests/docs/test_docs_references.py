from __future__ import annotations

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import typer
from documents import DOCS, ROOT, blocks, inline, written

from talentmap.cli.app import app

PAGES = [*written(), *sorted((DOCS / "problems").glob("*.md"))]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)
_PLACES = ("talentmap/", "catalogs/", "docs/", "tests/", "templates/", "examples/", "tools/", "benchmarks/")
_VARIABLE = re.compile(r"[<*…]|NAME|REGION|CHAIN")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


@cache
def _anchors(page: Path) -> frozenset[str]:
    return frozenset(map(_anchor, _HEADING.findall(page.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_resolve(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        assert not anchor or anchor in _anchors(found), target


def _commands(page: Path) -> list[list[str]]:
    shown = [line for language, _, text in blocks(page) if language == "sh" for line in text.splitlines()]
    said = [*shown, *inline(page)]
    lines = [line.removeprefix(".venv/bin/") for line in said]
    return [shlex.split(line) for line in lines if line.startswith("talentmap ")]


@pytest.mark.parametrize("page", written(), ids=_name)
def test_commands_and_their_options_exist(page: Path) -> None:
    for words in _commands(page):
        command = typer.main.get_command(app)
        rest = words[1:]
        while rest and hasattr(command, "commands"):
            if rest[0].startswith("-"):
                break
            assert rest[0] in command.commands, words
            command = command.commands[rest.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        known |= {"-h", "--help"}
        assert {word for word in rest if word.startswith("-")} <= known, words
        assert command.get_short_help_str(), words


def test_the_documentation_names_every_command() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in written())
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        for full in [f"{name} {sub}" for sub in getattr(command, "commands", ())] or [name]:
            assert f"talentmap {full}" in text, full


@pytest.mark.parametrize("page", written(), ids=_name)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    said = [*inline(page), *(line for _, _, text in blocks(page) for line in text.splitlines())]
    named = {code.split()[1] for code in said if re.match(r"make [a-z]", code)}
    assert named <= targets


@pytest.mark.parametrize("page", written(), ids=_name)
def test_files_and_tests_that_are_named_exist(page: Path) -> None:
    for code in inline(page):
        if not code.startswith(_PLACES) or " " in code or _VARIABLE.search(code):
            continue
        file, _, function = code.partition("::")
        assert (ROOT / file).exists(), code
        if function:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, code


def test_no_page_holds_an_emoji() -> None:
    emoji = re.compile("[\U0001f300-\U0001faff]")
    for page in PAGES:
        assert not emoji.search(page.read_text(encoding="utf-8")), page.name
