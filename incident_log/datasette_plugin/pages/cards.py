"""Figures as a reader meets them: how many, how firm, why it changed, who said so.

Everything here is made from rows that were fetched before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from incident_log.answering.evidence import Key
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.charts import drawn
from incident_log.datasette_plugin.pages.scales import Chart, Level, changed
from incident_log.datasette_plugin.pages.steps import clock
from incident_log.datasette_plugin.pages.subjects import Names, about
from incident_log.datasette_plugin.pages.voices import Said, said

Row = Mapping[str, Any]

#: The outcomes that come first, as they do in every headline.
_FIRST = ("killed", "injured", "missing")

#: How many claims that lost are shown at once.
MOST = 12

#: How many changes are shown on either side of K.
MOST_TURNS = 8


@dataclass(frozen=True)
class Turn:
    """One change of a figure, and why."""

    known_at: str
    at: Mapping[str, str]  #: the arguments that lead to that moment
    before: str
    after: str
    cause: str
    voice: str | None
    says: str
    quote: str | None
    is_outside: bool  #: not known at K, or about a later moment than T


@dataclass(frozen=True)
class Card:
    """One figure with everything behind it."""

    id: str
    key: Key
    title: str
    place: str
    figure: Row | None
    number: str
    remark: str
    flags: Sequence[str]
    deciding: Sequence[Said]
    lost: Sequence[Said]
    more_lost: int
    turns: Sequence[Turn]
    more_turns: int
    chart: Markup | None
    elsewhere: Sequence[str] = ()  #: what is said of other places, if nothing of this

    @property
    def svg(self) -> dict[str, str]:
        """The arguments that ask for its chart."""
        asked = {"noun": self.key.noun, "place": self.key.place or ""}
        for name, value in self.key.fields.items():
            asked[name] = "+".join(value) if isinstance(value, list) else str(value)
        return asked


@dataclass(frozen=True)
class Ground:
    """What every card is made with."""

    moment: Moment
    zone: str | None
    start: str  #: both ends of T on the charts
    end: str
    names: Names
    claims: Mapping[str, Row]
    levels: Mapping[Key, Sequence[Level]]
    changes: Mapping[Key, Sequence[Row]]


def is_main(key: Key, place: str | None) -> bool:
    """Tell whether a figure is one of the incident's own toll."""
    fields = key.fields
    measure = fields.pop("measure", "total_to_date")
    return (
        key.noun == "casualties"
        and key.place == place
        and measure == "total_to_date"
        and set(fields) == {"outcome"}
    )


def order(key: Key, place: str | None) -> tuple[Any, ...]:
    """Sort figures: the incident's own place first, the killed before the injured."""
    fields = key.fields
    outcome = fields.get("outcome", "")
    rank = _FIRST.index(outcome) if outcome in _FIRST else len(_FIRST)
    return (key.place != place, key.place or "", rank, len(fields), key.subject)


def card(key: Key, figure: Row | None, history: Sequence[Row], ground: Ground) -> Card:
    """Make the card of one figure; *figure* is ``None`` where there is none yet."""
    names = ground.names
    title = about(key.noun, key.fields, names)
    place = names.place(key.place)
    deciding = figure["claims"] if figure else []
    said = [row for row in history if set(json.loads(row["claims"])) & set(deciding)]
    losing = figure["lost"] if figure else []
    changes = ground.changes.get(key, ())
    near = _near(changes, ground.moment.known_at)
    return Card(
        id=anchor(key),
        key=key,
        title=title,
        place=place,
        figure=figure,
        number=words.number(figure),
        remark=words.remark(figure, said) if figure else f"no figure for {place} yet",
        flags=[words.flag(flag) for flag in figure["flags"]] if figure else [],
        deciding=_said(((claim, None) for claim in deciding), ground),
        lost=_said(((each["claim"], each["why"]) for each in losing[:MOST]), ground),
        more_lost=max(0, len(losing) - MOST),
        turns=[_turn(row, ground) for row in near],
        more_turns=len(changes) - len(near),
        chart=_chart(key, f"{title}, {place}", ground),
    )


def _near(changes: Sequence[Row], known_at: str) -> Sequence[Row]:
    """Return the changes around K, where there are too many for all of them."""
    known = sum(change["known_at"] <= known_at for change in changes)
    return changes[max(0, known - MOST_TURNS) : known + MOST_TURNS]


def anchor(key: Key) -> str:
    """Return an id for a figure, unique on its page and the same at every moment."""
    stated = [str(value) for value in key.fields.values() if value != "total_to_date"]
    name = "-".join([key.noun, *stated, key.place or ""])
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in name)


def _said(claims: Iterable[tuple[str, str | None]], ground: Ground) -> list[Said]:
    return [
        said(ground.claims[name], why, ground.names, ground.zone)
        for name, why in claims
        if name in ground.claims
    ]


def _turn(change: Row, ground: Ground) -> Turn:
    moment = ground.moment
    later = change["as_of_latest"] or ""
    had = {name: change[f"{name}_before"] for name in ("low", "best", "high")}
    is_first = all(value is None for value in had.values())
    has_claim = change["said_by"] is not None
    return Turn(
        known_at=clock(
            change["known_at"], ground.zone, beside=(ground.start, ground.end)
        ),
        at=Moment(moment.as_of, change["known_at"]).query,
        before="" if is_first else words.bounded(had),
        after=words.bounded(change),
        cause=words.first(change["cause"])
        if is_first
        else words.cause(change["cause"]),
        voice=ground.names.agent(change["said_by"]) if has_claim else None,
        says=words.says(change) if has_claim else "",
        quote=change["quote"],
        is_outside=change["known_at"] > moment.known_at or later > moment.as_of,
    )


def _chart(key: Key, title: str, ground: Ground) -> Markup | None:
    """Draw a figure that moved, or will have; one step alone needs no picture."""
    levels = changed(ground.levels.get(key, ()))
    if not levels:
        return None
    return drawn(
        Chart(
            name=f"chart-{anchor(key)}",
            title=title,
            levels=levels,
            start=ground.start,
            end=ground.end,
            as_of=ground.moment.as_of,
            zone=ground.zone,
        )
    )
