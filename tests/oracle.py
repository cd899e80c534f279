"""The naive oracle: one question about one incident, answered from scratch.

Nothing is shared with the package and nothing is fast: every question reads the whole
log again, in the order of the rules, with lists and loops. Where this file and the
program differ, one of them misreads the rules.

1. times and counts: words to spans and ranges;
2. the log: updates, editors' acts and claims;
3. ``Known``: what was known at K, and which claims are withdrawn or corrected;
4. standings: what each origin says;
5. figures and policies: what they say together.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Document = dict[str, Any]
Number = int | float
Order = tuple[datetime, datetime, str, str, int]
Newness = tuple[datetime, datetime, datetime]

NEVER = datetime.min.replace(tzinfo=UTC)  #: sorts before any moment: "none first"
FOREVER = datetime.max.replace(tzinfo=UTC)

# -- times ---------------------------------------------------------------------------

PRECISIONS = ("year", "month", "day", "hour", "minute", "second")
PERIODS = ("year", "month", "day", "hour")
TIME = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"([T ](?P<hour>\d\d)(:(?P<minute>\d\d)(:(?P<second>\d\d(\.\d+)?))?)?"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?)?)?)?"
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A time as somebody gave it: for an instant both ends are the same."""

    earliest: datetime
    latest: datetime
    precision: str


def moment(text: str) -> datetime:
    """Read UTC text as the log stores it."""
    return datetime.fromisoformat(text).astimezone(UTC)


def stored(when: datetime) -> str:
    """Write a moment as the log stores it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_span(text: str, zone: str | None) -> Span:
    """Read an ISO time of any precision from a year to a fraction of a second."""
    match = TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"cannot read a time from {text!r}")
    precision = [name for name in PRECISIONS if match[name] is not None][-1]
    seconds = float(match["second"] or 0)
    wall = datetime(
        int(match["year"]),
        int(match["month"] or 1),
        int(match["day"] or 1),
        int(match["hour"] or 0),
        int(match["minute"] or 0),
    ) + timedelta(microseconds=round(seconds * 1_000_000))
    return Span(
        earliest=in_utc(wall, match["offset"], zone),
        latest=in_utc(end_of(wall, precision), match["offset"], zone),
        precision=precision,
    )


def end_of(wall: datetime, precision: str) -> datetime:
    """Return when the year, month, day or hour that starts at *wall* ends."""
    if precision == "year":
        return wall.replace(year=wall.year + 1)
    if precision == "month":
        return (wall + timedelta(days=31)).replace(day=1)
    if precision == "day":
        return wall + timedelta(days=1)
    if precision == "hour":
        return wall + timedelta(hours=1)
    return wall


def in_utc(wall: datetime, offset: str | None, zone: str | None) -> datetime:
    """Place a wall time, by its own offset or else in *zone*."""
    if offset is not None:
        return datetime.fromisoformat(wall.isoformat() + offset).astimezone(UTC)
    if zone is None:
        raise ValueError(f"no zone for {wall.isoformat()}")
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def clipped(span: Span, published: Span | None, known_at: datetime) -> Span:
    """End a period no later than it was known, or published if that is finer."""
    if span.precision not in PERIODS:
        return span
    latest = min(span.latest, known_at)
    if published is not None and finer(published.precision, span.precision):
        latest = min(latest, published.latest)
    return replace(span, latest=max(span.earliest, latest))


def finer(precision: str, other: str) -> bool:
    return PRECISIONS.index(precision) > PRECISIONS.index(other)


# -- counts --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Range:
    """What a count allows, and the one number it gives, if any; ``None`` is open."""

    low: Number | None
    high: Number | None
    value: Number | None = None

    def holds(self, number: Number) -> bool:
        return (self.low is None or self.low <= number) and (
            self.high is None or number <= self.high
        )


OPEN = Range(low=None, high=None)
WORDS = {
    "several": Range(low=2, high=None),
    "some": Range(low=1, high=None),
    "none": Range(low=0, high=0, value=0),
    "unknown": OPEN,
}
NUMBER = r"(-?\d+(?:\.\d+)?)"


def number(text: str) -> Number:
    return float(text) if "." in text else int(text)


def read_count(count: Number | str | None) -> Range:
    """Read a count as DESIGN 4 words it; ``None`` is not stated."""
    if count is None:
        return OPEN
    if not isinstance(count, str):
        return Range(low=count, high=count, value=count)
    if count in WORDS:
        return WORDS[count]
    between = re.fullmatch(f"{NUMBER} to {NUMBER}", count)
    if between is not None:
        return Range(low=number(between[1]), high=number(between[2]))
    qualified = re.fullmatch(f"([a-z ]+) {NUMBER}", count)
    if qualified is None:
        raise ValueError(f"cannot read a count from {count!r}")
    n = number(qualified[2])
    return {
        "at least": Range(low=n, high=None, value=n),
        "more than": Range(low=n + 1, high=None, value=n + 1),
        "up to": Range(low=0, high=n),
        "fewer than": Range(low=0, high=max(0, n - 1)),
        "about": Range(low=None, high=None, value=n),
    }[qualified[1]]


def share(ranges: Iterable[Range]) -> bool:
    """Tell whether one value lies in all the ranges."""
    narrow = intersection(list(ranges))
    return narrow.low is None or narrow.high is None or narrow.low <= narrow.high


def intersection(ranges: list[Range]) -> Range:
    lows = [each.low for each in ranges if each.low is not None]
    highs = [each.high for each in ranges if each.high is not None]
    return Range(low=max(lows, default=None), high=min(highs, default=None))


def hull(ranges: list[Range]) -> Range:
    lows = [each.low for each in ranges if each.low is not None]
    highs = [each.high for each in ranges if each.high is not None]
    return Range(
        low=min(lows) if len(lows) == len(ranges) else None,
        high=max(highs) if len(highs) == len(ranges) else None,
    )


def narrowed_or_widened(ranges: list[Range]) -> Range:
    """Ranges that share a value narrow each other; the others widen."""
    return intersection(ranges) if share(ranges) else hull(ranges)


def total(ends: list[Number | None]) -> Number | None:
    """Add ends of ranges; an open one stays open, and nobody is less than nobody."""
    stated = [end for end in ends if end is not None]
    return max(0, sum(stated)) if len(stated) == len(ends) else None


# -- the log -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Update:
    """One update of one report, as the log has it."""

    doc: Document
    ref: str
    report: str
    order: Order
    known_at: datetime
    published: Span | None
    zone: str | None

    @property
    def source(self) -> str:
        return str(self.doc["report"]["source"])

    @property
    def derived_from(self) -> str | None:
        derived_from: str | None = self.doc["report"].get("derived_from")
        return derived_from

    @property
    def incident(self) -> str:
        return incident_of(self.doc)

    @property
    def claim_docs(self) -> dict[str, Document]:
        """Return the claims as written, by their ids."""
        docs = enumerate(self.doc.get("claims") or [], start=1)
        return {str(doc.get("id") or f"c{n}"): doc for n, doc in docs}


@dataclass(frozen=True, kw_only=True, eq=False)
class EditorAct:
    """What an editor decided."""

    doc: Document
    order: Order

    @property
    def kind(self) -> str:
        return str(self.doc["act"])


@dataclass(frozen=True, kw_only=True, eq=False)
class Claim:
    """A claim of an update, or an editor's correction of one (*corrected*)."""

    ref: str
    name: str
    doc: Document
    update: Update
    order: Order
    known_at: datetime
    published: Span | None
    corrected: "Claim | None" = None
    number: int = 0  #: n of an editor's correction X~n
    redated: bool = False  #: an editor changed its as_of

    @property
    def type(self) -> str:
        return str(self.doc["type"])

    @property
    def incident(self) -> str:
        return str(self.doc.get("incident") or self.update.incident)

    @property
    def voice(self) -> str:
        return str(self.doc.get("said_by") or self.update.source)

    @property
    def measure(self) -> str:
        if self.type != "casualties":
            return "total_to_date"
        return str(self.doc.get("measure") or "total_to_date")

    @property
    def denied(self) -> bool:
        return bool(self.doc.get("denied"))

    @property
    def count(self) -> Any:
        return self.doc.get("value" if self.type == "indicator" else "count")

    @property
    def range(self) -> Range:
        if self.denied:
            return Range(low=0, high=0)
        said = read_count(self.count)
        return replace(said, high=None) if self.measure == "instance" else said


