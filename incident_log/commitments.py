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
    for n, (path, keys, value) in enumerate(found):
        own = salt[32 * n : 32 * n + 32]
        openings[path] = (own.hex(), value)
        _put(state, keys, {"sha256": commitment(own, path, value)})
    return openings


def unseal(state: dict[str, Any], openings: Openings) -> dict[str, Any]:
    """Put the words back into freshly decoded *state*; erased ones read ``ERASED``."""
    for path, keys, _ in list(_words(state)):
        opening = openings.get(path)
        _put(state, keys, ERASED if opening is None else opening[1])
    return state


def committed(state: dict[str, Any]) -> dict[str, str]:
    """Return the hash of every commitment in a stored *state*, by path."""
    return {path: held["sha256"] for path, _, held in _words(state)}


def commitment(salt: bytes, path: str, value: str) -> str:
    """Return the hash that an event holds in place of *value*, in hex."""
    return sha256(salt + path.encode() + b"\0" + value.encode()).hexdigest()


Keys = tuple[str | int, ...]


def _words(state: dict[str, Any]) -> Iterator[tuple[str, Keys, Any]]:
    """Yield path, keys and value of every free text; these paths, no others."""
    yield from _fields(state, _TOP, "", ())
    if isinstance(state.get("report"), dict):
        yield from _fields(state["report"], ("title", "url"), "report.", ("report",))
    if isinstance(state.get("incident"), dict):
        yield from _incident(state["incident"], "incident", ("incident",))
    for n, related in enumerate(state.get("related_incidents", ())):
        keys: Keys = ("related_incidents", n)
        yield from _incident(related, f"related_incidents[{n}]", keys)
    for n, agent in enumerate(state.get("agents", ())):
        yield from _fields(agent, ("name",), f"agents[{n}].", ("agents", n))
    for n, claim in enumerate(state.get("claims", ())):
        if not _SPOKEN.isdisjoint(claim):
            yield from _fields(claim, _CLAIM, f"claims[{n}].", ("claims", n))
            yield from _occurred(claim, f"claims[{n}]", ("claims", n))


def _fields(
    holder: dict[str, Any], names: tuple[str, ...], prefix: str, keys: Keys
) -> Iterator[tuple[str, Keys, Any]]:
    for name in names:
        if name in holder:
            yield prefix + name, (*keys, name), holder[name]


def _incident(
    incident: dict[str, Any], path: str, keys: Keys
) -> Iterator[tuple[str, Keys, Any]]:
    yield from _fields(incident, ("title",), f"{path}.", keys)
    yield from _occurred(incident, path, keys)


def _occurred(
    holder: dict[str, Any], path: str, keys: Keys
) -> Iterator[tuple[str, Keys, Any]]:
    occurred = holder.get("occurred")
    if isinstance(occurred, dict) and "text" in occurred:
        yield f"{path}.occurred.text", (*keys, "occurred", "text"), occurred["text"]


def _put(state: dict[str, Any], keys: Keys, value: object) -> None:
    here: Any = state
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
