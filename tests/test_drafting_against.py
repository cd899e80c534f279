"""A draft against the log: what each claim does to what the log holds."""

import copy
from pathlib import Path
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.drafting.against import set_against
from incident_log.drafting.drafts import Given, draft
from incident_log.drafting.review.documents import check
from incident_log.drafting.review.finishing import finish
from incident_log.drafting.review.verdicts import accept_all
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.replay import replay
from tests.given import (
    INCIDENT,
    ZONE,
    Document,
    casualties,
    claim,
    clock,
    denied,
    figure,
    injured,
    killed,
    more,
    seen,
    story,
    tell,
    update,
)

FORMAT = "incident-log/draft/1"


def drafted(*claims: Document, at: str | None = None, **fields: Any) -> Document:
    """A draft whose text is the quotes of its claims; each is ``words`` by default."""
    text, made = "", []
    for n, each in enumerate(claims, start=1):
        words = f"{each['type']} {each.get('count', 'of words')}."
        given = {"quote": words, "said_by": "mayor"} | each
        span = [len(text), len(text) + len(given["quote"])]
        text += given["quote"] + " "
        marks = {"id": f"c{n}", "status": "proposed", "rule": "told.so", "flags": []}
        made.append(given | {"span": span} | marks)
    head: Document = {"format": FORMAT, "text": text, "claims": made}
    return head | ({"as_of": f"2024-12-20T{at}"} if at else {}) | fields


def compared(told: list[Document], *claims: Document, **fields: Any) -> list[Document]:
    """What the claims of a draft do to what was *told*."""
    made = set_against(drafted(*claims, **fields), seen(story(*told)))
    check(made)
    return [each["against"] for each in made["claims"]]


def verdict(told: list[Document], new: Document, at: str = "12:00") -> tuple[str, str]:
    (found,) = compared(told, new, at=at)
    return found["verdict"], found.get("found", "")


def by(voice: str, said: Document) -> Document:
    return said | {"said_by": voice}


MAYOR = [update("paper", by("mayor", killed(9)), at="10:00", heard="11:00")]


# -- one origin ----------------------------------------------------------------------


def test_what_nobody_has_said_is_new() -> None:
    assert compared(MAYOR, injured(9), killed(9, place="lviv")) == [
        {"verdict": "new"},
        {"verdict": "new"},
    ]


@pytest.mark.parametrize(
    ("count", "how"),
    [
        (9, "confirms"),
        ("at least 9", "confirms"),
        ("several", "confirms"),
        ("up to 12", "confirms"),
        ("unknown", "confirms"),
        (10, "raises"),
        ("more than 9", "raises"),
        (8, "lowers"),
        ("at least 8", "lowers"),
        ("up to 8", "lowers"),
        ("fewer than 9", "lowers"),
        ("none", "lowers"),
    ],
)
def test_a_count_is_compared_with_what_the_same_voice_said(
    count: Any, how: str
) -> None:
    assert compared(MAYOR, killed(count)) == [
        {"verdict": how, "claims": ["paper/1#c1"], "found": "9 (mayor)"}
    ]


@pytest.mark.parametrize(
    ("before", "count", "how"),
    [
        ("several", 5, "confirms"),
        ("several", 1, "lowers"),
        ("several", "none", "lowers"),
        ("none", "several", "raises"),
        ("up to 3", 5, "raises"),
        ("unknown", 5, "confirms"),
    ],
)
def test_words_are_compared_by_what_they_allow(
    before: Any, count: Any, how: str
) -> None:
    told = [update("paper", by("mayor", killed(before)), at="10:00", heard="11:00")]

    assert verdict(told, killed(count)) == (how, f"{before} (mayor)")


def test_a_count_that_was_not_stated_is_told_as_that() -> None:
    told = [update("paper", by("mayor", killed(None)), at="10:00", heard="11:00")]

    assert verdict(told, killed(5)) == ("confirms", "not stated (mayor)")


def test_the_newest_count_is_what_stands() -> None:
    later = update("radio", by("mayor", killed(12)), at="11:00", heard="11:30")

    assert verdict([*MAYOR, later], killed(12)) == ("confirms", "12 (mayor)")


def test_a_count_is_compared_with_what_stood_at_the_moment_it_speaks_about() -> None:
    later = update("radio", by("mayor", killed(12)), at="11:00", heard="11:30")

    assert verdict([*MAYOR, later], killed(10), at="10:30") == ("raises", "9 (mayor)")
    assert verdict([*MAYOR, later], killed(10), at="09:30") == ("new", "")


