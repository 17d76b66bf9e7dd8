"""The catalog as a workbook: a cover, contents with links, and one table a sheet. Text is written as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.publish.released import Value
from talentmap.publish.sheets import LONG, STARS, TEXT, UNIT, Sheet, Sheets, word
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
_HEAD_ROW = 3
_A4, _A3 = 9, 8
_HEADS_A_PAGE = 14
_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}


def write_workbook(path: Path, edition: Edition, catalog: Catalog, shown: Protected, lang: str) -> None:
    """Write the workbook in `lang` to `path`."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        _describe(book, edition, lang)
        looks = _looks(book, lang)
        sheets = Sheets(catalog, shown, lang).all()
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
    numbers = {form: look(num_format=shape, align="right", **line) for form, shape in _NUMBERS.items()}
    return numbers | {
        "title": look(font_size=15, bold=True),
        "says": look(font_color=_SOFT),
        "head": look(bold=True, font_color="#FFFFFF", bg_color=_ACCENT, text_wrap=True, border=1, border_color=_LINE),
        TEXT: look(**line),
        LONG: look(text_wrap=True, **line),
        STARS: look(font_color="#A4411F", **line),
        "mark": look(font_color=_SOFT, align="right", italic=True, **line),
        "worded mark": look(font_color=_SOFT, italic=True, **line),
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
    }  # fmt: skip


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
    for row, sheet in enumerate(sheets, start=2):
        page.set_row(row, 30)
        page.write_url(row, 0, f"internal:'{sheet.title}'!A1", looks["link"], sheet.title)
        page.write_string(row, 1, sheet.says, looks[LONG])
        page.write_string(row, 2, word("cover", "rows", lang, n=len(sheet.rows)), looks["says"])
    _set_print(page, edition, lang)


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
            "columns": [{"header": head.title, "header_format": looks["head"]} for head in sheet.heads],
        },
    )


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
    return min(max(longest + 2, columns(head.title) + 4, 9), 44)


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
