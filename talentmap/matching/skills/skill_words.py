"""The words around a skill: what advertisements wrap it in, how the same skill is worded, where it is not asked for.

A phrase is read as tokens: words in Latin letters, numbers, single Chinese characters. Its key is the tokens without
what separates them, so that `Auto CAD`, `auto-cad` and `AutoCAD` are one wording, and a key is found in a running text
only where tokens begin and end: `UG` is not in `debug`, `Java` not in `JavaScript`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from talentmap.text import lookup_fold, remembered

_TOKENS = re.compile(r"[a-z]+(?:\+\+|#)?|\d+(?:\.\d+)*|[^\W\d_a-z]")
_PLURAL = re.compile(r"(?<=[a-z]{2}[a-hj-rtv-z])s$")
_ZED = re.compile(r"(?<=[a-z]{2}[^aeiouw\W])is(?=(?:e|ed|er|es|ing|ation)$)")
_ONE_SPELLING = (
    ("mould", "mold"),
    ("colour", "color"),
    ("labell", "label"),
    ("modell", "model"),
    ("aluminium", "aluminum"),
    ("sulph", "sulf"),
    ("programmer", "programming"),
    ("tyre", "tire"),
    ("fibre", "fiber"),
    ("manufacturing", "production"),
)

_AFFIRMED = r"不仅|不但|不只|不光|必不可少|not only"
_NOT = re.compile(
    r"无需|无须|毋须|不需|不用|不必|不要求|不涉及|不包括|不负责|不接受|没有|不会|^非(?![标金晶接])"
    r"|无(?=.{0,12}(?:经验|基础|要求))"
    r"|\b(?:no|not|without|never|doesn't|don't|cannot|nor)\b"
)
_NOT_AFTER = re.compile(
    r"^.{0,6}(?:不要求|不作要求|不做要求|不限|无要求)|^[^,;.]{0,24}\bnot (?:required|needed|necessary|essential|a must)"
)
_CLAUSES = re.compile(r"[。！!?？;；:：\n,，]+|\.(?=\s|$)")
_PARTS = re.compile(r"[、/|&()（）]+|(?<!\+)\+(?!\+)|以及|和|与|及|或者?|\b(?:and|or|with|including)\b")
_NUMBERED = re.compile(r"^[\s\d一二三四五六七八九十]{1,3}[.、)]\s*")

_YEARS = r"(?:至少|最少)?[\d一二两三四五六七八九十]+\s*年(?:及?以上)?(?:的?相关)?"
_WANTED = (
    r"必须|需(?!求)要?|须|要求|应(?![用力急收])|最好|优先考虑|至少|同时|并(?![联网])且?|且|还要?"
    r"|能(?![源耗效量])够?|可(?![编靠降视行])以?|会(?![计议员展])|懂得?|有(?![机色限害])|具有|具备|拥有|持(?!续)有?"
)
_MASTERED = (
    r"熟练地?|熟悉|熟知|精通|掌握|了解|通晓|擅长|善于|胜任|独立|完成|负责|从事过?|参与|协助|承担|主持|进行|组织"
    r"|对(?![刀版色位])|使用|运用|利用|应用(?=.)|操作|开展|做过|做好|编过|用(?![友途户])"
)
_HOW_WELL = r"(?:良好|较强|较好|优秀|扎实|一定|基本|基础|丰富|相关|常用)的?|各类|各种|各|主流|中级|初级|高级"
_ENGLISH_MASTERED = (
    r"(?:proficien(?:t|cy)|skilled|experienced?|familiar(?:ity)?|knowledge|expertise|expert|competen(?:t|ce)"
    r"|fluen(?:t|cy)|background|understanding|ability|able|certified)(?:\s+(?:in|with|of|at|on|using|to))?\b"
)
_ENGLISH_HOW_WELL = (
    r"(?:strong|good|solid|excellent|basic|advanced|working|hands-on|practical|proven|sound|in-depth|deep|relevant"
    r"|must have|at least|minimum|use|using|usage of|the|an?)\b|\d+\+?\s*years?(?:\s+of)?"
)
_LEADING = re.compile(
    rf"^(?:[\s*·.•]+|{_YEARS}|{_WANTED}|{_MASTERED}|{_HOW_WELL}|{_ENGLISH_MASTERED}|{_ENGLISH_HOW_WELL})\s*"
)
_TRAILING = re.compile(
    r"\s*(?:(?:者)?(?:优先|尤佳|更佳|加分|即可|亦可|也可以?|为佳|最佳)(?:考虑|录取)?|者|等|上岗|熟练|必须"
    r"|等?(?:方面)?的?(?:相关|实战|工作|实际|实践|从业)?(?:经验|经历)"
    r"|的?(?:基础|基本|相关|专业)?(?:知识|基础|常识|技能|能力|精神|意识|水平)"
    r"|有?(?:一定的?|所)(?:了解|理解|认识)?|的?流程|申办"
    r"|(?:操作|作业|上岗|资格|人员|从业|驾驶|特种|管理)*证书?|认证证书|(?:及)?以上(?:版本)?|版本?"
    r"|\s(?:skills?|experience|knowledge|techniques?|abilit(?:y|ies)|certificates?|certification|preferred|required"
    r"|(?:is )?a (?:plus|must)|compliance|tools?))\s*$"
)

_LIGHT = (
    "操作|使用|应用|运用|作业|编程|编写|技术|软件|系统|工艺|流程|方法|工作|处理|开展|操机|体系|设备|仪器|控制|框架|总线"
)
_LIGHT_ENGLISH = (
    "programming",
    "operation",
    "operator",
    "operating",
    "use",
    "using",
    "system",
    "software",
    "technology",
    "technique",
    "process",
    "tool",
    "machine",
    "equipment",
    "skill",
    "scripting",
)
_LIGHT_END = re.compile(rf"(?:{_LIGHT})$")
_LIGHT_START = re.compile(r"^(?:操作|使用|应用|编写|编制|进行)")
_CONTENT_START = re.compile(
    r"^(设计|维修|开发|检测|分析|调试|安装|装配|编写|优化|改进|控制|管理|配制|焊接|生产|制作|绘图|校准|选型)(?=..)"
)
_SAME = {
    "编程": "程序设计 程序编写 程序开发 程序编制 编程序 程式设计 写程序 程序 程式",
    "绘图": "绘制 画图 制图 出图",
    "成型": "成形",
    "检测": "检验 检查 测试 试验 测定 测量 化验 检定",
    "维修": "维护 检修 保养 修理 运维 返修",
    "仿真": "模拟",
    "开发": "研发 研制",
    "编写": "编制 撰写 制定 拟定",
    "塑料": "塑胶",
    "建模": "造型 三维",
    "改进": "优化 改善 改良",
    "控制": "管控 核算",
    "自动": "自动化",
    "床": "机床",
}
"""Words that say the same where they stand in the name of a skill."""
_ONE_OF_SAME = {word: one for one, words in _SAME.items() for word in words.split()}
_ANY_OF_SAME = re.compile("|".join(sorted(_ONE_OF_SAME, key=len, reverse=True)))
_LIGHT_AFTER_LATIN = re.compile(r"(?<=[a-z\d])(?:绘图|建模|设计|语言|认证|开发|调试)$")
_LAYERS = 8  # of such words that are taken off
_SCOPE = 60  # characters over which a negation reaches
_FILLERS = re.compile(r"的?日常的?|的")
_BETWEEN = re.compile("[与和及性]|以及")
_TWICE = re.compile(r"(.{2,4})\1+")


@remembered
def tokens_of(text: str) -> tuple[str, ...]:
    """The words, numbers and single characters of a text, folded, English words in one spelling and the singular."""
    return tuple(_spelt(token) if token.isascii() else token for token in _TOKENS.findall(lookup_fold(text)))


def placed_tokens(folded: str) -> list[tuple[str, int, int]]:
    """The tokens of a folded text, each with where it begins and ends."""
    found = ((one.group(), *one.span()) for one in _TOKENS.finditer(folded))
    return [(_spelt(token) if token.isascii() else token, start, end) for token, start, end in found]


@remembered
def _spelt(word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    for one, other in _ONE_SPELLING:
        word = word.replace(one, other)
    return _ZED.sub("iz", _PLURAL.sub("", word))


def key_of(text: str) -> str:
    """The key under which a wording is looked up."""
    return "".join(tokens_of(text))


def label_of(text: str) -> str:
    """The tokens with blanks between words in Latin letters, as n-grams are made of them."""
    return joined(tokens_of(text))


def joined(tokens: Sequence[str]) -> str:
    """Tokens as a text: blanks stand where Latin letters or digits would otherwise run together."""
    spaced = "".join(f" {token} " if token.isascii() else token for token in tokens)
    return " ".join(spaced.split())


def unwrappings(text: str) -> Iterator[str]:
    """A folded wording, then each time with less of what advertisements say around a skill: 熟练掌握…优先."""
    previous, text = "", lookup_fold(text)
    for _ in range(_LAYERS):
        if not text or text == previous:
            return
        yield text
        previous = text
        text = _TRAILING.sub("", _LEADING.sub("", text, count=1) or text, count=1) or text


def unversioned(tokens: Sequence[str]) -> Iterator[list[str]]:
    """The tokens without the year of a standard, then without subsections, then without any number."""
    tokens = list(tokens)
    for drop in (_is_year, _is_part):
        shorter = [token for k, token in enumerate(tokens) if not (k and drop(token))]
        if shorter != tokens:
            tokens = shorter
            yield tokens
    whole = [token.split(".")[0] if token[:1].isdigit() else token for token in tokens]
    if whole != tokens:
        yield whole
    numbers = {k for k, token in enumerate(tokens) if k and token[:1].isdigit()}
    beside = {k for k in range(1, len(tokens)) if _is_letter(tokens[k]) and numbers & {k - 1, k + 1}}
    if numbers:
        yield [token for k, token in enumerate(tokens) if k not in numbers | beside]


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdigit() and token[:2] in ("19", "20")


def _is_part(token: str) -> bool:
    return token in ("v", "版")


def _is_letter(token: str) -> bool:
    return len(token) == 1 and token.isascii()


@remembered
def bare(text: str) -> str:
    """What is left of a wording when words that many skills share are taken off or put into one form.

    PLC编程, PLC程序设计, 编写PLC程序 and PLC应用 are all `plc`; 设计模具 is 模具设计; '' when nothing telling is left.
    """
    tokens = [*tokens_of(text)]
    while len(tokens) > 1 and tokens[-1] in _LIGHT_ENGLISH:
        tokens.pop()
    key = "".join(tokens)
    if not key.isascii():
        key = _ANY_OF_SAME.sub(lambda word: _ONE_OF_SAME[word.group()], _BETWEEN.sub("", key))
        key = _CONTENT_START.sub("", key) + "".join(_CONTENT_START.findall(key))
        key = lightened(key)
    return key if len(key) > 1 and not key.isdigit() else ""


def lightened(key: str) -> str:
    """A key without the light words at its ends: 操作, 使用, 编程, 技术."""
    previous = ""
    while previous != key:
        previous = key
        key = _LIGHT_AFTER_LATIN.sub("", _TWICE.sub(r"\1", _LIGHT_END.sub("", _LIGHT_START.sub("", key))))
    return key


def clauses(text: str) -> Iterator[str]:
    """The clauses of a running text, folded, without their numbers."""
    for clause in _CLAUSES.split(lookup_fold(text)):
        kept = _FILLERS.sub("", _NUMBERED.sub("", clause)).strip()
        if kept:
            yield kept


def parts(clause: str) -> list[str]:
    """What a clause or wording lists: 编程和调试 are two."""
    return [part for piece in _PARTS.split(clause) if (part := piece.strip())]


def is_asked(clause: str, start: int, end: int) -> bool:
    """Whether what stands at that place of a clause is wanted there, not said to be unnecessary."""
    before = re.sub(_AFFIRMED, "", clause[max(start - _SCOPE, 0) : start])
    if len(_NOT.findall(before)) % 2:
        return False
    return not _NOT_AFTER.search(clause[end : end + _SCOPE])


def denies(text: str) -> bool:
    """Whether a wording may say that something is not needed."""
    return bool(_NOT.search(text) or _NOT_AFTER.search(text))
