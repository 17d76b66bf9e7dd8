"""A real standalone Spark cluster on loopback: a master and worker processes, for tests and measurements."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from talentmap.engine.java import java_home

LOOPBACK = "127.0.0.1"
_PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Cluster:
    """The processes of a cluster; each worker has one core."""

    folder: Path
    memory: str
    master: str
    processes: list[subprocess.Popen[bytes]]

    def add_workers(self, count: int) -> list[int]:
        """Start workers and wait until the master knows them; gives their process ids."""
        logs = [self._add_worker() for _ in range(count)]
        for log in logs:
            _wait_for("Successfully registered with master", log)
        return [process.pid for process in self.processes[-count:]]

    def _add_worker(self) -> Path:
        number = len(self.processes)
        work = self.folder / f"work-{number}"
        arguments = ("--host", LOOPBACK, "--cores", "1", "--memory", self.memory, "--webui-port", "0")
        worker = "org.apache.spark.deploy.worker.Worker"
        return self._start(f"worker-{number}", worker, *arguments, "--work-dir", work, self.master)

    def kill_worker(self, pid: int) -> None:
        """End a worker and the executor it started, without a word of warning."""
        os.killpg(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End every process of the cluster, and none else."""
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _start(self, name: str, main_class: str, *arguments: object) -> Path:
        found = find_spec("pyspark")
        home = Path(str(found and found.origin)).parent
        log = self.folder / f"{name}.log"
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "JAVA_HOME": str(java_home()),
            "SPARK_LOCAL_IP": LOOPBACK,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
        with log.open("wb") as out:
            command = [*_dying_with_us(), home / "bin" / "spark-class", main_class, *map(str, arguments)]
            self.processes.append(
                subprocess.Popen(command, stdout=out, stderr=out, env=environment, start_new_session=True)
            )
        return log


@contextmanager
def standalone_cluster(folder: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """A master and its workers, for as long as the block runs; `memory` is what each worker may give away."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, memory, f"spark://{LOOPBACK}:{port}", [])
    try:
        arguments = ("--host", LOOPBACK, "--port", port, "--webui-port", "0")
        log = cluster._start("master", "org.apache.spark.deploy.master.Master", *arguments)
        _wait_for("I have been elected leader", log)
        cluster.add_workers(workers)
        yield cluster
    finally:
        cluster.stop()


def _dying_with_us() -> list[str]:
    """What to put before a command so that its process never outlives this one, even where this one is killed."""
    guard = shutil.which("setpriv")
    return [guard, "--pdeathsig", "KILL"] if guard else []


def _wait_for(words: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while words not in log.read_text(encoding="utf-8", errors="replace"):
        if time.monotonic() > until:
            raise TimeoutError(f"{log.name} never said: {words}")
        time.sleep(0.1)
