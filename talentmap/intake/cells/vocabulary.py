"""Words of the catalog as firms write them -> ids: education, district, chain, segment, role, tier, reason, pain."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from talentmap.text import lookup_key, remembered, split_list

if TYPE_CHECKING:
    from talentmap.model.taxonomy import Catalog, District, Named, Worded

_PUNCTUATION = re.compile(r"[\s,，;；.。、/\\|·•\-_—–:：'’\"“”()（）]+")
_FLOOR_WORDS = re.compile(
    r"及其?以上|以上|学历|全日制|统招|普通|统分|学位|毕业|均可|orabove|andabove|orhigher|degree|ormore|'s"
)
_CHAIN_WORDS = re.compile(r"(?:产业链|产业集群|产业|链)$")
_GENERIC_DISTRICTS = re.compile(
    r"^(?:高新区|开发区|经开区|新区|高新技术产业开发区|经济技术开发区|工业园|hi-?techzone)$"
)
_ADMINISTRATIVE = re.compile(r"(?:区|市|县|自治县|district|county)$")
_BEFORE_SHORT = re.compile(r"(?:^|省|市|[-·/,，])$")
_NOT_A_DISTRICT = re.compile(r"^(?:大?路|街|大道|巷|里|店|公司)")

SIZES = {
    "large": ("大型", "大", "大型企业", "large"),
    "medium": ("中型", "中", "中型企业", "medium"),
    "small": ("小型", "小", "小型企业", "small"),
    "micro": ("微型", "微", "微型企业", "micro"),
}
NEED_KINDS = {
    "new": ("新增", "新增岗位", "扩产", "新设", "new", "newpost", "新增new"),
    "replacement": ("补员", "补充", "替换", "更替", "离职补员", "replacement", "补员replacement"),
    "both": ("新增和补员", "新增及补员", "两者都有", "都有", "兼有", "both", "兼有both"),
}
_HIRES = {
    "yes": ("有", "是", "有需求", "需要", "招", "yes", "y", "有yes"),
    "no": ("无", "没有", "否", "暂无", "无需求", "没有需求", "暂无需求", "不需要", "不招", "no", "n", "none", "无no"),
}
_PERIODS = {
    "year": ("年", "年薪", "元/年", "每年", "year", "yearly", "annual", "peryear", "年year"),
    "month": ("月", "月薪", "元/月", "每月", "month", "monthly", "permonth", "月month"),
    "day": ("日", "天", "日薪", "元/天", "每天", "day", "daily", "日day"),
    "hour": ("时", "小时", "时薪", "元/小时", "每小时", "hour", "hourly", "时hour"),
}


@dataclass(frozen=True, slots=True)
class Coded:
    """Ids found in a cell and the part of its text that no word of the catalog covers."""

    ids: tuple[str, ...]
    unread: tuple[str, ...] = ()


class Vocabulary:
    """The catalog's words, folded once; every reader gives an id or None, and never the nearest guess."""

    def __init__(self, catalog: Catalog) -> None:
        self.chain_ids = tuple(catalog.chains)
        self.stage_of_pain = {pain.id: stage.id for stage in catalog.stages.values() for pain in stage.pains}
        # Kept here by `values`: what cells said under a header, and who reads the columns of a layout.
        self.memory: dict[Hashable, tuple[dict[Hashable, Any], dict[Hashable, Any]]] = {}
        self.readers: dict[Hashable, Any] = {}
        self._education = _words_of(catalog.education.values())
        self._ladder = tuple(catalog.education)
        self._districts = [
            (d.id, frozenset(map(lookup_key, (d.id, d.zh, d.en, d.code))), _district_names(d))
            for d in catalog.districts.values()
        ]
        self._chains = _names_of(catalog.chains.values())
        self._tiers = _names_of(catalog.tiers.values())
        self._reasons = _Coder(catalog.reasons.values())
        self._pains = {stage.id: _Coder(stage.pains) for stage in catalog.stages.values()}
        self._all_pains = _Coder(pain for stage in catalog.stages.values() for pain in stage.pains)
        self._stages = _names_of(catalog.stages.values()) | {
            _key(name): stage.id for stage in catalog.stages.values() for name in (stage.name_zh, stage.name_en)
        }
        self._segments = {chain.id: _names_of(chain.segments) for chain in catalog.chains.values()}
        self._roles = {
            chain: _names_of(role for role in catalog.roles.values() if role.chain_id == chain)
            for chain in catalog.chains
        }

    def __getstate__(self) -> dict[str, Any]:
        """What travels to another process: the words, never what was read with them here."""
        return {**vars(self), "memory": {}, "readers": {}}

    @lru_cache(maxsize=4096)  # noqa: B019 - one vocabulary lives as long as a run
    def education(self, text: str) -> str | None:
        """The education floor: of several steps named as alternatives, the lowest; None where it cannot be told."""
        key = lookup_key(text)
        if key in self._education:
            return self._education[key]
        if "优先" in key or "preferred" in key:
            return None
        parts = [_FLOOR_WORDS.sub("", part) for part in re.split(r"[/、|,，;；]|或者?|or(?!above|higher)", key)]
        steps = [self._education.get(part) or self._education.get(part.strip("()（）")) for part in parts if part]
        return None if not steps or None in steps else min((step for step in steps if step), key=self._ladder.index)

    @lru_cache(maxsize=4096)  # noqa: B019 - one vocabulary lives as long as a run
    def district(self, text: str) -> str | None:
        """The district that a place name or address lies in; None where none or more than one of ours is named."""
        key = lookup_key(text)
        chosen = {found for found, exact, _ in self._districts if key in exact} or {
            found for found, _, names in self._districts if _lies_in(key, names)
        }
        return next(iter(chosen)) if len(chosen) == 1 else None

    def chain(self, text: str) -> str | None:
        """The chain's id."""
        key = _key(text)
        return self._chains.get(key) or self._chains.get(_CHAIN_WORDS.sub("", key))

    def segment(self, text: str, chain_id: str) -> str | None:
        """The segment's id within a chain; without a chain only a name that a single chain has."""
        return _within(self._segments, text, chain_id)

    def role(self, text: str, chain_id: str) -> str | None:
        """The role's id by its own name, as our form's drop-down offers it."""
        return _within(self._roles, text, chain_id)

    def tier(self, text: str) -> str | None:
        """The talent tier's id."""
        return self._tiers.get(_key(text))

    def stage(self, text: str) -> str | None:
        """The policy stage's id: 引, 引进, Attract, Attraction."""
        return self._stages.get(_key(text))

    @lru_cache(maxsize=4096)  # noqa: B019 - one vocabulary lives as long as a run
    def reasons(self, text: str) -> Coded:
        """The coded reasons why a post is hard to fill."""
        return self._reasons.read(text)

    def pains(self, text: str, stage_id: str = "") -> Coded:
        """The pain points named, within one stage when it is known."""
        return self._pains.get(stage_id, self._all_pains).read(text)


