"""A draft against the log: for every claim, what it does to what the log holds.

A claim is compared with what stands of the same origin about the same thing; where
that origin has said nothing, with what the others say.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from incident_log.accepting import accept
from incident_log.commitments import unseal
from incident_log.counts import meet
from incident_log.drafting.review.documents import as_if_named, zone_of
from incident_log.drafting.revisions import revision_of
from incident_log.drafting.sameness import topic
from incident_log.events import UpdateReceived
from incident_log.history import History
from incident_log.placing import Placed, placed_of
from incident_log.reading import read
from incident_log.standing import INCREMENTS, Standing, bounds, measure, standings
from incident_log.times import FOREVER, LATEST, seconds_between
from incident_log.view import View

Document = dict[str, Any]

#: What the draft is called among the updates of its report.
_DRAFT = "draft"

#: Claims that speak of moments within an hour speak of the same time (DESIGN 5).
_SAME_TIME = 3600


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one claim does to what the log holds."""

    verdict: str  #: new, confirms, raises, lowers, contradicts, or known
    claims: tuple[str, ...] = ()  #: those it was compared with
    found: str = ""  #: what they say

    def row(self) -> Document:
        shown = {
            "verdict": self.verdict,
            "claims": list(self.claims),
            "found": self.found,
        }
        return {name: value for name, value in shown.items() if value}


def set_against(draft: Document, view: View) -> Document:
    """Return the draft with a verdict on each claim, compared with *view*.

    The draft of a later revision of a report that the log has becomes an update of that
    report: only what changed is proposed, ``unchanged`` and ``gone`` list the rest.
    """
    draft = draft | {"incident": view.reading.incident}
    revision = revision_of(draft, view)
    if revision is not None:
        report = {"id": revision.report, "source": revision.source}
        draft["report"] = draft.get("report", {}) | report
        if draft.get("signal", "new") == "new":
            draft["signal"] = "update"
    placed = _placed(draft, view)
    stood = cache(partial(standings, view.visible))
    claims = [
        claim | {"against": _verdict(each, view, stood).row()} if each else claim
        for claim, each in zip(draft["claims"], placed, strict=True)
    ]
    lists = {"claims": claims} if revision is None else revision.split(claims, placed)
    return draft | lists


def _placed(draft: Document, view: View) -> list[Placed | None]:
    """Put the draft's claims in their series, as if the log had them already."""
    document = as_if_named(draft, draft["claims"])
    pending = accept(
        document, lambda _: view.reading.zone or zone_of(draft), is_open=True
    )
    update = UpdateReceived.read(
        unseal(json.loads(pending.body), pending.openings)
        | {"stream": pending.stream, "update": _DRAFT, "version": 1}
        | {"position": view.position + 1, "recorded_at": LATEST}
    )
    history = view.reading.history
    together = History.of(
        (*history.updates, *history.decisions, update), history.rosters
    )
    reading = read(together, view.reading.incident, FOREVER)
    found = {placed.claim.id: placed for placed in placed_of(update, reading)}
    return [found.get(claim["id"]) for claim in draft["claims"]]


def _verdict(
    new: Placed, view: View, stood: Callable[[str], list[Standing]]
) -> Verdict:
    """Compare a claim with what stood at the moment that it speaks about."""
    if new.series is None:
        return _verdict_on_words(new, view)
    then = stood(new.as_of.latest)
    about = [s for s in then if s.series.about == new.series.about]
    own = [s for s in about if s.series == new.series]
    if not about:
        return Verdict("new")
    nearest = max(own or about, key=lambda standing: standing.newness)
    how = (
        _on_top(new, nearest) if measure(new) in INCREMENTS else _compared(new, nearest)
    )
    if not own and how in ("raises", "lowers") and _is_contradiction(new, nearest):
        how = "contradicts"
    names = tuple(str(member.name) for member in nearest.members)
    return Verdict(how, names, f"{_counted(nearest)} ({nearest.origin})")


def _counted(standing: Standing) -> str:
    """Say what stands: in its own words where one claim makes it."""
    value = standing.members[0].claim.number.text
    if len(standing.members) > 1 and standing.value is not None:
        value = str(standing.value)
    return value or "not stated"


def _verdict_on_words(new: Placed, view: View) -> Verdict:
    """Say whether the log has an uncounted claim already, by the same voice."""
    for known in view.visible:
        if known.hidden is None and topic(known) == topic(new):
            return Verdict("known", (str(known.name),))
    return Verdict("new")


def _compared(new: Placed, standing: Standing) -> str:
    """Say whether a total confirms, raises or lowers what stands."""
    if new.claim.is_denied or standing.is_denial:
        is_same = new.claim.is_denied == standing.is_denial
        return "confirms" if is_same else "contradicts"
    ours, theirs = bounds(new), standing.range
    value = new.claim.number.value
    if value is not None and standing.value is not None:
        if value == standing.value:
            return "confirms"
        return "raises" if value > standing.value else "lowers"
    if meet((ours, theirs)):  # "several" and 5
        return "confirms"
    is_more = theirs.high is not None and (ours.low or 0) > theirs.high
    return "raises" if is_more else "lowers"


def _on_top(new: Placed, standing: Standing) -> str:
    """Say whether an increment was told before, or comes on top."""
    told = [m for m in standing.members if m.claim.number == new.claim.number]
    return "confirms" if any(m.as_of == new.as_of for m in told) else "raises"


def _is_contradiction(new: Placed, standing: Standing) -> bool:
    """Two origins contradict if they share no value though they mean one time (R13)."""
    if meet((bounds(new), standing.range)):
        return False
    apart = abs(seconds_between(new.as_of.earliest, standing.as_of.earliest))
    return apart <= _SAME_TIME or _compared(new, standing) == "lowers"
