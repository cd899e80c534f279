"""Claims that contradict each other, and claims that were taken back."""

from incident_log.queries.counted import SUBJECTS, subject
from incident_log.queries.figures import figures
from incident_log.queries.moments import HOLDS, MOMENT, moment_of
from incident_log.queries.views import HISTORIES


def _claims_of(noun: str) -> str:
    return f"""\
  SELECT '{noun}' AS noun, {noun}.incident, place, {subject(noun)} AS subject,
    said_by, origin, party, denied, count_text, low, high, {noun}.as_of,
    {noun}.known_at, quote, claim, report
  FROM moment JOIN {noun} ON {noun}.incident = moment.incident
    AND {HOLDS}"""


_CLAIMS = "\n  UNION ALL\n".join(_claims_of(noun) for noun in SUBJECTS)

CLAIMS_IN_CONFLICT = f"""\
WITH moment AS MATERIALIZED (
{moment_of()}
),
-- The figures on which origins contradict each other ...
contested AS MATERIALIZED (
SELECT * FROM (
{figures(moment_of())}
) WHERE contested
),
-- ... and everything that stands,
claims AS MATERIALIZED (
{_CLAIMS}
)
-- side by side.
SELECT contested.incident, contested.noun, contested.place, contested.subject,
  contested.low AS figure_low, best AS figure_best, contested.high AS figure_high,
  said_by, origin, party, count_text, denied, claims.low, claims.high,
  claims.as_of, claims.known_at, quote, claim, report,
  EXISTS (SELECT 1 FROM json_each(contested.claims) WHERE value = claim) AS decides
FROM contested
JOIN claims ON claims.incident = contested.incident AND claims.noun = contested.noun
  AND claims.subject = contested.subject AND claims.place IS contested.place
ORDER BY contested.incident, contested.noun, contested.place, contested.subject,
  claims.as_of DESC, claim"""

#: What a row of each noun says, in short.
_SAYS = {
    **dict.fromkeys(
        SUBJECTS, "iif(denied, 'denied: ', '') || coalesce(count_text, '')"
    ),
    "statements": "coalesce(act || ': ' || text, act)",
    "occurrences": "kind",
    "targets": "kind",
    "links": "relation || ' ' || \"to\"",
    "verifications": "verdict",
}


def _taken_back(noun: str) -> str:
    about = subject(noun) if noun in SUBJECTS else "NULL"
    return f"""\
  SELECT {noun}.incident, known_to AS ended_at, ended_by, '{noun}' AS noun, place,
    {about} AS subject, {_SAYS[noun]} AS said, said_by, quote,
    {noun}.as_of, {noun}.known_at, report, claim
  FROM moment JOIN {noun} ON {noun}.incident = moment.incident
  WHERE ended_by <> 'superseded' AND known_to <= moment.known_at
    AND as_of_from <= moment.as_of AND moment.as_of < as_of_to"""


_ALL = "\n  UNION ALL\n".join(_taken_back(noun) for noun in HISTORIES)

CORRECTIONS_AND_RETRACTIONS = f"""\
WITH {MOMENT}
-- What stood at this T until it was corrected, retracted, held, redescribed, merged or
-- erased.  That something newer superseded it is not among these.
SELECT * FROM (
{_ALL}
)
ORDER BY incident, ended_at, noun, claim"""
