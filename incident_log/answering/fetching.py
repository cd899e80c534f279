"""What a page needs from the tables, read through one connection.

Every function asks one question and returns plain rows; at a moment, the rows that
stand are those whose rectangle holds it (DESIGN 7).
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incident_log.answering.moments import Moment
from incident_log.errors import UnknownIncident
from incident_log.queries.counted import SUBJECTS
from incident_log.queries.figures import figures

Row = dict[str, Any]

#: How many rows a page looks through for claims that lost.
MOST_ROWS = 5000

#: Characters of a text on either side of a quote in which its sentence is looked for.
_AROUND = 600


def rows(connection: sqlite3.Connection, sql: str, values: Any = ()) -> list[Row]:
    """Return what a query finds, each row by the names of its columns."""
    found = connection.execute(sql, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def incident(connection: sqlite3.Connection, slug: str) -> Row:
    """Return one incident; raise :exc:`UnknownIncident` with the nearest name."""
    found = rows(connection, "SELECT * FROM incidents WHERE id = ?", (slug,))
    if not found:
        known = connection.execute("SELECT id FROM incidents LIMIT 10000")
        raise UnknownIncident(slug, [id_ for (id_,) in known])
    return found[0]


def is_there(connection: sqlite3.Connection, slug: str) -> bool:
    """Tell whether an incident is called that."""
    found = connection.execute("SELECT 1 FROM incidents WHERE id = ?", (slug,))
    return found.fetchone() is not None


def position(connection: sqlite3.Connection) -> int:
    """Return the position of the log that the tables are made from."""
    (value,) = connection.execute(
        "SELECT value FROM projection WHERE name = 'position'"
    ).fetchone()
    return int(value)


def standing(
    connection: sqlite3.Connection, noun: str, slug: str, moment: Moment
) -> list[Row]:
    """Return the rows of one noun that stand at a moment."""
    return rows(
        connection,
        f"SELECT * FROM {noun} WHERE incident = :incident"
        " AND as_of_from <= :as_of AND :as_of < as_of_to"
        " AND known_from <= :known_at AND :known_at < known_to",
        {"incident": slug, "as_of": moment.as_of, "known_at": moment.known_at},
    )


def figures_at(
    connection: sqlite3.Connection, slug: str, moments: Sequence[Moment]
) -> list[Row]:
    """Return the figures at many moments, in one query."""
    asked = json.dumps([[each.as_of, each.known_at] for each in moments])
    sql = figures(
        "SELECT :incident AS incident, value ->> 0 AS as_of, value ->> 1 AS known_at"
        " FROM json_each(:moments)"
    )
    return rows(connection, sql, {"incident": slug, "moments": asked})


def survivor(connection: sqlite3.Connection, slug: str) -> str:
    """Return the incident that a merged one counts as part of in the end."""
    found = connection.execute(
        "WITH RECURSIVE m(id, next) AS ("
        " SELECT id, merged_into FROM incidents WHERE id = ?"
        " UNION SELECT i.id, i.merged_into FROM incidents i JOIN m ON i.id = m.next)"
        " SELECT id FROM m WHERE next IS NULL",
        (slug,),
    ).fetchone()
    return str(found[0]) if found else slug


def title(connection: sqlite3.Connection, slug: str, known_at: str) -> str | None:
    """Return what an incident was called at K."""
    found = connection.execute(
        "SELECT title FROM titles WHERE incident = ?1"
        " AND known_from <= ?2 AND ?2 < known_to",
        (slug, known_at),
    ).fetchone()
    return found and str(found[0])


def updates(connection: sqlite3.Connection, slug: str, known_at: str) -> list[Row]:
    """Return the updates that were ever about an incident, by when they became known.

    ``is_known`` tells whether they were at K, ``flags`` what was remarkable then;
    ``speaks_from`` is the first moment that a claim of it speaks about.  ``text`` is
    left where it is.
    """
    found = rows(
        connection,
        "SELECT u.id, u.report, u.update_id, u.source, u.label, u.signal, u.as_of,"
        " u.as_of_latest, u.published_at, u.known_at, u.recorded_at, u.position,"
        " u.flags, r.title, r.url,"
        " (SELECT m.flags FROM remarks m WHERE m.incident = ?1 AND m.update_ref = u.id"
        "  AND m.known_from <= ?2 AND ?2 < m.known_to) AS remarked,"
        " coalesce((SELECT min(c.as_of_latest) FROM claims c"
        "  WHERE c.update_ref = u.id),"
        "  u.as_of_latest, u.published_at, u.known_at) AS speaks_from"
        " FROM updates u JOIN reports r ON r.id = u.report WHERE u.id IN"
        " (SELECT update_ref FROM remarks WHERE incident = ?1)"
        " ORDER BY u.known_at, coalesce(u.published_at, ''), u.report, u.update_id",
        (slug, known_at),
    )
    return [
        {
            **row,
            "is_known": row["remarked"] is not None,
            "flags": json.loads(row["remarked"] or row["flags"]),
        }
        for row in found
    ]


def ever_known(connection: sqlite3.Connection, slug: str, moment: Moment) -> list[Row]:
    """Return the counted rows known by K about moments up to T, the newest first."""
    found = []
    for noun in SUBJECTS:
        subject = ", ".join(f'"{name}"' for name in SUBJECTS[noun])
        found += rows(
            connection,
            f"SELECT '{noun}' AS noun, place, {subject}, claims, denied, count_text,"
            " as_of_from, as_of_to, known_from, known_to, ended_by"
            f" FROM {noun} WHERE incident = :incident"
            " AND known_from <= :known_at AND as_of_from <= :as_of"
            f" ORDER BY known_from DESC, as_of_from DESC LIMIT {MOST_ROWS}",
            {"incident": slug, "as_of": moment.as_of, "known_at": moment.known_at},
        )
    return found


def changes(connection: sqlite3.Connection, slug: str) -> list[Row]:
    """Return each change of a figure at the latest T, with the claim that moved it."""
    return rows(
        connection,
        "SELECT f.*, c.said_by, c.count_text, c.denied, c.quote, c.as_of,"
        " c.as_of_latest, c.update_ref"
        " FROM figure_changes f LEFT JOIN claims c ON c.id = f.claim"
        " WHERE f.incident = ? ORDER BY f.known_at, f.id",
        (slug,),
    )


def linked_from(connection: sqlite3.Connection, slug: str, moment: Moment) -> list[Row]:
    """Return the links of other incidents to this one that stand at a moment."""
    return rows(
        connection,
        "SELECT l.*, i.title FROM links l JOIN incidents i ON i.id = l.incident"
        ' WHERE l."to" = :incident AND l.incident <> :incident'
        " AND as_of_from <= :as_of AND :as_of < as_of_to"
        " AND known_from <= :known_at AND :known_at < known_to"
        " ORDER BY l.as_of_latest, l.claim",
        {"incident": slug, "as_of": moment.as_of, "known_at": moment.known_at},
    )


def claims(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, Row]:
    """Return claims by name, each with the text around its quote and its report."""
    found = rows(
        connection,
        "SELECT c.id, c.said_by, c.count_text, c.denied, c.quote, c.as_of,"
        " c.as_of_latest, c.as_of_text, c.known_at, c.position, c.note, c.by,"
        " c.fields, c.occurred_from, u.signal, u.report, u.source, r.title, r.url,"
        " c.span_start, c.span_end,"
        " max(c.span_start - :around, 0) AS passage_start,"
        " substr(u.text, max(c.span_start - :around, 0) + 1,"
        "  c.span_end - max(c.span_start - :around, 0) + :around) AS passage"
        " FROM claims c LEFT JOIN updates u ON u.id = c.update_ref"
        " LEFT JOIN reports r ON r.id = u.report"
        " WHERE c.id IN (SELECT value FROM json_each(:names))",
        {"names": json.dumps(sorted(set(names))), "around": _AROUND},
    )
    return {row["id"]: row for row in found}


def names(
    connection: sqlite3.Connection, slugs: Iterable[str]
) -> Mapping[str, Mapping[str, str]]:
    """Return what agents, sources, places, weapons and incidents are called."""
    asked = json.dumps(sorted(set(slugs)))
    found = {}
    for noun in ("agents", "sources", "places", "weapons"):
        called = connection.execute(
            f"SELECT id, name FROM {noun} WHERE id IN (SELECT value FROM json_each(?))",
            (asked,),
        )
        found[noun] = dict(called.fetchall())
    titles = connection.execute(
        "SELECT id, title FROM incidents WHERE title IS NOT NULL AND id IN"
        " (SELECT value FROM json_each(?))",
        (asked,),
    )
    found["incidents"] = dict(titles.fetchall())
    return found


def is_merged(connection: sqlite3.Connection, incident: Row, known_at: str) -> bool:
    """Tell whether an incident counted as part of another, as known at K.

    Then nothing is remarked on its updates any more.
    """
    held, ended = connection.execute(
        "SELECT coalesce(max(?2 < known_to), 0), coalesce(max(known_to <= ?2), 0)"
        " FROM remarks WHERE incident = ?1 AND known_from <= ?2",
        (incident["id"], known_at),
    ).fetchone()
    return bool(ended and not held)
