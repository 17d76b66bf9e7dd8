"""The faults planted in survey files: what is wrong, in which lines, and which problem ought to be raised for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from examples.generator.chance import Dice
from examples.generator.compound_file import compound
from examples.generator.demand import Answer, Cell, Need
from examples.generator.identifiers import misspelt
from examples.generator.truth import Fate
from talentmap.model.taxonomy import Tier

ABSURD_HEADS = 5000
Spoiler = Callable[[Answer, Dice], tuple[Answer, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault in a file's content: its code, how often, the spoiler, columns it needs, its lines' fate."""

    kind: str
    code: str
    count: int
    spoil: Spoiler
    needed: tuple[str, ...] = ()
    fate: Fate = Fate.USED


def _spoil_firm(**raw: str) -> Spoiler:
    def spoil(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
        return replace(answer, raw={**answer.raw, **raw}), ()

    return spoil


def _spoil_line(**raw: Cell) -> Spoiler:
    def spoil(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
        place = dice.randrange(len(answer.needs))
        return with_need(answer, place, _with_raw(answer.needs[place], **raw)), (place,)

    return spoil


def with_need(answer: Answer, place: int, need: Need) -> Answer:
    """`answer` with one line replaced."""
    return replace(answer, needs=(*answer.needs[:place], need, *answer.needs[place + 1 :]))


def _with_raw(need: Need, **raw: Cell) -> Need:
    return replace(need, raw={**need.raw, **raw})


def _credit_code(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    return replace(answer, raw={"credit_code": misspelt(answer.firm.credit_code, dice)}), ()


def _reversed_pay(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    place = dice.randrange(len(answer.needs))
    need = answer.needs[place]
    text = f"{need.pay_high}-{need.pay_low}元/月"
    return with_need(answer, place, _with_raw(replace(need, is_negotiable=False), pay=text)), (place,)


def _filled_above_advertised(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    place = dice.randrange(len(answer.needs))
    need = answer.needs[place]
    return with_need(answer, place, _with_raw(need, filled=need.advertised + dice.randint(2, 6))), (place,)


def _suitable_above_qualified(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    place = dice.randrange(len(answer.needs))
    need = answer.needs[place]
    return with_need(answer, place, _with_raw(need, suitable=need.qualified + dice.randint(2, 6))), (place,)


def _absurd_headcount(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    technicians = [place for place, need in enumerate(answer.needs) if need.tier == Tier.TECHNICIAN]
    place = next((p for p in technicians if "焊" in answer.needs[p].titled.text), (technicians or [0])[0])
    return with_need(answer, place, _with_raw(answer.needs[place], headcount=ABSURD_HEADS)), (place,)


def _repeated_line(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    return replace(answer, needs=(*answer.needs, answer.needs[0])), (len(answer.needs),)


def _wrong_total(answer: Answer, dice: Dice) -> tuple[Answer, tuple[int, ...]]:
    total = sum(need.headcount for need in answer.needs)
    return replace(answer, raw={"totals": total + dice.choice((-2, 3, 10))}), ()


CONTENT_FAULTS: Sequence[Fault] = (
    Fault("wrong-credit-code", "intake-code-check", 3, _credit_code, ("credit_code",)),
    Fault("missing-title", "intake-title-missing", 3, _spoil_line(title=""), (), Fate.REJECTED),
    Fault("missing-headcount", "intake-headcount-missing", 3, _spoil_line(headcount=""), (), Fate.REJECTED),
    Fault("pay-reversed", "intake-pay-reversed", 3, _reversed_pay, ("pay_text",)),
    Fault("absurd-headcount", "intake-headcount-implausible", 1, _absurd_headcount, ("credit_code",), Fate.REJECTED),
    Fault("unknown-education", "intake-education-unknown", 3, _spoil_line(education="985优先"), ("education",)),
    Fault("unknown-district", "intake-district-unknown", 2, _spoil_firm(home="清远新城示范区"), ("credit_code",)),
    Fault("negative-headcount", "intake-headcount-negative", 2, _spoil_line(headcount=-3), (), Fate.REJECTED),
    Fault("filled-above-advertised", "intake-filled-above", 2, _filled_above_advertised, ("advertised", "filled")),
    Fault("totals-disagree", "intake-totals-differ", 2, _wrong_total, ("totals",)),
    Fault("repeated-line", "intake-duplicate-line", 2, _repeated_line, (), Fate.DUPLICATE),
    Fault("vague-headcount", "intake-headcount-unread", 2, _spoil_line(headcount="若干"), (), Fate.REJECTED),
    Fault("ambiguous-pay", "intake-pay-ambiguous|intake-pay-impossible", 2, _spoil_line(pay="8-12"), ("pay_text",)),
    Fault("unreadable-pay", "intake-pay-unread", 1, _spoil_line(pay="甲类岗位B档"), ("pay_text",)),
    Fault("suitable-above-qualified", "intake-suitable-above", 1, _suitable_above_qualified, ("qualified", "suitable")),
    Fault("unknown-chain", "intake-chain-unknown", 1, _spoil_firm(chain="低空经济"), ("credit_code",)),
)


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault of a whole file: how often, its code, the file's ending, and the bytes that a sound file becomes."""

    kind: str
    code: str
    count: int
    suffix: str
    spoil: Callable[[bytes], bytes]


def _truncated(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _emptied(content: bytes) -> bytes:
    return b""


def _encrypted(content: bytes) -> bytes:
    """The container and the streams of a password-protected workbook: no real cipher."""
    return compound({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": bytes(len(content))})


def _as_web_page(content: bytes) -> bytes:
    rows = "<tr><td>岗位名称</td><td>需求人数</td></tr><tr><td>示例岗位</td><td>2</td></tr>"
    return f"<html><head><meta charset='utf-8'><title>示例数据</title></head><body><table>{rows}</table>".encode()


def _without_parts(content: bytes) -> bytes:
    """A zip archive that is no workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("说明.txt", (2026, 6, 1, 0, 0, 0)), "示例数据：附件见邮件")
    return buffer.getvalue()


FILE_FAULTS: Sequence[FileFault] = (
    FileFault("truncated-zip", "intake-file-broken", 1, ".xlsx", _truncated),
    FileFault("empty-file", "intake-file-empty", 1, ".csv", _emptied),
    FileFault("encrypted", "intake-file-password", 1, ".xlsx", _encrypted),
    FileFault("web-page-as-workbook", "intake-file-html", 1, ".xls", _as_web_page),
    FileFault("zip-without-workbook", "intake-file-packed", 1, ".xlsx", _without_parts),
)

BIG5 = "big5"
DUPLICATE = "duplicate-submission"
SUPERSEDED = "superseded-submission"
AGENCY = "dispatch-agency"
SET_FAULTS = {BIG5: 1, DUPLICATE: 2, SUPERSEDED: 2, AGENCY: 2}
SET_CODES = {
    BIG5: "",
    DUPLICATE: "intake-duplicate-file",
    SUPERSEDED: "intake-superseded",
    AGENCY: "intake-dispatch",
}


def planned_kinds(share: float) -> tuple[str, ...]:
    """The kinds to plant when an edition is `share` of the full size: every kind once before any comes twice."""
    counts = (
        {fault.kind: fault.count for fault in CONTENT_FAULTS}
        | {fault.kind: fault.count for fault in FILE_FAULTS}
        | SET_FAULTS
    )
    rounds = zip_longest(*([kind] * count for kind, count in counts.items()))
    ordered = [kind for one_round in rounds for kind in one_round if kind]
    return tuple(ordered[: max(1, round(len(ordered) * share))])


def content_fault(kind: str) -> Fault | None:
    """The content fault of that kind, None for faults of files."""
    return next((fault for fault in CONTENT_FAULTS if fault.kind == kind), None)


def file_fault(kind: str) -> FileFault | None:
    """The file fault of that kind."""
    return next((fault for fault in FILE_FAULTS if fault.kind == kind), None)