def test_what_comes_on_top_raises_unless_it_was_told() -> None:
    told = [
        *MAYOR,
        update("radio", by("mayor", more(killed(3))), at="11:00", heard="11:30"),
    ]

    assert verdict(told, more(killed(3)), at="11:00") == ("confirms", "12 (mayor)")
    assert verdict(told, more(killed(3)), at="12:00") == ("raises", "12 (mayor)")
    assert verdict(told, more(killed(2)), at="11:00") == ("raises", "12 (mayor)")
    assert verdict(told, killed(12)) == ("confirms", "12 (mayor)")


def test_a_denial_contradicts_a_count_and_confirms_a_denial() -> None:
    no = [update("paper", by("mayor", denied(killed(9))), at="10:00", heard="11:00")]

    assert verdict(MAYOR, denied(killed(9)))[0] == "contradicts"
    assert verdict(no, killed(9))[0] == "contradicts"
    assert verdict(no, denied(killed(9)))[0] == "confirms"


# -- other origins -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "at", "how"),
    [
        (9, "12:00", "confirms"),
        (12, "12:00", "raises"),
        (12, "10:30", "contradicts"),
        (8, "12:00", "contradicts"),
        ("at least 8", "12:00", "lowers"),
        ("at least 12", "10:30", "contradicts"),
    ],
)
def test_a_voice_that_said_nothing_is_compared_with_the_others(
    count: Any, at: str, how: str
) -> None:
    assert verdict(MAYOR, by("police", killed(count)), at=at) == (how, "9 (mayor)")


def test_a_voice_that_counted_itself_is_not_compared_with_others() -> None:
    told = [*MAYOR, update("radio", by("police", killed(5)), at="10:30", heard="11:30")]

    assert verdict(told, by("police", killed(5))) == ("confirms", "5 (police)")


# -- what is not counted -------------------------------------------------------------


WARNING = claim("statement", act="warn", said_by="mayor", quote="“Stay  indoors.”")


@pytest.mark.parametrize(
    ("said", "how"),
    [
        (claim("statement", act="warn", quote="“Stay indoors.”"), "known"),
        (claim("statement", act="warn", quote="“Go out.”"), "new"),
        (by("police", claim("statement", act="warn", quote="“Stay indoors.”")), "new"),
        (claim("target", kind="airfield", quote="the base"), "known"),
        (claim("target", kind="port", quote="the airfield"), "new"),
        (claim("occurrence", kind="alert", occurred="2024-12-20T06:40"), "known"),
        (claim("occurrence", kind="alert", occurred="2024-12-20T07:40"), "new"),
        (claim("occurrence", kind="alert", quote="A siren"), "known"),
        (claim("occurrence", kind="alert", quote="Another siren"), "new"),
        (claim("link", relation="in_response_to", to="b"), "known"),
        (claim("link", relation="precedes", to="a"), "new"),
    ],
)
def test_what_is_not_counted_is_known_or_new(said: Document, how: str) -> None:
    told = update(
        "paper",
        WARNING,
        by("mayor", claim("target", kind="airfield", quote="the airfield")),
        by("mayor", claim("occurrence", kind="alert", occurred="2024-12-20T06:40")),
        by("mayor", claim("occurrence", kind="alert", quote="A siren")),
        by("mayor", claim("link", relation="in_response_to", to="a")),
        at="10:00",
        heard="11:00",
    )

    (found,) = compared([told], said, at="12:00")

    assert found["verdict"] == how
    assert ("claims" in found) == (how == "known")


def test_what_was_retracted_is_not_known() -> None:
    told = update("paper", WARNING, at="10:00", heard="11:00")
    gone = {"act": "retract", "recorded_at": clock("11:30"), "ref": "paper/1#c1"}
    words = "“Stay indoors.”"

    (found,) = compared([told, gone], claim("statement", act="warn", quote=words))

    assert found == {"verdict": "new"}


def test_a_claim_about_another_incident_gets_no_verdict() -> None:
    other = killed(9) | {"incident": "lviv-2024-12-20"}
    made = set_against(drafted(other, killed(9)), seen(story(*MAYOR)))

    assert ["against" in each for each in made["claims"]] == [False, True]


def test_the_draft_is_about_the_incident_and_stays_as_it_was() -> None:
    given = drafted(killed(9), incident={"id": "other", "place": "lviv"})
    before = copy.deepcopy(given)

    made = set_against(given, seen(story(*MAYOR)))

    assert made["incident"] == INCIDENT
    assert given == before
    assert {"unchanged", "gone", "report", "signal"}.isdisjoint(made)


