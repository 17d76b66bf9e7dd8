"""What was hidden and why: DISCLOSURE_LEDGER and DISCLOSURE_MASKS, kept by the bureau; SUPPRESSION, for everybody."""

from __future__ import annotations

from talentmap.tables.schema import Column, Disclosure, Kind, Table

_T, _I, _F = Kind.TEXT, Kind.INT, Kind.FLOAT
_O = Disclosure.OPEN

DISCLOSURE_LEDGER = Table(
    "disclosure_ledger",
    "披露控制台账（内部）",
    "Every cell of the published tables: what it rests on, whether it is shown, and if not, why",
    key=("frame", "row", "basis"),
    columns=(
        Column("frame", _T, "表", "Frame of `Findings`"),
        Column("row", _I, "行", "Row of the frame, from 0"),
        Column("cell", _T, "单元", "Keys of the row: column=value, joined by ;"),
        Column("basis", _T, "依据", "What the figures rest on: a measure, or a column of what was stated"),
        Column("status", _T, "状态：空为公开，c 为保密", "Empty where shown, c where hidden"),
        Column("reason", _T, "原因", "few, dominant, second, thin, extreme; secondary: for the sake of another cell"),
        Column("value", _F, "真实值", "True amount, where there is one", "people"),
        Column("contributors", _I, "贡献者数", "Enterprises, or people, behind it"),
        Column("largest", _F, "最大贡献", "Largest contribution", "people"),
    ),
)

DISCLOSURE_MASKS = Table(
    "disclosure_masks",
    "其他公开表的保密项（内部）",
    "Every value that a published table outside the ledger hides",
    key=("table", "cell", "column"),
    columns=(
        Column("table", _T, "表", "Published table"),
        Column("cell", _T, "单元", "Keys of the row joined by a dot, all where one is empty"),
        Column("column", _T, "列", "Column"),
        Column("value", _F, "真实值", "True value, where it is a number that the analysis kept"),
    ),
)

SUPPRESSION = Table(
    "suppression",
    "保密情况",
    "How many cells of each published table are hidden, and how much of the headcount in it",
    key=("frame", "basis"),
    columns=(
        Column("frame", _T, "表", "Published table", disclosure=_O),
        Column("basis", _T, "依据", "What the figures rest on", disclosure=_O),
        Column("cells", _I, "单元数", "Cells with an answer in them", "cells", _O),
        Column("hidden", _I, "保密单元数", "Of these, cells that are hidden", "cells", _O),
        Column("primary", _I, "其中按规则", "Of the hidden, those that a rule for the cell itself hides", "cells", _O),
        Column("hidden_share", _F, "保密单元占比", "Hidden / cells", "0-1", _O),
        Column("headcount_share", _F, "保密人数占比", "Headcount in hidden cells / in all", "0-1", _O),
    ),
)
