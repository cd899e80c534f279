"""Series of counts: totals with their increments, instances, subsets.

What stands is decided by the rules of ``standing``; walking along T, a total needs only
the newest claims seen so far and those before them.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from incident_log.claims import Claim
from incident_log.placing import Placed, Series
from incident_log.projections.nouns import (
    COUNT,
    Circumstance,
    Noun,
    Values,
    history,
    listed,
    source,
    stored,
    voice,
)
from incident_log.rectangles import Content
from incident_log.standing import INCREMENTS, Standing, measure, standing
from incident_log.tables.spec import Column

#: The values of a noun's further columns, from the claim that speaks for a row.
Further = Callable[[Any], Values]


def counted(
    name: str,
    title: str,
    says: str,
    subject: Sequence[Column],
    *,
    further: Sequence[Column] = (),
    values: Further = lambda _: (),
    facets: tuple[str, ...],
) -> Noun:
    """Return a noun that counts: *subject* are the columns of its ``SUBJECT``."""
    key = ("origin", "place", *(column.name for column in subject))
    return Noun(
        table=history(
            *(name, title, says),
            (*subject, *further),
            count=COUNT,
            facets=facets,
        ),
        key_of=lambda row: tuple(row[name] for name in key),
        sweep=lambda circumstance: CountedSweep(circumstance, values),
        is_counted=True,
    )


def series_key(series: Series) -> tuple[Any, ...]:
    """Return the key of a series in its table."""
    return (series.origin, series.place, *_subject(series.subject))


@lru_cache(maxsize=4096)
def _subject(subject: tuple[Any, ...]) -> Values:
    """Return a subject as it is stored, which a thousand claims have in common."""
    return tuple(map(stored, subject))


class CountedSweep:
    """Lets the claims of one series stand by the rules of ``standing``."""

    def __init__(self, circumstance: Circumstance, further: Further) -> None:
        self._circumstance = circumstance
        self._further = further
        # What stood last is asked for again, for the figures.
        self._kept: Sequence[Placed] = ()
        self._standing: Standing | None = None

    def keep(self, items: list[Placed]) -> list[Placed]:
        """Keep the newest claims and the ones before them: older totals decide nothing.

        What increments were added to may be any total.
        """
        if len(items) < 3:
            return items
        for claim in items:
            if measure(claim) in INCREMENTS:
                return items
        ages = sorted({claim.newness for claim in items})[-2:]
        return [claim for claim in items if claim.newness in ages]

    def content(self, kept: Sequence[Placed]) -> Content:
        """Return what the standing says."""
        return content(self.standing(kept), self._circumstance, self._further)

    def standing(self, kept: Sequence[Any]) -> Standing:
        """Return what stands where *kept* decide it."""
        if self._standing is None or kept is not self._kept:
            series = kept[0].series
            assert series is not None
            self._kept, self._standing = kept, standing(series, kept)
        return self._standing


def content(stood: Standing, circumstance: Circumstance, further: Further) -> Content:
    """Return what a standing says, as a row does."""
    claims: Sequence[Placed] = stood.members
    first = newest = claims[0]
    if len(claims) > 1:
        claims = sorted(claims, key=lambda claim: claim.reference)
        first = claims[0]
        newest = max(claims, key=lambda claim: (claim.newness, claim.as_of.latest))
    reading = circumstance.reading
    members = tuple([claim.reference for claim in claims])
    values = (
        stood.series.place,
        *_subject(stood.series.subject),
        *further(first.claim),
        *voice(first, reading),
        *(stood.range.low, stood.range.high, stood.value),
        first.claim.number.text,
        int(stood.is_denial),
        _flags(stood, circumstance.retracted),
        *source(first, members, newest),
    )
    return Content(values, members)


def _flags(stood: Standing, retracted: frozenset[str]) -> str:
    flags = {
        "downward_revision": stood.is_lower,
        "increment_without_total": stood.is_floor,
        "origin_retracted": bool(retracted)
        and any(not retracted.isdisjoint(claim.rests_on) for claim in stood.members),
    }
    return listed([flag for flag, is_set in flags.items() if is_set])


def number(claim: Claim) -> Values:
    """Return low, high, value and words of one claim's count."""
    count = claim.number
    return (count.range.low, count.range.high, count.value, count.text)
