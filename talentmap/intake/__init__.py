"""Stage 1, intake: whatever enterprises submit becomes clean demand lines, and every fault is said with its cure."""

from __future__ import annotations

from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import NO_TERMS, Terms, terms_of
from talentmap.intake.transcribe import Transcriber

__all__ = ["NO_TERMS", "Intake", "Terms", "Transcriber", "survey_files", "take_in", "terms_of"]
