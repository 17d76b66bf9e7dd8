"""The manifest of a built edition: which one it is, and every published file with its checksum."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from talentmap.bilingual import both
from talentmap.errors import EditionError

FILE = "manifest.json"


class Manifest(BaseModel):
    """`manifest.json` of an output folder; keys that another version wrote besides are passed over.

    `files` maps the path below the folder to the SHA-256 of the content, in hexadecimal.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    edition: str
    region: str
    year: int
    illustrative: bool
    talentmap: str
    files: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the built edition in `folder`; EditionError where there is none that can be read."""
    try:
        return Manifest.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError) as fault:
        raise EditionError(
            both(
                f"{folder} is no published edition: it holds no {FILE} that can be read.",
                f"{folder} 不是已发布的年度版：没有可读的 {FILE}。",
            ),
            both(
                "Name the folder that `talentmap build` wrote, such as output/qingyuan-2026.",
                "请给出 `talentmap build` 写出的文件夹，例如 output/qingyuan-2026。",
            ),
        ) from fault
