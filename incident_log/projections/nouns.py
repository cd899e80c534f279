"""What the history tables share: one row is what stood in one series, over T and K.

A row holds for every T in [as_of_from, as_of_to) and every K in [known_from, known_to),
so that the state at (T, K) is plain SQL with no code of ours (DESIGN 7).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from incident_log.claims import Claim
from incident_log.placing import Placed
from incident_log.reading import Reading
from incident_log.rectangles import Content
from incident_log.tables.spec import Column, Table, integer, number, required, text

#: What tells the series of one table apart: values as they are stored.
Key = tuple[Any, ...]
Values = tuple[Any, ...]


class Sweep(Protocol):
    """Says what stands in one series, walking along T through what becomes visible."""

    def keep(self, items: list[Any]) -> list[Any]:
        """Return those of visible *items* that decide what stands, then or later."""
        ...

    def content(self, kept: Sequence[Any]) -> Content:
        """Return what stands where *kept* decide it; at least one of them."""
        ...


class Steady:
    """A sweep that forgets nothing it has seen."""

    def keep(self, items: list[Any]) -> list[Any]:
        """Keep all of them."""
        return items


class Timeless(Steady):
    """Says the fields of the one thing that a series is of; that has no T."""

    def __init__(self, _: "Circumstance") -> None:
        pass

    def content(self, kept: Sequence[Any]) -> Content:
        """Say it."""
        return Content(tuple(map(stored, kept[0])), ())


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One kind of history: its table, and how claims become its rows."""

    table: Table
    key_of: Callable[[Mapping[str, Any]], Key]  #: the series of a stored row
    #: starts a sweep along T, with what is understood at one K
    sweep: Callable[["Circumstance"], Sweep]
    is_counted: bool = False  #: so that there are figures of it

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def own(self) -> tuple[str, ...]:
        """Its columns between the incident and the rectangle."""
        return self.table.names[2 : -len(RECTANGLE)]


@dataclass(slots=True)
class Circumstance:
    """What columns need to know beside the claims of their series, at the K reached."""

    reading: Reading
    retracted: frozenset[str]  #: reports whose text must not be relied on


INCIDENT = (
    integer("id", "Number of the row; a rebuild may give it another"),
    required("incident", "The incident it is about", "incidents"),
)
PLACE = text("place", "Where; the incident's place if the claim names none", "places")

VOICE = (
    text("said_by", "The voice: who is quoted, else the source", "agents"),
    text("origin", "What counts once: voices that speak for one another", "agents"),
    text("party", "The party to the conflict that the voice belongs to"),
)
COUNT = (
    number("low", "The lowest number it allows; empty if open"),
    number("high", "The highest number it allows; empty if open"),
    number("value", "What it is worth as one number, if it is"),
    text("count_text", "The count as it was put: 9, at least 9, several"),
    integer("denied", "1 if it denies the count, and so stands for none"),
    text("flags", "JSON list: downward_revision, increment_without_total ..."),
)
SOURCE = (
    text("quote", "The words it rests on"),
    required("claim", "The claim, or of several the first by reference", "claims"),
    required("claims", "JSON list of all claims that made it"),
    text("report", "The report that carries it", "reports"),
    text("update_id", "The update's id within its report"),
    required("as_of", "The moment it speaks about; of a period the start"),
    required("as_of_latest", "The end of that period; as_of if it is one moment"),
    text("published_at", "What its page prints, if anything"),
    required("known_at", "When the log knew the newest claim of it"),
)
RECTANGLE = (
    required("as_of_from", "It stands from this T on (included)"),
    required("as_of_to", "and up to this T (not included); 9999 is open"),
    required("known_from", "The log knew so from this K on (included)"),
    required("known_to", "and up to this K (not included); 9999 is open"),
    text(
        "ended_by",
        "Why the log no longer knew so: superseded, corrected, retracted, held,"
        " redescribed, merged, erased",
    ),
)
OCCURRED = (
    text("occurred_from", "When it happened, at the earliest"),
    text("occurred_to", "When it happened, at the latest"),
    text("occurred_text", "When it happened, in the report's words"),
)
CHANNEL = text("channel", "Where it was said: telegram_post, briefing ...")
NOTE = text("note", "What the coder noted")

#: What a question about one incident at (T, K) is found by.  All four edges, so that
#: only rows that hold there are read; ``known_to`` first, for at the latest K it leaves
#: out all that has ended.  The price, an entry that moves when a row ends, is small
#: beside what it takes to make a row.
INDEXES = (
    ("incident", "known_to", "as_of_to", "as_of_from", "known_from"),
    ("claim",),
)


def history(
    name: str,
    title: str,
    says: str,
    columns: Sequence[Column],
    *,
    count: Sequence[Column] = (),
    facets: tuple[str, ...] = (),
    searched: tuple[str, ...] = (),
    is_hidden: bool = False,
) -> Table:
    """Return a history table with *columns* of its own."""
    return Table(
        name=name,
        title=title,
        says=f"{says} Filter with ?_as_of= and ?_known_at=.",
        columns=(*INCIDENT, PLACE, *columns, *VOICE, *count, *SOURCE, *RECTANGLE),
        indexes=INDEXES,
        facets=facets,
        searched=searched,
        sort_desc="known_from",
        is_hidden=is_hidden,
    )


# json.dumps would make an encoder for every value.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def stored(value: Any) -> Any:
    """Return a value as a table stores it: sets and lists are JSON."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, (tuple, list, dict)):
        return _encoded(value)
    return int(value) if isinstance(value, bool) else value


def listed(names: Sequence[str]) -> str:
    """Return names as a JSON list; none of them needs to be escaped."""
    if not names:
        return "[]"
    return '["' + '","'.join(names) + '"]'


def occurred(claim: Claim) -> Values:
    """Return the values of :data:`OCCURRED`."""
    when = claim.occurred
    return (when.earliest, when.latest, when.text) if when else (None, None, None)


def voice(claim: Placed, reading: Reading) -> Values:
    """Return the values of :data:`VOICE`."""
    return (claim.said_by, claim.origin, reading.party(claim.said_by))


def source(claim: Placed, members: Sequence[str], newest: Placed) -> Values:
    """Return the values of :data:`SOURCE`: *claim* is the first by reference."""
    return (
        claim.claim.quote,
        claim.reference,
        listed(members),
        claim.name.report,
        claim.name.update,
        newest.as_of.earliest,
        newest.as_of.latest,
        newest.published_at or None,
        newest.known_at,
    )
