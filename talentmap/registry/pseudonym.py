"""Pseudonyms: personal values replaced by keyed hashes that nobody without the key can try out.

A plain hash of a resident ID is reversed in under a second when county and birth year are known; an HMAC is not. Each
purpose has its own key derived from the secret, so that a pseudonym of one kind never equals one of another kind.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from enum import StrEnum

from talentmap.text import compact

LENGTH = 24
"""Hex characters kept: 96 bits, a collision among 200 million people has odds of one in four trillion."""

_NAME_NOISE = re.compile(r"[·•・‧⋅∙.\-'’`]")


class Purpose(StrEnum):
    """What a pseudonym stands for."""

    PERSON = "person"
    NAME = "name"
    PHONE = "phone"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """The secret behind all pseudonyms; it shows itself neither in `repr` nor in any output."""

    secret: bytes = field(repr=False)

    def for_purpose(self, purpose: Purpose) -> bytes:
        """The key of one purpose."""
        return hmac.digest(self.secret, f"talentmap/{purpose}/1".encode(), hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Pseudonymiser:
    """Makes the pseudonyms of one key; the keys of all purposes are derived once."""

    person_key: bytes = field(repr=False)
    name_key: bytes = field(repr=False)
    phone_key: bytes = field(repr=False)
    record_key: bytes = field(repr=False)

    @classmethod
    def of(cls, key: PseudonymKey) -> Pseudonymiser:
        """The pseudonymiser of `key`."""
        return cls(
            *(key.for_purpose(purpose) for purpose in (Purpose.PERSON, Purpose.NAME, Purpose.PHONE, Purpose.RECORD))
        )

    def person(self, resident_id: str) -> str:
        """The pseudonym of a resident ID in canonical form; empty for none."""
        return _digest(self.person_key, resident_id)

    def name(self, name: str) -> str:
        """The pseudonym of a name, the same for every spacing, width, case and middle dot; empty for none."""
        return _digest(self.name_key, folded_name(name))

    def phone(self, digits: str) -> str:
        """The pseudonym of a phone number in digits; empty for none."""
        return _digest(self.phone_key, digits)

    def record(self, content: str) -> str:
        """The pseudonym of a record's whole content."""
        return _digest(self.record_key, content)


def folded_name(name: str) -> str:
    """`name` without blanks, middle dots and the like, in one width and case: 阿依古丽·买买提 = 阿依古丽买买提."""
    return _NAME_NOISE.sub("", compact(name))


def _digest(key: bytes, value: str) -> str:
    return hmac.digest(key, value.encode(), hashlib.sha256).hex()[:LENGTH] if value else ""
