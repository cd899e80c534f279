"""From an update document to the event that is appended.

Times are resolved here, once: a citation must not move when time-zone data does
(DESIGN 3.2).  Everything else is stored as it was said.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from incident_log import indexing, pending, schemas, vocabulary
from incident_log.addresses import without_secret_addresses, without_secrets
from incident_log.encoding import Encoder
from incident_log.errors import IncidentLogError, UnknownZone, nearest, visible
from incident_log.pending import Pending
from incident_log.schemas import Path
from incident_log.times import Span, check_zone, read_occurred, read_span

#: Writes a document the one way that its content key is made of.
_canonical = Encoder(is_sorted=True)

#: Finds the zone of an incident that was described earlier.
ZoneOf = Callable[[str], str | None]


class Problem(IncidentLogError):
    """One thing that is wrong with a document, and where."""

    def __init__(self, path: Path, found: Any, message: str) -> None:
        self.path = path
        shown = "" if found is None else f"{_brief(found)} "
        where = f"{dotted(path)}: {shown}" if path else ""
        super().__init__(visible(where + message))


class Unacceptable(IncidentLogError):
    """A document with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def accept(document: Any, zone_of: ZoneOf, *, is_open: bool = False) -> Pending:
    """Check an update document and make the event of it.

    Raise :exc:`Unacceptable` with all problems.  With *is_open* it may speak about
    incidents that nobody has described.
    """
    refuse(document, schemas.problems(document))
    document = _public(document)
    content = _canonical(document)
    acceptance = _Acceptance(document, zone_of)
    state = acceptance.state()
    if acceptance.problems:
        raise Unacceptable(acceptance.problems)
    describes = indexing.described(state)
    return pending.update(
        state,
        content=content,
        naming=indexing.naming(state, document.get("id")),
        subjects=indexing.of_update(state),
        describes=describes,
        needs=() if is_open else tuple(sorted(_incidents(document) - describes)),
    )


