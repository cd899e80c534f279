"""Words that may have to go: committed to in an event, kept beside it.

An event holds ``{"sha256": ...}`` in place of free text; the *opening* beside it holds
salt and value.  Deleting the opening erases the words and leaves every hash valid.
The hash is SHA-256(salt || path || 0 || value), the path as in error messages
(``claims[0].quote``), one random 32-byte salt a path, so that a short or common value
cannot be guessed (EDPB 02/2025; DESIGN 6).
"""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

#: What is shown where words were erased.
ERASED = "(words erased)"

#: path -> (salt in hex, value)
Openings = dict[str, tuple[str, str]]

_TOP = ("text", "label", "reason")
_CLAIM = ("quote", "text", "note", "organisation", "as_of_text")
#: Most claims have none of these.
_SPOKEN = frozenset((*_CLAIM, "occurred"))


def seal(state: dict[str, Any], salts: Callable[[int], bytes] = os.urandom) -> Openings:
    """Replace the free text in *state* by commitments; return what opens them."""
    openings: Openings = {}
    found = list(_words(state))
    salt = salts(32 * len(found))
    for n, (path, holder, name) in enumerate(found):
        own, value = salt[32 * n : 32 * n + 32], holder[name]
        openings[path] = (own.hex(), value)
        holder[name] = {"sha256": commitment(own, path, value)}
    return openings


def unseal(state: dict[str, Any], openings: Openings) -> dict[str, Any]:
    """Put the words back into freshly decoded *state*; erased ones read ``ERASED``."""
    for path, holder, name in _words(state):
        opening = openings.get(path)
        holder[name] = ERASED if opening is None else opening[1]
    return state


def committed(state: dict[str, Any]) -> dict[str, str]:
    """Return the hash of every commitment in a stored *state*, by path."""
    return {path: holder[name]["sha256"] for path, holder, name in _words(state)}


def commitment(salt: bytes, path: str, value: str) -> str:
    """Return the hash that an event holds in place of *value*, in hex."""
    return sha256(salt + path.encode() + b"\0" + value.encode()).hexdigest()


Holder = dict[str, Any]


def _words(state: Holder) -> Iterator[tuple[str, Holder, str]]:
    """Yield path, holder and name of every free text; these paths, no others."""
    for holder, names, prefix in _holders(state):
        for name in names:
            if name in holder:
                yield prefix + name, holder, name


def _holders(state: Holder) -> Iterator[tuple[Holder, tuple[str, ...], str]]:
    """Yield what may hold free text, in which fields, and what their paths begin with.

    Most events and claims have little of it: what is not there costs nothing.
    """
    yield state, _TOP, ""
    report, incident = state.get("report"), state.get("incident")
    if isinstance(report, dict):
        yield report, ("title", "url"), "report."
    if isinstance(incident, dict):
        yield from _incident(incident, "incident.")
    for n, related in enumerate(state.get("related_incidents", ())):
        yield from _incident(related, f"related_incidents[{n}].")
    for n, agent in enumerate(state.get("agents", ())):
        yield agent, ("name",), f"agents[{n}]."
    for n, claim in enumerate(state.get("claims", ())):
        if not _SPOKEN.isdisjoint(claim):
            yield claim, _CLAIM, f"claims[{n}]."
            yield from _occurred(claim, f"claims[{n}].")


def _incident(
    incident: Holder, prefix: str
) -> Iterator[tuple[Holder, tuple[str, ...], str]]:
    yield incident, ("title",), prefix
    yield from _occurred(incident, prefix)


def _occurred(
    holder: Holder, prefix: str
) -> Iterator[tuple[Holder, tuple[str, ...], str]]:
    occurred = holder.get("occurred")
    if isinstance(occurred, dict):
        yield occurred, ("text",), f"{prefix}occurred."
