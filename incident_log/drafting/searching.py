"""What is found in an article: claims, with whose they are, when and where."""

from dataclasses import dataclass

from incident_log.drafting.attacks.damage import damage_in
from incident_log.drafting.attacks.occurrences import occurrences_in
from incident_log.drafting.attacks.outages import outages_in
from incident_log.drafting.attacks.strikes import strikes_in
from incident_log.drafting.attacks.targets import targets_in
from incident_log.drafting.dates.dating import date_findings
from incident_log.drafting.dates.heads import Head, read_head
from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.dates.timing import TimeMention, times_in
from incident_log.drafting.harm.casualties import casualties_in
from incident_log.drafting.harm.wholes import name_wholes
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.setting.past import past_times
from incident_log.drafting.setting.places import (
    PlaceMention,
    main_place,
    place_findings,
    places_in,
)
from incident_log.drafting.setting.scope import send_to_background
from incident_log.drafting.speech.attribution import attribute
from incident_log.drafting.speech.links import answered, links_in
from incident_log.drafting.speech.statements import statements_in
from incident_log.drafting.speech.verification import verifications_in
from incident_log.drafting.speech.voices import Voice, voices_in

#: What finds claims by themselves, behind casualties, in the order of the design's
#: table of claims.
_READERS = (
    damage_in,
    outages_in,
    strikes_in,
    targets_in,
    occurrences_in,
)


@dataclass(frozen=True)
class Found:
    """Everything that was found in an article."""

    head: Head
    findings: list[Finding]
    doubts: dict[int, str]  #: item of a number -> what speaks against a casualty
    voices: list[Voice]
    times: list[TimeMention]
    places: list[PlaceMention]
    main: PlaceMention | None  #: the place that the article is about

    @property
    def day(self) -> str:
        """The ISO date of publication; empty where it is not known."""
        return (self.head.published or "")[:10]


def search(
    article: Article, published: str | None, zone: str | None, report: str = ""
) -> Found:
    """Return what is found in an article; the rest is given, as far as it is known.

    Each step uses what those before it have found.
    """
    head = read_head(article.text, article.paragraphs, published, zone)
    context = Context.of(head.published, zone)
    times = times_in(article, context)
    places = places_in(article)
    main = main_place(places)
    voices = voices_in(article, places, report)
    harm = casualties_in(article)
    name_wholes(article, harm.findings)
    others = [finding for read in _READERS for finding in read(article)]
    findings = [*harm.findings, *others]
    date_findings(article, findings, times)
    attribute(article, voices, findings)
    findings += statements_in(article, voices)
    links = links_in(article, voices)
    findings += verifications_in(article, voices, findings)
    past = (*past_times(article, times, context.published), *answered(links))
    send_to_background(article, findings, past)
    findings += links
    place_findings(article, findings, places, main)
    return Found(head, findings, harm.doubts, voices, times, places, main)
