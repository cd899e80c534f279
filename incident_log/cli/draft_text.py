"""What is said of a draft on the terminal: what is in it, and what it lacks."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from incident_log.errors import visible
from incident_log.schemas.fields import LONG

Document = dict[str, Any]


def told(path: str, made: Document) -> Iterator[str]:
    """Yield lines about the draft that was made of a file."""
    for line in (_summary(made), *_advice(made)):
        yield f"{visible(path)}: {line}"


def _summary(made: Document) -> str:
    claims = made["claims"]
    counts = Counter(claim["type"] for claim in claims)
    types = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    parts = [_many(len(claims), "claim") + (f" ({types})" if types else "")]
    for name, each, rest in (
        ("background", "", " in the background"),
        ("unclaimed", "number", " unclaimed"),
        ("dropped", "passage", " dropped"),
        ("unchanged", "", " unchanged"),
        ("gone", "", " gone since the last revision"),
    ):
        n = len(made.get(name, ()))
        if n:
            parts.append((_many(n, each) if each else str(n)) + rest)
    return ", ".join(parts)


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n or 'no'} {noun}s"


def _advice(made: Document) -> Iterator[str]:
    if "published_at" not in made:
        yield "no date of publication, so no weekday is dated: give --published"
    if "timezone" not in made:
        yield "no time zone, so no clock time is dated: give --timezone"
    if len(made["text"]) > LONG:
        yield f"too long to be imported: split it (at most {LONG} characters)"
