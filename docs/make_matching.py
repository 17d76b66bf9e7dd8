"""Write the generated parts of docs/matching.md, the model card of the role matcher, and its calibration plot.

    python docs/make_matching.py                 # features, examples, failures, plot: some ten seconds
    python docs/make_matching.py --figures FILE  # the measured tables too, from `python -m benchmarks.matching --json`

`make bench-matching-card` measures and writes everything. Run it after the weights were fitted anew: a test fails while
the page shows other weights than those shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import altair as alt
import vl_convert
from marks import with_part

from benchmarks.matching import failures
from benchmarks.matching.failures import CAUSES, Judged
from benchmarks.matching.reapplied import reapplied
from benchmarks.matching.title_sets import Taxonomy, TitleSet, named_set, title_sets
from talentmap.catalog.lexicon import read_rules
from talentmap.matching.calibration import ENOUGH, wilson_low
from talentmap.matching.scoring import features
from talentmap.matching.scoring.memory import NEAR
from talentmap.matching.scoring.model import shipped_weights
from talentmap.model.taxonomy import Catalog
from talentmap.publish.figures.theme import GREY, INK, NEED
from talentmap.publish.fonts import faces
from talentmap.resources import catalogs_dir

DOCS = Path(__file__).parent
PAGE = DOCS / "matching.md"
PLOT = DOCS / "matching-calibration.svg"
SCRIPT = "docs/make_matching.py"
SETS = {
    "zh": "chains, zh",
    "en": "chains, en",
    "general zh": "general, zh",
    "general en": "general, en",
    "edition": "bundled edition",
}
BANDS = ("accepted", "review", "none")
EXAMPLES = {"zh": 2, "en": 1, "general zh": 1, "general en": 1}
CAUSES_TOLD = {
    "alias": (
        "采用，但不属于任何岗位：名称恰是某岗位的别称 accepted, no role is right: a role's own wording",
        "another trade uses the same words; what tells them apart stands in brackets or beside, and weighs too little",
    ),
    "near": (
        "采用，但不属于任何岗位：与某岗位的名称相近 accepted, no role is right: near a wording",
        "most characters are shared; the one word that makes it another trade is short, or unknown to the role",
    ),
    "taken": (
        "采用为另一岗位 accepted as another role",
        "two roles share the words; what parts them (level, material, process) is not said or weighs too little",
    ),
    "doubted": (
        "没有结论，而第一候选是对的 none, though the first candidate is right",
        "found, but little speaks for it: shop-floor talk, abbreviations, few characters shared with any wording",
    ),
    "hidden": (
        "没有结论，正确岗位在候选之中 none, the right role is behind the first",
        "the same, and a role of another trade shares more characters",
    ),
    "unmet": (
        "正确岗位不在五个候选之中 the right role is not among the five",
        "no wording of the role shares enough characters or words, and no everyday reading leads there",
    ),
    "neighbour": (
        "交人工，首位是同组的另一岗位 for a person, another role of the right one's group first",
        "roles of one segment or group differ by level, step or product, which the title says in words of its own",
    ),
    "elsewhere": (
        "交人工，首位是别组的岗位 for a person, a role of another group first",
        "a general word (quality, process, maintenance, assembly) meets a role of another trade more closely",
    ),
}
_RENDER_FAMILY = "Noto Sans SC"  # laid out with the packaged font, shown with the reader's
Figures = Mapping[str, Any]
Rows = Iterable[Sequence[object]]
_FEATURE = re.compile(r'^    "(\w+)",  # (.+)$', re.M)
_PLAIN = re.compile(r' (?:aria-[a-z]+|role|class|tabindex)="[^"]*"')
_FENCED = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


def features_table() -> str:
    """Every feature with its weight and what it says, as the code says it."""
    weights, beside = shipped_weights(), shipped_weights(semantic=True)
    told = dict(_FEATURE.findall(Path(features.__file__).read_text(encoding="utf-8")))
    rows = [
        (f"`{name}`", f"{weights[name]:+.3f}", _odds(weights[name]), f"{beside[name]:+.3f}", told[name])
        for name in features.FEATURES
    ]
    return _table(("feature", "weight", "odds", "with `semantic`", "what it is"), rows)


def _odds(weight: float) -> str:
    odds = exp(weight)
    return "—" if not weight else f"×{odds:,.0f}" if odds >= 100 else f"×{odds:.2g}"


def rules_table() -> str:
    """The thresholds by which titles are settled."""
    rules = read_rules(catalogs_dir()).matching
    return _table(
        ("threshold", "value", "where it stands"),
        [
            ("accept", rules.accept, "`catalogs/rules.yaml`"),
            ("lead over the second", rules.margin, "`catalogs/rules.yaml`"),
            ("review", rules.review, "`catalogs/rules.yaml`"),
            ("precision aimed at", rules.target_precision, "`catalogs/rules.yaml`"),
            ("a decided title is a neighbour from cosine", NEAR, "`talentmap/matching/scoring/memory.py`"),
            ("decisions from which probabilities are recalibrated", ENOUGH, "`talentmap/matching/calibration.py`"),
        ],
    )


def sets_table() -> str:
    """How many written titles were fitted on and how many are kept for the figures."""
    rows = [(SETS[dev.name], *map(_counted, (dev, named_set(dev.name, "test")))) for dev in title_sets("dev")]
    return _table(("set", "dev half, fitted on", "test half, measured on"), rows)


def _counted(titles: TitleSet) -> str:
    outside = sum(not one.accept for one in titles.lines)
    return f"{len(titles.lines):,} titles, {outside:,} of them in no role"


def shown_by_command() -> str:
    """What the page's commands print, run on the page's files."""
    with TemporaryDirectory() as folder:
        _lay_out(Path(folder))
        told = [_printed(line.split()[1:], folder) for line in _blocks("sh")[0].splitlines()]
    return "```text\n" + "\n".join(told) + "```"


def shown_by_program() -> str:
    """What the page's program prints."""
    with TemporaryDirectory() as folder:
        _lay_out(Path(folder))
        return "```text\n" + _run(["-c", _blocks("python")[0]], folder) + "```"


