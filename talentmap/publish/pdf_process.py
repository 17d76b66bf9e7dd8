"""`python -m talentmap.publish.pdf_process OUT.pdf < document.html`: one PDF, no network, only our fonts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from talentmap.publish.fonts import faces, font_css
from talentmap.resources import templates_dir


class FontsOnly(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
    """Refuses every resource but the fonts that come with the installation."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The font at `url`; ValueError for anything else."""
        if url not in {face.path.as_uri() for face in faces()}:
            raise ValueError(f"refused to fetch {url}")
        return super().fetch(url, headers)


def write_pdf(path: Path, html: str) -> None:
    """`html` as a tagged PDF at `path`."""
    fonts, fetcher = FontConfiguration(), FontsOnly()
    style = font_css() + (templates_dir() / "whitepaper" / "style.css").read_text(encoding="utf-8")
    sheet = CSS(string=style, font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher)
    document.write_pdf(path, stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    write_pdf(Path(sys.argv[1]), sys.stdin.buffer.read().decode("utf-8"))
