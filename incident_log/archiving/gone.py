"""Words that were erased later than the part of a log reaches which could be saved.

What opens them is gone, and so is the event that says why: the last line of an export
names them, and a log that is made of it tells of them in an event of its own.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from incident_log import indexing
from incident_log.commitments import Openings, committed
from incident_log.events import Commitment, WordsErased
from incident_log.log import Log
from incident_log.pending import Pending, decision

#: Why the words are not there, in the log that is made of an export.
REASON = "erased later than what could be saved of this log"

#: Words that one event tells of.
MANY = 1000

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Gone:
    """Collects, event by event, what nothing opens and no event says was erased."""

    def __init__(self) -> None:
        self._found: set[Commitment] = set()

    def take(self, position: int, state: bytes, words: Openings) -> None:
        """Take in the next event, and what opens its words."""
        said = json.loads(state)
        self._found.update(
            Commitment(position, path, digest)
            for path, digest in committed(said).items()
            if path not in words
        )
        if said["topic"] == WordsErased.TOPIC:
            self._found.difference_update(Commitment(**each) for each in said["erased"])

    def told(self) -> list[dict[str, Any]]:
        """Return what is left, as the last line says it."""
        return [each._asdict() for each in sorted(self._found)]


def read(told: object, last: int) -> list[Commitment]:
    """Read what a last line says is gone of *last* events; raise :exc:`ValueError`."""
    if not isinstance(told, list):
        raise ValueError("no list")
    found = [_commitment(each) for each in told]
    if any(not 1 <= each.position <= last for each in found):
        raise ValueError("no position")
    return found


def _commitment(said: object) -> Commitment:
    if not isinstance(said, dict) or said.keys() != {*Commitment._fields}:
        raise ValueError("no commitment")
    found = Commitment(**said)
    if type(found.position) is not int or not isinstance(found.path, str):
        raise ValueError("no position and path")
    if not isinstance(found.sha256, str) or not _HASH.fullmatch(found.sha256):
        raise ValueError("no hash")
    return found


def tell(log: Log, gone: Sequence[Commitment]) -> None:
    """Append to a log that these words were erased."""
    log.append(list(_events(log, gone)), strict=True)


def _events(log: Log, gone: Sequence[Commitment]) -> Iterator[Pending]:
    def stream(each: Commitment) -> str:
        state, _ = log.stored(each.position)
        return str(json.loads(state)["stream"])

    for owner, group in groupby(sorted(gone, key=stream), stream):
        told = [each._asdict() for each in group]
        for start in range(0, len(told), MANY):
            fields = {"erased": told[start : start + MANY], "reason": REASON}
            subjects = indexing.of_decision(WordsErased.TOPIC, owner, fields, None)
            yield decision(WordsErased, owner, fields, subjects=subjects)
