"""What a reviewer types into a claim: its fields, and the words that it rests on.

Nothing comes out of here that ``import`` would refuse.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from incident_log import documents
from incident_log.accepting import Problem, Unacceptable, resolved_claim
from incident_log.drafting.review.documents import Document, zone_of
from incident_log.errors import IncidentLogError, UnreadableInput
from incident_log.schemas import json_schema
from incident_log.schemas.drafts import MARKS
from incident_log.vocabulary import POPULATION

#: What makes it that claim.
_FIXED = ("id", "type", "span", "population", *MARKS)


def shapes() -> dict[str, Document]:
    """Return the JSON Schema of every type of claim."""
    claims = json_schema()["properties"]["claims"]["items"]["oneOf"]
    return {shape["properties"]["type"]["const"]: shape for shape in claims}


def changed(
    draft: Document,
    claim: Document,
    name: str,
    given: str,
    pending: tuple[str, ...] = (),
) -> Document:
    """Return a claim with a field as it was *given*; nothing removes the field.

    A word of text is read as the field wants it: as text, number or truth, or as a
    list with ``;`` between its words.  Raise :exc:`Unacceptable` or
    :exc:`UnreadableInput` with what is wrong with it.  Fields that are *pending* may
    still be missing.
    """
    if name in _FIXED and name not in POPULATION:
        raise _problem(name, "stays as it is: edit other fields, or reject and add one")
    if name == "quote":
        return claim | _quoted(draft, claim, given)
    if not given:
        return _checked(draft, _removed(claim, name), pending)
    refused: list[tuple[int, bool, Unacceptable]] = []
    for value in _readings(given):
        try:
            return _checked(draft, _filled(claim, name, value), pending)
        except Unacceptable as error:
            depth = len(error.problems[0].path)
            refused.append((depth, isinstance(value, int | float), error))
    # Who meant a list is told what is wrong inside it, and a number what is with that.
    raise max(refused, key=lambda each: each[:2])[2]


def find(text: str, words: str) -> list[tuple[int, int]]:
    """Return every place where *words* stand in a text.

    Spacing, case and the shape of quotation marks and dashes may differ.
    """
    pattern = r"\s+".join(_loose(word) for word in words.split())
    if not pattern:
        return []
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _loose(word: str) -> str:
    return "".join(
        next((f"[{re.escape(kin)}]" for kin in _ALIKE if c in kin), re.escape(c))
        for c in word
    )


#: Apostrophes, quotation marks and dashes, as keyboards and editors write them.
_ALIKE = (
    "'`\u2018\u2019\u00b4",
    '"\u201c\u201d\u201e\u00ab\u00bb',
    "-\u2010\u2011\u2012\u2013\u2014",
)


def _quoted(draft: Document, claim: Document, words: str) -> Document:
    """Let a claim rest on other words, the nearest of them to where it rests now."""
    places = find(draft["text"], words)
    if not places:
        raise Unacceptable(
            [Problem(("quote",), words, "is not in the text: copy words from it")]
        )
    at = claim["span"][0]
    start, end = min(places, key=lambda place: abs(place[0] - at))
    return {"span": [start, end], "quote": draft["text"][start:end]}


def _readings(given: str) -> Iterator[Any]:
    """Yield what a value may mean, the plainest first."""
    documents.check(given, 1)
    yield given
    with suppress(UnreadableInput):
        yield documents.loads(given)
    yield [part.strip() for part in given.split(";") if part.strip()]


def _filled(claim: Document, name: str, value: Any) -> Document:
    if name in POPULATION:
        return claim | {"population": claim.get("population", {}) | {name: value}}
    return claim | {name: value}


def _removed(claim: Document, name: str) -> Document:
    holder = claim.get("population", {}) if name in POPULATION else claim
    if name not in holder:
        raise _problem(name, "is not stated: nothing to remove")
    rest = {key: value for key, value in holder.items() if key != name}
    if name not in POPULATION:
        return rest
    claim = {key: value for key, value in claim.items() if key != "population"}
    return claim | ({"population": rest} if rest else {})


def _checked(draft: Document, claim: Document, pending: tuple[str, ...]) -> Document:
    """Return the claim if it is right, with its times."""
    try:
        resolved_claim(claim, zone_of(draft))
    except Unacceptable as error:
        missing = [(name,) for name in pending if name not in claim]
        found = [each for each in error.problems if each.path not in missing]
        if found:
            raise Unacceptable(found) from error
    return claim


def _problem(name: str, what: str) -> IncidentLogError:
    return Unacceptable([Problem((name,), None, what)])
