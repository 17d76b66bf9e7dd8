"""Can somebody act on a clause? Five things it should say: how much, who applies, where, by when, how to appeal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_APPLICANT = re.compile(
    r"(?:由|经)(?:其|该)?[^，。；]{0,10}(?:单位|企业|本人|个人|院校|学校|医院|家长|申请人|机构|申领人"
    r"|团队)[^，。；]{0,16}(?:申报|申请|申领|提出|提交|报|办理|登记)"
    r"|(?:单位|企业|本人|个人|院校|学校|申请人|家长|人才)[^，。；]{0,12}(?:应当|可|须|统一|凭|向|于|按)[^，。"
    r"；]{0,16}(?:申报|申请|申领|提出|提交|报送|办理|登记|备案)"
    r"|对象[:：]|公司[^，。；]{0,6}(?:报|申请)|(?:employer|applicant|enterprise|company|graduates?|holder"
    r"|school|he or she|you)\b[^.;]{0,60}"
    r"(?:appl|claim|file|submit|collect)",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"申报|申请|申领|办理|登记|备案|领取|受理|appl(?:y|ies|ication)|claim|submit|collect|file", re.IGNORECASE
)
_APPEAL = re.compile(
    r"申诉|复核|异议|行政复议|投诉|监督电话|appeal|reconsideration|object(?:ion)? to|complain", re.IGNORECASE
)
CHECKS = ("amount", "applicant", "office", "deadline", "appeal")


@dataclass(frozen=True, slots=True)
class Operability:
    """What a clause says of the five things; `appeal` also holds where another clause of its text says it for all."""

    amount: bool
    applicant: bool
    office: bool
    deadline: bool
    appeal: bool

    @property
    def share(self) -> float:
        """The share of the five things that are said, 0 to 1."""
        return sum(1 for name in CHECKS if getattr(self, name)) / len(CHECKS)

    @property
    def missing(self) -> tuple[str, ...]:
        """The things that are not said."""
        return tuple(name for name in CHECKS if not getattr(self, name))


def checked(text: str, *, has_amount: bool, has_office: bool, has_deadline: bool, may_appeal: bool) -> Operability:
    """The checklist of one clause; an office counts only where the clause itself names it."""
    return Operability(
        has_amount, bool(_APPLICANT.search(text)), has_office, has_deadline, may_appeal or says_appeal(text)
    )


def says_appeal(text: str) -> bool:
    """True where a clause says how to object."""
    return bool(_APPEAL.search(text))


def says_applying(text: str) -> bool:
    """True where a clause speaks of applying at all."""
    return bool(_APPLIES.search(text))


def shares(checks: Iterable[Operability]) -> dict[str, float | None]:
    """For each of the five things the share of clauses that say it; None where there is no clause."""
    listed = list(checks)
    return {name: sum(getattr(one, name) for one in listed) / len(listed) if listed else None for name in CHECKS}
