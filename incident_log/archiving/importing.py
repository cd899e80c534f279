"""Makes a log of the lines that another was written as: the same, byte for byte.

Every event is examined before it is taken, and the whole is verified before the log has
its place: where a line is wrong there is no log.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from incident_log.archiving import gone
from incident_log.archiving.exporting import FORMAT
from incident_log.archiving.files import new_log
from incident_log.errors import BadExport, FileUnusable, LogUnusable
from incident_log.events import Commitment
from incident_log.log import Log, Where, head
from incident_log.log.appending import written
from incident_log.log.entries import Entry
from incident_log.log.restoring import Restoring
from incident_log.log.servers import postgres
from incident_log.log.untrusted import LARGEST, Stored, Unfitting
from incident_log.progress import Progress, unseen
from incident_log.references import Reference
from incident_log.verifying.events import Beside, examine, incident_of, read
from incident_log.verifying.log import LogVerified, verified, verify_log

#: What a line raises that does not fit those before it, or no database.
_CONTRADICTIONS = (
    *(sqlite3.IntegrityError, sqlite3.DataError),
    *(UnicodeEncodeError, OverflowError, Unfitting),
)

_ORIGIN = re.compile(r"[!-~]{1,200}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Readable(Protocol):
    """What is needed of a file of lines."""

    def readline(self, size: int, /) -> bytes: ...
    def read(self, size: int, /) -> bytes: ...


class Taking(Protocol):
    """What becomes a log, event by event."""

    def add(
        self, stored: Stored, leaf: bytes, words: str | None, entry: Entry
    ) -> None: ...
    def state(self, report: str, update: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Restored:
    """A log that was made of lines."""

    log: LogVerified
    gone: int  #: passages that were erased later than the lines reach


def restore(
    file: Readable, name: str, directory: Path, *, progress: Progress = unseen
) -> Restored:
    """Make a new log in *directory* of the lines of a *file* that is called so.

    Words that the last line says are gone are told of by events after those of the
    lines.  Raise :exc:`LogThere` where there is a log, :exc:`BadExport`,
    :exc:`FileUnusable`.
    """
    lines = _Lines(file, name)
    with new_log(directory) as part:
        path = part / "events.db"
        try:
            with Restoring(path, _head(lines)) as restoring:
                taken = _take(lines, restoring, progress)
                restoring.finish()
        except _CONTRADICTIONS as error:
            raise lines.bad(f"contradicts a line before it ({error})") from error
        except sqlite3.Error as error:
            raise FileUnusable(str(directory), error) from error
        words = _gone(lines, taken)
        if words:
            with Log.open(part) as log:
                gone.tell(log, words)
        found = verify_log(path, sizes={taken})
        _check(lines, found, taken)
    return Restored(found, len(words))


def restore_at(
    file: Readable, name: str, place: Where, *, progress: Progress = unseen
) -> Restored:
    """Make a log of lines in a new directory, or of an empty one in a database."""
    if place.address is None:
        return restore(file, name, place.directory, progress=progress)
    return restore_shared(file, name, place.address, progress=progress)


def restore_shared(
    file: Readable, name: str, address: str, *, progress: Progress = unseen
) -> Restored:
    """Make the empty log at an address the one of the lines of a *file*.

    Raise :exc:`LogThere` where it is not empty, :exc:`BadExport`, :exc:`LogUnusable`.
    """
    lines = _Lines(file, name)
    try:
        with postgres().Restoring(address, _head(lines)) as restoring:
            taken = _take(lines, restoring, progress)
            if _gone(lines, taken):
                raise lines.bad("says words are gone: copy it from a directory instead")
            found = verified(restoring.finished())
            _check(lines, found, taken)
    except _CONTRADICTIONS as error:
        raise lines.bad(f"contradicts a line before it ({error})") from error
    return Restored(found, 0)


def _check(lines: "_Lines", found: LogVerified, taken: int) -> None:
    """Refuse lines that make no sound log, or another than the last one says."""
    if found.findings.number:
        raise lines.bad(f"ends a log that is not sound: {found.findings.kept[0]}")
    if lines.last != {"events": taken, "root": found.roots[taken].hex()}:
        raise lines.bad("does not say how many events there are, and their root")


def _gone(lines: "_Lines", taken: int) -> list[Commitment]:
    """Take out of the last line what it says of words."""
    try:
        return gone.read(lines.last.pop("gone", []), taken)
    except ValueError as error:
        raise lines.bad(f"does not say which words are gone ({error})") from error


class _Lines:
    """The lines of an export, each an object of JSON."""

    def __init__(self, file: Readable, name: str) -> None:
        self.last: dict[str, Any] = {}
        self._file = file
        self._name = name
        self._number = 0

    def bad(self, what: str) -> BadExport:
        """Return the refusal of the line that was read last."""
        return BadExport(self._name, self._number, what)

    def take(self) -> dict[str, Any]:
        """Read the next line."""
        self._number += 1
        line = self._file.readline(_LONGEST)
        if not line.endswith(b"\n"):
            cut = len(line) < _LONGEST
            raise self.bad("is cut short" if cut else "is longer than an event can be")
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self.bad(f"is not JSON ({error})") from error
        if not isinstance(found, dict):
            raise self.bad("is no object")
        return found

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield the lines between the first and the last one."""
        while "events" not in (found := self.take()):
            yield found
        self.last = found
        if self._file.read(1):
            self._number += 1
            raise self.bad("comes after the last one")


