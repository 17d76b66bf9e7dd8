"""Whom a clause accepts, as comparisons of the rule grammar, each with the words it was read from.

A rule must never refuse somebody whom the text accepts. So of several steps of one ladder the lowest counts (硕士10万、
博士30万 is open to both), of several ages the most generous; and where the text joins two different conditions by "or",
neither becomes a gate and the clause is marked for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talentmap.catalog.policy_words import GateWords
from talentmap.model.amount import chinese_number, english_number, moneys_in
from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, OneOf, rule_text
from talentmap.policy.coding.patterns import Hit, hits_of, longest_hits, segments

_CHINESE = "[一二两三四五六七八九十]+"
_N = rf"(?P<number>\d+(?:\.\d+)?|{_CHINESE}|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
_YEARS = r"\s*(?:周年|学年|年|years?\b)"


def _patterns(*written: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern.replace("<N>", _N).replace("<Y>", _YEARS), re.IGNORECASE) for pattern in written)


_AGE_MOST = _patterns(
    r"<N>\s*周?岁(?:\(含\)|（含）)?(?:及?以[下内]|以下)",
    r"(?:年龄|未满|不满|不超过|不大于|不高于|未超过)\D{0,8}?<N>\s*周?岁",
    r"(?:not older than|under the age of|under|below|not attained the age of|aged? (?:up to|under|below)"
    r"|no older than)\s*<N>\b(?!\s*(?:%|yuan|months|years? of exp))",
)
_AGE_LEAST = _patterns(
    r"(?:年满|满)<N>\s*周?岁", r"<N>\s*周岁以上", r"(?:at least|not younger than)\s*<N>\s*years (?:old|of age)"
)
_CONTRACT = _patterns(
    r"签(?:订|了|署)?[^，。；]{0,8}?<N><Y>(?:\(含\)|（含）)?(?:及?以上|以上)?[^，。；]{0,8}(?:合同|协议)",
    r"续签[^，。；]{0,4}?<N><Y>(?:及?以上)?[^，。；]{0,6}合同",
    r"<N><Y>(?:及?以上)(?:劳动|聘用|工作|服务)[^，。；]{0,6}合同",
    r"合同期?限?(?:不少于|不低于|满|达到)?\s*<N><Y>",
    r"(?:承诺|约定)[^，。；]{0,8}服务(?:期|满|不少于)?[^，。；]{0,4}?<N><Y>",
    r"服务期(?:限)?(?:不少于|不低于|满|达到|为)\s*<N><Y>",
    r"sign\w*[^.;]{0,20}?(?:at least|for|of|minimum of)\s*<N><Y>",
    r"contract of\s*(?:at least\s*)?<N><Y>",
)
_GRADUATED = _patterns(
    r"毕业(?:时间|前后)?(?:未满|不满|不超过|未超过)?\s*<N><Y>(?:以?内|以下|之内)?",
    r"(?:graduat\w+|left university|completed studies)[^.;]{0,40}?(?:within|not more than|in)\s*(?:the last\s*)?<N><Y>",
    r"within\s*<N><Y>\s*of graduation",
    r"graduates of the last\s*<N><Y>",
)
_FRESH = re.compile(r"应届|毕业年度|毕业当年", re.IGNORECASE)
_STUDENT = re.compile(
    r"在校(?:大?学?生|本科生|研究生|期间)|在校|尚未毕业|未毕业|在读|still studying|current students|undergraduates",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"(?P<year>年薪|年收入|年度[^，。；]{0,10}收入|年均[^，。；]{0,6}(?:收入|工资)|年工资"
    r"|annual[^.;,]{0,20}(?:salary|income|pay)|earning[^.;,]{0,20}a year)"
    r"|(?P<month>月薪|月均?[^，。；元]{0,8}(?:工资|收入|薪酬|薪)|月工资|monthly (?:salary|pay|income|wage))",
    re.IGNORECASE,
)
_PAY_FLOOR = re.compile(
    r"以上|不低于|达到|不少于|超过|满|at least|not less than|no less than|or more|or above", re.IGNORECASE
)
_OR = re.compile(
    r"^[^，。；,;、]{0,8}?(?:或者?|\bor\b|/)(?:an?|the)?\s*(?:者?(?:具有|具备|取得|有|获得)|holding)?[^，。"
    r"；,;、]{0,3}$",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:学位|学历|职称|人才)?(?:和|及|与|以及)$")
_BOTH = re.compile(r"具有|具备|取得|同时|获得|且|with|holding|holds|has", re.IGNORECASE)
_CARE = re.compile(r"就医|体检|就诊|保健|医疗服务|优先诊疗|check-up|health check", re.IGNORECASE)
_SCHOOL_GIVES = re.compile(
    r"联合|合作|与[^，。；]{0,10}(?:院校|学校)|(?:院校|学校)毕业|选送|赴|校企|攻读|就读|入学|公办|申请就读"
)
_LADDERS = ("education", "title", "skill_level")
_HIGHEST_AGE, _HIGHEST_YEARS = 100, 40


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition and where the text states it."""

    clause: Clause
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gates:
    """The conditions of a clause; `either_or`: words that join alternatives, which no rule of this grammar can say."""

    gates: tuple[Gate, ...] = ()
    either_or: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The conditions as a rule."""
        return rule_text([gate.clause for gate in self.gates])


def gates_in(
    text: str, words: GateWords, chains: Mapping[str, tuple[str, ...]], districts: Mapping[str, tuple[str, ...]]
) -> Gates:
    """The conditions that `text` sets. `chains` and `districts`: the catalog's words for each."""
    plain = _blanked(text, hits_of(words.no_gate, text)) if words.no_gate else text
    found = [*_ladder_gates(plain, words), *_number_gates(plain)]
    kept, dropped = _without_alternatives(text, found)
    kept += _set_gates(text, words, chains, districts)
    return Gates(tuple(_strictest_needed(kept)), dropped)


