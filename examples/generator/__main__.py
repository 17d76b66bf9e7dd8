"""Command line of the generator.

`python -m examples.generator --out examples/qingyuan-2026 --seed 2026` makes an edition;
`python -m examples.generator scale --people 10000000 --demand 1000000 --out DIR` makes tables of any size.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from examples.generator.edition import write_edition
from examples.generator.mass import Mass, write_mass
from examples.generator.scale import Scale
from talentmap.catalog.read import read_catalog
from talentmap.resources import catalogs_dir

_MADE = ("surveys", "registry", "policies", "decisions", "truth")


def main() -> None:
    """Make an edition, whose former folders are replaced, or with the word `scale` first, large tables."""
    words = sys.argv[1:]
    if words[:1] == ["scale"]:
        _make_mass(words[1:])
    else:
        _make_edition(words)


def _make_edition(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m examples.generator", description="Make the example edition.")
    parser.add_argument("--out", type=Path, required=True, help="folder of the edition")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--enterprises", type=int, default=Scale().enterprises, help="enterprises that answer")
    parser.add_argument("--people", type=int, default=Scale().people, help="people behind the registry")
    parser.add_argument("--previous", default="", help="from there to the edition of the year before")
    wanted = parser.parse_args(words)
    for name in _MADE:
        shutil.rmtree(wanted.out / name, ignore_errors=True)
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    write_edition(wanted.out, catalog, Scale(wanted.enterprises, wanted.people), wanted.seed, wanted.previous)


def _make_mass(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m examples.generator scale",
        description="Make registry records and demand lines of any number, with the truth about them.",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the tables")
    parser.add_argument("--people", type=int, required=True, help="people; each has 1.27 records on average")
    parser.add_argument("--demand", type=int, required=True, help="demand lines")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    wanted = parser.parse_args(words)
    mass = Mass(read_catalog(catalogs_dir(), "qingyuan"), wanted.people, wanted.demand, wanted.seed)
    for name, rows in write_mass(wanted.out, mass, as_csv=wanted.format == "csv").items():
        sys.stdout.write(f"{name:<14}{rows:>12,}\n")


if __name__ == "__main__":
    main()
