"""The same questions as a text table: UTF-8 with a byte order mark, one post a row, the enterprise in front of each."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS
from talentmap.forms.template import Template
from talentmap.forms.wording import said

PAIN_HEADERS = {
    "attract": ("引才痛点", "Attraction pain points"),
    "cultivate": ("育才痛点", "Cultivation pain points"),
    "utilize": ("用才痛点", "Utilisation pain points"),
    "retain": ("留才痛点", "Retention pain points"),
}
INCENTIVE_HEADERS = {
    "known": ("知道的政策", "Incentives known"),
    "applied": ("申请过的政策", "Incentives applied for"),
    "received": ("享受过的政策", "Incentives received"),
}
COLUMNS = (*ENTERPRISE_QUESTIONS, *(question for question in DEMAND_QUESTIONS if question.field != "segment"))
"""The segment is asked once: in a text table nothing tells two columns of one header apart."""


def write_csv_form(path: Path, template: Template) -> None:
    """Write the header, and the chain in the first row."""
    languages = template.languages
    headers = [question.header(languages).replace("\n", " ") for question in COLUMNS]
    asked = [PAIN_HEADERS[stage] for stage in template.catalog.stages]
    asked += INCENTIVE_HEADERS.values() if template.incentives else ()
    headers += [said(zh, en, languages, " ") for zh, en in asked]
    chain = template.label(template.chains[0]) if template.chain_id else ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    answers = [chain if question.field == "chain" else "" for question in COLUMNS]
    writer.writerow(answers + [""] * (len(headers) - len(answers)))
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
