"""The catalog as a workbook: a cover, contents with links, and one table a sheet. Text is written as text.

A figure that is not precise bears one or two stars, put there by a condition on its quality letter or its interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.new_workbook import new_workbook
from talentmap.publish.released import Value
from talentmap.publish.sheets import LONG, STARS, TEXT, UNIT, Head, Sheet, Sheets, word, wording
from talentmap.publish.wrapping import columns
from talentmap.tables.protected import CONFIDENTIAL, Protected

_INK, _SOFT, _ACCENT, _LINE = "#1B2830", "#52626C", "#17596F", "#D5DCE0"
_NUMBERS = {
    "people": "#,##0",
    "signed": '+#,##0;"−"#,##0;0',
    "share": "0.0%",
    "ratio": "0.00",
    "months": "0.0",
    "money": "#,##0",
}
_GRADES = {
    5: ("#8F2F14", "#F6D2C4"),
    4: ("#8A4B00", "#FCE4C8"),
    3: ("#5F5200", "#FBF3CC"),
    1: ("#2F4A57", "#E3EDF1"),
}
_CV = {"**": 0.35, "*": 0.25}
"""The coefficient of variation above which a figure bears this mark; quality letters are cut at the same values."""
_QUALITY = {"**": "F", "*": "E"}
_WIDTHS_OF_INTERVAL = 2 * 1.96
_HEAD_ROW = 3
_A4, _A3 = 9, 8
_HEADS_A_PAGE = 14
_SAYS_WIDTH = 96
_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}


def write_workbook(
    path: Path, edition: Edition, catalog: Catalog, register: PolicyRegister, shown: Protected, lang: str
) -> None:
    """Write the workbook in `lang` to `path`."""
    with new_workbook(path) as book:
        _describe(book, edition, lang)
        looks = _looks(book, lang)
        sheets = Sheets(catalog, register, shown, lang).all()
        _write_cover(book.add_worksheet(word("sheets", "cover", lang)), edition, lang, looks)
        contents = book.add_worksheet(word("sheets", "contents", lang))
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title), sheet, edition, lang, looks)
        _write_contents(contents, sheets, edition, lang, looks)


def _describe(book: xlsxwriter.Workbook, edition: Edition, lang: str) -> None:
    """Properties that say what the file is; its date is the edition's, so that the same input gives the same bytes."""
    said = {
        "title": f"{_title(edition, lang)} {edition.settings.year}",
        "author": edition.publisher(lang),
        "company": edition.publisher(lang),
        "created": dt.datetime.combine(edition.settings.reference_date, dt.time()),
    }
    if edition.settings.illustrative:
        said["comments"] = word("cover", "illustrative", lang)
    book.set_properties(said)
    book.set_size(24_000, 14_000)


def _looks(book: xlsxwriter.Workbook, lang: str) -> Mapping[str, Format]:
    base = {"font_name": _FONTS[lang], "font_size": 10, "font_color": _INK, "valign": "vcenter"}

    def look(**more: object) -> Format:
        return book.add_format({**base, **more})

    line = {"bottom": 1, "bottom_color": _LINE}
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT, "text_wrap": True}
    head |= {"border": 1, "border_color": _LINE}
    numbers = {form: look(num_format=shape, align="right", **line) for form, shape in _NUMBERS.items()}
    return numbers | {
        "title": look(font_size=15, bold=True),
        "says": look(font_color=_SOFT),
        "head": look(align="left", indent=1, **head),
        "number head": look(align="right", **head),
        TEXT: look(indent=1, **line),
        LONG: look(text_wrap=True, indent=1, **line),
        STARS: look(font_color="#A4411F", **line),
        "mark": look(font_color=_SOFT, align="right", italic=True, **line),
        "worded mark": look(font_color=_SOFT, italic=True, indent=1, **line),
        "part": look(font_size=11, bold=True, font_color=_ACCENT, bottom=1, bottom_color=_ACCENT),
        "link": look(font_color=_ACCENT, underline=1),
        "big": look(font_size=26, bold=True),
        "year": look(font_size=16, font_color=_SOFT),
        "badge": look(font_size=13, bold=True, font_color="#7A4A00", bg_color="#FFF1CF"),
        "label": look(font_size=11, font_color=_SOFT),
        "said": look(font_size=11),
        **{
            f"grade{stars}": book.add_format({"font_color": ink, "bg_color": ground})
            for stars, (ink, ground) in _GRADES.items()
        },
        **{
            f"{form}{mark}": book.add_format({"num_format": _starred(shape, mark), "font_color": _SOFT})
            for form, shape in _NUMBERS.items()
            for mark in _CV
        },
    }  # fmt: skip