#: Bytes of the longest line: an event, its words, and what JSON makes of them.
_LONGEST = 3 * LARGEST


def _head(lines: _Lines) -> dict[str, Any]:
    """Return the head of the log that the first line names."""
    found = lines.take()
    origin, secret = found.get("origin"), found.get("secret")
    if found.get("format") != FORMAT or found.get("layout") != head.LAYOUT:
        raise lines.bad(f"does not say {FORMAT}, layout {head.LAYOUT}")
    if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
        raise lines.bad("does not say which log it was")
    if secret is None:
        return head.head(origin)
    if not isinstance(secret, str) or not _HEX.fullmatch(secret):
        raise lines.bad("has a secret that is none")
    return head.head(origin, bytes.fromhex(secret))


def _take(lines: _Lines, restoring: Taking, progress: Progress) -> int:
    """Take the events into the new log; return how many there are."""

    lost: list[LogUnusable] = []

    def about(claim: Reference) -> str:
        try:
            state = restoring.state(claim.report, str(claim.update))
        except LogUnusable as error:  # which says nothing of the event
            lost.append(error)
            raise
        return incident_of(read(state), claim)

    recorded_at, position = "", 0
    for position, line in enumerate(lines.events(), start=1):
        stored, beside = _stored(lines, line, position)
        examined = examine(stored, beside, recorded_at, about)
        if lost:
            raise lost[0]
        if examined.problem or examined.entry is None:
            raise lines.bad(f"holds a bad event {position}: {examined.problem}")
        recorded_at = examined.entry.recorded_at
        restoring.add(stored, beside.leaf, beside.words, examined.entry)
        progress(1)
    return position


def _stored(
    lines: _Lines, line: dict[str, Any], position: int
) -> tuple[Stored, Beside]:
    """Return an event as it is stored, and what lies beside it."""
    event, leaf, openings = (line.get(name) for name in ("event", "leaf", "openings"))
    if line.get("position") != position:
        raise lines.bad(f"is not the event at position {position}")
    if (
        not isinstance(event, str)
        or not isinstance(leaf, str)
        or not _HEX.fullmatch(leaf)
        or not isinstance(openings, dict)
    ):
        raise lines.bad("is no event with its leaf and what opens its words")
    state = event.encode()
    said = read(state)
    stream, version, topic = (said.get(n) for n in ("stream", "version", "topic"))
    words = written(openings) if openings else None
    stored = Stored(position, stream, version, topic, state)
    return stored, Beside(bytes.fromhex(leaf), words)
