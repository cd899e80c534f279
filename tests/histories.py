"""Random histories: logs of updates and editors' acts that DESIGN 4 accepts.

Everything happens round the morning of 20 December 2024 in Kyiv, on half hours. A
history is first sketched from tables and small integers, one sketch an item, so that
it is fast to draw and shrinks well; then it is told, which gives the ids, the times
and the references. In every table the plainest entry comes first, and an entry that
should come up often stands there several times.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]
Log = list[Document]
Time = datetime | str  #: an instant, or a longer period in the words of a document

# -- times ---------------------------------------------------------------------------

HALF_HOUR = timedelta(minutes=30)
MORNING = datetime(2024, 12, 20, 6, tzinfo=UTC)  #: 8 a.m. in Kyiv
HALF_HOURS = tuple(MORNING + n * HALF_HOUR for n in range(9))  #: up to noon
FIRST_RECORDED = MORNING + 4 * HALF_HOUR
AFTERWARDS = datetime(2024, 12, 22, 6, tzinfo=UTC)  #: after the last received_at

#: the as_of of an update: often none, few instants, so that they tie
AS_OF: tuple[Time | None, ...] = (
    *(None,) * 4,
    *HALF_HOURS[:7:2],
    *HALF_HOURS[1:5],
    "2024-12-20",
)
#: the as_of of a claim: mostly the update's
CLAIM_AS_OF: tuple[Time | None, ...] = (
    *(None,) * 12,
    *HALF_HOURS[:6],
    "2024-12-20",
    "2024-12-20",
    "2024-12-20T09",
    "2024-12-19",
    "2024-12-21",
    "2024-12",
    "2024",
)
PUBLISHED_AT: tuple[Time | None, ...] = (
    *(None,) * 4,
    *HALF_HOURS[1:7:2],
    "2024-12-20",
    "2024-12-20",
    "2024-12-20T10",
)
BACKFILLED_AT: tuple[Time, ...] = (
    *HALF_HOURS,
    *HALF_HOURS[2:6],
    "2024-12-20",
    "2024-12-19",
)
RECEIVED_AT: tuple[Time | None, ...] = (*(None,) * 12, *BACKFILLED_AT)
PAUSES = (1, 1, 0, 0, 2)  #: half hours since the item before


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How one update writes its instants, and where it names its zone."""

    zone: str | None  #: the update's; if none, its incidents name Europe/Kyiv
    offset: int  #: hours from UTC
    form: str


CLOCKS = (
    *(Clock(zone="Europe/Kyiv", offset=2, form="%Y-%m-%dT%H:%M:%S+02:00"),) * 4,
    Clock(zone="Europe/Kyiv", offset=0, form="%Y-%m-%dT%H:%M:%SZ"),
    Clock(zone="Europe/Kyiv", offset=2, form="%Y-%m-%dT%H:%M"),
    Clock(zone="Europe/Moscow", offset=3, form="%Y-%m-%dT%H:%M:%S"),
    Clock(zone=None, offset=2, form="%Y-%m-%dT%H:%M:%S"),
)

# -- who, where, what -----------------------------------------------------------------

