"""A figure down to the quoted words: policy, claims that decided, claims that lost."""

from dataclasses import dataclass
from typing import Any

from incident_log.answer import figure_row, subject
from incident_log.commitments import ERASED
from incident_log.errors import UnknownFigure
from incident_log.figures import Figure
from incident_log.placing import Placed
from incident_log.sentences import around
from incident_log.standing import Lost
from incident_log.view import View


@dataclass(frozen=True)
class Evidence:
    """One claim with the words it rests on."""

    claim: Placed
    why: str | None  #: why it lost; ``None`` if it decided
    before: str  #: the rest of its sentence
    after: str


@dataclass(frozen=True)
class Explanation:
    """One figure and everything behind it."""

    figure: Figure
    deciding: list[Evidence]
    lost: list[Evidence]


def explain(view: View, words: str) -> list[Explanation]:
    """Explain every figure that *words* fit; raise :exc:`UnknownFigure`.

    Words are parts of a figure's name (:func:`name`), in any order: ``killed``,
    ``injured@kyiv``, ``heating residential_building``; or a claim's reference.
    """
    wanted = words.replace("@", " ").split()
    found = [
        Explanation(
            figure,
            [_evidence((claim, None)) for claim in figure.claims],
            [_evidence(lost) for lost in figure.lost],
        )
        for figure in view.figures
        if _fits(figure, wanted)
    ]
    if not found:
        raise UnknownFigure(words, [name(figure) for figure in view.figures])
    return found


def name(figure: Figure) -> str:
    """Name a figure by what it is about: ``casualties killed @ kyiv``.

    The measure is left out where it is a total, the usual case.
    """
    parts = [figure.table]
    for field, value in subject(figure).items():
        if value is None or value == "total_to_date":
            continue
        parts.append("+".join(value) if isinstance(value, list) else str(value))
        if field in ("counter", "subset_of"):
            parts[-1] = f"{field}={parts[-1]}"
    return " ".join(parts) + (f" @ {figure.place}" if figure.place else "")


def row(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain values."""
    return {
        "figure": {"table": explanation.figure.table, **figure_row(explanation.figure)},
        "deciding": [_evidence_row(each) for each in explanation.deciding],
        "lost": [_evidence_row(each) for each in explanation.lost],
    }


def _evidence_row(evidence: Evidence) -> dict[str, Any]:
    claim = evidence.claim
    number = claim.claim.number
    return {
        "claim": str(claim.name),
        "why": evidence.why,
        "by": claim.hidden_by,
        "said_by": claim.said_by,
        "origin": claim.origin,
        "count": number.text,
        "denied": claim.claim.is_denied,
        "as_of": claim.as_of.earliest,
        "as_of_to": claim.as_of.latest,
        "as_of_text": claim.claim.as_of_text,
        "known_at": claim.known_at,
        "report": claim.update.report.id,
        "source": claim.update.report.source,
        "position": claim.update.position,
        "before": evidence.before,
        "quote": claim.claim.quote,
        "after": evidence.after,
    }


def _fits(figure: Figure, wanted: list[str]) -> bool:
    names = {str(c.name) for c in (*figure.claims, *(c for c, _ in figure.lost))}
    own: set[Any] = {figure.table, figure.place}
    for field, value in subject(figure).items():
        own |= {*value, "+".join(value)} if isinstance(value, list) else {value}
        own.add(f"{field}={value}")
    return all(word in own or word in names for word in wanted)


def _evidence(lost: Lost | tuple[Placed, None]) -> Evidence:
    claim, why = lost
    before, after = _sentence(claim)
    return Evidence(claim, why, before, after)


def _sentence(claim: Placed) -> tuple[str, str]:
    """Return the words around a quote, to the ends of its sentence.

    None where the text was erased, or what it would lead round to.
    """
    text, span = claim.update.text, claim.claim.span
    if text is None or span is None or ERASED in (text, claim.claim.quote):
        return "", ""
    return around(text, *span)
