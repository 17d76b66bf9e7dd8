"""The policy folder of the bundled example edition: register, list of documents, and the text of each.

Everything comes from `policy_sources.yaml` beside this file, an illustrative set that no authority issued:
every text says so on its first line. The same source gives the same bytes: a rebuilt edition does not differ.

    policies/register.csv      one row an incentive item; tiers joined by `|`; what is unknown stays empty
    policies/documents.csv     one row a document; `file` is relative to policies/
    policies/texts/p01.txt     the document as it would be read, under a line that says it is an example
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from talentmap.policy.texts.clauses import quote_hash

Document = Mapping[str, Any]
Row = Mapping[str, object]

SOURCES = Path(__file__).with_name("policy_sources.yaml")
DISCLAIMER = "【示例文本，非真实文件】"
NOTE = "示例数据"
BUDGET_YEAR = 2026
DIGITS = "零一二三四五六七八九"

REGISTER_COLUMNS = (
    "item_id",
    "doc_id",
    "clause",
    "title_zh",
    "title_en",
    "stage",
    "tiers",
    "instrument",
    "rule",
    "amount_low",
    "amount_high",
    "amount_basis",
    "quote_hash",
    "budget_year",
    "budget_cny",
    "paid_cny",
    "applicants",
    "recipients",
    "note",
)
DOCUMENT_COLUMNS = (
    "doc_id",
    "title_zh",
    "title_en",
    "department_id",
    "department",
    "number",
    "issued",
    "expires",
    "file",
    "note",
)


def write_policies(edition_dir: Path) -> None:
    """Write `policies/` of the edition: the register, the list of documents and one text a document."""
    documents = read_documents(SOURCES)
    policies_dir = edition_dir / "policies"
    write_table(policies_dir / "register.csv", REGISTER_COLUMNS, register_rows(documents))
    write_table(policies_dir / "documents.csv", DOCUMENT_COLUMNS, document_rows(documents))
    for document in documents:
        write_text(policies_dir / text_file(document), policy_text(document))


def read_documents(path: Path) -> list[Document]:
    """The policy documents of the source file, in its order."""
    documents: list[Document] = yaml.safe_load(path.read_text(encoding="utf-8"))["documents"]
    return documents


def register_rows(documents: Iterable[Document]) -> list[Row]:
    """One row an incentive item, with the document it stands in."""
    return [
        {
            **item,
            "doc_id": document["doc_id"],
            "tiers": "|".join(item["tiers"]),
            "quote_hash": quote_hash(item["clause_zh"]),
            "budget_year": BUDGET_YEAR if item["budget_cny"] is not None else None,
            "note": NOTE,
        }
        for document in documents
        for item in document["items"]
    ]


def document_rows(documents: Iterable[Document]) -> list[Row]:
    """One row a document, with the file that holds its text."""
    return [{**document, "file": text_file(document), "note": NOTE} for document in documents]


def text_file(document: Document) -> str:
    """Where a document's text stands, relative to `policies/`."""
    return f"texts/{document['doc_id']}.txt"


def policy_text(document: Document) -> str:
    """A document as it would be read; the first line says that it is an example."""
    lines = [
        DISCLAIMER,
        document["title_zh"],
        document["number"],
        "",
        document["preamble_zh"],
        "",
        *articles(document),
        "",
        document["department"],
        chinese_date(document["issued"]),
    ]
    return "\n".join(lines) + "\n"


def articles(document: Document) -> list[str]:
    """All articles in order: an item under the number it claims, general clauses under the numbers left over.

    Refuses a document whose items share a number or claim one beyond its last article.
    """
    claimed = {item["clause"]: item["clause_zh"] for item in document["items"]}
    general = iter(document["clauses_zh"])
    labels = [article_label(n) for n in range(1, len(document["items"]) + len(document["clauses_zh"]) + 1)]
    if len(claimed) < len(document["items"]) or not claimed.keys() <= set(labels):
        raise ValueError(f"{document['doc_id']}: give each item its own clause, {labels[0]} to {labels[-1]}")
    return [f"{label}　{claimed.get(label) or next(general)}" for label in labels]


def article_label(number: int) -> str:
    """第十二条 for 12; from 1 to 99."""
    tens, ones = divmod(number, 10)
    tens_zh = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return f"第{tens_zh}{DIGITS[ones] if ones else ''}条"


def chinese_date(day: date) -> str:
    """2023年4月5日 for 2023-04-05."""
    return f"{day.year}年{day.month}月{day.day}日"


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A CSV file with a byte order mark, so that spreadsheets read the Chinese; None is an empty cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_text(path: Path, text: str) -> None:
    """A UTF-8 file with the same line ends on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
