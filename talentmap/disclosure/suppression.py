"""Secondary suppression: what else must be hidden so that no reader comes too close to an unsafe amount.

While some unsafe amount can be bracketed more closely than its protection interval, the cheapest figures are hidden
that let it move to the end of that interval: a linear program moves the amount and charges every shown figure that
must leave its printed value, for one amount after the other (Kelly, Golden & Assad 1992; Fischetti & Salazar-González
2001 for the integer program of all at once). At the end each figure hidden in vain is shown again. Rounding counts:
what a printed 45 leaves open is part of what the reader does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from talentmap.disclosure.figures import Figures, Item, Statement, Target
from talentmap.disclosure.lattice import Form, Lattice, Limit
from talentmap.disclosure.reader import Model
from talentmap.tables.cuts import CUTS, SHARED

Array = NDArray[np.float64]
_CLOSE = 1e-6
_SHARE_COST = 0.25
_NEED_COST = 2.0
_TIE = 1e-6
_ROUNDS = 3
_LITTLE = 0.02
_POINTS = 1200
_BACKWARDS = 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The items that are hidden: by rule with the reason, and those that had to go with them."""

    primary: Mapping[Item, str]
    secondary: frozenset[Item]
    exposed: tuple[Target, ...] = ()
    """Unsafe amounts that stay too closely bracketed whatever is hidden: former editions give them away."""

    @property
    def hidden(self) -> frozenset[Item]:
        """All hidden items."""
        return self.secondary | frozenset(self.primary)


@dataclass(frozen=True, slots=True)
class Background:
    """What a reader knows beside the figures of this edition, and what it must not give away: earlier editions."""

    columns: int = 0
    truth: tuple[float, ...] = ()
    limits: tuple[Limit, ...] = ()
    targets: tuple[Target, ...] = ()


def suppress(figures: Figures, background: Background | None = None) -> Outcome:
    """The items to hide: no unsafe amount can be bracketed more closely than its protection interval."""
    return _Suppression(figures, background or Background()).run()


class Attacker:
    """What a reader can reach when certain items are hidden.

    Points that the reader cannot rule out are kept: an amount that one of them lets move far enough needs no program.
    """

    def __init__(self, lattice: Lattice, statements: Sequence[Statement], background: Background) -> None:
        self.columns = len(lattice) + background.columns
        fixed = [*lattice.links(), *background.limits]
        self.limits = [*fixed, *(limit for statement in statements for limit in statement.limits)]
        self._resting: list[tuple[Item, ...]] = [()] * len(fixed)
        self._resting += [statement.rests for statement in statements for _ in statement.limits]
        self._rows_of: defaultdict[Item, list[int]] = defaultdict(list)
        for row, resting in enumerate(self._resting):
            for item in resting:
                self._rows_of[item].append(row)
        self._figures = {statement.rests for statement in statements}
        self._model = Model(self.columns, self.limits)
        self.hidden: set[Item] = set()
        self._points = Points(np.concatenate([lattice.truth, np.array(background.truth)])[np.newaxis, :])

    def knows(self, item: Item) -> bool:
        """True where some figure rests on the item."""
        return item in self._rows_of

    def told(self, hidden: AbstractSet[Item]) -> set[Item]:
        """The items that some figure still tells of when these are hidden."""
        return {item for resting in self._figures if hidden.isdisjoint(resting) for item in resting}

    def hide(self, items: Iterable[Item]) -> None:
        """Take the figures of these items away from the reader."""
        for item in items:
            if item not in self.hidden:
                self.hidden.add(item)
                self._model.lift(self._rows_of.get(item, ()))

    def show(self, item: Item) -> None:
        """Give the figures of an item back, so far as nothing else hides them."""
        self.hidden.discard(item)
        rows = [row for row in self._rows_of.get(item, ()) if not self.hidden.intersection(self._resting[row])]
        self._model.restore(rows)
        self._points = self._points.within([self.limits[row] for row in rows])

    def try_showing(self, items: Sequence[Item], targets: Sequence[Target]) -> bool:
        """Give items back if all these amounts stay protected, the likeliest to need them first; True where they do."""
        before = self._points
        for item in items:
            self.show(item)
        if all(self.keeps(target) for target in targets[:1]) and next(self._exposed(targets), None) is None:
            return True
        self.hide(items)
        self._points = before
        return False

    def reaches(self, target: Target, sense: int) -> bool:
        """True where a reader cannot keep the amount from its protection interval's end above (1) or below (-1)."""
        if self._has_reached(target, sense):
            return True
        value, point = self._model.extreme(target.form, sense)
        if point is not None:
            self._points.add(point)
        return bool(sense * value >= _end(target, sense))

    def _has_reached(self, target: Target, sense: int) -> bool:
        return self._points.farthest(target.form, sense) >= _end(target, sense)

    def keeps(self, target: Target) -> bool:
        """True where the amount is protected on both sides."""
        return self.reaches(target, 1) and self.reaches(target, -1)

    def exposed(self, targets: Sequence[Target]) -> list[Target]:
        """The amounts of these that are not protected."""
        return list(self._exposed(targets))

    def _exposed(self, targets: Sequence[Target]) -> Iterator[Target]:
        for sense in (1, -1):
            self.survey([target for target in targets if not self._has_reached(target, sense)], sense)
        return (target for target in targets if not self.keeps(target))

    def survey(self, targets: Sequence[Target], sense: int) -> None:
        """Find points in which many of these amounts have moved at once: a few programs answer for most of them.

        Each amount is paid for the share of its way that it goes, so most go all the way or not at all.
        """
        if not targets:
            return
        model = Model(
            self.columns + len(targets), [*(limit for limit, _ in self.standing()), *self._ways(targets, sense)]
        )
        for place in range(len(targets)):
            model.bound(self.columns + place, -_BACKWARDS, 1.0)
        waiting = set(range(len(targets)))
        while waiting:
            model.price({self.columns + place: -1.0 for place in waiting})
            _, point = model.solve()
            if point is None:
                break
            self._points.add(point[: self.columns])
            gone = {place for place in waiting if point[self.columns + place] > 1.0 - _CLOSE}
            if not gone:
                break
            waiting -= gone

    def _ways(self, targets: Sequence[Target], sense: int) -> Iterator[Limit]:
        for place, target in enumerate(targets):
            far = target.up if sense > 0 else target.down
            moved = {column: sense * factor for column, factor in target.form.items()}
            yield Limit({**moved, self.columns + place: -far}, sense * target.value, np.inf)

    def standing(self) -> Iterator[tuple[Limit, tuple[Item, ...]]]:
        """What holds with the present items hidden, and the items that would hide it."""
        for limit, resting in zip(self.limits, self._resting, strict=True):
            if not self.hidden.intersection(resting):
                yield limit, resting