def incident_of(doc: Document) -> str:
    incident = doc["incident"]
    return str(incident["id"] if isinstance(incident, dict) else incident)


def incidents_described(item: Update | EditorAct) -> list[Document]:
    """Return the descriptions of incidents that an update or an act carries."""
    if isinstance(item, EditorAct):
        return [item.doc["incident"]] if item.kind == "describe" else []
    return in_document(item.doc)


def in_document(doc: Document) -> list[Document]:
    own = [doc["incident"]] if isinstance(doc["incident"], dict) else []
    return [*own, *(doc.get("related_incidents") or [])]


def incidents_concerned(update: Update) -> set[str]:
    return {
        update.incident,
        *(each["id"] for each in in_document(update.doc)),
        *(claim.incident for claim in claims_of(update)),
    }


def claims_of(update: Update) -> list[Claim]:
    """Return the claims as the update made them."""
    return [
        Claim(
            ref=f"{update.ref}#{name}",
            name=name,
            doc=doc,
            update=update,
            order=update.order,
            known_at=update.known_at,
            published=update.published,
        )
        for name, doc in update.claim_docs.items()
    ]


def read_log(log: list[Document]) -> list[Update | EditorAct]:
    """Read the items of a log, and sort them: latest means last in this list."""
    items: list[Update | EditorAct] = []
    zones: dict[str, str] = {}
    for item in log:
        read = read_update(item, zones) if "update" in item else read_act(item)
        zones |= {
            each["id"]: each["timezone"]
            for each in incidents_described(read)
            if each.get("timezone")
        }
        items.append(read)
    return sorted(items, key=lambda item: item.order)


def read_update(item: Document, zones: dict[str, str]) -> Update:
    doc = item["update"]
    named = {each["id"]: each.get("timezone") for each in in_document(doc)}
    incident = incident_of(doc)
    zone = doc.get("timezone") or named.get(incident) or zones.get(incident)
    published = doc.get("published_at") and read_span(doc["published_at"], zone)
    known_at = moment(item["recorded_at"])
    if doc.get("received_at"):
        known_at = min(known_at, read_span(doc["received_at"], zone).latest)
    report = doc["report"]["id"]
    return Update(
        doc=doc,
        ref=f"{report}/{doc['id']}",
        report=report,
        order=(
            known_at,
            published.earliest if published else NEVER,
            report,
            doc["id"],
            item["position"],
        ),
        known_at=known_at,
        published=published or None,
        zone=zone,
    )


def read_act(item: Document) -> EditorAct:
    recorded_at = moment(item["recorded_at"])
    report = (item.get("ref") or item.get("claim") or "").split("/")[0]
    return EditorAct(doc=item, order=(recorded_at, NEVER, report, "", item["position"]))


# -- what was known at K -------------------------------------------------------------

