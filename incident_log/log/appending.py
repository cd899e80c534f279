"""How events are appended: numbered, dated, hashed and indexed in one transaction.

The caller holds the write lock and a transaction that has begun IMMEDIATE, so that
what is read here cannot change before it is written (RELIABILITY 0.3).
"""

import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any, Protocol

from incident_log.errors import (
    IdTaken,
    MovedOn,
    ReceivedInFuture,
    UndescribedIncident,
)
from incident_log.merkle import leaf
from incident_log.pending import (
    AlreadyKnown,
    Appended,
    Naming,
    Outcome,
    Pending,
    Refused,
)
from incident_log.times import FOREVER


class Cursor(Protocol):
    """What is needed of a database cursor."""

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Any: ...
    def executemany(
        self, statement: str, parameters: Iterable[Sequence[Any]]
    ) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


#: stream, version, topic, state
Row = tuple[str, int, str, bytes]


class Batch:
    """One transaction's worth of events."""

    def __init__(self, cursor: Cursor, now: str, insert: Callable[[list[Row]], None]):
        self.cursor = cursor
        self.insert = insert
        head = dict(self._rows("SELECT name, value FROM log"))
        self.secret: bytes = head["secret"]
        self.position: int = head["position"]
        self.recorded_at = max(now, str(head["recorded_at"]))
        self.streams: dict[str, list[int]] = {}  #: version and number of updates
        self.events: list[Row] = []
        self.leaves: list[tuple[int, bytes]] = []
        self.openings: list[tuple[int, str]] = []
        self.subjects: list[tuple[str, str, int]] = []
        self.names: list[tuple[str, str, str]] = []

    def add(self, pending: Pending) -> Outcome:
        """Take one event into the batch, or say why not."""
        if pending.naming is None:
            return self._refusal(pending) or self._number(pending)
        key = hmac.new(self.secret, pending.content, sha256).digest()
        known = self._one(
            "SELECT report, update_id, position FROM updates WHERE content_key = ?",
            (key,),
        )
        if known:
            return AlreadyKnown(known[2], f"{known[0]}/{known[1]}")
        refusal = self._refusal(pending) or self._refused_name(pending, pending.naming)
        return refusal or self._number_update(pending, pending.naming, key)

    def write(self) -> None:
        """Write what was added."""
        c = self.cursor
        self.insert(self.events)
        c.executemany("INSERT INTO leaves VALUES (?, ?)", self.leaves)
        c.executemany("INSERT INTO openings VALUES (?, ?)", self.openings)
        c.executemany("INSERT INTO subjects VALUES (?, ?, ?)", self.subjects)
        c.executemany("INSERT INTO names VALUES (?, ?, ?)", self.names)
        c.executemany(
            "INSERT INTO streams VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET"
            " version = excluded.version, updates = excluded.updates",
            [(stream, *counts) for stream, counts in self.streams.items()],
        )
        c.executemany(
            "UPDATE log SET value = ? WHERE name = ?",
            [(self.position, "position"), (self.recorded_at, "recorded_at")],
        )

    def _refusal(self, pending: Pending) -> Refused | None:
        for slug in pending.needs:
            if slug not in pending.describes and not self._is_described(slug):
                known = [row[0] for row in self._rows("SELECT incident FROM described")]
                return Refused(UndescribedIncident(slug, known))
        return self._moved(pending, pending.seen)

    def _refused_name(self, pending: Pending, naming: Naming) -> Refused | None:
        received = naming.received_at
        if received is not None and received.earliest > self.recorded_at:
            return Refused(ReceivedInFuture(received.given, self.recorded_at))
        report = pending.stream.partition(":")[2]
        if naming.id is not None and (taken := self._position(report, naming.id)):
            return Refused(IdTaken(report, naming.id, taken))
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
        report = pending.stream.partition(":")[2]
        stream = self._stream(pending.stream)
        stream[1] += 1
        update = naming.id or self._free_number(report, stream[1])
        self._number(pending, update)
        received = naming.received_at
        known_at = min(received.latest if received else FOREVER, self.recorded_at)
        voice = (naming.source, naming.derived_from)
        self.cursor.execute(
            "INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (report, update, key, self.position, known_at, naming.published_at, *voice),
        )
        self.cursor.execute(
            "INSERT INTO voices VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (report, naming.source, naming.derived_from or "", self.position),
        )
        self.names += [(report, claim, update) for claim in naming.claims]
        return Appended(self.position, f"{report}/{update}")

    def _number(self, pending: Pending, update: str | None = None) -> Outcome:
        stream = self._stream(pending.stream)
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
        if update is not None:
            head["update"] = update
        state = spliced(head, pending.body)
        self.events.append((pending.stream, stream[0], pending.event.TOPIC, state))
        self.leaves.append((self.position, leaf(state)))
        if pending.openings:
            words = json.dumps(pending.openings, ensure_ascii=False)
            self.openings.append((self.position, words))
        self.subjects += [(*each, self.position) for each in sorted(pending.subjects)]
        for slug in sorted(pending.describes):
            self.cursor.execute(
                "INSERT INTO described VALUES (?, ?) ON CONFLICT DO NOTHING",
                (slug, self.position),
            )
        return Appended(self.position, f"{pending.stream}@{stream[0]}")

    def _stream(self, stream: str) -> list[int]:
        if stream not in self.streams:
            known = self._one(
                "SELECT version, updates FROM streams WHERE stream = ?", (stream,)
            )
            self.streams[stream] = list(known or (0, 0))
        return self.streams[stream]

    def _free_number(self, report: str, number: int) -> str:
        """Return the update's running number, past ids that were given by hand."""
        while self._position(report, str(number)):
            number += 1
        return str(number)

    def _position(self, report: str, update: str) -> int | None:
        found = self._one(
            "SELECT position FROM updates WHERE report = ? AND update_id = ?",
            (report, update),
        )
        return found[0] if found else None

    def _is_described(self, slug: str) -> bool:
        return bool(self._one("SELECT 1 FROM described WHERE incident = ?", (slug,)))

    def _one(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        self.cursor.execute(statement, parameters)
        return self.cursor.fetchone()

    def _rows(self, statement: str) -> list[Any]:
        self.cursor.execute(statement)
        return list(self.cursor.fetchall())


def spliced(head: dict[str, Any], body: bytes) -> bytes:
    """Put the head that the log gives before the body, as one JSON object."""
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return text if body == b"{}" else text[:-1] + b"," + body[1:]
