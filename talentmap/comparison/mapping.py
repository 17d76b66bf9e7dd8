"""The mapping file of a changed catalog: which role of the earlier one became which of this year's.

```csv
role_before,role_after,share
nm-cable-inspector,nm-quality-inspector,1
nm-furnace-worker,nm-melter,0.7
nm-furnace-worker,nm-caster,0.3
nm-typist,,1
```

The shares of an earlier role add up to 1. An empty `role_after` says that the role was taken out: its need counts as
unplaced, its people nowhere. A role that is not named keeps its id.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from talentmap.bilingual import both
from talentmap.documents import Located, Unreadable, read_csv
from talentmap.errors import EditionError

Shares = Mapping[str, Mapping[str, float]]
HEADER = ("role_before", "role_after", "share")
_LISTED = 5


def read_mapping(path: Path | None, known: Collection[str]) -> Shares:
    """Shares of this year's roles by earlier role; none without a file. EditionError names the faulty line."""
    if path is None:
        return {}
    shares: defaultdict[str, dict[str, float]] = defaultdict(dict)
    rows = _rows(path)
    for place, row in enumerate(rows.value):
        line = rows.line((place,))
        before, after = (row.get(name, "").strip() for name in HEADER[:2])
        if not before or (after and after not in known):
            raise EditionError(
                both(
                    f"{path}, line {line}: {before or after!r} → {after or '(none)'!r} names no role.",
                    f"{path} 第 {line} 行：{before or after!r} → {after or '（空）'!r} 没有写明岗位。",
                ),
                both(
                    "role_after holds an id of this year's catalog: see chains/*/roles.yaml of the catalog.",
                    "role_after 应为今年目录中的岗位标识，见目录的 chains/*/roles.yaml。",
                ),
            )
        shares[before][after] = shares[before].get(after, 0.0) + _share(row.get("share"), path, line)
    for before, parts in shares.items():
        if not math.isclose(sum(parts.values()), 1.0, abs_tol=1e-9):
            raise EditionError(
                both(
                    f"{path}: the shares of {before} add up to {sum(parts.values()):g}, not 1.",
                    f"{path}：{before} 的各项比例之和为 {sum(parts.values()):g}，应为 1。",
                ),
                both("Mend them.", "请改正。"),
            )
    return shares


def checked(shares: Shares, used: Collection[str], known: Collection[str]) -> Shares:
    """`shares`, if every role that the earlier edition used is known this year or mapped; else EditionError."""
    lost = sorted(set(used) - set(known) - set(shares) - {""})
    if lost:
        named = ", ".join(lost[:_LISTED]) + (" …" if len(lost) > _LISTED else "")
        raise EditionError(
            both(
                f"{len(lost)} roles of the earlier edition are not in this year's catalog: {named}.",
                f"上一年度版有 {len(lost)} 个岗位不在今年的目录中：{named}。",
            ),
            both(
                "Say what became of them in a CSV role_before,role_after,share and give it with --mapping.",
                "请用 CSV（role_before,role_after,share）写明去向，并以 --mapping 给出。",
            ),
        )
    return shares


def recoded(frame: pd.DataFrame, shares: Shares, chains: Mapping[str, str], amounts: Collection[str]) -> pd.DataFrame:
    """`frame` under this year's roles: a role that was split takes its `amounts` by the shares; chains follow roles."""
    rows = [(before, after, share) for before, parts in shares.items() for after, share in parts.items()]
    same = [(role, role, 1.0) for role in sorted(set(frame["role_id"]) - set(shares))]
    links = pd.DataFrame([*rows, *same], columns=["role_id", "role_after", "share"])
    joined = frame.merge(links, on="role_id", how="inner")
    told = joined.assign(role_id=joined["role_after"], **{name: joined[name] * joined["share"] for name in amounts})
    told["chain_id"] = told["role_id"].map(chains).fillna(told["chain_id"])
    return told[list(frame.columns)]


def _rows(path: Path) -> Located:
    hint = both("Give a CSV: role_before,role_after,share.", "请给出 CSV：role_before,role_after,share。")
    try:
        return read_csv(path, path.name)
    except OSError as fault:
        raise EditionError(both(f"{path} cannot be read.", f"无法读取 {path}。"), hint) from fault
    except Unreadable as fault:
        told = both(f"{path}, line {fault.line}: {fault.cause}.", f"{path} 第 {fault.line} 行：{fault.cause.zh}。")
        raise EditionError(told, hint) from fault


def _share(text: str | None, path: Path, line: int) -> float:
    try:
        share = float(text or 1)
    except ValueError:
        share = math.nan
    if not 0 < share <= 1:
        raise EditionError(
            both(
                f"{path}, line {line}: the share {text!r} is no number above 0 and at most 1.",
                f"{path} 第 {line} 行：比例 {text!r} 不是大于 0、不超过 1 的数。",
            ),
            both("Mend it.", "请改正。"),
        )
    return share
