from __future__ import annotations

import json

import pytest

from talentmap.errors import EditionError
from talentmap.model.manifest import read_manifest

SOUND = {
    "edition": "q-2026", "region": "清远市", "year": 2026, "illustrative": True, "talentmap": "0.1.0",
    "files": {"map.html": "ab"},
}  # fmt: skip


def test_a_manifest_is_read_with_what_later_versions_add(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(SOUND | {"later": 1}), encoding="utf-8")
    found = read_manifest(tmp_path)
    assert (found.edition, found.year, found.illustrative, dict(found.files)) == ("q-2026", 2026, True, SOUND["files"])


@pytest.mark.parametrize(
    "content", [b"", b'{"a":', b"[]", b"{}", b"\xff\xfe\x00", b"[" * 100_000, json.dumps(SOUND | {"files": 1}).encode()]
)
def test_what_is_no_manifest_is_an_edition_error(tmp_path, content):
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(EditionError, match=r"no manifest\.json that can be read"):
        read_manifest(tmp_path)


def test_a_folder_without_one_is_an_edition_error(tmp_path):
    with pytest.raises(EditionError, match="is no published edition"):
        read_manifest(tmp_path)