def _blanked(text: str, spans: Sequence[Hit]) -> str:
    for hit in spans:
        text = text[: hit.start] + "\0" * (hit.end - hit.start) + text[hit.end :]
    return text


def _ladder_gates(text: str, words: GateWords) -> Iterator[Gate]:
    steps = {f"{field} {step}": told for field in _LADDERS for step, told in getattr(words, field).items()}
    for entry, hit in longest_hits(steps, text):  # of all ladders at once: 高级工程师 is no 高级工
        field, _, step = entry.partition(" ")
        yield Gate(AtLeast(field, float(LADDERS[field].index(step))), hit.start, hit.end)


def _number_gates(text: str) -> Iterator[Gate]:
    for number, start, end in _numbers(_AGE_MOST, text, _HIGHEST_AGE):
        yield Gate(AtMost("age", number), start, end)
    for number, start, end in _numbers(_AGE_LEAST, text, _HIGHEST_AGE):
        yield Gate(AtLeast("age", number), start, end)
    for number, start, end in _numbers(_CONTRACT, text, _HIGHEST_YEARS):
        yield Gate(AtLeast("contract_years", number), start, end)
    yield from _graduation(text)
    yield from _pay_floors(text)


def _numbers(patterns: Sequence[re.Pattern[str]], text: str, highest: int) -> Iterator[tuple[float, int, int]]:
    seen: set[int] = set()
    for pattern in patterns:
        for match in pattern.finditer(text):
            number = _number(match["number"])
            if number is not None and 0 < number <= highest and match.start("number") not in seen:
                seen.add(match.start("number"))
                yield number, match.start(), match.end()


def _number(told: str) -> float | None:
    if told[0].isdigit():
        return float(told)
    return chinese_number(told) if told[0] > "\x7f" else english_number(told)


def _graduation(text: str) -> Iterator[Gate]:
    for number, start, end in _numbers(_GRADUATED, text, 10):
        yield Gate(AtMost("graduation_years", number), start, end)
    for pattern, years in ((_FRESH, 1.0), (_STUDENT, 0.0)):
        for match in pattern.finditer(text):
            yield Gate(AtMost("graduation_years", years), match.start(), match.end())


def _pay_floors(text: str) -> Iterator[Gate]:
    """A floor of monthly pay; a yearly one is divided by twelve."""
    parts = segments(text)
    for money in moneys_in(text):
        start, end = next(((s, e) for s, e in parts if s <= money.start < e), (0, len(text)))
        before, after = text[start : money.start], text[money.end : min(end, money.end + 12)]
        told = next(reversed([*_PAY.finditer(before)]), None)
        if told is None or not _PAY_FLOOR.search(before + after):
            continue
        floor = money.low if money.low is not None else money.high
        if floor:
            yield Gate(
                AtLeast("pay_month", float(int(floor / 12 if told["year"] else floor))), start + told.start(), money.end
            )


