"""`python -m talentmap.publish.pdf_process < sheets.json`: PDFs of a list of sheets, no network, only our fonts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from talentmap.publish.fonts import faces, font_css
from talentmap.publish.justify import spread_over_characters
from talentmap.publish.pdf_finish import finished
from talentmap.resources import templates_dir


class FontsOnly(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
    """Refuses every resource but the fonts that come with the installation."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The font at `url`; ValueError for anything else."""
        if url not in {face.path.as_uri() for face in faces()}:
            raise ValueError(f"refused to fetch {url}")
        return super().fetch(url, headers)


def style_css(style: str) -> str:
    """The style sheet of `style`: the report's, with what an official document changes after it."""
    folder = templates_dir() / "whitepaper" / "style"
    names = ["report"] if style == "report" else ["report", style.removesuffix("-red")]
    return font_css() + "".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in names)


def write_all(sheets: Iterable[Mapping[str, str]]) -> None:
    """Each sheet as a tagged PDF at its path; fonts and styles are read once."""
    spread_over_characters()
    fonts, fetcher = FontConfiguration(), FontsOnly()
    styles: dict[str, CSS] = {}
    for sheet in sheets:
        style = sheet["style"]
        if style not in styles:
            styles[style] = CSS(string=style_css(style), font_config=fonts, url_fetcher=fetcher)
        document = HTML(string=sheet["html"], url_fetcher=fetcher)
        pdf = document.write_pdf(stylesheets=[styles[style]], font_config=fonts, pdf_variant="pdf/ua-1")
        Path(sheet["path"]).write_bytes(finished(pdf))


if __name__ == "__main__":
    write_all(json.loads(sys.stdin.buffer.read().decode("utf-8")))
