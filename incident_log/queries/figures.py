"""Figures at any moments in plain SQL: low, best and high by the policy ``latest``.

The same rules as ``figures`` and ``policies`` have in Python, for who has only SQLite:
each common table expression is one step of the argument, in its order.
"""

from incident_log.queries.counted import SUBJECTS, said


def figures(moments: str) -> str:
    """Return the query for figures at moments: select incident, as_of, known_at."""
    steps = (_MOMENTS.format(moments=moments), _SAID, _RANGES, _CONTESTED, _BEST)
    return "WITH\n" + ",\n".join(steps) + "\n" + _FIGURES


_MOMENTS = """\
-- The moments that are asked about, each with a number.
moments AS MATERIALIZED (
  SELECT row_number() OVER () AS moment, incident, as_of, known_at
  FROM (
{moments}
  )
),
-- From when to when they are, in each incident.
spans AS (
  SELECT incident, min(as_of) AS as_of_min, max(as_of) AS as_of_max,
    min(known_at) AS known_at_min, max(known_at) AS known_at_max
  FROM moments GROUP BY incident
)"""

_WITHIN = """\
spans JOIN {noun} ON {noun}.incident = spans.incident
    AND as_of_from <= as_of_max AND as_of_min < as_of_to
    AND known_from <= known_at_max AND known_at_min < known_to"""

_UNION = "\n  UNION ALL\n".join(
    said(noun, _WITHIN.format(noun=noun)) for noun in SUBJECTS
)

_SAID = f"""\
-- What origins said in that time; what is counted, and where, gets a number.
said AS MATERIALIZED (
  SELECT *, dense_rank() OVER (ORDER BY incident, noun, place, subject) AS thing
  FROM (
{_UNION}
  )
),
-- What stands at each moment, one row an origin: the moment lies in its rectangle.
stands AS MATERIALIZED (
  SELECT moment, said.*
  FROM moments CROSS JOIN said ON said.incident = moments.incident
    AND as_of_from <= as_of AND as_of < as_of_to
    AND known_from <= known_at AND known_at < known_to
)"""

_RANGES = """\
-- Ranges that share a value narrow one another, others widen.  Null is open.
own AS MATERIALIZED (
  SELECT moment, thing, incident, noun, place, subject, is_part,
    count(*) AS origins, max(substr(newness, 1, 27)) AS newest,
    iif(max(low) > min(high), iif(count(low) = count(*), min(low), NULL), max(low))
      AS low,
    iif(max(low) > min(high), iif(count(high) = count(*), max(high), NULL), min(high))
      AS high,
    coalesce(max(low) > min(high), 0) AS is_split,
    max(denied) AND max(NOT denied AND (low IS NOT 0 OR high IS NOT 0)) AS is_denied,
    max(is_lower) AS is_lower, max(is_floor) AS is_floor,
    max(is_retracted) AS is_retracted, group_concat(claims) AS claims
  FROM stands GROUP BY moment, thing
),
-- The same thing counted in a smaller place and in a larger one around it.
parts AS MATERIALIZED (
  SELECT whole.moment, whole.thing, part.low, part.claims,
    depth = min(depth) OVER (PARTITION BY part.moment, part.thing) AS is_nearest
  FROM own AS part
  CROSS JOIN moments ON moments.moment = part.moment
  CROSS JOIN enclosures ON enclosures.incident = part.incident
    AND enclosures.place = part.place
    AND known_from <= known_at AND known_at < known_to
  CROSS JOIN own AS whole ON whole.moment = part.moment AND whole.noun = part.noun
    AND whole.subject = part.subject AND whole.place = within
  WHERE part.is_part
),
-- The largest part lifts the whole.  Parts are never added up, but to compare.
lifts AS MATERIALIZED (
  SELECT moment, thing, max(low) AS lift, sum(low * is_nearest) AS in_parts,
    group_concat(claims) FILTER (WHERE low = largest) AS part_claims
  FROM (SELECT *, max(low) OVER (PARTITION BY moment, thing) AS largest FROM parts)
  WHERE low IS NOT NULL GROUP BY moment, thing
),
ranges AS MATERIALIZED (
  SELECT own.*, part_claims, in_parts > high AS is_exceeded,
    iif(lift > coalesce(low, 0), lift, NULL) AS raised_to
  FROM own LEFT JOIN lifts ON lifts.moment = own.moment AND lifts.thing = own.thing
)"""

