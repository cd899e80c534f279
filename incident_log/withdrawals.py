"""What retractions, holds and releases do to claims (R6, R7).

The latest act is looked at first, because it may undo an earlier one: a retraction
that is itself retracted has no effect.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from incident_log.claims import Verification
from incident_log.events import (
    ClaimsHeld,
    ClaimsReleased,
    ClaimsRetracted,
    Order,
    UpdateReceived,
    Withdrawal,
)
from incident_log.history import History
from incident_log.references import Reference, is_bare, parse

RETRACT, HOLD, RELEASE = "retract", "hold", "release"

_SIGNALS = {"retraction": RETRACT, "hold": HOLD, "release": RELEASE}
_DECISIONS = {ClaimsRetracted: RETRACT, ClaimsHeld: HOLD, ClaimsReleased: RELEASE}


@dataclass(frozen=True)
class Act:
    """Somebody withdrew or released something."""

    does: str
    order: Order
    carrier: UpdateReceived | None  #: the update that says so; none for an editor
    targets: tuple[Reference, ...]

    @property
    def name(self) -> str:
        """Name it for a reader."""
        if self.carrier is not None:
            return self.carrier.reference
        return f"an editor at {self.order.known_at}"


@dataclass
class Withdrawn:
    """What is withdrawn at one K.  References are of updates or of claims."""

    retracted: dict[Reference, Act] = field(default_factory=dict)
    #: the latest hold or release of each
    held: dict[Reference, Act] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)  #: retracted as a whole

    @property
    def is_empty(self) -> bool:
        """Tell whether no claim or update was ever retracted or held."""
        return not self.retracted and not self.held

    def act_on(self, name: Reference) -> Act | None:
        """Return the act that withdraws a claim or update, if one does.

        A retraction outdoes a hold; of hold and release the latest decides.
        """
        if self.is_empty:
            return None
        names = (name, name.original, name._replace(claim=None))
        for known in names:
            if known in self.retracted:
                return self.retracted[known]
        latest = max(
            (self.held[known] for known in names if known in self.held),
            key=lambda act: act.order,
            default=None,
        )
        return latest if latest and latest.does == HOLD else None


def withdrawn(history: History) -> Withdrawn:
    """Return what is withdrawn by the acts in *history*."""
    found = Withdrawn()
    live = []
    for act in reversed(acts(history)):
        carrier = act.carrier
        if carrier and Reference(carrier.report.id, carrier.update) in found.retracted:
            continue
        live.append(act)
        if act.does == RETRACT:
            for name in _covered(act, history):
                found.retracted[name] = act
            found.reports.update(t.report for t in act.targets if t.update is None)
    for act in reversed(live):
        if act.does != RETRACT:
            for name in _covered(act, history):
                found.held[name] = act
    return found


def acts(history: History) -> list[Act]:
    """List the withdrawals and releases in *history*, oldest first."""
    found = [
        Act(_DECISIONS[type(d)], d.order, None, (parse(d.of),))
        for d in history.decisions
        if isinstance(d, Withdrawal)
    ]
    for update in history.updates:
        if update.signal in _SIGNALS:
            words = update.retracts or update.holds or update.releases
            targets = tuple(resolve(word, update, history) for word in words)
            whole = (Reference(update.report.id),)
            found.append(
                Act(_SIGNALS[update.signal], update.order, update, targets or whole)
            )
    return sorted(found, key=lambda act: act.order)


def waiting(update: UpdateReceived, history: History) -> list[str]:
    """Return the words of an update that refer to nothing in the log yet."""
    acts = (*update.corrects, *update.holds, *update.releases, *update.retracts)
    said = [w for c in update.claims for w in (*c.corrects, *c.restates)]
    judged = [w for c in update.claims if isinstance(c, Verification) for w in c.of]
    names = [(word, resolve(word, update, history)) for word in acts]
    names += [(word, resolve_own(word, update, history)) for word in (*said, *judged)]
    return [word for word, name in names if not exists(name, history)]


def resolve(word: str, update: UpdateReceived, history: History) -> Reference:
    """Return what a word in an update names: claim, then update, then report.

    A claim or update id means the latest so named in the same report before this
    update.
    """
    if not is_bare(word):
        return parse(word)
    before = [u for u in history.roster(update.report.id) if u.order < update.order]
    for earlier in reversed(before):
        if word in earlier.claims:
            return Reference(update.report.id, earlier.order.update, word)
    if any(earlier.order.update == word for earlier in before):
        return Reference(update.report.id, word)
    return Reference(word)


def resolve_own(word: str, update: UpdateReceived, history: History) -> Reference:
    """Return what a word names when its own update may be meant as well."""
    if any(claim.id == word for claim in update.claims):
        return Reference(update.report.id, update.update, word)
    return resolve(word, update, history)


def exists(name: Reference, history: History) -> bool:
    """Tell whether the log knows what a full reference names."""
    update = history.by_name.get(name._replace(claim=None))
    if update is not None:
        claims = {claim.id for claim in update.claims}
        return name.claim is None or name.original.claim in claims
    roster = history.roster(name.report)
    if name.update is None:
        return bool(roster)
    return any(
        u.order.update == name.update
        and (name.claim is None or name.original.claim in u.claims)
        for u in roster
    )


def covered_updates(
    report: str, order: Order, carrier: UpdateReceived | None, history: History
) -> Iterator[UpdateReceived]:
    """Yield the updates of *report* that an act on the whole of it is about.

    Those known when it takes effect: before the act, or the first to come after it.
    """
    roster = history.roster(report)
    until = max(order, roster[0].order) if roster else order
    for update in history.by_report.get(report, ()):
        if update.order <= until and update is not carrier:
            yield update


def _covered(act: Act, history: History) -> Iterator[Reference]:
    """Yield the updates and claims that an act is about, by reference."""
    for target in act.targets:
        if target.claim is not None:
            yield target
        elif target.update is not None:
            yield from _with_claims(target, history)
        else:
            for update in covered_updates(
                target.report, act.order, act.carrier, history
            ):
                yield from _with_claims(
                    Reference(target.report, update.update), history
                )


def _with_claims(name: Reference, history: History) -> Iterator[Reference]:
    yield name
    if name in history.by_name:
        update = history.by_name[name]
        yield from (update.name(claim) for claim in update.claims)