SIGNALS = {"retraction": "retracts", "hold": "holds", "release": "releases"}
EDITORS_SIGNALS = {"retract": "retraction", "hold": "hold", "release": "release"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Signal:
    """A retraction, hold or release, by an update or by an editor (no *update*)."""

    kind: str
    order: Order
    update: Update | None
    targets: list[str]


@dataclass(frozen=True, kw_only=True)
class Series:
    """What two claims share if the later one supersedes the earlier one."""

    incident: str
    origin: str
    place: str | None
    type: str
    subject: tuple[Any, ...]


class Known:
    """What the log knew at one moment, and which of its claims are hidden."""

    def __init__(self, items: list[Update | EditorAct]) -> None:
        self.items = items
        self.updates = [item for item in items if isinstance(item, Update)]
        self.acts = [item for item in items if isinstance(item, EditorAct)]
        self.into = self._merges()
        self.incidents = self._incidents()
        self.agents = self._described("agents")
        self.places = self._described("places")
        self.claims = [claim for update in self.updates for claim in claims_of(update)]
        self.claims += self._editors_corrections()
        self.series = {claim.ref: self._series(claim) for claim in self.claims}
        self.signals = self._live_signals()
        self._cuts = 0
        self._as_of: dict[str, Span] = {}
        self.correctors = self._correctors()
        self.hidden = {claim.ref: self._why_hidden(claim) for claim in self.claims}

    # merges and descriptions

    def _merges(self) -> dict[str, str]:
        """Return which incident was merged into which; a circle is refused."""
        into: dict[str, str] = {}
        for act in self.acts:
            if act.kind == "unmerge":
                into.pop(act.doc["incident"], None)
            if act.kind == "merge":
                end = act.doc["into"]
                while end in into and end != act.doc["incident"]:
                    end = into[end]
                if end != act.doc["incident"]:
                    into[act.doc["incident"]] = act.doc["into"]
        return into

    def survivor(self, incident: str) -> str:
        while incident in self.into:
            incident = self.into[incident]
        return incident

    def _incidents(self) -> dict[str, Document]:
        """Return each incident's description: field by field the latest."""
        described: dict[str, Document] = {}
        for item in self.items:
            for description in incidents_described(item):
                add_description(described, description)
        return described

    def _described(self, noun: str) -> dict[str, dict[str, Document]]:
        """Return survivor -> id -> description of the *noun*, as ``_incidents``."""
        described: dict[str, dict[str, Document]] = {}
        for update in self.updates:
            for survivor in {self.survivor(i) for i in incidents_concerned(update)}:
                here = described.setdefault(survivor, {})
                for description in update.doc.get(noun) or []:
                    add_description(here, description)
        return described

    def agent(self, agent: str, incident: str) -> Document:
        return self.agents.get(self.survivor(incident), {}).get(agent, {})

    # claims made by editors

    def _editors_corrections(self) -> list[Claim]:
        """Return X~1, X~2 ... of each claim X; their changes add up."""
        corrections: list[Claim] = []
        changed: dict[str, list[EditorAct]] = {}
        for act in self.acts:
            if act.kind == "correct":
                base = act.doc["claim"].split("~")[0]
                changed.setdefault(base, []).append(act)
        for claim in self.claims:
            doc, redated = claim.doc, False
            for n, act in enumerate(changed.get(claim.ref, []), start=1):
                doc = {**doc, **act.doc["changes"]}
                redated = redated or "as_of" in act.doc["changes"]
                corrections.append(
                    Claim(
                        ref=f"{claim.ref}~{n}",
                        name=f"{claim.name}~{n}",
                        doc=doc,
                        update=claim.update,
                        order=act.order,
                        known_at=act.order[0],
                        published=None,
                        corrected=claim,
                        number=n,
                        redated=redated,
                    )
                )
        return corrections

    # origins and series

    def origin_of_voice(self, voice: str, incident: str) -> str:
        return str(self.agent(voice, incident).get("origin") or voice)

    def origin(self, claim: Claim) -> str:
        derived_from = claim.update.derived_from
        if claim.voice != claim.update.source or not derived_from:
            return self.origin_of_voice(claim.voice, claim.incident)
        return self._origin_behind(derived_from, claim.incident, [claim.update.report])

    def _origin_behind(self, derived_from: str, incident: str, seen: list[str]) -> str:
        """Return the origin of an agent, or of a report's own voice."""
        updates = self.updates_of(derived_from)
        if not updates:
            return self.origin_of_voice(derived_from, incident)
        latest = updates[-1]
        if derived_from in seen or not latest.derived_from:
            return self.origin_of_voice(latest.source, incident)
        seen = [*seen, derived_from]
        return self._origin_behind(latest.derived_from, incident, seen)

    def reports_behind(self, update: Update) -> list[str]:
        """Return the reports from which this update's report derives."""
        behind: list[str] = []
        report = update.derived_from
        while report and report not in behind and self.updates_of(report):
            behind.append(report)
            report = self.updates_of(report)[-1].derived_from
        return behind

    def _series(self, claim: Claim) -> Series | None:
        """Return the claim's series, or ``None`` if it is of no series."""
        if claim.type not in SUBJECTS:
            return None
        if claim.type == "occurrence" and claim.count is None:
            return None
        return Series(
            incident=self.survivor(claim.incident),
            origin=self.origin(claim),
            place=self.place(claim),
            type=claim.type,
            subject=tuple(
                self._subject_field(claim, name) for name in SUBJECTS[claim.type]
            ),
        )

    def place(self, claim: Claim) -> str | None:
        default = self.incidents.get(claim.incident, {}).get("place")
        return claim.doc.get("place") or default

    def _subject_field(self, claim: Claim, name: str) -> Any:
        population = claim.doc.get("population") or {}
        if name in ("status", "sex", "age_group"):
            return population.get(name)
        if name == "role":
            return as_set(population.get("role"))
        if name == "composite":
            return as_set(claim.doc.get("composite"))
        if name == "weapons":
            return as_set(claim.doc.get("weapons")) or ()
        if name == "measure":
            return FAMILIES.get(claim.measure, "total_to_date")
        if name == "subset_of":
            return self._subset_of(claim)
        return claim.doc.get(name)

    def _subset_of(self, claim: Claim) -> str | None:
        word = claim.doc.get("subset_of")
        if claim.measure != "subset" or not word:
            return None
        whole = self.resolve_near(word, claim.update)
        here = self.survivor(claim.incident)
        for update in self.updates:
            about = {self.survivor(each) for each in incidents_concerned(update)}
            if update is not claim.update and here not in about:
                continue
            for name, doc in update.claim_docs.items():
                if f"{update.ref}#{name}" == whole and doc["type"] == "casualties":
                    return str(doc["outcome"])
        return str(word)

    # references

    def updates_of(self, report: str) -> list[Update]:
        return [update for update in self.updates if update.report == report]

    def resolve(self, word: str, update: Update) -> str:
        """Turn a word of *update* into the full reference it means."""
        if "/" in word:
            return word
        before = [
            each for each in self.updates_of(update.report) if each.order < update.order
        ]
        for each in reversed(before):
            if word in each.claim_docs:
                return f"{each.ref}#{word}"
        for each in before:
            if each.ref == f"{each.report}/{word}":
                return each.ref
        return word

    def resolve_near(self, word: str, update: Update) -> str:
        """As ``resolve``, but a claim of the same update comes first."""
        if word in update.claim_docs:
            return f"{update.ref}#{word}"
        return self.resolve(word, update)

    def targets(self, update: Update, field: str) -> list[str]:
        """Return what a signal refers to: by default its whole report."""
        words = update.doc.get(field) or []
        return [self.resolve(word, update) for word in words] or [update.report]

    def covers_update(
        self, target: str, order: Order, carrier: Update | None, update: Update
    ) -> bool:
        """Tell whether an act on *target* covers the update as a whole."""
        if "#" in target:
            return False
        if "/" in target:
            return update.ref == target
        if update.report != target or update is carrier:
            return False
        return update.order <= max(order, self.updates_of(target)[0].order)

    def signal_covers(self, signal: Signal, update: Update) -> bool:
        return any(
            self.covers_update(target, signal.order, signal.update, update)
            for target in signal.targets
        )

    def signal_covers_claim(self, signal: Signal, claim: Claim) -> bool:
        if claim.corrected is not None:
            if self.signal_covers_claim(signal, claim.corrected):
                return True
        return claim.ref in signal.targets or self.signal_covers(signal, claim.update)

    # retractions, holds and releases

    def _live_signals(self) -> list[Signal]:
        """Return the signals that hold, latest first; later ones decide first."""
        live: list[Signal] = []
        for signal in sorted(self._signals(), key=lambda s: s.order, reverse=True):
            withdrawn = signal.update is not None and any(
                later.kind == "retraction" and self.signal_covers(later, signal.update)
                for later in live
            )
            if not withdrawn:
                live.append(signal)
        return live

    def _signals(self) -> Iterator[Signal]:
        for update in self.updates:
            kind = str(update.doc.get("signal"))
            if kind in SIGNALS:
                targets = self.targets(update, SIGNALS[kind])
                yield Signal(
                    kind=kind, order=update.order, update=update, targets=targets
                )
        for act in self.acts:
            if act.kind in EDITORS_SIGNALS:
                yield Signal(
                    kind=EDITORS_SIGNALS[act.kind],
                    order=act.order,
                    update=None,
                    targets=[act.doc["ref"]],
                )

    def withdrawn(self, claim: Claim) -> str | None:
        return withdrawn_by(
            [s for s in self.signals if self.signal_covers_claim(s, claim)]
        )

    def update_withdrawn(self, update: Update) -> str | None:
        return withdrawn_by([s for s in self.signals if self.signal_covers(s, update)])

    def report_retracted(self, report: str) -> bool:
        return any(
            signal.kind == "retraction" and report in signal.targets
            for signal in self.signals
        )

    # as_of

    def as_of(self, claim: Claim, path: tuple[str, ...] = ()) -> Span:
        """Return the claim's time: a correction's is that of what it corrects."""
        if claim.ref in self._as_of:
            return self._as_of[claim.ref]
        if claim.ref in path:  # corrections in a circle: each keeps its own
            self._cuts += 1
            return self._own_as_of(claim)
        cuts = self._cuts
        span = self._find_as_of(claim, (*path, claim.ref))
        if self._cuts == cuts:
            self._as_of[claim.ref] = span
        return span

    def _find_as_of(self, claim: Claim, path: tuple[str, ...]) -> Span:
        if claim.corrected is not None:
            if claim.redated:
                return self._own_as_of(claim)
            return self.as_of(claim.corrected, path)
        own = self.survivor(claim.incident)
        replaced = [
            each
            for each in self.replaced_by(claim, path)
            if self.survivor(each.incident) == own
        ]
        if not replaced:
            return self._own_as_of(claim)
        newest = max(replaced, key=lambda each: self._newest_last(each, path))
        return self.as_of(newest, path)

    def _own_as_of(self, claim: Claim) -> Span:
        text = claim.doc.get("as_of") or claim.update.doc.get("as_of")
        if text:
            span = read_span(text, claim.update.zone)
        elif claim.published is not None:
            span = claim.published
        else:
            span = Span(
                earliest=claim.known_at, latest=claim.known_at, precision="second"
            )
        return clipped(span, claim.published, claim.known_at)

    def newness(self, claim: Claim, path: tuple[str, ...] = ()) -> Newness:
        published = claim.published.earliest if claim.published else NEVER
        return self.as_of(claim, path).earliest, published, claim.known_at

    def _newest_last(
        self, claim: Claim, path: tuple[str, ...]
    ) -> tuple[Newness, Order, str]:
        return self.newness(claim, path), claim.order, claim.name

    # corrections

    def replaced_by(self, claim: Claim, path: tuple[str, ...] = ()) -> list[Claim]:
        """Return the claims that this claim of an update was said instead of."""
        if claim.corrected is not None:
            return []
        if claim.doc.get("corrects"):
            replaced = self._named_by(claim)
        elif claim.update.doc.get("signal") == "correction":
            replaced = self._replaced_in_series(claim, path)
        else:
            replaced = []
        return [each for each in replaced if each is not claim]

    def _named_by(self, claim: Claim) -> list[Claim]:
        words = claim.doc["corrects"]
        words = [words] if isinstance(words, str) else words
        named = [self.resolve(word, claim.update) for word in words]
        return [each for each in self.claims if each.ref in named]

    def _replaced_in_series(self, claim: Claim, path: tuple[str, ...]) -> list[Claim]:
        replaced: list[Claim] = []
        for target in self.targets(claim.update, "corrects"):
            matching = [
                each
                for each in self._meant(target, claim.update)
                if self.same_series(each, claim)
            ]
            if "/" not in target:
                matching.sort(key=lambda each: self._newest_last(each, path))
                matching = matching[-1:]
            replaced += matching
        return replaced

    def same_series(self, claim: Claim, other: Claim) -> bool:
        series = self.series[claim.ref]
        return series is not None and series == self.series[other.ref]

    def _meant(self, target: str, carrier: Update) -> list[Claim]:
        """Return the claims among which a correction of *target* chooses."""
        if "#" in target:
            return [claim for claim in self.claims if claim.ref == target]
        return [
            claim
            for claim in self.claims
            if claim.corrected is None
            and self.covers_update(target, carrier.order, carrier, claim.update)
            and ("/" in target or self.withdrawn(claim) != "retracted")
        ]

    def _correctors(self) -> dict[str, list[Claim | Update]]:
        """Return, for each claim's reference, what was said instead of it."""
        correctors: dict[str, list[Claim | Update]] = {}
        for claim in self.claims:
            for replaced in self.replaced_by(claim):
                correctors.setdefault(replaced.ref, []).append(claim)
        for update in self.updates:
            for hidden in self._hidden_without_substitute(update):
                correctors.setdefault(hidden, []).append(update)
        return correctors

    def _hidden_without_substitute(self, update: Update) -> list[str]:
        """Return the claims a correction names and says nothing instead of."""
        if update.doc.get("signal") != "correction":
            return []
        others = [
            claim
            for claim in self.claims
            if claim.update is update
            and claim.corrected is None
            and not claim.doc.get("corrects")
        ]
        return [
            named.ref
            for target in self.targets(update, "corrects")
            for named in self.claims
            if named.ref == target
            and not any(self.same_series(named, other) for other in others)
        ]

    def _why_hidden(self, claim: Claim) -> str | None:
        return self.withdrawn(claim) or (
            "corrected" if self._is_corrected(claim) else None
        )

    def _is_corrected(self, claim: Claim) -> bool:
        correctors: list[Claim | Update] = [*self.correctors.get(claim.ref, [])]
        base = claim.corrected or claim
        if claim.corrected is not None:
            correctors += self.correctors.get(base.ref, [])
        correctors += [
            later
            for later in self.claims
            if later.corrected is base and later.number > claim.number
        ]
        return any(self._in_force(corrector) for corrector in correctors)

    def _in_force(self, corrector: Claim | Update) -> bool:
        if isinstance(corrector, Update):
            return self.update_withdrawn(corrector) is None
        return self.withdrawn(corrector) is None


def add_description(described: dict[str, Document], description: Document) -> None:
    stated = {name: value for name, value in description.items() if value is not None}
    described.setdefault(description["id"], {}).update(stated)


def as_set(names: Any) -> tuple[str, ...] | None:
    """Return names sorted, each once; none at all is not stated."""
    names = [names] if isinstance(names, str) else names
    return tuple(sorted(set(names))) if names else None


def withdrawn_by(signals: list[Signal]) -> str | None:
    """Return what live signals, latest first, make of that which they cover."""
    if any(signal.kind == "retraction" for signal in signals):
        return "retracted"
    if signals and signals[0].kind == "hold":
        return "held"
    return None


# -- subjects ------------------------------------------------------------------------

#: the fields of a figure's subject, in their order
SUBJECTS = {
    "casualties": (
        "outcome",
        "detail",
        "status",
        "sex",
        "age_group",
        "role",
        "measure",
        "subset_of",
        "counter",
    ),
    "damage": ("object", "degree", "composite", "counter"),
    "outage": ("service", "state", "object", "composite", "counter"),
    "strike": ("weapons", "phase", "actor", "counter"),
    "indicator": ("name", "unit", "counter"),
    "occurrence": ("kind", "counter"),
}
FAMILIES = {"instance": "instance", "subset": "subset"}
FIGURES = {
    "casualties": "casualties",
    "damage": "damage",
    "outage": "outages",
    "strike": "strikes",
    "indicator": "indicators",
    "occurrence": "observed",
}
ROWS = {
    "statement": "statements",
    "target": "targets",
    "link": "links",
    "occurrence": "occurrences",
}


# -- standings: what each origin says ------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """What one origin says at (T, K): the claims that count, and their range."""

    origin: str
    members: list[Claim]
    range: Range
    newness: Newness
    as_of: Span
    denied: bool
    has_total: bool
    revised_down: bool
    contained: list[Claim]
    repeated: list[Claim]

    @property
    def earliest(self) -> datetime:
        return self.as_of.earliest


class Shown:
    """What shows at (T, K): the claims that are visible and not hidden."""

    def __init__(self, known: Known, as_of: datetime) -> None:
        self.known = known
        self.visible = [
            claim for claim in known.claims if known.as_of(claim).latest <= as_of
        ]
        self.claims = [c for c in self.visible if known.hidden[c.ref] is None]

    def newest_group(self, claims: list[Claim]) -> list[Claim]:
        newest = max((self.known.newness(claim) for claim in claims), default=None)
        return [claim for claim in claims if self.known.newness(claim) == newest]

    def newest(self, claims: list[Claim]) -> Claim:
        return max(claims, key=lambda claim: (self.known.newness(claim), claim.ref))

    def standing(self, claims: list[Claim]) -> Standing:
        """Return what stands of the claims of one series."""
        increments = [c for c in claims if c.measure in INCREMENTS]
        totals = [c for c in claims if c.measure not in INCREMENTS]
        base = self.newest_group(totals)
        counted: list[Claim] = []
        contained: list[Claim] = []
        repeated: list[Claim] = []
        for same in self.same_increments(increments):
            earliest = min(self.known.as_of(claim).earliest for claim in same)
            if base and earliest <= self.known.as_of(base[0]).earliest:
                contained += same
            else:
                newest = self.newest(same)
                counted.append(newest)
                repeated += [claim for claim in same if claim is not newest]
        members = [*base, *counted]
        newest = max(
            members,
            key=lambda each: (self.known.newness(each), self.known.as_of(each).latest),
        )
        series = self.known.series[newest.ref]
        assert series is not None
        return Standing(
            origin=series.origin,
            members=members,
            range=standing_range(base, counted),
            newness=self.known.newness(newest),
            as_of=self.known.as_of(newest),
            denied=all(claim.denied for claim in members),
            has_total=bool(base),
            revised_down=self.revised_down(totals, base),
            contained=contained,
            repeated=repeated,
        )

    def same_increments(self, increments: list[Claim]) -> list[list[Claim]]:
        """Sort increments into lists of the same increment said again."""
        classes: list[list[Claim]] = []
        for claim in increments:
            joined = [c for c in classes if any(self.same(claim, e) for e in c)]
            apart = [c for c in classes if not any(self.same(claim, e) for e in c)]
            classes = [*apart, [claim, *(each for c in joined for each in c)]]
        return classes

    def same(self, claim: Claim, other: Claim) -> bool:
        if claim.measure != other.measure:
            return False
        if other.ref in self.restated(claim) or claim.ref in self.restated(other):
            return True
        as_of, other_as_of = self.as_of_given(claim), self.as_of_given(other)
        return bool(claim.count == other.count) and as_of == other_as_of

    def restated(self, claim: Claim) -> list[str]:
        words = claim.doc.get("restates") or []
        words = [words] if isinstance(words, str) else words
        return [self.known.resolve_near(word, claim.update) for word in words]

    def as_of_given(self, claim: Claim) -> tuple[datetime, str]:
        span = self.known.as_of(claim)
        period = span.precision in PERIODS
        return span.earliest, span.precision if period else "instant"

    def revised_down(self, totals: list[Claim], base: list[Claim]) -> bool:
        """Tell whether the total before the last one was higher."""
        if not base or FAMILIES.get(base[0].measure):
            return False
        before = self.newest_group([claim for claim in totals if claim not in base])
        if not before or all_denied(before) or all_denied(base):
            return False
        low, high = group_range(before).low, group_range(base).high
        return low is not None and high is not None and low > high


INCREMENTS = ("this_reporting_period", "adjustment")


def all_denied(claims: list[Claim]) -> bool:
    return all(claim.denied for claim in claims)


def group_range(group: list[Claim]) -> Range:
    """Return the range and the value of claims that tie."""
    both = narrowed_or_widened([claim.range for claim in group])
    values = [claim.range.value for claim in group if claim.range.value is not None]
    if not values:
        return both
    lowest = min(values)
    if both.low is not None and lowest < both.low:
        lowest = both.low
    if both.high is not None and lowest > both.high:
        lowest = both.high
    return replace(both, value=lowest)


def standing_range(base: list[Claim], counted: list[Claim]) -> Range:
    """Return a total with the increments after it, or the floor without one."""
    added = [claim.range for claim in counted]
    if not base:
        return floor_of(counted)
    first = group_range(base)
    if not added:
        return first
    return Range(
        low=total([each.low for each in [first, *added]]),
        high=total([each.high for each in [first, *added]]),
        value=total([each.value for each in [first, *added]]),
    )


def floor_of(counted: list[Claim]) -> Range:
    """Return what increments say that follow no total."""
    values = [claim.range.value for claim in counted]
    stated = [value for value in values if value is not None]
    any_increment = any(claim.measure != "adjustment" for claim in counted)
    has_value = len(stated) == len(values) and any_increment and sum(stated) >= 0
    return Range(
        low=max(0, sum(claim.range.low or 0 for claim in counted)),
        high=None,
        value=sum(stated) if has_value else None,
    )


# -- figures: what the origins say together ------------------------------------------

HOUR = timedelta(hours=1)


@dataclass(kw_only=True, eq=False)
class Figure:
    """The standings for one place and subject, and their common range."""

    type: str
    place: str | None
    subject: tuple[Any, ...]
    standings: list[Standing]
    own: Range
    range: Range
    lifted_by: list["Figure"] = field(default_factory=list)
    parts_exceed_total: bool = False

    @property
    def fields(self) -> Document:
        names = SUBJECTS[self.type]
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in zip(names, self.subject, strict=True)
        }

    @property
    def can_be_lifted(self) -> bool:
        if self.type == "indicator" or self.fields.get("composite"):
            return False
        return self.fields.get("measure") not in ("instance", "subset")

    @property
    def contested(self) -> bool:
        return any(
            contradict(one, other) for one in self.standings for other in self.standings
        )

    def value(self, standing: Standing) -> Number | None:
        """Return the number a standing gives, knowing what all of them say."""
        if standing.range.value is not None or standing.denied:
            return standing.range.value
        return self.range.low if self.range.low == self.range.high else None

    def sort_key(self) -> list[Any]:
        key: list[Any] = [self.type, null_first(self.place)]
        for name, value in zip(SUBJECTS[self.type], self.subject, strict=True):
            families = ["total_to_date", "instance", "subset"]
            is_family = name == "measure"
            key.append(families.index(value) if is_family else null_first(value))
        return key


