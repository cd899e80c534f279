"""Asking a reviewer for a claim that the draft has missed."""

from incident_log import vocabulary
from incident_log.cli.review_text import Screen, sentence
from incident_log.drafting.review.documents import Document
from incident_log.drafting.review.editing import changed, find, shapes
from incident_log.errors import IncidentLogError, nearest

#: What is asked for though it may be left out, where the type has it.
_OPTIONAL = ("count", "value", "said_by")


def ask_for_claim(
    draft: Document, screen: Screen, kind: str, near: list[int] | None
) -> Document | None:
    """Return the fields of a claim, or nothing if an answer that it needs is empty.

    *near* is a number that the claim is about, if the reviewer pointed at one.
    """
    kind = _kind(screen, kind)
    span = _span(draft, screen, near) if kind else None
    if span is None:
        return None
    start, end = span
    claim = {"type": kind, "span": [start, end], "quote": draft["text"][start:end]}
    shape = shapes()[kind]
    needed = tuple(name for name in shape["required"] if name != "type")
    for name in (*needed, *(n for n in _OPTIONAL if n in shape["properties"])):
        hint = _hint(kind, name, shape)
        while answer := screen.ask(f"{name}{hint}"):
            try:
                claim = changed(draft, claim, name, answer, pending=needed)
                break
            except IncidentLogError as error:
                screen.say([str(error)])
        if not answer and name in needed:
            return None
    return claim


def _kind(screen: Screen, given: str) -> str:
    """Return a type of claims, or nothing."""
    names = list(shapes())
    while given not in names:
        if given:
            screen.say([f"unknown{nearest(given, names)}: use {', '.join(names)}"])
        given = screen.ask(f"type ({', '.join(names)})")
        if not given:
            return ""
    return given


def _span(
    draft: Document, screen: Screen, near: list[int] | None
) -> tuple[int, int] | None:
    """Return where the words stand that a reviewer types; of several places, which."""
    text = draft["text"]
    while words := screen.ask("words of the text that it rests on"):
        places = find(text, words)
        if near is not None:
            at = [p for p in places if p[0] < near[1] and near[0] < p[1]]
            places = at or places
        if not places:
            screen.say(["they are not in the text: copy words from it"])
        if len(places) == 1:
            return places[0]
        for n, place in enumerate(places, start=1):
            screen.say([f"  {n}  {sentence(text, list(place), screen)}"])
        which = screen.ask("which of these") if places else ""
        if which in map(str, range(1, len(places) + 1)):
            return places[int(which) - 1]
    return None


def _hint(kind: str, name: str, shape: Document) -> str:
    """Say which words a field knows, or that it may be left out."""
    known = shape["properties"][name].get("enum") or sorted(
        vocabulary.OPEN.get(kind, {}).get(name, ())
    )
    words = ", ".join(known)
    if name == "said_by":
        words = "who says so; Enter: the report itself"
    elif name in _OPTIONAL:
        words = "9, at least 9, several ...; Enter: not stated"
    return f" ({words})" if words else ""
