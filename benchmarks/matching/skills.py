"""How well free wordings of skills are read, beside exact look-up and rapidfuzz: precision and recall on the test half.

python -m benchmarks.matching.skills [--half dev] [--wrong] [--json]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import TITLES, bundled_catalog
from talentmap.matching.skills.reader import SkillReader, wordings_of
from talentmap.text import lookup_fold, lookup_key, split_list

SENTENCES = ("sentence", "negation")
_PARTS = 10_000  # distinct wordings for the measure of speed
Read = Callable[[Sequence["Said"]], list[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Said:
    """A wording or sentence, and what it means: each entry of `means` is met by any one of its skills."""

    text: str
    means: tuple[frozenset[str], ...]
    kind: str

    @property
    def half(self) -> str:
        """`dev` or `test`: by the wording alone."""
        return "test" if hashlib.sha256(self.text.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True)
class Tally:
    """Skills found, those of them that are meant, skills meant, and those of them that were found."""

    found: int
    right: int
    meant: int
    met: int

    def figures(self) -> Mapping[str, Any]:
        """Precision, recall and their harmonic mean."""
        precision, recall = self.right / max(self.found, 1), self.met / max(self.meant, 1)
        both = precision + recall
        harmonic = 2 * precision * recall / both if both else 0.0
        return {"found": self.found, "precision": precision, "recall": recall, "F1": harmonic}


def said(half: str) -> list[Said]:
    """The lines of one half of `skills.csv`."""
    with (TITLES / "skills.csv").open(encoding="utf-8", newline="") as file:
        rows = [Said(row["said"], _means(row["skill_ids"]), row["kind"]) for row in csv.DictReader(file)]
    return [one for one in rows if one.half == half]


def _means(cell: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(part.split("/")) for part in cell.split("|") if part != "NONE")


def tally(lines: Sequence[Said], answers: Sequence[frozenset[str]]) -> Tally:
    """Counts over `lines`."""
    allowed = [frozenset[str]().union(*one.means) for one in lines]
    return Tally(
        found=sum(map(len, answers)),
        right=sum(len(answer & may) for answer, may in zip(answers, allowed, strict=True)),
        meant=sum(len(one.means) for one in lines),
        met=sum(bool(answer & skill) for answer, one in zip(answers, lines, strict=True) for skill in one.means),
    )


def ours(wordings: Mapping[str, Sequence[str]]) -> Read:
    """The reader of the package: sentences as duties, all else as stated skills."""
    reader = SkillReader(wordings)

    def read(lines: Sequence[Said]) -> list[frozenset[str]]:
        return [reader.told(one.text) if one.kind in SENTENCES else reader.listed(one.text) for one in lines]

    return read


def exact(wordings: Mapping[str, Sequence[str]]) -> Read:
    """A look-up of each listed part among names and aliases, folded; in sentences wherever a name stands."""
    ids = {lookup_key(word): skill for skill, words in reversed(wordings.items()) for word in words}

    def read_one(one: Said) -> frozenset[str]:
        if one.kind in SENTENCES:
            text = lookup_key(one.text)
            return frozenset(skill for word, skill in ids.items() if word in text)
        return frozenset(ids[key] for part in split_list(one.text) if (key := lookup_key(part)) in ids)

    return lambda lines: list(map(read_one, lines))


def fuzzy(wordings: Mapping[str, Sequence[str]], cutoff: float) -> Read:
    """The nearest name of each part by rapidfuzz WRatio; sentences are cut at punctuation."""
    words = [(lookup_fold(word), skill) for skill, named in wordings.items() for word in named]
    texts = [word for word, _ in words]

    def nearest(part: str) -> Iterable[str]:
        found = process.extractOne(lookup_fold(part), texts, scorer=fuzz.WRatio, score_cutoff=cutoff)
        return [words[found[2]][1]] if found else []

    def read(lines: Sequence[Said]) -> list[frozenset[str]]:
        cut = [split_list(one.text.replace("。", "，")) for one in lines]
        return [frozenset(skill for part in parts for skill in nearest(part)) for parts in cut]

    return read


def best_cutoff(wordings: Mapping[str, Sequence[str]], lines: Sequence[Said]) -> float:
    """The cutoff of the best harmonic mean on `lines`."""
    cutoffs = range(60, 100, 5)
    return max(cutoffs, key=lambda cutoff: tally(lines, fuzzy(wordings, cutoff)(lines)).figures()["F1"])


def speed(wordings: Mapping[str, Sequence[str]], lines: Sequence[Said]) -> Mapping[str, Any]:
    """Wordings a second that were never seen before, learnt at once and one by one."""
    stated = [one.text for one in lines if one.kind not in SENTENCES]
    some = [f"{stated[k % len(stated)]}{_marked(k // len(stated))}" for k in range(_PARTS)]
    at_once, singly = SkillReader(wordings), SkillReader(wordings)
    start = time.process_time()
    at_once.learn(some)
    for text in some:
        at_once.read([text])
    middle = time.process_time()
    for text in some[:1000]:
        singly.read([text])
    end = time.process_time()
    return {"at once": int(_PARTS / (middle - start)), "one by one": int(1000 / (end - middle))}


def _marked(number: int) -> str:
    """Something that makes a wording another one."""
    return "".join(chr(0x5B80 + int(digit)) for digit in str(number)) if number else ""


def measure(half: str) -> Mapping[str, Any]:
    """Figures of every reader, ours by kind, and our speed."""
    wordings = wordings_of(bundled_catalog().skills)
    lines = said(half)
    cutoff = best_cutoff(wordings, said("dev"))
    readers = {"ours": ours(wordings), "exact": exact(wordings), f"WRatio {cutoff}": fuzzy(wordings, cutoff)}
    answers = {name: read(lines) for name, read in readers.items()}
    by_kind = defaultdict(list)
    for one, answer in zip(lines, answers["ours"], strict=True):
        by_kind[one.kind].append((one, answer))
    return {
        "readers": {name: {"lines": len(lines), **tally(lines, found).figures()} for name, found in answers.items()},
        "by kind": {kind: _of_kind(pairs) for kind, pairs in sorted(by_kind.items())},
        "wordings a second": speed(wordings, lines),
    }


def _of_kind(pairs: Sequence[tuple[Said, frozenset[str]]]) -> Mapping[str, Any]:
    lines, answers = [one for one, _ in pairs], [answer for _, answer in pairs]
    return {"lines": len(lines), **tally(lines, answers).figures()}


def wrong(half: str) -> Iterable[str]:
    """Every line that is not read as it is meant."""
    lines = said(half)
    for one, answer in zip(lines, ours(wordings_of(bundled_catalog().skills))(lines), strict=True):
        meant = frozenset[str]().union(*one.means)
        if answer - meant or not all(answer & skill for skill in one.means):
            yield f"{one.kind:<12} {one.text}  {sorted(answer)}  meant {[sorted(skill) for skill in one.means]}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Wordings of skills, read by us and by others.")
    parser.add_argument("--half", choices=("dev", "test"), default="test")
    parser.add_argument("--wrong", action="store_true", help="print what is read wrongly in the dev half")
    parser.add_argument("--json", action="store_true", help="print JSON")
    wanted = parser.parse_args()
    if wanted.wrong:
        print("\n".join(wrong("dev")))
        return
    figures = measure(wanted.half)
    if wanted.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    for part in ("readers", "by kind"):
        print(f"\n{part}, {wanted.half} half")
        show(figures[part])
    print(
        "\nnew wordings read a second: " + ", ".join(f"{n:,} {how}" for how, n in figures["wordings a second"].items())
    )


if __name__ == "__main__":
    main()