INCIDENTS = ("harbour", "raid", "wave")
TITLES = {
    "harbour": "Fire in the harbour",
    "raid": "Raid on the depot",
    "wave": "The whole wave of the morning",
}
#: what the update's own incident is said to be, and the others it is about
SETTINGS: tuple[tuple[Document, tuple[str, ...]], ...] = (
    *(({"id": "harbour", "place": "kyiv"}, ()),) * 4,
    ({"id": "harbour"}, ()),
    ({"id": "harbour", "place": "podil"}, ("raid",)),
    ({"id": "harbour", "kind": "missile_attack"}, ("raid",)),
    ({"id": "harbour", "place": "kyiv"}, ("raid", "wave")),
    ({"id": "raid"}, ()),
    ({"id": "raid", "place": "kyiv"}, ("harbour",)),
    ({"id": "raid", "place": "depot"}, ("harbour", "wave")),
    ({"id": "wave", "place": "ukraine"}, ("harbour", "raid")),
)
REPORTS: tuple[Document, ...] = (
    *({"id": "wire", "source": "agency"},) * 3,
    *({"id": "page", "source": "outlet"},) * 2,
    *({"id": "page", "source": "outlet", "derived_from": "wire"},) * 2,
    {"id": "page", "source": "outlet", "derived_from": "agency"},
    *({"id": "post", "source": "mayor"},) * 2,
    {"id": "feed", "source": "ministry"},
    {"id": "feed", "source": "ministry", "derived_from": "page"},
    {"id": "wire", "source": "agency", "derived_from": "feed"},
    {"id": "post", "source": "outlet", "derived_from": "bulletin"},
    {"id": "post", "source": "mayor", "derived_from": "post"},
)
#: the ids of a report's updates, in order of arrival; some are claim ids as well
UPDATE_IDS = {
    "wire": [f"u{n:02}" for n in range(1, 20)],
    "page": [f"c{n}" for n in range(1, 20)],
    "post": [f"v{n:02}" for n in range(20, 0, -1)],
    "feed": ["wire", "toll", *(f"u{n:02}" for n in range(1, 20))],
}
#: the text of an update; mostly none, or else very many would be silent edits
TEXTS = (*(None,) * 6, "Fire!", "Fire?")
#: the ids of an update's claims, and whether they are written
CLAIM_IDS = (
    *((("c1", "c2", "c3"), False),) * 3,
    (("c2", "c1", "c3"), True),
    (("toll", "u01", "page"), True),
)
MAYOR = {"id": "mayor", "party": "ua", "origin": "city"}
ADMINISTRATION = {"id": "administration", "name": "City hall", "origin": "city"}
MINISTRY = {"id": "ministry", "party": "ru", "origin": "moscow"}
MOSCOW = {"id": "moscow", "party": "ru"}
FORCES = {"id": "forces", "kind": "army", "party": "ru"}
PODIL = {"id": "podil", "part_of": "kyiv"}
KYIV = {"id": "kyiv", "level": "city", "part_of": "ukraine"}
DESCRIPTIONS: tuple[Document, ...] = (
    *({},) * 4,
    {"agents": [MAYOR, ADMINISTRATION], "places": [PODIL]},
    {"agents": [MINISTRY, FORCES], "places": [KYIV, PODIL]},
    {"places": [PODIL, KYIV], "weapons": [{"id": "drone", "broader": "weapon"}]},
    {"agents": [MOSCOW, MINISTRY]},
    {"agents": [MOSCOW, {"id": "mayor", "origin": "mayors-office"}]},
    {"agents": [{"id": "outlet", "origin": "agency"}], "places": [PODIL]},
    {"agents": [{"id": "administration", "party": "ua"}, {"id": "ministry"}]},
    {"places": [{"id": "podil", "part_of": "ukraine"}, {"id": "depot"}]},
    {"places": [{"id": "kyiv", "part_of": "podil"}]},
)
VOICES = (
    *(None,) * 3,
    *("mayor",) * 3,
    "administration",
    *("ministry",) * 3,
    "moscow",
    "agency",
)
PLACES = (None, None, "kyiv", "podil", "ukraine")
OCCURRED: tuple[str | Document, ...] = (
    "2024-12-20T07:00:00+02:00",
    {"from": "2024-12-20T06:40:00+02:00"},
    {"from": "2024-12-20T06:40:00+02:00", "text": "shortly after 6.40"},
    {"from": "2024-12-20T06:40:00+02:00", "to": "2024-12-20T07:00:00+02:00"},
)

