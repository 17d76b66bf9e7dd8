"""Stage 2: department extracts become people under keyed pseudonyms."""

from talentmap.registry.account import ExtractAccount
from talentmap.registry.build import RegistryReport, build_registry
from talentmap.registry.keyfile import key_file, new_key_file, pseudonym_key
from talentmap.registry.pseudonym import PseudonymKey

__all__ = [
    "ExtractAccount",
    "PseudonymKey",
    "RegistryReport",
    "build_registry",
    "key_file",
    "new_key_file",
    "pseudonym_key",
]
