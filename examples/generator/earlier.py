"""The year before: the same enterprises and people in the market as it was then, with a known truth of change.

`python -m examples.generator.earlier --out examples/qingyuan-2025` makes the earlier year's sources in a scratch
folder, builds them, and keeps what this year is set beside: edition.toml, the archive of internal tables that
`talentmap diff` reads, and the truth. Whole sources of a second year would double the repository for nothing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from examples.generator.change import BECAME_SHORT, NO_LONGER, RENAMED, write_change_truth
from examples.generator.decisions import write_decisions
from examples.generator.demand import Surroundings
from examples.generator.edition import settings_text
from examples.generator.enterprises import answering, draw_firms, needing_nobody
from examples.generator.extracts import write_registry
from examples.generator.files import write_bytes
from examples.generator.frame import write_frame
from examples.generator.market import Market, build_market
from examples.generator.people import Person, draw_people
from examples.generator.policies import write_policies
from examples.generator.scale import Scale
from examples.generator.surveys import Desk, idle_submissions, submissions
from examples.generator.titles import build_wording
from talentmap.catalog.read import read_catalog
from talentmap.comparison.keep import keep
from talentmap.model.edition import open_edition
from talentmap.model.taxonomy import Catalog
from talentmap.pipeline import compile_edition
from talentmap.resources import catalogs_dir

EDITION_ID = "qingyuan-2025"
_NOT_YET_KNOWN, _SEEKING_THEN = 16, 40
_DRAWN = 1
"""Added to nothing but the draw of answers: who answers, and what they need, is another year's."""


def market_before(catalog: Catalog, seed: int) -> Market:
    """The market of the year before."""
    trades = dict(build_market(catalog, seed).trades)
    for role in BECAME_SHORT:
        trades[role] = replace(trades[role], hardness=0.05, demand=round(trades[role].demand * 0.7, 3))
    for role in NO_LONGER:
        trades[role] = replace(trades[role], hardness=1.0, demand=1.35)
    return Market(trades)


def people_before(people: Sequence[Person]) -> list[Person]:
    """The people as they were: one in sixteen not yet known, one in forty employed ones still looking for work."""
    known = [person for person in people if person.number % _NOT_YET_KNOWN]
    return [
        replace(person, status="seeking", employer=None, former_employer=person.employer, pay_month=0)
        if person.status == "employed" and person.number % _SEEKING_THEN == 1
        else person
        for person in known
    ]


def write_earlier(folder: Path, catalog: Catalog, scale: Scale, seed: int) -> None:
    """Write the sources of the earlier edition below `folder`."""
    surroundings = Surroundings(catalog, market_before(catalog, seed), build_wording(catalog))
    firms = draw_firms(catalog, scale, seed)
    answered = answering(firms, scale, seed - _DRAWN)
    resting = needing_nobody(firms, answered, scale, seed - _DRAWN)
    desk = Desk(surroundings, seed - _DRAWN, EDITION_ID)
    sent = (*submissions(answered, desk), *idle_submissions(resting, len(answered), desk))
    people = people_before(draw_people(firms, surroundings, scale, seed))
    write_bytes(folder / "edition.toml", _settings(scale))
    for submission in sent:
        write_bytes(folder / "surveys" / submission.file, submission.content)
    write_frame(folder / "frame.csv", firms)
    write_registry(folder / "registry", people, catalog, seed)
    write_policies(folder)
    write_decisions(folder / "decisions" / "demand-roles.csv", [line for one in sent for line in one.lines])


def main() -> None:
    """Make the bundled earlier edition."""
    parser = argparse.ArgumentParser(prog="python -m examples.generator.earlier", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the earlier edition")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--work", type=Path, help="folder for sources and build, kept; a scratch one when left out")
    wanted = parser.parse_args()
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    with tempfile.TemporaryDirectory() as scratch:
        work = wanted.work or Path(scratch)
        sources = work / "sources"
        shutil.rmtree(sources, ignore_errors=True)
        write_earlier(sources, catalog, Scale(), wanted.seed)
        built = _build(sources, work / "built")
        shutil.rmtree(wanted.out, ignore_errors=True)
        keep(built, wanted.out, {**RENAMED})
        write_bytes(wanted.out / "edition.toml", (sources / "edition.toml").read_bytes())
    write_change_truth(wanted.out / "truth" / "changes.csv")
    write_bytes(wanted.out / "README.md", _README.encode())
    sys.stdout.write(f"{wanted.out}\n")


def _build(sources: Path, output: Path) -> Path:
    return compile_edition(open_edition(sources), output, _Silent(), use_cache=False).folder


class _Silent:
    def begin(self, step: str) -> None:
        sys.stderr.write(f"{step}\n")

    def advance(self, done: int, total: int) -> None:
        pass

    def end(self, step: str, figures: object) -> None:
        pass


def _settings(scale: Scale) -> bytes:
    text = settings_text(scale).replace("2026", "2025")
    return text.replace('languages = ["zh", "en"]', 'languages = ["zh"]').encode()


_README = """# 示例：清远市上一年度 · The year before (illustrative)

The archive of a built edition: what `talentmap diff` and the chapter on changes read. Made by
`python -m examples.generator.earlier`; `truth/changes.csv` says what was changed between the years.
"""

if __name__ == "__main__":
    main()