def read_size(text: str) -> str | None:
    """The size class that a word names; None for anything else."""
    key = _key(text)
    return next((size for size, words in SIZES.items() if key in words or key in (f"{words[0]}{words[-1]}",)), None)


def read_hires(text: str) -> str | None:
    """Whether a firm has posts to fill: yes or no; None for any other word."""
    key = _key(text)
    return next((said for said, words in _HIRES.items() if key in words), None)


def read_need_kind(text: str) -> str | None:
    """Why posts are open: new, replacement or both; None for any other word."""
    key = _key(text)
    return next((kind for kind, words in NEED_KINDS.items() if key in words), None)


def read_period(text: str) -> str | None:
    """The pay period that a word names."""
    key = lookup_key(text)
    return next((period for period, words in _PERIODS.items() if key in words), None)


class _Coder:
    """Reads free text into ids: whole labels first, then the words listed for each."""

    def __init__(self, entries: Iterable[Worded]) -> None:
        gathered = tuple(entries)
        self._labels = sorted(_names_of(gathered).items(), key=lambda item: (-len(item[0]), item[0]))
        self._words = [(lookup_key(word), entry.id) for entry in gathered for word in entry.words]

    def read(self, text: str) -> Coded:
        ids: list[str] = []
        rest: list[str] = []
        known = dict(self._labels)
        for line in re.split(r"[\n;；|]+", text):
            if _key(line) in known:
                ids.append(known[_key(line)])
            else:
                rest += split_list(line)
        unread = []
        for part in rest:
            found = [known[_key(part)]] if _key(part) in known else self._by_words(lookup_key(part))
            ids += found
            if not found and _key(part) not in ("无", "没有", "暂无", "none", "no", ""):
                unread.append(part)
        return Coded(tuple(dict.fromkeys(ids)), tuple(unread))

    def _by_words(self, part: str) -> list[str]:
        return [entry_id for word, entry_id in self._words if word in part]


@remembered
def _key(text: str) -> str:
    return _PUNCTUATION.sub("", lookup_key(text))


def _names_of(entries: Iterable[Named]) -> dict[str, str]:
    """Each entry's id under every wording of its name: id, zh, en, and both together as our form prints them."""
    return {
        _key(name): entry.id
        for entry in entries
        for name in (f"{entry.zh} {entry.en}", f"{entry.en} {entry.zh}", entry.en, entry.zh, entry.id)
    }


def _words_of(entries: Iterable[Worded]) -> dict[str, str]:
    gathered = tuple(entries)
    words = {lookup_key(word): entry.id for entry in gathered for word in entry.words}
    names = {lookup_key(n): e.id for e in gathered for n in (f"{e.zh} {e.en}", e.en, e.zh, e.id)}
    return words | names


def _within(names: Mapping[str, Mapping[str, str]], text: str, chain_id: str) -> str | None:
    key = _key(text)
    if chain_id in names:
        return names[chain_id].get(key)
    found = {named[key] for named in names.values() if key in named}
    return next(iter(found)) if len(found) == 1 else None


def _district_names(district: District) -> frozenset[str]:
    both = f"{district.zh} {district.en}"
    return frozenset(lookup_key(word) for word in (district.id, district.zh, district.en, both, *district.words))


def _lies_in(key: str, names: frozenset[str]) -> bool:
    bare = re.sub(r"^(?:中国)?(?:广东省?)?", "", key)
    if key in names or bare in names:
        return True
    return any(_named_inside(key, name) for name in names if not _GENERIC_DISTRICTS.match(name))


def _named_inside(key: str, name: str) -> bool:
    at = key.find(name)
    if at < 0 or len(name) < 2:
        return False
    if _ADMINISTRATIVE.search(name):
        return True
    rest = key[at + len(name) :]
    return bool(_BEFORE_SHORT.search(key[:at])) and not _NOT_A_DISTRICT.match(rest) and not rest[:1].isascii()
