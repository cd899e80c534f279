"""Claims that stand by themselves: nothing later supersedes them."""

from collections.abc import Callable, Sequence
from typing import Any

from incident_log.placing import Placed
from incident_log.projections.nouns import (
    Circumstance,
    Noun,
    Steady,
    Values,
    history,
    source,
    voice,
)
from incident_log.rectangles import Content
from incident_log.tables.spec import Column


def single(
    name: str,
    title: str,
    says: str,
    columns: Sequence[Column],
    *,
    values: Callable[[Any], Values],
    facets: tuple[str, ...],
    searched: tuple[str, ...] = (),
) -> Noun:
    """Return a noun each of whose claims is a series of its own."""
    return Noun(
        table=history(name, title, says, columns, facets=facets, searched=searched),
        key_of=lambda row: (row["claim"],),
        sweep=lambda circumstance: SingleSweep(circumstance, values),
    )


def claim_key(claim: Placed) -> tuple[str]:
    """Return the key of a claim in its table."""
    return (claim.reference,)


class SingleSweep(Steady):
    """Shows one claim from the moment it speaks about."""

    def __init__(
        self, circumstance: Circumstance, values: Callable[[Any], Values]
    ) -> None:
        self._circumstance = circumstance
        self._values = values

    def content(self, kept: Sequence[Placed]) -> Content:
        """Show the claim."""
        (claim,) = kept
        return content(claim, self._circumstance, self._values(claim.claim))


def content(claim: Placed, circumstance: Circumstance, own: Values) -> Content:
    """Return the row of one claim."""
    members = (claim.reference,)
    values = (
        claim.place,
        *own,
        *voice(claim, circumstance.reading),
        *source(claim, members, claim),
    )
    return Content(values, members)
