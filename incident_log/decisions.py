"""What editors decide: correct, retract, hold, release, assess, link, merge, describe.

A decision is an event like any other: it names who and why, rests on the state it
was taken on, and is refused if that has moved.
"""

import re
from collections.abc import Mapping
from typing import Any

from incident_log import accepting, indexing, schemas
from incident_log.claims import TYPES, Casualties, Claim
from incident_log.errors import (
    NotPossible,
    NotThereYet,
    UnknownIncident,
    UnknownReference,
)
from incident_log.events import (
    ClaimAssessed,
    ClaimCorrected,
    ClaimsHeld,
    ClaimsReleased,
    ClaimsRetracted,
    Decision,
    IncidentClosed,
    IncidentDescribed,
    IncidentLinked,
    IncidentMerged,
    IncidentReopened,
    IncidentUnmerged,
    UpdateReceived,
    Withdrawal,
)
from incident_log.history import History
from incident_log.log import Log
from incident_log.pending import Appended, Refused, decision
from incident_log.projecting.keeping import keep_current
from incident_log.references import ID, Reference, parse
from incident_log.replay import zone_of

#: What a correction leaves alone: voice, words, and what makes it that claim.
UNTOUCHABLE = (
    *("id", "type", "incident", "said_by", "quote", "span", "text", "restates"),
    "corrects",
)


class Desk:
    """An editor at a log: who decides, and which state was looked at.

    Without *at_position* a decision is refused only if the report or incident it is
    about was decided upon meanwhile; with it, if anything about them is newer.
    """

    def __init__(
        self, log: Log, *, reason: str, by: str | None, at_position: int | None
    ) -> None:
        if by is not None:
            check_id("by", by)
        if not reason.strip():
            raise NotPossible("the reason is empty: say why")
        if at_position is not None and at_position > log.position:
            raise NotThereYet(at_position, log.position)
        self.log = log
        self.reason = reason
        self.by = by
        self.at_position = at_position
        self.warning: str | None = None  #: what keeps the tables from being current
        self._read_at = log.position

    def correct(self, claim: str, changes: Mapping[str, Any]) -> Appended:
        """Put a claim right: its voice and as_of stay, the *changes* replace fields.

        *changes* are fields of a claim as in an update document.
        """
        name = self._known(claim)
        update, original = self._claim(name)
        zone = update.timezone or zone_of(self.log, original.incident)
        state = changed(original, changes, zone)
        fields = {"claim": str(name), "claims": [state]}
        owner = f"report:{name.report}"
        return self._append(ClaimCorrected, owner, fields, about=original.incident)

    def retract(self, reference: str) -> Appended:
        """Take a report, an update or a claim out of every figure from now on."""
        return self._withdrawal(ClaimsRetracted, reference)

    def hold(self, reference: str) -> Appended:
        """Stop using it while it is checked."""
        return self._withdrawal(ClaimsHeld, reference)

    def release(self, reference: str) -> Appended:
        """Let it be used again in its original form."""
        return self._withdrawal(ClaimsReleased, reference)

    def assess(self, claim: str, verdict: str) -> Appended:
        """Say what a check of a claim found."""
        name = self._known(claim)
        _, original = self._claim(name)
        check_id("verdict", verdict)
        fields = {"claim": str(name), "verdict": verdict}
        owner = f"report:{name.report}"
        return self._append(ClaimAssessed, owner, fields, about=original.incident)

    def link(self, incident: str, relation: str, to: str) -> Appended:
        """Relate two incidents."""
        check_id("relation", relation)
        if incident == to:
            raise NotPossible(f"{incident} is linked to itself: name another incident")
        return self._incident(
            IncidentLinked, incident, {"relation": relation, "to": to}, other=to
        )

    def merge(self, incident: str, into: str) -> Appended:
        """Let *incident* count as a part of *into*; nothing is summed (R19)."""
        survivors = self._history(incident).survivors
        if incident == into or self._history(into).survivors.get(into) == incident:
            raise NotPossible(
                f"{into} is already what {incident} would become: name another"
            )
        if incident in survivors:
            raise NotPossible(
                f"{incident} is merged into {survivors[incident]}: unmerge it first"
            )
        return self._incident(IncidentMerged, incident, {"into": into}, other=into)

    def unmerge(self, incident: str) -> Appended:
        """Undo a merge; everything is as if it had not been."""
        merges = [
            d
            for d in self._history(incident).decisions
            if isinstance(d, IncidentMerged | IncidentUnmerged) and d.owner == incident
        ]
        if not merges or isinstance(merges[-1], IncidentUnmerged):
            raise NotPossible(f"{incident} is not merged: see 'incident-log incidents'")
        into = merges[-1].into
        return self._incident(IncidentUnmerged, incident, {"into": into}, other=into)

    def close(self, incident: str) -> Appended:
        """Note that no more reports are expected."""
        if incident in self._history(incident).closed:
            raise NotPossible(f"{incident} is closed already: nothing to do")
        return self._incident(IncidentClosed, incident, {})

    def reopen(self, incident: str) -> Appended:
        """Note that reports are expected again."""
        if incident not in self._history(incident).closed:
            raise NotPossible(f"{incident} is not closed: nothing to do")
        return self._incident(IncidentReopened, incident, {})

    def describe(self, incident: str, fields: Mapping[str, Any]) -> Appended:
        """Describe an incident, or put its description right, field by field."""
        if "id" in fields:
            raise NotPossible("an id stays for ever: describe the incident under it")
        document = {"id": incident, **fields}
        known = incident in self.log.incidents()
        zone = zone_of(self.log, incident) if known else None
        state = accepting.described(document, zone)
        if not fields:
            raise NotPossible("nothing is described: give at least one field")
        owner = f"incident:{incident}"
        return self._append(IncidentDescribed, owner, {"incident": state})

    def _withdrawal(self, event: type[Withdrawal], reference: str) -> Appended:
        name = self._known(reference)
        return self._append(event, f"report:{name.report}", {"of": str(name)})

    def _known(self, text: str) -> Reference:
        """Return a reference; raise :exc:`UnknownReference` unless the log has it."""
        name = parse(text)
        updates = self.log.updates_of(name.report)
        if not updates:
            raise UnknownReference(text, self.log.reports())
        if name.update is None:
            return name
        if name.update not in updates:
            known = [f"{name.report}/{update}" for update in updates]
            raise UnknownReference(text, known)
        if name.claim is not None:
            update = self.log.update(name.report, name.update)
            known = [str(update.name(claim)) for claim in update.claims]
            if str(name.original) not in known:
                raise UnknownReference(text, known)
            self._check_correction(name, update)
        return name

    def _check_correction(self, name: Reference, update: UpdateReceived) -> None:
        """Raise :exc:`UnknownReference` for a correction nobody has made."""
        if name == name.original:
            return
        claim = next(c for c in update.claims if c.id == name.original.claim)
        made = [
            decision
            for decision in self._history(claim.incident).decisions
            if isinstance(decision, ClaimCorrected)
            and parse(decision.claim).original == name.original
        ]
        known = [f"{name.original}~{n + 1}" for n in range(len(made))]
        if str(name) not in known:
            raise UnknownReference(str(name), known)

    def _claim(self, name: Reference) -> tuple[UpdateReceived, Claim]:
        if name.claim is None:
            raise NotPossible(f"{name} is no claim: name one, as in {name.report}/1#c1")
        update = self.log.update(name.report, str(name.update))
        claim = next(c for c in update.claims if c.id == name.original.claim)
        return update, claim

    def _history(self, incident: str) -> History:
        return self.log.history(incident)

    def _incident(
        self,
        event: type[Decision],
        incident: str,
        fields: dict[str, Any],
        *,
        other: str | None = None,
    ) -> Appended:
        slugs = [incident, *([other] if other else [])]
        known = self.log.incidents()
        for slug in slugs:
            if slug not in known:
                raise UnknownIncident(slug, known)
        return self._append(event, f"incident:{incident}", fields)

    def _append(
        self,
        event: type[Decision],
        owner: str,
        fields: dict[str, Any],
        *,
        about: str | None = None,
    ) -> Appended:
        """Append a decision; *about* is the incident of the claim that it names."""
        is_insisted = self.at_position is not None
        subjects = indexing.of_decision(event.TOPIC, owner, fields, about)
        prepared = decision(
            event,
            owner,
            fields | {"by": self.by, "reason": self.reason},
            subjects=subjects,
            describes=indexing.described(fields),
            seen=self.at_position if is_insisted else self._read_at,
            watched=frozenset(s for s, _ in subjects) if is_insisted else frozenset(),
        )
        (outcome,) = self.log.append([prepared])
        if isinstance(outcome, Refused):
            raise outcome.error
        assert isinstance(outcome, Appended)
        self._read_at = outcome.position
        self.warning = keep_current(self.log)
        return outcome


