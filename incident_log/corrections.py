"""What corrections do: the corrected claim no longer counts, its as_of lives on (R5).

A correction is about the same moment as what it corrects and is known later.  A
correction that is itself withdrawn lets the original stand again.
"""

from collections.abc import Iterator
from dataclasses import replace

from incident_log.events import ClaimCorrected, UpdateReceived
from incident_log.history import History
from incident_log.placing import Placed, Series
from incident_log.reading import Reading
from incident_log.references import Reference
from incident_log.times import Span
from incident_log.withdrawals import RETRACT, Withdrawn, covered_updates, resolve

#: Corrections of later corrections that are followed; a longer chain is no news story.
LONGEST = 100

Claims = dict[Reference, Placed]
Path = tuple[Reference, ...]


def settled(reading: Reading, claims: Claims, withdrawn: Withdrawn) -> Claims:
    """Return *claims* at the moments they are about, hidden where they do not count."""
    if withdrawn.is_empty and not _is_anything_corrected(reading.history):
        return claims
    corrections = _Corrections(reading, claims, withdrawn)
    corrected = corrections.corrected()
    return {
        name: _settled(claim, corrections.as_of(name), withdrawn, corrected.get(name))
        for name, claim in claims.items()
    }


def _is_anything_corrected(history: History) -> bool:
    return any(isinstance(each, ClaimCorrected) for each in history.decisions) or any(
        update.signal == "correction" or any(claim.corrects for claim in update.claims)
        for update in history.updates
    )


def _settled(
    claim: Placed, as_of: Span, withdrawn: Withdrawn, corrected_by: str | None
) -> Placed:
    act = withdrawn.act_on(claim.name)
    hidden, by = None, None
    if act is not None:
        hidden, by = ("retracted" if act.does == RETRACT else "held"), act.name
    elif corrected_by is not None:
        hidden, by = "corrected", corrected_by
    if hidden is None and as_of is claim.as_of:
        return claim
    return replace(claim, as_of=as_of, hidden=hidden, hidden_by=by)


class _Corrections:
    """Which claims were said instead of which, among the claims of one incident."""

    def __init__(self, reading: Reading, claims: Claims, withdrawn: Withdrawn) -> None:
        self.history = reading.history
        self.claims = claims
        self.withdrawn = withdrawn
        self.made = _made_by_editors(claims)
        self.by_series: dict[Series, list[Placed]] = {}
        for claim in claims.values():
            if claim.series is not None and claim.name == claim.name.original:
                self.by_series.setdefault(claim.series, []).append(claim)
        self._as_of: dict[Reference, Span] = {}
        self._circles = 0

    def as_of(self, name: Reference, path: Path = ()) -> Span:
        """Return the moment a claim is about: a correction's is its target's.

        Of several targets the newest counts.  In a circle each keeps its own.
        """
        if name in self._as_of:
            return self._as_of[name]
        if name in path or len(path) > LONGEST:
            self._circles += 1
            return self.claims[name].as_of
        circles = self._circles
        path = (*path, name)
        targets = [each for each in self._replaced(name, path) if each in self.claims]
        span = self.claims[name].as_of
        if targets:
            newest = max(targets, key=lambda each: self._age(each, path))
            span = self.as_of(newest, path)
        if self._circles == circles:
            self._as_of[name] = span
        return span

    def corrected(self) -> dict[Reference, str]:
        """Return the claims that were replaced, with the name of what replaced them."""
        found: dict[Reference, str] = {}
        for old, new in (*self._by_claims(), *self._by_updates()):
            for name in (old, *self.made.get(old, ())):
                found.setdefault(name, str(new))
        for original, names in self.made.items():
            for n, name in enumerate(names):
                if self.withdrawn.act_on(name) is None:
                    for old in (original, *names[:n]):
                        found.setdefault(old, str(name))
        return found

    def _by_claims(self) -> Iterator[tuple[Reference, Reference]]:
        """Yield what is replaced, and by which claim of an update."""
        for name in self.claims:
            if name == name.original and self.withdrawn.act_on(name) is None:
                for old in self._replaced(name, ()):
                    yield old, name

    def _by_updates(self) -> Iterator[tuple[Reference, Reference]]:
        """Yield what is replaced by claims about other incidents, or by nothing."""
        for update in self.history.updates:
            own = Reference(update.report.id, update.update)
            if self.withdrawn.act_on(own) is None:
                for old in self._left_without(update):
                    yield old, own
                yield from self._elsewhere(update)

    def _replaced(self, name: Reference, path: Path) -> list[Reference]:
        """Return the claims that a claim was said instead of."""
        claim = self.claims[name]
        if name != name.original:
            is_redated = claim.claim.as_of != self.claims[name.original].claim.as_of
            return [] if is_redated else [name.original]
        if claim.claim.corrects:
            words = claim.claim.corrects
            named = [resolve(word, claim.update, self.history) for word in words]
            return [each for each in named if each != name]
        if claim.update.signal != "correction" or claim.series is None:
            return []
        found = []
        for target in _targets(claim.update, self.history):
            meant = self._meant(target, claim.update, claim.series)
            same = [each.name for each in meant if each.name != name]
            if target.update is None and same:
                same = [max(same, key=lambda each: self._age(each, path))]
            found += same
        return found

    def _meant(
        self, target: Reference, update: UpdateReceived, series: Series
    ) -> list[Placed]:
        """Return the claims of a series that a correction of *target* may mean."""
        same = [
            claim
            for claim in self.by_series.get(series, ())
            if target in (claim.name, claim.name._replace(claim=None))
        ]
        if target.update is not None:
            return same
        covered = {
            each.position
            for each in covered_updates(
                target.report, update.order, update, self.history
            )
        }
        return [
            claim
            for claim in self.by_series.get(series, ())
            if claim.update.position in covered and not self._is_retracted(claim)
        ]

    def _left_without(self, update: UpdateReceived) -> Iterator[Reference]:
        """Yield the claims that a correction names and says nothing instead of."""
        if update.signal != "correction":
            return
        own = [self.claims.get(update.name(claim)) for claim in update.claims]
        said = {c.series for c in own if c and c.series and not c.claim.corrects}
        for target in _targets(update, self.history):
            if target.claim is not None and target in self.claims:
                if self.claims[target].series not in said:
                    yield target

    def _elsewhere(
        self, update: UpdateReceived
    ) -> Iterator[tuple[Reference, Reference]]:
        """Yield what claims about other incidents replace here by name."""
        for claim in update.claims:
            name = update.name(claim)
            if name not in self.claims and self.withdrawn.act_on(name) is None:
                for word in claim.corrects:
                    yield resolve(word, update, self.history), name

    def _age(self, name: Reference, path: Path) -> tuple[object, ...]:
        claim = self.claims[name]
        earliest = self.as_of(name, path).earliest
        return (
            *(earliest, claim.published_at, claim.known_at, claim.update.order),
            str(name.claim),
        )

    def _is_retracted(self, claim: Placed) -> bool:
        act = self.withdrawn.act_on(claim.name)
        return act is not None and act.does == RETRACT


def _targets(update: UpdateReceived, history: History) -> list[Reference]:
    """Return what a correction is about: what it lists, else its own report."""
    named = [resolve(word, update, history) for word in update.corrects]
    return named or [Reference(update.report.id)]


def _made_by_editors(claims: Claims) -> dict[Reference, list[Reference]]:
    """List what editors' corrections made of each claim, the first first."""
    made: dict[Reference, list[Reference]] = {}
    for name in claims:
        if name != name.original:
            made.setdefault(name.original, []).append(name)
    return made
