"""What an erasure takes away, what went before, and where the same words stay."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from incident_log.erasing.names import Name
from incident_log.erasing.phrases import Phrases
from incident_log.errors import UnknownPath
from incident_log.log import Log
from incident_log.log.openings import Sealed


class Passage(NamedTuple):
    """Words at one path of one event."""

    name: str  #: of the event, as editors call it
    stream: str
    position: int
    path: str
    sha256: str  #: what the event holds in their place
    words: str | None  #: ``None`` once they are erased


@dataclass
class Plan:
    """What is to go, and what is not."""

    going: list[Passage] = field(default_factory=list)
    gone: list[Passage] = field(default_factory=list)  #: erased before
    staying: list[Passage] = field(default_factory=list)  #: the same words elsewhere
    fixed: list[str] = field(default_factory=list)  #: events with them in an id or name

    @property
    def paths(self) -> dict[int, set[str]]:
        """The paths that go, by the position of their event."""
        found: dict[int, set[str]] = {}
        for passage in self.going:
            found.setdefault(passage.position, set()).add(passage.path)
        return found


def planned(
    log: Log, name: Name, path: str | None = None, phrases: Collection[str] = ()
) -> Plan:
    """Look for the words of *name* that are at *path* and hold one of *phrases*.

    Without a path, reasons go only if they hold a phrase, or one decision was named.
    Raise :exc:`UnknownPath`.
    """
    plan, wanted, met = Plan(), Phrases(phrases), set[str]()
    is_reason_meant = bool(phrases) or name.version is not None
    for event in log.sealed(name.stream):
        places = {place.path: place.called for place in name.places(event)}
        met.update(*places.values())
        if places and _is_unsealed(event, wanted):
            plan.fixed.append(event.name)
        for each in passages(event):
            is_spared = each.path == "reason" and not is_reason_meant
            if path in places.get(each.path, ()) or (
                path is None and each.path in places and not is_spared
            ):
                _add(plan, each, wanted if phrases else None)
    if path is not None and path not in met:
        raise UnknownPath(path, met)
    if plan.going and (path is not None or name.stream is not None):
        plan.staying = list(_elsewhere(log, name, plan, wanted))
    return plan


def _add(plan: Plan, passage: Passage, wanted: Phrases | None) -> None:
    if passage.words is None:
        plan.gone.append(passage)
    elif wanted is None or wanted.are_in(passage.words):
        plan.going.append(passage)


def passages(event: Sealed) -> Iterator[Passage]:
    """Yield all words that an event has or had."""
    for path, sha256 in event.commitments.items():
        words = event.openings[path][1] if path in event.openings else None
        where = (event.name, str(event.state["stream"]), event.position)
        yield Passage(*where, path, sha256, words)


def _elsewhere(log: Log, name: Name, plan: Plan, wanted: Phrases) -> Iterator[Passage]:
    """Yield what else in the stream holds the same words, or is all of them."""
    going = plan.paths
    said = {each.words for each in plan.going if each.words}
    for event in log.sealed(name.stream):
        paths = going.get(event.position, set())
        here = {event.openings[path][1] for path in paths & event.openings.keys()}
        for each in passages(event):
            if each.words and each.path not in paths:
                is_part = any(words in each.words for words in here & said)
                if is_part or each.words in said or wanted.are_in(each.words):
                    yield each


def _is_unsealed(event: Sealed, wanted: Phrases) -> bool:
    """Tell whether words stand in the event itself, as in an id."""
    return wanted.are_in(event.text) and any(map(wanted.are_in, _strings(event.state)))


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in a value of JSON, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _strings(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _strings(each))
