"""The feedback loop of an edition: a signal 信号 is raised, owned, decided on, acted on, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class LoopStep(StrEnum):
    """How far a signal has come, in order."""

    SIGNAL = "signal"
    OWNER = "owner"
    DECISION = "decision"
    ACTION = "action"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LoopEntry:
    """One line of the loop's journal: which step a signal took, who wrote it when; later lines never erase it.

    `due` is the day by which the next step is promised; `item_id` the incentive item that a decision or action changed;
    `text_en` says the same as `text` to readers of English, where it was given.
    """

    signal: str
    step: LoopStep
    when: dt.date
    who: str
    text: str
    owner: str = ""
    due: dt.date | None = None
    item_id: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal as it stands after all its entries; the latest word counts, the first tells what it is about."""

    entries: tuple[LoopEntry, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return self.entries[0].signal

    @property
    def text(self) -> str:
        """What was noticed."""
        return self.entries[0].text

    def told(self, lang: str) -> str:
        """What was noticed, in `lang` where somebody put it so."""
        return (self.entries[0].text_en if lang == "en" else "") or self.text

    @property
    def raised(self) -> dt.date:
        """The day on which it was noticed."""
        return self.entries[0].when

    @property
    def step(self) -> LoopStep:
        """The step it took last; one that is raised once more after it was closed is open again."""
        return self.entries[-1].step

    @property
    def owner(self) -> str:
        """Who is to see to it: the owner named last, '' while there is none."""
        return next((entry.owner for entry in reversed(self.entries) if entry.owner), "")

    @property
    def due(self) -> dt.date | None:
        """The day promised last."""
        return next((entry.due for entry in reversed(self.entries) if entry.due), None)

    @property
    def closed(self) -> dt.date | None:
        """The day on which it was closed; None while it is open."""
        return self.entries[-1].when if self.step is LoopStep.CLOSED else None

    @property
    def items(self) -> tuple[str, ...]:
        """The incentive items that were changed because of it."""
        return tuple(dict.fromkeys(entry.item_id for entry in self.entries if entry.item_id))

    def is_open(self, day: dt.date) -> bool:
        """Whether it was raised by `day` and not closed by then."""
        steps = [entry.step for entry in self.entries if entry.when <= day]
        return bool(steps) and steps[-1] is not LoopStep.CLOSED

    def is_overdue(self, day: dt.date) -> bool:
        """Whether it is open and its promised day has gone by; a signal without a day is never overdue."""
        return self.is_open(day) and self.due is not None and self.due < day