# -- a later revision ----------------------------------------------------------------

HEAD = "Fire in a shed by the old harbour."
BODY = "Nine people died in the shed, the mayor said on Friday morning."
REST = "Two men of the crew were hurt when the roof of the shed came down."
QUOTE = "“Stay indoors and wait for the ferries,” the harbour master said."
FIRST = f"{HEAD} {BODY} {REST} {QUOTE}"


def revision(text: str, *claims: Document, **report: Any) -> Document:
    """The draft of a text that says *claims*, each in its words."""
    made = []
    for n, each in enumerate(claims, start=1):
        start = text.index(each["quote"])
        marks = {"id": f"c{n}", "status": "proposed", "rule": "told.so", "flags": []}
        span = [start, start + len(each["quote"])]
        made.append(each | {"span": span} | marks)
    head: Document = {"format": FORMAT, "text": text, "claims": made}
    return head | ({"report": report} if report else {})


NINE = by("mayor", killed(9, quote="Nine people died"))
TWO = by("mayor", injured(2, quote="Two men"))
SAID = by("harbour-master", claim("statement", act="warn", quote=QUOTE))


def known(**fields: Any) -> Document:
    """The first revision, as it was imported."""
    said = update(
        "paper-1", *(NINE, TWO, SAID), source="paper", heard="11:00", **fields
    )
    return said | {"text": FIRST}


@pytest.mark.parametrize(
    "report",
    [
        {"id": "paper-1"},
        {"id": "other", "url": "https://paper.example/1"},
        {"url": "https://paper.example/1", "source": "radio"},
        {"id": "other", "source": "paper"},
        {"id": "other"},
        {},
    ],
)
def test_a_later_revision_is_known_by_id_by_address_and_by_text(
    report: Document,
) -> None:
    said = known()
    said["report"]["url"] = "https://paper.example/1"
    given = revision(FIRST.replace("Nine", "Ten"), **report)

    made = set_against(given, seen(story(said)))

    assert made["report"] == report | {"id": "paper-1", "source": "paper"}
    assert made["signal"] == "update"


@pytest.mark.parametrize(
    ("text", "report"),
    [
        (FIRST, {"id": "other", "source": "radio"}),
        (f"{HEAD} A crane fell into the harbour in the afternoon.", {}),
        ("A crane fell. Nobody was hurt.", {"url": "https://radio.example/1"}),
    ],
)
def test_another_report_is_no_later_revision(text: str, report: Document) -> None:
    made = set_against(revision(text, **report), seen(story(known())))

    assert made.get("report", {}) == report
    assert "signal" not in made


def test_of_several_reports_the_one_it_has_most_of_is_meant() -> None:
    less = update("paper-0", source="paper", heard="10:00") | {"text": f"{HEAD} {REST}"}
    more_of = update("paper-2", source="paper", heard="12:00") | {
        "text": f"{HEAD} {BODY} A crane stood by the harbour all day."
    }

    made = set_against(
        revision(f"{HEAD} {BODY} {QUOTE}"), seen(story(less, known(), more_of))
    )

    assert made["report"]["id"] == "paper-1"


def test_an_id_counts_more_than_an_address_and_that_more_than_a_text() -> None:
    said = known()
    other = update("paper-2", source="paper", heard="12:00") | {"text": "Nothing new."}
    other["report"]["url"] = "https://paper.example/2"
    view = seen(story(said, other))

    by_id = revision(FIRST, id="paper-1", url="https://paper.example/2")
    by_url = revision(FIRST, id="paper-3", url="https://paper.example/2")

    assert set_against(by_id, view)["report"]["id"] == "paper-1"
    assert set_against(by_url, view)["report"]["id"] == "paper-2"


def test_a_report_without_a_text_is_known_by_its_id_only() -> None:
    said = update("paper-1", killed(9), source="paper", heard="11:00")
    view = seen(story(said))

    assert "report" not in set_against(revision(FIRST), view)
    assert set_against(revision(FIRST, id="paper-1"), view)["signal"] == "update"


def test_of_a_later_revision_only_what_changed_is_proposed() -> None:
    text = FIRST.replace("Nine", "Twelve").replace(f" {QUOTE}", " A boat sank.")
    twelve = by("mayor", killed(12, quote="Twelve people died"))
    boat = by("mayor", claim("damage", object="boat", count=1, quote="A boat sank"))

    made = set_against(revision(text, twelve, TWO, boat), seen(story(known())))
    check(made)

    assert [(c["quote"], c["against"]["verdict"]) for c in made["claims"]] == [
        ("Twelve people died", "raises"),
        ("A boat sank", "new"),
    ]
    start = text.index("Two men")
    assert made["unchanged"] == [
        {"claim": "paper-1/1#c2", "span": [start, start + 7], "quote": "Two men"}
    ]
    assert made["gone"] == [
        {"claim": "paper-1/1#c3", "type": "statement", "quote": QUOTE}
    ]


