"""What is wrong with a stored event, told from its row and what lies beside it.

Nothing is believed: types before values, the hash before the meaning.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from incident_log import events, indexing
from incident_log.commitments import Openings, commitment, committed
from incident_log.errors import IncidentLogError, UnknownEvent
from incident_log.events import Commitment
from incident_log.log.appending import written
from incident_log.log.entries import Called, Entry
from incident_log.log.untrusted import Stored
from incident_log.merkle import leaf
from incident_log.references import Reference, parse

#: Stands for what lies in a part of the file that cannot be read.
UNREADABLE = object()

#: What reading the JSON of an event may raise where it is not the log's.
BAD_JSON = (ValueError, KeyError, TypeError, AttributeError, RecursionError)

#: What the log writes for a moment.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)

#: Returns the incident of a claim in the log; raises :exc:`KeyError`.
IncidentOf = Callable[[Reference], str]


class Beside(NamedTuple):
    """What lies beside an event: its leaf and its openings, of any type."""

    leaf: Any
    words: Any


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found out about one event."""

    problem: str  #: what is wrong with it; empty where nothing is
    entry: Entry | None  #: how the index should have it; none where nobody can tell
    #: commitments that nothing opens, by path
    missing: Mapping[str, str] = field(default_factory=dict)
    erased: tuple[Commitment, ...] = ()  #: what it says was erased


def examine(
    stored: Stored, beside: Beside, last: str, incident_of: IncidentOf
) -> Examined:
    """Examine one event; *last* is when the one before it was recorded."""
    state = read(stored.state)
    mistyped = _wrong_type(stored)
    problem = (
        mistyped
        or _wrong_leaf(stored.state, beside.leaf)
        or _wrong_head(stored, state, last)
    )
    try:
        openings = _openings(beside.words)
        missing, closed = _opened(state, openings)
        entry = entry_of(state, stored.position, incident_of)
        event = events.read(state)  # sealed: no words are needed to know it
    except UnknownEvent as error:
        return Examined(problem or str(error), None)
    except (*BAD_JSON, IncidentLogError) as error:
        why = f"it is not what the log writes ({type(error).__name__}: {error})"
        return Examined(problem or why, None)
    if beside.words is UNREADABLE:
        missing = {}
    erased = event.erased if isinstance(event, events.WordsErased) else ()
    # The index has no place for what has no stream or version.
    placed = None if mistyped else entry
    return Examined(problem or closed, placed, missing, erased)


def entry_of(state: Mapping[str, Any], position: int, incident_of: IncidentOf) -> Entry:
    """Return how the index has to have the event; raise what bad JSON makes it."""
    topic, stream = state["topic"], state["stream"]
    recorded_at, described = state["recorded_at"], indexing.described(state)
    if topic == events.UpdateReceived.TOPIC:
        update = state["update"]
        naming = indexing.naming(state, update)
        key = bytes.fromhex(state["content_key"])
        called = Called(stream.partition(":")[2], update, key, naming)
        subjects = indexing.of_update(state)
        return Entry(position, recorded_at, subjects, described, called)
    about = None
    if "claim" in state:
        about = incident_of(parse(state["claim"]).original)
    subjects = indexing.of_decision(topic, stream, state, about)
    return Entry(position, recorded_at, subjects, described)


def incident_of(update: Mapping[str, Any], claim: Reference) -> str:
    """Return the incident of a claim of an update; raise KeyError where it has none."""
    for each in update.get("claims", ()):
        if each["id"] == claim.claim:
            own = update["incident"]
            return str(
                each.get("incident", own["id"] if isinstance(own, dict) else own)
            )
    raise KeyError(str(claim))


def read(state: Any) -> dict[str, Any]:
    """Return the JSON object that an event is stored as; empty where it is none."""
    try:
        found = json.loads(state.decode()) if isinstance(state, bytes) else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def hashed(state: Any) -> bytes:
    """Return the leaf that the bytes of an event make, of whatever type they are."""
    return leaf(
        state if isinstance(state, bytes) else repr(state).encode("utf-8", "replace")
    )


def _wrong_type(stored: Stored) -> str:
    for name, value, kind in (
        ("stream", stored.stream, str),
        ("version", stored.version, int),
        ("topic", stored.topic, str),
        ("state", stored.state, bytes),
    ):
        if not isinstance(value, kind):
            return f"its {name} has the wrong type ({type(value).__name__})"
    return ""


def _wrong_leaf(state: bytes, hashed: Any) -> str:
    if hashed is UNREADABLE:  # which was said of the first event without
        return ""
    if hashed is None:
        return "it has no leaf"
    if hashed != leaf(state):
        return "its bytes are not those its leaf was made of"
    return ""


def _wrong_head(stored: Stored, state: dict[str, Any], last: str) -> str:
    """Compare the columns with what the event says of itself."""
    if not state:
        return "its state is no JSON object"
    for name, column in (
        ("position", stored.position),
        ("stream", stored.stream),
        ("version", stored.version),
        ("topic", stored.topic),
    ):
        if state.get(name) != column:
            return f"the event says {name} {state.get(name)!r}, its row {column!r}"
    recorded_at = state.get("recorded_at")
    if not isinstance(recorded_at, str) or not _INSTANT.fullmatch(recorded_at):
        return f"it was recorded at {recorded_at!r}, which is no moment"
    if recorded_at < last:
        return f"it was recorded at {recorded_at}, before the event before it ({last})"
    return ""


def _openings(words: Any) -> Openings:
    """Return the openings of an event; raise ValueError where they are none."""
    if words is None or words is UNREADABLE:
        return {}
    found = json.loads(words) if isinstance(words, str) else None
    if not isinstance(found, dict) or written(found) != words:
        raise ValueError("its openings are not as the log writes them")
    return found


def _opened(state: dict[str, Any], openings: Openings) -> tuple[dict[str, str], str]:
    """Return the commitments that nothing opens, and what is wrong with the others."""
    missing, left = {}, dict(openings)
    for path, digest in committed(state).items():
        if not _HASH.fullmatch(digest):
            return {}, f"its {path} is no commitment"
        if path not in left:
            missing[path] = digest
        elif problem := _wrong_words(path, digest, left.pop(path)):
            return {}, problem
    if left:
        return {}, f"words are kept at {next(iter(left))}, where the event has none"
    return missing, ""


def _wrong_words(path: str, digest: str, opening: Any) -> str:
    salt, words = opening
    if not (isinstance(salt, str) and _HASH.fullmatch(salt) and isinstance(words, str)):
        return f"what opens its {path} is not as the log writes it"
    if digest != commitment(bytes.fromhex(salt), path, words):
        return f"its {path} is not the words that the event commits to"
    return ""