SLOT = object()  #: stands where a claim's own count or reference goes
TOTAL = {"type": "casualties", "outcome": "killed", "count": SLOT}
INJURED = {"type": "casualties", "outcome": "injured", "count": SLOT}
INCREMENT = {**TOTAL, "measure": "this_reporting_period"}
ADJUSTMENT = {**TOTAL, "measure": "adjustment"}
SUBSET = {"measure": "subset", "subset_of": SLOT}
CHILDREN = {"sex": "female", "age_group": "child"}
DAMAGE = {"type": "damage", "object": "roof", "degree": "damaged", "count": SLOT}
OUTAGE = {"type": "outage", "service": "heating", "state": "out", "count": SLOT}
STRIKE = {"type": "strike", "weapons": ["drone"], "phase": "launched", "count": SLOT}
BLASTS = {"type": "occurrence", "kind": "blast_heard", "count": SLOT}
ALERT = {"type": "occurrence", "kind": "alert_start"}
ACRES = {"type": "indicator", "name": "acres_burned", "value": SLOT}
#: what claims are about: mostly deaths, so that they meet in a series
SUBJECTS: tuple[Document, ...] = (
    *(TOTAL,) * 14,
    *(INCREMENT,) * 12,
    *(ADJUSTMENT,) * 5,
    {**TOTAL, "measure": "total_to_date"},
    *({**TOTAL, "measure": "instance"},) * 2,
    *({**TOTAL, **SUBSET},) * 2,
    {**INJURED, **SUBSET, "detail": "hospitalized"},
    {**TOTAL, "population": CHILDREN},
    {**TOTAL, "population": {"status": "civilian", "role": ["medical", "journalist"]}},
    {**TOTAL, "population": {"status": "civilian", "role": ["journalist", "medical"]}},
    *(INJURED,) * 2,
    {**INJURED, "detail": "hospitalized"},
    {**INJURED, "measure": "this_reporting_period"},
    {**INJURED, "outcome": "casualty_unspecified"},
    {**INJURED, "outcome": "rescued"},
    *(DAMAGE,) * 2,
    {**DAMAGE, "degree": "destroyed", "cause": "falling_debris"},
    {**DAMAGE, "object": "education_facility", "composite": ["school", "nursery"]},
    {**DAMAGE, "object": "education_facility", "composite": ["nursery", "school"]},
    *({**OUTAGE, "object": "residential_building"},) * 2,
    {**OUTAGE, "state": "restored", "object": "residential_building"},
    {**OUTAGE, "object": "education_facility", "composite": ["school", "nursery"]},
    *({**STRIKE, "actor": "forces"},) * 3,
    *({**STRIKE, "actor": "ministry"},) * 4,
    STRIKE,
    {**STRIKE, "weapons": ["missile", "drone"], "phase": "intercepted"},
    {**STRIKE, "weapons": ["drone", "missile"], "phase": "intercepted"},
    {**STRIKE, "weapons": []},
    *(BLASTS,) * 2,
    {**BLASTS, "occurred": OCCURRED[0]},
    ALERT,
    *({**ALERT, "occurred": occurred} for occurred in OCCURRED),
    {**ALERT, "occurred": OCCURRED[1], "channel": "briefing"},
    {**ALERT, "kind": "debris_fall", "occurred": OCCURRED[0]},
    *({**ACRES, "unit": "acres"},) * 2,
    ACRES,
    {"type": "statement", "act": "announce", "channel": "briefing"},
    {"type": "statement", "act": "deny", "speaker": "mayor", "verbatim": False},
    {"type": "statement", "act": "warn", "verbatim": "partial"},
    {"type": "target", "kind": "military_command"},
    {"type": "link", "relation": "in_response_to", "to": SLOT},
    {"type": "link", "relation": "part_of", "to": SLOT},
    {"type": "verification", "verdict": "disputed", "of": SLOT},
)
#: a count as written; None is not stated
COUNTS: tuple[int | str | None, ...] = (
    *(1, 2, 3, 5, 9) * 3,
    *(0, 4, "at least 2", "at least 5", "more than 2", "up to 3", "fewer than 3"),
    *("about 3", "2 to 4", "several", "some", "none", "unknown", None),
)

# -- references -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Aim:
    """Which other update a reference goes to, and how it is written."""

    at: str  #: own, signal, any, later, sibling, never
    form: str  #: claim, update, report, bare claim, bare update


