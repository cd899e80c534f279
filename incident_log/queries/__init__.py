"""Questions to the tables in plain SQL: views, and queries with parameters."""

from incident_log.queries.figures import figures
from incident_log.queries.stored import STORED
from incident_log.queries.views import VIEWS

__all__ = ["STORED", "VIEWS", "figures"]
