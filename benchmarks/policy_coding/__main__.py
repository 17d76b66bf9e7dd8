"""Prints how well the coder reads the test half, the baseline beside it: `python -m benchmarks.policy_coding`.

`--half train` shows the half that the weights were learnt on; `--errors` lists what went wrong there.
`--reports FOLDER` codes the four reports that the project began with, where they are at hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from benchmarks.policy_coding import baseline
from benchmarks.policy_coding.bundled import print_bundled
from benchmarks.policy_coding.gold import Gold, coder, read_gold
from benchmarks.policy_coding.reports import print_reports
from benchmarks.policy_coding.score import Answers, macro_f1, of_label, tally
from talentmap.model.rule import clause_text, parse_rule
from talentmap.policy.agreement import agreement
from talentmap.policy.coding.code import Coding

Row = tuple[Gold, Coding]
_NOTHING: Answers = frozenset()


def main() -> None:
    """Code one half and print every table."""
    half = "train" if "train" in sys.argv else "test"
    made = coder()
    rows = [(gold, made.code(gold.clause)) for gold in read_gold(half)]
    promising = sum(gold.is_incentive for gold, _ in rows)
    print(f"{half} half: {len(rows)} clauses, {promising} of them incentives\n")
    for title, mine, theirs in _questions(rows):
        _print_question(title, mine, theirs)
    _print_grammar(rows)
    _print_agreement(rows)
    if "--errors" in sys.argv and half == "train":
        _print_errors(rows)
    print_bundled(made)
    if "--reports" in sys.argv:
        print_reports(made, Path(sys.argv[sys.argv.index("--reports") + 1]))


def _questions(rows: Sequence[Row]) -> list[tuple[str, list[tuple[Answers, Answers]], list[tuple[Answers, Answers]]]]:
    named: tuple[tuple[str, Callable[[Gold], Answers], Callable[[Coding], Answers]], ...] = (
        ("kind", lambda g: frozenset({g.kind}), lambda c: frozenset({c.kind.value})),
        ("stage", lambda g: frozenset({g.stage} - {""}), lambda c: frozenset({c.stage.value}) if c.stage else _NOTHING),
        ("tiers", lambda g: frozenset(g.tiers), lambda c: frozenset(map(str, c.tier_values))),
        (
            "instrument",
            lambda g: frozenset({g.instrument} - {""}),
            lambda c: frozenset({c.instrument.value}) if c.instrument else _NOTHING,
        ),
    )
    found = []
    for title, gold_of, coded in named:
        mine = [(gold_of(gold), coded(coding)) for gold, coding in rows]
        theirs = [(gold_of(gold), _baseline(gold, title)) for gold, _ in rows]
        found.append((title, mine, theirs))
    return found


def _baseline(gold: Gold, title: str) -> Answers:
    told = baseline.labels_of(gold)
    if title != "kind" and told["kind"] != "incentive":
        return _NOTHING
    value = told[title]
    return value if isinstance(value, frozenset) else frozenset({value})  # type: ignore[arg-type]


def _print_question(
    title: str, mine: Sequence[tuple[Answers, Answers]], theirs: Sequence[tuple[Answers, Answers]]
) -> None:
    print(f"{title:<24}{'clauses':>8}{'precision':>11}{'recall':>8}{'F1':>8}   baseline F1")
    for label in sorted({str(label) for gold, _ in mine for label in gold}):
        one, other = of_label(mine, label), of_label(theirs, label)
        count = sum(label in gold for gold, _ in mine)
        print(f"  {label:<22}{count:>8}{one.precision:>11.3f}{one.recall:>8.3f}{one.f1:>8.3f}   {other.f1:>11.3f}")
    one, other = tally(mine), tally(theirs)
    print(f"  {'all (micro)':<22}{'':>8}{one.precision:>11.3f}{one.recall:>8.3f}{one.f1:>8.3f}   {other.f1:>11.3f}")
    print(f"  {'all (macro)':<22}{'':>8}{'':>11}{'':>8}{macro_f1(mine):>8.3f}   {macro_f1(theirs):>11.3f}\n")


def _print_grammar(rows: Sequence[Row]) -> None:
    """What is read by grammar: over the clauses that are incentives and were taken for such."""
    both = [(gold, coding) for gold, coding in rows if gold.is_incentive and coding.is_incentive]
    print(f"read by grammar, {len(both)} incentives    right   baseline")
    amounts = sum((g.amount_low, g.amount_high) == (c.promise.low, c.promise.high) for g, c in both)
    counted = sum((g.amount_low, g.amount_high) == baseline.labels_of(g)["amount"] for g, _ in both)
    print(f"  amount bounds{amounts / len(both):>25.3f}{counted / len(both):>11.3f}")
    for name, is_right in (
        ("amount basis", lambda g, c: g.amount_basis == c.promise.basis),
        ("whole rule", lambda g, c: _gates(g) == _coded_gates(c)),
        ("department", lambda g, c: g.department_id == (c.office.department_id if c.office else "")),
        ("deadline", lambda g, c: g.deadline == (c.deadline.code if c.deadline else "")),
    ):
        print(f"  {name:<13}{sum(is_right(g, c) for g, c in both) / len(both):>25.3f}")
    pairs = [(_gates(gold), _coded_gates(coding)) for gold, coding in both]
    counted_gates = tally(pairs)
    print(
        f"  gates: precision {counted_gates.precision:.3f} recall {counted_gates.recall:.3f} F1 {counted_gates.f1:.3f}"
    )
    fields = sorted({str(gate).split()[0] for gold, _ in pairs for gate in gold})
    print("  " + "  ".join(f"{field} {_field_f1(pairs, field):.2f}" for field in fields) + "\n")


def _gates(gold: Gold) -> frozenset[Hashable]:
    return frozenset(clause_text(clause) for clause in parse_rule(gold.rule))


def _coded_gates(coding: Coding) -> frozenset[Hashable]:
    return frozenset(clause_text(gate.clause) for gate in coding.gates.gates)


def _field_f1(pairs: Sequence[tuple[Answers, Answers]], field: str) -> float:
    only = [
        (
            frozenset(g for g in gold if str(g).startswith(field)),
            frozenset(g for g in given if str(g).startswith(field)),
        )
        for gold, given in pairs
    ]
    return tally(only).f1


def _print_agreement(rows: Sequence[Row]) -> None:
    print(f"coder and gold{'clauses':>12}{'equal':>8}   kappa [95%]             alpha [95%]")
    answers = {
        "kind": [(g.kind, c.kind.value) for g, c in rows],
        "stage": [(g.stage or "none", c.stage.value if c.stage else "none") for g, c in rows],
        "instrument": [(g.instrument or "none", c.instrument.value if c.instrument else "none") for g, c in rows],
        "tiers": [(frozenset(g.tiers), frozenset(map(str, c.tier_values))) for g, c in rows],
    }
    for label, pairs in answers.items():
        found = agreement(label, pairs, replicates=1_000)
        kappa, alpha = found.kappa_interval, found.alpha_interval
        print(
            f"  {label:<12}{found.clauses:>12}{found.equal_share:>8.3f}   "
            f"{found.kappa:.3f} [{kappa[0]:.3f}, {kappa[1]:.3f}]"
            f"    {found.alpha:.3f} [{alpha[0]:.3f}, {alpha[1]:.3f}]"
        )
    print()


def _print_errors(rows: Sequence[Row]) -> None:
    for gold, coding in rows:
        wrong = []
        if gold.kind != coding.kind.value:
            wrong.append(f"kind {gold.kind} -> {coding.kind.value}")
        elif gold.is_incentive and coding.stage and coding.instrument:
            wrong += [f"stage {gold.stage} -> {coding.stage.value}"] if gold.stage != coding.stage.value else []
            is_other = gold.instrument != coding.instrument.value
            wrong += [f"instrument {gold.instrument} -> {coding.instrument.value}"] if is_other else []
            wrong += [f"gates {_gates(gold) ^ _coded_gates(coding)}"] if _gates(gold) != _coded_gates(coding) else []
        if wrong:
            print(gold.clause_id, "; ".join(wrong))


if __name__ == "__main__":
    main()