REACH = range(4)  #: how many updates further away
OWN_CLAIM = Aim(at="own", form="claim")
BARE_CLAIM = Aim(at="own", form="bare claim")
BARE_UPDATE = Aim(at="own", form="bare update")
OTHER_CLAIM = Aim(at="any", form="claim")
OTHER_UPDATE = Aim(at="any", form="update")
SIBLING = Aim(at="sibling", form="bare claim")
LATER_CLAIM = Aim(at="later", form="claim")
UNDOING = Aim(at="signal", form="update")
NEVER = tuple(Aim(at="never", form=form) for form in ("claim", "bare update"))
#: the list of references a signal has; empty is no list: the whole report
SIGNAL_AIMS: tuple[tuple[Aim, ...], ...] = (
    *((BARE_CLAIM,),) * 3,
    (BARE_UPDATE,),
    (BARE_UPDATE,),
    *((),) * 3,
    (OWN_CLAIM,),
    (Aim(at="own", form="update"),),
    (Aim(at="own", form="report"),),
    (Aim(at="any", form="report"),),
    (OTHER_CLAIM,),
    (OTHER_UPDATE,),
    (LATER_CLAIM,),
    (Aim(at="later", form="update"),),
    (Aim(at="later", form="bare update"),),
    *((never,) for never in NEVER),
    (BARE_CLAIM, OTHER_UPDATE),
    (BARE_UPDATE, BARE_CLAIM),
    *((UNDOING,),) * 7,
    (Aim(at="signal", form="bare update"),),
    (Aim(at="signal", form="bare claim"),),
)
SIGNALS = (
    *(None,) * 7,
    "new",
    "update",
    *("correction",) * 6,
    *("retraction",) * 3,
    "hold",
    "hold",
    "release",
    "release",
    "clarification",
)
LISTS = {
    "correction": "corrects",
    "hold": "holds",
    "release": "releases",
    "retraction": "retracts",
}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What a claim does with another one, or what else is odd about it."""

    does: str = ""
    aim: Aim = OTHER_CLAIM


TURNS = (
    *(Turn(),) * 9,
    *(Turn(does="answers"),) * 4,
    *(Turn(does="denies"),) * 2,
    Turn(does="counts anew"),
    *(Turn(does="elsewhere"),) * 2,
    *(Turn(does="revises"),) * 3,
    Turn(does="revises", aim=OWN_CLAIM),
    *(Turn(does="adds"),) * 3,
    *(Turn(does="sums up"),) * 2,
    *(Turn(does="repeats"),) * 3,
    Turn(does="repeats and restates"),
    *(Turn(does="restates", aim=aim) for aim in (OTHER_CLAIM, BARE_CLAIM, SIBLING)),
    *(Turn(does="restates", aim=aim) for aim in (LATER_CLAIM, NEVER[0], OTHER_CLAIM)),
    *(Turn(does="corrects", aim=aim) for aim in (BARE_CLAIM, OWN_CLAIM, OTHER_CLAIM)),
    Turn(does="corrects", aim=LATER_CLAIM),
)
ACTS = (
    *("correct",) * 5,
    *("retract",) * 3,
    *("hold",) * 3,
    *("release",) * 2,
    *("describe",) * 2,
    *("merge",) * 3,
    *("unmerge",) * 3,
    "assess",
    "link",
)
CHANGED = ("count", "count", "as_of", "place", "subject", "subject", "count and as_of")
ACT_FORMS = (
    "claim",
    "update",
    "report",
    "corrected claim",
    "corrected claim",
    "signal",
)
DESCRIBED: tuple[Document, ...] = (
    {"id": "harbour", "title": "Fire in the old harbour"},
    {"id": "harbour", "place": "podil"},
    {"id": "harbour", "place": "kyiv", "kind": "fire"},
    {"id": "raid", "place": "podil", "timezone": "Europe/Kyiv"},
    {"id": "wave", "title": "The wave", "place": "kyiv"},
)
#: what an editor may make of a claim that keeps its type
OTHER_SUBJECT = {
    "casualties": {"outcome": "injured"},
    "damage": {"degree": "destroyed"},
    "outage": {"state": "reduced"},
    "strike": {"phase": "intercepted"},
    "indicator": {"unit": "hectares"},
}

# -- sketches -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ClaimSketch:
    """What is drawn for one claim."""

    subject: Document
    count: int | str | None
    as_of: Time | None
    voiced: tuple[str | None, str | None]  #: said_by, place
    turned: tuple[Turn, int]


@dataclass(frozen=True, kw_only=True)
class UpdateSketch:
    """What is drawn for one update."""

    report: Document
    setting: tuple[Document, tuple[str, ...]]
    clocked: tuple[Clock, int]  #: and how long after the item before
    times: tuple[Time | None, Time | None]  #: as_of, published_at
    received_at: Time | None
    signal: str | None
    aims: tuple[tuple[Aim, ...], int]  #: of its list, and how far they reach
    described: tuple[Document, tuple[tuple[str, ...], bool]]
    text: str | None
    claims: list[ClaimSketch]


@dataclass(frozen=True, kw_only=True)
class ActSketch:
    """What is drawn for one act of an editor."""

    act: tuple[str, str]  #: and the form of its reference
    change: tuple[str, datetime, int]  #: of what, a new as_of, and how far back
    count: int | str
    incident: Document
    pause: int


Sketch = UpdateSketch | ActSketch

# -- telling --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The ids of one update, known before anything is told."""

    report: str
    id: str
    claims: tuple[str, ...]
    signals: bool  #: whether it corrects or retracts others

    def claim(self, n: int) -> str:
        """The id of its nth claim, counted round; of none, one it might have had."""
        return self.claims[n % len(self.claims)] if self.claims else "c1"

    def reference(self, form: str, n: int) -> str:
        """How others refer to it, or to its nth claim."""
        return {
            "claim": f"{self.report}/{self.id}#{self.claim(n)}",
            "update": f"{self.report}/{self.id}",
            "report": self.report,
            "bare claim": self.claim(n),
            "bare update": self.id,
        }[form]


