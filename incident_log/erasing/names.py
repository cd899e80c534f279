"""What words of the log a name reaches: of a claim, an update, a report, an incident.

A name reaches down: a report to all that is in its stream, an update to its claims and
to what editors decided about them.  Of an incident it is what describes it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from incident_log.errors import NotPossible, UnknownReference
from incident_log.log import Log
from incident_log.log.openings import Sealed
from incident_log.references import ID, Reference, parse

#: A stream, or an entry of it, as decisions are called: ``report:wire@3``.
_STREAM = re.compile(rf"((report|incident):({ID}))(?:@([1-9][0-9]{{0,8}}))?", re.ASCII)


class Place(NamedTuple):
    """Where words stand in an event, and what that is called in what was named."""

    path: str
    called: tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """What was named; nothing at all is the whole log."""

    stream: str | None = None
    version: int | None = None  #: of the one event in the stream that is meant
    update: str | None = None
    claim: str | None = None

    def places(self, event: Sealed) -> Iterator[Place]:
        """Yield where in an event there are words of what was named."""
        entry = (event.state["stream"], event.state["version"])
        if self.update is not None:
            yield from _of_update(self.update, self.claim, event)
        elif self.stream is None or entry == (self.stream, self.version):
            yield from (Place(path, (path,)) for path in event.commitments)
        elif self.version is None and self.stream.startswith("incident:"):
            yield from _of_incident(self.stream, event)
        elif self.version is None:
            yield from _of_report(event)


def named(log: Log, text: str | None) -> Name:
    """Find out what *text* names; raise :exc:`UnknownReference`."""
    if text is None:
        return Name()
    match = _STREAM.fullmatch(text)
    if match is not None:
        stream, kind, id_, version = match.groups()
        known = log.reports() if kind == "report" else log.incidents()
        _check(text, id_ in known, [f"{kind}:{each}" for each in known])
        return _entry(log, text, stream, version) if version else Name(stream)
    name = parse(text)
    reports, incidents = log.reports(), log.incidents()
    if name.update is not None:
        _check(text, name.report in reports, reports)
        return _part(log, text, name)
    is_report, is_incident = text in reports, text in incidents
    _check(text, is_report or is_incident, [*reports, *incidents])
    if is_report and is_incident:
        raise NotPossible(
            f"{text} is a report and an incident: write report:{text} or"
            f" incident:{text}"
        )
    return Name(f"{'report' if is_report else 'incident'}:{text}")


def _part(log: Log, text: str, name: Reference) -> Name:
    """Name an update, a claim, or what an editor's correction made of one."""
    stream, update = f"report:{name.report}", str(name.update)
    updates = log.updates_of(name.report)
    known = [f"{name.report}/{each}" for each in updates]
    _check(text, update in updates, known)
    if name.claim is None:
        return Name(stream, update=update)
    claims = log.update(name.report, update).claims
    known = [str(name._replace(claim=claim.id)) for claim in claims]
    _check(text, str(name.original) in known, known)
    if name == name.original:
        return Name(stream, update=update, claim=name.claim)
    corrections = {
        f"{name.original}~{n}": event.state["version"]
        for n, event in enumerate(_corrections(log, name.original), start=1)
    }
    _check(text, text in corrections, corrections)
    return Name(stream, version=corrections[text])


def _entry(log: Log, text: str, stream: str, version: str) -> Name:
    names = {
        f"{stream}@{event.state['version']}": event.state["version"]
        for event in log.sealed(stream)
        if event.state["stream"] == stream
    }
    _check(text, text in names, names)
    return Name(stream, version=int(version))


def _corrections(log: Log, claim: Reference) -> Iterator[Sealed]:
    for event in log.sealed(f"report:{claim.report}"):
        if event.state["topic"] == "claim-corrected" and _target(event) == claim:
            yield event


def _check(text: str, is_known: bool, known: Iterable[str]) -> None:
    if not is_known:
        raise UnknownReference(text, known)


def _target(event: Sealed) -> Reference | None:
    """Return what a decision in a report's stream is about, before corrections."""
    about = event.state.get("of") or event.state.get("claim")
    return parse(about).original if about else None


def _of_update(update: str, claim: str | None, event: Sealed) -> Iterator[Place]:
    target = _target(event)
    if event.state.get("update") == update:
        claims = [each["id"] for each in event.state.get("claims", ())]
        prefix = "" if claim is None else f"claims[{claims.index(claim)}]."
        for path in event.commitments:
            if path.startswith(prefix):
                yield Place(path, (path, path.removeprefix(prefix)))
    elif target is not None and target.update == update:
        if claim in (None, target.claim):
            yield from _decided(event, "" if claim is None else "claims[0].")


def _of_report(event: Sealed) -> Iterator[Place]:
    if "update" in event.state:
        yield from (Place(path, (path,)) for path in event.commitments)
    else:
        yield from _decided(event, "")


def _decided(event: Sealed, prefix: str) -> Iterator[Place]:
    """Yield the words of a decision; its claims have no number in an update."""
    for path in event.commitments:
        short = path.removeprefix(prefix)
        yield Place(path, () if short.startswith("claims[") else (short,))


def _of_incident(stream: str, event: Sealed) -> Iterator[Place]:
    """Yield the words that describe an incident, and why editors decided about it."""
    state, slug = event.state, stream.partition(":")[2]
    told = [("incident", state.get("incident"))]
    told += [
        (f"related_incidents[{n}]", each)
        for n, each in enumerate(state.get("related_incidents", ()))
    ]
    prefixes = [f"{p}." for p, d in told if isinstance(d, dict) and d["id"] == slug]
    for path in event.commitments:
        for prefix in prefixes:
            if path.startswith(prefix):
                short = path.removeprefix(prefix)
                yield Place(path, (short, f"incident.{short}", path))
    if state["stream"] == stream and "reason" in event.commitments:
        yield Place("reason", ("reason",))
