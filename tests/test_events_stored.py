"""What is stored: the golden events, their words beside them, and other formats."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.commitments import unseal
from incident_log.decisions import Desk
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.plans import planned
from incident_log.errors import UnknownEvent
from incident_log.events import EVENTS, UPCASTS, UpdateReceived
from incident_log.log import Log
from tests.given import ZONE, Document, killed, update

GOLDEN = Path(__file__).parent / "golden"
NOW = "2024-12-20T12:00:00.000000Z"
WHY = "because the mayor said so"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """A log in which everything happened that the golden events tell of."""
    wire = {
        "incident": "harbour",
        "report": {"id": "wire", "source": "wire"},
        "id": "1",
        "claims": [killed(9)],
    }
    directory = tmp_path_factory.mktemp("written") / "log"
    with Log.create(directory, clock=lambda: NOW) as log:

        def desk() -> Desk:
            return Desk(log, reason=WHY, by="desk", at_position=None)

        document = json.loads((GOLDEN / "update-received.json").read_text())["document"]
        log.append([accept(document, lambda _: ZONE), accept(wire, lambda _: ZONE)])
        desk().correct(
            "wire/1#c1",
            {
                "count": "9 to 12",
                "note": "misheard",
                "as_of": "2024-12-20T09:00+02:00",
            },
        )
        desk().retract("wire/1#c1")
        desk().hold("wire/1")
        desk().release("wire")
        desk().assess("wire/1#c1", "confirmed")
        described = {"title": "Great fire", "timezone": ZONE, "occurred": "2024-12-20"}
        desk().describe("harbour", described)
        desk().link("harbour", "in_response_to", "raid")
        desk().merge("raid", "harbour")
        desk().unmerge("raid")
        desk().close("harbour")
        desk().reopen("harbour")
        Desk(log, reason="a name", by="desk", at_position=None).hold("wire")
        plan = planned(log, named(log, "report:wire@7"))
        grounds = Grounds(reason=WHY, by="desk", rule="GDPR Art. 17")
        erase(log, plan, grounds, seen=log.position, is_insisted=False)
        yield log


def stored(log: Log) -> list[tuple[str, bytes, str]]:
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        return db.execute(
            "SELECT e.topic, e.state, o.words FROM stored_events e"
            " JOIN openings o ON o.position = e.rowid ORDER BY e.rowid DESC"
        ).fetchall()


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_a_log_of_today_writes_what_the_golden_event_says(
    written: Log, topic: str
) -> None:
    expected = json.loads((GOLDEN / f"{topic}.json").read_text())
    found = {name: (state, words) for name, state, words in stored(written)}

    state, openings = (json.loads(text) for text in found[topic])

    assert list(openings) == list(expected["openings"])
    assert list(state) == list(expected["state"])
    for each in (state, expected["state"]):
        each.pop("content_key", None)  # it depends on the secret of the log
        for gone in each.get("erased", ()):
            del gone["sha256"]  # of words with a salt of their own
    assert unseal(state, openings) == unseal(expected["state"], expected["openings"])


def test_no_free_text_is_in_an_event_and_the_openings_open_it(written: Log) -> None:
    states = b"".join(state for _, state, _ in stored(written))
    openings = [json.loads(words) for _, _, words in stored(written)]

    words = {value for opening in openings for _, value in opening.values()}

    assert words == {
        *("Fire in the harbour", "early on Friday", "Raid on the depot", WHY),
        *("https://example.org/page", "Fire at the docks", "[UPDATES] As of 11 a.m."),
        *("Two more people were hurt, the mayor said.", "Two more people were hurt"),
        *("The Mayor", "by 8:30 a.m.", "in the morning", "heard on the phone"),
        *("Battery 7", "We condemn it.", "misheard", "Great fire"),
    }
    assert [word for word in words if word.encode() in states] == []
    assert b"mayor said" not in states
    assert b"Podil" in states  # a place is nobody's name


def test_what_is_written_today_commits_to_salt_path_and_words(written: Log) -> None:
    held = [
        (state, sha256(bytes.fromhex(salt) + path.encode() + b"\0" + word.encode()))
        for _, state, words in stored(written)
        for path, (salt, word) in json.loads(words).items()
    ]

    missing = [
        state for state, digest in held if digest.hexdigest().encode() not in state
    ]

    assert len(held) > 20
    assert missing == []


def test_the_same_words_are_committed_to_differently_each_time(written: Log) -> None:
    salts = [
        salt
        for _, _, words in stored(written)
        for salt, _ in json.loads(words).values()
    ]

    assert len(salts) > 20
    assert len(set(salts)) == len(salts)


# -- formats that change -------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log with an update and a decision in it."""
    told = update("wire", killed(9), heard="09:00", incident="harbour")
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        log.append([accept(told, lambda _: ZONE)])
        Desk(log, reason=WHY, by="desk", at_position=None).close("harbour")
        yield log


def test_an_event_of_an_older_format_is_brought_up_to_date(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def labelled(state: Document) -> Document:
        return state | {"label": f"position {state['position']}"}

    def doubled(state: Document) -> Document:
        return state | {"label": state["label"] * 2}

    monkeypatch.setattr(UpdateReceived, "FORMAT", 3)
    monkeypatch.setitem(UPCASTS, ("update-received", 1), labelled)
    monkeypatch.setitem(UPCASTS, ("update-received", 2), doubled)

    (event,) = log.history("harbour").updates

    assert event.label == "position 1position 1"
    assert log.update("wire", "1") == event
    assert log.events()[0] == event


def test_an_event_of_a_later_format_is_refused_in_clear_words(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = update("wire", killed(9), heard="10:00", incident="harbour")
    with monkeypatch.context() as future:
        future.setattr(UpdateReceived, "FORMAT", 2)
        log.append([accept(later, lambda _: ZONE)])

    with pytest.raises(UnknownEvent) as caught:
        log.history("harbour")

    assert str(caught.value) == (
        "event 3 is a 'update-received' of version 2, newer than this program:"
        " upgrade incident-log"
    )


def test_an_event_of_a_later_topic_is_refused_in_clear_words(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(EVENTS, "incident-closed")

    with pytest.raises(UnknownEvent) as caught:
        log.history("harbour")

    assert str(caught.value) == (
        "event 2 is a 'incident-closed' of version 1, newer than this program:"
        " upgrade incident-log"
    )
