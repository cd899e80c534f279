"""What stands at a moment, as rows: one query a noun, and the timeline of all."""

from collections.abc import Sequence

from incident_log.queries.counted import SUBJECTS
from incident_log.queries.moments import HOLDS, MOMENT


def rows_at(noun: str, own: Sequence[str], order: str) -> str:
    """Return the query for the rows of one noun that stand at a moment."""
    shared = (
        *("said_by", "origin", "quote", "as_of", "known_at", "report"),
        *("claim", "claims"),
    )
    columns = ",\n  ".join(
        f"{noun}.{name}" for name in ("incident", "place", *own, *shared)
    )
    return f"""\
WITH {MOMENT}
-- A row stands where its rectangle of as_of and known_at holds the moment.
SELECT {columns}
FROM moment JOIN {noun} ON {noun}.incident = moment.incident
WHERE {HOLDS}
ORDER BY {noun}.incident, {order}"""


def counted_at(noun: str) -> str:
    """Return the query for the rows of a noun that is counted."""
    names = SUBJECTS[noun]
    own = (*names, "low", "high", "value", "count_text", "denied", "flags")
    order = ", ".join(f"{noun}.{name}" for name in ("place", *names, "as_of", "claim"))
    return rows_at(noun, own, order)


STATEMENTS = rows_at(
    "statements",
    ("act", "speaker", "verbatim", "text", "channel", "about"),
    "coalesce(statements.occurred_to, statements.as_of_latest), statements.claim",
)


def _moments_of(noun: str, what: str, kind: str, words: str) -> str:
    """Return the select of what one noun adds to the timeline."""
    return f"""\
  SELECT {noun}.incident, '{what}' AS what, {kind} AS kind,
    coalesce({noun}.quote, {words}) AS words, {noun}.place, {noun}.said_by,
    claims.occurred_from, claims.occurred_to, claims.occurred_text,
    {noun}.as_of, {noun}.as_of_latest, {noun}.claim AS name
  FROM moment
  JOIN {noun} ON {noun}.incident = moment.incident AND {HOLDS}
  JOIN claims ON claims.id = {noun}.claim"""


_OCCURRENCE = (
    "kind || iif({noun}.count_text NOT IN ('1', 'some'),"
    " ' (' || {noun}.count_text || ')', '')"
).format(noun="occurrences")

_STRIKE = """trim(
      coalesce(strikes.count_text || ' ', '')
      || coalesce(
        (SELECT group_concat(value, '+') FROM json_each(weapons)), 'strike')
      || coalesce(' ' || phase, ''))"""

TIMELINE = f"""\
WITH {MOMENT},
-- What happened, by the moment that stands of each telling of it.
told AS (
{_moments_of("occurrences", "occurrence", _OCCURRENCE, "claims.occurred_text")}
  UNION ALL
{_moments_of("strikes", "strike", _STRIKE, "claims.occurred_text")}
  UNION ALL
{_moments_of("statements", "statement", "act", "text")}
)
-- Each is placed by the latest instant at which it may have happened.
SELECT incident, coalesce(occurred_to, as_of_latest) AS at,
  iif(coalesce(occurred_from, occurred_to, occurred_text) IS NULL, as_of, occurred_from)
    AS "from",
  iif(coalesce(occurred_from, occurred_to, occurred_text) IS NULL, as_of_latest,
    occurred_to) AS "to",
  what, kind, words, place, said_by, name
FROM told
UNION ALL
-- An update is placed by when it became known; T does not restrict it.
SELECT concerns.incident, updates.known_at, updates.known_at, updates.known_at,
  'update', signal, coalesce(label, reports.title), NULL, updates.source, updates.id
FROM moment
JOIN concerns ON concerns.incident = moment.incident
JOIN updates ON updates.id = concerns.update_ref AND updates.known_at <= moment.known_at
JOIN reports ON reports.id = updates.report
ORDER BY incident, at, name"""
