"""At which moments anything of an incident changes: where sliders stop, charts step."""

import sqlite3

from incident_log.queries.counted import SUBJECTS
from incident_log.queries.views import HISTORIES
from incident_log.times import FOREVER


def spoken_of(connection: sqlite3.Connection, slug: str, known_at: str) -> set[str]:
    """Return the moments T at which a figure may change, as known at K."""
    selects = [
        f"SELECT {end} FROM {noun} WHERE incident = :incident"
        " AND known_from <= :known_at AND :known_at < known_to"
        for noun in SUBJECTS
        for end in ("as_of_from", "as_of_to")
    ]
    found = connection.execute(
        " UNION ".join(selects), {"incident": slug, "known_at": known_at}
    )
    return {moment for (moment,) in found if moment < FOREVER}


def standing_at(connection: sqlite3.Connection, slug: str, known_at: str) -> int:
    """Return how many counts stand at the latest T, as known at K."""
    selects = [
        f"SELECT count(*) AS n FROM {noun} WHERE incident = :incident"
        " AND known_from <= :known_at AND :known_at < known_to AND as_of_to = :open"
        for noun in SUBJECTS
    ]
    (found,) = connection.execute(
        f"SELECT sum(n) FROM ({' UNION ALL '.join(selects)})",
        {"incident": slug, "known_at": known_at, "open": FOREVER},
    ).fetchone()
    return int(found)


def as_of_stops(connection: sqlite3.Connection, slug: str) -> set[str]:
    """Return every moment T that anything of the incident speaks about."""
    selects = [
        f"SELECT as_of_from FROM {noun} WHERE incident = :incident"
        for noun in HISTORIES
    ]
    found = connection.execute(" UNION ".join(selects), {"incident": slug})
    return {moment for (moment,) in found}


def known_stops(connection: sqlite3.Connection, slug: str) -> set[str]:
    """Return every moment K at which the tables of the incident changed."""
    selects = [
        f"SELECT {end} FROM {noun} WHERE incident = :incident"
        for noun in HISTORIES
        for end in ("known_from", "known_to")
    ]
    found = connection.execute(" UNION ".join(selects), {"incident": slug})
    return {moment for (moment,) in found if moment < FOREVER}
