"""What a party says it aimed at, thing by thing; being aimed at is no damage."""

from collections.abc import Iterator
from typing import Any

from incident_log.drafting.attacks.arms import described
from incident_log.drafting.attacks.remembering import Memory
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import Found, doubt, matches, meaning

#: What the kind of a weapon makes of it as a target.
_KINDS = {"air_defence": "air_defence", "rocket_artillery": "weapon_system"}


def targets_in(article: Article) -> list[Finding]:
    """Return the targets that *article* tells of, in the order of the text."""
    memory = Memory(article)
    for found in matches(article, "targets"):
        if not doubt(article, found.first):
            for finding in _targets(article, found):
                if finding.at not in memory:
                    memory.add(finding)
    return memory.all()


def _targets(article: Article, found: Found) -> Iterator[Finding]:
    """Yield a finding for every part of the list that names a kind of target."""
    aims = found.group("aims")
    verb = found.group("verb")
    for first, last in _parts(article, *aims) if aims else ():
        kinds = [(i, kind) for i in range(first, last) if (kind := _kind(article, i))]
        if not kinds:
            continue
        at, kind = kinds[0]
        fields: dict[str, Any] = {"kind": kind}
        if organisation := _organisation(article, kind, at, last):
            fields["organisation"] = organisation
        start = verb[0] if verb and aims and first == aims[0] else first
        yield Finding("target", fields, start, last, at, found.rule.name)


def _parts(article: Article, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Split a list at its commas and "and"s."""
    start = first
    for item in range(first, last):
        if article.has(item, "comma", "and"):
            if start < item:
                yield start, item
            start = item + 1
    yield start, last


def _kind(article: Article, item: int) -> str | None:
    kind = meaning(article, item, "kind_")
    if kind is None and article.has(item, "weapon"):
        return _KINDS.get(described(article, item)["kind"])
    return kind


def _organisation(article: Article, kind: str, at: int, last: int) -> str | None:
    """Return whose target it is: "the command center of the border guard"."""
    if kind == "security_service":
        return article.quote(at, at + 1)
    if at + 2 < last and article.has(at + 1, "of"):
        return article.quote(at + 2, last)
    return None
