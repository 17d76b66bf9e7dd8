"""Registry people placed in roles, however many: people of whom the same is said are placed once, by their profile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.matching.placement.people import YOUTH_YEARS, match_people
from talentmap.matching.placement.placing import Placing
from talentmap.tables.matching import PERSON_ROLES, PROFILE_ROLES, PROFILES
from talentmap.tables.registry import PEOPLE

SAID = tuple(name for name in PROFILES.names if name != "profile_id")
"""What the registry says of a person's work and learning, as far as a role can hang on it."""


def place_people(engine: Engine, placing: Placing, reference: dt.date) -> None:
    """Write PERSON_ROLES of the PEOPLE in `engine`, by way of PROFILES and PROFILE_ROLES."""
    people = _condensed(engine, reference)
    engine.write(PROFILES, people.group_by(*SAID).agg(profile_id=nw.col("person_id").min()))
    engine.map_batches(PROFILE_ROLES, engine.scan(PROFILES), ProfileReader(placing, reference))
    placed = engine.scan(PROFILES).join(engine.scan(PROFILE_ROLES).select("profile_id").unique(), on="profile_id")
    profiled = people.join(placed, on=list(SAID)).select("person_id", "profile_id")
    engine.write(PERSON_ROLES, profiled.join(engine.scan(PROFILE_ROLES), on="profile_id"))


@dataclass(frozen=True, slots=True)
class ProfileReader:
    """Finds the roles of each profile."""

    placing: Placing
    reference: dt.date

    def __call__(self, profiles: pa.Table) -> pa.Table:
        """The PROFILE_ROLES of `profiles`: a profile is matched as a person who says just that."""
        people = profiles.rename_columns({"profile_id": "person_id"})
        found = match_people(people, self.placing.catalog, self.placing.matcher, self.reference)
        return found.rename_columns({"person_id": "profile_id"})


def _condensed(engine: Engine, reference: dt.date) -> Frame:
    """PEOPLE with what tells their tier reduced to the differences that count, so that few profiles arise."""
    education, title, level = (
        nw.col(name).fill_null("") for name in ("education", "professional_title", "skill_level")
    )
    lately = nw.col("graduation_year") >= reference.year - YOUTH_YEARS
    told = {
        "education": _recoded(
            education, doctorate="doctorate", bachelor="bachelor", master="bachelor", secondary="secondary"
        ),
        "professional_title": _recoded(title, "assistant", **{"full_senior": "full_senior", "none": "", "": ""}),
        "skill_level": _recoded(level, "junior_worker", **{"none": "", "": ""}),
        "status": _recoded(nw.col("status").fill_null(""), student="student"),
        "graduation_year": nw.when(lately).then(nw.lit(reference.year)).otherwise(nw.lit(0)),
    }
    words = (name for name in SAID if name not in told)
    return engine.scan(PEOPLE).select("person_id", *(nw.col(name).fill_null("") for name in words), **told)


def _recoded(codes: nw.Expr, otherwise: str = "", **known: str) -> nw.Expr:
    recoded = nw.lit(otherwise)
    for code, said in known.items():
        recoded = nw.when(codes == code).then(nw.lit(said)).otherwise(recoded)
    return recoded
