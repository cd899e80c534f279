"""The tables of a shared log, and what a role may do with them.

They are those of SQLite, but for the head: it is one row, which a writer locks before
it reads anything.  Text is compared byte by byte, as everywhere else.
"""

from collections.abc import Iterable, Mapping
from typing import Any

_TEXT = 'TEXT COLLATE "C"'

#: What the log says of itself, and how far it is.
HEAD = ("layout", "origin", "secret", "check", "position", "recorded_at")

#: What a reader may know of it: with the secret, words could be guessed.
TOLD = tuple(name for name in HEAD if name != "secret")

TABLES = (
    f"""CREATE TABLE log (
    is_only BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_only),
    layout INTEGER NOT NULL, origin {_TEXT} NOT NULL, secret BYTEA NOT NULL,
    "check" BYTEA NOT NULL, position BIGINT NOT NULL, recorded_at {_TEXT} NOT NULL)""",
    # The names of eventsourcing's own recorder.
    f"""CREATE TABLE stored_events (
    notification_id BIGINT PRIMARY KEY, originator_id {_TEXT} NOT NULL,
    originator_version BIGINT NOT NULL, topic {_TEXT} NOT NULL, state BYTEA NOT NULL,
    UNIQUE (originator_id, originator_version))""",
    """CREATE TABLE leaves (
    position BIGINT PRIMARY KEY, hash BYTEA NOT NULL)""",
    f"""CREATE TABLE openings (
    position BIGINT PRIMARY KEY, words {_TEXT} NOT NULL)""",
    f"""CREATE TABLE subjects (
    subject {_TEXT} NOT NULL, how {_TEXT} NOT NULL, position BIGINT NOT NULL,
    PRIMARY KEY (subject, how, position))""",
    f"""CREATE TABLE updates (
    report {_TEXT} NOT NULL, update_id {_TEXT} NOT NULL,
    content_key BYTEA NOT NULL UNIQUE, position BIGINT NOT NULL,
    known_at {_TEXT} NOT NULL, published_at {_TEXT} NOT NULL,
    source {_TEXT} NOT NULL, derived_from {_TEXT},
    PRIMARY KEY (report, update_id))""",
    """CREATE INDEX updates_in_order
    ON updates (report, known_at, published_at, update_id, position)""",
    f"""CREATE TABLE names (
    report {_TEXT} NOT NULL, claim {_TEXT} NOT NULL, update_id {_TEXT} NOT NULL,
    PRIMARY KEY (report, claim, update_id))""",
    f"""CREATE TABLE voices (
    report {_TEXT} NOT NULL, source {_TEXT} NOT NULL, derived_from {_TEXT} NOT NULL,
    position BIGINT NOT NULL, PRIMARY KEY (report, source, derived_from))""",
    f"""CREATE TABLE streams (
    stream {_TEXT} PRIMARY KEY, version BIGINT NOT NULL, updates BIGINT NOT NULL)""",
    f"""CREATE TABLE described (
    incident {_TEXT} PRIMARY KEY, position BIGINT NOT NULL)""",
    # Else what ANALYZE notes of the words would outlive their erasure.
    "ALTER TABLE openings ALTER COLUMN words SET STATISTICS 0",
    # A safety belt: events and leaves are never changed.
    """CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the log is append-only'; END $$""",
    *(
        f"CREATE TRIGGER no_change_of_{table} BEFORE UPDATE OR DELETE OR TRUNCATE"
        f" ON {table} EXECUTE FUNCTION is_append_only()"
        for table in ("stored_events", "leaves")
    ),
)

#: The names of the triggers that keep an honest program from changing events.
BELT = ("no_change_of_stored_events", "no_change_of_leaves")

#: Tables beside the head, in which nothing is looked for but what the log wrote.
NAMES = (
    *("stored_events", "leaves", "openings", "subjects", "updates"),
    *("names", "voices", "streams", "described"),
)


def quoted(names: Iterable[str]) -> str:
    """Return columns of the head as SQL lists them: "check" is a word of its own."""
    return ", ".join(f'"{name}"' for name in names)


_INSERT = f"INSERT INTO log ({quoted(HEAD)}) VALUES ({', '.join('?' * len(HEAD))})"


def insertion(head: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the statement that makes the row of the head, and its values."""
    return _INSERT, tuple(head[name] for name in HEAD)


def grants(schema: str, *, readers: str | None, writers: str | None) -> list[str]:
    """Return what lets roles read a log, or append to it too; names are quoted already.

    Nobody but the owner of the tables can erase: only that one deletes.
    """
    everything = ", ".join(NAMES)
    reading = (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON {everything} TO {{role}}",
        f"GRANT SELECT ({quoted(TOLD)}) ON log TO {{role}}",
    )
    writing = (
        *reading,
        f"GRANT INSERT ON {everything} TO {{role}}",
        "GRANT UPDATE (version, updates) ON streams TO {role}",
        "GRANT SELECT, UPDATE (position, recorded_at) ON log TO {role}",
    )
    return [
        grant.format(schema=schema, role=role)
        for role, wanted in ((readers, reading), (writers, writing))
        if role is not None
        for grant in wanted
    ]
