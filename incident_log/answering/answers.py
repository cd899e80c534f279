"""The JSON of an answer, made from rows of the tables: what ``replay --json`` prints.

Nothing here asks the database; rows come in as dictionaries.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from incident_log.answering.moments import Moment, answered
from incident_log.answering.told import (
    as_of,
    links,
    occurrence,
    statement,
    target,
    told,
    verdicts_of,
)
from incident_log.queries.counted import SUBJECTS

Row = Mapping[str, Any]


def answer(
    incident: Row,
    title: str | None,
    moment: Moment,
    position: int,
    rows: Mapping[str, Sequence[Row]],
) -> dict[str, Any]:
    """Return the whole incident at one (T, K) as plain values.

    *rows* has the rows that stand then, by table, and the figures and updates.
    """
    figures = sorted(map(figure_row, rows["figures"]), key=_order)
    verdicts = verdicts_of(rows["verifications"])
    counted = {
        noun: [_unnamed(figure) for figure in figures if figure["noun"] == noun]
        for noun in SUBJECTS
    }
    return {
        "incident": incident["id"],
        "title": title,
        "as_of": answered(moment.as_of),
        "known_at": answered(moment.known_at),
        "policy": "latest",
        "position": position,
        **{
            noun: counted[noun]
            for noun in ("casualties", "damage", "outages", "strikes")
        },
        "statements": told(rows["statements"], statement, verdicts),
        "occurrences": told(rows["occurrences"], occurrence, verdicts),
        "observed": counted["observed"],
        "targets": told(rows["targets"], target, verdicts),
        "links": links(rows["links"], verdicts),
        "indicators": counted["indicators"],
        "updates": [update_row(u) for u in rows["updates"]],
    }


def figure_row(figure: Row) -> dict[str, Any]:
    """Return a figure as plain values, with the noun it belongs to."""
    stated = json.loads(figure["subject"])
    return {
        "noun": figure["noun"],
        "place": figure["place"],
        **{name: stated.get(name) for name in SUBJECTS[figure["noun"]]},
        "low": figure["low"],
        "best": figure["best"],
        "high": figure["high"],
        "contested": bool(figure["contested"]),
        "origins": figure["origins"],
        "policy": "latest",
        **as_of(figure),
        "claims": json.loads(figure["claims"]),
        "lost": sorted(figure["lost"], key=lambda each: str(each["claim"])),
        "flags": json.loads(figure["flags"]),
    }


def _unnamed(figure: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figure.items() if name != "noun"}


def _order(figure: Row) -> tuple[Any, ...]:
    """Sort figures as answers do: what is not stated comes first."""
    subject = (_sortable(figure[name]) for name in SUBJECTS[figure["noun"]])
    return (figure["noun"], figure["place"] or "", *subject)


def _sortable(value: Any) -> tuple[Any, ...]:
    if value is None or value == "total_to_date":
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def update_row(update: Row) -> dict[str, Any]:
    """Return an update as plain values."""
    when = as_of(update) if update["as_of"] else {"as_of": None}
    return {
        "update": update["id"],
        **{name: update[name] for name in ("report", "source", "label", "signal")},
        **when,
        **{name: update[name] for name in ("published_at", "known_at", "recorded_at")},
        "position": update["position"],
        "flags": sorted(update["flags"]),
    }
