"""Connections to a shared log, each set as it has to be.

The tables are in the schema ``incident_log``, or in the one that an address has in its
``options`` (``?options=-csearch_path%3Dothers``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import conninfo

from incident_log.errors import IncidentLogError, NoRight, ServerUnusable, SharedLogBusy

#: Where the tables are, if the address does not say it.
SCHEMA = "incident_log"

#: Seconds to wait for a connection; for another writer; and for one that has begun to
#: write and is not heard of any more.
_CONNECTING = 10
WAITING = 60
_IDLE = 60

_SET = (
    "SELECT set_config('lock_timeout', %s, false),"
    " set_config('idle_in_transaction_session_timeout', %s, false),"
    # What is acknowledged is on the disk: a stricter setting is left as it is.
    " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"
)


def connected(address: str) -> psycopg.Connection[Any]:
    """Return a connection where each statement is a transaction of its own.

    Raise :exc:`psycopg.Error`.
    """
    settings = {**_read(address), "client_encoding": "UTF8"}
    settings.setdefault("connect_timeout", _CONNECTING)
    settings.setdefault("application_name", "incident-log")
    settings.setdefault("options", f"-csearch_path={SCHEMA}")
    connection = psycopg.connect(autocommit=True, **settings)
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    with closed_on_error(connection):
        connection.execute(_SET, (f"{WAITING}s", f"{_IDLE}s"))
    return connection


@contextmanager
def closed_on_error(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Close a connection that something went wrong with before anybody else has it."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def shown(address: str) -> str:
    """Return an address as it may be shown: with nothing that lets somebody in."""
    try:
        settings = _read(address)
    except psycopg.Error:
        return "postgresql://"
    host = settings.get("host") or settings.get("service") or ""
    port = f":{settings['port']}" if settings.get("port") else ""
    place = "" if str(host).startswith("/") else f"{host}{port}"
    return f"postgresql://{place}/{settings.get('dbname') or ''}"


def _read(address: str) -> dict[str, Any]:
    """Return what an address says; what is none is not repeated: it may be secret."""
    try:
        settings = conninfo.conninfo_to_dict(address)
    except psycopg.Error as error:
        raise psycopg.ProgrammingError(_NO_ADDRESS) from error
    if any("@" in str(settings.get(name)) for name in ("host", "port", "dbname")):
        raise psycopg.ProgrammingError(_NO_ADDRESS)
    return settings


_NO_ADDRESS = "it is no address: in a password write @ as %40, / as %2F, % as %25"


@contextmanager
def guarded(address: str) -> Iterator[None]:
    """Turn every error of the server into one of ours."""
    try:
        yield
    except psycopg.Error as error:
        raise told(address, error) from error


def told(address: str, error: psycopg.Error) -> IncidentLogError:
    """Return our own error for one of the server's."""
    place = shown(address)
    lines = str(error).strip().splitlines()
    what = lines[0].rstrip(":") if lines else type(error).__name__
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return SharedLogBusy(place, WAITING)
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return NoRight(place, what)
    return ServerUnusable(place, what)
