"""English sentences that carry their Chinese: faults and causes are told in the language of who reads them."""

from __future__ import annotations

from typing import Self


class Bilingual(str):
    """A sentence that is English wherever it is used as text, and knows how the same is said in Chinese."""

    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """The sentence `en`, which is `zh` in Chinese."""
        sentence = super().__new__(cls, en)
        sentence.zh = zh
        return sentence

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str(self), self.zh)


def both(en: str, zh: str) -> Bilingual:
    """The sentence in both languages."""
    return Bilingual(en, zh)


def said(value: object, lang: str) -> str:
    """The value as text in `lang`; what knows no other language is said as it is, an exception by its first words."""
    if isinstance(value, BaseException) and value.args:
        value = value.args[0]
    return value.zh if lang == "zh" and isinstance(value, Bilingual) else str(value)
