"""Signals of last year's catalog and what was done about them by the reference date: some settled, some late."""

from __future__ import annotations

from pathlib import Path

from examples.generator.files import write_table

_HEADER = ("signal", "step", "when", "who", "text", "owner", "due", "item_id", "text_en")
_WHO = "编制组（示例）"
_TECHNICIANS, _ENGINEERS = "rec-uncovered-technician", "rec-underfunded-engineer"
_RETAINED, _APPRAISED = "rec-empty_cell-youth-retain", "retain-wait"
_HOUSED, _PRACTICE, _FLATS = "s-housing", "s-apprentices", "s-flats"
_RAISED = (
    (_TECHNICIANS, "2025-09-10", "技能人才空缺岗位多数无政策可享", "人社局", "2025-12-31",
     "Technicians: most open posts qualify for no incentive"),
    (_ENGINEERS, "2025-09-10", "工程人才资金占比低于需求占比", "财政局", "2026-03-31",
     "Engineers: a smaller share of money than of need"),
    (_RETAINED, "2025-09-10", "青年人才留用环节没有政策条目", "人社局", "2026-06-15",
     "Youth talent: no incentive item for staying"),
    (_HOUSED, "2025-10-22", "企业反映工程人才住房补贴门槛高", "住建局", "2026-01-31",
     "Enterprises find the gates of housing aid for engineers too high"),
    (_APPRAISED, "2025-11-18", "职称申报等待时间长", "人社局", "2026-02-28", "Titles take long to be assessed"),
    (_PRACTICE, "2026-01-14", "学徒培训补助申请少", "人社局", "2026-05-31", "Few apply for aid for apprenticeships"),
    (_FLATS, "2026-03-05", "人才公寓空置", "住建局", "2026-09-30", "Talent flats stand empty"),
    ("s-unspent", "2026-04-20", "引进类预算执行不足", "组织部（人才办）", "2026-10-31",
     "Budgets for attraction are not spent"),
)  # fmt: skip
_TAKEN = (
    (_TECHNICIANS, "decision", "2025-11-06", "降低技能等级门槛", "", "p02-1"),
    (_TECHNICIANS, "action", "2025-12-12", "修订稿印发", "", "p02-1"),
    (_TECHNICIANS, "closed", "2026-01-20", "首批申请已兑付", "", "p02-1"),
    (_ENGINEERS, "decision", "2026-02-11", "调整年度资金安排", "2026-06-20", ""),
    (_HOUSED, "decision", "2025-12-03", "放宽职称条件", "", "p28-2"),
    (_HOUSED, "closed", "2026-02-25", "已按新条件受理", "", "p28-2"),
    (_APPRAISED, "decision", "2026-01-08", "开通绿色通道", "", "p24-1"),
    (_APPRAISED, "closed", "2026-03-19", "平均用时已缩短", "", "p24-1"),
    (_PRACTICE, "action", "2026-04-02", "入企宣讲", "", "p02-2"),
    (_PRACTICE, "closed", "2026-05-28", "申请数回升", "", "p02-2"),
    (_FLATS, "decision", "2026-05-12", "向青年人才开放", "2026-09-30", "p09-1"),
)


def write_loop(path: Path) -> None:
    """Write the journal, day by day."""
    rows = [
        *((signal, "signal", day, _WHO, text, owner, due, "", en) for signal, day, text, owner, due, en in _RAISED),
        *((signal, step, day, _WHO, text, "", due, item, "") for signal, step, day, text, due, item in _TAKEN),
    ]
    write_table(path, _HEADER, sorted(rows, key=lambda row: row[2]), "utf-8")
