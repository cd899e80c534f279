"""Claims: assertions with one voice each, as a report makes them.

Every type names its ``SUBJECT``: the fields that make two claims of it comparable.
Claims of one origin, place and subject are a series (R2).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar

from incident_log.counts import NOT_STATED, Count
from incident_log.once import word
from incident_log.times import Occurred, Span

#: The measure families of casualties (DESIGN 5): what may supersede what.
TOTAL, INSTANCE, SUBSET = "total_to_date", "instance", "subset"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What every claim may say."""

    TYPE: ClassVar[str]
    TABLE: ClassVar[str]  #: the noun of its rows and answers
    SUBJECT: ClassVar[tuple[str, ...]] = ()
    #: Whether it counts something, so that a later claim supersedes an earlier one.
    COUNTS: ClassVar[bool] = False

    id: str
    incident: str
    said_by: str | None = None  #: ``None``: the report speaks in its own voice
    as_of: Span | None = None
    as_of_text: str | None = None
    occurred: Occurred | None = None
    place: str | None = None
    channel: str | None = None
    note: str | None = None
    quote: str | None = None
    span: tuple[int, int] | None = None  #: code points of the update's text
    restates: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()

    @property
    def number(self) -> Count:
        """The count of what it counts."""
        return NOT_STATED

    @property
    def is_counted(self) -> bool:
        """Tell whether it belongs to a series of counts."""
        return self.COUNTS

    @property
    def is_denied(self) -> bool:
        """Tell whether it denies its count, and so stands for none (R16)."""
        return False

    @property
    def is_part(self) -> bool:
        """Tell whether a larger place must have at least as many (R12).

        Instances, subsets and composites say nothing about the whole, and an
        indicator (a magnitude, a percentage) is no count of parts.
        """
        return self.is_counted

    def subject(self) -> tuple[Any, ...]:
        """Return the values of its ``SUBJECT``, in that order."""
        return tuple(getattr(self, name) for name in self.SUBJECT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted(Claim):
    """A claim about how many."""

    COUNTS = True

    count: Count = NOT_STATED
    counter: str | None = None

    @property
    def number(self) -> Count:
        return self.count


@dataclass(frozen=True, kw_only=True, slots=True)
class Casualties(Counted):
    """People harmed."""

    TYPE = "casualties"
    TABLE = "casualties"
    SUBJECT = (
        *("outcome", "detail", "status", "sex", "age_group", "role"),
        *("measure", "subset_of", "counter"),
    )

    outcome: str
    detail: str | None = None
    status: str | None = None
    sex: str | None = None
    age_group: str | None = None
    role: tuple[str, ...] | None = None
    measure: str = TOTAL
    subset_of: str | None = None
    denied: bool = False

    @property
    def is_denied(self) -> bool:
        return self.denied

    @property
    def is_part(self) -> bool:
        return self.family == TOTAL

    @property
    def family(self) -> str:
        """The measures that share a series: increments belong to their total."""
        return self.measure if self.measure in (INSTANCE, SUBSET) else TOTAL

    def subject(self) -> tuple[Any, ...]:
        """Return its subject, with the measure family for the measure."""
        return (
            *(self.outcome, self.detail, self.status, self.sex, self.age_group),
            *(self.role, self.family),
            *(self.subset_of if self.measure == SUBSET else None, self.counter),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Damage(Counted):
    """Things destroyed, damaged, hit or on fire."""

    TYPE = "damage"
    TABLE = "damage"
    SUBJECT = ("object", "degree", "composite", "counter")

    object: str
    degree: str | None = None
    cause: str | None = None
    areas: int | None = None
    composite: tuple[str, ...] | None = None

    @property
    def is_part(self) -> bool:
        return self.composite is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage(Counted):
    """A service that somebody is without, or has back.  Never damage."""

    TYPE = "outage"
    TABLE = "outages"
    SUBJECT = ("service", "state", "object", "composite", "counter")

    service: str
    state: str
    object: str | None = None
    since: Span | None = None
    until: Span | None = None
    cause: str | None = None
    composite: tuple[str, ...] | None = None

    @property
    def is_part(self) -> bool:
        return self.composite is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Strike(Counted):
    """Weapons launched, used, intercepted; several weapons are one joint count."""

    TYPE = "strike"
    TABLE = "strikes"
    SUBJECT = ("weapons", "phase", "actor", "counter")

    weapons: tuple[str, ...] = ()
    phase: str | None = None
    actor: str | None = None
    launched_from: str | None = None
    carrier: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Target(Claim):
    """What a party says it aimed at; never damage."""

    TYPE = "target"
    TABLE = "targets"

    kind: str
    organisation: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement(Claim):
    """What somebody said, as an act."""

    TYPE = "statement"
    TABLE = "statements"

    act: str
    speaker: str | None = None
    verbatim: bool | str | None = None  #: or "partial"
    text: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence(Counted):
    """A moment on the timeline; where it is counted (blasts), a figure as well."""

    TYPE = "occurrence"
    TABLE = "occurrences"
    SUBJECT = ("kind", "counter")

    kind: str

    @property
    def is_counted(self) -> bool:
        return self.count.text is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Link(Claim):
    """A relation between incidents, asserted by somebody (R18)."""

    TYPE = "link"
    TABLE = "links"

    relation: str
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator(Claim):
    """Any other figure that is followed: acres burned, magnitude, water level."""

    TYPE = "indicator"
    TABLE = "indicators"
    SUBJECT = ("name", "unit", "counter")
    COUNTS = True

    name: str
    value: Count = NOT_STATED
    unit: str | None = None
    counter: str | None = None

    @property
    def number(self) -> Count:
        return self.value

    @property
    def is_part(self) -> bool:
        return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification(Claim):
    """Somebody's verdict on claims."""

    TYPE = "verification"
    TABLE = "verifications"

    verdict: str
    of: tuple[str, ...] = field(default=())


TYPES: dict[str, type[Claim]] = {
    cls.TYPE: cls
    for cls in (
        *(Casualties, Damage, Outage, Strike, Target, Statement, Occurrence),
        *(Link, Indicator, Verification),
    )
}


def read(state: dict[str, Any], incident: str) -> Claim:
    """Make a claim of the JSON that the log stores it as.

    *incident* is what it is about where it does not say so itself.
    """
    fields = {"incident": incident, **read_fields(state)}
    return TYPES[fields.pop("type")](**fields)


def read_fields(state: dict[str, Any]) -> dict[str, Any]:
    """Read fields of a claim, all or (in an editor's correction) some."""
    fields = dict(state)
    if "population" in fields:
        fields.update(fields.pop("population") or {})
    for name, reader in _readers(tuple(fields)):
        fields[name] = reader(fields[name])
    return fields


@lru_cache(maxsize=1024)
def _readers(names: tuple[str, ...]) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return what reads fields of these names; few sets of them come up."""
    return [(name, _READERS[name]) for name in names if name in _READERS]


def read_span(state: dict[str, Any]) -> Span:
    """Make a time of the JSON that the log stores it as; one read lately is the same.

    Most updates give several times, and many claims give one time.
    """
    return _span(**state)


@lru_cache(maxsize=4096)
def _span(
    given: str, earliest: str, latest: str, precision: str, zone: str | None = None
) -> Span:
    end = earliest if latest == earliest else latest
    return Span(earliest, end, word(precision), given, zone)


def _set(given: list[str] | str) -> tuple[str, ...]:
    return tuple(sorted({given} if isinstance(given, str) else set(given)))


def _list(given: list[str] | str) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


_READERS: dict[str, Any] = {
    "count": Count.parse,
    "value": lambda given: Count.parse(given, decimals=True),
    "as_of": read_span,
    "since": read_span,
    "until": read_span,
    "occurred": lambda state: Occurred(
        state.get("earliest"), state.get("latest"), state.get("text")
    ),
    "span": tuple,
    "weapons": _set,
    "composite": lambda given: _set(given) or None,
    "role": lambda given: _set(given) or None,
    "restates": _list,
    "corrects": _list,
    "of": _list,
    "about": _list,
    # Most claims say these, in few words.
    **dict.fromkeys(("id", "outcome", "object", "degree", "name", "unit"), word),
    **dict.fromkeys(("place", "said_by", "kind"), word),
}
