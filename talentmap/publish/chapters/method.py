"""Annex: methods in words, with the thresholds that this edition used."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made


def _make(context: Context) -> Made:
    evidence = context.evidence
    return Made(
        facts={
            "cell_minimum": evidence.rule("weights", "cell_minimum"),
            "replicates": evidence.rule("weights", "bootstrap_replicates"),
            "accept": evidence.rule("matching", "accept"),
            "margin": evidence.rule("matching", "margin"),
            "graduating": evidence.rule("supply", "graduating_within_months"),
            "rounding": evidence.rule("disclosure", "rounding"),
        }
    )


CHAPTER = Chapter("method", _make, kind="annex")