def _lay_out(folder: Path) -> None:
    """The page's named files and the catalogs."""
    shutil.copytree(catalogs_dir(), folder / "catalogs")
    for _, name, text in _FENCED.findall(PAGE.read_text(encoding="utf-8")):
        if name:
            (folder / name).write_text(text, encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return [text for kind, _, text in _FENCED.findall(PAGE.read_text(encoding="utf-8")) if kind == language]


def _printed(words: Sequence[str], folder: str) -> str:
    return f"$ talentmap {' '.join(words)}\n{_run(['-m', 'talentmap', *words], folder)}"


def _run(words: Sequence[str], folder: str) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 - the page's own examples
    return re.sub(r"[ ]+$", "", done.stdout, flags=re.M)


def outcomes_table(found: Mapping[str, Sequence[Judged]]) -> str:
    """How the lines of each set end."""
    counted = {name: failures.settled(some) for name, some in found.items()}
    ends = next(iter(counted.values()))
    rows = [(end, *(f"{counted[name][end]:,}" for name in found)) for end in ends]
    return _table(("band, and what stood first", *(SETS[name] for name in found)), rows)


def outside_table(found: Mapping[str, Sequence[Judged]]) -> str:
    """By set and kind how titles in no role are settled."""
    rows = [
        (SETS[name], kind, *(f"{bands[band]:,}" for band in BANDS))
        for name, some in found.items()
        for kind, bands in failures.outside(some).items()
    ]
    return _table(("set", "kind", *BANDS), rows)


def causes_table(found: Mapping[str, Sequence[Judged]]) -> str:
    """How many failures each class has, and why."""
    counted = {name: failures.causes(some) for name, some in found.items()}
    rows = [
        (number, *CAUSES_TOLD[cause], *(f"{counted[name][cause]:,}" for name in found))
        for number, cause in enumerate(CAUSES, start=1)
    ]
    return _table(("", "类别 class", "why", *(SETS[name] for name in found)), rows)


def examples_table(found: Mapping[str, Sequence[Judged]]) -> str:
    """A few failures of each class."""
    rows = [
        example_row(named_set(name, "test"), one)
        for cause in CAUSES
        for name, some in found.items()
        for one in failures.examples(some, cause, EXAMPLES[name])
    ]
    head = ("class", "set", "title", "chain; skills", "what we said", "what is right", "evidence")
    return _table(head, rows)


def example_row(titles: TitleSet, one: Judged) -> tuple[str, ...]:
    """One failure as the page shows it."""
    names, line, first = role_names(titles), one.line, next(iter(one.placed.candidates), None)
    said = f"{one.placed.band}: {names[first.role_id]} {first.probability:.2f}" if first else "none"
    return (
        str(CAUSES.index(one.cause) + 1),
        SETS[titles.name],
        line.title,
        "; ".join(filter(None, (line.chain_id, ", ".join(line.skills)))),
        said,
        " / ".join(sorted(names[role] for role in line.accept)) or "no role",
        first.reasons if first else "",
    )


def role_names(titles: TitleSet) -> Mapping[str, str]:
    """The name of each role in the language of the set."""
    taxonomy: Taxonomy = titles.taxonomy
    if isinstance(taxonomy, Catalog):
        return {role.id: role.zh if titles.language == "zh" else role.en for role in taxonomy.roles.values()}
    return {one.role_id: one.name for one in taxonomy}


def reapplied_table() -> str:
    """What becomes of decided titles, and of others."""
    return _figures_table(reapplied(), "decisions")


def plotted(found: Mapping[str, Sequence[Judged]]) -> str:
    """The calibration plot as SVG: share right over the probability said, a panel a set."""
    for face in faces():
        vl_convert.register_font_directory(str(face.path.parent))
    panels = [_panel(SETS[name], failures.reliability(some)) for name, some in found.items()]
    svg = str(vl_convert.vegalite_to_svg(_dressed(alt.hconcat(*panels)).to_dict()))
    return _PLAIN.sub("", svg).replace(f'font-family="{_RENDER_FAMILY}"', 'font-family="sans-serif"') + "\n"


def _panel(title: str, bins: Sequence[tuple[float, float, int]]) -> alt.LayerChart:
    """One set: dots with their intervals, and the line on which probability and share agree."""
    rows = [
        {"said": said, "right": right, "low": _low(right, count), "high": 1 - _low(1 - right, count)}
        for said, right, count in bins
    ]
    data = alt.InlineData(values=[{name: round(value, 4) for name, value in row.items()} for row in rows])
    even = alt.InlineData(values=[{"said": 0, "right": 0}, {"said": 1, "right": 1}])
    axis, unit = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]), alt.Scale(domain=[0, 1])
    x = alt.X("said:Q", title="probability said", axis=axis, scale=unit)
    y = alt.Y("right:Q", title="share right", axis=axis, scale=unit)
    diagonal = alt.Chart(even).mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1).encode(x=x, y=y)
    interval = (
        alt.Chart(data)
        .mark_rule(color=NEED, opacity=0.5)
        .encode(x=x, y=alt.Y("low:Q", title="share right"), y2="high:Q")
    )
    dots = alt.Chart(data).mark_point(filled=True, size=36, opacity=1, color=NEED).encode(x=x, y=y)
    return alt.layer(diagonal, interval, dots).properties(title=title, width=170, height=170)


