"""The fonts that are embedded: they come with the installation, so that a PDF looks the same on every machine.

Serif for text, sans for tables and figures, bold sans for heads. The bold face defaults to traditional forms and turns
to simplified ones where the text says it is `zh-Hans`; text inside SVG cannot say so and therefore stays regular.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault

SANS = "Talentmap Sans"
SERIF = "Talentmap Serif"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the family and weight it is used as."""

    family: str
    weight: int
    path: Path


@cache
def faces() -> Sequence[Face]:
    """The faces that are embedded. EnvironmentFault names the package that would bring a missing one."""
    return (
        Face(SANS, 400, _file("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf", "pylopdf-fonts-zh-cn")),
        Face(SANS, 700, _file("cvttf_NotoSansCJK_Bold", "NotoSansCJKtc-Bold.otf", "cvttf-notosanscjk-bold")),
        Face(SERIF, 400, _file("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf", "pylopdf-fonts-zh-cn")),
    )


@cache
def signs() -> frozenset[str]:
    """The characters that every face has, blanks included."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes a while to import

    return frozenset.intersection(
        *(frozenset(map(chr, TTFont(face.path, lazy=True).getBestCmap())) for face in faces())
    )


def font_css() -> str:
    """The `@font-face` rules of the faces."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{face.path.as_uri()}"); }}'
        for face in faces()
    )


def _file(module: str, name: str, package: str) -> Path:
    found = importlib.util.find_spec(module)
    folder = Path(found.origin).parent if found and found.origin else None
    if folder is None or not (folder / name).is_file():
        raise EnvironmentFault(
            both(f"The font {name} is not installed.", f"没有安装字体 {name}。"),
            both(f"Run: pip install {package}", f"请运行 pip install {package}"),
        )
    return folder / name