def _public(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose address lets nobody in."""
    report = document["report"]
    address = report.get("url", "")
    stored = without_secrets(address)
    if stored == address:
        return document
    return document | {"report": report | {"url": stored}}


def resolved_claim(claim: dict[str, Any], zone: str | None) -> dict[str, Any]:
    """Check a claim by itself and resolve its times; raise :exc:`Unacceptable`."""
    refuse(claim, schemas.claim_problems(claim))
    acceptance = _Acceptance({"incident": "", "timezone": zone}, lambda _: zone)
    state = acceptance.claim(claim, ())
    if acceptance.problems:
        raise Unacceptable(acceptance.problems)
    return state


def described(incident: dict[str, Any], zone: str | None) -> dict[str, Any]:
    """Check a description of an incident; raise :exc:`Unacceptable`.

    *zone* is the one known for it, if the description names none.
    """
    refuse(incident, schemas.incident_problems(incident))
    acceptance = _Acceptance({"incident": incident}, lambda _: zone)
    acceptance.check_zones()
    state = acceptance.dated(incident, ("incident",))
    if acceptance.problems:
        raise Unacceptable(acceptance.problems)
    return state


def refuse(document: Any, found: list[tuple[Path, str]]) -> None:
    """Raise :exc:`Unacceptable` if anything was found that is wrong in a document."""
    problems = [Problem(path, _at(document, path), what) for path, what in found]
    if problems:
        raise Unacceptable(problems)


def warnings(document: dict[str, Any]) -> Iterator[str]:
    """Yield what is unusual about a document, though it is accepted."""
    address = document["report"].get("url", "")
    if without_secrets(address) != address:
        yield (
            "report.url: it had a password or token in it, which was left out:"
            " check that it still leads there"
        )
    for n, claim in enumerate(document.get("claims", ())):
        for field, words in _KNOWN[claim["type"]].items():
            word = claim.get(field)
            if word is not None and word not in words:
                near = nearest(word, words)
                yield (
                    f"claims[{n}].{field}: {word!r} is not among the known words{near}:"
                    " check it, or keep it if it is meant"
                )


#: The words of open lists, by type of claim and field.
_KNOWN = {
    kind: vocabulary.OPEN.get(kind, {}) | {"channel": vocabulary.CHANNELS}
    for kind in schemas.CLAIMS
}


def dotted(path: Path) -> str:
    """Write a path as messages do: ``claims[0].count``."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


class _Acceptance:
    """Resolves the times of one document, and collects what is wrong with it."""

    def __init__(self, document: dict[str, Any], zone_of: ZoneOf) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._zone_of = zone_of
        self._zone: str | None = None
        self._is_zone_known = False

    @property
    def zone(self) -> str | None:
        """The zone of wall times: the update's, else the incident's; looked up late."""
        if not self._is_zone_known:
            incident = self.document["incident"]
            own = incident.get("timezone") if isinstance(incident, dict) else None
            slug = incident["id"] if isinstance(incident, dict) else incident
            self._zone = self.document.get("timezone") or own or self._zone_of(slug)
            self._is_zone_known = True
        return self._zone

    def state(self) -> dict[str, Any]:
        """Return the event's JSON, words still open."""
        document = self.document
        state = {k: v for k, v in document.items() if k not in ("format", "id")}
        self.check_zones()
        state["report"] = dict(document["report"])
        self._resolve(state)
        if isinstance(document["incident"], dict):
            state["incident"] = self.dated(document["incident"], ("incident",))
        if "related_incidents" in document:
            state["related_incidents"] = [
                self.dated(each, ("related_incidents", n))
                for n, each in enumerate(document["related_incidents"])
            ]
        if "agents" in document:
            state["agents"] = [dict(agent) for agent in document["agents"]]
        if "claims" in document:
            state["claims"] = self._claims(document["claims"])
        elif (
            "text" not in document
            and document.get("signal") not in indexing.ABOUT_EARLIER
        ):
            self._blame((), None, _EMPTY)
        return state

    def _resolve(self, state: dict[str, Any]) -> None:
        """Resolve the update's own times in *state*."""
        for name in ("as_of", "published_at", "received_at"):
            if name in state:
                span = self._span(state[name], (name,))
                if span is not None:
                    state[name] = span.state()

    def _claims(self, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
        seen: set[str] = set()
        found = []
        for n, claim in enumerate(claims):
            path: Path = ("claims", n)
            state = {"id": f"c{n + 1}"} | self.claim(claim, path)
            if state["id"] in seen:
                self._blame((*path, "id"), state["id"], "is used twice: rename one")
            seen.add(state["id"])
            self._check_quote(claim, path)
            found.append(state)
        return found

    def claim(self, claim: dict[str, Any], path: Path) -> dict[str, Any]:
        """Return a claim with its times resolved."""
        state = self.dated(claim, path)
        for name in ("as_of", "since", "until"):
            if name in claim:
                span = self._span(claim[name], (*path, name))
                state[name] = span.state() if span else None
        return state

    def _check_quote(self, claim: dict[str, Any], path: Path) -> None:
        if "span" not in claim:
            return
        start, end = claim["span"]
        text = self.document.get("text", "")
        if not start < end <= len(text):
            self._blame(
                (*path, "span"),
                claim["span"],
                f"lies outside the text (0 to {len(text)} code points): correct it",
            )
        elif "quote" in claim and text[start:end] != claim["quote"]:
            self._blame(
                (*path, "quote"),
                claim["quote"],
                f"is not the text at its span, {_brief(text[start:end])}:"
                " correct quote or span",
            )

    def check_zones(self) -> None:
        document = self.document
        named: list[tuple[Path, Any]] = [(("timezone",), document.get("timezone"))]
        if isinstance(document["incident"], dict):
            zone = document["incident"].get("timezone")
            named.append((("incident", "timezone"), zone))
        named += [
            (("related_incidents", n, "timezone"), each.get("timezone"))
            for n, each in enumerate(document.get("related_incidents", ()))
        ]
        for path, zone in named:
            if zone is not None:
                try:
                    check_zone(zone)
                except IncidentLogError as error:
                    self._blame(path, None, str(error))

    def dated(self, holder: dict[str, Any], path: Path) -> dict[str, Any]:
        """Return a copy of an object with its ``occurred`` resolved."""
        state = dict(holder)
        given = holder.get("occurred")
        if given is None:
            return state
        plain = given
        if isinstance(given, dict):
            plain = {name: time for name, time in given.items() if name != "text"}
        spoken = plain.values() if isinstance(plain, dict) else (plain,)
        zone = self.document.get("timezone") or holder.get("timezone")
        try:
            if zone is None and any(map(_is_local, spoken)):
                zone = self.zone
            occurred = read_occurred(given, zone)
        except IncidentLogError as error:
            self._blame_time((*path, "occurred"), error)
            return state
        times = {
            "given": plain,
            "earliest": occurred.earliest,
            "latest": occurred.latest,
            "text": occurred.text,
        }
        state["occurred"] = {k: v for k, v in times.items() if v is not None}
        return state

    def _span(self, given: str, path: Path) -> Span | None:
        try:
            return read_span(given, self.zone if _is_local(given) else None)
        except IncidentLogError as error:
            self._blame_time(path, error)
            return None

    def _blame_time(self, path: Path, error: IncidentLogError) -> None:
        """Blame a time; a wrong zone was blamed where it is named."""
        if not (isinstance(error, UnknownZone) and self.problems):
            self._blame(path, None, str(error))

    def _blame(self, path: Path, found: Any, message: str) -> None:
        self.problems.append(Problem(path, found, message))


_EMPTY = (
    "the update says nothing: give it claims, a text, or a signal about earlier ones"
)


def _is_local(given: str) -> bool:
    """Tell whether a time needs a zone; offsets stand behind hours."""
    clock = given[10:]
    return not clock.endswith("Z") and "+" not in clock and "-" not in clock


def _incidents(document: dict[str, Any]) -> set[str]:
    """Return every incident that a document names."""
    own = document["incident"]
    found = {own["id"] if isinstance(own, dict) else own}
    for claim in document.get("claims", ()):
        found |= {claim[name] for name in ("incident", "to") if name in claim}
    return found


def _at(document: Any, path: Path) -> Any:
    """Return the value at *path*; ``None`` where there is none."""
    here = document
    for key in path:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def _brief(value: Any) -> str:
    text = without_secret_addresses(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 60 else f"{text[:57]}..."
