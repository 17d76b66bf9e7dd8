"""The optimum of the bundled scenario by another solver: CBC through PuLP, from the same programme written out.

    python -m benchmarks.optimiser_peer [FOLDER OF A BUILT EDITION] [PYTHON WITH pulp]

PuLP is not among our dependencies: make an environment of its own (`uv venv`, `uv pip install pulp`) and name its
interpreter.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from benchmarks.editions import BUNDLED, ROOT
from talentmap.analysis.policy.incentives import departments_of
from talentmap.analysis.scenario.changes import changed_register
from talentmap.analysis.scenario.evidence import BuiltEdition
from talentmap.analysis.scenario.programme import Programme
from talentmap.analysis.scenario.search import programme_of
from talentmap.analysis.scenario.solve import solve
from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.catalog.scenarios import read_scenario
from talentmap.engine import EmbeddedEngine
from talentmap.model.edition import open_edition

_PEER = """
import json, sys, pulp
p = json.load(sys.stdin)
m = pulp.LpProblem("budget", pulp.LpMaximize)
b = [pulp.LpVariable(f"b{k}", low, high) for k, (low, high) in enumerate(zip(p["low"], p["high"]))]
x = {(g, i): pulp.LpVariable(f"x{g}_{i}", 0) for g, i in p["pairs"]}
m += pulp.lpSum(p["weights"][g] * v for (g, i), v in x.items())
for g, head in enumerate(p["heads"]):
    m += pulp.lpSum(v for (h, i), v in x.items() if h == g) <= head
for k, cost in enumerate(p["costs"]):
    m += pulp.lpSum(cost * v for (g, i), v in x.items() if i == k) <= b[k]
m += pulp.lpSum(b) <= p["total"]
for row, low, high in p["limits"]:
    told = pulp.lpSum(c * v for c, v in zip(row, b))
    m += told >= low
    if high is not None:
        m += told <= high
m.solve(pulp.PULP_CBC_CMD(msg=0))
print(json.dumps([pulp.LpStatus[m.status], pulp.value(m.objective)]))
"""


def main() -> None:
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "qingyuan-2026"
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    programme = _programme(built)
    ours = (
        float(programme.weights[programme.posts.tiers] @ programme.posts.heads)
        - solve(programme, "uncovered_demand").objective
    )
    told = subprocess.run([python, "-c", _PEER], input=_written(programme), capture_output=True, text=True, check=True)
    status, theirs = json.loads(told.stdout.splitlines()[-1])
    print(f"{len(programme.item_ids)} items, {len(programme.posts.heads)} groups of posts")
    print(f"HiGHS (ours)  {ours:.6f} heads covered")
    print(f"CBC (peer)    {theirs:.6f} heads covered ({status}); difference {abs(ours - theirs):.1e}")


def _programme(built: Path) -> Programme:
    edition = open_edition(BUNDLED)
    catalog = read_edition_catalog(edition)
    register = read_policies(edition.policies, catalog)
    day = edition.settings.reference_date
    scenario = read_scenario(BUNDLED / "scenarios" / "skills-first.yaml", register, register.in_force(day)).scenario
    if scenario is None or scenario.search is None:
        raise SystemExit("the bundled scenario seeks nothing")
    changed = changed_register(register, scenario, day)
    with EmbeddedEngine(built / "internal" / "tables") as engine:
        posts = BuiltEdition(edition, catalog, engine).side(changed).evidence.posts
    departments = departments_of(posts.items, changed)
    return programme_of(posts, scenario.search, departments, catalog.rules.incentives.per_year)


def _written(programme: Programme) -> str:
    million = 1e6
    high = [None if np.isinf(x) else x / million for x in programme.high.tolist()]
    return json.dumps(
        {
            "low": (programme.low / million).tolist(),
            "high": high,
            "heads": programme.posts.heads.tolist(),
            "weights": programme.weights[programme.posts.tiers].tolist(),
            "pairs": np.argwhere(programme.covering).tolist(),
            "costs": np.where(np.isfinite(programme.unit_costs), programme.unit_costs / million, 0.0).tolist(),
            "total": programme.total / million,
            "limits": [
                [
                    limit.coefficients.tolist(),
                    limit.low / million,
                    None if np.isinf(limit.high) else limit.high / million,
                ]
                for limit in programme.limits
            ],
        }
    )


if __name__ == "__main__":
    main()
