"""What the open data are called and how they are to be read, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from talentmap.model.edition import Edition

SOURCES = (
    ("企业人才需求调查", "Enterprise talent demand survey"),
    ("部门人才登记", "Talent registries of the departments"),
    ("人才政策台账", "Register of talent policy"),
)
_TITLE: Mapping[str, str] = {
    "zh": "{region}重点产业人才需求目录{year}",
    "en": "{region} key industry talent demand catalog {year}",
}
_READING: Mapping[str, str] = {
    "zh": "保密的数值为空，其状态列为 c；其他空值为不详。文本开头的撇号不属于文本，只为防止表格软件把它当作公式。",
    "en": "A hidden value is empty and its status column holds c; other empty values are not known. An apostrophe at "
    "the beginning of a text is not part of it: it keeps spreadsheets from running the text as a formula.",
}
_ILLUSTRATIVE: Mapping[str, str] = {"zh": "示例数据，不代表真实情况。", "en": "Illustrative data, not real figures."}


def title(edition: Edition, lang: str) -> str:
    """What the data set is called."""
    return _TITLE[lang].format(region=edition.region_name(lang), year=edition.settings.year)


def description(edition: Edition, lang: str) -> str:
    """How to read the files; says first that the data are made up, where they are."""
    mark = _ILLUSTRATIVE[lang] if edition.settings.illustrative else ""
    return f"{mark}{' ' if mark and lang == 'en' else ''}{_READING[lang]}"
