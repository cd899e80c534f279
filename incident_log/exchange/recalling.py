"""What was told of a record so far: read back from the log, or made here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incident_log.events import UpdateReceived
from incident_log.exchange.last_claim import LastClaim
from incident_log.exchange.telling import DESCRIBED, Document, Said, said, told
from incident_log.exchange.vintage import Vintage, moment_of
from incident_log.times import FOREVER


@dataclass(slots=True)
class Record:
    """What was told of a record, up to the vintage at hand."""

    ahead: Iterator[UpdateReceived]  #: what the log was told after it
    next: UpdateReceived | None
    claims: dict[str, LastClaim] = field(default_factory=dict)
    described: dict[str, dict[str, Document]] = field(default_factory=dict)
    retraction: str | None = None  #: the update that withdrew it
    last: tuple[str, str] = ("", "")  #: known_at and id of the last update
    seen: tuple[str, int] = ("", 0)  #: known_at of the last vintage, how many had it
    first: str = ""  #: known_at of the first vintage that was met
    updates: int = 0


def advance(record: Record, until: tuple[str, str]) -> None:
    """Take in what the log was told of a record, up to and with *until*."""
    while record.next is not None:
        update = record.next
        if (update.known_at, update.update) > until:
            return
        _fold(record, update)
        record.next = next(record.ahead, None)


def with_additions(record: Record, update: str) -> list[str]:
    """Take in what was added to the last update; return the names of all of that."""
    names = [update]
    while (
        record.next is not None
        and record.next.known_at == record.last[0]
        and _is_addition(record.next.update, update)
    ):
        names.append(record.next.update)
        _fold(record, record.next)
        record.next = next(record.ahead, None)
    return names


def addition(names: list[str]) -> str:
    """Name what is added to an update after what was added before."""
    return f"{names[0]}-more{len(names)}"


def _is_addition(name: str, update: str) -> bool:
    """Tell whether an update was added to another; a tenth sorts before a second."""
    before, _, number = name.partition(f"{update}-more")
    return not before and number.isdecimal()


def _fold(record: Record, update: UpdateReceived) -> None:
    """Take in one update of the log."""
    record.last = (update.known_at, update.update)
    record.updates += 1
    _withdraw(record, update.update, update.signal, update.retracts)
    published = update.published_at.earliest if update.published_at else ""
    for claim in update.claims:
        as_of = claim.as_of or update.as_of or update.published_at
        moment = (as_of.earliest if as_of else update.known_at, published)
        now = LastClaim(told(claim), moment, update.known_at, update.update)
        _take(record, update.report.id, claim.id, now, claim.corrects)
    _describe(record, "incident", update.incidents)
    for name in DESCRIBED:
        _describe(record, name, getattr(update, name))


def add(
    record: Record, vintage: Vintage, document: Document, compared: dict[str, Said]
) -> None:
    """Take in an update that was made here."""
    record.last = known_at, update = vintage.known_at or FOREVER, document["id"]
    record.updates += 1
    signal = document.get("signal", "new")
    _withdraw(record, update, signal, document.get("retracts", ()))
    zone = vintage.telling.zone
    for claim in document.get("claims", ()):
        name = claim["id"]
        now = LastClaim(
            compared.get(name) or said(claim, zone),
            moment_of(vintage, claim),
            known_at,
            update,
        )
        _take(record, document["report"]["id"], name, now, claim.get("corrects", ()))
    if isinstance(document["incident"], dict):
        _describe(record, "incident", [document["incident"]])
    for name in DESCRIBED:
        _describe(record, name, document.get(name, ()))


def _take(
    record: Record,
    report: str,
    claim: str,
    now: LastClaim,
    corrects: str | Sequence[str],
) -> None:
    """Take in a claim, after what was told by its id in the same report."""
    last = record.claims.get(claim)
    if last is not None:
        now.follow(last, f"{report}/{{}}#{claim}", corrects)
    record.claims[claim] = now


def _withdraw(
    record: Record, update: str, signal: str, retracts: Iterable[str]
) -> None:
    """Take in what an update withdraws, or that it brings back what was gone."""
    gone: dict[str, set[str]] = {}
    for word in retracts:
        name, _, claim = word.partition("/")[2].partition("#")
        gone.setdefault(claim, set()).add(name)
    if signal != "retraction":
        if record.retraction:
            record.claims.clear()
        record.retraction = None
    elif not gone:
        record.retraction = update
    if record.retraction in gone.pop("", ()):
        record.retraction = None
    for claim, updates in gone.items():
        last = record.claims.pop(claim, None)
        left = last.without(updates) if last is not None else None
        if left is not None:
            record.claims[claim] = left


def _describe(record: Record, name: str, told: Iterable[Mapping[str, Any]]) -> None:
    known = record.described.setdefault(name, {})
    for description in told:
        known.setdefault(description["id"], {}).update(description)
