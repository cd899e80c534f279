"""What stood in a series, over rectangles of time: T by K, half-open.

Within a rectangle nothing changes: for every T in [as_of_from, as_of_to) and every K in
[known_from, known_to) the same stands.  The rectangles of a series never overlap, and
none could be longer along K, so that each tells when it ended, and by what.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from incident_log.times import FOREVER

#: Why a rectangle ended that something newer replaced, or that is only told otherwise.
SUPERSEDED, REDESCRIBED = "superseded", "redescribed"


@dataclass(frozen=True, slots=True)
class Content:
    """What stands, as values that can be stored, and which claims make it."""

    values: tuple[Any, ...]
    members: tuple[str, ...]  #: references


class Strip(NamedTuple):
    """What stands along a stretch of T at one K."""

    as_of_from: str
    as_of_to: str
    content: Content


@dataclass(slots=True, eq=False)
class Rectangle:
    """A strip over a stretch of K; open until something ends it."""

    strip: Strip
    known_from: str
    known_to: str = FOREVER
    ended_by: str | None = None  #: why ``known_to`` is closed

    def holds(self, *, as_of: str, known_at: str) -> bool:
        """Tell whether a moment lies in it."""
        return (
            self.strip.as_of_from <= as_of < self.strip.as_of_to
            and self.known_from <= known_at < self.known_to
        )

    def end(self, known_at: str, why: str) -> None:
        """Let it hold no longer than to *known_at*."""
        self.known_to = known_at
        self.ended_by = why


#: Says why a claim no longer counts as it did; ``None`` if it does.
Cause = Callable[[str], str | None]


def succeed(
    present: Sequence[Rectangle], strips: Sequence[Strip], known_at: str, why: Cause
) -> tuple[list[Rectangle], list[Rectangle]]:
    """Return the rectangles that are open from *known_at* on, and those that ended.

    *present* and *strips* are of one series, each in order along T.
    """
    holding = {rectangle.strip: rectangle for rectangle in present}
    following = [
        holding.pop(strip) if strip in holding else Rectangle(strip, known_at)
        for strip in strips
    ]
    for rectangle in holding.values():
        rectangle.end(known_at, _ended_by(rectangle.strip, strips, why))
    return following, list(holding.values())


def _ended_by(strip: Strip, strips: Sequence[Strip], why: Cause) -> str:
    # What nobody claims goes with its incident.
    members = strip.content.members or ("",)
    causes = sorted({c for name in members if (c := why(name))})
    if causes:
        return causes[0]
    is_same = any(
        other[:2] == strip[:2] and other.content.members == strip.content.members
        for other in strips
    )
    return REDESCRIBED if is_same else SUPERSEDED


def joined(strips: Sequence[Strip]) -> list[Strip]:
    """Join neighbours along T that say the same."""
    found: list[Strip] = []
    for strip in strips:
        if found and found[-1].content == strip.content:
            found[-1] = Strip(found[-1].as_of_from, strip.as_of_to, strip.content)
        else:
            found.append(strip)
    return found
