"""Verdicts on a draft: what a reviewer decides about one claim.

Pure: every verdict returns another draft and leaves the one at hand as it is, so that
the last one can be taken back.
"""

from collections.abc import Iterator
from itertools import count

from incident_log.drafting.review.documents import BACKGROUND, CLAIMS, Document
from incident_log.schemas.drafts import ACCEPTED, EDITED, PROPOSED, REJECTED, plain

#: The rule of a claim that a person added.
ADDED = "added"

#: Flags a claim that ``--accept-all`` accepted: nobody has looked at it.
UNSEEN = "accepted-unseen"


def claims_of(draft: Document) -> list[Document]:
    """Return every claim, those of the background last."""
    return [*draft[CLAIMS], *draft.get(BACKGROUND, ())]


def claim_of(draft: Document, claim_id: str) -> Document:
    """Return the claim of that id."""
    return next(claim for claim in claims_of(draft) if claim["id"] == claim_id)


def is_background(draft: Document, claim_id: str) -> bool:
    """Tell whether a claim is not among those that are imported."""
    return claim_id not in (claim["id"] for claim in draft[CLAIMS])


def proposed(draft: Document, *, background: bool = True) -> list[str]:
    """Return the ids of the claims that nobody has given a verdict on."""
    claims = claims_of(draft) if background else draft[CLAIMS]
    return [claim["id"] for claim in claims if claim["status"] == PROPOSED]


def accept(draft: Document, claim_id: str, by: str | None = None) -> Document:
    """Take a claim as it is; one of the background moves among the claims."""
    claim = claim_of(draft, claim_id)
    status = EDITED if "proposed" in claim else ACCEPTED
    return _with(draft, _judged(claim, status, by))


def reject(draft: Document, claim_id: str, by: str | None = None) -> Document:
    """Keep a claim out of the update; it stays in the draft, where it is."""
    claim = _judged(claim_of(draft, claim_id), REJECTED, by)
    name = BACKGROUND if is_background(draft, claim_id) else CLAIMS
    return draft | {name: _replaced(draft[name], claim)}


def edit(
    draft: Document, claim_id: str, changed: Document, by: str | None = None
) -> Document:
    """Take a claim as *changed*, its fields as in an update; what was proposed stays.

    What a person added was proposed by nobody, and a claim that is again as it was
    proposed has not been edited.
    """
    claim = claim_of(draft, claim_id)
    original = claim.get("proposed", plain(claim))
    marks = {k: v for k, v in claim.items() if k not in plain(claim)}
    marks.pop("proposed", None)
    if claim["rule"] == ADDED or changed == original:
        return _with(draft, _judged(changed | marks, ACCEPTED, by))
    edited = changed | marks | {"proposed": original}
    return _with(draft, _judged(edited, EDITED, by))


def add(draft: Document, fields: Document, by: str | None = None) -> Document:
    """Add a claim that was missed, as the last one; its id is the next free one."""
    claim = {"id": free_id(draft)} | fields | {"rule": ADDED, "flags": []}
    return _with(draft, _judged(claim, ACCEPTED, by))


def free_id(draft: Document) -> str:
    """Return the next id that no claim has."""
    taken = {claim["id"] for claim in claims_of(draft)}
    names = (f"c{n}" for n in count(len(taken) + 1))
    return next(name for name in names if name not in taken)


def accept_all(draft: Document, by: str | None = None) -> Document:
    """Accept whatever is proposed, unseen; the background stays where it is."""
    return draft | {CLAIMS: list(_all_accepted(draft[CLAIMS], by))}


def _all_accepted(claims: list[Document], by: str | None) -> Iterator[Document]:
    for claim in claims:
        if claim["status"] == PROPOSED:
            judged = _judged(claim, ACCEPTED, by)
            yield judged | {"flags": [*judged["flags"], UNSEEN]}
        else:
            yield claim


def named(
    draft: Document, *, source: str | None, incident: str | None, report: str | None
) -> Document:
    """Say what the text did not: who publishes, which incident, which report.

    Another id for the incident that the draft describes keeps its description.
    """
    given = {"id": report, "source": source}
    names = {name: value for name, value in given.items() if value is not None}
    if names:
        draft = draft | {"report": draft.get("report", {}) | names}
    return draft if incident is None else _about(draft, incident)


def _about(draft: Document, incident: str) -> Document:
    known = draft.get("incident", incident)
    if isinstance(known, str):
        former, known = known, incident
    else:
        former, known = known["id"], known | {"id": incident}
    moved = {
        name: [
            claim | {"incident": incident} if claim.get("incident") == former else claim
            for claim in draft[name]
        ]
        for name in (CLAIMS, BACKGROUND)
        if name in draft
    }
    return draft | {"incident": known} | moved


def _judged(claim: Document, status: str, by: str | None) -> Document:
    flags = [flag for flag in claim["flags"] if flag != UNSEEN]
    judged = claim | {"status": status, "flags": flags}
    judged.pop("reviewed_by", None)
    return judged | ({"reviewed_by": by} if by else {})


def _with(draft: Document, claim: Document) -> Document:
    """Put a claim in its place among the claims, or behind them if it is not there."""
    claims = draft[CLAIMS]
    if not is_background(draft, claim["id"]):
        return draft | {CLAIMS: _replaced(claims, claim)}
    rest = [c for c in draft.get(BACKGROUND, ()) if c["id"] != claim["id"]]
    moved = draft | {CLAIMS: [*claims, claim]}
    return moved | ({BACKGROUND: rest} if BACKGROUND in draft else {})


def _replaced(claims: list[Document], claim: Document) -> list[Document]:
    return [claim if each["id"] == claim["id"] else each for each in claims]
