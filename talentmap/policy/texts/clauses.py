"""Splits a policy text into clauses: the pieces that promise one thing each, under the numbers that people cite.

Marks make a tree: an article holds items, items hold points. A list of different benefits is one clause for each entry,
with the words before the list as `lead`; a list of conditions or papers stays with its article. A section of a report,
which runs over several long paragraphs, is one clause for each. A text without marks is taken paragraph by paragraph; a
question belongs to its answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from talentmap.model.amount import moneys_in
from talentmap.policy.texts.marks import Depth, Mark, mark_of
from talentmap.text import compact

_TITLE_MAX = 60
_SECTION_MIN = 1_200
"""A text under one mark that is longer, in paragraphs of whole sentences, is a section of a report."""
_CLOSING = "\"'”’）)"
_ENDS = tuple("。；;：:！!？?.")
_LISTS_CONDITIONS = re.compile(
    r"(?:下列|以下|如下)(?:基本)?(?:条件|情形|材料|资料|程序|要求|职责|流程)|(?:条件|材料|程序|流程|情形)(?:如下|为|包括)?[:：]?$"
    r"|following (?:conditions|documents|papers|requirements|materials|steps)",
    re.IGNORECASE,
)
_BENEFIT = re.compile(
    r"给予|发放|补贴|补助|奖励|资助|津贴|优先|免费|安排|支持|grant|subsid|allowance|award|reward|bonus|support|free",
    re.I,
)
_DATE = re.compile(r"^[\d〇零一二三四五六七八九十]{1,4}\s*年.{1,8}日$|^\d{1,2} \w+ \d{4}$")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: where it stands, its own text, and the words above it that it depends on."""

    file: str
    number: str
    text: str
    lead: str = ""
    heading: str = ""

    @property
    def text_hash(self) -> str:
        """Twelve hexadecimal digits that stay the same while the words do, whatever blanks and widths they stand in."""
        return quote_hash(self.text)


@dataclass(slots=True)
class _Node:
    number: str
    depth: Depth
    text: str
    children: list[_Node] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        """True where the text is prose of several paragraphs, and not an article with its lines."""
        return (
            not self.children
            and len(self.text) > _SECTION_MIN
            and len(self.paragraphs) > 1
            and all(len(each) > _TITLE_MAX and each.rstrip(_CLOSING).endswith(_ENDS) for each in self.paragraphs[1:])
        )


def quote_hash(text: str) -> str:
    """The hash under which a quoted clause is known: of its characters without blanks and in one width."""
    return hashlib.sha256(compact(text).encode()).hexdigest()[:12]


def clauses_of(paragraphs: Sequence[str], file: str = "") -> tuple[Clause, ...]:
    """The clauses of a text, in order. Titles, signatures and dates are none."""
    marked = [(paragraph, mark_of(paragraph)) for paragraph in paragraphs]
    if not any(mark is not None and mark.depth > Depth.HEADING for _, mark in marked):
        return tuple(_unmarked(paragraphs, file))
    return tuple(_clauses(_tree(marked), file, "", ""))


def _tree(marked: Sequence[tuple[str, Mark | None]]) -> list[_Node]:
    roots: list[_Node] = []
    stack: list[_Node] = []
    last_mark = max(place for place, (_, mark) in enumerate(marked) if mark is not None)
    for place, (paragraph, mark) in enumerate(marked):
        if mark is not None:
            node = _Node(mark.label, mark.depth, mark.rest, paragraphs=[mark.rest] if mark.rest else [])
            while stack and stack[-1].depth >= mark.depth:
                stack.pop()
            (stack[-1].children if stack else roots).append(node)
            stack.append(node)
        elif stack and not (place > last_mark and _is_signature(paragraph)):
            stack[-1].text = _joined(stack[-1].text, paragraph)
            stack[-1].paragraphs.append(paragraph)
        elif not stack and not _is_title(paragraph):
            roots.append(_Node("", Depth.ARTICLE, paragraph))
    return roots


def _clauses(nodes: Iterable[_Node], file: str, number: str, context: str, heading: str = "") -> Iterator[Clause]:
    for node in nodes:
        own = number + node.number if node.depth > Depth.ARTICLE and number else node.number
        if node.depth is Depth.HEADING or (node.children and _is_title(node.text)):
            below = "" if node.depth is Depth.HEADING else own
            yield from _clauses(node.children, file, below, context, f"{heading} {node.text}".strip())
        elif node.children and _is_split(node):
            if not node.text.endswith((":", "：")) and len(node.text) > _TITLE_MAX:
                yield Clause(file, own, node.text, context, heading)
            yield from _clauses(node.children, file, own, f"{context} {node.text}".strip(), heading)
        elif node.is_section:
            for place, paragraph in enumerate(node.paragraphs, start=1):
                yield Clause(file, f"{own}¶{place}", paragraph, context, heading)
        else:
            yield Clause(file, own, _whole(node), context, heading)


def _is_split(node: _Node) -> bool:
    """True where the entries below an article are clauses of their own: each promises something."""
    if _LISTS_CONDITIONS.search(node.text):
        return False
    promising = sum(bool(moneys_in(child.text) or _BENEFIT.search(child.text)) for child in node.children)
    return 2 * promising > len(node.children)


def _whole(node: _Node) -> str:
    parts = [node.text, *(f"{child.number}{_whole(child)}" for child in node.children)]
    return "".join(parts) if any(part and part[0] >= "\u2e80" for part in parts) else " ".join(filter(None, parts))


def _unmarked(paragraphs: Sequence[str], file: str) -> Iterator[Clause]:
    waiting, number = "", 0
    for paragraph in paragraphs:
        told = _joined(waiting, paragraph) if waiting else paragraph
        waiting = ""
        if told.endswith(("?", "？")):
            waiting = told
            continue
        if _is_title(told) and "｜" not in told and "|" not in told:
            continue
        number += 1
        yield Clause(file, f"¶{number}", told)
    if waiting:
        yield Clause(file, f"¶{number + 1}", waiting)


def _joined(before: str, after: str) -> str:
    if not before:
        return after
    return before + after if after[0] >= "\u2e80" else f"{before} {after}"


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE_MAX and not text.endswith(_ENDS)


def _is_signature(text: str) -> bool:
    return bool(_DATE.match(text)) or (len(text) <= _TITLE_MAX // 2 and not text.endswith(_ENDS))
