from __future__ import annotations

from collections.abc import Callable

import pytest

from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.read import read_catalog
from talentmap.policy.coding.code import Coder, Coding
from talentmap.policy.texts.clauses import Clause
from talentmap.resources import catalogs_dir


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder(read_policy_words(), read_catalog(catalogs_dir(), "qingyuan"))


@pytest.fixture(scope="session")
def coded(coder: Coder) -> Callable[..., Coding]:
    def code(text: str, lead: str = "", file: str = "a.txt") -> Coding:
        return coder.code(Clause(file, "第一条", text, lead))

    return code