def test_an_unchanged_revision_proposes_nothing() -> None:
    made = set_against(revision(FIRST, NINE, TWO, SAID), seen(story(known())))

    assert (made["claims"], made["gone"]) == ([], [])
    assert len(made["unchanged"]) == 3


def test_a_count_that_went_back_to_an_earlier_one_is_proposed() -> None:
    twelve = by("mayor", killed(12, quote="Twelve people died"))
    then = update("paper-1", twelve, source="paper", heard="12:00")

    made = set_against(revision(FIRST, NINE, TWO, SAID), seen(story(known(), then)))

    assert [c["against"]["verdict"] for c in made["claims"]] == ["lowers"]
    assert made["gone"] == []


def test_what_was_retracted_is_not_gone() -> None:
    act = {"act": "retract", "recorded_at": clock("11:30"), "ref": "paper-1/1#c3"}

    made = set_against(revision(FIRST, NINE, TWO), seen(story(known(), act)))

    assert made["gone"] == []


def test_what_is_gone_may_have_had_no_words() -> None:
    said = update("paper-1", killed(9), source="paper", heard="11:00")

    made = set_against(revision(FIRST, id="paper-1"), seen(story(said)))

    assert made["gone"] == [{"claim": "paper-1/1#c1", "type": "casualties"}]


def test_claims_name_what_is_unchanged_as_the_log_does() -> None:
    text = f"{FIRST} It was not verified. Nine in all."
    note = claim("verification", verdict="unverified", quote="It was not verified")
    note["of"] = ["c1", "c4"]
    boys = casualties(
        "killed", 3, quote="Nine in all", said_by="mayor", measure="subset"
    )
    boys["subset_of"] = "c1"

    made = set_against(revision(text, NINE, TWO, note, boys), seen(story(known())))
    check(made)

    assert [c.get("of", c.get("subset_of")) for c in made["claims"]] == [
        ["paper-1/1#c1", "c4"],
        "paper-1/1#c1",
    ]


def test_a_correction_stays_one() -> None:
    given = revision(FIRST, NINE) | {"signal": "correction"}

    assert set_against(given, seen(story(known())))["signal"] == "correction"


# -- a real log ----------------------------------------------------------------------

ARTICLE = """Fire in shed kills nine

KYIV, Dec. 20 — Nine people were killed in a fire in Kyiv on Friday, the mayor said.
Four people were injured.

The fire broke out in a shed by the river, and smoke stood over the city all morning.
"""


@pytest.fixture
def log(tmp_path: Path) -> Any:
    with Log.create(tmp_path / "log") as log:
        tell(log, update("radio", killed(5), source="radio", at="07:00", heard="07:30"))
        yield log


def made_of(text: str, **given: Any) -> Document:
    return draft(text, Given("2024-12-20T09:00", ZONE, INCIDENT, **given))


def imported(log: Log, made: Document) -> None:
    """Let a person accept all of a draft, and import it."""
    (outcome,) = log.append([accept(finish(accept_all(made)).update, lambda _: ZONE)])
    assert isinstance(outcome, Appended), outcome


def test_a_draft_becomes_an_update_and_its_next_revision_only_what_is_new(
    log: Log,
) -> None:
    first = set_against(
        made_of(ARTICLE, report="paper-1", source="paper"), replay(log, INCIDENT)
    )
    check(first)
    assert {c["against"]["verdict"] for c in first["claims"]} >= {"new"}
    imported(log, first)

    again = set_against(made_of(ARTICLE), replay(log, INCIDENT))
    check(again)
    assert (again["claims"], again["gone"]) == ([], [])

    text = ARTICLE.replace("kills nine", "kills ten").replace("Nine", "Ten")
    second = set_against(made_of(text), replay(log, INCIDENT))
    check(second)
    assert {c["against"]["verdict"] for c in second["claims"]} == {"raises"}
    assert {c["count"] for c in second["claims"]} == {10}
    assert second["report"] == {"id": "paper-1", "source": "paper"}
    imported(log, second)

    view = replay(log, INCIDENT)
    (latest,) = (u for u in view.updates if u.reference == "paper-1/2")
    assert latest.signal == "update"
    assert figure(view.reading.history, "injured")["best"] == 4
