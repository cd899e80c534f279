"""Does to the tables of a log what the program itself never does."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from incident_log.log import Log
from incident_log.log.known import Cursor
from incident_log.log.postgres import dialect
from incident_log.log.postgres.connecting import connected

#: What a database raises that does not let somebody meddle.
REFUSALS = (sqlite3.Error, psycopg.Error)


@contextmanager
def meddling(log: Log) -> Iterator[Cursor]:
    """Give a cursor on the tables of a log; what is done with it is committed."""
    if log.address is None:
        with closing(sqlite3.connect(log.directory / "events.db")) as db, db:
            yield db.cursor()
    else:
        with closing(connected(log.address)) as connection:
            yield dialect.Cursor(connection)


def meddle(log: Log, statement: str, values: Sequence[Any] = ()) -> None:
    """Change something."""
    with meddling(log) as cursor:
        cursor.execute(statement, values)


def rows(log: Log, statement: str) -> list[Any]:
    """Look into the tables as anybody can."""
    with meddling(log) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
