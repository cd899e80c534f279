"""What one vintage has to say beyond what was told: the update of only that."""

from collections.abc import Collection, Iterator

from incident_log.exchange.last_claim import LastClaim
from incident_log.exchange.recalling import Record
from incident_log.exchange.telling import Document, Said, is_news, said
from incident_log.exchange.vintage import Vintage, moment_of
from incident_log.schemas import FORMAT
from incident_log.times import FOREVER


class Change:
    """What one vintage has to say beyond what was told."""

    def __init__(self, record: Record, vintage: Vintage, name: str) -> None:
        self.record = record
        self.vintage = vintage
        self.telling = vintage.telling
        self.name = name
        self.report = self.telling.report["id"]
        self.retracts: list[str] = []
        self.said: dict[str, Said] = {}  #: what the claims say, where it was compared
        self._replaced: set[str] = set()  #: the updates that said otherwise
        #: Whether a record that was gone is back, and says everything.
        self.is_anew = bool(record.retraction) and self.telling.is_whole

    def gone(self) -> Document | None:
        """Return the retraction of a record that disappeared."""
        if self.record.retraction or not self.record.updates:
            return None
        incident = {"incident": self.telling.incident["id"]}
        return self._document() | incident | {"signal": "retraction"}

    def told(self) -> Document | None:
        """Return the update of a record that is there."""
        record, telling = self.record, self.telling
        if record.retraction and not self.is_anew:
            self._replaced.add(record.retraction)
            self.retracts.append(f"{self.report}/{record.retraction}")
        claims = list(self._claims())
        described = dict(self._described())
        is_new = self.is_anew or not record.updates
        if not (is_new or claims or self.retracts or described):
            return None
        document = self._document() | telling.update | described
        if self.retracts:
            document |= {"signal": "retraction", "retracts": self.retracts}
        elif record.updates:
            document.setdefault("signal", "update")
        return document | {"claims": claims}

    def is_addition_to(self, updates: Collection[str]) -> bool:
        """Tell whether all of it can be true beside what some updates told."""
        is_there = not (self.vintage.is_gone or self.is_anew)
        return is_there and self._replaced.isdisjoint(updates)

    def _document(self) -> Document:
        known_at = self.vintage.known_at
        return {
            "format": FORMAT,
            "report": self.telling.report,
            "incident": self.telling.incident["id"],
            "id": self.name,
        } | ({"received_at": known_at} if known_at else {})

    def _claims(self) -> Iterator[Document]:
        telling = self.telling
        known = {} if self.is_anew else self.record.claims
        for name, claim in telling.claims.items():
            last = known.get(name)
            if last is None:
                yield from () if claim is None else ({"id": name} | claim,)
            elif claim is None:
                yield from self._silent(name, last)
            else:
                yield from self._compared(name, last, claim)
        if telling.is_whole:
            for name in [each for each in known if each not in telling.claims]:
                yield from self._silent(name, known[name])

    def _compared(
        self, name: str, last: LastClaim, claim: Document
    ) -> Iterator[Document]:
        """Yield a claim that says anything else than last; what it replaces is gone."""
        now = self.said[name] = said(claim, self.telling.zone)
        others = list(last.beside) if self.vintage.known_at else []
        if not last.said.is_same(now):
            self._replaced.add(last.update)
            others.append(last)
        elif not now.is_counted:  # said again, it would stand twice
            before = last.updates[:-1] if others else ()
            self.retracts += [self._name(each, name) for each in before]
            return
        if others:
            yield {"id": name} | claim | self._replaces(name, others, claim, now)

    def _silent(self, name: str, last: LastClaim) -> Iterator[Document]:
        """Yield the claim of an unknown count; retract one without, whenever told."""
        if not last.said.is_counted:
            self._replaced.add(last.update)
            self.retracts += [self._name(each, name) for each in last.updates]
            return
        if last.beside or not last.said.is_unknown:
            yield from self._compared(name, last, last.said.fallen_silent())

    def _replaces(
        self, name: str, others: list[LastClaim], claim: Document, said: Said
    ) -> Document:
        """Say which claims are replaced, where the later moment does not say it."""
        moment, known_at = moment_of(self.vintage, claim), self.vintage.known_at
        now = LastClaim(said, moment, known_at or FOREVER, self.name)
        replaced = [self._name(each.update, name) for each in now.replaced(others)]
        named = list(dict.fromkeys(replaced))
        if not named:
            return {}
        return {"corrects": named if len(named) > 1 else named[0]}

    def _name(self, update: str, claim: str) -> str:
        return f"{self.report}/{update}#{claim}"

    def _described(self) -> Iterator[tuple[str, object]]:
        last, telling = self.record.described, self.telling
        if is_news([telling.incident], last.get("incident", {})):
            yield "incident", telling.incident
        for name, descriptions in telling.described.items():
            if is_news(descriptions, last.get(name, {})):
                yield name, descriptions
