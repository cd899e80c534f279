"""Homes, customers and places that lost a service, or have it back; and how many."""

from typing import Any

from incident_log.drafting.attacks.remembering import Reader
from incident_log.drafting.attacks.things import Thing, kinds_of, things_in
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import (
    DENIED,
    Found,
    clause_tags,
    doubt,
    meaning,
    number_at,
)

#: Prefixes of the tags of what can be without a service.
_NOUNS = ("route_", "object_", "served_")
#: What gives a service -> the service that is out when it is.
_OF = {
    "power": "electricity",
    "water": "water",
    "gas": "gas",
    "heating_main": "heating",
    "telecom": "telecom",
}
#: What makes an attack the cause, if the clause names it.
_ATTACKS = ("assault", "weapon", "debris")


def outages_in(article: Article) -> list[Finding]:
    """Return the outages that *article* tells of, in the order of the text."""
    return _Outages(article).all("outages")


class _Outages(Reader):
    """Reads what the rules of outages match."""

    def read(self, found: Found) -> None:
        self.doubt = doubt(self.article, found.first)
        things = found.group("things")
        if self.doubt == DENIED:
            return
        if things and "inherits" in found.rule.sets:
            self.joining(found, things)
        elif things:
            self.counted(found, things)
        elif "inherits" in found.rule.sets:
            self.shared(found, found.groups("many")[0][0])
        else:
            self.bare(found, found.groups("many")[0][0])

    def counted(self, found: Found, things: tuple[int, int]) -> None:
        """Add one finding a thing and service."""
        counted = list(things_in(self.article, *things, *_NOUNS))
        for thing in counted:
            first = found.first if thing is counted[0] else thing.first
            last = found.last if thing is counted[-1] else thing.last
            fields: dict[str, Any] = {"object": self.served(thing)}
            fields["count"] = thing.count
            fields |= kinds_of(self.article, thing)
            services = self.services(found, things)
            if "of_noun" in found.rule.sets:
                services = [_OF[n] for n in (self.served(thing),) if n in _OF]
            if services:
                self.add(found, (first, last), thing.at, services, fields)

    def joining(self, found: Found, things: tuple[int, int]) -> None:
        """Add "and 400 clients in Lutsk", whose service stands before it."""
        before = self.before(found, found.first)
        for thing in things_in(self.article, *things, *_NOUNS) if before else ():
            fields = {"object": self.served(thing), "count": thing.count}
            services = [finding.fields["service"] for finding in before]
            self.add(found, (found.first, found.last), thing.at, services, fields)

    def shared(self, found: Found, at: int) -> None:
        """Add "and 400 in Lutsk", whose noun and service stand before it."""
        if before := self.before(found, at):
            count = number_at(self.article, at).words
            fields = {"object": before[0].fields["object"], "count": count}
            services = [finding.fields["service"] for finding in before]
            self.add(found, (found.first, found.last), at, services, fields)

    def before(self, found: Found, at: int) -> list[Finding]:
        """Return what a rule refers to, in a sentence as far back as it may look."""
        return self.memory.before(at, int(found.sets("back", "0")))

    def bare(self, found: Found, at: int) -> None:
        """Add "30,000 without power": people, if nobody says what else."""
        count = number_at(self.article, at).words
        fields = {"object": found.sets("object"), "count": count}
        services = self.services(found, (at, at + 1))
        self.add(found, (found.first, found.last), at, services, fields)

    def services(self, found: Found, things: tuple[int, int]) -> list[str]:
        """Return the services that the words around the things name."""
        around = (*range(found.first, things[0]), *range(things[1], found.last))
        named = [meaning(self.article, item, "service_") for item in around]
        known = [name for name in named if name]
        return list(dict.fromkeys(known or [found.sets("service")]))

    def served(self, thing: Thing) -> str:
        """Return what is without the service."""
        names = (meaning(self.article, thing.noun, prefix) for prefix in _NOUNS)
        return next(filter(None, names), "")

    def add(
        self,
        found: Found,
        words: tuple[int, int],
        at: int,
        services: list[str],
        fields: dict[str, Any],
    ) -> None:
        if at in self.memory:
            return
        fields["state"] = found.sets("state", "out")
        if self.is_attacked(found):
            fields["cause"] = "attack"
        flags = {"composite"} & fields.keys()
        rule = found.rule.name
        self.memory.add(
            *(
                Finding(
                    "outage",
                    {"service": s, **fields},
                    *words,
                    at,
                    rule,
                    {*flags},
                    self.doubt,
                )
                for s in services
            )
        )

    def is_attacked(self, found: Found) -> bool:
        tags = clause_tags(self.article, found.first, found.last)
        return not tags.isdisjoint(_ATTACKS)
