"""The scorecard of departments, made of published figures alone: SCORECARD, SCORECARD_RANKS."""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_O = Disclosure.OPEN
_DEPARTMENT = Column("department_id", _T, "部门", "Department", disclosure=_O)
_TERM = Column("term", _T, "期限：short 短期、long 长期", "short or long", disclosure=_O)

SCORECARD = Table(
    "scorecard",
    "部门评价指标",
    "What each department is scored by: what is counted at once (short) and what became of it (long)",
    key=("department_id", "indicator_id"),
    columns=(
        _DEPARTMENT,
        Column("indicator_id", _T, "指标", "Indicator of catalogs/scorecard.yaml", disclosure=_O),
        _TERM,
        Column("answers", _T, "对应的短期指标", "The short-term indicator that it is set beside", disclosure=_O),
        Column("value", _F, "数值；空为未知或保密", "Value; empty: not known or hidden", "", _O),
        Column("low", _F, "95%区间下限", "Lower end of its 95% interval, where it has one", "", _O),
        Column("high", _F, "95%区间上限", "Upper end of its 95% interval", "", _O),
        Column("n", _F, "依据数量", "People, cases, projects or items that it rests on", "", _O),
        Column("floor", _F, "0分线", "The value that scores 0", "", _O),
        Column("target", _F, "满分线", "The value that scores 1", "", _O),
        Column("weight", _F, "权重（同期限内合计为1）", "Weight within the department's term", "0-1", _O),
        Column("score", _F, "得分", "How far the value has come from floor to target", "0-1", _O),
    ),
)

SCORECARD_RANKS = Table(
    "scorecard_ranks",
    "部门评价位次",
    "Scores and ranks of departments within each term, and how far the ranks hang on the weights",
    key=("department_id", "term"),
    columns=(
        _DEPARTMENT,
        _TERM,
        Column("indicators", _I, "指标数", "Indicators of the term", "", _O),
        Column("known_weight", _F, "已知指标权重", "Share of the weights whose indicators are known", "0-1", _O),
        Column("score", _F, "得分（按已知指标）", "Weighted score of the known indicators", "0-1", _O),
        Column("rank", _I, "位次；空为资料不足", "Rank; empty: too little is known", "", _O),
        Column("rank_low", _I, "位次范围上端", "Best rank in 90% of drawn weights", "", _O),
        Column("rank_high", _I, "位次范围下端", "Worst rank in 90% of drawn weights", "", _O),
        Column("rank_kept", _F, "位次不变的概率", "Share of drawn weights that leave the rank as it is", "0-1", _O),
    ),
)
