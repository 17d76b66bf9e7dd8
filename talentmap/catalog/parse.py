"""Documents into frozen models; what does not fit becomes a problem at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from talentmap.documents import Located, Unreadable, read_csv, read_yaml
from talentmap.model.frozen import Frozen
from talentmap.model.misfit import misfit
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import has_hidden_characters

Model = TypeVar("Model", bound=Frozen)


class Parser:
    """Reads files below one folder and gathers every problem met on the way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: list[Problem] = []

    def has(self, name: str) -> bool:
        """Whether there is a file `name`."""
        return (self._folder / name).is_file()

    def document(self, name: str) -> Located | None:
        """The YAML or CSV file `name`; None, with a problem noted, when it cannot be read."""
        path = self._folder / name
        read: Callable[[Path, str], Located] = read_csv if name.endswith(".csv") else read_yaml
        try:
            found = read(path, name)
        except FileNotFoundError:
            self.note("catalog-missing-file", Source(name))
            return None
        except Unreadable as fault:
            self.note("catalog-unreadable", Source(name, row=fault.line), cause=fault.cause)
            return None
        self._note_hidden_characters(found)
        return found

    def models(self, kind: type[Model], name: str, **extra: Any) -> list[tuple[Model, Source]]:
        """The list in the file `name` as models of `kind`, each with its place; faulty entries are left out."""
        found = self.document(name)
        if found is None:
            return []
        if not isinstance(found.value, list):
            self.note("catalog-not-a-list", Source(name))
            return []
        pairs = ((self.model(kind, entry, found, (i,), **extra), i) for i, entry in enumerate(found.value))
        return [(model, Source(name, row=found.line((i,)))) for model, i in pairs if model is not None]

    def model(
        self, kind: type[Model], entry: Any, found: Located, place: tuple[str | int, ...] = (), **extra: Any
    ) -> Model | None:
        """`entry` as a model of `kind`; None, with a problem for each wrong field, when it is none."""
        try:
            return kind.model_validate({**entry, **extra} if isinstance(entry, Mapping) else entry)
        except ValidationError as fault:
            for error in fault.errors():
                where = (*place, *error["loc"])
                source = Source(found.file, row=found.line(where), header=".".join(str(p) for p in error["loc"]))
                if error["type"] == "missing":
                    self.note("catalog-field-missing", source, shown=str(error["loc"][-1]))
                    continue
                code = "catalog-date" if error["type"].startswith("date_") else "catalog-field"
                self.note(code, source, shown=str(error["input"])[:40], cause=misfit(error))
            return None

    def note(self, code: str, source: Source, shown: str = "", **facts: object) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, source, shown=shown, facts=facts))

    def _note_hidden_characters(self, found: Located) -> None:
        for place, text in _texts(found.value, ()):
            if has_hidden_characters(text):
                self.note("catalog-hidden-character", Source(found.file, row=found.line(place)), shown=text[:40])


def _texts(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _texts(child, (*place, key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _texts(child, (*place, position))
