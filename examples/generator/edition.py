"""Writes one whole illustrative edition: start here.

population   draw_firms, answering        who there is, who answered (some: that they need nobody)
surveys      submissions                  what they sent, with planted faults
registry     draw_people, write_registry  four departments' extracts
life         write_events, write_programmes, write_projects, write_reported_flows
services     write_cases, write_feedback
training     write_seats                  what schools plan to enrol
policies     write_policies, and an example scenario
decisions    write_decisions              what people have decided so far
before       write_role_mapping           what last year's roles are called now, where a year before is named
loop         write_loop                   signals of last year's catalog and what was done about them
truth        write_truth                  for tests and benchmarks only
"""

from __future__ import annotations

from pathlib import Path

from examples.generator.change import write_role_mapping
from examples.generator.decisions import write_decisions
from examples.generator.demand import Surroundings
from examples.generator.enterprises import answering, draw_firms, needing_nobody
from examples.generator.extracts import people_truth, write_registry
from examples.generator.files import write_bytes
from examples.generator.frame import write_frame
from examples.generator.lifecycle import draw_events, write_events, write_feedback
from examples.generator.loop import write_loop
from examples.generator.market import build_market
from examples.generator.people import draw_people
from examples.generator.policies import write_policies
from examples.generator.scale import Scale
from examples.generator.seats import write_seats
from examples.generator.services import (
    evaluation_truth,
    write_cases,
    write_programmes,
    write_projects,
    write_reported_flows,
)
from examples.generator.surveys import Desk, idle_submissions, submissions
from examples.generator.titles import build_wording
from examples.generator.truth import write_evaluation_truth, write_truth
from talentmap.model.taxonomy import Catalog

EDITION_ID = "qingyuan-2026"

_TEXTS = Path(__file__).with_name("texts")


def write_edition(folder: Path, catalog: Catalog, scale: Scale, seed: int, previous: str = "") -> None:
    """Write every file of the edition below `folder`, which ought to be new or empty.

    `previous` leads from there to the edition of the year before; '' where none is to be named.
    """
    surroundings = Surroundings(catalog, build_market(catalog, seed), build_wording(catalog))
    firms = draw_firms(catalog, scale, seed)
    answered = answering(firms, scale, seed)
    resting = needing_nobody(firms, answered, scale, seed)
    desk = Desk(surroundings, seed, EDITION_ID)
    sent = (*submissions(answered, desk), *idle_submissions(resting, len(answered), desk))
    people = draw_people(firms, surroundings, scale, seed)

    write_bytes(folder / "edition.toml", settings_text(scale, previous).encode())
    if previous:
        write_role_mapping(folder / "roles-before.csv")
    for submission in sent:
        write_bytes(folder / "surveys" / submission.file, submission.content)
    write_frame(folder / "frame.csv", firms)
    books = write_registry(folder / "registry", people, catalog, seed)
    events = draw_events(people, scale, seed)
    write_events(folder / "events.csv", events)
    write_programmes(folder / "programmes.csv", events, seed)
    write_reported_flows(folder / "flows.csv")
    write_projects(folder / "projects.csv", catalog, scale, seed)
    write_cases(folder / "services.csv", scale, seed)
    write_feedback(folder / "feedback.csv", catalog, scale, seed)
    write_seats(folder / "seats.csv", catalog, seed)
    write_policies(folder)
    write_bytes(folder / "scenarios" / "skills-first.yaml", (_TEXTS / "scenario.yaml").read_bytes())

    lines = [line for submission in sent for line in submission.lines]
    write_decisions(folder / "decisions" / "demand-roles.csv", lines)
    write_loop(folder / "loop.csv")
    faults = [fault for submission in sent for fault in submission.faults]
    write_truth(folder / "truth", lines, [*faults, *books.faults], people_truth(people, books))
    write_evaluation_truth(folder / "truth", evaluation_truth())
    facts = {
        "surveys": len(sent),
        "enterprises": len(answered) + len(resting),
        "frame": len(firms),
        "people": f"{len(people):,}",
    }
    write_bytes(folder / "README.md", _text("edition_readme.md", seed=seed, **facts).encode())


def settings_text(scale: Scale, previous: str = "") -> str:
    """The words of `edition.toml`."""
    named = f'previous = "{previous}"\n' if previous else ""
    return _text("edition.toml", asked=scale.asked, previous=named)


def _text(name: str, **facts: object) -> str:
    return (_TEXTS / name).read_text(encoding="utf-8").format_map(facts)
