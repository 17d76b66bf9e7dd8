"""What the edition before tells a reader of this one, and what this one may not tell of either.

The attacker is well informed: he knows which enterprises entered a cell, left it or changed in it, believes all others
to stand still, and reads both editions. So a finest cell in which nobody changed has the same amount in both; one that
was only entered cannot have shrunk. Then two shown totals that differ by one entrant tell that entrant's need. Fienberg
& Makov (1998) and Hundepool et al. (2012, section 4.8) describe the threat; enterprises' names are public, so the
knowledge is assumed. People come and go in numbers that rounding covers: supply is not linked between editions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from talentmap.disclosure.attack.check import attacked_statements, read_all, untold
from talentmap.disclosure.attack.readings import Names, Rows, read_names
from talentmap.disclosure.attack.tables import Wording
from talentmap.disclosure.attack.truth import Truth
from talentmap.disclosure.figures import Figures, Target
from talentmap.disclosure.lattice import Form, Lattice, Limit, add
from talentmap.disclosure.microdata import microdata
from talentmap.disclosure.primary import standing
from talentmap.disclosure.suppression import Background
from talentmap.engine import open_engine
from talentmap.model.engine_choice import EngineChoice
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import POSTS, ROLE_BALANCE
from talentmap.tables.cuts import CUTS, MEASURES

_NOTHING = 1e-6
Amounts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Former:
    """An edition that is published already: its truth, and everything its artefacts state."""

    truth: Truth
    statements: tuple[Limit, ...]


def read_former(folder: Path, truth: Truth, wording: Wording) -> Former:
    """The published edition in `folder`, whose internal tables gave `truth`."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in _STRUCTURED]
    files = [path for path in files if "internal" not in path.relative_to(folder).parts]
    names = read_names(path for path in files if path.suffix == ".csv")
    read = read_all(files, Rows(truth), names, wording)
    statements, _ = attacked_statements(read.readings, truth)
    return Former(truth, tuple(limit for statement in statements for limit in statement.limits))


_STRUCTURED = (".csv", ".xlsx", ".html")


def read_kept(folder: Path, rules: DisclosureRules) -> Former:
    """The edition kept in `folder`: its lines under `archive`, and the tables that were published of it.

    What none of those tables tells counts as hidden then; what other artefacts may have told is not known.
    """
    with open_engine(EngineChoice(), folder / "archive") as engine:
        posts, roles = engine.read(POSTS).to_pandas(), engine.read(ROLE_BALANCE).to_pandas()
    keys = roles[list(CUTS["roles"].keys)].fillna("").astype(str)
    frames = {"roles": keys.assign(people=roles["people"])}
    data = microdata(posts, roles.assign(district_id=""))
    figures = Figures(frames, Lattice(tuple(CUTS.values()), frames, data), data, rules)
    told: dict[str, list[dict[str, str]]] = {"roles": keys.to_dict("records")}
    truth = Truth(figures, frozenset(), told, ())
    read = read_all(sorted((folder / "published").glob("*.csv")), Rows(truth), Names({}), {})
    statements, _ = attacked_statements(read.readings, truth)
    limits = tuple(limit for statement in statements for limit in statement.limits)
    return Former(replace(truth, hidden=frozenset(untold(read, truth))), limits)


def background(former: Former, figures: Figures) -> Background:
    """What a reader of the former edition knows of the one whose `figures` are to be published."""
    old, shift = former.truth.figures, len(figures.lattice)
    limits = [
        *(_shifted(limit, shift) for limit in old.lattice.links()),
        *(_shifted(limit, shift) for limit in former.statements),
        *_standing_still(figures, old, shift),
    ]
    unsafe = [replace(target, form=_moved(target.form, shift), kind="former") for target in old.targets()]
    known = [target for target in unsafe if target.item in former.truth.hidden]
    return Background(len(old.lattice), tuple(old.lattice.truth.tolist()), tuple(limits),
                      (*known, *_changes(figures, old, shift)))  # fmt: skip


def _moved(form: Form, shift: int) -> Form:
    return {column + shift: factor for column, factor in form.items()}


def _shifted(limit: Limit, shift: int) -> Limit:
    return replace(limit, form=_moved(limit.form, shift))


def _standing_still(new: Figures, old: Figures, shift: int) -> Iterator[Limit]:
    """How the finest cells of two editions go together, for a reader who knows who changed."""
    for measure, block in new.lattice.blocks:
        if MEASURES[measure].respondent == "person" or (measure, block) not in old.lattice.blocks:
            continue
        for base in new.lattice.bases[block]:
            then = old.lattice.find(measure, block, base)
            if then is None:
                continue
            now = new.lattice.column(measure, block, base)
            low, high = _direction(new.contributions.by_name({now: 1.0}), old.contributions.by_name({then: 1.0}))
            if np.isfinite(low) or np.isfinite(high):
                yield Limit({now: 1.0, then + shift: -1.0}, low, high)


def _direction(now: Amounts, then: Amounts) -> tuple[float, float]:
    """The least and the most by which a cell can have grown."""
    entered, left = now.keys() - then.keys(), then.keys() - now.keys()
    if any(abs(now[name] - then[name]) > _NOTHING for name in now.keys() & then.keys()) or (entered and left):
        return -np.inf, np.inf
    return (0.0 if not left else -np.inf), (0.0 if not entered else np.inf)


def _changes(new: Figures, old: Figures, shift: int) -> Iterator[Target]:
    """Differences of published cells that rest on too few entrants and leavers to be told."""
    former = {old.name_of(item): item for item in old.cells}
    for item, cell in sorted(new.cells.items()):
        other = former.get(new.name_of(item))
        if other is None or not cell.summed or MEASURES[item.basis].respondent == "person":
            continue
        now, then = (figures.contributions.by_name(figures.cells[one].form)
                     for figures, one in ((new, item), (old, other)))  # fmt: skip
        change = {name: abs(now.get(name, 0.0) - then.get(name, 0.0)) for name in sorted(now.keys() | then.keys())}
        rests = standing(np.array(list(change.values())), new.rules)
        if rests.reason and max(change, key=lambda name: change[name]) in now.keys() ^ then.keys():
            form = add((cell.form, 1.0), (_moved(old.cells[other].form, shift), -1.0))
            up = new.rules.protection * rests.largest
            yield Target(form, cell.value - old.cells[other].value, up, up, "change", item)
