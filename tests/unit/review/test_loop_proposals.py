import datetime as dt
from types import SimpleNamespace

from talentmap.review.loop import Loop, read_loop, record_steps
from talentmap.review.loop_proposals import not_yet_raised, proposals, raised


def named(text):
    return SimpleNamespace(id="m-welder", name=lambda lang: text, long_name=lambda lang: text)


CATALOG = SimpleNamespace(
    tiers={"technician": named("技能人才")}, stages={"retain": named("留用")}, roles={"m-welder": named("焊工")}
)
ADVICE = [
    {"recommendation_id": "empty_cell:technician:retain", "rule": "empty_cell", "tier": "technician",
     "stage": "retain", "priority": 2},
    {"recommendation_id": "balanced:technician", "rule": "balanced", "tier": "technician", "stage": "", "priority": 1},
]  # fmt: skip
ROLES = [
    {"role_id": "m-welder", "grade": "short", "accepted_share": 0.0},
    {"role_id": "m-gone", "grade": "short", "accepted_share": 0.0},
]


def test_each_finding_is_raised_once(tmp_path):
    found = proposals(ADVICE, ROLES, CATALOG, "zh")
    assert [(one.id, one.text) for one in found] == [
        ("rec-empty_cell-technician-retain", "技能人才留用没有政策条目"),
        ("role-m-welder", "紧缺岗位“焊工”无政策可享"),
    ]
    path = tmp_path / "loop.csv"
    record_steps(path, raised(not_yet_raised(found, Loop({})), dt.date(2026, 7, 1), "甲"))
    assert not_yet_raised(found, read_loop(path)) == []