def null_first(value: Any) -> tuple[Any, ...]:
    return (0,) if value is None else (1, value)


def contradict(one: Standing, other: Standing) -> bool:
    """Tell whether *other* contradicts *one*, being as new or newer, or denying it."""
    if one is other:
        return False
    if other.denied and not one.denied and (one.range.low, one.range.high) != (0, 0):
        return True
    if share([one.range, other.range]) or other.earliest < one.earliest:
        return False
    return other.earliest - one.earliest <= HOUR or below(other.range, one.range)


def below(lower: Range, upper: Range) -> bool:
    if lower.high is None or upper.low is None:
        return False
    return lower.high < upper.low


def find_figures(known: Known, shown: Shown, incident: str) -> list[Figure]:
    """Return the figures of an incident, lifted by the places inside theirs."""
    by_series: dict[Series, list[Claim]] = {}
    for claim in shown.claims:
        series = known.series[claim.ref]
        if series is not None and series.incident == incident:
            by_series.setdefault(series, []).append(claim)
    by_figure: dict[tuple[str, str | None, tuple[Any, ...]], list[Standing]] = {}
    for series, claims in by_series.items():
        key = (series.type, series.place, series.subject)
        by_figure.setdefault(key, []).append(shown.standing(claims))
    figures = []
    for (kind, place, subject), standings in by_figure.items():
        own = narrowed_or_widened([standing.range for standing in standings])
        figures.append(
            Figure(
                type=kind,
                place=place,
                subject=subject,
                standings=sorted(standings, key=lambda standing: standing.origin),
                own=own,
                range=own,
            )
        )
    figures.sort(key=lambda figure: figure.sort_key())
    for figure in figures:
        lift(figure, figures, known.places.get(incident, {}))
    return figures