def _dressed(chart: alt.HConcatChart) -> alt.HConcatChart:
    return (
        chart.properties(background="white", padding=6)
        .configure(font=_RENDER_FAMILY)
        .configure_axis(labelColor=INK, titleColor=INK, titleFontWeight="normal", gridColor="#eceff0", tickColor=GREY)
        .configure_title(color=INK, fontSize=11, fontWeight="normal")
        .configure_view(stroke="#dfe5e7")
    )


def _low(share: float, count: int) -> float:
    return wilson_low(round(share * count), count)


def accuracy_tables(figures: Figures) -> str:
    """Of each set every matcher's figures."""
    parts = []
    for name, one in figures.items():
        head = f"**{SETS[name]}**: {one['lines']:,} titles, {one['inside']:,} of them with a role"
        parts.append(f"{head}\n\n{_figures_table(one['matchers'], 'matcher', _ACCURACY)}")
    return "\n\n".join([_short_run(figures), *parts]).strip()


_ACCURACY = {
    "top_1": "@1",
    "top_5": "@5",
    "coverage_95": "coverage, with a role",
    "coverage_95_open": "coverage, all",
    "ece": "ECE, with a role",
    "ece_open": "ECE, all",
    "false_accepts": "false accepts",
}


def _short_run(figures: Figures) -> str:
    whole = all(figures[name]["lines"] == len(named_set(name, "test").lines) for name in EXAMPLES if name in figures)
    return "" if whole else "**A short run (`--quick`): some titles of each set only.**"


def bands_table(figures: Figures) -> str:
    """How our matcher settles each set."""
    head = ("set", "told", "band", "titles", "share", "right", "right at least", "without a role")
    rows = [
        (SETS[name], *told.split(", ")[1:], *(_cell(row[column]) for column in head[3:]))
        for name, one in figures.items()
        for told, row in one["bands"].items()
    ]
    return _table(head, rows)


def kinds_table(figures: Figures) -> str:
    """Right first by kind of title: ours, and the best peer of that very kind."""
    rows = []
    for name, one in figures.items():
        for kind, row in one["kinds"].items():
            if row["inside"]:
                rows.append((SETS[name], kind, row["inside"], *_ours_and_best(row)))
    return _table(("set", "kind", "with a role", "ours, title", "ours, line", "best peer", "which"), rows)


