"""Which updates only add claims, so that nothing earlier is understood anew."""

from typing import Any

import pytest

from incident_log.projections.plain import Familiar
from incident_log.view import know
from tests.given import (
    INCIDENT,
    Document,
    act,
    casualties,
    claim,
    clock,
    injured,
    killed,
    story,
    update,
)

SEVEN = update("wire", injured(7, id="all"), at="08:00", heard="08:10")
CARRIED = update("page", killed(1), at="08:00", heard="08:20", derived_from="agency")
CARRIER = update("copy", killed(1), at="08:00", heard="08:20", derived_from="blog")
WAITING = update(
    "desk",
    killed(1, restates=["late/1#c1"]),
    verdict := claim("verification", verdict="confirmed", of=["soon", "desk/next#c1"]),
    at="08:00",
    heard="08:30",
    agents=[{"id": "mayor", "origin": "city", "party": "ukraine"}],
    places=[{"id": "podil", "part_of": "kyiv"}],
)
DECIDED = act("link", "08:40", incident=INCIDENT, relation="part_of", to="x", by="anna")


def is_plain(*fresh: Document) -> bool:
    """Tell whether the last of *fresh*, heard later, only adds claims."""
    told = story(SEVEN, CARRIED, CARRIER, WAITING, DECIDED, *fresh)
    familiar = Familiar(know(told, INCIDENT, known_at=clock("09:00")))
    *before, last = [u for u in told.updates if u.known_at > clock("09:00")]
    for each in before:
        assert familiar.is_plain(each)
        familiar.learn(each)
    return familiar.is_plain(last)


def later(report: str, *claims: Document, **fields: Any) -> Document:
    """A report that is heard after all the others."""
    return update(report, *claims, at="09:30", **{"heard": "10:00", **fields})


def titled(title: str) -> Document:
    """A report that gives the incident a title."""
    return later("wire") | {"incident": {"id": INCIDENT, "title": title}}


@pytest.mark.parametrize(
    "fresh",
    [
        later("wire", injured(9)),
        later("post", injured(9)),
        later("page", killed(2), derived_from="agency"),
        later("wire", killed(2, said_by="mayor"), signal="clarification"),
        later("wire", signal="resend"),
        later("wire", signal="new"),
        later("wire", injured(9, id="a"), killed(9, id="b", restates=["a"])),
        later("wire", injured(9, id="a"), verdict | {"of": ["a"]}),
        later(
            "wire",
            injured(9, id="a"),
            casualties("injured", 2, measure="subset", subset_of="a"),
        ),
        later("wire", agents=[{"id": "nobody", "origin": "x", "party": "y"}]),
        later("wire", agents=[{"id": "wire", "name": "The Wire", "kind": "agency"}]),
        later("desk", agents=[{"id": "mayor", "origin": "city", "party": "ukraine"}]),
        later("wire", places=[{"id": "podil", "part_of": "kyiv", "name": "Podil"}]),
        later("wire", related_incidents=[{"id": "raid", "place": "lviv"}]),
        later("wire", derived_from=None, weapons=[{"id": "drone", "broader": "uav"}]),
    ],
    ids=[
        *("same report", "other report", "same origin", "clarification", "resend"),
        *("new", "restates itself", "judges itself", "part of itself", "unmet agent"),
        *("met agent's name", "agent as known", "place as known", "other incident"),
        "weapon",
    ],
)
def test_most_updates_only_add_claims(fresh: Document) -> None:
    assert is_plain(fresh)


@pytest.mark.parametrize(
    "fresh",
    [
        later("wire", injured(9), signal="correction"),
        later("wire", signal="retraction"),
        later("wire", signal="hold"),
        later("wire", signal="release"),
        later("post", injured(9), incident="raid"),
        later("agency", injured(9)),
        later("blog", injured(9)),
        later("late", injured(9)),
        later("soon", killed(2)),
        later("desk", killed(2), id="next"),
        later("wire", injured(9, corrects=["all"])),
        later("wire", injured(9, restates=["all"])),
        later("wire", verdict | {"of": ["all"]}),
        later("wire", casualties("injured", 2, measure="subset", subset_of="all")),
        later("post", agents=[{"id": "wire", "origin": "mayor"}]),
        later("post", agents=[{"id": "wire", "party": "ukraine"}]),
        later("post", agents=[{"id": "agency", "origin": "mayor"}]),
        later("post", agents=[{"id": "anna", "origin": "desk"}]),
        later("post", places=[{"id": "podil", "part_of": "ukraine"}]),
        later("post", places=[{"id": "kyiv", "part_of": "ukraine"}]),
        later("wire", place="podil"),
        titled("Strike on Kyiv"),
    ],
    ids=[
        *("correction", "retraction", "hold", "release", "another incident"),
        *("carried agent", "carried report"),
        *("report of an awaited claim", "awaited report", "awaited update"),
        *("corrects", "restates", "judges"),
        *("part of earlier", "met voice's origin", "met voice's party"),
        *("carried agent's origin", "editor's origin", "place moved", "place placed"),
        *("incident moved", "incident called otherwise"),
    ],
)
def test_what_changes_how_earlier_claims_are_understood_is_not_plain(
    fresh: Document,
) -> None:
    assert not is_plain(fresh)


def test_what_was_described_meanwhile_is_known_the_next_time() -> None:
    north = {"places": [{"id": "north", "part_of": "kyiv"}]}
    told = story(SEVEN, later("wire", **north), later("post", killed(2), **north))
    familiar = Familiar(know(told, INCIDENT, known_at=clock("09:00")))
    by_report = {u.report.id: u for u in told.updates[1:]}

    before = familiar.is_plain(by_report["post"])
    familiar.learn(by_report["wire"])
    after = familiar.is_plain(by_report["post"])

    assert (before, after) == (False, True)


def test_a_voice_that_was_met_meanwhile_cannot_be_described_any_more() -> None:
    voice = later("wire", killed(2, said_by="chief"))
    described = later("page", agents=[{"id": "chief", "origin": "police"}])

    assert is_plain(described | {"report": {"id": "wire", "source": "wire"}})
    assert not is_plain(
        voice, described | {"received_at": "2024-12-20T10:10", "report": wire()}
    )


def wire() -> Document:
    return {"id": "wire", "source": "wire"}


def test_a_report_met_meanwhile_is_not_yet_one_to_carry() -> None:
    first = later("new", killed(2))
    copy = later("echo", killed(2), derived_from="new", heard="10:10")

    assert not is_plain(first, copy)
    assert is_plain(copy)


def test_a_report_that_changes_its_source_meanwhile_is_not_yet_one_to_carry() -> None:
    first = later("new", killed(2))
    again = later("new", killed(3), source="other", heard="10:10")
    copy = later("echo", killed(2), derived_from="new", heard="10:20")

    assert is_plain(first, again)
    assert not is_plain(again, copy)


@pytest.mark.parametrize("voice", [{"source": "other"}, {"derived_from": "agency"}])
def test_another_voice_of_a_report_matters_to_those_who_carry_it(
    voice: Document,
) -> None:
    mirror = update("mirror", killed(1), at="08:00", heard="08:50", derived_from="wire")
    fresh = later("wire", injured(9), **voice)

    assert is_plain(fresh)
    assert not is_plain_after(mirror, fresh)


def is_plain_after(earlier: Document, fresh: Document) -> bool:
    """Tell whether *fresh* only adds claims when *earlier* is known too."""
    told = story(SEVEN, earlier, fresh)
    familiar = Familiar(know(told, INCIDENT, known_at=clock("09:00")))
    return familiar.is_plain(told.updates[-1])
