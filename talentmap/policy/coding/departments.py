"""Which office a clause names as the one to turn to; a clause that names none falls to the one that issued the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from talentmap.policy.coding.patterns import Hit, longest_hits

_ADDRESSED = re.compile(
    r"(?:向|报|找|到|去|通过|由|受理[:：]?|at the|to the|with the|from the|by the)\s*(?:市|县|区|所在地|参保地"
    r"|当地|城市|市级|县级|区级)*(?:委)?[^，。；]{0,3}$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^[^，。；.;]{0,14}?(?:申报|申请|申领|提出|提交|备案|报送|受理|核拨|拨付|发放|登记|统筹|安排|窗口|网上"
    r"|办理|平台|may award)",
    re.IGNORECASE,
)
_MERELY = re.compile(r"^[^，。；]{0,4}(?:出具|认定|推荐|立项|会同|资格确认|安全|审计)|^(?:颁发|备案的)")
_DISTRICT_OFFICE = re.compile(r"(?:区|县|市|管委会)?$")


@dataclass(frozen=True, slots=True)
class Office:
    """An office and where the clause names it; `score` is lower the less the words say that one turns to it."""

    department_id: str
    score: float
    start: int = 0
    end: int = 0


def office_in(text: str, departments: Mapping[str, tuple[str, ...]], issuer: str = "") -> Office | None:
    """The office that receives applications; None where neither the clause nor `issuer` names one."""
    found = longest_hits(departments, text)
    if found:
        scored = [(_weight(text, hit), -place, entry, hit) for place, (entry, hit) in enumerate(found)]
        weight, _, entry, hit = max(scored, key=lambda one: one[:2])
        if weight > 0:
            return Office(entry, min(0.5 + 0.15 * weight, 0.95), hit.start, hit.end)
    return Office(issuer, 0.4) if issuer else None


def _weight(text: str, hit: Hit) -> int:
    before, after = text[max(0, hit.start - 16) : hit.start], text[hit.end : hit.end + 24]
    if _MERELY.match(after):
        return 0
    return 1 + bool(_ADDRESSED.search(before)) + bool(_DOES.match(after))
