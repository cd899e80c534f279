"""What an event is found by: its JSON alone tells, appended now or verified later."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from incident_log.pending import (
    CITED,
    CONCERNED,
    CORRECTED,
    ERASED,
    JUDGED,
    WITHDRAWN,
    Naming,
    Subjects,
)
from incident_log.references import is_bare, parse
from incident_log.schemas import SIGNAL_OF
from incident_log.times import Span

#: The signals of updates that are about earlier ones.
ABOUT_EARLIER = tuple(SIGNAL_OF.values())

#: How an editor's decision in a report's stream is about what it names.
_DECIDED = {"claim-corrected": CORRECTED, "claim-assessed": JUDGED}

_REFERRING = (("corrects", CORRECTED), ("of", JUDGED), ("restates", CITED))
#: Most claims have none of these.
_REFERRED = frozenset(field for field, _ in _REFERRING)


def naming(update: Mapping[str, Any], own: str | None) -> Naming:
    """Return what an update is called; *own* is its id, if it has one."""
    report = update["report"]
    published, received = update.get("published_at"), update.get("received_at")
    return Naming(
        id=own,
        claims=tuple(claim["id"] for claim in update.get("claims", ())),
        source=report["source"],
        derived_from=report.get("derived_from"),
        published_at=published["earliest"] if published else "",
        received_at=Span(**received) if received else None,
    )


def described(event: Mapping[str, Any]) -> frozenset[str]:
    """Return the incidents that an event describes."""
    return frozenset(each["id"] for each in _descriptions(event))


def of_update(update: Mapping[str, Any]) -> Subjects:
    """Return what a replay finds an update by, and how it is about it (DESIGN 6)."""
    return frozenset(_of_update(update))


def of_decision(
    topic: str, stream: str, fields: Mapping[str, Any], incident: str | None
) -> Subjects:
    """Return the same of a decision; *incident* is the one that its claim is about."""
    if topic == "words-erased":
        return frozenset({(stream, ERASED)})
    if stream.startswith("incident:"):
        others = (fields[name] for name in ("into", "to") if name in fields)
        slugs = (f"incident:{slug}" for slug in others)
        return frozenset((slug, CONCERNED) for slug in (stream, *slugs))
    update = parse(fields.get("of") or fields["claim"]).update
    about = stream + (f"/{update}" if update else "")
    found = {(about, _DECIDED.get(topic, WITHDRAWN))}
    return frozenset(
        found | ({(f"incident:{incident}", CONCERNED)} if incident else set())
    )


def named(word: str, report: str) -> tuple[str, ...]:
    """Return the subjects that a word in an update of *report* may be about."""
    if is_bare(word):
        return (f"report:{report}?{word}", f"report:{word}")
    name = parse(word)
    return (f"report:{name.report}/{name.update}",)


def _descriptions(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    own = event.get("incident")
    return [
        *([own] if isinstance(own, dict) else []),
        *event.get("related_incidents", ()),
    ]


def _of_update(update: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    claims = update.get("claims", ())
    report = update["report"]["id"]
    concerned = {claim["incident"] for claim in claims if "incident" in claim}
    concerned |= described(update)
    if isinstance(update["incident"], str):
        concerned.add(update["incident"])
    yield from ((f"incident:{slug}", CONCERNED) for slug in concerned)
    signal = update.get("signal")
    if signal in ABOUT_EARLIER:
        how = CORRECTED if signal == "correction" else WITHDRAWN
        words = [word for name in SIGNAL_OF for word in update.get(name, ())]
        yield from ((name, how) for w in words for name in named(w, report))
        if not words:
            yield f"report:{report}", how
    if "derived_from" in update["report"]:
        yield f"report:{update['report']['derived_from']}", CITED
    own = {claim.get("id", f"c{n + 1}") for n, claim in enumerate(claims)}
    for word, how in _references(claims):
        if how == CORRECTED or word not in own:
            yield from ((name, how) for name in named(word, report))


def _references(claims: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield every word that a claim refers to others by, and how that is about them."""
    for claim in claims:
        if _REFERRED.isdisjoint(claim):
            continue
        for field, how in _REFERRING:
            given = claim.get(field, ())
            yield from (
                (w, how) for w in ([given] if isinstance(given, str) else given)
            )
