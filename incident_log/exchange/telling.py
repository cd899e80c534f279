"""What one row of somebody's data says: a report, an incident, and claims by id.

Two tellings of the same record are compared claim by claim, so everything is brought
to one form here, whether it comes from a row or back from the log.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from incident_log.claims import TYPES, Claim, Occurrence
from incident_log.commitments import ERASED
from incident_log.counts import Count
from incident_log.times import Occurred, Span, read_occurred
from incident_log.vocabulary import POPULATION

Document = dict[str, Any]

#: What an update may describe beside its incident.
DESCRIBED = ("agents", "places", "weapons")

#: Words of a claim; they may be erased, so they are compared apart.
WORDS = ("quote", "text", "note", "organisation", "as_of_text")

_SETS = frozenset(("weapons", "composite", "role", "restates", "of", "about"))
_ASIDE = frozenset(("id", "incident", "span", "corrects", *WORDS))
_UNSAID = {"measure": "total_to_date", "denied": False}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a row says of its record, before anybody asks what is new about it.

    A claim that is ``None`` is one that the row has fallen silent about (a null, an
    empty cell).  A *whole* row says everything: claims it does not mention have
    fallen silent as well; any other row says only what changed.
    """

    report: Document  #: ``{"id", "source", ...}``
    incident: Document  #: ``{"id", "title", ...}``
    claims: Mapping[str, Document | None] = field(default_factory=dict)
    update: Document = field(default_factory=dict)  #: as_of, published_at, label ...
    described: Mapping[str, list[Document]] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def zone(self) -> str | None:
        """The zone of wall times."""
        zone = self.update.get("timezone") or self.incident.get("timezone")
        return str(zone) if zone else None


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in the form that is compared."""

    content: str  #: JSON of everything but its words, id and moment
    words: Mapping[str, str]

    def is_same(self, other: "Said") -> bool:
        """Tell whether *other* says nothing new; erased words are not said again."""
        if self.content != other.content:
            return False
        known = self.words
        return all(known.get(n, w) in (w, ERASED) for n, w in other.words.items())

    @property
    def series(self) -> tuple[str, ...]:
        """Return what it is about: voice, place and subject, whatever the count."""
        return _series(self.content)

    @property
    def is_counted(self) -> bool:
        """Tell whether it states a count, which can become unknown."""
        return "count" in self.fields or "value" in self.fields

    @property
    def is_moment(self) -> bool:
        """Tell whether it is an occurrence: two of them stand, whichever is newer.

        One that is counted is a figure as well, and that has a series.
        """
        return not self.is_counted and self.fields["type"] == Occurrence.TYPE

    @property
    def fields(self) -> Document:
        """Return its fields, population flat."""
        return _fields(self.content)

    @property
    def is_unknown(self) -> bool:
        """Tell whether its count is unknown."""
        return "unknown" in (self.fields.get("count"), self.fields.get("value"))

    def fallen_silent(self) -> Document:
        """Return the claim of a count, which is unknown now."""
        fields = dict(self.fields)
        fields.pop("occurred", None)
        population = {each: fields.pop(each) for each in POPULATION if each in fields}
        fields["value" if "value" in fields else "count"] = "unknown"
        return fields | ({"population": population} if population else {})


def said(claim: Document, zone: str | None) -> Said:
    """Bring a claim of a document to the form that is compared."""
    found: Document = {}
    words = {}
    for name, value in claim.items():
        if name in WORDS:
            words[name] = value
        elif name == "occurred":
            occurred = read_occurred(value, zone)
            found[name] = [occurred.earliest, occurred.latest]
        elif name == "population":
            found.update((each, _plain(each, of)) for each, of in value.items())
        elif name not in _ASIDE and _UNSAID.get(name) != value:
            found[name] = _plain(name, value)
    return Said(_written(found), words)


def told(claim: Claim) -> Said:
    """Bring a claim of the log to the same form."""
    found: Document = {"type": claim.TYPE}
    words = {}
    for name in _NAMES[claim.TYPE]:
        value = getattr(claim, name)
        if value is None or value == () or _UNSAID.get(name, ()) == value:
            continue
        if name in WORDS:
            words[name] = value
        elif isinstance(value, Count):
            if value.text is not None:
                found[name] = value.text
        elif isinstance(value, Span):
            found[name] = value.given
        elif isinstance(value, Occurred):
            found[name] = [value.earliest, value.latest]
        else:
            found[name] = _plain(name, value)
    return Said(_written(found), words)


_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def is_news(described: Iterable[Document], last: Mapping[str, Document]) -> bool:
    """Tell whether descriptions say anything that *last*, by id, does not say."""
    for each in described:
        known = last.get(each["id"], {})
        for name, value in each.items():
            if known.get(name) not in (value, ERASED) and name != "occurred":
                return True
    return False


def _plain(name: str, value: Any) -> Any:
    if name in _SETS:
        return sorted({value} if isinstance(value, str) else set(value))
    return str(value) if name in ("count", "value") else value


#: The fields of each type of claim that are compared, and its words.
_NAMES = {
    name: [each.name for each in fields(kind) if each.name not in _ASIDE - set(WORDS)]
    for name, kind in TYPES.items()
}


@lru_cache(maxsize=4096)
def _fields(content: str) -> Document:
    found: Document = json.loads(content)
    return found


@lru_cache(maxsize=4096)
def _series(content: str) -> tuple[str, ...]:
    fields = _fields(content)
    subject = TYPES[fields["type"]].SUBJECT
    return tuple(
        str(fields.get(name)) for name in ("type", "said_by", "place", *subject)
    )
