"""Whether a finding is of this incident, or background that must not be counted.

Background is what another incident did, what a war has cost since it began, and what a
report says was said before.  Words that say so are cues; each has a reach.
"""

from collections.abc import Iterable

from incident_log.counts import Count
from incident_log.drafting.prose.article import Article, InOrder
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.setting.cues import compares, cues_in
from incident_log.drafting.setting.going_on import GOES_ON, goes_on, is_of_those
from incident_log.drafting.setting.leading import leads_with
from incident_log.drafting.setting.reaching import ARTICLE, Cue, reached

#: What is said of other incidents is still said now.
_SAID = ("statement", "link", "verification")
#: What befalls people in a whole war, by tens of thousands.
_DRIVEN = ("displaced", "trapped")
#: What an article leads with that is about an attack.
_ARMED = ("weapon", "act-of-war", "strike_noun")
#: No attack drives so many people from their homes.
_TOO_MANY = 20_000
_OF_WAR = "too many for one attack: a total of a war"


def send_to_background(
    article: Article, findings: Iterable[Finding], past: Iterable[Cue]
) -> None:
    """Give each finding that is not of this incident its ``background``: why not.

    *past* are the times before the incident, of the module of that name.
    """
    every = InOrder(sorted(findings, key=lambda finding: finding.first))
    harm = InOrder([finding for finding in every.all if finding.type not in _SAID])
    told = InOrder(sorted((*cues_in(article), *past), key=lambda cue: cue.first))
    cues = InOrder([cue for cue in told.all if not compares(article, cue)])
    for cue in cues.all:
        for finding in reached(article, cue, every if cue.reach == ARTICLE else harm):
            finding.background = finding.background or cue.why
    is_attack = leads_with(article, *_ARMED) and not leads_with(article, "upheaval")
    for finding in (finding for finding in harm.all if not finding.background):
        if is_of_those(article, finding, told) or goes_on(article, finding, harm, cues):
            finding.background = GOES_ON
        elif is_attack and _drives_out_too_many(finding):
            finding.background = _OF_WAR
    _send_notes(every.all)


def _drives_out_too_many(finding: Finding) -> bool:
    if finding.fields.get("outcome") not in _DRIVEN:
        return False
    return (Count.parse(finding.fields["count"]).range.low or 0) >= _TOO_MANY


def _send_notes(findings: Iterable[Finding]) -> None:
    """Send what is noted of findings where all of these went."""
    for finding in findings:
        noted = finding.fields.get("of", ())
        if noted and all(other.background for other in noted):
            finding.background = noted[0].background