class Points:
    """Amounts that satisfy everything published; the truth is the first of them."""

    def __init__(self, points: Array) -> None:
        self._stored = points
        self._filled = len(points)

    def add(self, point: Array) -> None:
        """One more; when there are very many, the oldest half goes."""
        if self._filled == len(self._stored):
            kept = min(self._filled, _POINTS // 2)
            room = np.zeros((max(2 * kept, 16), self._stored.shape[1]))
            room[0], room[1:kept] = self._stored[0], self._stored[self._filled - kept + 1 : self._filled]
            self._stored, self._filled = room, kept
        self._stored[self._filled] = point
        self._filled += 1

    @property
    def _points(self) -> Array:
        return self._stored[: self._filled]

    def farthest(self, form: Form, sense: int) -> float:
        """The largest value (times `sense`) that a form has in one of the points."""
        return float(np.max(sense * _at(form, self._points)))

    def within(self, limits: Iterable[Limit]) -> Points:
        """The points that these limits do not rule out."""
        kept = np.ones(self._filled, dtype=bool)
        for limit in limits:
            values = _at(limit.form, self._points)
            kept &= (values >= limit.low - _CLOSE) & (values <= limit.high + _CLOSE)
        kept[0] = True
        return Points(self._points[kept])


@dataclass
class _Suppression:
    figures: Figures
    background: Background
    given_up: list[Target] = field(default_factory=list)
    chosen: dict[Item, Target] = field(default_factory=dict)
    """What was hidden for the sake of which amount."""

    def run(self) -> Outcome:
        primary = self.figures.unsafe()
        self.attacker = Attacker(self.figures.lattice, self.figures.statements, self.background)
        self.attacker.hide(self.figures.indices)
        self.partners = Partners(self.attacker, self.figures)
        self.families = self.figures.families()
        self.fixed = [*self.figures.targets(), *self.background.targets]
        self.attacker.hide(primary)
        self.attacker.hide(self._sharp())
        while exposed := self.attacker.exposed(self._targets()):
            shares = {target.item for target in exposed if _is_shared(target)} - self.attacker.hidden
            self.attacker.hide(shares)
            for target in exposed if not shares else ():
                self._cover(target)
        for item in sorted(self.chosen, key=lambda item: (-self.partners.cost(item), item)):
            self.attacker.try_showing([item], [self.chosen[item], *self._left_without(item)])
        self._show_indices()
        return Outcome(primary, frozenset(self.attacker.hidden - primary.keys()), tuple(self.given_up))

    def _show_indices(self) -> None:
        """Show the indices that tell of no unsafe amount: of those that do, the one of the fewest cells goes first."""
        targets, touched = self._targets(), self.figures.touched()
        shown = sorted(touched, key=lambda item: (len(touched[item]), item))
        for item in shown:
            self.attacker.show(item)
        while shown and (exposed := self.attacker.exposed(targets)):
            gone = {next((item for item in shown if touched[item] & one.form.keys()), shown[0]) for one in exposed}
            self.attacker.hide(gone)
            shown = [item for item in shown if item not in gone]

    def _sharp(self) -> Iterator[Item]:
        """Parts whose printed share brackets them, or what is left, together with the headcount it is a share of."""
        for target in self.fixed:
            if target.item.basis not in SHARED or target.kind not in ("cell", "complement"):
                continue
            whole = self.figures.cells[replace(target.item, basis="need")].value
            slack = self.figures.rules.rounding * target.value / whole if whole else 0.0
            if slack < min(target.up, target.down):
                yield target.item

    def _targets(self) -> list[Target]:
        known = [*self.fixed, *self._rests(self.attacker.hidden)]
        return [target for target in known if target not in self.given_up]

    def _rests(self, hidden: AbstractSet[Item]) -> list[Target]:
        """What is left of told totals: an item whose every figure rests on something hidden is as good as hidden."""
        return self.figures.rests(self.families, self.figures.cells.keys() - self.attacker.told(hidden))

    def _cover(self, target: Target) -> None:
        """Hide what lets the amount move to both ends of its interval."""
        for sense in (1, -1):
            if not self.attacker.reaches(target, sense):
                found = self.partners.find(target, sense)
                if not found:
                    self.given_up.append(target)
                    break
                self.attacker.hide(found)
                for item in found:
                    self.chosen.setdefault(item, target)

    def _left_without(self, item: Item) -> Iterator[Target]:
        """The amounts to protect once this item is shown."""
        yield from self.fixed
        yield from self._rests(self.attacker.hidden - {item})


class Partners:
    """Which shown figures must give way so that an amount can move: as cheaply as can be found."""

    def __init__(self, attacker: Attacker, figures: Figures) -> None:
        self._attacker, self._figures = attacker, figures
        self._items = sorted(item for item in figures.cells if attacker.knows(item))
        self._typical = _typical(figures)
        self._choice = {item: attacker.columns + place for place, item in enumerate(self._items)}
        rows = [row for limit, resting in attacker.standing() for row in self._relaxed(limit, resting)]
        self._model = Model(attacker.columns + len(self._items), rows)

    def cost(self, item: Item) -> float:
        """What is lost with an item: a figure and the headcount in it, in units of a usual one.

        Need takes everything with it that enterprises say of the cell; a share without a sum of its own is little.
        """
        cell = self._figures.cells[item]
        if not cell.summed:
            return _SHARE_COST
        loss = 1.0 + cell.value / self._typical
        return CUTS[item.frame].weight * loss * (_NEED_COST if item.basis == "need" else 1.0)

    def find(self, target: Target, sense: int) -> list[Item]:
        """The items to hide; none where nothing that is still shown holds the amount.

        A linear program charges for how far figures must leave their values, though each costs the same however far:
        so it is asked again, with charges that make what moved little dear, and the cheapest answer is taken (Candès,
        Wakin & Boyd 2008).
        """
        open_items = [item for item in self._items if item not in self._attacker.hidden]
        # The tiny surcharge lets one of several equal choices win, always the same.
        costs = {item: self.cost(item) * (1.0 + _TIE * place) for place, item in enumerate(open_items)}
        way = target.up if sense > 0 else target.down
        end = target.value + sense * way
        self._model.demand(Limit(target.form, end, np.inf) if sense > 0 else Limit(target.form, -np.inf, end))
        found = list(self._answers(costs, way))
        self._model.relent()
        return min(found, key=lambda items: sum(costs[item] for item in items), default=[])

    def _answers(self, costs: Mapping[Item, float], way: float) -> Iterator[list[Item]]:
        """One choice after the other; what is hidden already gives way for nothing."""
        moved = dict.fromkeys(costs, way)
        for _ in range(_ROUNDS):
            prices = {self._choice[item]: cost / (moved[item] + _LITTLE * way) for item, cost in costs.items()}
            self._model.price(prices)
            _, point = self._model.solve()
            if point is None:
                return
            moved = {item: float(point[self._choice[item]]) for item in costs}
            yield [item for item, amount in moved.items() if amount > _CLOSE]

    def _relaxed(self, limit: Limit, resting: Sequence[Item]) -> Iterator[Limit]:
        """A limit that gives way as far as the choices of what it rests on are drawn on."""
        choices = [self._choice[item] for item in resting if item in self._choice]
        if not choices:
            yield limit
            return
        size = max(abs(factor) for factor in limit.form.values())
        for low, high, sign in ((limit.low, np.inf, size), (-np.inf, limit.high, -size)):
            if np.isfinite(low) or np.isfinite(high):
                yield Limit({**limit.form, **dict.fromkeys(choices, sign)}, low, high)


def _is_shared(target: Target) -> bool:
    """True where a printed share of the need tells the amount: without it there is nothing to move."""
    return target.item.basis in SHARED and target.kind != "rest"


def _end(target: Target, sense: int) -> float:
    """How far the form, times `sense`, must be able to go."""
    return sense * target.value + (target.up if sense > 0 else target.down) - _CLOSE


def _at(form: Form, points: Array) -> Array:
    """The value of a form in each point."""
    columns = list(form)
    values: Array = points[:, columns] @ np.array([form[column] for column in columns])
    return values


def _typical(figures: Figures) -> float:
    """The median need of the cells that have any."""
    values = [cell.value for item, cell in figures.cells.items() if item.basis == "need" and cell.value > 0]
    return float(np.median(values)) if values else 1.0
