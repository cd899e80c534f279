"""All that an incident's rows are made from at one K, each with its series."""

from collections.abc import Iterable, Iterator

from incident_log.claims import Link, Occurrence, Statement, Target
from incident_log.events import IncidentLinked
from incident_log.placing import Placed
from incident_log.projections.counted import series_key
from incident_log.projections.enclosures import enclosed
from incident_log.projections.links import link_key
from incident_log.projections.nouns import Key
from incident_log.projections.occurrences import moment_key
from incident_log.projections.remarks import Remark, remarks
from incident_log.projections.single import claim_key
from incident_log.projections.titles import titled
from incident_log.projections.verifications import Judged, judgements
from incident_log.projections.walking import Item, visible_from
from incident_log.reading import Reading
from incident_log.times import FOREVER
from incident_log.view import Knowledge

#: A series of any noun: the noun's name, and its key there.
Name = tuple[str, Key]


def grouped(items: Iterable[tuple[Name, Item]]) -> dict[Name, list[Item]]:
    """Group items by series."""
    found: dict[Name, list[Item]] = {}
    for name, item in items:
        if visible_from(item) < FOREVER:  # else it shows at no T that can be asked
            found.setdefault(name, []).append(item)
    return found


def everything(now: Knowledge, incident: str) -> Iterator[tuple[Name, Item]]:
    """Yield all that an incident's rows are made from, each with its series."""
    reading = now.reading
    if reading.incident != incident:  # it counts as part of another
        return
    yield from of_claims(now.claims.values(), reading)
    yield from of_verdicts(judgements(now))
    yield from of_remarks(remarks(now))
    for decision in reading.history.decisions:
        if isinstance(decision, IncidentLinked) and decision.owner in reading.members:
            yield ("links", link_key(decision, reading)), decision
    for each in enclosed(reading):
        yield ("enclosures", (each.place, each.within)), each
    for title in titled(reading):
        yield ("titles", ()), title


def is_alone(name: Name) -> bool:
    """Tell whether a series is of one claim or update, which no other adds to."""
    noun, key = name
    is_untimed = noun == "occurrences" and len(key) == 1
    return is_untimed or noun in ("remarks", "statements", "targets", "verifications")


def of_verdicts(verdicts: Iterable[Judged]) -> Iterator[tuple[Name, Item]]:
    """Yield verdicts, each in a series of its own."""
    for judged in verdicts:
        yield ("verifications", (judged.name,)), judged


def of_remarks(found: Iterable[Remark]) -> Iterator[tuple[Name, Item]]:
    """Yield remarks, those on one update in one series."""
    for remark in found:
        yield ("remarks", (remark.update,)), remark


def of_claims(
    claims: Iterable[Placed], reading: Reading
) -> Iterator[tuple[Name, Item]]:
    """Yield the claims that count, each in every series that it is part of."""
    for claim in claims:
        if claim.hidden is not None:
            continue
        said = claim.claim
        if claim.series is not None:
            noun = "observed" if isinstance(said, Occurrence) else said.TABLE
            yield (noun, series_key(claim.series)), claim
        if isinstance(said, Occurrence):
            yield ("occurrences", moment_key(claim)), claim
        elif isinstance(said, Statement | Target):
            yield (said.TABLE, claim_key(claim)), claim
        elif isinstance(said, Link):
            yield ("links", link_key(claim, reading)), claim
