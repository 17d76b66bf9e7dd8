"""The one-window question: what could be claimed for one post, role or person, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from talentmap.bilingual import both
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import LADDERS, NUMBERS, SETS, Clause, RuleFault, no_step
from talentmap.model.taxonomy import Role
from talentmap.policy.eligibility import Verdict, decide, overall, rule_book
from talentmap.policy.profiles import OF_THE_PERSON, Coded, Column, Profiles, coded, numbers


@dataclass(frozen=True, slots=True)
class Claim:
    """An item, what can be said of it, and each clause that stands in the way: refused, or not to be told."""

    item: PolicyItem
    verdict: Verdict
    open_clauses: tuple[tuple[Clause, Verdict], ...]
    undertakings: tuple[Clause, ...]
    """Clauses taken as met, which somebody will have to show."""


def claims(items: Sequence[PolicyItem], profile: Profiles) -> list[Claim]:
    """Every item for one subject: what can be claimed first, then what cannot be told, then what lacks least."""
    decisions = decide(rule_book(items), profile)
    found = [_claim(item, decisions.verdicts(place, 0), profile) for place, item in enumerate(items)]
    order = [Verdict.ELIGIBLE, Verdict.UNKNOWN, Verdict.REFUSED]
    return sorted(found, key=lambda claim: (order.index(claim.verdict), len(claim.open_clauses), claim.item.item_id))


def _claim(item: PolicyItem, verdicts: Sequence[tuple[Clause, Verdict]], profile: Profiles) -> Claim:
    return Claim(
        item=item,
        verdict=overall(verdicts),
        open_clauses=tuple((clause, verdict) for clause, verdict in verdicts if verdict is not Verdict.ELIGIBLE),
        undertakings=tuple(clause for clause, _ in verdicts if clause.field in profile.assumed),
    )


def role_profile(role: Role) -> Profiles:
    """A role as its catalog entry asks for it: title, skill level and honour at the lowest step, pay not known."""
    columns: dict[str, Column] = {
        "tier": coded([role.tier.value]),
        "chain": coded([role.chain_id]),
        "education": coded([role.education.value]),
        "employer_type": coded(["enterprise"]),
        **{ladder: coded(["none"]) for ladder in ("title", "skill_level", "honour")},
        "certificate": coded(["|".join(role.certificates) or "none"]),
    }
    return Profiles(1, columns, OF_THE_PERSON)


def with_known(profile: Profiles, told: Iterable[str]) -> Profiles:
    """`profile` of one subject and what is told besides, as `age=34`; RuleFault where that says nothing."""
    columns = dict(profile.columns)
    for statement in told:
        field, sign, value = (part.strip() for part in statement.partition("="))
        if not sign or not value:
            raise RuleFault(
                both(f"'{statement}' is not of the form field=value", f"“{statement}”不是“字段=取值”的写法")
            )
        columns[field] = _told(field, value)
    return replace(profile, columns=columns, assumed=profile.assumed - columns.keys())


def _told(field: str, value: str) -> Column:
    if field in NUMBERS:
        try:
            return numbers([float(value)])
        except ValueError:
            raise RuleFault(both(f"'{value}' is no number", f"“{value}”不是数字")) from None
    if field in LADDERS and value not in LADDERS[field]:
        raise no_step(field, value)
    if field not in LADDERS and field not in SETS:
        fields = (*LADDERS, *NUMBERS, *SETS)
        raise RuleFault(
            both(
                f"'{field}' is no field of a rule; these are: {', '.join(fields)}",
                f"没有字段“{field}”；可用：{'、'.join(fields)}",
            )
        )
    return coded([value])


def value_of(profile: Profiles, field: str) -> str | float | None:
    """What is known of a field of the only subject; None when nothing is."""
    column = profile.columns.get(field)
    if column is None:
        return None
    if isinstance(column, Coded):
        code = int(column.codes[0])
        return column.words[code] if code >= 0 else None
    number = float(column[0])
    return None if math.isnan(number) else number
