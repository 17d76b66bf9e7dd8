import datetime as dt
from types import SimpleNamespace

from talentmap.review.loop import Loop, read_loop, record_steps
from talentmap.review.loop_proposals import not_yet_raised, proposals, raised


def named(zh, en):
    words = {"zh": zh, "en": en}
    return SimpleNamespace(id="m-welder", name=words.get, long_name=words.get)


CATALOG = SimpleNamespace(
    tiers={"technician": named("技能人才", "Technicians")},
    stages={"retain": named("留用", "retain")},
    roles={"m-welder": named("焊工", "Welder")},
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
    found = proposals(ADVICE, ROLES, CATALOG)
    assert [(one.id, one.zh) for one in found] == [
        ("rec-empty_cell-technician-retain", "技能人才留用没有政策条目"),
        ("role-m-welder", "紧缺岗位“焊工”无政策可享"),
    ]
    assert found[0].told("en") == "Technicians, retain: no incentive item in force"
    path = tmp_path / "loop.csv"
    record_steps(path, raised(not_yet_raised(found, Loop({})), dt.date(2026, 7, 1), "甲"))
    assert not_yet_raised(found, read_loop(path)) == []
