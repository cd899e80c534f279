"""A time that a stored query cannot read is refused in our words, before it runs.

From inside SQL nothing but "user-defined function raised exception" would come out.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from datasette import Response

from incident_log.datasette_plugin import ours
from incident_log.errors import IncidentLogError
from incident_log.queries import STORED
from incident_log.tables.functions import incident_time

#: query -> the names of its parameters that are times
_TIMES = {
    query.name: [name for name in query.parameters if name != "incident"]
    for query in STORED
}
_ZONES = (
    "select distinct timezone from incidents where id = :incident or :incident = ''"
)


async def refusal(datasette: Any, path: str, query: str) -> Response | None:
    """Return the answer to a stored query that asks for what is no time."""
    database, _, rest = path.removeprefix(datasette.setting("base_url")).partition("/")
    name, _, extension = rest.partition(".")
    if name not in _TIMES or not ours.is_ours(datasette, database):
        return None
    asked = dict(parse_qsl(query))
    found = await datasette.get_database(database).execute(
        _ZONES, {"incident": asked.get("incident", "")}
    )
    words = wrong(_TIMES[name], asked, [row["timezone"] for row in found.rows])
    return await _refused(datasette, words, extension) if words else None


def wrong(
    times: Iterable[str], asked: Mapping[str, str], zones: Iterable[str | None]
) -> str | None:
    """Say which time cannot be read, in one of the zones that it is asked in."""
    for name in times:
        for zone in zones:
            try:
                incident_time(asked.get(name, ""), zone)
            except IncidentLogError as error:
                return f"{name}: {error}"
    return None


async def _refused(datasette: Any, words: str, extension: str) -> Response:
    said = {"ok": False, "error": words, "status": 400, "title": None}
    if extension == "json":
        return Response.json(said, status=400)
    if extension:
        return Response.text(words, status=400)
    page = await datasette.render_template(["400.html", "error.html"], said)
    return Response.html(page, status=400)
