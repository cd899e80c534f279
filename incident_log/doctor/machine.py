"""Checks what is installed: the version of SQLite, a second SQLite, time zones."""

import sqlite3
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from incident_log.doctor.checks import Check, ok, warning, wrong

Version = tuple[int, ...]

#: Versions in which two programs that checkpoint at once may destroy a database, and
#: the first ones of each branch that do not (RELIABILITY 0.1).
_FIRST, _MENDED = (3, 7, 0), (3, 51, 3)
_BRANCHES: dict[Version, Version] = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}

#: Packages that bring another SQLite, which sqlite-utils and Datasette prefer.
_OTHERS = ("pysqlite3", "sqlean")

#: A zone that old data does not have.
_ZONE = "Europe/Kyiv"


def has_reset_bug(found: Version) -> bool:
    """Tell whether a version of SQLite has the WAL-reset bug."""
    mended = _BRANCHES.get(found[:2], _MENDED)
    return _FIRST <= found < mended


def version(found: Version = sqlite3.sqlite_version_info) -> Check:
    """Check the version of SQLite."""
    name = ".".join(map(str, found))
    if has_reset_bug(found):
        return warning(
            "SQLite",
            f"version {name} has the WAL-reset bug, from which the log's own lock"
            " protects it",
            "let no other program write or checkpoint events.db, or upgrade to 3.51.3",
        )
    return ok("SQLite", f"version {name}")


def library() -> Check:
    """Check that there is one SQLite in this process."""
    used = sys.modules["sqlite3"].__name__
    others = [name for name in _OTHERS if find_spec(name) and not used.startswith(name)]
    if others:
        return wrong(
            "libraries",
            f"{others[0]} brings a second SQLite, and two of them in one process undo"
            " each other's locks",
            f"pip uninstall {others[0]}",
        )
    return ok("libraries", f"one SQLite, that of {used}")


def zones() -> Check:
    """Check that time zones are known, and how old that knowledge is."""
    try:
        ZoneInfo(_ZONE)
    except ZoneInfoNotFoundError:
        found = f"no zone is called {_ZONE}"
        return wrong("time zones", found, "pip install --upgrade tzdata")
    try:
        data = f"tzdata {version_of('tzdata')}"
    except PackageNotFoundError:
        data = "those of the system"
    return ok("time zones", f"{data}, {_ZONE} among them")
