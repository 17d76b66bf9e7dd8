"""The baseline: the label whose keywords occur most often, as a first attempt at coding policy texts does it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from benchmarks.policy_coding.gold import Gold

_KIND = {
    "incentive": "补贴 补助 奖励 资助 津贴 给予 发放 支持 subsidy allowance grant award reward receive paid support",
    "purpose": "为了 制定 目标 formulated goal",
    "definition": "所称 是指 适用 means refers",
    "principle": "原则 坚持 氛围 principle atmosphere",
    "organisation": "领导小组 各部门 经费 预算 coordinate fund",
    "procedure": "审核 公示 材料 程序 咨询 reviewed documents working",
    "limit": "重复 不得 同时 cumulated twice",
    "supervision": "虚假 追回 监督 考核 绩效 false repay audit",
    "final": "施行 解释 有效期 废止 effect valid",
}
_STAGE = {
    "attract": "引进 引才 安家 落户 来 招聘 创业 生活补贴 attract recruit settling settle move newly",
    "cultivate": "培养 培训 培育 学徒 实习 技能 证书 奖学金 train training apprentice intern scholarship certificate",
    "utilize": "使用 转化 项目 揭榜 攻关 职称 评价 科研 project research commercialised problem title",
    "retain": "留 稳岗 住房 子女 配偶 医疗 荣誉 服务 retain retention housing children spouse health stay",
}
_TIERS = {
    "scientist": "博士 专家 高层次 科研 教授 领军 doctorate phd expert scientist research high-level",
    "engineer": "工程师 工程技术 硕士 engineer engineers master's",
    "technician": "技师 高级工 技能 工人 职工 工匠 technician worker skill craftsmen",
    "youth": "毕业生 青年 大学生 学生 实习 见习 graduate graduates student students young intern",
}
_INSTRUMENT = {
    "settling-in-allowance": "安家 settling-in settle",
    "living-subsidy": "生活补贴 津贴 living allowance",
    "housing": "住房 租房 购房 公寓 housing rent apartment",
    "research-grant": "科研 项目资助 research",
    "startup-grant": "创业 start-up",
    "platform-funding": "工作站 基地 平台 station base",
    "pay-subsidy": "薪酬 岗位津贴 贡献 tax pay",
    "training-subsidy": "培训 技能 学徒 training apprentice",
    "title-award": "职称 title",
    "honour": "荣誉 称号 竞赛 honour prize",
    "internship-subsidy": "实习 见习 internship trainee",
    "scholarship": "奖学金 scholarship",
    "project-award": "转化 攻关 揭榜 project",
    "service": "子女 医疗 服务 children health",
    "equity-incentive": "股权 equity",
    "referral-award": "引荐 referral",
    "social-insurance-subsidy": "社保补贴 insurance",
}
_AMOUNT = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(万元|元|万|yuan)|(?:RMB|CNY)\s*(\d+(?:,\d{3})*)")


def _counts(keywords: Mapping[str, str], text: str) -> dict[str, int]:
    words = set(re.findall(r"[a-z][a-z'-]+", text.casefold()))
    return {
        label: sum(text.count(word) if word[0] > "\x7f" else word in words for word in listed.split())
        for label, listed in keywords.items()
    }


def _most(keywords: Mapping[str, str], text: str) -> str:
    counts = _counts(keywords, text)
    return max(counts, key=lambda label: counts[label])


def labels_of(gold: Gold) -> dict[str, object]:
    """What counting keywords makes of a clause."""
    text = gold.text
    tiers = frozenset(tier for tier, count in _counts(_TIERS, text).items() if count)
    return {
        "kind": _most(_KIND, text),
        "stage": _most(_STAGE, text),
        "tiers": tiers or frozenset({"scientist"}),
        "instrument": _most(_INSTRUMENT, text),
        "amount": _first_amount(text),
    }


def _first_amount(text: str) -> tuple[float | None, float | None]:
    match = _AMOUNT.search(text)
    if match is None:
        return None, None
    value = float((match[1] or match[3]).replace(",", "")) * (10_000 if (match[2] or "").startswith("万") else 1)
    return value, value
