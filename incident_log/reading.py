"""How the log understands an incident at one K: origins, places, merged incidents.

A description holds within each incident its update concerns; for each field the
latest one known counts (DESIGN 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from incident_log.claims import Claim
from incident_log.events import Description, IncidentDescribed, Order, Report
from incident_log.history import History

Described = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Reading:
    """An incident's history at one K, with the descriptions that hold there."""

    history: History  #: only what was known
    incident: str  #: the one that survived merging
    members: frozenset[str]  #: it and those merged into it
    incidents: Described
    agents: Described
    places: Described
    weapons: Described

    @property
    def zone(self) -> str | None:
        """The incident's time zone."""
        zone = self.incidents.get(self.incident, {}).get("timezone")
        return zone if isinstance(zone, str) else None

    @property
    def part_of(self) -> Mapping[str, str]:
        """What each place lies in."""
        return {
            place: fields["part_of"]
            for place, fields in self.places.items()
            if fields.get("part_of")
        }

    def place(self, claim: Claim) -> str | None:
        """Return the claim's place; its own incident's if it names none."""
        if claim.place is not None:
            return claim.place
        place = self.incidents.get(claim.incident, {}).get("place")
        return place if isinstance(place, str) else None

    def party(self, voice: str | None) -> str | None:
        """Return the party to the conflict that a voice belongs to."""
        party = self.agents.get(voice or "", {}).get("party")
        return party if isinstance(party, str) else None

    def origin(self, report: Report, said_by: str | None) -> str:
        """Return what counts once: voices that speak for one another share it (R8).

        A report's own voice has the origin of the text it carries; where reports carry
        one another's in a circle, that of the first one met again.
        """
        if said_by is not None and said_by != report.source:
            return self.spoken_for(said_by)
        source, derived_from, seen = report.source, report.derived_from, {report.id}
        while derived_from is not None:
            roster = self.history.roster(derived_from)
            if not roster:
                return self.spoken_for(derived_from)
            source = roster[-1].source
            if derived_from in seen:
                break
            seen.add(derived_from)
            derived_from = roster[-1].derived_from
        return self.spoken_for(source)

    def chain(self, report: Report) -> Iterable[str]:
        """Yield the known reports whose text *report* carries, the nearest first."""
        derived_from, seen = report.derived_from, set[str]()
        while derived_from is not None and derived_from not in seen:
            roster = self.history.roster(derived_from)
            if not roster:
                return
            seen.add(derived_from)
            yield derived_from
            derived_from = roster[-1].derived_from

    def survivor(self, incident: str) -> str:
        """Return what an incident became, if that is the one that is read.

        What others became is told in their own histories, of which this one may have
        any part.
        """
        return self.incident if incident in self.members else incident

    def spoken_for(self, voice: str) -> str:
        """Return the origin that a voice is described to have, else the voice."""
        return str(self.agents.get(voice, {}).get("origin") or voice)


def read(history: History, incident: str, known_at: str) -> Reading:
    """Read what was known at *known_at* about *incident*, or about what it became."""
    known = history.at(known_at)
    survivor = known.survivors.get(incident, incident)
    members = frozenset(
        {survivor}
        | {slug for slug, into in known.survivors.items() if into == survivor}
    )
    concerned = [u for u in known.updates if u.concerns & members]
    return Reading(
        history=known,
        incident=survivor,
        members=members,
        incidents=_incidents(known),
        agents=_described(d for u in concerned for d in u.agents),
        places=_described(d for u in concerned for d in u.places),
        weapons=_described(d for u in concerned for d in u.weapons),
    )


def latest_zone(history: History, incident: str) -> tuple[Order, str] | None:
    """Return the zone described last for an incident, and its place in the order."""
    zones = [
        (order, str(description["timezone"]))
        for order, description in _told(history)
        if description["id"] == incident and "timezone" in description
    ]
    return zones[-1] if zones else None


def _incidents(known: History) -> Described:
    return _described(description for _, description in _told(known))


def _told(known: History) -> list[tuple[Order, Description]]:
    """Return every description of an incident, the oldest first."""
    told = [(u.order, described) for u in known.updates for described in u.incidents]
    told += [
        (d.order, d.incident)
        for d in known.decisions
        if isinstance(d, IncidentDescribed)
    ]
    return sorted(told, key=lambda entry: entry[0])


def _described(told: Iterable[Description]) -> Described:
    found: Described = {}
    lay_over(found, told)
    return found


def lay_over(found: Described, told: Iterable[Description]) -> None:
    """Lay descriptions over those that are there, the oldest first."""
    for description in told:
        found.setdefault(description["id"], {}).update(
            (name, value) for name, value in description.items() if value is not None
        )
