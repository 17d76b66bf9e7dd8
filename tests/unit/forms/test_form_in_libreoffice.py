"""The drop-downs where they have to live: LibreOffice opens the form and is asked what its lists offer."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from talentmap.catalog.read import read_catalog
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS
from talentmap.forms.template import Template
from talentmap.forms.validation import dependent
from talentmap.forms.workbook import write_form
from talentmap.resources import catalogs_dir

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
CATALOG = read_catalog(catalogs_dir(), "qingyuan")
CHAIN = CATALOG.chains["new-materials"]


def converted(path: Path, kind: str) -> Path:
    profile = (path.parent / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    out = path.parent / kind
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{kind}"


def test_lists_are_alive_and_roles_follow_their_segment(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    write_form(form, Template(CATALOG, CHAIN.id, "e"))
    book = openpyxl.load_workbook(form)
    probe = book.create_sheet("probe")
    for row, segment in enumerate(CHAIN.segments, start=1):
        source = dependent("roles", "role_segments", f"$A{row}").removeprefix("=")
        probe.append([f"{segment.zh} {segment.en}", f"=ROWS({source})", f"=INDEX({source},1,1)"])
    everything = dependent("roles", "role_segments", "$A99").removeprefix("=")
    probe.append([None, f"=ROWS({everything})"])
    book.save(tmp_path / "probed.xlsx")
    asked = openpyxl.load_workbook(converted(tmp_path / "probed.xlsx", "xlsx"), data_only=True)["probe"]
    for row, segment in enumerate(CHAIN.segments, start=1):
        roles = [role for role in CATALOG.roles_of(CHAIN.id) if role.segment == segment.id]
        assert asked.cell(row, 2).value == len(roles), segment.id
        assert asked.cell(row, 3).value == f"{roles[0].zh} {roles[0].en}"
    assert asked.cell(len(CHAIN.segments) + 1, 2).value == len(CATALOG.roles_of(CHAIN.id))


def test_libreoffice_keeps_every_rule_of_the_form(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    write_form(form, Template(CATALOG, CHAIN.id, "e"))
    flat = converted(form, "fods").read_text(encoding="utf-8")
    conditions = re.findall(r'<table:content-validation [^>]*table:condition="([^"]*)"', flat)
    lists = [condition for condition in conditions if "cell-content-is-in-list" in condition]
    assert len(lists) >= len({q.choices for q in (*ENTERPRISE_QUESTIONS, *DEMAND_QUESTIONS) if q.choices} - {"chains"})
    assert any("role_segments" in condition and "OFFSET" in condition for condition in lists)
    assert any("cell-content-is-whole-number" in condition for condition in conditions)
    names = set(re.findall(r'<table:named-range table:name="([^"]+)"', flat))
    assert {"roles", "role_segments", "segments", "education", "pains_attract", "need_kinds"} <= names
    assert "#REF!" not in flat
    assert "Err:5" not in flat
