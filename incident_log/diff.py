"""What changed between two moments, and why each figure moved."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from incident_log.answer import figure_row, subject
from incident_log.claims import Casualties, Claim, Link, Occurrence, Statement, Target
from incident_log.events import IncidentLinked
from incident_log.figures import Figure
from incident_log.placing import Placed
from incident_log.references import parse
from incident_log.times import FOREVER
from incident_log.view import View
from incident_log.withdrawals import RETRACT

#: What a figure says, as far as a change of it is a change.
_SAYS = ("low", "best", "high", "contested")
_said = attrgetter(*_SAYS)

#: Why a claim that is hidden now counts no more.
_HIDDEN = {"corrected": "correction", "retracted": "retraction", "held": "hold"}

OTHER = "other moment"


class Backed(Protocol):
    """A figure, as far as a change of it has to be explained."""

    @property
    def claims(self) -> Sequence[Placed]:
        """The claims that decide it."""
        ...

    @property
    def outvoted(self) -> Sequence[Placed]:
        """Those that stand, and do not."""
        ...


class Moved(NamedTuple):
    """A claim that went or came, and why."""

    cause: str
    claim: Placed
    by: str | None = None  #: what hid it, if anything did


def diff(before: View, after: View) -> list[dict[str, Any]]:
    """Return every change from one view of an incident to another, with its cause.

    Causes: new harm, later count, late report, correction, retraction, hold, release,
    merge, unmerge, told again (a moment on the timeline), description (somebody
    described places or origins anew), other moment (nothing was learnt).
    """
    old = {figure.key: figure for figure in before.figures}
    new = {figure.key: figure for figure in after.figures}
    changes = [
        figure_change(old.get(key), new.get(key), before, after)
        for key in sorted(old.keys() | new.keys(), key=repr)
        if says(old.get(key)) != says(new.get(key))
    ]
    for kind in (Statement, Occurrence, Target, Link):
        changes += _row_changes(before, after, kind)
    return changes + list(_editors_links(before, after))


def says(figure: Backed | None) -> object:
    """Return what a figure says, as far as a change of it is a change."""
    return None if figure is None else _said(figure)


def figure_change(
    old: Figure | None, new: Figure | None, before: View, after: View
) -> dict[str, Any]:
    """Return a change of one figure, with its cause."""
    about = new or old
    assert about is not None
    because = list(causes(old, new, before, after))
    return {
        "table": about.table,
        "place": about.place,
        **subject(about),
        "before": _brief(old),
        "after": _brief(new),
        "cause": because[0].cause if because else otherwise(before, after),
        "because": [_because(*moved) for moved in because],
    }


def _brief(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    row = figure_row(figure)
    return {name: row[name] for name in (*_SAYS, "claims")}


def causes(
    old: Backed | None, new: Backed | None, before: View, after: View
) -> Iterator[Moved]:
    """Yield what moved a figure: claims that went, then claims that came.

    Those that decide it; where they did not change, those that were outvoted.
    """
    deciding = _changed(_deciding(old), _deciding(new), before, after)
    first = next(deciding, None)
    if first is None:
        yield from _changed(_standing(old), _standing(new), before, after)
    else:
        yield first
        yield from deciding


def _changed(
    old: Sequence[Placed], new: Sequence[Placed], before: View, after: View
) -> Iterator[Moved]:
    """Yield the claims that went or came, with the cause of each."""
    stood, stands = {c.name for c in old}, {c.name for c in new}
    for claim in old:
        cause = None if claim.name in stands else _departure(claim, after)
        if cause is not None and cause != OTHER:
            now = after.knowledge.claims.get(claim.name)
            yield Moved(cause, claim, now.hidden_by if now else None)
    for claim in new:
        cause = None if claim.name in stood else _arrival(claim, before, after)
        if cause is not None:
            yield Moved(cause, claim)


def _deciding(figure: Backed | None) -> Sequence[Placed]:
    return figure.claims if figure else ()


def _standing(figure: Backed | None) -> Sequence[Placed]:
    """Return the claims that stand behind a figure, outvoted ones included."""
    return (*figure.claims, *figure.outvoted) if figure else ()


def _departure(claim: Placed, after: View) -> str | None:
    """Say why a claim stands no more; ``None`` if a newer one took its place."""
    now = after.knowledge.claims.get(claim.name)
    if now is None:
        is_member = claim.claim.incident in after.reading.members
        return OTHER if is_member else "unmerge"
    if now.hidden is not None:
        return _HIDDEN[now.hidden]
    if now.as_of.latest > after.as_of:
        return OTHER
    return None if now.series == claim.series else "description"


def _arrival(claim: Placed, before: View, after: View) -> str | None:
    """Say why a claim stands now that did not before."""
    was = before.knowledge.claims.get(claim.name)
    if was is None:
        if claim.claim.incident not in before.reading.members:
            return "merge"
        return _news(claim, before)
    if was.hidden is not None:
        return _reappearance(was, after)
    if was.as_of.latest > before.as_of:
        return _count(claim, before)
    return None if was.series == claim.series else "description"


def _news(claim: Placed, before: View) -> str:
    """Name what a claim is that was not known before."""
    is_editors = claim.name != claim.name.original
    if is_editors or claim.claim.corrects or claim.update.signal == "correction":
        return "correction"
    if claim.as_of.latest <= _seen(before):
        return "late report"
    return _count(claim, before)


def _count(claim: Placed, before: View) -> str:
    """Tell harm done since from a later count of what was done before."""
    said = claim.claim
    if isinstance(said, Casualties) and said.measure == "this_reporting_period":
        return "new harm"
    start = said.occurred.earliest if said.occurred else None
    is_since = start is not None and start > _seen(before)
    return "new harm" if is_since else "later count"


def _seen(view: View) -> str:
    """Return up to when a view could have told what happened.

    At the latest K that is the last time anything became known.
    """
    latest = view.known_at
    if latest == FOREVER and (known := view.reading.history.instants):
        latest = known[-1]
    return min(view.as_of, latest)


def _reappearance(was: Placed, after: View) -> str:
    """Say why a claim counts again that was hidden."""
    if was.hidden != "corrected":
        return "release" if was.hidden == "held" else "retraction"
    act = after.knowledge.withdrawn.act_on(parse(str(was.hidden_by)))
    if act is None:
        return "correction"
    return "retraction" if act.does == RETRACT else "hold"


def otherwise(before: View, after: View) -> str:
    """Name the cause where no claim came or went."""
    old, new = before.reading.members, after.reading.members
    if old != new:
        return "merge" if old < new else "unmerge"
    is_later = after.known_at > before.known_at or after.position > before.position
    return "description" if is_later else OTHER


def _because(cause: str, claim: Placed, by: str | None) -> dict[str, Any]:
    return {
        "cause": cause,
        "claim": str(claim.name),
        "by": by,
        "said_by": claim.said_by,
        "count": claim.claim.number.text,
        "as_of": claim.as_of.earliest,
        "known_at": claim.known_at,
        "quote": claim.claim.quote,
    } | ({"denied": True} if claim.claim.is_denied else {})


def _row_changes(before: View, after: View, kind: type[Claim]) -> list[dict[str, Any]]:
    """Return the claims of one type that show only before, or only after."""
    old = {claim.name: claim for claim in before.shown(kind)}
    new = {claim.name: claim for claim in after.shown(kind)}
    rows: list[dict[str, Any]] = []
    gone = [_departure(old[name], after) for name in old.keys() - new.keys()]
    for name in sorted(old.keys() ^ new.keys(), key=str):
        if name in new:
            cause = _arrival(new[name], before, after) or next(filter(None, gone), None)
        else:
            cause = _departure(old[name], after)
        claim = new.get(name) or old[name]
        rows.append(
            {
                "table": claim.claim.TABLE,
                "place": claim.place,
                "claim": str(name),
                "said_by": claim.said_by,
                "quote": claim.claim.quote,
                **_shows(name in new),
                "cause": cause or "told again",
                "because": [],
            }
        )
    return rows


def _editors_links(before: View, after: View) -> Iterator[dict[str, Any]]:
    """Yield the links that editors made or that do not show any more."""
    old = {link.reference: link for link in before.editors_links}
    new = {link.reference: link for link in after.editors_links}
    for name in sorted(old.keys() ^ new.keys()):
        link: IncidentLinked = new.get(name) or old[name]
        yield {
            "table": Link.TABLE,
            "place": None,
            "claim": name,
            "said_by": link.by,
            "quote": None,
            **_shows(name in new),
            "cause": "late report" if name in new else OTHER,
            "because": [],
        }


def _shows(is_new: bool) -> dict[str, str | None]:
    shown = "shown"
    return (
        {"before": None, "after": shown} if is_new else {"before": shown, "after": None}
    )
