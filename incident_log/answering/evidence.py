"""The claims behind a figure: those that decide it, and those that lost, and why."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from incident_log.answering.moments import Moment
from incident_log.queries.counted import LISTS
from incident_log.sentences import around

Row = Mapping[str, Any]


class Key(NamedTuple):
    """What a figure is about, in a form that can be compared."""

    noun: str
    place: str | None
    subject: str  #: JSON with its fields in order

    @classmethod
    def of(cls, row: Row) -> "Key":
        """Return the key of a figure or of a change of one."""
        return cls(row["noun"], row["place"], _rewritten(row["subject"]))

    @classmethod
    def of_history(cls, row: Row, fields: Sequence[str]) -> "Key":
        """Return the key of a row of a history table, whose subject is *fields*."""
        values = tuple((name, row[name]) for name in fields if row[name] is not None)
        return cls(row["noun"], row["place"], _written(values))

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of its subject that are stated."""
        return dict(json.loads(self.subject))


@lru_cache(maxsize=1024)
def _rewritten(subject: str) -> str:
    return _in_order(json.loads(subject))


def _in_order(subject: Mapping[str, Any]) -> str:
    return json.dumps(subject, sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _written(values: tuple[tuple[str, Any], ...]) -> str:
    return _in_order({name: _value(name, value) for name, value in values})


def _value(name: str, stored: Any) -> Any:
    return json.loads(stored) if name in LISTS else stored


def stands(row: Row, moment: Moment) -> bool:
    """Tell whether the rectangle of a row holds a moment."""
    return bool(
        row["as_of_from"] <= moment.as_of < row["as_of_to"]
        and row["known_from"] <= moment.known_at < row["known_to"]
    )


def lost(history: Iterable[Row], deciding: Iterable[str], moment: Moment) -> list[Row]:
    """Return the claims of one figure that do not decide it, each with its reason.

    *history* are the rows of its place and subject that were known by then, about
    moments up to then; the claims come in the order of the rows.
    """
    won = set(deciding)
    found: dict[str, tuple[tuple[str, str], str]] = {}
    for row in history:
        for claim in json.loads(row["claims"]):
            told = (row["known_to"], row["as_of_to"]), _reason(row, moment)
            if claim not in won and told > found.get(claim, (("", ""), "")):
                found[claim] = told
    return [{"claim": claim, "why": found[claim][1]} for claim in found]


def _reason(row: Row, moment: Moment) -> str:
    if stands(row, moment):
        return "outvoted"
    if row["known_to"] > moment.known_at:
        return "superseded"
    return str(row["ended_by"])


def sentence(claim: Row) -> tuple[str, str]:
    """Return what stands before and after a quote in its sentence.

    Nothing, where the text is not there: it was erased, or never published.
    """
    passage, first = claim["passage"], claim["passage_start"]
    if not passage or claim["quote"] is None or first is None:
        return "", ""
    start, end = claim["span_start"] - first, claim["span_end"] - first
    if passage[start:end] != claim["quote"]:
        return "", ""
    return around(passage, start, end)