NOBODY = Planned(report="bulletin", id="never", claims=("lost",), signals=False)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A claim as it was made, for others that revise or repeat it."""

    subject: Document  #: its slots filled with full references
    counted: str | None  #: the field its count is in
    incident: str
    voice: str
    place: str | None
    as_of: Time | None  #: its own or else the update's, or what the page prints


@dataclass(kw_only=True)
class Telling:
    """A history while it is told."""

    plan: list[Planned]
    clock: datetime
    log: Log = field(default_factory=list)
    told: int = 0  #: how many updates of the plan
    made: dict[str, Made] = field(default_factory=dict)
    current: dict[str, Document] = field(default_factory=dict)  #: after corrections
    corrections: Counter[str] = field(default_factory=Counter)
    existing: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)
    decided: dict[str, datetime] = field(default_factory=dict)  #: by stream


def tell(sketches: Sequence[Sketch], begin: datetime) -> Log:
    """The log that the sketches stand for, first recorded at `begin` or soon after."""
    telling = Telling(plan=planned(sketches), clock=begin)
    for sketch in sketches:
        if isinstance(sketch, UpdateSketch):
            telling.clock += sketch.clocked[1] * HALF_HOUR
            append(telling, {"update": told_update(telling, sketch)})
        else:
            telling.clock += sketch.pause * HALF_HOUR
            append(telling, decided_act(telling, sketch))
    return unshared(telling.log)


def unshared(log: Log) -> Log:
    """The log as read from JSON: nothing in it is shared, so it may be changed."""
    copied: Log = json.loads(json.dumps(log))
    return copied


def planned(sketches: Sequence[Sketch]) -> list[Planned]:
    """The ids of all updates, in order of arrival."""
    arrived: Counter[str] = Counter()
    plan = []
    for sketch in sketches:
        if isinstance(sketch, UpdateSketch):
            report = sketch.report["id"]
            claim_ids, _ = sketch.described[1]
            plan.append(
                Planned(
                    report=report,
                    id=UPDATE_IDS[report][arrived[report]],
                    claims=claim_ids[: len(sketch.claims)],
                    signals=sketch.signal in ("correction", "retraction"),
                )
            )
            arrived[report] += 1
    return plan


def append(telling: Telling, item: Document) -> None:
    """Give the item its position and its recorded_at.

    Two acts in one stream at one instant would have no order, so the second waits.
    """
    if "act" in item:
        stream = str(item.get("claim", item.get("ref", ""))).split("/")[0]
        if telling.decided.get(stream) == telling.clock:
            telling.clock += HALF_HOUR
        telling.decided[stream] = telling.clock
    position = len(telling.log) + 1
    recorded_at = utc_text(telling.clock)
    telling.log.append({"position": position, "recorded_at": recorded_at, **item})


def utc_text(instant: datetime) -> str:
    """The instant as the log stores it."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def written(time: Time, clock: Clock) -> str:
    """The time as an update with such a clock writes it."""
    if isinstance(time, str):
        return time
    return (time + timedelta(hours=clock.offset)).strftime(clock.form)


def stated(**fields: Any) -> Document:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}


def aimed(telling: Telling, aim: Aim, reach: int) -> Planned:
    """The update that the one being told refers to, or one that never comes."""
    here = telling.told
    earlier = telling.plan[:here][::-1]
    later = telling.plan[here + 1 :]
    mine = telling.plan[here].report
    pool = {
        "sibling": [telling.plan[here]],
        "own": [update for update in earlier if update.report == mine] or earlier,
        "signal": [update for update in earlier if update.signals] or earlier,
        "any": earlier,
        "later": later,
        "never": [],
    }[aim.at] or [NOBODY]
    return pool[reach % len(pool)]


def named(telling: Telling, other: Planned, form: str, n: int) -> str:
    """How the update being told writes it: bare words reach no other report."""
    bare_enough = other.report in (telling.plan[telling.told].report, NOBODY.report)
    return other.reference(form if bare_enough else form.removeprefix("bare "), n)


def told_update(telling: Telling, sketch: UpdateSketch) -> Document:
    """The document of the next update of the plan."""
    clock, _ = sketch.clocked
    as_of, published_at = sketch.times
    received_at = sketch.received_at
    if isinstance(received_at, datetime):
        received_at = min(received_at, telling.clock)
    signal, (aims, reach) = sketch.signal, sketch.aims
    claims = [told_claim(telling, sketch, n) for n in range(len(sketch.claims))]
    document = {
        "format": "incident-log/update/1",
        "id": telling.plan[telling.told].id,
        **told_incidents(sketch, claims),
        "report": sketch.report,
        **stated(signal=signal),
    }
    if signal in LISTS and aims:
        document[LISTS[signal]] = [
            named(telling, aimed(telling, aim, reach + n), aim.form, reach + n)
            for n, aim in enumerate(aims)
        ]
    for name, time in (
        ("as_of", as_of),
        ("published_at", published_at),
        ("received_at", received_at),
    ):
        if time is not None:
            document[name] = written(time, clock)
    text = sketch.text
    if not claims and signal not in LISTS:
        text = "Nothing new is known."
    document |= stated(timezone=clock.zone, text=text)
    document |= sketch.described[0]
    if claims:
        document["claims"] = claims
    telling.existing |= {i["id"] for i in described_incidents(document)}
    telling.told += 1
    return document


