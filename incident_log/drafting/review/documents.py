"""A draft as a document: what it must be, before anybody reviews it."""

import json
from collections.abc import Iterator
from typing import Any

from incident_log import schemas
from incident_log.accepting import Problem, Unacceptable, accept, dotted, refuse
from incident_log.documents import LARGEST
from incident_log.schemas import Path
from incident_log.schemas.drafts import plain

Document = dict[str, Any]

#: The lists of claims in a draft.
CLAIMS, BACKGROUND = "claims", "background"

#: What is in a draft and not in the update that it becomes.
_ONLY_DRAFTS = (
    *(BACKGROUND, "unclaimed", "dropped", "mentions", "unchanged", "gone"),
    "drafted_by",
)

#: Stands for the report, and its id for the incident, of a draft that knows neither.
_UNNAMED: Document = {"id": "unnamed", "source": "unnamed"}


def check(draft: Any) -> None:
    """Raise :exc:`Unacceptable` with all that is wrong with a draft.

    All claims must be such that ``import`` would take them, rejected ones too, and
    each must rest on words of the text.
    """
    refuse(draft, schemas.draft_problems(draft))
    problems = [*_as_update(draft), *_slices(draft)]
    if problems:
        raise Unacceptable(problems)


def update_of(draft: Document, claims: list[Document]) -> Document:
    """Return the update that a draft is with these of its claims."""
    update = {name: value for name, value in draft.items() if name not in _ONLY_DRAFTS}
    return update | {"format": schemas.FORMAT, CLAIMS: [plain(each) for each in claims]}


def as_if_named(draft: Document, claims: list[Document]) -> Document:
    """Return that update with a report and an incident, also where none is known."""
    update = update_of(draft, claims)
    update["report"] = _UNNAMED | draft.get("report", {})
    return {"incident": _UNNAMED["id"]} | update


def zone_of(draft: Document) -> str:
    """Return the zone of wall times; UTC stands in where only the log knows it."""
    incident = draft.get("incident")
    own = incident.get("timezone") if isinstance(incident, dict) else None
    return str(draft.get("timezone") or own or "UTC")


def dumps(document: Document) -> str:
    """Write a document for people, or densely if it would be too long to be read."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return text if len(text) < LARGEST else json.dumps(document, ensure_ascii=False)


def _as_update(draft: Document) -> Iterator[Problem]:
    """Yield what ``import`` would say of it if everything were accepted."""
    judged = draft[CLAIMS]
    update = as_if_named(draft, [*judged, *draft.get(BACKGROUND, ())])
    try:
        accept(update, lambda _: zone_of(draft), is_open=True)
    except Unacceptable as error:
        for problem in error.problems:
            yield _moved(problem, len(judged))


def _moved(problem: Problem, judged: int) -> Problem:
    """Blame a claim of the background where it stands."""
    name, n = (*problem.path, None, None)[:2]
    if name != CLAIMS or not isinstance(n, int) or n < judged:
        return problem
    path: Path = (BACKGROUND, n - judged, *problem.path[2:])
    return Problem(path, None, str(problem).removeprefix(f"{dotted(problem.path)}: "))


def _slices(draft: Document) -> Iterator[Problem]:
    """Yield every span that does not say what its quote says."""
    text = draft["text"]
    for name in ("unclaimed", "dropped", "mentions", "unchanged"):
        for n, each in enumerate(draft.get(name, ())):
            start, end = each["span"]
            words = text[start:end]
            # Of a long zone that was dropped, only the beginning is quoted.
            is_quoted = (
                words.startswith(each["quote"].removesuffix("…"))
                if name == "dropped"
                else words == each["quote"]
            )
            if not (start < end <= len(text) and is_quoted):
                yield Problem(
                    (name, n, "quote"),
                    each["quote"],
                    "is not the text at its span: draft the article again",
                )
