"""Which incentive item accepts which open post, as demanded, and which person, as registered."""

from __future__ import annotations

import datetime as dt

import pytest
from ascii_table import column, read_table
from small_edition import register_of

from talentmap.analysis.policy.subjects import people_profiles
from talentmap.model.rule import asks_for_elite, gates_of
from talentmap.policy.eligibility import decide, rule_book
from talentmap.policy.profiles import OF_THE_PERSON, UNDERTAKEN, Profiles, coded, constant, numbers

POSTS = read_table(
    """
    | post | tier       | education | title     | skill_level   | pay   | chain | district | certificate |
    |------|------------|-----------|-----------|---------------|-------|-------|----------|-------------|
    | A    | scientist  | doctorate |           |               | 40000 | metal | north    |             |
    | B    | engineer   | bachelor  | assistant |               | 12000 | metal |          |             |
    | C    | technician |           |           | senior_worker |  7000 | food  | south    | 焊工证      |
    | D    | youth      | associate |           |               |       | food  | north    |             |
    | E    |            |           |           |               |       |       |          |             |
    """
)
ALL = "scientist engineer technician youth"
ITEMS = read_table(
    """
    What belongs to a person (age, contract, graduation) is taken as met; what a post does not ask for is the lowest
    step. A post whose tier, pay, chain or district is not known is neither accepted nor refused for it.

    | tiers          | rule                                        | accepts | unknown |
    |----------------|---------------------------------------------|---------|---------|
    | all            |                                             | A B C D | E       |
    | engineer       |                                             | B       | E       |
    | all            | education >= bachelor                       | A B     |         |
    | all            | education <= associate                      | C D     | E       |
    | engineer youth | education >= bachelor                       | B       |         |
    | all            | title >= assistant                          | B       |         |
    | all            | honour >= provincial                        |         |         |
    | all            | skill_level >= technician                   |         |         |
    | technician     | skill_level >= senior_worker                | C       |         |
    | all            | age <= 35 and contract_years >= 3           | A B C D | E       |
    | all            | graduation_years <= 2 and education >= none | A B C D | E       |
    | all            | pay_month >= 8000                           | A B     | D E     |
    | all            | pay_month <= 8000                           | C       | D E     |
    | all            | chain = food                                | C D     | E       |
    | all            | chain not in (food)                         | A B     | E       |
    | all            | district in (north, south)                  | A C D   | B E     |
    | all            | certificate in (焊工证, 电工证)             | C       |         |
    | all            | employer_type = enterprise                  | A B C D | E       |
    | all            | employer_type = university                  |         |         |
    | all            | tier in (youth) and chain = metal           |         | E       |
    """
)


def words(rows, name, default=""):
    return [row[name] or default for row in rows]


def posts():
    columns = {
        **{name: coded(words(POSTS, name)) for name in ("tier", "chain", "district")},
        **{name: coded(words(POSTS, name, "none")) for name in ("education", "title", "skill_level", "certificate")},
        "honour": constant("none", len(POSTS)),
        "employer_type": constant("enterprise", len(POSTS)),
        "pay_month": numbers([row["pay"] or float("nan") for row in POSTS]),
    }
    return Profiles(len(POSTS), columns, OF_THE_PERSON)


def items_of(rows):
    listed = [
        {"tiers": (ALL if row["tiers"] == "all" else row["tiers"]).split(), "rule": row["rule"] or ""} for row in rows
    ]
    return tuple(register_of(*listed).items.values())


def named(decisions, bits, names):
    return [name for name, chosen in zip(names, decisions.flags(bits), strict=True) if chosen]


@pytest.mark.parametrize("place", range(len(ITEMS)), ids=[row["rule"] or "" for row in ITEMS])
def test_the_posts_that_an_item_accepts(place):
    row = ITEMS[place]
    decisions = decide(rule_book(items_of([row])), posts())
    names = column(POSTS, "post")
    assert named(decisions, decisions.eligible(0), names) == (row["accepts"] or "").split()
    assert named(decisions, decisions.unknown(0), names) == (row["unknown"] or "").split()


