from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from talentmap.intake.desk import Desk
from talentmap.intake.workers import read_all
from talentmap.intake.workers.crew import Crew

_KEPT = 2


@pytest.fixture(scope="session", autouse=True)
def lasting_crews() -> Iterator[None]:
    """Crews that outlast a test, for the next that lays the same desk: a process starts once, not once a test."""
    crews: dict[bytes, Crew] = {}

    def crew_for(desk: Desk) -> AbstractContextManager[Crew]:
        key = pickle.dumps(desk)
        crew = crews.pop(key, None) or Crew(desk).__enter__()
        crews[key] = crew
        while len(crews) > _KEPT:
            crews.pop(next(iter(crews))).__exit__(None, None, None)
        return nullcontext(crew)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_all, "Crew", crew_for)
        yield
    for crew in crews.values():
        crew.__exit__(None, None, None)
