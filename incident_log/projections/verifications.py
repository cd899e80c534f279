"""Verdicts on claims: not verified, confirmed, disputed, refuted.

They show wherever a claim that they judge shows, in whatever incident they were made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from incident_log.claims import Verification
from incident_log.events import ClaimAssessed, UpdateReceived
from incident_log.placing import Placed, as_of
from incident_log.projections.nouns import (
    Circumstance,
    Key,
    Noun,
    Steady,
    history,
    listed,
)
from incident_log.rectangles import Content
from incident_log.references import Reference, parse
from incident_log.tables.spec import required, text
from incident_log.times import Span, instant
from incident_log.view import Knowledge
from incident_log.withdrawals import resolve_own


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, by whomever and on whatever, with what its row needs."""

    name: str
    verdict: str
    said_by: str | None
    of: tuple[Reference, ...]
    as_of: Span
    known_at: str
    published_at: str | None = None
    place: str | None = None
    origin: str | None = None
    quote: str | None = None
    report: str | None = None
    update: str | None = None


def judgements(now: Knowledge) -> Iterator[Judged]:
    """Yield the verdicts on claims of the incident that count at one K."""
    yield from reported(now, now.reading.history.updates)
    for decision in now.reading.history.decisions:
        if isinstance(decision, ClaimAssessed):
            judged = Judged(
                name=decision.reference,
                verdict=decision.verdict,
                said_by=decision.by,
                of=(parse(decision.claim),),
                as_of=instant(decision.known_at),
                known_at=decision.known_at,
                origin=now.reading.spoken_for(decision.by) if decision.by else None,
            )
            if _is_about(judged, now):
                yield judged


def reported(now: Knowledge, updates: Iterable[UpdateReceived]) -> Iterator[Judged]:
    """Yield the verdicts in some updates."""
    for update in updates:
        for said in update.claims:
            if isinstance(said, Verification):
                name = update.name(said)
                placed = now.claims.get(name)
                hidden = placed is not None and placed.hidden is not None
                if hidden or now.withdrawn.act_on(name) is not None:
                    continue
                judged = _said(now, said, name, update, placed)
                if placed is not None or _is_about(judged, now):
                    yield judged


def _said(
    now: Knowledge,
    said: Verification,
    name: Reference,
    update: UpdateReceived,
    placed: Placed | None,
) -> Judged:
    reading = now.reading
    published = update.published_at
    return Judged(
        name=str(name),
        verdict=said.verdict,
        said_by=said.said_by or update.report.source,
        of=tuple(resolve_own(word, update, reading.history) for word in said.of),
        as_of=placed.as_of if placed else as_of(said, update),
        known_at=update.known_at,
        published_at=published.earliest if published else None,
        # Where another incident is, its own history tells.
        place=reading.place(said) if placed else said.place,
        origin=reading.origin(update.report, said.said_by),
        quote=said.quote,
        report=update.report.id,
        update=update.update,
    )


def _is_about(judged: Judged, now: Knowledge) -> bool:
    return any(name.original in now.claims for name in judged.of)


class JudgedSweep(Steady):
    """Shows one verdict from the moment it speaks about."""

    def __init__(self, circumstance: Circumstance) -> None:
        self._reading = circumstance.reading

    def content(self, kept: Sequence[Judged]) -> Content:
        """Show the verdict."""
        (judged,) = kept
        values = (
            *(judged.place, judged.verdict, listed([str(name) for name in judged.of])),
            *(judged.said_by, judged.origin, self._reading.party(judged.said_by)),
            *(judged.quote, judged.name, listed([judged.name])),
            *(judged.report, judged.update),
            *(judged.as_of.earliest, judged.as_of.latest),
            *(judged.published_at, judged.known_at),
        )
        return Content(values, (judged.name,))


def _row_key(row: Any) -> Key:
    return (row["claim"],)


VERIFICATIONS = Noun(
    table=history(
        "verifications",
        "Verifications",
        "What somebody found when checking claims.",
        (
            text("verdict", "not_verified, confirmed, disputed, refuted ..."),
            required("of", "JSON list of the claims that it judges"),
        ),
        facets=("verdict", "said_by"),
    ),
    key_of=_row_key,
    sweep=JudgedSweep,
)
