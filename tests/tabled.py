"""Stories as tables: what is told with ``tests.given``, projected into a file.

Reports are told in the order in which they became known; what editors do has its time.
"""

import sqlite3
from pathlib import Path
from typing import Any

from incident_log.answering import fetching
from incident_log.answering.asking import Asked, ask
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages.desk import Desk, desk
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, path_of
from tests.given import INCIDENT, Document, clock
from tests.test_laws import record


def tabled(directory: Path, *items: Document) -> Path:
    """Return the tables of what was reported and decided, in that order."""
    told = [item if "act" in item else {"update": item} for item in items]
    now = iter([_recorded(item) for item in told])
    with Log.create(directory, clock=lambda: next(now)) as log:
        for item in told:
            record(log, item)
        catch_up(log)
        return path_of(log)


def _recorded(item: Document) -> str:
    if "act" in item:
        return str(item["recorded_at"])
    return clock(item["update"]["received_at"][11:])


def moment(at: str = "", heard: str = "") -> Moment:
    """Return a moment of the story from clock times; empty is the latest."""
    return Moment.read(
        clock(at) if at else "", clock(heard) if heard else "", "Europe/Kyiv"
    )


def asked(path: Path, at: str = "", heard: str = "", incident: str = INCIDENT) -> Asked:
    """Ask the tables about an incident at a moment."""
    with sqlite3.connect(path) as connection:
        about = fetching.incident(connection, incident)
        return ask(connection, about, moment(at, heard))


def answered(path: Path, *moment: str, **about: Any) -> Document:
    """Return the answer of the tables at a moment."""
    return asked(path, *moment, **about).answer


def shown(path: Path, at: str = "", heard: str = "", incident: str = INCIDENT) -> Desk:
    """Return the page of an incident at a moment."""
    with sqlite3.connect(path) as connection:
        about = fetching.incident(connection, incident)
        return desk(connection, about, moment(at, heard))
