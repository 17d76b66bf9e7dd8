"""The chapters in the order of the book. A new one is a module here, a template in each language, and a line below."""

from __future__ import annotations

from talentmap.publish.chapters import (
    advice,
    balance,
    catalogue,
    chain,
    changes,
    definitions,
    diagnosis,
    foreword,
    glossary,
    howto,
    index,
    items,
    lifecycle,
    loop,
    method,
    policy,
    quality,
    service,
    shortages,
    summary,
)
from talentmap.publish.chapters.declared import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    foreword.CHAPTER,
    summary.CHAPTER,
    howto.CHAPTER,
    balance.CHAPTER,
    shortages.CHAPTER,
    changes.CHAPTER,
    policy.CHAPTER,
    items.CHAPTER,
    chain.CHAPTER,
    diagnosis.CHAPTER,
    lifecycle.CHAPTER,
    service.CHAPTER,
    advice.CHAPTER,
    loop.CHAPTER,
    method.CHAPTER,
    definitions.CHAPTER,
    catalogue.CHAPTER,
    quality.CHAPTER,
    glossary.CHAPTER,
    index.CHAPTER,
)
