"""A scenario file (YAML or TOML) into a frozen model, checked against the register it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.catalog.parse import Parser
from talentmap.catalog.policies import PolicyRegister
from talentmap.documents import Located, Unreadable, read_toml
from talentmap.model.admission import contradictions
from talentmap.model.policy import PolicyItem
from talentmap.model.problem import Problem
from talentmap.model.rule import RuleFault
from talentmap.model.scenario import Scenario
from talentmap.model.source import Source
from talentmap.model.taxonomy import Tier

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ScenarioReading:
    """What was read: the scenario (None where it cannot be used) and every problem."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]


def read_scenario(path: Path, register: PolicyRegister, in_force: Iterable[PolicyItem]) -> ScenarioReading:
    """The scenario in `path`; it is None where a problem would make its figures wrong.

    `in_force` are the items that can be changed; an item of the register that is not among them is named as such.
    """
    if not path.is_file():
        return ScenarioReading(None, (Problem("policy-scenario-missing", Source(path.name)),))
    parser = Parser(path.parent)
    found = _toml(path, parser) if path.suffix == ".toml" else parser.document(path.name)
    scenario = parser.model(Scenario, found.value, found) if found else None
    if scenario is None or found is None:
        return ScenarioReading(None, tuple(parser.problems))
    checks = _Checks(parser, found, register, {item.item_id: item for item in in_force})
    is_sound = checks.all_hold(scenario)
    return ScenarioReading(scenario if is_sound else None, tuple(parser.problems))


def _toml(path: Path, parser: Parser) -> Located | None:
    try:
        return Located(path.name, read_toml(path), {})
    except Unreadable as fault:
        parser.note("catalog-unreadable", Source(path.name, row=fault.line), cause=fault.cause)
    return None


@dataclass(frozen=True, slots=True)
class _Checks:
    """What a model alone cannot know: the register."""

    parser: Parser
    found: Located
    register: PolicyRegister
    in_force: dict[str, PolicyItem]

    def all_hold(self, scenario: Scenario) -> bool:
        """Whether nothing stands against the scenario; every fault is noted."""
        before = len(self.parser.problems)
        self._changes(scenario)
        self._new_items(scenario)
        self._search(scenario)
        return len(self.parser.problems) == before

    def _note(self, code: str, place: Place, shown: str, **facts: object) -> None:
        header = ".".join(map(str, place))
        self.parser.note(code, Source(self.found.file, row=self.found.line(place), header=header), shown, **facts)

    def _changes(self, scenario: Scenario) -> None:
        seen: set[str] = set()
        for position, change in enumerate(scenario.changes):
            place = ("changes", position)
            item = self.in_force.get(change.item)
            if item is None:
                self._note("policy-scenario-unknown-item", place, change.item)
                continue
            if change.item in seen:
                self._note("policy-scenario-item-twice", place, change.item)
            seen.add(change.item)
            if change.rule is not None or change.tiers is not None:
                self._rule(item.rule if change.rule is None else change.rule, change.tiers or item.tiers, place)
            low = item.amount_low if change.amount_low is None else change.amount_low
            high = item.amount_high if change.amount_high is None else change.amount_high
            if low is not None and high is not None and high < low:
                self._note("policy-scenario-amounts", place, f"{low:g}-{high:g}")

    def _new_items(self, scenario: Scenario) -> None:
        departments = self._departments()
        seen = set(self.register.items)
        for position, new in enumerate(scenario.new_items):
            place = ("new_items", position)
            if new.item_id in seen:
                self._note("policy-scenario-item-twice", place, new.item_id)
            seen.add(new.item_id)
            if new.department_id not in departments:
                self._note("policy-scenario-unknown-department", place, new.department_id, known=", ".join(departments))
            if new.amount_low is not None and new.amount_high is not None and new.amount_high < new.amount_low:
                self._note("policy-scenario-amounts", place, f"{new.amount_low:g}-{new.amount_high:g}")
            self._rule(new.rule, new.tiers, place)

    def _departments(self) -> Sequence[str]:
        return sorted({document.department_id for document in self.register.documents.values()})

    def _rule(self, rule: str, tiers: Sequence[Tier], place: Place) -> None:
        try:
            conflicts = contradictions(rule, tiers)
        except RuleFault as fault:
            self._note("policy-scenario-rule", (*place, "rule"), rule[:60], cause=fault)
            return
        for conflict in conflicts:
            self._note("policy-scenario-contradiction", (*place, "rule"), conflict)

    def _search(self, scenario: Scenario) -> None:
        if scenario.search is None:
            return
        known = {*self.in_force, *(new.item_id for new in scenario.new_items)}
        known -= {change.item for change in scenario.changes if change.retire}
        for place, item in _items_named(scenario):
            if item not in known:
                self._note("policy-scenario-unknown-item", place, item)
        departments = {*self._departments(), *(new.department_id for new in scenario.new_items)}
        for department in scenario.search.limits.departments:
            if department not in departments:
                place = ("search", "limits", "departments", department)
                self._note(
                    "policy-scenario-unknown-department", place, department, known=", ".join(sorted(departments))
                )


def _items_named(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    search = scenario.search
    if search is not None:
        yield from ((("search", "limits", "kept", place), item) for place, item in enumerate(search.limits.kept))
        yield from ((("search", "unit_costs", item), item) for item in search.unit_costs)
