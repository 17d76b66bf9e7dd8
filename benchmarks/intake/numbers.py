"""Credit codes and resident IDs against python-stdnum over random cases; real credit codes where a list is given."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter
from pathlib import Path

from stdnum.cn import ric, uscc

from intake.survey import credit_code
from talentmap.intake.cells.codes import CodeFault, check_code, fits, mends, organisation_digit
from talentmap.registry.identity.identity_number import ResidentId, read_resident_id, with_check_digit

_DAY = dt.date(2026, 6, 30)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NO_ORACLE = ("330113", "330114")  # stdnum raises KeyError for these counties


def credit_codes(count: int, seed: int) -> Counter[str]:
    """Random codes, right and wrong, judged by both; the oracle skips the inner check digit and A, N, Y in front."""
    chance = random.Random(seed)
    tally: Counter[str] = Counter()
    for _ in range(count):
        code = _spoilt(chance, credit_code(chance)) if chance.random() < 0.5 else credit_code(chance)
        ours, theirs = fits(code), uscc.is_valid(code)
        inner = code[16] == organisation_digit(code[8:16])
        tally["agree" if ours == (theirs and inner) else "differ"] += 1
        tally["right" if ours else "wrong"] += 1
    return tally


def _spoilt(chance: random.Random, code: str) -> str:
    place = chance.randrange(18)
    alphabet = "0123456789" if 2 <= place < 8 else _ALPHABET
    return code[:place] + chance.choice(alphabet.replace(code[place], "")) + code[place + 1 :]


def single_slips(count: int, seed: int) -> Counter[str]:
    """One character wrong: is it seen, is the right code among the mends, is its place told?"""
    chance = random.Random(seed)
    tally: Counter[str] = Counter()
    for _ in range(count):
        code = credit_code(chance)
        wrong = _spoilt(chance, code)
        check = check_code(wrong)
        place = next(place for place, pair in enumerate(zip(code, wrong, strict=True), 1) if pair[0] != pair[1])
        tally["seen"] += check.fault is not CodeFault.RIGHT
        tally["right code among the mends"] += code in mends(wrong)
        tally["place told"] += place in check.positions
        tally["only mend, and right"] += check.mend == code
        tally["only mend, but another"] += bool(check.mend) and check.mend != code
    return tally


def resident_ids(count: int, seed: int) -> Counter[str]:
    """Random IDs, right and wrong in check digit or birth date, judged by both."""
    chance = random.Random(seed)
    regions = [
        region for region in ("110105", "441802", "330106", "510104", "650102", "120101") if region not in _NO_ORACLE
    ]
    tally: Counter[str] = Counter()
    for _ in range(count):
        birth = f"{chance.randint(1930, 2025)}{chance.randint(1, 13):02d}{chance.randint(1, 32):02d}"
        number = with_check_digit(f"{chance.choice(regions)}{birth}{chance.randint(0, 999):03d}")
        if chance.random() < 0.4:
            place = chance.randrange(17)
            number = number[:place] + str((int(number[place]) + chance.randint(1, 9)) % 10) + number[place + 1 :]
        ours = isinstance(read_resident_id(number, _DAY), ResidentId)
        theirs = _oracle(number)
        if theirs is None:
            tally["no oracle"] += 1
            continue
        tally["agree" if ours == theirs else "differ"] += 1
        tally["right" if ours else "wrong"] += 1
    return tally


def _oracle(number: str) -> bool | None:
    """What stdnum says; None for regions that it does not list, which warn with us and never fail."""
    try:
        ric.validate(number)
    except KeyError:
        return None
    except ric.InvalidComponent:
        return None if _has_birth(number) else False
    except ric.ValidationError:
        return False
    return ric.get_birth_date(number) <= _DAY


def _has_birth(number: str) -> bool:
    try:
        ric.get_birth_date(number)
    except ric.ValidationError:
        return False
    return True


def listed_codes(path: Path) -> tuple[Counter[str], list[str]]:
    """The codes of a CSV with a column credit_code: how many are right, and which are not."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        codes = [row["credit_code"].strip() for row in csv.DictReader(file) if row["credit_code"].strip()]
    faults = [(code, check_code(code)) for code in codes]
    wrong = [f"{code}: {check.fault}, places {check.positions}" for code, check in faults if not check.right]
    return Counter(check.fault.value or "right" for _, check in faults), wrong
