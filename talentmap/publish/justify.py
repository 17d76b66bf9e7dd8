"""Chinese lines with two straight edges: what is left of a line goes in equal parts between all its characters.

CSS Text 3 calls this `text-justify: inter-character`, and Chinese is set so (CLREQ, 3.1.3). WeasyPrint stretches blanks
alone: the few that stand beside numbers would open into holes. `spread_over_characters` puts this rule in the place of
its own, for lines that say they are Chinese; lines in other languages keep theirs. A line that would have to be spread
too far, before a long word or number that does not break, ends where it ends.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

_WIDEST = 0.12
"""No character is spread by more than this part of its size."""
_stretch_blanks = inline.justify_line


def spread_over_characters() -> None:
    """Make WeasyPrint justify Chinese lines between characters, from here on in this process."""
    inline.justify_line = _justify_line


def _justify_line(context: Any, line: Any, extra_width: float) -> None:
    if not str(line.style["lang"] or "").startswith("zh"):
        _stretch_blanks(context, line, extra_width)
        return
    share = extra_width / max(_characters(line), 1)
    if share <= _WIDEST * line.style["font_size"]:
        _spread(context, line, share, 0.0)


def _characters(box: Any) -> int:
    """How many characters stand in `box`, outside of pieces that are set as a whole."""
    if isinstance(box, boxes.TextBox):
        return len(box.text)
    return sum(map(_characters, box.children)) if isinstance(box, boxes.LineBox | boxes.InlineBox) else 0


def _spread(context: Any, box: Any, share: float, advance: float) -> float:
    """Move `box` right by `advance`, widen each of its characters by `share`; gives the advance of what follows."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        box.style = box.style.copy()
        box.style["letter_spacing"] = share + _own_spacing(box)
        box.pango_layout = create_layout(box.text, box.style, context, None, 0)
        box.pango_layout.deactivate()
        box.width += share * len(box.text)
        return advance + share * len(box.text)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(advance, 0)
        return advance
    before = advance
    box.position_x += advance
    for child in box.children:
        if child.is_in_normal_flow():
            advance = _spread(context, child, share, advance)
    box.width += advance - before
    return advance


def _own_spacing(box: Any) -> float:
    spacing = box.style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)
