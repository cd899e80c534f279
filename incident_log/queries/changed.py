"""What changed between two known times: each figure before and after, and why."""

from incident_log.queries.counted import SUBJECTS, subject
from incident_log.queries.figures import figures
from incident_log.queries.moments import WHICH_ONE, moment_of

_BOTH = "\n    UNION ALL\n".join(map(moment_of, ("known_a", "known_b")))


def _stood(noun: str) -> str:
    return f"""\
  SELECT '{noun}' AS noun, {noun}.incident, place, {subject(noun)} AS subject,
    each.value AS claim, known_from <= known_a AND known_a < known_to AS is_before
  FROM asked
  JOIN {noun} ON {noun}.incident = asked.incident
    AND as_of_from <= asked.as_of AND asked.as_of < as_of_to
    AND (
      (known_from <= known_a AND known_a < known_to)
      OR (known_from <= known_b AND known_b < known_to)
    )
  JOIN json_each(claims) AS each"""


def _ended(noun: str) -> str:
    return f"""\
  SELECT {noun}.incident, each.value AS claim, ended_by, known_to
  FROM asked
  JOIN {noun} ON {noun}.incident = asked.incident AND known_to <= known_b
    AND ended_by <> 'superseded'
  JOIN json_each(claims) AS each"""


_STOOD = "\n  UNION ALL\n".join(_stood(noun) for noun in SUBJECTS)
_ENDED = "\n  UNION ALL\n".join(_ended(noun) for noun in SUBJECTS)

_PAIRS = f"""\
asked AS MATERIALIZED (
  SELECT id AS incident, incident_time(:as_of, timezone) AS as_of,
    incident_time(:known_a, timezone) AS known_a,
    incident_time(:known_b, timezone) AS known_b
  FROM incidents WHERE {WHICH_ONE}
),
-- All figures at both known times ...
figures AS MATERIALIZED (
SELECT * FROM (
{figures(_BOTH)}
)
),
-- ... side by side.
pairs AS MATERIALIZED (
  SELECT asked.*, noun, place, subject,
    max(low) FILTER (WHERE moment_known_at = known_a) AS low_before,
    max(best) FILTER (WHERE moment_known_at = known_a) AS best_before,
    max(high) FILTER (WHERE moment_known_at = known_a) AS high_before,
    max(contested) FILTER (WHERE moment_known_at = known_a) AS contested_before,
    max(claims) FILTER (WHERE moment_known_at = known_a) AS claims_before,
    max(low) FILTER (WHERE moment_known_at = known_b) AS low_after,
    max(best) FILTER (WHERE moment_known_at = known_b) AS best_after,
    max(high) FILTER (WHERE moment_known_at = known_b) AS high_after,
    max(contested) FILTER (WHERE moment_known_at = known_b) AS contested_after,
    max(claims) FILTER (WHERE moment_known_at = known_b) AS claims_after
  FROM asked JOIN figures ON figures.incident = asked.incident
  GROUP BY asked.incident, noun, place, subject
  -- contested is null where there is no figure
  HAVING low_before IS NOT low_after OR best_before IS NOT best_after
    OR high_before IS NOT high_after OR contested_before IS NOT contested_after
)"""

_CAUSES = f"""\
-- What stood at either of them, claim by claim ...
stood AS MATERIALIZED (
{_STOOD}
),
-- ... and what was taken back: the rows that more than something newer ended.
ended AS MATERIALIZED (
{_ENDED}
),
-- The claims that came or went: those that decide, then those that only stand.
moved AS MATERIALIZED (
  SELECT pairs.*, 1 AS turn, each.value AS moved, 1 AS is_gone
  FROM pairs JOIN json_each(claims_before) AS each
  UNION ALL
  SELECT pairs.*, 2, each.value, 0
  FROM pairs JOIN json_each(claims_after) AS each
  UNION ALL
  SELECT pairs.*, iif(is_before, 3, 4), claim, is_before
  FROM pairs JOIN stood ON stood.incident = pairs.incident
    AND stood.noun = pairs.noun AND stood.subject = pairs.subject
    AND stood.place IS pairs.place
),
causes AS (
  SELECT moved.*, CASE
      WHEN is_gone THEN (
        SELECT CASE ended_by WHEN 'corrected' THEN 'correction'
          WHEN 'retracted' THEN 'retraction' WHEN 'held' THEN 'hold'
          WHEN 'merged' THEN 'merge' WHEN 'erased' THEN 'erasure'
          ELSE 'description' END
        FROM ended WHERE ended.claim = moved AND known_to > known_a
        ORDER BY known_to DESC LIMIT 1
      )
      WHEN made.known_at <= known_a AND made.incident <> moved.incident THEN 'merge'
      WHEN made.known_at <= known_a THEN (
        SELECT CASE WHEN ended_by = 'held' THEN 'release'
          WHEN ended_by IN ('corrected', 'retracted') THEN 'retraction' END
        FROM ended WHERE ended.claim = moved AND known_to <= known_a
        ORDER BY known_to DESC LIMIT 1
      )
      WHEN moved GLOB '*~*' OR signal = 'correction' THEN 'correction'
      WHEN made.as_of_latest <= min(moved.as_of, known_a) THEN 'late report'
      WHEN made.fields ->> '$.measure' = 'this_reporting_period'
        OR made.occurred_from > min(moved.as_of, known_a) THEN 'new harm'
      ELSE 'later count'
    END AS cause, made.said_by, made.quote
  FROM moved
  JOIN claims AS made ON made.id = moved
  LEFT JOIN updates ON updates.id = made.update_ref
  WHERE NOT EXISTS (
    SELECT 1
    FROM json_each(CASE turn WHEN 1 THEN claims_after WHEN 2 THEN claims_before END)
    WHERE value = moved
  )
)"""

WHAT_CHANGED = f"""\
WITH {_PAIRS},
{_CAUSES}
-- The first cause counts: what was taken back goes before what came.
SELECT pairs.incident, pairs.noun, pairs.place, pairs.subject,
  pairs.low_before, pairs.best_before, pairs.high_before, pairs.contested_before,
  pairs.low_after AS low, pairs.best_after AS best, pairs.high_after AS high,
  pairs.contested_after AS contested,
  coalesce(cause, 'description') AS cause, moved AS claim, said_by, quote
FROM pairs
LEFT JOIN (
  SELECT *, row_number() OVER (
    PARTITION BY incident, noun, place, subject ORDER BY turn, moved
  ) AS n
  FROM causes WHERE cause IS NOT NULL
) AS causes ON n = 1 AND causes.incident = pairs.incident
  AND causes.noun = pairs.noun AND causes.place IS pairs.place
  AND causes.subject = pairs.subject
ORDER BY pairs.incident, pairs.noun, pairs.place, pairs.subject"""
