"""The log in PostgreSQL, shared by many machines.  The only room that knows psycopg."""

from incident_log.log.postgres.connecting import shown
from incident_log.log.postgres.opening import made, opened
from incident_log.log.postgres.reading import Shared
from incident_log.log.postgres.restoring import Restoring

__all__ = ["Restoring", "Shared", "made", "opened", "shown"]
