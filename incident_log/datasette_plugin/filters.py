"""``?_as_of=`` and ``?_known_at=`` on every history table: one moment, T and K."""

from collections.abc import Mapping
from typing import Any

from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest

from incident_log.datasette_plugin import ours
from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.instants import worded
from incident_log.errors import IncidentLogError, NoZone
from incident_log.projections import NOUNS
from incident_log.tables.functions import incident_time

#: argument -> (the name of its parameter, where a row begins to hold, where it ends)
ARGUMENTS = {
    "_as_of": ("as_of", "as_of_from", "as_of_to"),
    "_known_at": ("known_at", "known_from", "known_to"),
}


@hookimpl
def filters_from_request(
    request: Any, database: Any, table: Any, datasette: Any
) -> Any:
    asked = {name: request.args[name] for name in ARGUMENTS if name in request.args}
    if not asked or not is_history(datasette, database, table):
        return None

    async def answered() -> FilterArguments:
        zone = await _zone(request.args, datasette.get_database(database))
        return filters(asked, zone)

    return answered


def is_history(datasette: Any, database: str, table: str | None) -> bool:
    """Tell whether a table is one whose rows hold over T and K."""
    return table in NOUNS and ours.is_ours(datasette, database)


def filters(asked: Mapping[str, str], zone: str | None) -> FilterArguments:
    """Return what the rows that hold at the moment *asked* have in common.

    Of T and K the one that is left out is the latest (DESIGN 3.1).
    """
    moments = {name: _moment(name, asked.get(name, ""), zone) for name in ARGUMENTS}
    wheres, parameters, words = [], {}, []
    for name, moment in moments.items():
        parameter, start, end = ARGUMENTS[name]
        wheres.append(f"{start} <= :{parameter} and :{parameter} < {end}")
        parameters[parameter] = moment
        words.append(f"{parameter.replace('_', ' ')} {worded(moment, zone)}")
    return FilterArguments(wheres, parameters, [", ".join(words)])


def _moment(name: str, text: str, zone: str | None) -> str:
    try:
        return incident_time(text, zone)
    except NoZone as error:
        raise BadRequest(
            f"{name}: {text!r} has no offset: add one (+02:00), or filter on one"
            " incident, whose zone counts then"
        ) from error
    except IncidentLogError as error:
        raise BadRequest(f"{name}: {error}") from error


async def _zone(arguments: Any, database: Any) -> str | None:
    """Return the zone of the one incident that is asked about; wall times are its."""
    asked = arguments.get("incident") or arguments.get("incident__exact")
    found = await database.execute(
        "select timezone from incidents where id = ?", [asked]
    )
    row = found.first()
    return row["timezone"] if row else None
