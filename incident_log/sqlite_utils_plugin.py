"""What sqlite-utils adds: our SQL functions in every connection that it opens."""

import sqlite3

from sqlite_utils import hookimpl

from incident_log.tables.functions import register


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    register(conn)
