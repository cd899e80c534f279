"""The chart of one figure as a file of its own: it brings its style along."""

import sqlite3
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from incident_log.answering.evidence import Key
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages.cards import order
from incident_log.datasette_plugin.pages.charts import drawn
from incident_log.datasette_plugin.pages.naming import names_in
from incident_log.datasette_plugin.pages.running import levels
from incident_log.datasette_plugin.pages.scales import Chart, changed
from incident_log.datasette_plugin.pages.stops import as_of_stops
from incident_log.datasette_plugin.pages.subjects import about
from incident_log.errors import UnknownFigure

Row = Mapping[str, Any]


def picture(
    connection: sqlite3.Connection,
    incident: Row,
    moment: Moment,
    asked: Mapping[str, str],
) -> str:
    """Draw the first figure that *asked* fits; raise :exc:`UnknownFigure`."""
    found = levels(connection, incident["id"], moment)
    keys = sorted(found, key=lambda key: (*order(key, incident["place"])[:1], key))
    wanted = {"noun": "casualties", "place": incident["place"], **asked}
    fitting = sorted(
        (key for key in keys if _fits(key, wanted)),
        key=lambda key: order(key, incident["place"]),
    )
    if not fitting:
        raise UnknownFigure(" ".join(map(str, wanted.values())), map(_named, keys))
    key = fitting[0]
    names = names_in(connection, [{"place": key.place, "subject": key.subject}])
    told = about(key.noun, key.fields, names)
    stops = sorted(as_of_stops(connection, incident["id"]))
    return drawn(
        Chart(
            name="figure",
            title=f"{told}, {names.place(key.place)}",
            levels=changed(found[key]),
            start=stops[0],
            end=max(stops[-1], incident["last_known_at"] or ""),
            as_of=moment.as_of,
            zone=incident["timezone"],
        ),
        style=_style(),
    )


def _fits(key: Key, wanted: Mapping[str, str | None]) -> bool:
    """Tell whether a figure has every field that is asked for."""
    own = {"noun": key.noun, "place": key.place or "", **key.fields}
    return all(_text(own.get(name)) == (value or "") for name, value in wanted.items())


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "+".join(value)
    return "" if value is None else str(value)


def _named(key: Key) -> str:
    return " ".join([key.noun, *map(_text, key.fields.values()), f"@ {key.place}"])


@cache
def _style() -> str:
    static = files("incident_log.datasette_plugin") / "static" / "chart.css"
    return static.read_text("utf-8")