def lift(figure: Figure, figures: list[Figure], places: dict[str, Document]) -> None:
    """Raise a figure to the largest single part of its place."""
    if not figure.can_be_lifted:
        return
    same = {
        each.place: each
        for each in figures
        if (each.type, each.subject) == (figure.type, figure.subject)
    }
    nearest: list[Number] = []
    parts: list[tuple[Number, Figure]] = []
    for part in same.values():
        around = places_around(part.place, places)
        if part is figure or figure.place not in around:
            continue
        low = part.own.low or 0
        between = around[: around.index(figure.place)]
        if not any(place in same for place in between):
            nearest.append(low)
        parts.append((low, part))
    high = figure.own.high
    most = max((low for low, _ in parts), default=0)
    if most > (figure.own.low or 0):
        figure.range = Range(low=most, high=None if high is None else max(high, most))
        figure.lifted_by = [part for low, part in parts if low == most]
    figure.parts_exceed_total = high is not None and sum(nearest) > high


def places_around(place: str | None, places: dict[str, Document]) -> list[str | None]:
    """Return what a place is part of, from the inside out."""
    around: list[str | None] = []
    outer = places.get(place or "", {}).get("part_of")
    while outer and outer != place and outer not in around:
        around.append(outer)
        outer = places.get(outer, {}).get("part_of")
    return around


