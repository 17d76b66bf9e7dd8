"""The table of SWOT entries, under their quadrants."""

from __future__ import annotations

from collections.abc import Sequence

from talentmap.model.diagnosis.swot import Entry, Quadrant
from talentmap.publish.diagnosis.tell import Tell, untagged
from talentmap.publish.paper import model as m

_WEIGHTS = (("sentence", 6.0), ("source", 1.6), ("rule", 2.3))


def swot_table(name: str, entries: Sequence[Entry], tell: Tell, *, rules: bool = True) -> m.Grid:
    """Every entry with its source and, unless not wanted, the id of its rule; an empty quadrant says so."""
    shown = _WEIGHTS if rules else _WEIGHTS[:2]
    lines: list[m.Line] = []
    for quadrant in Quadrant:
        lines.append(m.Line((m.Cell((m.Words(tell.say("quadrants", quadrant)),)),), "group"))
        own = [_told(entry, tell) for entry in entries if entry.rule.quadrant is quadrant]
        lines += [_line(told[: len(shown)]) for told in own or [(tell.say("quadrants", "none"), "–", "–")]]
    heads = tuple(m.Column(tell.say("heads", key), "left", weight) for key, weight in shown)
    return m.Grid(name, heads, tuple(lines))


def sources(entry: Entry, tell: Tell) -> str:
    """Where the figures of an entry stand, each place once."""
    return tell.sources(tuple(figure for known in entry.figures.values() for figure in known.inputs))


def _told(entry: Entry, tell: Tell) -> tuple[str, str, str]:
    return untagged(tell.entry(entry)), sources(entry, tell), entry.rule.id


def _line(told: tuple[str, ...]) -> m.Line:
    return m.Line(tuple(m.Cell((m.Words(text),)) for text in told))
