"""Pseudonyms: personal values replaced by keyed hashes that nobody without the key can try out.

A plain hash of a resident ID is reversed in under a second when county and birth year are known; an HMAC (RFC 2104) is
not. Each purpose has its own key derived from the secret by HKDF (RFC 5869), so that a pseudonym of one kind never
equals one of another kind, and what is handed out for research can be joined with nothing that stays in the bureau.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.registry.identity.pinyin import pinyin_of
from talentmap.text import compact

LENGTH = 24
"""Hex characters kept: 96 bits, a collision among 200 million people has odds of one in four trillion."""

_NAME_NOISE = re.compile(r"[·•・‧⋅∙.\-'’`]")


class Digest(StrEnum):
    """The hash inside the HMAC: SHA-256, or SM3 (GM/T 0004) where national cryptography is required."""

    SHA256 = "sha256"
    SM3 = "sm3"


class Purpose(StrEnum):
    """What a pseudonym is for. Those of one purpose say nothing about those of another."""

    PERSON = "person"
    NAME = "name"
    PINYIN = "pinyin"
    PHONE = "phone"
    PHONE_TAIL = "phone-tail"
    RECORD = "record"
    TRACE = "trace"
    RESEARCH = "research"


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """The secret behind all pseudonyms; it shows itself neither in `repr` nor in any output."""

    secret: bytes = field(repr=False)
    digest: Digest = Digest.SHA256

    def for_purpose(self, purpose: Purpose) -> bytes:
        """The key of one purpose: HKDF without salt, of one block."""
        extracted = hmac.digest(bytes(_new(self.digest).digest_size), self.secret, self.digest)
        return hmac.digest(extracted, f"talentmap/{purpose}/2".encode() + b"\x01", self.digest)

    def keyed(self, purpose: Purpose) -> KeyedHash:
        """The pseudonyms of one purpose."""
        return KeyedHash(self.for_purpose(purpose), self.digest)


class KeyedHash:
    """HMAC under one key, its two halves prepared once: a third of the time of a call of `hmac.digest`."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes, digest: Digest = Digest.SHA256) -> None:
        block = _new(digest)
        padded = (key if len(key) <= block.block_size else _new(digest, key).digest()).ljust(block.block_size, b"\0")
        self._inner = _new(digest, bytes(byte ^ 0x36 for byte in padded))
        self._outer = _new(digest, bytes(byte ^ 0x5C for byte in padded))

    def of(self, value: str) -> str:
        """The pseudonym of `value`; empty for none."""
        return self.of_all((value.encode(),))[0]

    def of_all(self, values: Iterable[bytes]) -> list[str]:
        """The pseudonyms of many values; empty for none."""
        inner_copy, outer_copy, cut = self._inner.copy, self._outer.copy, LENGTH // 2
        found: list[str] = []
        for value in values:
            if not value:
                found.append("")
                continue
            inner = inner_copy()
            inner.update(value)
            outer = outer_copy()
            outer.update(inner.digest())
            found.append(outer.digest()[:cut].hex())
        return found


def _new(digest: Digest, start: bytes = b"") -> hashlib._Hash:
    try:
        return hashlib.new(digest, start)
    except ValueError as fault:
        raise EnvironmentFault(
            both(
                f"This Python's OpenSSL does not offer {digest.upper()}.",
                f"本机 Python 的 OpenSSL 不支持 {digest.upper()}。",
            ),
            both(
                "Use a Python built with OpenSSL 1.1.1 or newer with SM3, or a key file that names sha256.",
                "请使用带 SM3 的 OpenSSL 1.1.1 或更高版本，或改用 sha256 的密钥文件。",
            ),
        ) from fault


class Pseudonymiser:
    """Makes the pseudonyms of one key; the keys of all purposes are derived once. Names repeat and are remembered."""

    def __init__(self, key: PseudonymKey) -> None:
        self.person = key.keyed(Purpose.PERSON)
        self.phone = key.keyed(Purpose.PHONE)
        self.phone_tail = lru_cache(maxsize=10_000)(key.keyed(Purpose.PHONE_TAIL).of)
        self.record = key.keyed(Purpose.RECORD)
        self.trace = key.keyed(Purpose.TRACE)
        self._name = key.keyed(Purpose.NAME)
        self._pinyin = key.keyed(Purpose.PINYIN)
        self.name = lru_cache(maxsize=200_000)(self._of_name)

    def _of_name(self, name: str) -> tuple[str, str]:
        """The pseudonyms of a name and of its sound: the same for every spacing, width, case and middle dot."""
        folded = folded_name(name)
        return self._name.of(folded), self._pinyin.of(pinyin_of(folded))


def folded_name(name: str) -> str:
    """`name` without blanks, middle dots and the like, in one width and case: 阿依古丽·买买提 = 阿依古丽买买提."""
    return _NAME_NOISE.sub("", compact(name))