# -- policies ------------------------------------------------------------------------


def best_of(figure: Figure, policy: str, interested: list[Standing]) -> Number | None:
    """Return the policy's number, kept inside the figure's range."""
    best = chosen(figure, policy, interested)
    if best is None or figure.range.holds(best):
        return best
    if figure.contested:
        return None
    low, high = figure.range.low, figure.range.high
    return low if low is not None and best < low else high


def chosen(figure: Figure, policy: str, interested: list[Standing]) -> Number | None:
    if policy == "latest":
        return by_most(figure, within(timedelta(0), figure.standings))
    if policy == "majority":
        others = [each for each in figure.standings if each not in interested]
        return by_most(figure, within(HOUR, others))
    if policy == "lowest":
        return min(values_of(figure, figure.standings), default=None)
    if policy == "interval":
        stated = not all(each.denied for each in figure.standings)
        same = figure.range.low == figure.range.high
        return figure.range.low if same and stated else None
    if policy == "corroborated":
        return corroborated(figure)
    raise ValueError(f"no policy {policy!r}")


def within(window: timedelta, standings: list[Standing]) -> list[Standing]:
    newest = max((standing.earliest for standing in standings), default=NEVER)
    return [each for each in standings if newest - each.earliest <= window]


def values_of(figure: Figure, standings: list[Standing]) -> list[Number]:
    values = [figure.value(standing) for standing in standings]
    return [value for value in values if value is not None]