def check_id(what: str, word: str) -> None:
    """Raise :exc:`NotPossible` unless *word* is an id."""
    if not re.fullmatch(ID, word):
        raise NotPossible(
            f"{what} {word[:40]!r} is no id: use lower-case letters, digits, '.', '_',"
            " '-'"
        )


def changed(
    claim: Claim, changes: Mapping[str, Any], zone: str | None
) -> dict[str, Any]:
    """Check changed fields as those of a whole claim; return them resolved.

    Raise :exc:`NotPossible` for a field that stays as it was said.
    """
    fixed = sorted(set(changes) & set(UNTOUCHABLE))
    if fixed or not changes:
        what = f"{fixed[0]} stays as it was said" if fixed else "nothing is changed"
        raise NotPossible(f"{what}: change other fields, or retract the claim")
    kind = next(name for name, cls in TYPES.items() if cls is type(claim))
    required = {
        name: list(value) if isinstance(value, tuple) else value
        for name, field in schemas.CLAIMS[kind].fields.items()
        if field.required and name != "type" and (value := getattr(claim, name))
    }
    whole = {"type": kind, **required, **changes}
    if "measure" not in changes and isinstance(claim, Casualties):
        whole["measure"] = claim.measure
    state = accepting.resolved_claim(whole, zone)
    return {name: value for name, value in state.items() if name in changes}
