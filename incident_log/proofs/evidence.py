"""What a claim or a figure rests on: the events, and the words in them that belong.

All of an event's bytes are evidence; of its words only those of the claims that were
asked for, and what the report is called.  The rest stays closed: it may name people.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from incident_log.answer import figure_row
from incident_log.commitments import Openings, commitment, committed
from incident_log.errors import DamagedEvent, UnknownReference
from incident_log.events import ClaimCorrected, Event, UpdateReceived
from incident_log.explain import explain, name
from incident_log.log import Log
from incident_log.references import Reference, parse
from incident_log.times import FOREVER
from incident_log.view import View

#: Words that say which report it was, and an editor's reasons.
_HEAD = frozenset(("label", "report.title", "report.url", "reason"))


@dataclass
class Exhibit:
    """One event, and which of its claims are wanted."""

    claims: list[str] = field(default_factory=list)  #: full references
    prefixes: set[str] = field(default_factory=set)  #: of the paths of their words

    def holds(self, path: str) -> bool:
        """Tell whether the words at a path belong to what was asked for."""
        return path in _HEAD or path.partition(".")[0] in self.prefixes


@dataclass
class Wanted:
    """What was asked for, and the events it rests on, by position."""

    asked: str
    exhibits: dict[int, Exhibit] = field(default_factory=dict)
    moment: dict[str, Any] = field(default_factory=dict)  #: of figures: T, K, policy
    figures: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, claim: Reference, update: UpdateReceived, decisions: Iterable[Event]
    ) -> None:
        """Add a claim: its update, and the corrections that made it what it is."""
        ids = [each.id for each in update.claims]
        original = claim.original
        if original.claim not in ids:
            raise UnknownReference(
                str(claim), (str(update.name(c)) for c in update.claims)
            )
        self._add(update.position, original, ids.index(original.claim))
        corrections = [
            each.position
            for each in decisions
            if isinstance(each, ClaimCorrected)
            and parse(each.claim).original == original
        ]
        nth = int((claim.claim or "").partition("~")[2] or 0)
        if nth > len(corrections):
            raise UnknownReference(str(claim), [f"{original}~{len(corrections)}"])
        for n, position in enumerate(corrections[:nth], 1):
            corrected = original._replace(claim=f"{original.claim}~{n}")
            self._add(position, corrected, 0)

    def _add(self, position: int, claim: Reference, index: int) -> None:
        exhibit = self.exhibits.setdefault(position, Exhibit())
        if str(claim) not in exhibit.claims:
            exhibit.claims.append(str(claim))
        exhibit.prefixes.add(f"claims[{index}]")


def of_claim(log: Log, text: str) -> Wanted:
    """Return what a claim rests on; raise :exc:`UnknownReference`."""
    claim = parse(text)
    if claim.update is None or claim.claim is None:
        raise UnknownReference(text)
    update = log.update(claim.report, claim.update)
    decisions: tuple[Event, ...] = ()
    if claim != claim.original:
        concerned = {c.incident for c in update.claims if c.id == claim.original.claim}
        for incident in concerned:
            decisions = log.history(incident).decisions
    wanted = Wanted(text)
    wanted.add(claim, update, decisions)
    return wanted


def of_figure(view: View, words: str) -> Wanted:
    """Return what decided every figure that *words* fit; raise :exc:`UnknownFigure`."""
    wanted = Wanted(
        f"{view.reading.incident} {words}",
        moment={
            "as_of": "latest" if view.as_of == FOREVER else view.as_of,
            "known_at": "latest" if view.known_at == FOREVER else view.known_at,
            "policy": view.policy,
            "position": view.position,
        },
    )
    for each in explain(view, words):
        figure = each.figure
        wanted.figures.append({"figure": name(figure), **figure_row(figure)})
        for claim in figure.claims:
            wanted.add(claim.name, claim.update, view.reading.history.decisions)
    return wanted


def words_of(
    position: int, state: bytes, openings: Openings, exhibit: Exhibit
) -> tuple[Openings, list[str]]:
    """Return the openings of an event that belong, and the paths of erased words.

    Raise :exc:`DamagedEvent` where an opening does not open what the event holds.
    """
    found: Openings = {}
    erased = []
    for path, hashed in committed(json.loads(state)).items():
        if not exhibit.holds(path):
            continue
        if path not in openings:
            erased.append(path)
            continue
        try:
            salt, value = openings[path]
            is_right = commitment(bytes.fromhex(salt), path, value) == hashed
        except (ValueError, TypeError, AttributeError):
            is_right = False
        if not is_right:
            raise DamagedEvent(position)
        found[path] = openings[path]
    return found, erased
