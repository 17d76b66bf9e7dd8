"""The map under load: how large the page is, what it asks the network for, how long a filter over many roles takes.

`python -m benchmarks.map_speed MAP.html [--roles 5000]`. The roles of the page are repeated until there are that many,
each with an id and a name of its own; every time is from the change of the filter until the page is laid out anew, the
shortest of several rounds, since whatever else the machine does can only add to it.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table

from talentmap.publish.map.data import json_for_page

SIZE_LIMIT = 2_500_000
FILTER_LIMIT_MS = 100
_DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)
_CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
_FILTERS = (
    ("search, one letter", "q=g"),
    ("search, initials", "q=gcs"),
    ("search, Chinese", "q=工程师"),
    ("search, English", "q=process engineer"),
    ("chain", "chain={chain}"),
    ("tier", "tier=technician"),
    ("grade and education", "grade=short,very_short&education=bachelor"),
    ("pay and district", "pay=1,2&district={district}"),
    ("stage of incentives", "stage=attract"),
    ("sort by pay", "sort=pay_mid"),
    ("sort by name", "sort=name&dir=asc"),
    ("everything off", "view=roles"),
)
_TIMED = """(state) => new Promise((done) => {
    addEventListener('hashchange', () => {
        document.body.getBoundingClientRect();
        done(performance.now() - start);
    }, { once: true });
    const start = performance.now();
    location.hash = state;
})"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("map", type=Path)
    parser.add_argument("--roles", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    page_text = asked.map.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        large = Path(folder) / "large.html"
        large.write_text(enlarged(page_text, asked.roles), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(asked.map.resolve().as_uri())
        small = times(page, _data(page_text), asked.rounds)
        page.goto(large.as_uri())
        many = times(page, _data(page_text), asked.rounds)
        browser.close()
    beyond = [url for url in requests if not url.startswith("file:")]
    show(asked, len(page_text.encode()), len(beyond), small, many)


def enlarged(page_text: str, count: int) -> str:
    """The page with its roles repeated until there are `count`."""

    def grown(found: re.Match[str]) -> str:
        data = json.loads(found.group(2))
        few = data["roles"]
        data["roles"] = [_copy(few[number % len(few)], number // len(few)) for number in range(count)]
        return found.group(1) + json_for_page(data) + found.group(3)

    return _DATA.sub(grown, page_text)


def _copy(role: dict[str, Any], round_: int) -> dict[str, Any]:
    zh, en = role["name"]
    return {**role, "id": f"{role['id']}-{round_}", "name": [f"{zh}{round_ or ''}", f"{en} {round_ or ''}".strip()]}


def times(page: Page, data: dict[str, Any], rounds: int) -> dict[str, float]:
    """The milliseconds that each filter takes."""
    facts = {"chain": next(iter(data["chains"])), "district": next(iter(data["districts"]), "none")}
    found: dict[str, list[float]] = {name: [] for name, _ in _FILTERS}
    for _ in range(rounds):
        for name, state in _FILTERS:
            found[name].append(page.evaluate(_TIMED, state.format(**facts)))
    return {name: min(taken) for name, taken in found.items()}


def _data(page_text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.findall(page_text)[0][1])
    return data


def show(asked: argparse.Namespace, size: int, requests: int, small: dict[str, float], many: dict[str, float]) -> None:
    """Print what was measured beside its limit."""
    table = Table("what", f"this map ({asked.map.name})", f"{asked.roles:,} roles", "limit")
    table.add_row("size", f"{size / 1e6:.2f} MB", "", f"{SIZE_LIMIT / 1e6} MB")
    table.add_row("requests beyond the file", str(requests), "", "0")
    for name, _ in _FILTERS:
        table.add_row(name, f"{small[name]:.0f} ms", f"{many[name]:.0f} ms", f"{FILTER_LIMIT_MS} ms")
    Console().print(table)


if __name__ == "__main__":
    main()
