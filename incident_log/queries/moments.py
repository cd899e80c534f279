"""The moment that a stored query asks about, and the rows that hold at it."""

#: A common table expression: the moment, in each incident that is asked about.
MOMENT = """\
moment AS MATERIALIZED (
  -- one incident, or with '' all: no id sorts after '~'
  SELECT id AS incident,
    incident_time(:as_of, timezone) AS as_of,
    incident_time(:known_at, timezone) AS known_at
  FROM incidents
  WHERE id BETWEEN :incident AND iif(:incident = '', '~', :incident)
)"""

#: Times are texts that sort; a row's rectangle does not include its ends.
HOLDS = """\
as_of_from <= moment.as_of AND moment.as_of < as_of_to
  AND known_from <= moment.known_at AND moment.known_at < known_to"""

#: One incident; figures of all of them take a second in a large log.
WHICH_ONE = """\
id = iif(:incident = '',
      (SELECT id FROM incidents ORDER BY last_known_at DESC, id LIMIT 1), :incident)"""


def moment_of(known_at: str = "known_at") -> str:
    """Return the select of the moment that figures are asked for.

    *known_at* is the name of the parameter for K.
    """
    return f"""\
    -- the incident that is named, or with '' the one that was updated last
    SELECT id AS incident,
      incident_time(:as_of, timezone) AS as_of,
      incident_time(:{known_at}, timezone) AS known_at
    FROM incidents WHERE {WHICH_ONE}"""
