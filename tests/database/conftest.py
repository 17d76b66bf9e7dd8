"""A real PostgreSQL server, which the package `pgserver` brings, started once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import adbc_driver_postgresql.dbapi
import pgserver
import pytest

ROWS = """
CREATE TABLE cbry (zjhm text, xm text, csrq date, jfjs numeric(10, 2), gzrs integer, bynf smallint, zt text);
INSERT INTO cbry
SELECT '', '张' || chr(20000 + number % 20000), DATE '1990-05-03' + number, 8500.50, number, 2010, '参保'
FROM generate_series(1, 50000) AS number;
INSERT INTO cbry VALUES ('11010519491231002X', '李秋水', NULL, NULL, NULL, NULL, NULL);
CREATE ROLE reader LOGIN;
GRANT SELECT ON cbry TO reader;
"""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a database with the table `cbry`."""
    started = pgserver.get_server(Path(mkdtemp(prefix="talentmap-pg-")), cleanup_mode="delete")
    with adbc_driver_postgresql.dbapi.connect(started.get_uri()) as connection, connection.cursor() as cursor:
        for statement in filter(str.strip, ROWS.split(";")):
            cursor.execute(statement)
        connection.commit()
    yield started.get_uri()
    started.cleanup()