def _ours_and_best(row: Figures) -> tuple[str, ...]:
    peers = {name: value for name, value in row.items() if name not in ("lines", "inside") and "talentmap" not in name}
    best = max(peers, key=lambda name: peers[name])
    ours = (row.get(f"talentmap, {what}") for what in ("title", "line"))
    return (*(_cell(value) for value in ours), _cell(peers[best]), best)


def metamorphic_tables(figures: Figures) -> str:
    """Of each set a row a rewriting and a column a matcher."""
    parts = []
    for name, rows in figures.items():
        titles, others = rows["titles"], {key: row for key, row in rows.items() if key != "titles"}
        lines = [(kind, f"{titles[kind]:,}", *(_cell(row[kind]) for row in others.values())) for kind in titles]
        parts.append(f"**{SETS[name]}**\n\n{_table(('rewriting', 'titles', *others), lines)}")
    return "\n\n".join(parts)


def learning_tables(figures: Figures) -> str:
    """Of each set the figures after so many decisions."""
    return "\n\n".join(f"**{SETS[name]}**\n\n{_figures_table(rows, 'after')}" for name, rows in figures.items())


def throughput_tables(figures: Figures) -> str:
    """Of each load every matcher's rates."""
    parts = (
        f"**{name}{'' if 'titles' in name else ' wordings'}**\n\n{_figures_table(rows, 'matcher')}"
        for name, rows in figures.items()
    )
    return "\n\n".join(parts)


def _figures_table(rows: Mapping[str, Figures], first: str, names: Mapping[str, str] | None = None) -> str:
    columns = list(names or dict.fromkeys(column for row in rows.values() for column in row))
    head = (first, *(names[column] if names else column.replace("_", " ") for column in columns))
    return _table(head, [(name, *(_cell(row.get(column)) for column in columns)) for name, row in rows.items()])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _table(head: Sequence[str], rows: Rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(escaped(str(cell)) for cell in line) + " |" for line in lines)


def escaped(text: str) -> str:
    """A text that cannot break a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def fingerprint() -> str:
    """What tells one fit from another: weights and thresholds."""
    fitted = [dict(shipped_weights()), read_rules(catalogs_dir()).matching.model_dump()]
    return hashlib.sha256(json.dumps(fitted, sort_keys=True).encode()).hexdigest()[:12]


def fit_line() -> str:
    """Which fit the measured figures belong to."""
    return f"Weights and thresholds measured: `{fingerprint()}` (SHA-256, shortened)."


CHEAP: Mapping[str, Callable[[], str]] = {
    "features": features_table,
    "rules": rules_table,
    "sets": sets_table,
    "command": shown_by_command,
    "program": shown_by_program,
}
EVALUATED: Mapping[str, Callable[[Mapping[str, Sequence[Judged]]], str]] = {
    "outcomes": outcomes_table,
    "outside": outside_table,
    "causes": causes_table,
    "examples": examples_table,
}
MEASURED: Mapping[str, tuple[str, Callable[[Figures], str]]] = {
    "accuracy": ("accuracy", accuracy_tables),
    "bands": ("accuracy", bands_table),
    "kinds": ("accuracy", kinds_table),
    "metamorphic": ("metamorphic", metamorphic_tables),
    "learning": ("learning", learning_tables),
    "throughput": ("throughput", throughput_tables),
}


def cheap_page() -> str:
    """The page with the parts that follow from weights, catalogs and the page itself."""
    return _with_parts(PAGE.read_text(encoding="utf-8"), {marker: make() for marker, make in CHEAP.items()})


def _with_parts(text: str, parts: Mapping[str, str]) -> str:
    for marker, part in parts.items():
        text = with_part(text, SCRIPT, marker, part)
    return text


def main() -> None:
    """Write the page and the plot."""
    parser = argparse.ArgumentParser(description="The generated parts of docs/matching.md.")
    parser.add_argument("--figures", type=Path, help="output of `python -m benchmarks.matching --json`")
    wanted = parser.parse_args()
    figures: Figures = json.loads(wanted.figures.read_text(encoding="utf-8")) if wanted.figures else {}
    found = {one.name: failures.judged(one) for one in title_sets()}
    parts = {marker: make(found) for marker, make in EVALUATED.items()} | {"reapplied": reapplied_table()}
    parts |= {marker: make(figures[key]) for marker, (key, make) in MEASURED.items() if key in figures}
    parts |= {"fit": fit_line()} if "accuracy" in figures else {}
    PAGE.write_text(_with_parts(cheap_page(), parts), encoding="utf-8", newline="\n")
    PLOT.write_text(plotted(found), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
