"""Stage 2: department extracts become people under keyed pseudonyms."""

from talentmap.registry.account import ExtractAccount
from talentmap.registry.build import RegistryReport, RegistrySources, build_registry
from talentmap.registry.identity.keyfile import (
    former_key_file,
    key_file,
    new_key_file,
    pseudonym_key,
    put_in_place,
    read_key_file,
)
from talentmap.registry.identity.pseudonym import Digest, PseudonymKey

__all__ = [
    "Digest",
    "ExtractAccount",
    "PseudonymKey",
    "RegistryReport",
    "RegistrySources",
    "build_registry",
    "former_key_file",
    "key_file",
    "new_key_file",
    "pseudonym_key",
    "put_in_place",
    "read_key_file",
]
