"""The short answers that every form offers, by id: Chinese and English."""

from __future__ import annotations

SIZES = {
    "large": ("大型", "large"),
    "medium": ("中型", "medium"),
    "small": ("小型", "small"),
    "micro": ("微型", "micro"),
}
PERIODS = {"month": ("月", "month"), "year": ("年", "year"), "day": ("日", "day"), "hour": ("时", "hour")}
NEED_KINDS = {"new": ("新增", "new"), "replacement": ("补员", "replacement"), "both": ("兼有", "both")}
REACHES = {"known": ("知道", "known"), "applied": ("已申请", "applied for"), "received": ("已享受", "received")}
HIRES = {"yes": ("有", "yes"), "no": ("无", "no")}
