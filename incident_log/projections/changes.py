"""Each change of a figure, as the log learnt more, and why."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from incident_log.answer import subject
from incident_log.counts import Number
from incident_log.diff import figure_change, says
from incident_log.figures import Figure, Key
from incident_log.projections.nouns import stored
from incident_log.view import View

Figures = Mapping[Key, Figure]


class Change(NamedTuple):
    """One change of one figure at the latest T; the columns of its table."""

    noun: str
    place: str | None
    subject: str  #: JSON object
    known_at: str
    low_before: Number | None
    best_before: Number | None
    high_before: Number | None
    low: Number | None
    best: Number | None
    high: Number | None
    contested: int | None  #: ``None`` where there is no figure from then on
    cause: str
    claim: str | None


def changed(old: Figures, new: Figures, before: View, after: View) -> list[Change]:
    """Return the changes from one set of figures to another, in a stated order."""
    return [
        _change(old.get(key), new.get(key), before, after)
        for key in sorted(old.keys() | new.keys(), key=repr)
        if says(old.get(key)) != says(new.get(key))
    ]


def _change(
    old: Figure | None, new: Figure | None, before: View, after: View
) -> Change:
    about = new or old
    assert about is not None
    told = figure_change(old, new, before, after)
    claims = [each["claim"] for each in told["because"]]
    return Change(
        noun="observed" if about.table == "occurrences" else about.table,
        place=about.place,
        subject=stored(_stated(about)),
        known_at=after.known_at,
        low_before=old.low if old else None,
        best_before=old.best if old else None,
        high_before=old.high if old else None,
        low=new.low if new else None,
        best=new.best if new else None,
        high=new.high if new else None,
        contested=int(new.contested) if new else None,
        cause=told["cause"],
        claim=claims[0] if claims else None,
    )


def _stated(figure: Figure) -> dict[str, Any]:
    return {name: v for name, v in subject(figure).items() if v is not None}