_CONTESTED = """\
-- Origins contradict each other where ranges share no value though they speak of the
-- same hour, or the newer is the lower one.  An older, lower total is only old.
compared AS (
  SELECT moment, thing, stands.low, stands.high,
    max(stands.low) OVER older AS older_low,
    min(stands.high) OVER hour AS hour_high
  FROM own CROSS JOIN stands USING (moment, thing)
  WHERE is_split
  WINDOW
    older AS (PARTITION BY moment, thing ORDER BY substr(newness, 1, 27)),
    hour AS (
      PARTITION BY moment, thing
      -- microseconds
      ORDER BY 1000000 * strftime('%s', substr(newness, 1, 19))
        + substr(newness, 21, 6)
      RANGE BETWEEN 3600000000 PRECEDING AND CURRENT ROW
    )
),
clashes AS MATERIALIZED (
  SELECT DISTINCT moment, thing FROM compared
  WHERE high < older_low OR hour_high < low
)"""

_BEST = """\
-- Each claim beside the figure that it is one of the grounds of.
grounds AS (
  SELECT ranges.moment, ranges.thing, stands.low, stands.high, stands.claims, newness,
    coalesce(raised_to, ranges.low) AS lowest,
    max(ranges.high, coalesce(raised_to, ranges.high)) AS highest,
    is_denied OR clashes.thing IS NOT NULL AS contested,
    substr(newness, 1, 27) = newest AS is_newest, denied, value
  FROM ranges
  CROSS JOIN stands ON stands.moment = ranges.moment AND stands.thing = ranges.thing
  LEFT JOIN clashes ON clashes.moment = ranges.moment AND clashes.thing = ranges.thing
),
-- The newest claims vote.  One without a value of its own (several, up to 9) has one
-- where the range leaves no choice; a denial has none.
votes AS (
  SELECT *, iif(NOT is_newest, NULL,
    iif(value IS NULL AND NOT denied AND lowest = highest, lowest, value)) AS vote
  FROM grounds
),
-- More than half of them decide, else the lowest value.
counted AS (
  SELECT *,
    count(vote) OVER (PARTITION BY moment, thing, vote) AS votes,
    sum(is_newest) OVER (PARTITION BY moment, thing) AS voters
  FROM votes
),
chosen AS (
  SELECT *, coalesce(
    max(vote) FILTER (WHERE votes * 2 > voters) OVER (PARTITION BY moment, thing),
    min(vote) OVER (PARTITION BY moment, thing)) AS choice
  FROM counted
),
-- A value outside the range is drawn to its nearest end, or dropped if contested.
valued AS (
  SELECT *, CASE
      WHEN contested AND (choice < lowest OR choice > highest) THEN NULL
      WHEN choice < lowest THEN lowest
      WHEN choice > highest THEN highest
      ELSE choice
    END AS best
  FROM chosen
),
-- The claims that decide are those that allow the best value; all, if none does.
weighed AS (
  SELECT *, best IS NULL
    OR (coalesce(low <= best, 1) AND coalesce(best <= high, 1)) AS allows
  FROM valued
),
decided AS MATERIALIZED (
  SELECT moment, thing, lowest, best, highest, contested,
    max(newness) AS newness, group_concat(claims) AS claims
  FROM (
    SELECT *, max(allows) OVER (PARTITION BY moment, thing) AS most FROM weighed
  )
  WHERE allows = most GROUP BY moment, thing
)"""

_FIGURES = """\
SELECT moments.incident, moments.as_of AS moment_as_of,
  moments.known_at AS moment_known_at, noun, place, subject,
  lowest AS low, best, highest AS high, contested, origins,
  substr(newness, 1, 27) AS as_of, substr(newness, -27) AS as_of_latest,
  -- Where a part raised the figure, its claims decide as well.
  (
    SELECT json_group_array(atom) FROM (
      SELECT atom FROM json_tree('[' || decided.claims
        || iif(raised_to IS NULL, '', ',' || part_claims) || ']')
      WHERE atom IS NOT NULL ORDER BY atom
    )
  ) AS claims,
  '[' || substr(
    iif(is_lower, ',"downward_revision"', '')
    || iif(is_floor, ',"increment_without_total"', '')
    || iif(is_retracted, ',"origin_retracted"', '')
    || iif(is_exceeded, ',"parts_exceed_total"', ''), 2
  ) || ']' AS flags
FROM ranges
CROSS JOIN decided ON decided.moment = ranges.moment AND decided.thing = ranges.thing
CROSS JOIN moments ON moments.moment = ranges.moment
ORDER BY ranges.moment, noun, place, subject"""