def described_incidents(document: Document) -> list[Document]:
    """The incidents that an update describes."""
    described: list[Document] = document.get("related_incidents", [])
    if isinstance(document["incident"], str):
        return described
    return [document["incident"], *described]


def told_incidents(sketch: UpdateSketch, claims: list[Document]) -> Document:
    """The incidents that an update concerns, each described in it once."""
    incident, others = sketch.setting
    concerned = {
        claim[key] for claim in claims for key in claim.keys() & {"incident", "to"}
    }
    related = [*others, *sorted(concerned - {*others, incident["id"]})]
    zone = {} if sketch.clocked[0].zone else {"timezone": "Europe/Kyiv"}
    if incident == {"id": "raid"} and not zone:
        fields: Document = {"incident": "raid"}
        related.append("raid")
    else:
        fields = {"incident": {**incident, **zone}}
    if related:
        fields["related_incidents"] = [
            {"id": slug, "title": TITLES[slug], **zone} for slug in related
        ]
    return fields


def relation(telling: Telling, sketch: UpdateSketch, n: int) -> tuple[str, str, str]:
    """What the nth claim does with which other claim, and the words it is named by."""
    turn, reach = sketch.claims[n].turned
    aims, signal_reach = sketch.aims
    does, aim, to = turn.does, turn.aim, reach
    other = aimed(telling, aim, reach)
    if aim == SIBLING:
        does, to = does if n else "", n - 1
    names = "corrects" in does or "restates" in does
    if sketch.signal == "correction" and not names:
        does, aim, to = "revises", (*aims, BARE_UPDATE)[0], signal_reach + n
        other = aimed(telling, aim, signal_reach)
    return does, other.reference("claim", to), named(telling, other, aim.form, to)


def told_claim(telling: Telling, sketch: UpdateSketch, n: int) -> Document:
    """The nth claim of the update being told."""
    this = telling.plan[telling.told]
    prefix = f"{this.report}/{this.id}#"
    does, other, name = relation(telling, sketch, n)
    claim = newly_made(telling, sketch, n)
    if other in telling.made:
        claim = like(does, claim, telling.made[other], sketch.claims[n].count)
    if does == "counts anew" and claim.counted:
        claim.subject["counter"] = "second-count"

    _, ids_written = sketch.described[1]
    document = stated(
        id=this.claims[n] if ids_written else None,
        incident=claim.incident if claim.incident != sketch.setting[0]["id"] else None,
        said_by=claim.voice if claim.voice != sketch.report["source"] else None,
        as_of=written(claim.as_of, sketch.clocked[0]) if claim.as_of else None,
        place=claim.place,
        **claim.subject,
    )
    if "subset_of" in document:
        document["subset_of"] = document["subset_of"].removeprefix(prefix)
    if does == "denies" and document["type"] == "casualties":
        document["denied"] = True
    if "restates" in does:
        document["restates"] = name
    if does == "corrects":
        document["corrects"] = name
    # The as_of that others repeat is the one it speaks about, wherever it is stated.
    spoken = next((t for t in (claim.as_of, *sketch.times) if t is not None), None)
    telling.made[this.reference("claim", n)] = replace(claim, as_of=spoken)
    telling.current[this.reference("claim", n)] = document
    return document


def newly_made(telling: Telling, sketch: UpdateSketch, n: int) -> Made:
    """The nth claim of the update being told, as if there were no other."""
    drawn = sketch.claims[n]
    turn, reach = drawn.turned
    said_by, place = drawn.voiced
    incident, others = sketch.setting
    slug = incident["id"]
    if turn.does == "elsewhere" and others:
        slug = others[0]
    counted = next((key for key in ("count", "value") if key in drawn.subject), None)
    nearest = telling.plan[telling.told].reference("claim", n - 1)
    if n == 0 or reach:
        nearest = aimed(telling, OTHER_CLAIM, reach).reference("claim", reach)
    slots = {
        "to": next(other for other in (*others, *INCIDENTS) if other != slug),
        "of": [nearest],
        "subset_of": nearest,
    }
    subject = {key: slots.get(key, value) for key, value in drawn.subject.items()}
    return Made(
        subject=with_count(subject, counted, drawn.count),
        counted=counted,
        incident=slug,
        voice=said_by or sketch.report["source"],
        place=place,
        as_of=drawn.as_of,
    )


