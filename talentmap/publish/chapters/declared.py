"""What a chapter declares: when it appears, once or once per chain, and what it makes for its template.

The words stand in templates/whitepaper/<lang>/<id>.html.j2: title, sentences, captions, and the one sentence that is
printed when the chapter's data are missing. See docs/publishing.md for a worked example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from talentmap.publish.evidence import Evidence
from talentmap.publish.paper.model import Drawing, Examples, Grid, Index, Kind
from talentmap.publish.paper.speech import Speech


@dataclass(frozen=True, slots=True)
class Context:
    """What a chapter is made from: the evidence, the language, and the scope (a chain's id) where it has one."""

    evidence: Evidence
    speech: Speech
    scope: str = ""

    @property
    def lang(self) -> str:
        """`zh` or `en`."""
        return self.speech.lang

    def name(self, thing: Any) -> str:
        """The name of a thing of the catalog."""
        return self.speech.named(thing)


@dataclass(frozen=True, slots=True)
class Made:
    """What a chapter hands to its template: facts by name, and the figures, tables and listings that it may place."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    drawings: Sequence[Drawing] = ()
    grids: Sequence[Grid] = ()
    listings: Mapping[str, Index | Examples] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter's declaration.

    `ready` says whether its data are there; when they are not, its template's `missing` block is printed. `appears`
    says whether it is in the book at all. `scopes` repeats it, one chapter each, under the group heading that its
    template names.
    """

    id: str
    make: Callable[[Context], Made]
    kind: Kind = "body"
    ready: Callable[[Evidence], bool] = lambda evidence: True
    appears: Callable[[Evidence], bool] = lambda evidence: True
    scopes: Callable[[Evidence], Sequence[str]] | None = None
    wide: bool = False
