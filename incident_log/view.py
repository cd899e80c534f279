"""An incident as of T, as known at K: what stands, what shows, and each figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from incident_log.claims import Claim, Link, Occurrence, Strike, Verification
from incident_log.corrections import settled
from incident_log.events import ClaimAssessed, IncidentLinked, UpdateReceived
from incident_log.figures import Circumstances, Figure, figures
from incident_log.history import History
from incident_log.likeness import Erased, is_same
from incident_log.placing import Placed, as_of, placed
from incident_log.reading import Reading, read
from incident_log.references import Reference, parse
from incident_log.standing import Standing, standings
from incident_log.times import Occurred, Span, instant
from incident_log.withdrawals import Withdrawn, resolve_own, waiting, withdrawn


@dataclass(frozen=True)
class Verdict:
    """Somebody's judgement of one claim."""

    verdict: str
    said_by: str | None
    as_of: Span
    name: str  #: the verification's own reference


@dataclass(frozen=True)
class Knowledge:
    """Everything the log understood about an incident at one K, for any T."""

    reading: Reading
    withdrawn: Withdrawn
    claims: Mapping[Reference, Placed]


@dataclass(frozen=True)
class View:
    """What there is to say at one (T, K)."""

    knowledge: Knowledge
    as_of: str
    known_at: str
    policy: str
    position: int  #: of the log it was made from

    @property
    def reading(self) -> Reading:
        return self.knowledge.reading

    @cached_property
    def visible(self) -> list[Placed]:
        """The claims that speak about a moment up to T, hidden ones included."""
        return [
            claim
            for claim in self.knowledge.claims.values()
            if claim.as_of.latest <= self.as_of
        ]

    @cached_property
    def standings(self) -> list[Standing]:
        """What each origin has to say about each thing."""
        return standings(self.visible, self.as_of)

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure, by table, place and subject."""
        return figures(self.standings, self.policy, self._circumstances)

    def shown(self, kind: type[Claim]) -> list[Placed]:
        """Return the claims of one type that show, in order of time."""
        found = [
            claim
            for claim in self.visible
            if claim.hidden is None and isinstance(claim.claim, kind)
        ]
        if kind is Occurrence:
            found = _newest_of_each_moment(found)
        return sorted(found, key=when)

    @cached_property
    def verdicts(self) -> dict[Reference, list[Verdict]]:
        """What was judged of each claim."""
        found: dict[Reference, list[Verdict]] = {}
        for update in self.reading.history.updates:
            for said in update.claims:
                if isinstance(said, Verification):
                    self._add_verdict(found, said, update)
        for decision in self.reading.history.decisions:
            if isinstance(decision, ClaimAssessed) and decision.known_at <= self.as_of:
                span = instant(decision.known_at)
                found.setdefault(parse(decision.claim), []).append(
                    Verdict(decision.verdict, decision.by, span, decision.reference)
                )
        return found

    def _add_verdict(
        self,
        found: dict[Reference, list[Verdict]],
        said: Verification,
        update: UpdateReceived,
    ) -> None:
        """Add a verdict that shows, wherever its own incident is."""
        name = update.name(said)
        placed = self.knowledge.claims.get(name)
        span = placed.as_of if placed else as_of(said, update)
        is_hidden = placed is not None and placed.hidden is not None
        gone = is_hidden or self.knowledge.withdrawn.act_on(name) is not None
        if gone or span.latest > self.as_of:
            return
        verdict = Verdict(
            said.verdict, said.said_by or update.report.source, span, str(name)
        )
        for word in said.of:
            of = resolve_own(word, update, self.reading.history)
            found.setdefault(of, []).append(verdict)

    @property
    def links(self) -> list[Placed]:
        return self.shown(Link)

    @property
    def editors_links(self) -> list[IncidentLinked]:
        """The relations that editors decided on, known and visible."""
        return [
            decision
            for decision in self.reading.history.decisions
            if isinstance(decision, IncidentLinked)
            and decision.owner in self.reading.members
            and decision.known_at <= self.as_of
        ]

    @property
    def updates(self) -> list[UpdateReceived]:
        """The updates about the incident, oldest first; T does not restrict them."""
        return [
            update
            for update in self.reading.history.updates
            if update.concerns & self.reading.members
        ]

    @cached_property
    def waiting(self) -> set[str]:
        """The updates whose words refer to something not in the log yet."""
        history = self.reading.history
        return {u.reference for u in self.updates if waiting(u, history)}

    @cached_property
    def silent_edits(self) -> set[str]:
        """The updates of a page that changed without saying so (R27).

        Only what a page says of the incident is compared: which of its other updates
        the history has depends on what else they are about.
        """
        erased, found = self.reading.history.erased, set[str]()
        last: dict[str, UpdateReceived] = {}
        for update in self.updates:
            before = last.get(update.report.id)
            if before is not None and is_silent_edit(before, update, erased):
                found.add(update.reference)
            last[update.report.id] = update
        return found

    @cached_property
    def _circumstances(self) -> Circumstances:
        actors = {
            claim.claim.actor
            for standing in self.standings
            for claim in standing.members
            if isinstance(claim.claim, Strike) and claim.claim.actor
        }
        parties = {self.reading.party(actor) for actor in actors} - {None}
        voices = {claim.said_by for claim in self.visible}
        interested = {
            voice
            for voice in voices
            if voice in actors or self.reading.party(voice) in parties
        }
        return Circumstances(
            part_of=self.reading.part_of,
            interested=frozenset(interested),
            retracted=frozenset(self.knowledge.withdrawn.reports),
            hidden=[claim for claim in self.visible if claim.hidden is not None],
        )


def know(history: History, incident: str, *, known_at: str) -> Knowledge:
    """Understand what the log knew about *incident* at *known_at*."""
    reading = read(history, incident, known_at)
    gone = withdrawn(reading.history)
    return Knowledge(reading, gone, settled(reading, placed(reading), gone))


def view(
    history: History,
    incident: str,
    *,
    as_of: str,
    known_at: str,
    policy: str,
    position: int,
) -> View:
    """Return the incident as of T, as known at K."""
    knowledge = know(history, incident, known_at=known_at)
    return View(knowledge, as_of, known_at, policy, position)


def is_silent_edit(
    before: UpdateReceived, after: UpdateReceived, erased: Erased
) -> bool:
    """Tell whether a page has another text, and no newer time, label or signal."""
    if before.text is None or after.text is None:
        return False
    if is_same("text", before, after, erased) is not False:
        return False
    is_label_same = is_same("label", before, after, erased)
    admits = not is_label_same or after.signal in ADMITTING
    times = [
        (old.earliest if old else "", new.earliest if new else "")
        for old, new in (
            (before.as_of, after.as_of),
            (before.published_at, after.published_at),
        )
    ]
    return not admits and all(new <= old for old, new in times)


#: Signals that say themselves that something was changed.
ADMITTING = ("correction", "clarification", "retraction", "hold", "release")


def when(claim: Placed) -> tuple[str, str]:
    """Order by the latest instant of what happened, else of the as_of; then by name."""
    occurred = claim.claim.occurred or Occurred(None, None)
    return (occurred.latest or claim.as_of.latest, str(claim.name))


def _newest_of_each_moment(claims: Iterable[Placed]) -> list[Placed]:
    """Keep, of one moment told again by the same origin, only the newest telling."""
    moments: dict[object, list[Placed]] = {}
    for claim in claims:
        occurred = claim.claim.occurred
        assert isinstance(claim.claim, Occurrence)
        moment: object = claim.name
        if occurred not in (None, Occurred(None, None)):
            assert occurred is not None
            times = (occurred.earliest, occurred.latest)
            moment = (claim.origin, claim.place, claim.claim.kind, times)
        moments.setdefault(moment, []).append(claim)
    return [
        claim
        for told in moments.values()
        for claim in told
        if claim.newness == max(c.newness for c in told)
    ]
