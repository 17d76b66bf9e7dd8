"""The gate before publication: reads the edition's files as an attacker would, and keeps the record of it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talentmap.bilingual import both
from talentmap.disclosure.attack.check import Checked, Leak, check_publication
from talentmap.disclosure.attack.former import Former, background, read_former, read_kept
from talentmap.disclosure.attack.tables import Wording
from talentmap.disclosure.attack.truth import read_truth
from talentmap.disclosure.figures import Figures
from talentmap.disclosure.suppression import Background
from talentmap.engine import Engine, open_engine
from talentmap.errors import DisclosureFault, EditionError
from talentmap.model.edition import Edition, open_edition
from talentmap.model.engine_choice import EngineChoice
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.disclosure import DISCLOSURE_LEDGER

_RECORD = Path("internal") / "disclosure.json"
_LIST = Path("internal") / "disclosure-leaks.csv"
_TOLD = 5


class Gate:
    """The gate of one edition: its rules, the words of its workbook, and the edition published before it."""

    def __init__(self, rules: DisclosureRules, wording: Wording, previous: Path | None = None) -> None:
        self._rules, self._wording = rules, wording
        self._former = _read_previous(previous, rules, wording) if previous is not None else None

    def background(self, figures: Figures) -> Background | None:
        """What a reader of the previous edition knows; None without one."""
        return background(self._former, figures) if self._former is not None else None

    def check(self, folder: Path, engine: Engine) -> Checked:
        """What an attacker makes of the files in `folder`, whose tables stand in `engine`; recorded beside them."""
        truth = read_truth(engine, self._rules)
        checked = check_publication(folder, truth, self._wording, self.background(truth.figures))
        self._record(folder, checked)
        return checked

    def _record(self, folder: Path, checked: Checked) -> None:
        said = {
            "rules": self._rules.model_dump(),
            "previous": self._former is not None,
            "files": checked.files,
            "readings": checked.readings,
            "passages": checked.passages,
            "protected_amounts": checked.targets,
            "leaks": dict(sorted(Counter(leak.kind for leak in checked.leaks).items())),
        }
        (folder / _RECORD).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        with (folder / _LIST).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("kind", "file", "place", "cell", "column"))
            writer.writerows((leak.kind, leak.file, leak.place, leak.cell, leak.column) for leak in checked.leaks)


def published_before(edition: Edition, output: Path) -> Path | None:
    """The edition before this one: as it was built into `output`, or as it was kept; None where neither is at hand."""
    if edition.previous is None or not (edition.previous / "edition.toml").is_file():
        return None
    built = output / open_edition(edition.previous).settings.id
    found = (folder for folder in (built, edition.previous) if _is_checked(folder) or _is_kept(folder))
    return next(found, None)


def _is_checked(folder: Path) -> bool:
    """True for a built edition with its account of the disclosure step."""
    return (folder / _RECORD).is_file() and _has_ledger(folder)


def _is_kept(folder: Path) -> bool:
    return (folder / "archive").is_dir() and (folder / "published").is_dir()


def _has_ledger(folder: Path) -> bool:
    return any((folder / "internal" / "tables").glob(f"{DISCLOSURE_LEDGER.name}*"))


def read_rules(folder: Path) -> DisclosureRules:
    """The rules under which the edition in `folder` was published. EditionError where it holds none."""
    try:
        said = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        return DisclosureRules.model_validate(said["rules"])
    except (OSError, ValueError, LookupError, TypeError) as fault:
        raise EditionError(
            both(
                f"{folder} holds no {_RECORD.as_posix()}: it is no built edition, or its internal folder was left out.",
                f"{folder} 没有 {_RECORD.as_posix()}：不是编制结果，或缺了 internal 文件夹。",
            ),
            both(
                "Name the folder that `talentmap build` wrote, with its internal folder.",
                "请给出 `talentmap build` 写出的文件夹，连同其 internal 文件夹。",
            ),
        ) from fault


def _read_previous(folder: Path, rules: DisclosureRules, wording: Wording) -> Former:
    if not _has_ledger(folder) and _is_kept(folder):
        return read_kept(folder, rules)
    with tables_of(folder) as engine:
        return read_former(folder, read_truth(engine, read_rules(folder)), wording)


@contextmanager
def tables_of(folder: Path) -> Iterator[Engine]:
    """The internal tables of a built edition. EditionError where it has none."""
    if not _has_ledger(folder):
        raise EditionError(
            both(f"{folder} is not a built edition with internal tables.", f"{folder} 不是带内部数据表的编制结果。"),
            both(
                "Name the folder that `talentmap build` wrote, with its internal folder.",
                "请给出 `talentmap build` 写出的文件夹，连同其 internal 文件夹。",
            ),
        )
    with open_engine(EngineChoice(), folder / "internal" / "tables") as engine:
        yield engine


def insist(checked: Checked) -> Checked:
    """`checked` itself. DisclosureFault where a leak is certain: says where it stands, never what it tells."""
    if not checked.certain:
        return checked
    kinds = Counter(leak.kind for leak in checked.certain)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    places = "; ".join(_place(leak) for leak in checked.certain[:_TOLD])
    raise DisclosureFault(
        both(
            f"The files would give hidden figures away ({told}); nothing was published. {places}",
            f"这些文件会泄露已隐去的数字（{told}），没有发布。{places}",
        ),
        both(
            "Mend the chapter, sheet or field that is named, and build again. See docs/disclosure.md.",
            "请改正所指的章节、工作表或字段后重新编制，见 docs/disclosure.md。",
        ),
    )


def _place(leak: Leak) -> str:
    where = f"{leak.file}, {leak.place}" if leak.file else leak.place
    return f"{where}: {leak.column} of {leak.cell}"
