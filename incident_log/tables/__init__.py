"""The SQLite file of tables, ``incidents.db``.  The only room that knows sqlite-utils.

Everything in it can be made again from the log.  Other processes may read at any time;
what is written in one :meth:`Tables.writing` is seen at once or not at all.
"""

from incident_log.tables.file import Tables

__all__ = ["Tables"]
