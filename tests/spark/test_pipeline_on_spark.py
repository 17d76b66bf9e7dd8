"""The whole pipeline on a real cluster: the same edition as embedded, to the byte."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import threading
import time
from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from examples.generator.edition import write_edition
from examples.generator.scale import Scale
from talentmap.cli.app import app
from talentmap.engine import EmbeddedEngine
from talentmap.engine.distributed import DistributedEngine
from talentmap.engine.store import Store
from talentmap.matching.placement.place_people import place_people
from talentmap.matching.placement.placing import Placing
from talentmap.model.edition import open_edition
from talentmap.review.ledger import Ledger
from talentmap.tables.matching import PERSON_ROLES, PROFILE_ROLES, PROFILES
from talentmap.tables.registry import PEOPLE

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def edition(tmp_path_factory, catalog):
    """A small edition in one language and two chains."""
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder, catalog, Scale(10, 600), 11)
    settings = folder / "edition.toml"
    text = settings.read_text(encoding="utf-8").replace('languages = ["zh", "en"]', 'languages = ["zh"]')
    settings.write_text(f'chains = ["new-materials", "specialty-food"]\n{text}', encoding="utf-8")
    return folder


def _built(edition, output, *options):
    result = CliRunner().invoke(app, ["build", str(edition), "-o", str(output), "--json", *options])
    assert result.exit_code == 0, result.output
    return output / open_edition(edition).settings.id


def _files(folder):
    """The checksum of every file but the tables, whose Parquet parts differ in number."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "tables" not in path.parts)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def _rows(folder, name):
    """The rows of a stored table; nan, which equals nothing, as a word."""
    path = folder / "internal" / "tables" / name
    parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    rows = pa.concat_tables([pq.read_table(part) for part in parts]).to_pylist()
    return [
        {key: "nan" if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in rows
    ]


def test_the_edition_is_the_same_on_a_cluster(edition, spark, tmp_path):
    embedded = _built(edition, tmp_path / "embedded")
    status = spark.session.sparkContext.statusTracker()
    before = len(status.getJobIdsForGroup())
    cluster = _built(edition, tmp_path / "spark", "--engine", "spark", "--master", spark.cluster.master)
    assert len(status.getJobIdsForGroup()) > before + 50
    tables = sorted(path.name for path in (embedded / "internal" / "tables").glob("*.parquet"))
    assert len(tables) > 20
    assert [name for name in tables if _rows(embedded, name) != _rows(cluster, name)] == []
    assert _files(embedded) == _files(cluster)


class Assassin(threading.Thread):
    """Kills a worker as soon as tasks of a map over Python are running, and remembers how many were."""

    def __init__(self, spark):
        super().__init__(daemon=True)
        self._spark = spark
        self.running_tasks = 0

    def run(self):
        status = self._spark.session.sparkContext.statusTracker()
        while not self.running_tasks:
            stages = [status.getStageInfo(stage) for stage in status.getActiveStageIds()]
            self.running_tasks = sum(stage.numActiveTasks for stage in stages if stage and stage.numTasks == TASKS)
            time.sleep(0.05)
        self._spark.cluster.kill_worker(self._spark.cluster.processes[-1].pid)


TASKS = 4  # twice as many as the cluster has cores: the parts over which scoring is spread


def test_a_worker_killed_in_the_middle_changes_nothing(spark, catalog, tmp_path):
    titles = sorted({title for role in catalog.roles.values() for title in role.titles()})
    people = [
        {"person_id": f"{number:06d}", "job_title": f"{level}{title}", "major": "机械工程", "available": ""}
        for number, (level, title) in enumerate(product(("", "高级", "资深"), titles))
    ]
    placing, day = Placing(catalog, Ledger({})), dt.date(2026, 6, 30)
    assassin = Assassin(spark)
    with EmbeddedEngine(tmp_path / "embedded") as engine:
        engine.write(PEOPLE, PEOPLE.from_rows(people))
        place_people(engine, placing, day)
    with DistributedEngine(tmp_path / "spark", spark.session) as engine:
        engine.write(PEOPLE, PEOPLE.from_rows(people))
        assassin.start()
        place_people(engine, placing, day)
    assassin.join(10)
    assert assassin.running_tasks > 0
    assert spark.cluster.processes[-1].wait(10) != 0
    spark.cluster.add_workers(1)
    for table in (PROFILES, PROFILE_ROLES, PERSON_ROLES):
        one, other = (Store(tmp_path / name).read(table) for name in ("embedded", "spark"))
        assert one.num_rows > 1000
        assert one.equals(other), table.name
