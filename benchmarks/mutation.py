"""Mutation testing: small faults are put into a module one at a time, and the tests must notice.

    python -m benchmarks.mutation disclosure [--sample 100] [--seed 2026] [--module suppression]

A fault is one changed comparison, sign, connective, number, truth value or condition, or a call left out. Each mutant
runs in a process of its own against the tests named in AREAS, those that import the module first, and stops at the
first failure; one that takes ten times as long as need be counts as noticed. Chance picks the sample, with a seed.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WARM = (
    "pandas", "numpy", "scipy.optimize", "scipy.sparse", "scipy.stats", "highspy", "hypothesis", "pyarrow.parquet",
    "narwhals", "duckdb", "pydantic", "yaml", "typer", "docx", "openpyxl", "python_calamine", "pypdfium2",
)  # fmt: skip
"""Loaded once for all mutants; the project itself is loaded anew by each."""
SECONDS = 120
NOTICED, SURVIVED = "noticed", "survived"


@dataclass(frozen=True)
class Area:
    """A package, the tests that answer for it, and what no test can tell apart, with the reason.

    `alike`: lines whose mutants change nothing but speed. `apart`: names of what is compared and never equal, so that <
    and <= are the same.
    """

    folder: str
    tests: tuple[str, ...]
    alike: Mapping[str, str]
    apart: Mapping[str, str]


AREAS: Mapping[str, Area] = {
    "disclosure": Area(
        "talentmap/disclosure",
        ("tests/unit/disclosure", "tests/spec/test_what_may_be_shown.py", "tests/unit/evaluation/test_judged.py"),
        {
            "output_flag": "whether the solver prints",
            "room = np.zeros": "how much room is made at a time",
            "_POINTS": "how many points are kept: an amount that none of them has moved is asked for again",
            "_TIE": "which of equally cheap choices is taken",
            "_BACKWARDS": "how far an amount may go the wrong way while others are moved",
            "_ROUNDS": "how often a cheaper choice is looked for",
            "hide(self._sharp())": "a short cut: the next round would hide the same",
            "model.price({self.columns": "what a survey of points pays for: its points only save questions",
            "_LITTLE": "how charges of a choice that hardly moved are smoothed",
            '"threads"': "one thread is for the same answer on every machine",
            '"random_seed"': "the seed is for the same answer on every machine",
            '"simplex_scale_strategy"': "speed",
            "_DUAL, _PRIMAL": "speed",
            "_solved = False": "which method the solver begins with: speed",
            "_TOLD": "how many leaks one message names",
            "gone = {place for place in waiting": "which questions a survey of points has answered",
        },
        {
            "_NOTHING": "no amount is a tolerance to the bit",
            "_CLOSE": "no amount is a tolerance to the bit",
            "sense": "it is 1 or -1",
            "factor": "forms hold no factor of 0",
        },
    ),
    "weights": Area(
        "talentmap/analysis/survey",
        ("tests/unit/analysis/survey", "tests/spec/test_survey_weights.py"),
        {
            "_BLOCK =": "how many replicates are worked out at a time",
            "_ROUNDS": "how often what was given back is looked at again, at most",
            "1e6)": "a t of a million degrees of freedom is the normal",
            "framed.get(cell, 0)": "a cell outside the frame holds an answer at least",
            "1e-300": "keeps a division from 0; targets are counts",
            "headcounts <= cuts": "at the cut-off itself both sides give the cut-off",
        },
        {},
    ),
}
_COMPARISONS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_EDGES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_OPERATORS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module with one fault: which node of it is changed, and how."""

    path: Path
    line: int
    place: int
    change: object

    @property
    def module(self) -> str:
        """The module's full name."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def tree(self) -> ast.Module:
        """The module with the fault in it."""
        tree = _parsed(self.path)
        _apply(tree, list(_code(tree))[self.place], self.change)
        return tree

    def __str__(self) -> str:
        """Where the fault is, what stood there, and what was done to it."""
        was = ast.unparse(list(_code(_parsed(self.path)))[self.place])
        change = type(self.change).__name__ if isinstance(self.change, ast.AST) else self.change
        return f"{self.path.relative_to(ROOT)}:{self.line}: {was}  ({change})"


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def mutants(path: Path, area: Area) -> list[Mutant]:
    """Every mutant of a module but those that no test can tell apart."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Mutant(path, node.lineno, place, change)
        for place, node in enumerate(_code(_parsed(path)))
        if not any(name in lines[node.lineno - 1] for name in area.alike)
        for change in _changes(node)
        if not (isinstance(change, _EDGES) and area.apart.keys() & _names(node))
    ]


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _code(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes that run, in order: no annotations, no docstrings, no words of an exception."""
    unread: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.AnnAssign | ast.arg):
            parts.append(node.annotation)
        if isinstance(node, ast.FunctionDef):
            parts.append(node.returns)
            parts += node.decorator_list
        if isinstance(node, ast.ClassDef):
            parts += node.decorator_list
        if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom):
            parts.append(node)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp):
            names = [one for one in ast.walk(node.value) if isinstance(one, ast.Name)]
            parts += [node] if names and all(one.id[:1].isupper() or one.id in _TYPES for one in names) else []
        if isinstance(node, ast.Call):
            parts += [word.value for word in node.keywords if word.arg in _HABITS]
        unread |= {id(one) for part in parts if part is not None for one in ast.walk(part)}
    return (node for node in ast.walk(tree) if hasattr(node, "lineno") and id(node) not in unread)


_TYPES = ("str", "int", "float", "bool", "tuple", "list", "dict", "object", "np", "pd", "frozenset", "set")
_HABITS = ("strict", "slots", "frozen", "sort", "kind", "indent", "newline", "encoding", "preserve_index", "copy")
"""Arguments whose value changes nothing that a test of results can see."""


def _changes(node: ast.AST) -> Iterator[object]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        yield _COMPARISONS[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OPERATORS:
        yield _OPERATORS[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        yield ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield node.value + 1
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "turn"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "leave out"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield "without"


def _apply(tree: ast.Module, node: ast.AST, change: object) -> None:
    if isinstance(change, ast.cmpop):
        node.ops[0] = change
    elif isinstance(change, ast.operator | ast.boolop):
        node.op = change
    elif change == "turn":
        node.test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
    elif change == "leave out":
        node.value = ast.copy_location(ast.Constant(None), node.value)
    elif change == "without":
        for name, inner in ast.iter_fields(_parent(tree, node)):
            if inner is node:
                setattr(_parent(tree, node), name, node.operand)
            elif isinstance(inner, list) and any(one is node for one in inner):
                inner[next(at for at, one in enumerate(inner) if one is node)] = node.operand
    else:
        node.value = change
    ast.fix_missing_locations(tree)


def _parent(tree: ast.Module, node: ast.AST) -> ast.AST:
    return next(one for one in ast.walk(tree) if any(child is node for child in ast.iter_child_nodes(one)))


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads the mutated tree instead of the file."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self._tree = mutant.tree()

    def get_code(self, fullname: str) -> object:
        return compile(self._tree, self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        if name == self._mutant.module:
            return importlib.util.spec_from_file_location(name, self._mutant.path, loader=_Loader(self._mutant))
        return None


def judged(mutant: Mutant, tests: Sequence[Sequence[str]]) -> str:
    """Whether the tests notice: run in a process of its own, which ends with the first failure."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.meta_path.insert(0, _Finder(mutant))
        passed = all(pytest.main([*_QUIETLY, *files]) == pytest.ExitCode.OK for files in tests if files)
        os._exit(0 if passed else 1)
    _, status = os.waitpid(child, 0)
    return SURVIVED if status == 0 else NOTICED


_QUIETLY = ("-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no")


def tests_of(path: Path, area: Area) -> tuple[list[str], list[str]]:
    """The test files of an area: those that import the module, and the others."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    folders = (ROOT / test for test in area.tests)
    files = [file for test in folders for file in (sorted(test.rglob("test_*.py")) if test.is_dir() else [test])]
    own = [str(file) for file in files if name in file.read_text(encoding="utf-8")]
    return own, [str(file) for file in files if str(file) not in own]


def main() -> None:
    """Print the share of mutants noticed, by module, and every one that was not."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("area", choices=AREAS)
    options.add_argument("--sample", type=int, default=100)
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--module", default="", help="only modules whose path holds this")
    chosen = options.parse_args()
    area = AREAS[chosen.area]
    os.chdir(ROOT)
    for name in WARM:
        importlib.import_module(name)
    paths = [path for path in sorted((ROOT / area.folder).rglob("*.py")) if chosen.module in str(path)]
    every = [mutant for path in paths for mutant in mutants(path, area)]
    picked = random.Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
    counts: Counter[tuple[str, str]] = Counter()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell started it in the background
    try:
        for mutant in picked:
            verdict = judged(mutant, tests_of(mutant.path, area))
            counts[mutant.module, verdict] += 1
            if verdict == SURVIVED:
                print(mutant, flush=True)
    except KeyboardInterrupt:
        print("stopped: what follows is of the mutants tried so far")
    _report(counts, len(every), chosen.seed)


def _report(counts: Mapping[tuple[str, str], int], every: int, seed: int) -> None:
    print(f"\n{'module':<60} mutants noticed")
    for module in sorted({module for module, _ in counts}):
        noticed = counts[module, NOTICED]
        print(f"{module:<60} {noticed + counts[module, SURVIVED]:>7} {noticed:>7}")
    noticed, tried = sum(count for (_, verdict), count in counts.items() if verdict == NOTICED), sum(counts.values())
    print(f"{tried} of {every} mutants, seed {seed}: {noticed / max(tried, 1):.1%} noticed")


if __name__ == "__main__":
    main()