def with_count(
    subject: Document, counted: str | None, count: int | str | None
) -> Document:
    """The subject with such a count, as its type may write one."""
    if counted is None:
        return dict(subject)
    if counted == "value":
        count = "unknown" if count is None else count
        value = count / 2 if isinstance(count, int) and count % 2 else count
        return {**subject, "value": value}
    if subject.get("measure") == "adjustment" and isinstance(count, int):
        count = 1 - count
    return {**subject, "count": count}


def like(does: str, claim: Made, other: Made, count: int | str | None) -> Made:
    """The claim, made comparable with the other one if it does something with it."""
    if does.startswith("repeats"):
        return replace(other, subject=dict(other.subject))
    subject = with_count(measured(does, other.subject), other.counted, count)
    if does in ("revises", "adds", "sums up", "restates", "corrects"):
        return replace(other, subject=subject, as_of=claim.as_of)
    if does == "answers" or (does == "denies" and subject["type"] == "casualties"):
        return replace(other, subject=subject, as_of=claim.as_of, voice=claim.voice)
    return claim


def measured(does: str, subject: Document) -> Document:
    """The subject, if it is counted in totals and increments, as the other of them."""
    plain = subject["type"] == "casualties" and "subset_of" not in subject
    if not plain or does not in ("adds", "sums up"):
        return subject
    subject = {key: value for key, value in subject.items() if key != "measure"}
    return subject | ({"measure": "this_reporting_period"} if does == "adds" else {})


def decided_act(telling: Telling, sketch: ActSketch) -> Document:
    """What the editor does, or the nearest thing that is possible by now."""
    act, form = sketch.act
    _, _, reach = sketch.change
    survivors = sorted(telling.existing - telling.merged.keys())
    if act in ("merge", "unmerge"):
        if telling.merged and (act == "unmerge" or len(survivors) < 2):
            incident = sorted(telling.merged)[reach % len(telling.merged)]
            del telling.merged[incident]
            return {"act": "unmerge", "incident": incident}
        if len(survivors) > 1:
            into = survivors.pop(reach % len(survivors))
            telling.merged[survivors[0]] = into
            return {"act": "merge", "incident": survivors[0], "into": into}
    if act == "link" and len(telling.existing) > 1:
        incident, other, *_ = sorted(telling.existing)
        link = {"incident": incident, "relation": "related_to", "to": other}
        return {"act": "link", **link}
    if act == "assess" and telling.made:
        claims = list(telling.made)[::-1]
        claim = claims[reach % len(claims)]
        return {"act": "assess", "claim": claim, "verdict": "disputed"}
    if act in ("retract", "hold", "release") and telling.told:
        return {"act": act, "ref": decided_reference(telling, form, reach)}
    if act != "describe" and telling.made:
        return correction(telling, sketch)
    telling.existing.add(sketch.incident["id"])
    return {"act": "describe", "incident": sketch.incident}


def decided_reference(telling: Telling, form: str, reach: int) -> str:
    """The report, update or claim, or an editor's own correction, that is meant."""
    earlier = telling.plan[: telling.told][::-1]
    if form == "corrected claim" and telling.corrections:
        claim, number = max(telling.corrections.items())
        return f"{claim}~{number}"
    if form == "signal":
        earlier = [update for update in earlier if update.signals] or earlier
    update = earlier[reach % len(earlier)]
    if form == "report":
        return update.report
    if form in ("update", "signal") or not update.claims:
        return update.reference("update", 0)
    return update.reference("claim", reach)


def correction(telling: Telling, sketch: ActSketch) -> Document:
    """An editor's correction, of one claim or once more of a corrected one."""
    _, form = sketch.act
    what, as_of, reach = sketch.change
    claims = list(telling.made)[::-1]
    if form == "corrected claim" and telling.corrections:
        claims = sorted(telling.corrections)
    claim = claims[reach % len(claims)]
    number = telling.corrections[claim]
    telling.corrections[claim] += 1
    made, current = telling.made[claim], telling.current[claim]
    counts = with_count(made.subject, made.counted, sketch.count)
    options: dict[str, Document] = {
        "count": {key: counts[key] for key in counts if key == made.counted},
        "as_of": {"as_of": written(as_of, CLOCKS[0])},
        "place": {"place": "kyiv" if current.get("place") == "podil" else "podil"},
        "subject": OTHER_SUBJECT.get(made.subject["type"], {}),
    }
    changes = {
        key: value
        for name in what.split(" and ")
        for key, value in options[name].items()
        if current.get(key) != value
    }
    changes = changes or {"note": f"Checked by the desk, {number + 1}."}
    telling.current[claim] = current | changes
    again = f"~{number}" if number and form != "claim" else ""
    return {"act": "correct", "claim": claim + again, "changes": changes}


