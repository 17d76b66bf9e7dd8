"""Web pages: what a reader sees, block by block; scripts, styles and navigation left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from talentmap.encoding import UnknownEncoding, decode
from talentmap.policy.texts.reading import Reading, TextFault, insist_on_size

_HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "nav", "header", "footer", "aside", "button"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "table", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "hr"}
)
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr"})
_CELLS = frozenset({"td", "th"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,30})", re.IGNORECASE)
_GB = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"})


def read_html(content: bytes) -> Reading:
    """The paragraphs of a page; TextFault where no encoding makes sense of it."""
    page = _Page()
    page.feed(_text(content))
    page.close()
    page.finish()
    return Reading(insist_on_size(page.paragraphs))


def _text(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii").casefold() if declared else ""
    for codec in filter(None, ("gb18030" if name in _GB else name,)):
        try:
            return content.decode(codec)
        except (LookupError, UnicodeDecodeError):
            continue
    try:
        return decode(content)[0]
    except UnknownEncoding as fault:
        raise TextFault("encoding") from fault


class _Page(HTMLParser):
    """Gathers the text between block elements. A hidden element that is never closed hides no more than itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        if tag == "body":
            self._hidden.clear()
        elif tag in _HIDDEN and tag not in _VOID:
            self.finish()
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.finish()
        elif tag in _CELLS and self._pieces:
            self._pieces.append("｜")

    def handle_endtag(self, tag: str) -> None:
        """An element closes."""
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS:
            self.finish()

    def handle_data(self, data: str) -> None:
        """Characters."""
        if not self._hidden:
            self._pieces.append(data)

    def finish(self) -> None:
        """End the paragraph."""
        told = re.sub(r"\s+", " ", "".join(self._pieces)).strip(" ｜")
        if told:
            self.paragraphs.append(told)
        self._pieces.clear()
