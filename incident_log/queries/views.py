"""Views: what holds now, each change of a figure, and a feed for readers of news."""

from incident_log.queries.counted import SUBJECTS, TOLD
from incident_log.times import FOREVER

#: The history tables that show what reports say.
HISTORIES = (*SUBJECTS, *TOLD)

_NOW = f"""\
-- What stands at the latest T as known at the latest K: all that nothing has ended.
SELECT * FROM {{noun}}
WHERE as_of_to = '{FOREVER}' AND known_to = '{FOREVER}'"""

_FIGURES_NOW = """\
-- The figures of all incidents at the latest T and K, by the policy latest: what the
-- last change of each made of it.  Its grounds are told by the query figures_as_of.
SELECT incident, noun, place, subject, low, best, high, contested,
  max(known_at) AS since, cause, claim
FROM figure_changes
GROUP BY incident, noun, place, subject
-- a figure that is there no more has no answer to this
HAVING contested IS NOT NULL"""

_CHANGES = """\
-- Each change of a figure at the latest T, newest first, and the words that caused it.
SELECT figure_changes.incident, incidents.title, figure_changes.known_at, noun,
  figure_changes.place, subject, low_before, best_before, high_before,
  low, best, high, contested, cause, figure_changes.claim, claims.said_by, claims.quote,
  updates.report, updates.source
FROM figure_changes
JOIN incidents ON incidents.id = figure_changes.incident
LEFT JOIN claims ON claims.id = figure_changes.claim
LEFT JOIN updates ON updates.id = claims.update_ref
ORDER BY figure_changes.known_at DESC, figure_changes.id DESC"""

_AMOUNT = """\
CASE
          WHEN low{when} = high{when} THEN coalesce(best{when}, low{when})
          WHEN high{when} IS NULL AND low{when} IS NULL THEN coalesce(best{when}, '')
          ELSE coalesce(best{when} || ' (', '') || CASE
            WHEN high{when} IS NULL THEN 'at least ' || low{when}
            ELSE coalesce(low{when} || ' to ', 'up to ') || high{when}
          END || iif(best{when} IS NULL, '', ')')
        END"""

_BEFORE, _AFTER = (_AMOUNT.format(when=when) for when in ("_before", ""))

_FEED = f"""\
-- One entry for each update and each incident that it is about, the last appended
-- first.  datasette-atom and datasette-ics make feeds of columns with these names.
WITH entries AS (
  SELECT updates.rowid AS n, updates.*, concerns.incident AS about,
    coalesce(incidents.title, incidents.id) AS incident_title, reports.url,
    coalesce(updates.label, reports.title, updates.signal) AS words,
    'urn:incident-log:' || concerns.incident || ':' || updates.id AS urn,
    coalesce((
      SELECT group_concat(
        coalesce(place || ', ', '') || what || ': '
        || iif(before = '', '', before || ' -> ')
        || CASE WHEN contested IS NULL THEN 'no figure' WHEN after = '' THEN 'unknown'
          ELSE after END
        || iif(contested, ', contested', '') || '; ' || cause, char(10))
      FROM (
        SELECT place, cause, contested,
          (SELECT group_concat(atom, ' ') FROM json_tree(subject)
            WHERE atom <> 'total_to_date') AS what,
        {_BEFORE} AS before,
        {_AFTER} AS after
        FROM figure_changes
        WHERE incident = concerns.incident AND known_at = updates.known_at
          -- of updates that became known together, the one with the claim
          AND coalesce((
            SELECT claims.update_ref FROM claims
            JOIN updates AS other ON other.id = claims.update_ref
            WHERE claims.id = figure_changes.claim
              AND other.known_at = figure_changes.known_at
          ), updates.id) = updates.id
        ORDER BY figure_changes.id
      )
    ), 'No figure changed.') AS figures
  FROM updates
  CROSS JOIN concerns ON concerns.update_ref = updates.id
  CROSS JOIN incidents ON incidents.id = concerns.incident
  CROSS JOIN reports ON reports.id = updates.report
)
SELECT urn AS atom_id,
  incident_title || ': ' || words AS atom_title,
  known_at AS atom_updated,
  figures AS atom_content,
  source AS atom_author_name,
  iif(url GLOB 'http://*' OR url GLOB 'https://*', url, urn) AS atom_link,
  incident_title || ': ' || words AS event_name,
  known_at AS event_dtstart,
  urn AS event_uid,
  source || char(10) || figures AS event_description,
  about AS incident, id AS "update", report, source, signal, label, known_at
FROM entries ORDER BY n DESC"""

VIEWS: dict[str, str] = {
    **{f"{noun}_now": _NOW.format(noun=noun) for noun in HISTORIES},
    "figures_now": _FIGURES_NOW,
    "changes": _CHANGES,
    "feed": _FEED,
}
