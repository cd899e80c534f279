"""Makes the tables of a shared log, tells whether they are there, and grants rights."""

from typing import Any

import psycopg
from psycopg import sql

from incident_log.errors import NoRight, NoSharedLog, NotPossible
from incident_log.log import head
from incident_log.log.postgres import dialect, tables

Connection = psycopg.Connection[Any]

#: What a role may do with the log of a schema; no row where there is none.
_ALLOWED = (
    "SELECT has_schema_privilege(relnamespace, 'USAGE'),"
    " has_column_privilege(pg_class.oid, 'secret', 'SELECT'),"
    " pg_has_role(relowner, 'USAGE')"
    " FROM pg_class WHERE relname = 'log' AND relkind = 'r'"
    " AND relnamespace = to_regnamespace(quote_ident(?))"
)


def make(connection: Connection) -> None:
    """Make the schema and the tables, if they are not there; one role owns them."""
    with connection.transaction():
        cursor = dialect.Cursor(connection)
        # Two at once would both find nothing there (EVENTSOURCING.md, trap 15).
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('incident_log'))")
        name = schema(cursor)
        if _allowed(cursor, name):
            return
        cursor.execute("SELECT current_setting('server_encoding')")
        if (encoding := cursor.fetchone()[0]) != "UTF8":
            raise NotPossible(
                f"the database keeps text as {encoding}: make another one, with"
                " ENCODING 'UTF8'"
            )
        # Who may use a schema that is there may not be allowed to make one.
        cursor.execute("SELECT to_regnamespace(quote_ident(?))", (name,))
        if cursor.fetchone()[0] is None:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        for statement in tables.TABLES:
            connection.execute(statement)
        cursor.execute(*tables.insertion(head.new()))


def tells_secret(connection: Connection, place: str) -> bool:
    """Look whether there is a log that this role may read; tell whether all of it.

    Raise :exc:`NoSharedLog`, :exc:`NoRight`.
    """
    cursor = dialect.Cursor(connection)
    name = schema(cursor)
    allowed = _allowed(cursor, name)
    if allowed is None:
        raise NoSharedLog(place)
    may_enter, sees_secret, _ = allowed
    if not may_enter:
        raise NoRight(place, f"permission denied for schema {name}")
    return bool(sees_secret)


def check_owned(connection: Connection, place: str) -> None:
    """Raise :exc:`NoRight` for a role that does not own the tables.

    The server itself would only warn it, and do nothing.
    """
    cursor = dialect.Cursor(connection)
    allowed = _allowed(cursor, schema(cursor))
    if not (allowed and allowed[2]):
        raise NoRight(place, "it does not own the tables")


def grant(
    connection: Connection, place: str, *, readers: str | None, writers: str | None
) -> None:
    """Let a role read the log, another append to it; raise :exc:`NoRight`."""
    if readers or writers:
        check_owned(connection, place)
    name = schema(dialect.Cursor(connection))
    with connection.transaction():
        quoted = [
            None if role is None else sql.Identifier(role).as_string(connection)
            for role in (readers, writers)
        ]
        for each in tables.grants(
            sql.Identifier(name).as_string(connection),
            readers=quoted[0],
            writers=quoted[1],
        ):
            connection.execute(each)


def schema(cursor: dialect.Cursor) -> str:
    """Return the name of the schema that the tables are in, or are to be in."""
    cursor.execute(
        "SELECT (parse_ident(split_part(current_setting('search_path'), ',', 1)))[1]"
    )
    return str(cursor.fetchone()[0])


def _allowed(cursor: dialect.Cursor, name: str) -> Any:
    cursor.execute(_ALLOWED, (name,))
    return cursor.fetchone()
