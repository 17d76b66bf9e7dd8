"""Command line of the generator: `python -m examples.generator --out examples/qingyuan-2026 --seed 2026`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from examples.generator.edition import write_edition
from examples.generator.scale import Scale
from talentmap.catalog.read import read_catalog
from talentmap.resources import catalogs_dir

_MADE = ("surveys", "registry", "policies", "decisions", "truth")


def main() -> None:
    """Make an edition; the folders of a former one are replaced."""
    wanted = _arguments()
    for name in _MADE:
        shutil.rmtree(wanted.out / name, ignore_errors=True)
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    write_edition(wanted.out, catalog, Scale(wanted.enterprises, wanted.people), wanted.seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m examples.generator", description="Make the example edition.")
    parser.add_argument("--out", type=Path, required=True, help="folder of the edition")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--enterprises", type=int, default=Scale().enterprises, help="enterprises that answer")
    parser.add_argument("--people", type=int, default=Scale().people, help="people behind the registry")
    return parser.parse_args()


if __name__ == "__main__":
    main()
