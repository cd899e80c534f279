"""What stood in a series, over rectangles of time: T by K, half-open.

Within a rectangle nothing changes: for every T in [as_of_from, as_of_to) and every K in
[known_from, known_to) the same claims stand.  The rectangles of a series never overlap
and none could be longer along K, so that each tells when it ended, and by what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from incident_log.history import History
from incident_log.placing import Placed, Series
from incident_log.references import Reference
from incident_log.standing import Standing, standing
from incident_log.times import FOREVER
from incident_log.view import Knowledge, know

SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Membership:
    """A claim's time in a series: from one K to another it was not hidden there."""

    claim: Placed
    known_from: str
    known_to: str = FOREVER
    ended_by: str | None = None  #: corrected, retracted, held, redescribed, merged


@dataclass(frozen=True, slots=True, eq=False)
class Rectangle:
    """What stood in one series over one rectangle of time."""

    standing: Standing
    as_of_from: str
    as_of_to: str
    known_from: str
    known_to: str = FOREVER
    ended_by: str | None = None  #: why ``known_to`` is closed

    def holds(self, *, as_of: str, known_at: str) -> bool:
        """Tell whether a moment lies in it."""
        return (
            self.as_of_from <= as_of < self.as_of_to
            and self.known_from <= known_at < self.known_to
        )

    @property
    def content(self) -> tuple[Any, ...]:
        """What it says, as far as a change of it is a change."""
        stood = self.standing
        return (
            *(self.as_of_from, self.as_of_to, stood.range, stood.value, stood.as_of),
            *(stood.is_denial, stood.is_floor, stood.is_lower),
            tuple(sorted(str(claim.name) for claim in stood.members)),
        )


def memberships(history: History, incident: str) -> dict[Series, list[Membership]]:
    """Return which claims were in which series of *incident*, and when.

    Looks at every K at which anything became known.  Claims that moved to another
    incident by a merge end as "merged".
    """
    found: dict[Series, list[Membership]] = {}
    present: dict[Reference, Membership] = {}
    for known_at in history.instants:
        now = know(history, incident, known_at=known_at)
        shown = _shown(now, incident)
        for name, member in list(present.items()):
            if name not in shown or not _is_same(shown[name], member.claim):
                why = _why(now, member.claim, incident)
                ended = replace(member, known_to=known_at, ended_by=why)
                found[_series(member.claim)].append(ended)
                del present[name]
        for name, claim in shown.items():
            if name not in present:
                present[name] = Membership(claim, known_at)
                found.setdefault(_series(claim), [])
    for member in present.values():
        found[_series(member.claim)].append(member)
    return found


def _shown(now: Knowledge, incident: str) -> dict[Reference, Placed]:
    if now.reading.incident != incident:
        return {}
    return {
        name: claim
        for name, claim in now.claims.items()
        if claim.series is not None and claim.hidden is None
    }


def _series(claim: Placed) -> Series:
    assert claim.series is not None
    return claim.series


def _is_same(one: Placed, other: Placed) -> bool:
    return (one.series, one.as_of, one.newness, one.restated, one.claim) == (
        *(other.series, other.as_of, other.newness, other.restated, other.claim),
    )


def _why(now: Knowledge, claim: Placed, incident: str) -> str:
    """Say why a claim left its series."""
    if now.reading.incident != incident or claim.name not in now.claims:
        return "merged"
    present = now.claims[claim.name]
    if present.hidden is not None:
        return present.hidden
    return "redescribed" if present.as_of == claim.as_of else "corrected"


def rectangles(series: Series, members: Sequence[Membership]) -> list[Rectangle]:
    """Return all rectangles of a series: the full computation, which is the rule."""
    edges = {m.known_from for m in members} | {m.known_to for m in members}
    done: list[Rectangle] = []
    present: list[Rectangle] = []
    for known_at in sorted(edges - {FOREVER}):
        alive = [m.claim for m in members if m.known_from <= known_at < m.known_to]
        ended = {m.claim.name: m.ended_by for m in members if m.known_to == known_at}
        stood = list(_steps(series, alive, known_at, since=""))
        present, over = _succeed(present, stood, known_at, ended)
        done += over
    return done + present


def learn(
    series: Series,
    present: Sequence[Rectangle],
    alive: Sequence[Placed],
    new: Sequence[Placed],
    known_at: str,
) -> tuple[list[Rectangle], list[Rectangle]]:
    """Take in claims known later than everything before: the incremental step.

    *present* are the rectangles that are still open, *alive* the claims of the series
    until now.  Return the open rectangles and those that ended.  Only what speaks of
    moments from the new claims' on is computed again.
    """
    since = min(claim.as_of.latest for claim in new)
    untouched = [r for r in present if r.as_of_to <= since]
    touched = [r for r in present if r.as_of_to > since]
    cut = [
        replace(r, as_of_to=since, known_from=known_at)
        for r in touched
        if r.as_of_from < since
    ]
    stood = _joined([*cut, *_steps(series, [*alive, *new], known_at, since=since)])
    following, over = _succeed(touched, stood, known_at, {})
    return untouched + following, over


def _steps(
    series: Series, alive: Sequence[Placed], known_at: str, *, since: str
) -> Iterable[Rectangle]:
    """Return what stands at every T from *since* on, at one K, as open rectangles."""
    edges = sorted({c.as_of.latest for c in alive if c.as_of.latest >= since})
    return _joined(
        Rectangle(
            standing(series, [c for c in alive if c.as_of.latest <= start]),
            start,
            end,
            known_at,
        )
        for start, end in pairwise([*edges, FOREVER])
    )


def _joined(steps: Iterable[Rectangle]) -> list[Rectangle]:
    """Join neighbours along T that say the same."""
    found: list[Rectangle] = []
    for step in steps:
        if found and found[-1].content[2:] == step.content[2:]:
            found[-1] = replace(found[-1], as_of_to=step.as_of_to)
        else:
            found.append(step)
    return found


def _succeed(
    present: Sequence[Rectangle],
    stood: Sequence[Rectangle],
    known_at: str,
    ended: dict[Reference, str | None],
) -> tuple[list[Rectangle], list[Rectangle]]:
    """Let rectangles go on that still hold, end the others, begin the new ones."""
    holding = {step.content for step in stood}
    kept = {r.content: r for r in present if r.content in holding}
    over = []
    for rectangle in present:
        if rectangle.content not in holding:
            names = [claim.name for claim in rectangle.standing.members]
            causes = sorted(why for n in names if (why := ended.get(n)) is not None)
            why = causes[0] if causes else SUPERSEDED
            over.append(replace(rectangle, known_to=known_at, ended_by=why))
    return [kept.get(step.content, step) for step in stood], over
