"""What a request asks for, and how it is answered."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from datasette import Forbidden, NotFound, Response
from datasette.utils import add_cors_headers, tilde_decode
from datasette.utils.asgi import BadRequest

from incident_log.answering import fetching
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin import ours
from incident_log.datasette_plugin.instants import from_address
from incident_log.datasette_plugin.permissions import may_view
from incident_log.errors import IncidentLogError, UnknownFigure, UnknownIncident

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Place:
    """What a request is about: an incident of a database, seen from an address."""

    datasette: Any
    request: Any
    database: str
    slug: str
    format: str = ""  #: .json or .svg; empty is a page

    @property
    def base(self) -> str:
        """The address that incidents lie under."""
        database = self.datasette.urls.database(self.database)
        return f"{database}/-/incident"

    @property
    def here(self) -> str:
        """The address of the incident."""
        return f"{self.base}/{self.slug}"

    def argument(self, name: str) -> str:
        """Return an argument of the request as it was written."""
        return from_address(self.request.args.get(name) or "")

    def moment(self, zone: str | None) -> Moment:
        """Return the moment that is asked for, as tables or as stored queries ask."""
        as_of, known_at = (
            self.argument(f"_{name}") or self.argument(name)
            for name in ("as_of", "known_at")
        )
        return Moment.read(as_of, known_at, zone)

    async def fetch(self, question: Callable[[sqlite3.Connection], _Found]) -> _Found:
        """Ask the database in one transaction; what goes wrong becomes an answer."""
        database = self.datasette.get_database(self.database)
        try:
            found: _Found = await database.execute_fn(_in_one_transaction(question))
        except (UnknownIncident, UnknownFigure) as error:
            raise NotFound(str(error)) from error
        except IncidentLogError as error:
            raise BadRequest(str(error)) from error
        return found

    async def page(self, template: str, context: Mapping[str, Any]) -> Response:
        """Render a template with where it is."""
        own = {"database": self.database, "base": self.base, "here": self.here}
        html = await self.datasette.render_template(
            template, {**own, **context}, request=self.request
        )
        return Response.html(html)

    def json(self, found: Any) -> Response:
        """Send plain values."""
        headers: dict[str, str] = {}
        if self.datasette.cors:
            add_cors_headers(headers)
        return Response.json(found, headers=headers)


def _in_one_transaction(
    question: Callable[[sqlite3.Connection], _Found],
) -> Callable[[sqlite3.Connection], _Found]:
    """Let all parts of an answer come from one state of the tables."""

    def asked(connection: sqlite3.Connection) -> _Found:
        connection.execute("BEGIN")
        try:
            return question(connection)
        finally:
            connection.rollback()

    return asked


async def place_of(datasette: Any, request: Any) -> Place:
    """Return what a request is about; refuse what may not be seen.

    A name that is there goes before a format: a slug may end in ``.json``.
    """
    database = tilde_decode(request.url_vars["database"])
    slug = tilde_decode(request.url_vars["incident"])
    if database not in await ours.find(datasette):
        raise NotFound(f"no database of incidents is called {database!r}")
    if not await may_view(datasette, request.actor, database):
        raise Forbidden("view-database")
    place = Place(datasette, request, database, slug)
    form = request.url_vars["format"] or ""
    whole = replace(place, slug=slug + form)
    if form and await whole.fetch(partial(fetching.is_there, slug=whole.slug)):
        return whole
    return replace(place, format=form)
