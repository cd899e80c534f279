"""Series of counts: totals with their increments, instances, subsets.

What stands is decided by the rules of ``standing``; walking along T, a total needs only
the newest claims seen so far and those before them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from incident_log.claims import Claim
from incident_log.placing import Placed, Series
from incident_log.projections.nouns import (
    COUNT,
    Circumstance,
    Noun,
    Values,
    history,
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
    return (series.origin, series.place, *map(stored, series.subject))


class CountedSweep:
    """Walks along T through the claims of one series."""

    def __init__(self, circumstance: Circumstance, further: Further) -> None:
        self.standing: Standing | None = None  #: what stands at the T reached
        self._circumstance = circumstance
        self._further = further
        self._needed: list[Placed] = []

    def see(self, items: Sequence[Placed]) -> Content:
        """Take in the claims that become visible at one moment."""
        self._needed += items
        series = self._needed[0].series
        assert series is not None
        if not any(measure(claim) in INCREMENTS for claim in self._needed):
            self._needed = _newest_two(self._needed)
        self.standing = standing(series, self._needed)
        return content(self.standing, self._circumstance, self._further)


def _newest_two(claims: list[Placed]) -> list[Placed]:
    """Keep the newest claims and the ones before them: older totals decide nothing."""
    if len(claims) < 3:
        return claims
    ages = sorted({claim.newness for claim in claims})[-2:]
    return [claim for claim in claims if claim.newness in ages]


def content(stood: Standing, circumstance: Circumstance, further: Further) -> Content:
    """Return what a standing says, as a row does."""
    claims = sorted(stood.members, key=lambda claim: str(claim.name))
    first, reading = claims[0], circumstance.reading
    members = tuple(str(claim.name) for claim in claims)
    newest = max(claims, key=lambda claim: (claim.newness, claim.as_of.latest))
    values = (
        stood.series.place,
        *map(stored, stood.series.subject),
        *further(first.claim),
        *voice(first, reading),
        *(stood.range.low, stood.range.high, stood.value),
        first.claim.number.text,
        int(stood.is_denial),
        stored(_flags(stood, circumstance)),
        *source(first, members, newest),
    )
    return Content(values, members)


def _flags(stood: Standing, circumstance: Circumstance) -> list[str]:
    rests_on = {report for claim in stood.members for report in claim.rests_on}
    flags = {
        "downward_revision": stood.is_lower,
        "increment_without_total": stood.is_floor,
        "origin_retracted": bool(rests_on & circumstance.retracted),
    }
    return [flag for flag, is_set in flags.items() if is_set]


def number(claim: Claim) -> Values:
    """Return low, high, value and words of one claim's count."""
    count = claim.number
    return (count.range.low, count.range.high, count.value, count.text)