# -- strategies -----------------------------------------------------------------------
#
# Tables are drawn together where that saves time, but never more than some 200 entries:
# from longer lists Hypothesis prefers the first.

_claims = st.builds(
    ClaimSketch,
    subject=st.sampled_from(SUBJECTS),
    count=st.sampled_from(COUNTS),
    as_of=st.sampled_from(CLAIM_AS_OF),
    voiced=st.sampled_from([*product(VOICES, PLACES)]),
    turned=st.sampled_from([*product(TURNS, REACH)]),
)


def _updates(received_at: Sequence[Time | None]) -> st.SearchStrategy[UpdateSketch]:
    return st.builds(
        UpdateSketch,
        report=st.sampled_from(REPORTS),
        setting=st.sampled_from(SETTINGS),
        clocked=st.sampled_from([*product(CLOCKS, PAUSES)]),
        times=st.sampled_from([*product(AS_OF, PUBLISHED_AT)]),
        received_at=st.sampled_from(received_at),
        signal=st.sampled_from(SIGNALS),
        aims=st.sampled_from([*product(SIGNAL_AIMS, REACH)]),
        described=st.sampled_from([*product(DESCRIPTIONS, CLAIM_IDS)]),
        text=st.sampled_from(TEXTS),
        claims=st.lists(_claims, max_size=3),
    )


def _acts() -> st.SearchStrategy[ActSketch]:
    return st.builds(
        ActSketch,
        act=st.sampled_from([*product(ACTS, ACT_FORMS)]),
        change=st.sampled_from([*product(CHANGED, HALF_HOURS[:6], REACH)]),
        count=st.sampled_from(COUNTS[:-1]),
        incident=st.sampled_from(DESCRIBED),
        pause=st.sampled_from(PAUSES),
    )


_live = st.lists(
    # Five updates to two acts; the same strategy five times would count as one.
    st.one_of(*(_updates(RECEIVED_AT) for _ in range(5)), *(_acts() for _ in range(2))),
    min_size=3,
    max_size=14,
)
_archived = st.lists(_updates(BACKFILLED_AT), min_size=3, max_size=14)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Logs of 3 to 14 items, updates and editors' acts."""
    return tell(draw(_live), FIRST_RECORDED)


@st.composite
def backfilled_logs(draw: st.DrawFn) -> Log:
    """Logs of updates alone, all received before the first was recorded."""
    return tell(draw(_archived), AFTERWARDS)


def shuffled(log: Log, order: Sequence[int]) -> Log:
    """The same updates, known at the same times, but appended in another order.

    Only for logs like those of `backfilled_logs`: an act, or an update that does not
    say when it was received, is known when it is recorded.
    """
    if sorted(order) != list(range(len(log))):
        raise ValueError(f"{order} does not name each of {len(log)} items once")
    if any("received_at" not in item.get("update", {}) for item in log):
        raise ValueError("only updates with received_at can be shuffled")
    return unshared(
        [
            {
                "position": position,
                "recorded_at": utc_text(AFTERWARDS + position * HALF_HOUR),
                "update": log[index]["update"],
            }
            for position, index in enumerate(order, start=1)
        ]
    )


def incidents_in(log: Log) -> list[str]:
    """The incidents that an update or an editor describes, sorted."""
    described = [item["incident"] for item in log if item.get("act") == "describe"]
    for item in log:
        described += described_incidents(item["update"]) if "update" in item else []
    return sorted({incident["id"] for incident in described})


#: the instants in use, their neighbours, and the ends of the periods named
_INSTANTS = (
    *(HALF_HOURS[0] + n * HALF_HOUR for n in range(-1, 20)),
    *(HALF_HOURS[n] - timedelta(microseconds=1) for n in range(0, 9, 2)),
    *(HALF_HOURS[n] + timedelta(minutes=1) for n in range(1, 9, 3)),
    *(datetime(2024, 12, 20, hour, tzinfo=UTC) for hour in (21, 22)),
    *(datetime(2024, 12, 19, hour, tzinfo=UTC) for hour in (21, 22)),
    datetime(2024, 12, 21, 21, 59, 59, 999999, tzinfo=UTC),
    datetime(2024, 12, 21, 22, tzinfo=UTC),
    datetime(2024, 11, 30, 22, tzinfo=UTC),
    datetime(2024, 12, 31, 22, tzinfo=UTC),
    AFTERWARDS + 3 * HALF_HOUR,
)


def moments() -> st.SearchStrategy[str | None]:
    """As_of or known_at of a question: UTC text as stored, or None for latest."""
    return st.sampled_from([None, None, None, *map(utc_text, _INSTANTS)])
