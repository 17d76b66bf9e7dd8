"""The part of a Word package that holds its footnotes, which python-docx does not write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from talentmap.publish.writers.word_inlines import NS

_LINES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
_MARK = '<w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'


def add_footnotes(document: Any, notes: Sequence[str]) -> None:
    """Put `notes`, the runs of each, into the package, numbered from one on."""
    told = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
        f'{_MARK}<w:r><w:t xml:space="preserve"> </w:t></w:r>{note}</w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {NS}>{_LINES}{told}</w:footnotes>'
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml.encode("utf-8"), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