def _without_alternatives(text: str, gates: Sequence[Gate]) -> tuple[list[Gate], tuple[str, ...]]:
    ordered = sorted(gates, key=lambda gate: gate.start)
    dropped: set[str] = set()
    told: list[str] = []
    for gate, after in pairwise(ordered):
        if gate.clause.field != after.clause.field and _are_alternatives(text, gate, after):
            dropped |= {gate.clause.field, after.clause.field}
            told.append(text[gate.start : after.end])
    return [gate for gate in ordered if gate.clause.field not in dropped], tuple(told)


def _are_alternatives(text: str, gate: Gate, after: Gate) -> bool:
    """True for 博士或者正高级职称, and for 博士和正高级人才 as two groups; 具有博士学位和正高级职称 asks for both."""
    between = text[gate.end : after.start]
    if _OR.match(between):
        return True
    if not {gate.clause.field, after.clause.field} <= set(_LADDERS):
        return False
    return bool(_AND.match(between)) and not _BOTH.search(text[max(0, gate.start - 12) : gate.start])


def _set_gates(
    text: str, words: GateWords, chains: Mapping[str, tuple[str, ...]], districts: Mapping[str, tuple[str, ...]]
) -> list[Gate]:
    plain = _blanked(text, [*hits_of(words.no_gate, text), *hits_of(words.everybody, text)])
    known = {chain: tuple(dict.fromkeys((*chains.get(chain, ()), *words.chain.get(chain, ())))) for chain in chains}
    gates = list(_members("chain", longest_hits(known, plain))) if known else []
    if districts:
        gates += _members(
            "district", [(d, hit) for d, hit in longest_hits(districts, plain) if not _is_office(text, hit)]
        )
    return gates + _employer(plain, words)


def _members(field: str, found: Sequence[tuple[str, Hit]]) -> Iterator[Gate]:
    if found:
        values = frozenset(entry for entry, _ in found)
        yield Gate(OneOf(field, values), found[0][1].start, found[0][1].end)


def _is_office(text: str, hit: Hit) -> bool:
    after = text[hit.end : hit.end + 8]
    before = text[max(0, hit.start - 4) : hit.start]
    return bool(
        re.match(r"管委会|人社|科技局|工信|教育|财政|政府|区委|县委|有关部门|人民政府", after)
        or before.endswith(("受理：", "向"))
    )


def _employer(plain: str, words: GateWords) -> list[Gate]:
    """The kind of employer where exactly one is meant: schools that teach and firms that benefit are told apart."""
    found = longest_hits(words.employer_type, plain)
    kinds = dict.fromkeys(entry for entry, _ in found)
    if "school" in kinds and (len(kinds) > 1 or _SCHOOL_GIVES.search(plain)):
        kinds.pop("school")
    if "hospital" in kinds and _CARE.search(plain):
        kinds.pop("hospital")
    if len(kinds) != 1:
        return []
    kind = next(iter(kinds))
    hit = next(hit for entry, hit in found if entry == kind)
    return [Gate(OneOf("employer_type", frozenset({kind})), hit.start, hit.end)]


def _strictest_needed(gates: Sequence[Gate]) -> list[Gate]:
    """One gate for each field and direction: the most generous that the text names."""
    kept: dict[tuple[str, type], Gate] = {}
    for gate in gates:
        key = gate.clause.field, type(gate.clause)
        other = kept.get(key)
        if other is None or _is_more_generous(gate.clause, other.clause):
            kept[key] = gate
    order = {
        "education": 0,
        "title": 1,
        "skill_level": 2,
        "age": 3,
        "graduation_years": 4,
        "contract_years": 5,
        "pay_month": 6,
    }
    return sorted(kept.values(), key=lambda gate: (order.get(gate.clause.field, 9), gate.start))


def _is_more_generous(one: Clause, other: Clause) -> bool:
    if isinstance(one, AtLeast) and isinstance(other, AtLeast):
        return one.value < other.value
    return isinstance(one, AtMost) and isinstance(other, AtMost) and one.value > other.value