def _starred(shape: str, mark: str) -> str:
    """A number format that prints `mark` behind the number."""
    return ";".join(f'{part}"{mark}"' for part in shape.split(";"))


def _title(edition: Edition, lang: str) -> str:
    return word("cover", "title", lang, region=edition.region_name(lang))


def _write_cover(page: Worksheet, edition: Edition, lang: str, looks: Mapping[str, Format]) -> None:
    settings = edition.settings
    page.hide_gridlines(2)
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 18)
    page.set_column(2, 2, 80)
    page.set_row(3, 44)
    page.set_row(4, 28)
    page.write_string(3, 1, _title(edition, lang), looks["big"])
    page.write_string(4, 1, word("cover", "year", lang, year=settings.year), looks["year"])
    if settings.illustrative:
        page.set_row(6, 28)
        page.merge_range(6, 1, 6, 2, "", looks["badge"])
        page.write_string(
            6,
            1,
            f"{word('cover', 'illustrative', 'zh')} / {word('cover', 'illustrative', 'en')}",
            looks["badge"],
        )
    facts = {
        "region": edition.region_name(lang),
        "publisher": edition.publisher(lang),
        "reference": settings.reference_date.isoformat(),
        "fieldwork": f"{settings.fieldwork.start.isoformat()} – {settings.fieldwork.end.isoformat()}",
    }
    for row, (key, said) in enumerate(facts.items(), start=8):
        page.set_row(row, 22)
        page.write_string(row, 1, word("cover", key, lang), looks["label"])
        page.write_string(row, 2, said, looks["said"])
    _set_print(page, edition, lang)


def _write_contents(
    page: Worksheet, sheets: Sequence[Sheet], edition: Edition, lang: str, looks: Mapping[str, Format]
) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 84)
    page.set_column(2, 2, 12)
    page.set_row(0, 28)
    page.write_string(0, 0, word("sheets", "contents", lang), looks["title"])
    for row, line in enumerate(_lines(sheets, lang), start=2):
        if isinstance(line, str):
            page.set_row(row, 26)
            for at, said in enumerate((line, "", "")):
                page.write_string(row, at, said, looks["part"])
        else:
            page.set_row(row, 30 if columns(line.says) > _SAYS_WIDTH else 18)
            page.write_url(row, 0, f"internal:'{line.title}'!A1", looks["link"], line.title)
            page.write_string(row, 1, line.says, looks[LONG])
            page.write_string(row, 2, word("cover", "rows", lang, n=len(line.rows)), looks["says"])
    _set_print(page, edition, lang)


def _lines(sheets: Sequence[Sheet], lang: str) -> Iterator[str | Sheet]:
    """The sheets, with the title of each part before the first of its sheets."""
    for group, inside in groupby(sheets, key=lambda sheet: sheet.group):
        yield _part(group, lang)
        yield from inside


def _part(group: str, lang: str) -> str:
    """The title of a part of the contents; a group without one is called by its name."""
    pair = wording()["groups"].get(group)
    return pair[lang == "en"] if pair else group


def _write_sheet(page: Worksheet, sheet: Sheet, edition: Edition, lang: str, looks: Mapping[str, Format]) -> None:
    page.hide_gridlines(2)
    page.set_row(0, 28)
    page.write_string(0, 0, sheet.title, looks["title"])
    page.write_string(1, 0, sheet.says, looks["says"])
    page.write_url(
        2,
        0,
        f"internal:'{word('sheets', 'contents', lang)}'!A1",
        looks["link"],
        word("sheets", "contents", lang),
    )
    widths = [_width(sheet, at) for at in range(len(sheet.heads))]
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    for number, row in enumerate(sheet.rows):
        page.set_row(_HEAD_ROW + 1 + number, _height(sheet, row, widths))
        for at, head in enumerate(sheet.heads):
            form = sheet.forms[number] if head.form == UNIT else head.form
            _write(page, (_HEAD_ROW + 1 + number, at), row[at], form, looks)
    _make_table(page, sheet, looks)
    _colour_grades(page, sheet, looks)
    _star_figures(page, sheet, looks)
    fixed = next((at for at, head in enumerate(sheet.heads) if head.form not in (TEXT, LONG)), 0)
    broad = len(sheet.heads) > _HEADS_A_PAGE
    page.freeze_panes(_HEAD_ROW + 1, 1 if broad else min(fixed, 3))
    page.repeat_rows(_HEAD_ROW)
    _set_print(page, edition, lang)
    if broad:
        page.set_paper(_A3)
        page.fit_to_pages(2, 0)
        page.repeat_columns(0, 0)


