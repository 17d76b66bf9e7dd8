"""What WeasyPrint's PDFs lack: scopes of table headers, links that print, fonts that every viewer reads alike."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from talentmap.publish.pdf_fonts import with_plain_codes

_PRINT = 4


def finished(pdf: bytes) -> bytes:
    """`pdf` with a scope on every header cell, printable links and plain fonts; the same bytes give the same bytes."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for element, in_head in _headers(document.Root.StructTreeRoot, in_head=False):
            _scope(document, element, in_head=in_head)
        for page in document.pages:
            for annotation in page.get(Name.Annots, []):
                annotation[Name.F] = int(annotation.get(Name.F, 0)) | _PRINT
        with_plain_codes(document)
        written = BytesIO()
        document.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _scope(document: pikepdf.Pdf, element: pikepdf.Object, *, in_head: bool) -> None:
    """Columns in heads and over groups of rows, rows elsewhere."""
    attributes = element.get(Name.A) or document.make_indirect(Dictionary(O=Name.Table))
    spans = int(attributes.get("/ColSpan", 1)) > 1
    attributes[Name.Scope] = Name.Column if in_head or spans else Name.Row
    element[Name.A] = attributes


def _headers(element: pikepdf.Object, *, in_head: bool) -> Iterator[tuple[pikepdf.Object, bool]]:
    """Every TH below `element`, and whether it stands in the head of its table."""
    kids = element.get(Name.K)
    for kid in kids if isinstance(kids, Array) else [] if kids is None else [kids]:
        if not isinstance(kid, Dictionary):
            continue
        kind = kid.get(Name.S)
        if kind == Name.TH:
            yield kid, in_head
        yield from _headers(kid, in_head=in_head or kind == Name.THead)
