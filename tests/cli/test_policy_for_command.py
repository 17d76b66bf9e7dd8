from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_commands import run

ROOT = Path(__file__).parents[2]
EDITION = str(ROOT / "examples" / "qingyuan-2026")
ROLE = "nm-rd-assistant"


def answer(*more: str) -> dict[str, dict[str, object]]:
    code, told = run("policy", "for", ROLE, "--edition", EDITION, "--json", "--lang", "en", *more)
    assert code == 0
    found = json.loads(told)
    assert found["kind"] == "role"
    return {item["item_id"]: item for item in found["items"]}


def test_a_role_is_answered_item_by_item() -> None:
    items = answer()
    assert {item["verdict"] for item in items.values()} == {"eligible", "unknown", "refused"}
    for item in items.values():
        assert (item["verdict"] == "eligible") is (item["missing"] == [])
        assert str(item["apply"]).startswith("Apply to ")


def test_what_is_known_besides_changes_the_answer() -> None:
    before, after = answer(), answer("--know", "district=qingcheng", "--know", "age=60")
    changed = {name for name in before if before[name]["verdict"] != after[name]["verdict"]}
    assert any(before[name]["verdict"] == "unknown" for name in changed)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_console_names_what_is_missing(lang: str) -> None:
    code, told = run("policy", "for", ROLE, "--edition", EDITION, "--lang", lang)
    assert code == 0
    assert ("needs " if lang == "en" else "需要") in told
    assert "education >=" not in told


def test_a_subject_that_is_nobody_says_where_to_look(tmp_path: Path) -> None:
    for arguments in (("nobody",), (ROLE, "--know", "education=phd")):
        code, _ = run("policy", "for", *arguments, "--edition", EDITION, "--output", str(tmp_path))
        assert code != 0


def test_a_scenario_at_fault_lists_its_faults_and_leaves_with_1(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text("name_zh: 甲\nname_en: A\nchanges:\n- {item: nowhere, retire: true}\n", encoding="utf-8")
    code, told = run("scenario", EDITION, str(file), "--json")
    assert code == 1
    assert [problem["code"] for problem in json.loads(told)["problems"]] == ["policy-scenario-unknown-item"]


def test_the_bundled_scenario_needs_a_built_edition(tmp_path: Path) -> None:
    file = ROOT / "examples" / "qingyuan-2026" / "scenarios" / "skills-first.yaml"
    code, _ = run("scenario", EDITION, str(file), "--output", str(tmp_path))
    assert code != 0