def by_most(figure: Figure, standings: list[Standing]) -> Number | None:
    """Return what more than half of them say, else the lowest of what they say."""
    values = values_of(figure, standings)
    for value in values:
        if values.count(value) * 2 > len(standings):
            return value
    return min(values, default=None)


def corroborated(figure: Figure) -> Number | None:
    """Return the newest value that two origins can agree on."""
    valued = [
        (standing.newness, -value, value)
        for standing in figure.standings
        if (value := figure.value(standing)) is not None
    ]
    for _, _, value in sorted(valued, reverse=True):
        if sum(agrees(each, value) for each in figure.standings) >= 2:
            return value
    return None


def agrees(standing: Standing, value: Number) -> bool:
    if (standing.range.low, standing.range.high) == (None, None):
        return standing.range.value == value
    return standing.range.holds(value)


# -- the answer ----------------------------------------------------------------------


def interested_standings(known: Known, figures: list[Figure]) -> list[Standing]:
    """Return the standings of those who strike, and of their party."""
    actors = {
        (
            claim.doc["actor"],
            known.agent(claim.doc["actor"], claim.incident).get("party"),
        )
        for figure in figures
        if figure.type == "strike"
        for standing in figure.standings
        for claim in standing.members
        if claim.doc.get("actor")
    }
    parties = {party for _, party in actors if party}
    names = {actor for actor, _ in actors}
    return [
        standing
        for figure in figures
        for standing in figure.standings
        if any(
            claim.voice in names
            or known.agent(claim.voice, claim.incident).get("party") in parties
            for claim in standing.members
        )
    ]


