"""Linkage: which records without an ID are one person, with reasons, and what is too uncertain to say."""

from talentmap.linkage.clusters import Linkage, settle
from talentmap.linkage.comparison import Comparison, Evidence, Verdict, compare
from talentmap.linkage.trace import Trace

__all__ = ["Comparison", "Evidence", "Linkage", "Trace", "Verdict", "compare", "settle"]
