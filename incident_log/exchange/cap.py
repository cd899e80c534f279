"""The Common Alerting Protocol (CAP 1.1, 1.2): a message as its elements say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incident_log.errors import IncidentLogError, UnreadableInput
from incident_log.exchange.xml_elements import Element, elements
from incident_log.times import read_span

NAMESPACES = tuple(f"urn:oasis:names:tc:emergency:cap:1.{minor}" for minor in (1, 2))

_REQUIRED = ("identifier", "sender", "sent", "status", "msgType", "scope")


@dataclass(frozen=True, slots=True)
class Message:
    """What names a message, here and where others refer to it."""

    sender: str
    identifier: str
    sent: str


@dataclass(frozen=True, slots=True)
class Area:
    """Where an alert holds."""

    name: str
    geocodes: tuple[tuple[str, str], ...]
    centre: tuple[float, float] | None  #: latitude, longitude of its only circle


@dataclass(frozen=True, slots=True)
class Info:
    """One event, in one language."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str
    sender_name: str
    web: str
    certainty: tuple[str, ...]  #: urgency, severity and certainty, in words
    begins: tuple[str, ...]  #: onset and effective, as far as they are stated
    expires: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """One message."""

    line: int
    message: Message
    status: str
    kind: str  #: Alert, Update, Cancel, Ack, Error
    scope: str
    note: str
    incidents: str
    references: tuple[Message, ...]  #: the earliest first
    infos: tuple[Info, ...]


def is_cap(content: bytes) -> bool:
    """Tell whether there are CAP messages in a page, in any encoding of XML."""
    ascii_only = content.replace(b"\0", b"")
    return b"urn:oasis:names:tc:emergency:cap:1." in ascii_only and bool(
        re.search(rb"<(?:[\w.-]+:)?alert[\s>]", ascii_only)
    )


def messages(content: bytes) -> Iterator[Element]:
    """Yield the elements of messages: of one, of several in a list, or in a feed.

    Raise :exc:`UnreadableInput`.
    """
    yield from elements(content, NAMESPACES, "alert")


def read_alert(element: Element) -> Alert:
    """Read one message; raise :exc:`UnreadableInput` with the path of what is wrong."""
    for name in _REQUIRED:
        if not element.first(name):
            raise UnreadableInput(f"alert.{name}: is missing: add it")
    return Alert(
        line=element.line,
        message=Message(
            *map(element.first, ("sender", "identifier", "sent")),
        ),
        status=element.first("status"),
        kind=element.first("msgType"),
        scope=element.first("scope"),
        note=element.first("note"),
        incidents=element.first("incidents"),
        references=_references(element.first("references")),
        infos=tuple(map(_info, element.all("info"))),
    )


def instant_of(time: str) -> str:
    """Return a message's time as an instant; the words where that cannot be told."""
    try:
        return read_span(time, None).earliest
    except IncidentLogError:
        return time


def _references(words: str) -> tuple[Message, ...]:
    found = []
    for word in dict.fromkeys(words.split()):
        sender, _, rest = word.partition(",")
        identifier, _, sent = rest.rpartition(",")
        if not (sender and identifier and sent):
            raise UnreadableInput(
                f"alert.references: {word!r} names no message: write"
                " sender,identifier,sent"
            )
        found.append(Message(sender, identifier, sent))
    return tuple(sorted(found, key=lambda each: instant_of(each.sent)))


def _info(element: Element) -> Info:
    sure = ("urgency", "severity", "certainty")
    return Info(
        language=element.first("language"),
        event=element.first("event"),
        headline=element.first("headline"),
        description=element.first("description"),
        instruction=element.first("instruction"),
        sender_name=element.first("senderName"),
        web=element.first("web"),
        certainty=tuple(
            f"{name} {element.first(name)}" for name in sure if element.first(name)
        ),
        begins=tuple(filter(None, map(element.first, ("onset", "effective")))),
        expires=element.first("expires"),
        areas=tuple(map(_area, element.all("area"))),
    )


def _area(element: Element) -> Area:
    return Area(
        name=element.first("areaDesc"),
        geocodes=tuple(
            (code.first("valueName"), code.first("value"))
            for code in element.all("geocode")
        ),
        centre=_centre(element.each("circle")),
    )


def _centre(circles: list[str]) -> tuple[float, float] | None:
    """Return the centre of an only circle ("50.45,30.52 4.5")."""
    try:
        (circle,) = circles
        latitude, longitude = map(float, circle.split()[0].split(","))
    except ValueError:
        return None
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_on_earth else None
