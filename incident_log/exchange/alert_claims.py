"""What a CAP message says: its text, its places, its warning and its headlines."""

from collections.abc import Iterator
from typing import Any

from incident_log.exchange.cap import Alert, Area, Info, instant_of
from incident_log.exchange.identifying import place_id, plain_id
from incident_log.schemas.fields import SHORT

Document = dict[str, Any]

#: What a headline does, by the kind of its message.
ACTS = {"Alert": "warn", "Update": "warn", "Cancel": "withdraw"}


def text_of(alert: Alert) -> str:
    """Return what a message says to readers, in all its languages."""
    parts = []
    for info in alert.infos:
        areas = "; ".join(area.name for area in info.areas if area.name)
        said = (info.headline, info.description, info.instruction, areas)
        parts.append("\n".join(filter(None, said)))
    return "\n\n".join(filter(None, (*parts, alert.note)))


def places_of(infos: list[Info]) -> list[Document]:
    found: dict[str, Document] = {}
    for area in _areas(infos):
        place: Document = {"id": _place(area), "name": area.name[:SHORT]}
        if area.centre:
            place["latitude"], place["longitude"] = area.centre
        found.setdefault(place["id"], place)
    return list(found.values())


def _areas(infos: list[Info]) -> list[Area]:
    return [area for info in infos for area in info.areas if area.name]


def _place(area: Area) -> str:
    """Return an area's only code as an id, else its name."""
    codes = {plain_id(f"{name}-{value}") for name, value in area.geocodes}
    code = next(iter(codes)) if len(codes) == 1 else None
    return code or place_id(area.name)


def only_place(infos: list[Info]) -> str | None:
    """Return the place of infos that have one area between them."""
    places = {_place(area) for area in _areas(infos)}
    return next(iter(places)) if len(places) == 1 else None


def claims_of(
    alert: Alert, infos: list[Info], text: str, about: list[str]
) -> Iterator[Document]:
    if infos and alert.kind != "Cancel":
        yield _warning(alert, infos, about)
    for n, info in enumerate(infos, start=1):
        if info.headline:
            start = text.index(info.headline)
            yield _placed(
                {
                    "type": "statement",
                    "id": f"headline-{n}",
                    "act": ACTS[alert.kind],
                    "verbatim": True,
                    "quote": info.headline,
                    "span": [start, start + len(info.headline)],
                },
                [info],
            )


def _warning(alert: Alert, infos: list[Info], about: list[str]) -> Document:
    """Return the one warning of a message, instead of those it refers to."""
    claim = {
        "type": "occurrence",
        "id": "warning",
        "kind": "warning",
        "occurred": _occurred(alert, infos),
        "note": ", ".join(infos[0].certainty)[:SHORT],
        "corrects": [f"{update}#warning" for update in about],
    }
    return _placed({name: v for name, v in claim.items() if v}, infos)


def _placed(claim: Document, infos: list[Info]) -> Document:
    place = only_place(infos)
    return claim | ({"place": place} if place else {})


def _occurred(alert: Alert, infos: list[Info]) -> Document:
    """Return from when until when is warned; never from later than until."""
    ends = [info.expires for info in infos if info.expires]
    end = max(ends, key=instant_of, default="")
    starts = [time for info in infos for time in info.begins[:1]]
    start = min(starts, key=instant_of, default=alert.message.sent)
    if end and instant_of(start) > instant_of(end):  # what was to come will not
        start = ""
    found = {"from": start, "to": end, "text": infos[0].event[:SHORT]}
    return {name: value for name, value in found.items() if value}