def _make_table(page: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    last = _HEAD_ROW + max(len(sheet.rows), 1)
    page.set_row(_HEAD_ROW, 34)
    page.add_table(
        _HEAD_ROW,
        0,
        last,
        len(sheet.heads) - 1,
        {
            "name": f"table_{sheet.key}",
            "style": "Table Style Light 1",
            "columns": [{"header": head.title, "header_format": looks[_head_look(head)]} for head in sheet.heads],
        },
    )


def _head_look(head: Head) -> str:
    return "number head" if head.form in _NUMBERS or head.form == UNIT else "head"


def _colour_grades(page: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    for at, head in enumerate(sheet.heads):
        if head.form != STARS or not sheet.rows:
            continue
        for stars in _GRADES:
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{"★" * stars}"',
                "format": looks[f"grade{stars}"],
            }
            page.conditional_format(_HEAD_ROW + 1, at, _HEAD_ROW + len(sheet.rows), at, rule)


def _star_figures(page: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    """Mark the figures that are not precise."""
    places = {head.name: at for at, head in enumerate(sheet.heads)}
    for at, head in enumerate(sheet.heads):
        for mark in _CV:
            criteria = _imprecise(head.name, places, mark)
            if criteria and sheet.rows and head.form in _NUMBERS:
                rule = {
                    "type": "formula",
                    "criteria": criteria,
                    "format": looks[head.form + mark],
                    "stop_if_true": True,
                }
                page.conditional_format(_HEAD_ROW + 1, at, _HEAD_ROW + len(sheet.rows), at, rule)


def _imprecise(name: str, places: Mapping[str, int], mark: str) -> str:
    """The condition under which a figure of the first row bears `mark`; empty for columns that never do."""
    first = _HEAD_ROW + 2
    if name == "need" and "quality" in places:
        return f'=${xl_col_to_name(places["quality"])}{first}="{_QUALITY[mark]}"'
    if f"{name}_low" not in places or f"{name}_high" not in places:
        return ""
    value, low, high = (f"${xl_col_to_name(places[name + end])}{first}" for end in ("", "_low", "_high"))
    wide = f"{high}-{low}>{_WIDTHS_OF_INTERVAL * _CV[mark]:.3f}*ABS({value})"
    return f"=AND(COUNT({value},{low},{high})=3,{wide})"


def _write(page: Worksheet, cell: tuple[int, int], value: Value, form: str, looks: Mapping[str, Format]) -> None:
    if value is None or value == CONFIDENTIAL:
        mark = "mark" if form in _NUMBERS else "worded mark"
        page.write_string(*cell, CONFIDENTIAL if value else "–", looks[mark])
    elif isinstance(value, str):
        page.write_string(*cell, value, looks[form])
    else:
        page.write_number(*cell, value, looks[form])


def _height(sheet: Sheet, row: Sequence[Value], widths: Sequence[float]) -> float:
    """The height in points that the row's wrapped cells need; some programs do not work it out themselves."""
    lines = (
        -(-columns(str(value)) // int(widths[at] - 2))
        for at, value in enumerate(row)
        if value is not None and sheet.heads[at].form == LONG
    )
    return 2 + 14 * max(lines, default=1)


def _width(sheet: Sheet, at: int) -> float:
    """A width that fits the head on two lines and all but the longest values."""
    head = sheet.heads[at]
    if head.form == LONG:
        return 60 if sheet.key != "notes" else 100
    values = [row[at] for row in sheet.rows]
    longest = max(
        (columns(value) if isinstance(value, str) else len(f"{value:,}") for value in values if value is not None),
        default=0,
    )
    return min(max(longest + 3, columns(head.title) + 4, 9), 44)


def _set_print(page: Worksheet, edition: Edition, lang: str) -> None:
    settings = edition.settings
    mark = f" · {word('cover', 'illustrative', lang)}" if settings.illustrative else ""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L{_plain(_title(edition, lang))} {settings.year}{mark}&R&A")
    page.set_footer(f"&L{_plain(edition.publisher(lang))}&R{word('cover', 'page', lang)}")


def _plain(text: str) -> str:
    """`text` for a header or footer, in which & begins a command; cut to what Excel allows."""
    return text.replace("&", "＆")[:80]
