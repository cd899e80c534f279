"""What changed in each figure between two moments, and why."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incident_log.answering import fetching
from incident_log.answering.answers import figure_row
from incident_log.answering.asking import Asked, ask
from incident_log.answering.evidence import Key
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.cards import order
from incident_log.datasette_plugin.pages.naming import names_in
from incident_log.datasette_plugin.pages.subjects import Names, about
from incident_log.queries.counted import SUBJECTS
from incident_log.times import LATEST

Row = Mapping[str, Any]

_SAYS = ("low", "best", "high", "contested")
_HIDDEN = {"corrected": "correction", "retracted": "retraction", "held": "hold"}


@dataclass(frozen=True)
class Change:
    """One figure at both moments, with the claims that moved it."""

    key: Key
    title: str
    place: str
    before: str
    after: str
    cause: str
    because: Sequence[Row]
    plain: Mapping[str, Any]  #: as ``diff --json`` has it


@dataclass(frozen=True)
class _Both:
    """Both ends of a comparison, and the claims that either rests on."""

    before: Asked
    after: Asked
    claims: Mapping[str, Row]

    def ended_by(self, key: Key, claim: str) -> str | None:
        """Say why a claim that stood before was hidden by the later K."""
        rows = [
            row
            for row in self.after.history.get(key, ())
            if claim in json.loads(row["claims"])
        ]
        last = max(rows, key=lambda row: row["known_to"], default=None)
        gone = last is not None and last["known_to"] <= self.after.moment.known_at
        return last["ended_by"] if last is not None and gone else None

    @property
    def seen(self) -> str:
        """Up to when the first moment could have told what happened."""
        moment, last = self.before.moment, self.before.incident["last_known_at"]
        known_at = last if moment.known_at >= LATEST and last else moment.known_at
        return min(moment.as_of, known_at)


def compared(
    connection: sqlite3.Connection, incident: Row, before: Moment, after: Moment
) -> tuple[list[Change], Names]:
    """Return the figures that differ between two moments."""
    old, new = ask(connection, incident, before), ask(connection, incident, after)
    place = incident["place"]
    keys = sorted({*old.figures, *new.figures}, key=lambda key: order(key, place))
    moved = [k for k in keys if _says(old.figures.get(k)) != _says(new.figures.get(k))]
    behind = {
        claim
        for key in moved
        for asked in (old, new)
        for claim in _standing(asked, key)
    }
    claims = fetching.claims(connection, behind)
    both = _Both(old, new, claims)
    figures = [*old.figures.values(), *new.figures.values()]
    names = names_in(connection, [incident], figures, claims.values())
    return [_change(key, both, names) for key in moved], names


def _says(figure: Row | None) -> tuple[Any, ...] | None:
    return None if figure is None else tuple(figure[name] for name in _SAYS)


def _deciding(asked: Asked, key: Key) -> list[str]:
    figure = asked.figures.get(key)
    return list(json.loads(figure["claims"])) if figure else []


def _standing(asked: Asked, key: Key) -> list[str]:
    """Return the claims that stand behind a figure, outvoted ones included."""
    lost = asked.figures[key]["lost"] if key in asked.figures else ()
    outvoted = [each["claim"] for each in lost if each["why"] == "outvoted"]
    return [*_deciding(asked, key), *sorted(outvoted)]


def _change(key: Key, both: _Both, names: Names) -> Change:
    old, new = both.before.figures.get(key), both.after.figures.get(key)
    because = _because(key, both, _deciding) or _because(key, both, _standing)
    cause = because[0]["cause"] if because else _otherwise(both)
    row = figure_row(new or old or {})
    subject = {name: row[name] for name in SUBJECTS[key.noun]}
    return Change(
        key=key,
        title=about(key.noun, key.fields, names),
        place=names.place(key.place),
        before=words.bounded(old),
        after=words.bounded(new),
        cause=words.cause(cause),
        because=because,
        plain={
            "table": "occurrences" if key.noun == "observed" else key.noun,
            "place": key.place,
            **subject,
            "before": _brief(old),
            "after": _brief(new),
            "cause": cause,
            "because": [_plain(each) for each in because],
        },
    )


def _brief(figure: Row | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    row = figure_row(figure)
    return {name: row[name] for name in (*_SAYS, "claims")}


def _because(
    key: Key, both: _Both, behind: Callable[[Asked, Key], list[str]]
) -> list[Row]:
    """Return the claims that went, then those that came, with the cause of each."""
    old, new = behind(both.before, key), behind(both.after, key)
    causes = {name: _departure(name, key, both) for name in old if name not in new}
    causes |= {
        name: _arrival(both.claims[name], both) for name in new if name not in old
    }
    return [
        {**both.claims[name], "cause": cause}
        for name, cause in causes.items()
        if cause is not None
    ]


def _departure(claim: str, key: Key, both: _Both) -> str | None:
    """Say why a claim stands no more; nothing if a newer one took its place."""
    return _HIDDEN.get(both.ended_by(key, claim) or "")


def _arrival(claim: Row, both: _Both) -> str | None:
    """Say why a claim decides now that did not before; nothing if it was outvoted."""
    if claim["known_at"] > both.before.moment.known_at:
        if claim["by"] is not None or claim["signal"] == "correction":
            return "correction"
        if claim["as_of_latest"] <= both.seen:
            return "late report"
        return _count(claim, both)
    if claim["as_of_latest"] > both.before.moment.as_of:
        return _count(claim, both)
    return None


def _count(claim: Row, both: _Both) -> str:
    """Tell harm done since from a later count of what was done before."""
    fields = json.loads(claim["fields"] or "{}")
    if fields.get("measure") == "this_reporting_period":
        return "new harm"
    start = claim["occurred_from"]
    return "new harm" if start is not None and start > both.seen else "later count"


def _otherwise(both: _Both) -> str:
    later = both.after.moment.known_at > both.before.moment.known_at
    return "description" if later else "other moment"


def _plain(because: Row) -> dict[str, Any]:
    names = ("cause", "id", "by", "said_by", "count_text", "as_of", "known_at", "quote")
    renamed = {"id": "claim", "count_text": "count"}
    told = {renamed.get(name, name): because[name] for name in names}
    return told | ({"denied": True} if because["denied"] else {})