def test_many_items_at_once_are_each_as_if_alone():
    decisions = decide(rule_book(items_of(ITEMS)), posts())
    accepted = decisions.accepted_by()
    for place, row in enumerate(ITEMS):
        names = [post for post, yes in zip(column(POSTS, "post"), accepted[:, place], strict=True) if yes]
        assert names == (row["accepts"] or "").split(), row["rule"]


PEOPLE = read_table(
    """
    A person of whom the registry does not know the title is not refused for it: it is asked for.

    | person | tier     | education | title            | birth | pay   | industry |
    |--------|----------|-----------|------------------|-------|-------|----------|
    | p      | engineer | bachelor  | associate_senior |  1980 | 15000 | 3252     |
    | q      | engineer | doctorate |                  |  1996 |       | 8331     |
    | r      | youth    |           |                  |       |       |          |
    """
)
OF_PEOPLE = read_table(
    """
    | tiers    | rule                                       | accepts | unknown |
    |----------|--------------------------------------------|---------|---------|
    | all      | education >= bachelor                      | p q     | r       |
    | all      | education >= bachelor and age <= 40        | q       | r       |
    | engineer | title >= associate_senior                  | p       | q       |
    | all      | contract_years >= 5                        | p q r   |         |
    | all      | employer_type = school                     | q       | r       |
    | all      | honour >= provincial                       |         | p q r   |
    | all      | pay_month >= 10000 and pay_month <= 15000  | p       | q r     |
    | all      | certificate not in (电工证)                |         | p q r   |
    """
)


@pytest.mark.parametrize("row", OF_PEOPLE, ids=lambda row: f"{row['rule']}")
def test_the_people_whom_an_item_accepts(books, row):
    renamed = {"birth": "birth_year", "title": "professional_title", "pay": "pay_month"}
    registered = [{renamed.get(name, name): value for name, value in person.items()} for person in PEOPLE]
    people = [
        {name: value for name, value in person.items() if name not in ("person", "tier")} for person in registered
    ]
    for person, known in zip(people, PEOPLE, strict=True):
        person |= {"person_id": known["person"], "industry": str(known["industry"] or "")}
    roles = [
        {"person_id": person["person"], "role_id": "m-engineer", "tier": person["tier"], "probability": 1.0}
        for person in PEOPLE
    ]
    books.fill(people=people, person_roles=roles)
    book = rule_book(items_of([row]))
    found = people_profiles(books.engine, book, dt.date(2026, 6, 30))
    assert found.profiles.assumed == UNDERTAKEN
    decisions = decide(book, found.profiles)
    accepts, unknown = ((row[name] or "").split() for name in ("accepts", "unknown"))
    assert found.people[decisions.flags(decisions.eligible(0))].sum() == len(accepts)
    assert found.people[decisions.flags(decisions.unknown(0))].sum() == len(unknown)


GATES = read_table(
    """
    | rule                                           | gates                       |
    |------------------------------------------------|-----------------------------|
    |                                                |                             |
    | education >= master                            |                             |
    | education >= doctorate                         | doctorate                   |
    | education <= doctorate                         |                             |
    | title >= full_senior and age <= 50             | professor                   |
    | title >= associate_senior                      |                             |
    | skill_level >= chief_technician                |                             |
    | honour >= municipal                            |                             |
    | honour >= national and education >= doctorate  | doctorate provincial_honour |
    """
)


@pytest.mark.parametrize("row", GATES, ids=lambda row: f"{row['rule']}")
def test_gates_that_only_an_elite_passes(row):
    assert list(gates_of(row["rule"] or "")) == (row["gates"] or "").split()
    assert asks_for_elite(row["rule"] or "") is bool(row["gates"])
