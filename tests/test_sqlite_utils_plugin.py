"""With sqlite-utils our SQL functions are there, on any file."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import sqlite_utils

from incident_log.sqlite_utils_plugin import prepare_connection

SQL = "select incident_time('2024-12-20 11:00+02:00') as t, incident_time('') as latest"


def test_the_command_line_knows_the_functions(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("sqlite-utils")

    printed = subprocess.run(
        [command, "query", tmp_path / "any.db", SQL], capture_output=True, check=True
    )

    assert json.loads(printed.stdout) == [
        {
            "t": "2024-12-20T09:00:00.000000Z",
            "latest": "9999-12-31T23:59:59.999998Z",
        }
    ]


def test_a_database_in_a_program_knows_them_too() -> None:
    with closing(sqlite_utils.Database(memory=True).conn) as connection:
        ((moment, _),) = connection.execute(SQL).fetchall()

    assert moment == "2024-12-20T09:00:00.000000Z"


def test_a_connection_is_given_them() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        prepare_connection(connection)

        ((moment, _),) = connection.execute(SQL).fetchall()

    assert moment == "2024-12-20T09:00:00.000000Z"