def references(standings: list[Standing]) -> set[str]:
    return {claim.ref for standing in standings for claim in standing.members}


def answer_figure(
    known: Known,
    shown: Shown,
    figure: Figure,
    policy: str,
    interested: list[Standing],
    incident: str,
) -> Document:
    """Return a figure as ``replay --json`` shows it."""
    best = best_of(figure, policy, interested)
    deciding = [s for s in figure.standings if best is not None and s.range.holds(best)]
    deciding = deciding or figure.standings
    claims = references(deciding)
    for part in figure.lifted_by:
        claims |= references(part.standings)
    newest = max(deciding, key=lambda s: (s.newness, s.as_of.latest))
    as_of = {"as_of": stored(newest.as_of.earliest)}
    if newest.as_of.latest != newest.as_of.earliest:
        as_of["as_of_to"] = stored(newest.as_of.latest)
    excluded = interested if policy == "majority" else []
    return {
        "place": figure.place,
        **figure.fields,
        "low": figure.range.low,
        "best": best,
        "high": figure.range.high,
        "contested": figure.contested,
        "origins": len(figure.standings),
        "policy": policy,
        **as_of,
        "claims": sorted(claims),
        "lost": lost(known, shown, figure, claims, excluded, incident),
        "flags": flags(known, figure, policy, best),
    }


def lost(
    known: Known,
    shown: Shown,
    figure: Figure,
    deciding: set[str],
    excluded: list[Standing],
    incident: str,
) -> list[Document]:
    """Return the figure's other claims, and why they do not decide it."""
    why: dict[str, str] = {}
    for claim in shown.visible:
        series = known.series[claim.ref]
        if series is not None and claim.ref not in deciding:
            mine = (series.type, series.place, series.subject)
            theirs = (figure.type, figure.place, figure.subject)
            if series.incident == incident and mine == theirs:
                why[claim.ref] = known.hidden[claim.ref] or "superseded"
    for standing in figure.standings:
        outvoted = "interested" if standing in excluded else "outvoted"
        said = [(claim, outvoted) for claim in standing.members]
        said += [(claim, "contained") for claim in standing.contained]
        said += [(claim, "repeated") for claim in standing.repeated]
        why |= {claim.ref: word for claim, word in said if claim.ref in why}
    return [{"claim": claim, "why": why[claim]} for claim in sorted(why)]


def flags(known: Known, figure: Figure, policy: str, best: Number | None) -> list[str]:
    members = [claim for each in figure.standings for claim in each.members]
    behind = [r for claim in members for r in known.reports_behind(claim.update)]
    raised = {
        "downward_revision": any(each.revised_down for each in figure.standings),
        "increment_without_total": not all(s.has_total for s in figure.standings),
        "origin_retracted": any(known.report_retracted(report) for report in behind),
        "parts_exceed_total": figure.parts_exceed_total,
        "provisional": policy == "corroborated" and best is None,
    }
    return sorted(flag for flag, is_raised in raised.items() if is_raised)


def find_rows(known: Known, shown: Shown, incident: str, kind: str) -> list[str]:
    """Return the claims of a type without figures that show."""
    claims = [
        claim
        for claim in shown.claims
        if claim.type == kind and known.survivor(claim.incident) == incident
    ]
    if kind != "occurrence":
        return sorted(claim.ref for claim in claims)
    by_moment: dict[str, list[Claim]] = {}
    for claim in claims:
        by_moment.setdefault(moment_of(known, claim), []).append(claim)
    groups = [shown.newest_group(group) for group in by_moment.values()]
    return sorted(claim.ref for group in groups for claim in group)


def moment_of(known: Known, claim: Claim) -> str:
    """Return what two claims about one moment share; without a time none do."""
    occurred = claim.doc.get("occurred")
    if not occurred:
        return claim.ref
    span = when_occurred(occurred, claim.update.zone)
    return json.dumps(
        [known.origin(claim), known.place(claim), claim.doc.get("kind"), *span]
    )


def when_occurred(occurred: str | Document, zone: str | None) -> list[str | None]:
    if isinstance(occurred, str):
        occurred = {"from": occurred, "to": occurred}
    start, end = occurred.get("from"), occurred.get("to")
    return [
        stored(read_span(start, zone).earliest) if start else None,
        stored(read_span(end, zone).latest) if end else None,
    ]


def answer(
    log: list[Document],
    incident: str,
    *,
    as_of: str | None,
    known_at: str | None,
    policy: str = "latest",
    at_position: int | None = None,
) -> Document:
    """Answer one question about one incident, from scratch.

    *log* is in order of position; *as_of* and *known_at* are UTC text, ``None`` being
    the latest.
    """
    if at_position is not None:
        log = [item for item in log if item["position"] <= at_position]
    items = read_log(log)
    latest_known = moment(known_at) if known_at else FOREVER
    known = Known([item for item in items if item.order[0] <= latest_known])
    shown = Shown(known, moment(as_of) if as_of else FOREVER)
    survivor = known.survivor(incident)
    figures = find_figures(known, shown, survivor)
    interested = interested_standings(known, figures)
    found: Document = {"incident": survivor}
    for kind, noun in FIGURES.items():
        found[noun] = [
            answer_figure(known, shown, figure, policy, interested, survivor)
            for figure in figures
            if figure.type == kind
        ]
    for kind, noun in ROWS.items():
        found[noun] = find_rows(known, shown, survivor, kind)
    return found
