"""How events are appended: numbered, dated, hashed and indexed in one transaction.

The caller is the only one who writes, in a transaction that began with that, so that
what is read here cannot change before it is written (RELIABILITY 0.3).
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from incident_log.errors import (
    IdTaken,
    MovedOn,
    ReceivedInFuture,
    UndescribedIncident,
)
from incident_log.log.entries import Called, Entry, firsts, rows
from incident_log.log.known import MANY, Cursor, Known
from incident_log.merkle import leaf
from incident_log.pending import (
    AlreadyKnown,
    Appended,
    Naming,
    Outcome,
    Pending,
    Refused,
    dump,
)

#: What is written for events, table by table.
INTO = {
    "stored_events": "(?, ?, ?, ?, ?)",
    "leaves": "(?, ?)",
    "openings": "(?, ?)",
    "subjects": "(?, ?, ?)",
    "names": "(?, ?, ?)",
    "updates": "(?, ?, ?, ?, ?, ?, ?, ?)",
    "voices": "(?, ?, ?, ?) ON CONFLICT DO NOTHING",
    "described": "(?, ?) ON CONFLICT DO NOTHING",
    "streams": "(?, ?, ?) ON CONFLICT (stream) DO UPDATE SET"
    " version = excluded.version, updates = excluded.updates",
}


class Batch:
    """One transaction's worth of events."""

    def __init__(self, cursor: Cursor, head: Mapping[str, Any], now: str) -> None:
        self.cursor = cursor
        self.secret: bytes = head["secret"]
        self.position: int = head["position"]
        self.recorded_at = max(now, str(head["recorded_at"]))
        self.known = Known(cursor)
        self.rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in INTO}

    def add(self, pendings: Sequence[Pending], *, strict: bool) -> list[Outcome]:
        """Take events into the batch; return what became of each.

        With *strict* the first refusal is the last outcome.
        """
        outcomes: list[Outcome] = []
        for start in range(0, len(pendings), MANY):
            some = pendings[start : start + MANY]
            keys = [self._key(pending) for pending in some]
            self.known.learn(some, keys)
            for pending, key in zip(some, keys, strict=True):
                outcomes.append(self._add(pending, key))
                if strict and isinstance(outcomes[-1], Refused):
                    return outcomes
        return outcomes

    @property
    def is_any(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.rows["stored_events"])

    def write(self) -> None:
        """Write what was added, but for the head."""
        streams = {row[1] for row in self.rows["stored_events"]}
        self.rows["streams"] = [(s, *self.known.streams[s]) for s in sorted(streams)]
        for table, values in INTO.items():
            into = f"INSERT INTO {table} VALUES {values}"
            self.cursor.executemany(into, self.rows[table])

    def _key(self, pending: Pending) -> bytes:
        """Return the key of an update's content; empty for a decision."""
        if pending.naming is None:
            return b""
        return hmac.digest(self.secret, pending.content, "sha256")

    def _add(self, pending: Pending, key: bytes) -> Outcome:
        naming = pending.naming
        if naming is None:
            return self._refusal(pending) or self._number(pending)
        if known := self.known.contents.get(key):
            return AlreadyKnown(*known)
        refusal = self._refusal(pending) or self._refused_name(pending, naming)
        return refusal or self._number_update(pending, naming, key)

    def _refusal(self, pending: Pending) -> Refused | None:
        described = self.known.described
        for slug in pending.needs:
            if slug not in pending.describes and slug not in described:
                known = described.union(*self._rows("SELECT incident FROM described"))
                return Refused(UndescribedIncident(slug, sorted(known)))
        return self._moved(pending, pending.seen)

    def _refused_name(self, pending: Pending, naming: Naming) -> Refused | None:
        received = naming.received_at
        if received is not None and received.earliest > self.recorded_at:
            return Refused(ReceivedInFuture(received.given, self.recorded_at))
        taken = self.known.names.get((pending.report, naming.id or ""))
        if naming.id and taken:
            return Refused(IdTaken(pending.report, naming.id, taken))
        return None

    def _moved(self, pending: Pending, seen: int | None) -> Refused | None:
        """Refuse a decision that was taken on a state that is no longer the latest."""
        if seen is None:
            return None
        stream = "SELECT MAX(rowid) FROM stored_events WHERE originator_id = ?"
        subject = "SELECT MAX(position) FROM subjects WHERE subject = ?"
        watched = [(stream, pending.stream)]
        watched += [(subject, name) for name in sorted(pending.watched)]
        for statement, name in watched:
            now = self._one(statement, (name,))[0]
            if now is not None and now > seen:
                return Refused(MovedOn(name.partition(":")[2], seen, now))
        return None

    def _number_update(self, pending: Pending, naming: Naming, key: bytes) -> Outcome:
        """Give an update its id, and list what it is called."""
        report = pending.report
        stream = self.known.streams[pending.stream]
        stream[1] += 1
        update = naming.id or self.known.free_number(report, stream[1])
        self._number(pending, Called(report, update, key, naming))
        name = f"{report}/{update}"
        self.known.names[report, update] = self.position
        self.known.contents[key] = self.position, name
        return Appended(self.position, name)

    def _number(self, pending: Pending, called: Called | None = None) -> Outcome:
        stream = self.known.streams[pending.stream]
        stream[0] += 1
        self.position += 1
        head: dict[str, Any] = {
            "position": self.position,
            "recorded_at": self.recorded_at,
            "topic": pending.event.TOPIC,
            "format": pending.event.FORMAT,
            "stream": pending.stream,
            "version": stream[0],
        }
        if called is not None:
            head |= {"update": called.update, "content_key": called.key.hex()}
        state = spliced(head, pending.body)
        row = (self.position, pending.stream, stream[0], pending.event.TOPIC, state)
        self.rows["stored_events"].append(row)
        self.rows["leaves"].append((self.position, leaf(state)))
        if pending.openings:
            self.rows["openings"].append((self.position, written(pending.openings)))
        new = pending.describes - self.known.described
        self.known.described.update(new)
        entry = Entry(self.position, self.recorded_at, pending.subjects, new, called)
        for table, row in chain(rows(entry), firsts(entry)):
            self.rows[table].append(row)
        return Appended(self.position, f"{pending.stream}@{stream[0]}")

    def _one(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        self.cursor.execute(statement, parameters)
        return self.cursor.fetchone()

    def _rows(self, statement: str) -> list[Any]:
        self.cursor.execute(statement)
        return list(self.cursor.fetchall())


#: Writes openings as they are stored.
written = json.JSONEncoder(ensure_ascii=False).encode


def spliced(head: dict[str, Any], body: bytes) -> bytes:
    """Put the head that the log gives before the body, as one JSON object."""
    text = dump(head)
    return text if body == b"{}" else text[:-1] + b"," + body[1:]
