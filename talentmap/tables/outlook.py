"""The years ahead: PROJECTION by scenario, COHORTS in training against gaps, RESKILLING routes between roles.

All three are worked out from tables that are published already, from rates of groups that rest on enough people or
enterprises, and from public seats: a role that is hidden stays hidden. Projections are scenarios, not forecasts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentmap.tables.schema import Column, Disclosure, Kind, Table

if TYPE_CHECKING:
    import pandas as pd

    from talentmap.model.problem import Problem

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_O, _P = Disclosure.OPEN, Disclosure.PROTECTED
_CHAIN = Column("chain_id", _T, "产业链，空为全部", "Chain, empty for all", "", _O)
_TIER = Column("tier", _T, "人才类别，空为全部", "Tier, empty for all", "", _O)
_AHEAD = Column("years_ahead", _I, "距基准日年数", "Years after the reference date", "years", _O)
_YEAR = Column("year", _I, "年份", "Calendar year in which that year ends", "", _O)

PROJECTION = Table(
    "projection",
    "供需情景推演",
    "Posts and people up to five years ahead under each scenario, with 80% and 95% intervals of the gap",
    key=("scenario", "chain_id", "tier", "role_id", "years_ahead"),
    columns=(
        Column("scenario", _T, "情景", "Scenario of projection.yaml", "", _O),
        _CHAIN,
        _TIER,
        Column("role_id", _T, "岗位，空为整组", "Role, empty for the whole group", "", _O),
        _AHEAD,
        _YEAR,
        Column("posts", _F, "岗位总量", "Employed today, open posts, and planned posts that add", "people", _P),
        Column("workforce", _F, "人员总量", "People employed or available who are still there", "people", _P),
        Column("gap", _F, "缺口", "Posts less people", "people", _P),
        Column("gap_low", _F, "缺口95%区间下限", "Lower end of the 95% interval of the gap", "people", _P),
        Column("gap_high", _F, "缺口95%区间上限", "Upper end of the 95% interval of the gap", "people", _P),
        Column("gap_inner_low", _F, "缺口80%区间下限", "Lower end of the 80% interval of the gap", "people", _P),
        Column("gap_inner_high", _F, "缺口80%区间上限", "Upper end of the 80% interval of the gap", "people", _P),
        Column("p_gap", _F, "仍有缺口的概率", "Share of draws in which posts exceed people", "0-1", _P),
        Column("planned", _F, "累计新增岗位", "Planned posts that add, since the start", "people", _P),
        Column("left", _F, "累计流失", "People who left the region or the trade, since the start", "people", _P),
        Column("retired", _F, "累计退休", "People who retired, since the start", "people", _P),
        Column("trained", _F, "累计培养", "People who qualified and stayed, since the start", "people", _P),
        Column("arrived", _F, "累计引进", "People who came from elsewhere, since the start", "people", _P),
    ),
)

COHORTS = Table(
    "cohorts",
    "培养规划",
    "Roles with a gap: who is in training for them, what remains unmet by year, and the seats that would close it",
    key=("role_id", "years_ahead"),
    columns=(
        _CHAIN,
        Column("tier", _T, "人才类别", "Tier", "", _O),
        Column("role_id", _T, "岗位", "Role", "", _O),
        _AHEAD,
        _YEAR,
        Column("majors", _T, "相近专业", "Majors that lead to the role, joined by |", "", _O),
        Column("education", _T, "学历门槛", "Education floor of the role", "", _O),
        Column("years_to_qualify", _I, "培养年限", "Years from admission to graduation", "years", _O),
        Column("seats", _I, "相近专业招生人数", "Seats of the class that graduates, shared by all roles of the majors",
               "seats", _O),
        Column("gap_untrained", _F, "不计培养的缺口", "Gap if nobody qualified", "people", _P),
        Column("graduates", _F, "累计到岗毕业生", "Graduates who took up the role, since the start", "people", _P),
        Column("unmet", _F, "仍未满足", "Gap that remains, 0 where there is none", "people", _P),
        Column("extra_seats", _F, "需增招生人数",
               "Seats to be added at the next admission so that its class closes what is unmet when it graduates; "
               "empty in other years, and where it graduates beyond the horizon", "seats", _P),
    ),
)  # fmt: skip

RESKILLING = Table(
    "reskilling",
    "转岗路径",
    "Ways from roles with people to spare to roles with a gap, by the must and important skills that they share",
    key=("to_role", "from_role"),
    columns=(
        Column("to_role", _T, "短缺岗位", "Role with a gap", "", _O),
        Column("from_role", _T, "富余岗位", "Role with people to spare", "", _O),
        Column("via", _T, "经由岗位", "Role on the way, empty for a direct move", "", _O),
        Column("rank", _I, "位次", "Place among the ways to the role, the shortest first", "", _O),
        Column("shared", _F, "已具备技能占比", "Share of the role's must and important skills at hand", "0-1", _O),
        Column("effort", _F, "转岗难度", "Share of skills to be learnt, added up over the steps", "ratio", _O),
        Column("missing_skills", _T, "待补技能", "Skills to be learnt, weightiest first, joined by |", "", _O),
        Column("surplus", _F, "富余人数", "People to spare", "people", _P),
        Column("gap", _F, "缺口", "People missing", "people", _P),
        Column("movers", _F, "方案人数", "People who move in the plan of least effort; nobody twice", "people", _P),
    ),
)  # fmt: skip

BACKTEST = Table(
    "projection_backtest",
    "推演回测",
    "The model applied to the edition before: the gap projected for this year beside the one that was found",
    key=("chain_id", "tier"),
    columns=(
        _CHAIN,
        _TIER,
        Column("gap_before", _F, "上年缺口", "Gap of the edition before", "people", _P),
        Column("projected", _F, "推演缺口", "Gap projected from there for this edition", "people", _P),
        Column("projected_low", _F, "推演95%区间下限", "Lower end of its 95% interval", "people", _P),
        Column("projected_high", _F, "推演95%区间上限", "Upper end of its 95% interval", "people", _P),
        Column("found", _F, "实际缺口", "Gap of this edition", "people", _P),
        Column("inside", _I, "落入区间", "1 where the interval holds the gap that was found", "", _O),
    ),
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The years ahead of an edition; a frame is None where what it needs is missing, which a problem says."""

    projection: pd.DataFrame | None = None
    cohorts: pd.DataFrame | None = None
    reskilling: pd.DataFrame | None = None
    backtest: pd.DataFrame | None = None
    problems: tuple[Problem, ...] = ()
