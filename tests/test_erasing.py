"""Marta Quill asks to be forgotten: her words go, what was counted stays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.answer import answer
from incident_log.commitments import ERASED
from incident_log.decisions import Desk
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.phrases import Phrases
from incident_log.erasing.plans import Plan, planned
from incident_log.erasing.traces import remove_traces
from incident_log.errors import (
    DamagedEvent,
    MovedOn,
    NotPossible,
    NotThereYet,
    UnknownPath,
    UnknownReference,
    WordsRepeated,
)
from incident_log.events import WordsErased
from incident_log.explain import explain
from incident_log.log import Log
from incident_log.pending import AlreadyKnown
from incident_log.projecting.keeping import catch_up, path_of, rebuild
from incident_log.replay import replay
from incident_log.tables import Tables
from incident_log.timeline import timeline
from incident_log.verifying.tables import verify
from tests.conftest import Kept
from tests.given import INCIDENT, ZONE, Document, asked, claim, injured, killed, tell
from tests.given import update as told
from tests.meddling import meddle
from tests.onlooking import Onlooker
from tests.tabled import answered

TEXT = 'Five are dead. "I saw five," said Marta Quill, who lives there.'
QUOTE = '"I saw five," said Marta Quill'
SPAN = [TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE)]
WITNESS = {"id": "neighbour-1", "name": "Marta Quill", "kind": "witness"}

WIRE = told(
    "wire",
    killed(5, said_by="neighbour-1", quote=QUOTE, span=SPAN, note="Quill, by phone"),
    injured(7, quote="Five are dead", span=[0, 13]),
    at="09:00",
    heard="09:05",
    label="9 a.m.: Marta Quill speaks",
    text=TEXT,
    agents=[WITNESS],
) | {"report": {"id": "wire", "source": "wire", "title": "MARTA  QUILL saw it"}}
LATER = told(
    "wire",
    killed(6),
    claim("statement", act="confirm", text="Quill stands by it", said_by="neighbour-1"),
    at="10:00",
    heard="10:05",
    text="Six are dead. Ms. Quill stands by what she said.",
    label="10 a.m.",
    agents=[WITNESS],
)
PAGE = told(
    "page",
    killed(4),
    at="09:30",
    heard="09:40",
    text="Four are dead, others say.",
)
PAGE["report"] |= {"url": "https://example.org/marta-quill-speaks", "title": "Four"}
STORY = (
    WIRE,
    PAGE,
    LATER,
    {
        "act": "correct",
        "recorded_at": "2024-12-20T08:30:00.000000Z",
        "claim": "wire/2#c1",
        "changes": {"count": 6, "note": "Marta Quill called again"},
    },
)
HER = ["marta quill", "Quill"]
WHY = "the person asked to be forgotten"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, kept: Kept) -> Path:
    """A log whose tables were made, rebuilt and taken on, with all words in them."""
    directory = tmp_path_factory.mktemp("story") / "log"
    with Log.create(directory, clock=lambda: "2024-12-20T05:00:00Z") as log:
        tell(log, WIRE)
        rebuild(log)
        tell(log, *STORY[1:])
        assert asked(log, "SELECT rowid FROM updates_fts('quill')")
    assert files_with(directory, b"quill")[-1] == "incidents.db"
    return directory


@pytest.fixture
def log(story: Path, tmp_path: Path, kept: Kept) -> Iterator[Log]:
    kept.copy(story, tmp_path / "log")
    with Log.open(tmp_path / "log", clock=lambda: "2024-12-20T08:30:00Z") as log:
        yield log


def plan(log: Log, name: str | None, path: str | None = None, *phrases: str) -> Plan:
    return planned(log, named(log, name), path, phrases)


def going(log: Log, name: str | None, path: str | None = None, *words: str) -> set[str]:
    return {f"{p.name} {p.path}" for p in plan(log, name, path, *words).going}


def gone(log: Log, name: str | None, path: str | None = None, *words: str) -> Plan:
    """Erase something, without a trace."""
    found = plan(log, name, path, *words)
    grounds = Grounds(reason=WHY, by="desk", phrases=words)
    erase(log, found, grounds, seen=log.position, is_insisted=False)
    assert remove_traces(log) == []
    return found


def files_with(directory: Path, *words: bytes) -> list[str]:
    """Return the files in which words are, as they are or as an index has them."""
    return sorted(
        file.name
        for file in directory.rglob("*")
        if file.is_file() and any(word in file.read_bytes().lower() for word in words)
    )


def figures(log: Log, **moment: Any) -> Document:
    found = answer(replay(log, INCIDENT, **moment))
    return {name: found[name] for name in ("casualties", "damage", "observed")}


# -- her name ------------------------------------------------------------------------


def test_a_name_is_in_no_byte_of_any_file_and_the_figures_stay(log: Log) -> None:
    moments = [
        {"as_of": at, "known_at": f"2024-12-20T{heard}+02:00"}
        for at in (None, "2024-12-20T09:00+02:00")
        for heard in ("09:05", "09:40", "10:05", "10:30")
    ]
    before = [figures(log, **moment) for moment in moments]
    leaves = [log.leaf(n) for n in (1, 2, 3, 4)]

    found = gone(log, None, None, *HER)

    assert {f"{p.name} {p.path}" for p in found.going} == {
        *("wire/1 text", "wire/1 label", "wire/1 report.title"),
        *("wire/1 agents[0].name", "wire/1 claims[0].quote", "wire/1 claims[0].note"),
        *("wire/2 text", "wire/2 agents[0].name", "wire/2 claims[1].text"),
        *("page/1 report.url", "report:wire@3 claims[0].note"),
    }
    assert [figures(log, **moment) for moment in moments] == before
    assert [log.leaf(n) for n in (1, 2, 3, 4)] == leaves
    directory = log.directory
    log.close()
    assert files_with(directory, b"quill", b"marta") == []


def test_it_stays_gone_whatever_is_done_next(log: Log) -> None:
    gone(log, None, None, *HER)

    for document in (WIRE, PAGE, LATER):
        again = {k: v for k, v in document.items() if k != "received_at"}
        (outcome,) = log.append([accept(again, lambda _: ZONE)])
        assert isinstance(outcome, AlreadyKnown)
    rebuild(log)
    tell(log, told("wire", killed(7), at="11:00", heard="11:05"))
    with Tables(path_of(log)) as tables:
        assert verify(log, tables).disagreements == []
    directory = log.directory
    log.close()
    assert files_with(directory, b"quill", b"marta") == []


@pytest.mark.parametrize("heard", ["09:05", "10:05", ""])
def test_every_page_says_that_words_were_erased(log: Log, heard: str) -> None:
    gone(log, None, None, *HER)

    known_at = f"2024-12-20T{heard}+02:00" if heard else None
    view = replay(log, INCIDENT, as_of="2024-12-20T09:05+02:00", known_at=known_at)
    (five,) = [
        claim
        for explained in explain(view, "killed")
        for claim in (*explained.deciding, *explained.lost)
        if str(claim.claim.name) == "wire/1#c1"
    ]
    labels = [row["words"] for row in timeline(view) if row["name"] == "wire/1"]
    shown = answered(path_of(log), "09:05", heard)

    assert (five.claim.claim.quote, five.before, five.after) == (ERASED, "", "")
    assert labels == [ERASED]
    assert shown["updates"][0]["label"] == ERASED
    assert asked(log, "SELECT quote, note FROM claims WHERE id = 'wire/1#c1'") == [
        (ERASED, ERASED)
    ]


def test_a_voice_whose_name_was_erased_is_called_by_its_id(log: Log) -> None:
    who = "SELECT name, kind FROM agents WHERE id = 'neighbour-1'"
    assert asked(log, who) == [("Marta Quill", "witness")]

    gone(log, "wire", "agents[0].name")

    assert asked(log, who) == [("neighbour-1", "witness")]


def test_the_event_says_who_erased_what_and_why(log: Log) -> None:
    rule = "GDPR Art. 17"
    found = plan(log, "wire/1", "label")
    grounds = Grounds(reason=WHY, by="desk", rule=rule)

    (appended,) = erase(log, found, grounds, seen=log.position, is_insisted=False)

    (event,) = log.events(after=4)
    (label,) = found.going
    assert isinstance(event, WordsErased)
    assert (event.position, event.stream) == (appended.position, "report:wire")
    assert (event.by, event.reason, event.rule) == ("desk", WHY, rule)
    assert event.erased == ((1, "label", label.sha256),)


def test_every_stream_tells_of_its_own_words(log: Log) -> None:
    gone(log, None, None, "Quill", "2024-12-20")

    told_in = {
        event.stream: {(c.position, c.path) for c in event.erased}
        for event in log.events(after=4)
        if isinstance(event, WordsErased)
    }
    assert set(told_in) == {"report:wire", "report:page"}
    assert told_in["report:page"] == {(2, "report.url"), (2, "incident.title")}


def test_many_words_are_told_of_in_several_events(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.erasing.acts.MANY", 3)

    found = gone(log, "wire/1")

    parts = [e.erased for e in log.events(after=4) if isinstance(e, WordsErased)]
    assert [len(part) for part in parts] == [3, 3, 2]
    assert [c.path for part in parts for c in part] == [p.path for p in found.going]


# -- what a name reaches -------------------------------------------------------------

ONE = {
    *("wire/1 text", "wire/1 label", "wire/1 report.title", "wire/1 incident.title"),
    *("wire/1 agents[0].name", "wire/1 claims[0].quote", "wire/1 claims[0].note"),
    "wire/1 claims[1].quote",
}
TWO = {
    *("wire/2 text", "wire/2 label", "wire/2 incident.title", "wire/2 agents[0].name"),
    "wire/2 claims[1].text",
}


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("wire/1#c1", None, {"wire/1 claims[0].quote", "wire/1 claims[0].note"}),
        ("wire/1#c2", "quote", {"wire/1 claims[1].quote"}),
        ("wire/1#c1", "claims[0].note", {"wire/1 claims[0].note"}),
        ("wire/2#c1", None, {"report:wire@3 claims[0].note"}),
        ("wire/2#c1", "reason", {"report:wire@3 reason"}),
        ("wire/2#c2", None, {"wire/2 claims[1].text"}),
        ("wire/2#c1~1", "reason", {"report:wire@3 reason"}),
        (
            "wire/2#c1~1",
            None,
            {"report:wire@3 reason", "report:wire@3 claims[0].note"},
        ),
        ("wire/1", None, ONE),
        ("wire/1", "text", {"wire/1 text"}),
        ("wire/2", None, TWO | {"report:wire@3 claims[0].note"}),
        ("wire/2", "claims[1].text", {"wire/2 claims[1].text"}),
        ("wire", None, ONE | TWO | {"report:wire@3 claims[0].note"}),
        ("report:wire", "text", {"wire/1 text", "wire/2 text"}),
        ("report:wire@2", "text", {"wire/2 text"}),
        (
            "report:wire@3",
            None,
            {"report:wire@3 reason", "report:wire@3 claims[0].note"},
        ),
        (
            INCIDENT,
            "title",
            {"wire/1 incident.title", "page/1 incident.title", "wire/2 incident.title"},
        ),
    ],
)
def test_a_name_reaches_down(
    log: Log, name: str, path: str | None, expected: set[str]
) -> None:
    assert going(log, name, path) == expected


def test_an_incident_is_all_that_describes_it(log: Log) -> None:
    occurred = {"from": "2024-12-20T07:00", "text": "early"}
    raid = {"id": "raid", "title": "Raid", "occurred": occurred}
    post = told("post", killed(1), heard="11:00", related_incidents=[raid])
    desk = Desk(log, reason="a better title", by=None, at_position=None)
    tell(log, post)
    desk.describe("raid", {"title": "The raid"})
    desk.link(INCIDENT, "related_to", "raid")

    assert going(log, "raid") == {
        *("post/1 related_incidents[0].title", "incident:raid@1 incident.title"),
        "post/1 related_incidents[0].occurred.text",
    }
    assert going(log, "incident:raid", "occurred.text") == {
        "post/1 related_incidents[0].occurred.text"
    }
    assert going(log, "raid", "reason") == {"incident:raid@1 reason"}
    assert going(log, "incident:raid@1") == {
        *("incident:raid@1 incident.title", "incident:raid@1 reason"),
    }
    assert going(log, None, "reason", "a better title") == {
        f"incident:{INCIDENT}@1 reason",
        "incident:raid@1 reason",
    }


def test_reasons_go_with_words_that_are_looked_for(log: Log) -> None:
    Desk(log, reason="Quill took it back", by=None, at_position=None).retract("wire/1")

    assert "report:wire@4 reason" in going(log, "wire/1", None, "quill")
    assert "report:wire@4 reason" not in going(log, "wire/1")
    assert going(log, "wire/1#c1", None, "by phone") == {"wire/1 claims[0].note"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("wier", r"'wier' \(nearest: wire\)"),
        ("wire/9", r"'wire/9' \(nearest: wire/\d\)"),
        ("wires/1", r"'wires/1' \(nearest: wire\)"),
        ("wire/1#c9", r"'wire/1#c9' \(nearest: wire/1#c\d\)"),
        ("wire/2#c1~2", r"'wire/2#c1~2' \(nearest: wire/2#c1~1\)"),
        ("report:wier", r"'report:wier' \(nearest: report:wire\)"),
        ("incident:kyiv", r"'incident:kyiv' \(nearest: incident:kyiv-2024-12-20\)"),
        ("report:wire@9", r"'report:wire@9' \(nearest: report:wire@\d\)"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    log: Log, name: str, message: str
) -> None:
    with pytest.raises(UnknownReference, match=message):
        named(log, name)


def test_a_name_of_two_things_has_to_be_clear(log: Log) -> None:
    tell(log, told("raid", killed(1), heard="11:00", incident="raid"))

    with pytest.raises(NotPossible, match="write report:raid or incident:raid"):
        named(log, "raid")

    assert going(log, "incident:raid") == {"raid/1 incident.title"}


def test_an_unknown_path_is_refused_with_the_nearest(log: Log) -> None:
    with pytest.raises(UnknownPath, match=r"'qoute' there \(nearest: quote\)"):
        plan(log, "wire/1#c1", "qoute")


def test_words_without_a_letter_are_refused(log: Log) -> None:
    with pytest.raises(NotPossible, match="'--' has no letters"):
        plan(log, None, None, "--")


# -- what stays ----------------------------------------------------------------------


def test_where_the_same_words_stay_is_told(log: Log) -> None:
    quote = plan(log, "wire/1#c1", "quote")
    name = plan(log, "wire/1", "agents[0].name")
    everything = plan(log, "wire")

    assert [f"{p.name} {p.path}" for p in quote.staying] == ["wire/1 text"]
    assert {f"{p.name} {p.path}" for p in name.staying} == {
        *("wire/1 text", "wire/1 label", "wire/1 claims[0].quote"),
        "wire/2 agents[0].name",
    }
    assert everything.staying == []
    assert going(log, "wire/1", None, "Quill") == {
        *("wire/1 text", "wire/1 label", "wire/1 report.title"),
        *("wire/1 agents[0].name", "wire/1 claims[0].quote", "wire/1 claims[0].note"),
    }
    assert {p.name for p in plan(log, "wire/1", None, "Quill").staying} == {
        *("wire/2", "report:wire@3")
    }


def test_a_quote_that_went_is_not_led_round_to_by_its_sentence(log: Log) -> None:
    gone(log, "wire/1#c1", "quote")

    (killed,) = explain(replay(log, INCIDENT, as_of="2024-12-20T09:00+02:00"), "killed")

    (five,) = [e for e in killed.deciding if e.claim.name.report == "wire"]
    assert (five.claim.claim.quote, five.before, five.after) == (ERASED, "", "")
    (update,) = [u for u in log.history(INCIDENT).updates if u.reference == "wire/1"]
    assert update.text == TEXT


def test_words_in_an_id_are_told_of_because_they_cannot_go(log: Log) -> None:
    tell(log, told("post", killed(1, said_by="marta-quill"), heard="11:00"))

    found = plan(log, None, None, "Marta Quill")

    assert found.fixed == ["post/1"]


def test_words_that_only_look_alike_stand_in_no_id(log: Log) -> None:
    assert plan(log, None, None, "outcome").fixed == []  # that is a field's name
    assert plan(log, None, None, "killed").fixed == ["wire/1", "page/1", "wire/2"]


def pages(log: Log) -> None:
    """Tell of a page that changes in silence, stays, changes openly, and back."""
    said = [("One", "a"), ("Two", "a"), ("Two", "a"), ("Six", "b"), ("Two", "b")]
    for n, (text, label) in enumerate(said):
        document = told("blog", heard=f"11:0{n}", text=text, label=label)
        tell(log, document | {"signal": ("update", "resend")[n % 2]})


def flags(log: Log, **moment: Any) -> dict[str, list[str]]:
    updates = answer(replay(log, INCIDENT, **moment))["updates"]
    return {
        u["update"].partition("/")[2]: u["flags"]
        for u in updates
        if u["report"] == "blog"
    }


@pytest.mark.parametrize(
    "erased",
    [
        [("blog", "text")],
        [("blog", "label")],
        [("blog", None)],
        [("blog/2", "text"), ("blog/3", None), ("blog/1", "text")],
        [("blog/3", "text")],
        [("blog/4", "label"), ("blog/2", "label"), ("blog", None)],
    ],
)
@pytest.mark.parametrize("many", [1000, 1])
def test_a_silent_edit_stays_one_when_its_words_go(
    log: Log,
    erased: list[tuple[str, str | None]],
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("incident_log.erasing.acts.MANY", many)
    pages(log)
    moments: list[dict[str, Any]] = [
        {},
        {"at_position": log.position},
        {"at_position": log.position - 1},
        {"known_at": "2024-12-20T11:02+02:00"},
    ]
    before = [flags(log, **moment) for moment in moments]
    assert [n for n, said in before[0].items() if "silent_edit" in said] == ["2", "5"]

    for name, path in erased:
        gone(log, name, path)

    assert [flags(log, **moment) for moment in moments] == before
    with Tables(path_of(log)) as tables:
        assert verify(log, tables).disagreements == []


def test_what_comes_after_words_went_is_not_compared_with_them(log: Log) -> None:
    pages(log)
    gone(log, "blog", "text")

    tell(log, told("blog", heard="11:30", text="New", label="b", signal="update"))

    assert flags(log)["6"] == []
    gone(log, "blog/6", "text")
    assert flags(log)["6"] == []


@pytest.mark.parametrize(
    "written",
    [
        "MARTA\u00a0QUILL spoke",
        "Marta Qu\u00adill",  # as pages break a word in two
        "Mar\u200bta\u200b Quill",
        "https://example.org/%D0%BE/marta%20quill?page=2",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert Phrases(["Marta Quill"]).are_in(written)
    assert not Phrases(["Mart", "ill"]).are_in(written)


def test_a_name_is_found_in_the_letters_that_an_address_stands_for() -> None:
    address = "https://example.org/%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0-speaks"

    assert Phrases(["Олена"]).are_in(address)


# -- once more, and after that ---------------------------------------------------------


def test_a_second_erasure_finds_it_erased_and_appends_nothing(log: Log) -> None:
    gone(log, "wire/1")
    position = log.position

    found = gone(log, "wire/1")

    assert (found.going, len(found.gone)) == ([], 8)
    assert log.position == position


def test_decisions_about_erased_claims_go_on_working(log: Log) -> None:
    gone(log, "wire")
    tell(log, told("post", killed(3), at="09:00", heard="11:00", incident="raid"))

    desk = Desk(log, reason="because", by="desk", at_position=None)
    desk.correct("wire/2#c1", {"count": 8})
    desk.retract("wire/1#c1")
    desk.assess("wire/2#c2", "confirmed")
    desk.merge("raid", INCIDENT)
    desk.describe(INCIDENT, {"title": "Attack on Kyiv"})

    assert desk.warning is None
    assert answer(replay(log, INCIDENT))["title"] == "Attack on Kyiv"
    assert figures(log)["casualties"][1]["high"] == 8
    with Tables(path_of(log)) as tables:
        assert verify(log, tables).disagreements == []


def test_tables_that_meet_an_erasure_are_made_again(log: Log) -> None:
    tell(log, told("wire", killed(8), heard="11:00"))
    found = plan(log, None, None, *HER)
    log.append([accept(told("post", killed(1), heard="09:00"), lambda _: ZONE)])
    erase(log, found, Grounds(reason=WHY), seen=log.position, is_insisted=False)
    looking = Onlooker()

    assert catch_up(log, stages=looking) == log.position

    assert [doing for doing, *_ in looking.seen] == [
        *("taking in", "reading", "making tables")
    ]
    assert asked(log, "SELECT count(*) FROM claims WHERE quote LIKE '%Quill%'") == [
        (0,)
    ]


# -- refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grounds", "kind", "message"),
    [
        ({"reason": " "}, NotPossible, "the reason is empty"),
        ({"reason": "x", "by": "The Desk"}, NotPossible, "by 'The Desk' is no id"),
        ({"reason": "x", "rule": " "}, NotPossible, "the rule is empty"),
        ({"reason": "x", "rule": "a\nb"}, NotPossible, "of several lines"),
        ({"reason": "x", "rule": "a" * 201}, NotPossible, "longer than 200"),
        ({"reason": "Marta Quill asked"}, WordsRepeated, "the reason repeats words"),
        ({"reason": "x", "rule": "on QUILL"}, WordsRepeated, "the rule repeats words"),
    ],
)
def test_grounds_that_would_tell_the_words_or_nothing_are_refused(
    log: Log, grounds: dict[str, str], kind: type[Exception], message: str
) -> None:
    found = plan(log, "wire/1", "agents[0].name")

    with pytest.raises(kind, match=message):
        erase(
            *(log, found, Grounds(**grounds, phrases=("quill",))),
            seen=log.position,
            is_insisted=False,
        )

    assert log.position == 4
    assert going(log, "wire/1", "agents[0].name")


def test_a_reason_may_hold_what_is_no_word_of_theirs(log: Log) -> None:
    tell(log, told("post", killed(1, quote="...", note="ask"), heard="11:00"))

    found = plan(log, "post/1#c1")
    why = Grounds(reason="asked ... twice")

    assert erase(log, found, why, seen=log.position, is_insisted=False)


def test_an_erasure_rests_on_the_state_that_was_looked_at(log: Log) -> None:
    found = plan(log, None, None, *HER)
    seen = log.position
    tell(log, told("post", killed(1), heard="11:00"))
    other = told("other", killed(3), heard="11:05", signal="correction")
    tell(log, other | {"corrects": ["page/1#c1"]})
    why = Grounds(reason=WHY)

    with pytest.raises(NotThereYet):
        erase(log, found, why, seen=99, is_insisted=True)
    with pytest.raises(MovedOn, match="page/1 has moved on since position 4"):
        erase(log, found, why, seen=seen, is_insisted=True)
    assert going(log, "page", None, "Quill") == {"page/1 report.url"}

    erase(log, found, why, seen=seen, is_insisted=False)
    with pytest.raises(MovedOn, match="page has moved on since position 4"):
        erase(log, found, why, seen=seen, is_insisted=False)


def test_all_streams_or_none(log: Log) -> None:
    """A refusal by the second stream keeps the first as it was."""
    found = plan(log, None, None, "Quill")
    seen = log.position
    Desk(log, reason="because", by=None, at_position=None).hold("wire/1")

    with pytest.raises(MovedOn, match="wire has moved on"):
        erase(log, found, Grounds(reason=WHY), seen=seen, is_insisted=False)

    assert log.position == seen + 1
    assert going(log, "page", None, "Quill") == {"page/1 report.url"}


def test_a_damaged_event_is_named(log: Log) -> None:
    meddle(log, "UPDATE openings SET words = '{' WHERE position = 2")

    assert going(log, "wire", "label") == {"wire/1 label", "wire/2 label"}
    with pytest.raises(DamagedEvent, match="position 2 is damaged"):
        plan(log, None, None, "Quill")
