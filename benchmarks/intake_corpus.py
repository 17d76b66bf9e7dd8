"""Holds the reader of survey files to truth: files, planted errors, pay, headers, credit codes and resident IDs.

    python benchmarks/intake_corpus.py [corpus] [clean] [planted] [pay] [headers] [codes] [--files 1000] [--seed 1]
                                       [--codes LIST.csv] [--show]

Without a name all parts run. Nothing in it is drawn from real data; `--codes` takes a list of real credit codes with a
column credit_code. Exit code 1 where a value is silently wrong or a target is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from intake import corpus, headers, numbers, planted, salary
from intake.compare import Tally, compare
from intake.layouts import Survey
from intake.survey import shipped_catalog

from talentmap.intake.take_in import survey_files, take_in
from talentmap.model.taxonomy import Catalog

Writer = Callable[[Path, Catalog, int, int], Mapping[str, Survey]]


def _read(write: Writer, count: int, seed: int) -> Tally:
    with TemporaryDirectory() as folder:
        root = Path(folder, "files")
        root.mkdir()
        catalog = shipped_catalog()
        surveys = write(root, catalog, count, seed)
        return compare(surveys, take_in(survey_files(root), root, catalog), root)


def _files(name: str, write: Writer, options: argparse.Namespace) -> bool:
    tally = _read(write, options.files, options.seed)
    values = sum(tally.values.values())
    kinds = "  ".join(f"{verdict} {count}" for verdict, count in tally.values.most_common())
    print(f"{name}: {tally.files_read} of {tally.files} files read; {values} values: {kinds}")
    print(f"{name}: {len(tally.alarmed_files)} files with a false alarm {dict(tally.alarms) or ''}")
    _show(options, tally.examples)
    silent = sum(tally.values[verdict] for verdict in ("silently wrong", "lost silently", "phantom"))
    return not silent and tally.files_read >= 0.99 * tally.files and len(tally.alarmed_files) <= 0.005 * tally.files


def _corpus(options: argparse.Namespace) -> bool:
    return _files("corpus", corpus.write_corpus, options)


def _clean(options: argparse.Namespace) -> bool:
    return _files("clean", corpus.write_clean, options)


def _planted(options: argparse.Namespace) -> bool:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        catalog = shipped_catalog()
        made = planted.write_planted(root, catalog, 20, options.seed)
        lost = planted.missed(made, take_in(survey_files(root), root, catalog))
    codes = len({kind.code for kind in planted.KINDS})
    found = len(made) - sum(map(len, lost.values()))
    print(f"planted: {len(planted.KINDS)} kinds of {codes} codes, 20 files each")
    print(f"planted: {found} of {len(made)} found under their code and at their cell")
    _show(options, [f"{kind}: {text}" for kind, texts in lost.items() for text in texts])
    return not lost


def _pay(options: argparse.Namespace) -> bool:
    cases = salary.cases()
    verdicts = Counter(map(salary.verdict, cases))
    print(f"pay: {len(cases)} strings: {dict(verdicts)}")
    wrong = [case for case in cases if salary.verdict(case) != "right"]
    _show(options, [f"{case.header} {case.text!r}: {case.expected}, read {salary.read_as(case)}" for case in wrong])
    return not verdicts["silent"] and verdicts["right"] >= 0.98 * len(cases)


def _headers(options: argparse.Namespace) -> bool:
    known, missed = headers.recognised(seed=options.seed)
    tally, examples = headers.judged_typos(seed=options.seed + 1)
    slips = sum(tally.values())
    print(f"headers: {known} of {known + len(missed)} variants recognised")
    print(f"headers: {slips} typos: {dict(tally)}")
    _show(options, [*missed, *examples])
    good = tally["right suggestion"] + tally["recognised"] >= 0.8 * slips
    return not missed and not tally["silently wrong"] and good


def _codes(options: argparse.Namespace) -> bool:
    codes, ids = numbers.credit_codes(200_000, options.seed), numbers.resident_ids(200_000, options.seed)
    print(f"codes: 200000 credit codes against python-stdnum: {dict(codes)}")
    print(f"codes: 200000 resident IDs against python-stdnum: {dict(ids)}")
    slips = numbers.single_slips(1_000, options.seed)
    print(f"codes: 1000 credit codes with one wrong character: {dict(slips)}")
    if options.codes:
        tally, wrong = numbers.listed_codes(options.codes)
        print(f"codes: {options.codes.name}: {dict(tally)}")
        _show(options, wrong)
    return not codes["differ"] and not ids["differ"] and slips["seen"] == slips["place told"] == 1_000


def _show(options: argparse.Namespace, examples: list[str]) -> None:
    for example in examples if options.show else ():
        print(f"    {example}")


PARTS: Mapping[str, Callable[[argparse.Namespace], bool]] = {
    "corpus": _corpus,
    "clean": _clean,
    "planted": _planted,
    "pay": _pay,
    "headers": _headers,
    "codes": _codes,
}


def main() -> int:
    """The parts asked for; 0 where every target is met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--codes", type=Path, default=None)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    met = [PARTS[name](options) for name in options.parts or PARTS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
