"""Links between attacks: "in response to Friday's strike", always somebody's claim."""

from collections.abc import Iterator

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import fits
from incident_log.drafting.setting.reaching import INSIDE, Cue
from incident_log.drafting.speech.attribution import attribute
from incident_log.drafting.speech.voices import Voice


def links_in(article: Article, voices: list[Voice] | None = None) -> list[Finding]:
    """Return what is said to answer what, and by whom where *voices* are given.

    ``to_text`` has the words for what is answered: which incident that is, no rule can
    tell.
    """
    found: dict[int, Finding] = {}
    for rule in article.rulebook.of("links"):
        for match in fits(article, rule):
            cue, (first, last) = match.start("cue"), match.span("to")
            found.setdefault(
                cue,
                Finding(
                    type="link",
                    fields={**rule.sets, "to_text": article.quote(first, last)},
                    first=match.start(),
                    last=last,
                    at=cue,
                    rule=rule.name,
                ),
            )
    links = [found[cue] for cue in sorted(found)]
    attribute(article, voices or [], links)
    return links


def answered(links: list[Finding]) -> Iterator[Cue]:
    """Yield a cue for what each link leads to: it is not of this incident."""
    for link in links:
        yield Cue(link.at, link.last, "the incident that this one answers", INSIDE)
