"""The pages of ours: incidents, an incident at a moment, two moments of it compared.

What they show is made elsewhere; here requests are read and answers sent.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any, TypeVar

from datasette import Response

from incident_log.answering import fetching
from incident_log.answering.asking import ask
from incident_log.answering.moments import Moment, answered, written
from incident_log.datasette_plugin import ours
from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.compared import compared
from incident_log.datasette_plugin.pages.desk import as_argument, cited, desk
from incident_log.datasette_plugin.pages.overview import overview
from incident_log.datasette_plugin.pages.pictures import picture
from incident_log.datasette_plugin.pages.requested import Place, place_of
from incident_log.datasette_plugin.pages.steps import clock, shown, span
from incident_log.datasette_plugin.permissions import may_view
from incident_log.times import LATEST

_Found = TypeVar("_Found")


async def incident_page(datasette: Any, request: Any) -> Response:
    """Show an incident at a moment, as a page, as JSON or as a chart."""
    place = await place_of(datasette, request)
    kinds = {".json": _incident_json, ".svg": _incident_svg}
    return await kinds.get(place.format, _incident_html)(place)


async def _incident_html(place: Place) -> Response:
    def question(connection: sqlite3.Connection) -> dict[str, Any]:
        incident = fetching.incident(connection, place.slug)
        moment = place.moment(incident["timezone"])
        survivor = None
        if incident["state"] == "merged":
            other = fetching.survivor(connection, place.slug)
            survivor = fetching.incident(connection, other)
        return {"desk": desk(connection, incident, moment), "survivor": survivor}

    found = await place.fetch(question)
    moment, incident = found["desk"].moment, found["desk"].incident
    found |= {
        "asked": moment.query,
        "tables": {
            "_as_of": written(moment.as_of) or "latest",
            "_known_at": written(moment.known_at) or "latest",
        },
        "citation": cited(moment, incident["last_known_at"]).query,
        "since": {"from": as_argument(moment), "to": "@"},
        "known": _known(incident),
    }
    is_part = place.request.args.get("_part") == "moment"
    return await place.page(
        "incident_moment.html" if is_part else "incident.html", found
    )


def _known(incident: Mapping[str, Any]) -> str:
    """Write from when to when the log learnt of an incident."""
    first, last = incident["first_known_at"], incident["last_known_at"]
    if not first:
        return ""
    zone = incident["timezone"]
    begin, end = span(first, first, zone), clock(last, zone, beside=[first])
    return begin if first == last else f"{begin} to {end}"


async def _incident_json(place: Place) -> Response:
    def question(connection: sqlite3.Connection) -> dict[str, Any]:
        incident = fetching.incident(connection, place.slug)
        moment = place.moment(incident["timezone"])
        if fetching.is_merged(connection, incident, moment.known_at):
            other = fetching.survivor(connection, place.slug)
            incident = fetching.incident(connection, other)
        return ask(connection, incident, moment).answer

    return place.json(await place.fetch(question))


async def _incident_svg(place: Place) -> Response:
    asked = {
        name: place.request.args.get(name)
        for name in place.request.args
        if not name.startswith("_") and name not in ("as_of", "known_at")
    }

    def question(connection: sqlite3.Connection) -> str:
        incident = fetching.incident(connection, place.slug)
        moment = place.moment(incident["timezone"])
        return picture(connection, incident, moment, asked)

    svg = await place.fetch(question)
    return Response(svg, content_type="image/svg+xml; charset=utf-8")


async def comparison(datasette: Any, request: Any) -> Response:
    """Show what changed from one moment of an incident to another, and why."""
    place = await place_of(datasette, request)

    def question(connection: sqlite3.Connection) -> dict[str, Any]:
        incident = fetching.incident(connection, place.slug)
        zone = incident["timezone"]
        before = Moment.read_pair(place.argument("from"), zone)
        after = Moment.read_pair(place.argument("to"), zone)
        changes, names = compared(connection, incident, before, after)
        return {
            "incident": incident,
            "before": before,
            "after": after,
            "changes": changes,
            "names": names,
            "position": fetching.position(connection),
        }

    found = await place.fetch(question)
    zone = found["incident"]["timezone"]
    ends = {name: found[end] for name, end in (("from", "before"), ("to", "after"))}
    if place.format == ".json":
        return place.json(
            {
                "incident": found["incident"]["id"],
                **{
                    name: {
                        "as_of": answered(end.as_of),
                        "known_at": answered(end.known_at),
                    }
                    for name, end in ends.items()
                },
                "policy": "latest",
                "position": found["position"],
                "changes": [change.plain for change in found["changes"]],
            }
        )
    told = {
        name: {
            "moment": end,
            "as_of": shown(end.as_of, zone),
            "known_at": shown(end.known_at, zone),
            "asked": as_argument(end),
        }
        for name, end in ends.items()
    }
    tools = {
        "says": words.says,
        "when": lambda moment: span(moment, moment, zone),
    }
    return await place.page(
        "incident_diff.html", {**found, **tools, "ends": told, "zone": zone}
    )


async def incidents(datasette: Any, request: Any) -> Response:
    """Show every incident of every database of ours that may be seen."""
    databases = []
    for name in await ours.find(datasette):
        if await may_view(datasette, request.actor, name):
            place = Place(datasette, request, name, "")
            databases.append((place, await place.fetch(overview)))
    html = await datasette.render_template(
        "incidents.html", {"databases": databases, "latest": LATEST}, request=request
    )
    return Response.html(html)


_INCIDENT = r"^/(?P<database>[^/]+)/-/incident/(?P<incident>[^/]+?)"
ROUTES: list[tuple[str, Any]] = [
    (r"^/-/incidents$", incidents),
    (_INCIDENT + r"(?P<format>\.json|\.svg)?$", incident_page),
    (_INCIDENT + r"/diff(?P<format>\.json)?$", comparison),
]
