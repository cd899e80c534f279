"""Alerts: a warning holds until another message says otherwise, in any order."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.answer import answer
from incident_log.events import UpdateReceived
from incident_log.exchange import chains
from incident_log.exchange.feeding import Fed, import_feeds
from incident_log.exchange.identifying import place_id
from incident_log.exchange.pages import Given
from incident_log.log import Log
from incident_log.replay import replay
from tests.alerting import CAP, alert, area, atom, entry, info, reference

NOW = "2024-12-21T00:00:00.000000Z"


def day(time: str) -> str:
    """A time of the day, as messages write it."""
    return f"2024-12-20T{time}:00+01:00"


def until(time: str) -> str:
    return f"<expires>{day(time)}</expires>"


FIRST = alert("a", info("River rises", until("20:00"), area("Erlau")))
AGAIN = alert(
    "b",
    info("River rises on", until("22:00"), area("Erlau")),
    sent="09:00",
    kind="Update",
    references=reference("a", "08:00"),
)
OVER = alert(
    "c",
    info("River falls"),
    sent="10:00",
    kind="Cancel",
    references=reference("b", "09:00"),
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


def fed(log: Log, *messages: str | bytes, **given: str) -> Fed:
    """Import messages, each from a file of its own."""
    files = []
    for n, message in enumerate(messages):
        file = log.directory / f"{n}.cap"
        file.write_bytes(message.encode() if isinstance(message, str) else message)
        files.append(str(file))
    return import_feeds(log, files, Given(**given), is_open="incident" in given)


def problem(result: Fed) -> str:
    """Return the one refusal, without the name of the file."""
    (line,) = result.refused
    return line.partition("0.cap:")[2]


def updates(log: Log) -> list[UpdateReceived]:
    return [each for each in log.events() if isinstance(each, UpdateReceived)]


def only(log: Log) -> UpdateReceived:
    (update,) = updates(log)
    return update


def told(log: Log) -> dict[str, Any]:
    """Replay the only incident of the log."""
    (incident,) = log.incidents()
    return answer(replay(log, incident))


def warned(log: Log) -> list[Any]:
    """Return until when is warned, at latest."""
    return [each["occurred"]["to"] for each in told(log)["occurrences"]]


# -- one message ---------------------------------------------------------------------


def test_an_alert_warns_of_a_period_in_a_place(log: Log) -> None:
    begins = f"<effective>{day('08:00')}</effective><onset>{day('12:00')}</onset>"

    fed(log, alert("a", info("River rises", begins, until("20:00"), area("Erlau"))))

    (warning,) = told(log)["occurrences"]
    assert (warning["kind"], warning["place"], warning["said_by"]) == (
        *("warning", "erlau"),
        "warnings.example",
    )
    assert warning["occurred"] == {
        "from": "2024-12-20T11:00:00.000000Z",
        "to": "2024-12-20T19:00:00.000000Z",
        "text": "Flood",
    }
    assert warning["note"] == "urgency Expected, severity Severe, certainty Likely"


def test_its_headline_is_a_statement_that_is_quoted(log: Log) -> None:
    words = (
        "<senderName>Erlau River Watch</senderName>"
        "<description>Stay\n away.</description>"
        "<instruction>Leave cellars.</instruction><web>https://w.example/a</web>"
    )

    fed(log, alert("a", info("River rises", words, area("Erlau")), note="Calm, please"))

    update = only(log)
    assert update.text == (
        "River rises\nStay\n away.\nLeave cellars.\nErlau\n\nCalm, please"
    )
    (statement,) = told(log)["statements"]
    assert (statement["act"], statement["quote"]) == ("warn", "River rises")
    assert (update.report.title, update.report.url, update.report.language) == (
        *("River rises", "https://w.example/a"),
        "en",
    )
    assert [dict(each) for each in update.agents] == [
        {"id": "warnings.example", "name": "Erlau River Watch"}
    ]


def test_no_name_of_a_sender_becomes_an_id(log: Log) -> None:
    fed(log, FIRST)

    update = only(log)
    ids = (update.reference, update.incident, update.report.source)
    assert not any("smith" in each for each in ids)


@pytest.mark.parametrize(
    ("sender", "source"),
    [
        ("KSTO@NWS.example", "nws.example"),
        ("urn:oid:2.49.0.1", "cap-425a130fde4f3242a23b"),
        ("river-watch", "river-watch"),
    ],
)
def test_a_source_is_the_host_of_the_sender(sender: str, source: str, log: Log) -> None:
    fed(log, alert("a", info(), sender=sender))

    assert only(log).report.source == source


def test_source_and_incident_may_be_named(log: Log) -> None:
    fed(log, FIRST)
    slug = only(log).incident

    fed(log, alert("x", info()), incident=slug, source="river-watch")

    assert updates(log)[1].incident == slug
    assert updates(log)[1].report.source == "river-watch"


def test_what_other_languages_say_again_is_text_and_no_claim(log: Log) -> None:
    fed(log, alert("a", info("River rises"), info("Der Fluss steigt", language="de")))

    update = only(log)
    assert update.text == "River rises\n\nDer Fluss steigt"
    assert [each.id for each in update.claims] == ["warning", "headline-1"]


def test_several_infos_warn_from_the_first_begin_to_the_last_end(log: Log) -> None:
    early = f"<onset>{day('09:00')}</onset>{until('12:00')}"
    late = f"<onset>{day('11:00')}</onset>{until('18:00')}"

    fed(log, alert("a", info("", late, area("Ober")), info("", early, area("Unter"))))

    (warning,) = told(log)["occurrences"]
    assert (warning["occurred"]["from"], warning["occurred"]["to"]) == (
        *("2024-12-20T08:00:00.000000Z",),
        "2024-12-20T17:00:00.000000Z",
    )
    assert (warning["place"], len(only(log).places)) == (None, 2)
    assert (told(log)["statements"], told(log)["title"]) == ([], "Flood")


def test_a_warning_that_ends_before_it_begins_has_only_an_end(log: Log) -> None:
    begins = f"<onset>{day('12:00')}</onset>"

    fed(log, alert("a", info("", begins, until("09:00"))))

    (warning,) = told(log)["occurrences"]
    assert warning["occurred"] == {
        "from": None,
        "to": "2024-12-20T08:00:00.000000Z",
        "text": "Flood",
    }


def test_a_warning_without_end_begins_when_it_is_sent(log: Log) -> None:
    bare = "<info><event></event><web>https://w.example/" + "x" * 2000 + "</web></info>"

    fed(log, alert("a", bare, note="Water!"))

    (warning,) = told(log)["occurrences"]
    assert warning["occurred"]["from"] == "2024-12-20T07:00:00.000000Z"
    assert (only(log).report.url, only(log).report.title) == (None, None)


CODE = "<geocode><valueName>UGC</valueName><value>TXC453</value></geocode>"
OTHER = "<geocode><valueName>SAME</valueName><value>048453</value></geocode>"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ((CODE,), "ugc-txc453"),
        ((CODE, CODE.replace("TXC", "T C")), "erlau-west"),
        ((CODE, OTHER), "erlau-west"),
        ((), "erlau-west"),
    ],
)
def test_a_place_is_called_by_its_only_code_else_by_its_name(
    more: tuple[str, ...], place: str, log: Log
) -> None:
    fed(log, alert("a", info("", area("Erlau (West)", *more))))

    assert dict(only(log).places[0]) == {"id": place, "name": "Erlau (West)"}


def test_names_that_our_letters_cannot_write_are_told_apart() -> None:
    assert place_id("Ерлау").startswith("place-")
    assert place_id("Ерлау") != place_id("Ерлав")
    assert place_id("a" * 101) != place_id("a" * 102)


@pytest.mark.parametrize(
    ("circles", "centre"),
    [
        (("48.1,16.3 5",), (48.1, 16.3)),
        (("48.1,16.3 5", "48.2,16.3 5"), None),
        (("48.1 5",), None),
        (("",), None),
        (("481,16.3 5",), None),
        (("nan,16.3 5",), None),
        ((), None),
    ],
)
def test_a_place_is_where_its_only_circle_is(
    circles: tuple[str, ...], centre: tuple[float, float] | None, log: Log
) -> None:
    told = [f"<circle>{each}</circle>" for each in circles]

    fed(log, alert("a", info("", area("Erlau", *told), area(""))))

    place = dict(only(log).places[0])
    found = (place["latitude"], place["longitude"]) if "latitude" in place else None
    assert found == centre


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("status", "Test", "alert.status: 'Test' is no actual alert"),
        ("scope", "Private", "alert.scope: 'Private' is not for the public"),
        ("kind", "Ack", "alert.msgType: 'Ack' is about another message"),
    ],
)
def test_tests_and_what_is_not_for_the_public_are_left_out(
    field: str, value: str, words: str, log: Log
) -> None:
    result = fed(log, alert("a", info(), **{field: value}))

    (line,) = result.left_out
    assert line.endswith(f"0.cap:1 {words}: left out")
    assert (result.refused, updates(log)) == ([], [])


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (alert("", info()), "1 alert.identifier: is missing: add it"),
        (
            alert("a", info(), references="one"),
            "1 alert.references: 'one' names no message: write sender,identifier,sent",
        ),
        (
            alert("a", info(), kind="Cancel"),
            "1 alert.references: is missing: say what is cancelled",
        ),
        (
            alert("a"),
            "1 the update says nothing: give it claims, a text, or a signal about"
            " earlier ones",
        ),
        (FIRST.replace("</alert>", ""), "1 is no sound XML (no element found: "),
        (
            f"<!DOCTYPE alert>{FIRST}",
            "1 declares a document type: remove the <!DOCTYPE ...>",
        ),
        (
            alert("a", "<info>" * 32 + "</info>" * 32),
            "1 is nested too deeply: use at most 32 levels",
        ),
    ],
)
def test_a_message_that_is_wrong_is_refused_with_what_to_do(
    message: str, words: str, log: Log
) -> None:
    assert problem(fed(log, message)).startswith(words)


def test_a_time_without_offset_needs_a_zone(log: Log) -> None:
    local = alert("a", info(), sent="08:00").replace("+01:00", "")

    refused = fed(log, local)
    fed(log, local, timezone="Europe/Vienna")

    assert "published_at: '2024-12-20T08:00:00' has no offset" in refused.refused[0]
    (warning,) = told(log)["occurrences"]
    assert warning["occurred"]["from"] == "2024-12-20T07:00:00.000000Z"


# -- several -------------------------------------------------------------------------


def test_an_update_replaces_the_warning_that_it_refers_to(log: Log) -> None:
    fed(log, FIRST, AGAIN)

    assert warned(log) == ["2024-12-20T21:00:00.000000Z"]
    assert [each.signal for each in updates(log)] == ["new", "correction"]
    assert len(told(log)["statements"]) == 2


def test_a_cancelled_warning_is_gone_and_the_one_before_it_stays_gone(
    log: Log,
) -> None:
    fed(log, FIRST, AGAIN, OVER)

    assert warned(log) == []
    assert updates(log)[2].signal == "retraction"
    assert [each["act"] for each in told(log)["statements"]] == ["withdraw"]


@pytest.mark.parametrize("is_one_run", [True, False])
@pytest.mark.parametrize("order", list(permutations("abcd")))
def test_a_cancelled_warning_is_gone_in_whatever_order_messages_come(
    order: tuple[str, ...], is_one_run: bool, log: Log
) -> None:
    third = alert(
        "d",
        info("River rises still", until("23:00"), area("Erlau")),
        sent="09:30",
        kind="Update",
        references=reference("b", "09:00"),
    )
    over = OVER.replace(reference("b", "09:00"), reference("d", "09:30"))
    messages = {"a": FIRST, "b": AGAIN, "c": third, "d": over}
    given = {"incident": "flood"}
    runs = [order] if is_one_run else [(each,) for each in order]

    for run in runs:
        assert not fed(log, *(messages[each] for each in run), **given).refused
    position = log.position
    again = fed(log, *(messages[each] for each in order), **given)

    assert warned(log) == []
    assert [each["act"] for each in told(log)["statements"]] == ["withdraw"]
    assert (again.appended, log.position) == ([], position)


def test_a_cancellation_that_comes_again_says_what_it_said_when_it_came(
    log: Log,
) -> None:
    result = fed(log, OVER, FIRST, AGAIN, OVER, incident="flood")
    again = fed(log, AGAIN, OVER, incident="flood")

    assert (result.refused, again.refused, again.appended) == ([], [], [])
    assert warned(log) == []


def test_who_withdraws_a_message_elsewhere_means_that_one_alone(log: Log) -> None:
    fed(log, FIRST, AGAIN)
    message = updates(log)[1]
    note = {
        "format": "incident-log/update/1",
        "incident": message.incident,
        "report": {"id": "desk-note", "source": "desk"},
        "signal": "retraction",
        "retracts": [f"{message.report.id}/{message.update}"],
    }
    log.append([accept(note, lambda _: None)])

    fed(log, FIRST, AGAIN)

    assert len(updates(log)) == 3
    assert warned(log) == ["2024-12-20T19:00:00.000000Z"]


def test_whoever_cancels_all_of_a_chain_names_each_once(log: Log) -> None:
    both = f"{reference('a', '08:00')} {reference('b', '09:00')}"

    fed(log, FIRST, AGAIN, OVER.replace(reference("b", "09:00"), both))

    assert (warned(log), len(updates(log)[2].retracts)) == ([], 2)


def test_the_same_messages_again_append_nothing(log: Log) -> None:
    first = fed(log, FIRST, AGAIN, OVER)

    again = fed(log, FIRST, AGAIN, OVER)

    assert (again.appended, again.known) == ([], first.appended)


def test_messages_are_found_in_the_log_when_they_are_no_longer_at_hand(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed(log, FIRST)
    fed(log, AGAIN)
    monkeypatch.setattr(chains, "BATCH", 0)

    result = fed(log, OVER, FIRST, AGAIN, OVER)

    assert (len(result.appended), len(result.known)) == (1, 3)
    assert warned(log) == []


@pytest.mark.parametrize("order", [(FIRST, AGAIN), (AGAIN, FIRST)])
def test_an_update_that_comes_first_replaces_what_comes_later(
    order: tuple[str, ...], log: Log
) -> None:
    fed(log, *order)

    assert warned(log) == ["2024-12-20T21:00:00.000000Z"]
    assert told(log)["title"] == "River rises"


def test_an_update_without_references_replaces_nothing(log: Log) -> None:
    fed(log, alert("b", info(), kind="Update"))

    assert only(log).signal == "update"


def test_an_update_of_two_warnings_replaces_both(log: Log) -> None:
    both = f"{reference('b', '09:00')} {reference('a', '08:00')}"
    third = info("River stands", until("23:00"), area("Erlau"))

    fed(
        log,
        FIRST,
        AGAIN,
        alert("d", third, sent="11:00", kind="Update", references=both),
    )

    assert warned(log) == ["2024-12-20T22:00:00.000000Z"]


def test_messages_of_one_incident_are_told_by_its_name(log: Log) -> None:
    one = alert("a", info(), incidents="flood-7")
    two = alert("b", info(), sent="09:00", incidents="flood-7")

    fed(log, one, two)

    assert len(log.incidents()) == 1


def test_a_message_whose_content_was_changed_is_refused(log: Log) -> None:
    fed(log, FIRST)

    changed = fed(log, FIRST.replace("rises", "falls"))

    assert " is in the log with other content " in changed.refused[0]


def test_a_time_written_in_another_offset_is_the_same_message(log: Log) -> None:
    elsewhere = reference("a", "08:00").replace("08:00:00+01:00", "07:00:00-00:00")

    fed(log, FIRST, AGAIN.replace(reference("a", "08:00"), elsewhere))

    assert warned(log) == ["2024-12-20T21:00:00.000000Z"]


def test_a_reference_to_no_known_time_waits(log: Log) -> None:
    lost = "jo.smith@warnings.example,a,yesterday"

    fed(log, AGAIN.replace(reference("a", "08:00"), lost))

    assert "waiting" in told(log)["updates"][0]["flags"]


def test_messages_in_a_list_or_a_feed_are_read_and_a_bad_one_left(log: Log) -> None:
    bad = alert("", info())
    listed = f'<?xml version="1.0"?>\n<alerts>\n{FIRST}\n{bad}\n{AGAIN}</alerts>'
    wrapped = atom(entry("1", "", more=f"<content>{OVER}</content>"))

    result = fed(log, listed, wrapped)

    (line,) = result.refused
    assert line.endswith("0.cap:4 alert.identifier: is missing: add it")
    assert len(result.appended) == 3


def test_a_message_in_an_encoding_of_two_bytes_is_read(log: Log) -> None:
    told = f'<?xml version="1.0" encoding="utf-16"?>{FIRST}'

    assert len(fed(log, told.encode("utf-16")).appended) == 1


def test_a_feed_that_only_speaks_of_alerts_is_a_feed(log: Log) -> None:
    told = atom(entry("1", "High water.")).replace(
        b"<feed ", f'<feed xmlns:cap="{CAP}" '.encode()
    )

    result = fed(log, told)

    assert result.appended[0].startswith("entry-")
