"""Credit codes and resident IDs that pass every check digit and belong to nobody: region prefix 99 was never issued."""

from __future__ import annotations

from datetime import date

from examples.generator.chance import Dice

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(eight: str) -> str:
    """The ninth character of a GB 11714 organisation code."""
    total = sum(int(char, 36) * weight for char, weight in zip(eight, _ORGANISATION_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def credit_check(seventeen: str) -> str:
    """The last character of a unified social credit code."""
    total = sum(CREDIT_ALPHABET.index(char) * 3**place for place, char in enumerate(seventeen))
    return CREDIT_ALPHABET[-total % 31]


def credit_code(serial: int) -> str:
    """A credit code of a firm in region 99xxxx; one for each serial number."""
    eight = f"MA{serial:06d}"
    body = f"9199{1000 + serial % 9000:04d}{eight}{organisation_check(eight)}"
    return body + credit_check(body)


def misspelt(code: str, dice: Dice) -> str:
    """`code` with one wrong character in its organisation part."""
    place = dice.randrange(11, 16)
    wrong = dice.choice([char for char in "0123456789" if char != code[place]])
    return code[:place] + wrong + code[place + 1 :]


def resident_check(seventeen: str) -> str:
    """The last character of an 18-digit resident ID."""
    total = sum(int(char) * 2 ** (17 - place) for place, char in enumerate(seventeen))
    return "10X98765432"[total % 11]


def resident_id(serial: int, birth: date, female: bool) -> str:
    """A resident ID in region 99xxxx; sequences are even for women."""
    sequence = (serial % 499) * 2 + (0 if female else 1)
    body = f"99{1000 + serial // 499 % 9000:04d}{birth:%Y%m%d}{sequence:03d}"
    return body + resident_check(body)


def short_resident_id(eighteen: str) -> str:
    """The 15-digit form of before 1999; only for people born in the 1900s."""
    return eighteen[:6] + eighteen[8:17]


def invalid_resident_id(eighteen: str, dice: Dice) -> str:
    """An ID as wrong as people make it: two digits swapped, one lost, or a wrong last character."""
    spoils = [
        eighteen[:17] + dice.choice([c for c in "0123456789" if c != eighteen[17]]),
        eighteen[:16] + eighteen[17],
    ]
    swaps = [i for i in range(6, 16) if eighteen[i] != eighteen[i + 1]]
    if swaps:
        place = dice.choice(swaps)
        spoils.append(eighteen[:place] + eighteen[place + 1] + eighteen[place] + eighteen[place + 2 :])
    return dice.choice(spoils)


def phone(serial: int) -> str:
    """A number in the shape of a mobile number, in the block 154, which no carrier serves."""
    return f"154{serial:08d}"
