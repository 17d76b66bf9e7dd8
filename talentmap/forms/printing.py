"""How the form's sheets print: A4, header rows repeated, wide tables cut into pages that repeat what names a row."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from talentmap.forms.marks import FormMark

_A4 = 9
_SCALE = 75
_PAGE_PIXELS = 1035  # A4 landscape at 75% less the margins, and room for programs that draw columns wider
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}


def print_upright(sheet: Worksheet, mark: FormMark) -> None:
    """One page wide, upright."""
    _set_up(sheet, mark)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)


def print_across(sheet: Worksheet, mark: FormMark) -> None:
    """One page wide, landscape."""
    _set_up(sheet, mark)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def print_in_parts(sheet: Worksheet, mark: FormMark, widths: Sequence[float]) -> None:
    """Landscape at a readable size; the first column and the header stand on every page."""
    _set_up(sheet, mark)
    sheet.set_landscape()
    sheet.set_print_scale(_SCALE)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.set_v_pagebreaks(page_breaks(widths))


def page_breaks(widths: Sequence[float]) -> list[int]:
    """Before which columns a page ends, so that each page holds the first column and as many others as fit."""
    pixels = [7 * width + 5 for width in widths]
    breaks: list[int] = []
    used = pixels[0]
    for index, width in enumerate(pixels[1:], start=1):
        if used + width > _PAGE_PIXELS:
            breaks.append(index)
            used = pixels[0]
        used += width
    return breaks


def _set_up(sheet: Worksheet, mark: FormMark) -> None:
    sheet.set_paper(_A4)
    sheet.set_margins(**_MARGINS)
    sheet.set_footer(f"&L&8{mark.small_print()}&C&8&A&R&8&P / &N")
