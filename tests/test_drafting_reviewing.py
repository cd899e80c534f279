"""Verdicts on a draft, and the update that becomes of it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log import schemas
from incident_log.accepting import Unacceptable, accept
from incident_log.drafting.review import verdicts as reviewing
from incident_log.drafting.review.documents import check, dumps, zone_of
from incident_log.drafting.review.editing import changed, find, shapes
from incident_log.drafting.review.files import DraftFile
from incident_log.drafting.review.finishing import finish, unsaid
from incident_log.errors import IncidentLogError, NotPossible, UnreadableInput
from incident_log.schemas.drafts import plain
from tests.given import Document

TEXT = (
    "Shelling hit the northern port on Friday at dawn. At least nine people were"
    " injured, the mayor said, and one man was killed. Two of the injured are in"
    " hospital. Drones hit 3 warehouses. The ministry “could not confirm” the toll."
    " Since the war began 400 people have died there. Seven ambulances came.\n"
    "Read more of our stories."
)


def quoted(words: str) -> Document:
    """Return words of the text with their span."""
    start = TEXT.index(words)
    return {"quote": words, "span": [start, start + len(words)]}


def drafted(claim_id: str, type_: str, words: str, **fields: Any) -> Document:
    """Return a claim as a rule proposes it."""
    marks = {"status": "proposed", "rule": f"{type_}.plain", "flags": []}
    return {"id": claim_id, "type": type_} | quoted(words) | fields | marks


DRAFT: Document = {
    "format": "incident-log/draft/1",
    "incident": {
        "id": "harbour",
        "title": "Shelling of the harbour",
        "place": "port",
        "timezone": "Europe/Kyiv",
    },
    "related_incidents": [{"id": "war", "title": "The war"}],
    "report": {"id": "news-1", "source": "news"},
    "published_at": "2024-12-20",
    "text": TEXT,
    "agents": [
        {"id": "news", "name": "The News"},
        {"id": "mayor", "name": "The mayor", "origin": "city-hall"},
        {"id": "city-hall", "name": "City hall"},
        {"id": "ministry", "name": "The ministry"},
    ],
    "places": [
        {"id": "northern-port", "part_of": "port"},
        {"id": "port", "part_of": "city"},
        {"id": "city", "name": "The city"},
        {"id": "inland", "name": "Inland"},
    ],
    "weapons": [{"id": "drone", "broader": "aircraft"}, {"id": "aircraft"}],
    "claims": [
        drafted(
            *("c1", "casualties", "At least nine people were injured"),
            outcome="injured",
            count="at least 9",
            said_by="mayor",
            place="northern-port",
        ),
        drafted(
            *("c2", "casualties", "one man was killed"),
            outcome="killed",
            count=1,
            said_by="mayor",
            population={"sex": "male"},
        ),
        drafted(
            *("c3", "casualties", "Two of the injured"),
            outcome="injured",
            count=2,
            measure="subset",
            subset_of="c1",
        ),
        drafted(
            *("c4", "strike", "Drones hit 3 warehouses"),
            weapons=["drone"],
            phase="hit",
        ),
        drafted(
            *("c5", "verification", "“could not confirm” the toll"),
            verdict="not_verified",
            of=["c1", "c2"],
            said_by="ministry",
        ),
        drafted(
            *("c6", "link", "Since the war began"),
            relation="part_of",
            to="war",
        ),
    ],
    "background": [
        drafted(
            *("b1", "casualties", "400 people have died"),
            outcome="killed",
            count=400,
            incident="war",
        )
        | {"why": "since the war began"},
    ],
    "unclaimed": [
        quoted("Seven") | {"sentence": "Seven ambulances came.", "why": "no people"}
    ],
    "dropped": [
        quoted("Read more of our stories.")
        | {"quote": "Read more…", "rule": "appeal", "reason": "asks to read on"}
    ],
    "mentions": [
        quoted("the mayor said")
        | {"type": "statement", "rule": "speaker", "said_by": "mayor"},
        quoted("Friday") | {"type": "time", "rule": "weekday", "value": None},
    ],
    "unchanged": [quoted("at dawn") | {"claim": "news-1/1#c3"}],
    "gone": [{"claim": "news-1/1#c9", "quote": "ten"}],
    "drafted_by": {"version": "incident-log 0.1.0"},
}
IDS = [claim["id"] for claim in DRAFT["claims"]]


def fresh(**changed: Any) -> Document:
    """Return the draft, nobody having seen it, with other fields."""
    return copy.deepcopy(DRAFT) | changed


def judged(accepted: str, rejected: str = "") -> Document:
    """Return the draft with these claims accepted, and those rejected."""
    draft = fresh()
    for each in accepted.split():
        draft = reviewing.accept(draft, each)
    for each in rejected.split():
        draft = reviewing.reject(draft, each)
    return draft


def claims(document: Document) -> dict[str, Document]:
    return {claim["id"]: claim for claim in document["claims"]}


# -- verdicts ------------------------------------------------------------------------


def test_what_is_rejected_stays_in_the_draft_and_out_of_the_update() -> None:
    draft = judged("c1 c3 c4 c5 c6", "c2")

    update = finish(draft).update

    assert claims(draft)["c2"]["status"] == "rejected"
    assert list(claims(update)) == ["c1", "c3", "c4", "c5", "c6"]


def test_an_update_has_nothing_that_only_a_draft_has() -> None:
    update = finish(reviewing.accept_all(fresh())).update

    assert update["format"] == "incident-log/update/1"
    assert schemas.problems(update) == []
    assert claims(update)["c1"] == plain(DRAFT["claims"][0])
    assert list(update) == [
        *("format", "incident", "related_incidents", "report", "published_at", "text"),
        *("agents", "places", "weapons", "claims"),
    ]


def test_an_edited_claim_keeps_what_was_proposed() -> None:
    draft = fresh()
    before = plain(claims(draft)["c1"])

    draft = reviewing.edit(draft, "c1", before | {"count": 9}, by="desk")
    draft = reviewing.edit(draft, "c1", before | {"count": 10}, by="desk")

    edited = claims(draft)["c1"]
    assert (edited["status"], edited["count"]) == ("edited", 10)
    assert edited["proposed"] == before
    assert edited["reviewed_by"] == "desk"
    check(draft)


def test_an_edit_that_is_taken_back_was_none() -> None:
    before = plain(claims(DRAFT)["c1"])
    draft = reviewing.edit(fresh(), "c1", before | {"count": 9})

    draft = reviewing.edit(draft, "c1", before)

    assert claims(draft)["c1"]["status"] == "accepted"
    assert "proposed" not in claims(draft)["c1"]


def test_an_edited_claim_that_is_rejected_and_accepted_is_still_edited() -> None:
    changed = plain(claims(DRAFT)["c1"]) | {"count": 9}
    draft = reviewing.edit(fresh(), "c1", changed)

    rejected = reviewing.reject(draft, "c1")
    accepted = reviewing.accept(rejected, "c1")

    check(rejected)
    assert accepted == draft


def test_a_claim_of_the_background_is_imported_only_if_it_is_moved() -> None:
    every = " ".join(IDS)

    left = judged(every, "b1")
    moved = judged(f"{every} b1")

    assert "b1" not in claims(finish(left).update)
    assert left["background"][0]["status"] == "rejected"
    assert claims(finish(moved).update)["b1"] == plain(DRAFT["background"][0])
    assert moved["background"] == []


def test_an_edited_claim_of_the_background_is_moved() -> None:
    changed = plain(DRAFT["background"][0]) | {"count": 401}

    draft = reviewing.edit(fresh(), "b1", changed)

    assert claims(draft)["b1"]["status"] == "edited"
    check(draft)


def test_only_the_background_is_not_among_the_claims() -> None:
    assert reviewing.is_background(DRAFT, "b1")
    assert not reviewing.is_background(DRAFT, "c1")


def test_what_is_to_be_reviewed_comes_in_order_the_background_last() -> None:
    assert reviewing.proposed(judged("c1", "c3")) == ["c2", "c4", "c5", "c6", "b1"]
    assert reviewing.proposed(judged("c1 c2 c3 c4 c5"), background=False) == ["c6"]


def test_what_a_person_adds_was_proposed_by_nobody() -> None:
    fields = {"type": "strike", "phase": "hit", **quoted("Shelling hit")}

    draft = reviewing.add(judged(" ".join(IDS)), fields, by="desk")
    edited = reviewing.edit(draft, "c8", plain(claims(draft)["c8"]) | {"count": 2})

    assert claims(draft)["c8"]["rule"] == reviewing.ADDED
    assert claims(edited)["c8"]["status"] == "accepted"
    assert "proposed" not in claims(edited)["c8"]
    assert claims(finish(draft).update)["c8"] == {"id": "c8"} | fields


def test_an_added_claim_never_takes_the_id_of_another() -> None:
    draft = fresh()
    draft["background"][0]["id"] = "c8"
    del draft["background"][0]["why"]

    assert reviewing.free_id(draft) == "c9"


def test_a_draft_may_have_no_background() -> None:
    draft = fresh()
    del draft["background"]

    added = reviewing.add(draft, {"type": "strike", **quoted("Drones")})

    assert "background" not in added
    check(added)


def test_whoever_accepts_all_has_looked_at_nothing_until_somebody_does() -> None:
    unseen = reviewing.accept_all(judged("", "c2"), by="script")
    seen = reviewing.accept(unseen, "c1", by="desk")

    assert claims(unseen)["c1"]["flags"] == [reviewing.UNSEEN]
    assert claims(unseen)["c1"]["reviewed_by"] == "script"
    assert claims(unseen)["c2"]["status"] == "rejected"
    assert unseen["background"] == DRAFT["background"]
    assert claims(seen)["c1"]["flags"] == []
    assert claims(seen)["c1"]["reviewed_by"] == "desk"
    assert "reviewed_by" not in claims(reviewing.reject(seen, "c1"))["c1"]


# -- the update ----------------------------------------------------------------------


def test_a_draft_with_claims_to_review_makes_no_update() -> None:
    with pytest.raises(NotPossible, match="5 of 6 claims have no verdict: review"):
        finish(judged("c1"))


def test_what_names_a_rejected_claim_loses_its_reference_and_says_so() -> None:
    finished = finish(judged("c2 c3 c4 c5 c6", "c1"))

    found = claims(finished.update)
    assert "subset_of" not in found["c3"]
    assert found["c5"]["of"] == ["c2"]
    assert finished.notes == [
        "c3 loses its subset_of c1, not accepted",
        "c5 loses its of c1, not accepted",
    ]


def test_a_verdict_on_nothing_that_is_left_is_left_out_and_so_on() -> None:
    draft = judged("c3 c4 c5 c6", "c1 c2")
    statement = {"type": "statement", "act": "react", "about": "c5"}
    draft = reviewing.add(draft, statement | quoted("Read more"))

    finished = finish(draft)

    assert "c5" not in claims(finished.update)
    assert "about" not in claims(finished.update)["c8"]
    assert finished.notes == [
        "c3 loses its subset_of c1, not accepted",
        "c5 is left out: it judges c1 and c2, not accepted",
        "c8 loses its about c5, not accepted",
    ]


def test_a_claim_that_corrects_means_an_earlier_update_whatever_the_id() -> None:
    draft = fresh()
    draft["claims"][1]["corrects"] = "c1"
    draft = reviewing.accept_all(reviewing.reject(draft, "c1"))

    assert claims(finish(draft).update)["c2"]["corrects"] == "c1"


@pytest.mark.parametrize(
    ("accepted", "agents", "places", "weapons", "related"),
    [
        ("c1", "news mayor city-hall", "northern-port port city", "", ""),
        ("c4", "news", "port city", "drone aircraft", ""),
        ("c6", "news", "port city", "", "war"),
        ("", "news", "port city", "", ""),
    ],
)
def test_only_what_is_named_is_described(
    accepted: str, agents: str, places: str, weapons: str, related: str
) -> None:
    others = " ".join(each for each in IDS if each not in accepted.split())

    update = finish(judged(accepted, others)).update

    for name, ids in (
        ("agents", agents),
        ("places", places),
        ("weapons", weapons),
        ("related_incidents", related),
    ):
        assert [each["id"] for each in update.get(name, ())] == ids.split()
        assert (name in update) is bool(ids)


def test_whoever_and_whatever_a_claim_names_is_described() -> None:
    draft = judged("", " ".join(IDS))
    ids = ("fleet", "spokesman", "inland", "aircraft")
    strike = {"actor": ids[0], "launched_from": ids[2], "carrier": ids[3]}
    statement = {"act": "claim", "speaker": ids[1]}
    draft["agents"] += [{"id": each} for each in ids[:2]]
    for type_, fields in (("strike", strike), ("statement", statement)):
        draft = reviewing.add(draft, {"type": type_} | fields | quoted("Drones"))

    update = finish(draft).update

    described = (*update["agents"], *update["places"], *update["weapons"])
    assert set(ids) <= {each["id"] for each in described}


def test_an_incident_that_is_only_named_names_no_place() -> None:
    draft = judged("c4", "c1 c2 c3 c5 c6") | {"incident": "harbour"}

    assert "places" not in finish(draft).update


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (("incident",), "incident: is not known: say it with --incident SLUG"),
        (("report", "id"), "report.id: is not known: say it with --report ID"),
        (
            ("report", "source"),
            "report.source: is not known: say it with --source SLUG",
        ),
    ],
)
def test_what_the_text_did_not_say_has_to_be_said(
    missing: tuple[str, ...], message: str
) -> None:
    draft = reviewing.accept_all(fresh())
    holder = draft
    for name in missing[:-1]:
        holder = holder[name]
    del holder[missing[-1]]
    check(draft)

    with pytest.raises(Unacceptable) as refused:
        finish(draft)

    named = reviewing.named(draft, source="news", incident="harbour", report="news-1")
    assert str(refused.value) == message
    assert unsaid(draft) == [message]
    assert finish(named).update["report"] == {"id": "news-1", "source": "news"}


def test_without_any_report_everything_about_it_has_to_be_said() -> None:
    draft = fresh()
    del draft["report"]

    named = reviewing.named(draft, source="news", incident=None, report=None)

    assert len(unsaid(draft)) == 2
    assert named["report"] == {"source": "news"}


def test_another_id_for_the_incident_keeps_its_description_and_its_claims() -> None:
    draft = fresh()
    draft["claims"][0]["incident"] = "harbour"
    draft["background"].append({**draft["claims"][0], "id": "b2"})
    names = {"source": None, "report": None}

    described = reviewing.named(draft, incident="port-1", **names)
    bare = reviewing.named(draft | {"incident": "harbour"}, incident="port-1", **names)

    assert described["incident"] == DRAFT["incident"] | {"id": "port-1"}
    assert bare["incident"] == "port-1"
    for each in (described, bare):
        assert each["claims"][0]["incident"] == "port-1"
        told = [claim["incident"] for claim in each["background"]]
        assert told == ["war", "port-1"]


def test_a_draft_that_names_nothing_new_stays_as_it_is() -> None:
    assert reviewing.named(DRAFT, source=None, incident=None, report=None) is DRAFT


# -- what is typed into a claim ------------------------------------------------------


def typed(claim_id: str, name: str, value: str) -> Document:
    return changed(DRAFT, plain(claims(DRAFT)[claim_id]), name, value)


@pytest.mark.parametrize(
    ("claim_id", "name", "given", "value"),
    [
        ("c1", "count", "9", 9),
        ("c1", "count", "more than 9", "more than 9"),
        ("c1", "denied", "true", True),
        ("c1", "note", "17", "17"),
        ("c1", "place", "port", "port"),
        ("c1", "as_of", "2024-12-20T08:30", "2024-12-20T08:30"),
        ("c1", "occurred", "2024", "2024"),
        ("c1", "occurred", '{"text": "dawn"}', {"text": "dawn"}),
        ("c1", "restates", "c2; news-1/1#c1", ["c2", "news-1/1#c1"]),
        ("c4", "weapons", "drone", ["drone"]),
        ("c4", "weapons", "drone; rocket", ["drone", "rocket"]),
        ("c5", "of", "c1", "c1"),
    ],
)
def test_a_value_is_read_as_its_field_wants_it(
    claim_id: str, name: str, given: str, value: Any
) -> None:
    assert typed(claim_id, name, given)[name] == value


def test_who_was_harmed_is_told_like_any_other_field() -> None:
    assert typed("c1", "status", "civilian")["population"] == {"status": "civilian"}
    assert typed("c2", "role", "medical; other")["population"] == {
        "sex": "male",
        "role": ["medical", "other"],
    }
    assert "population" not in typed("c2", "sex", "")


def test_one_of_several_words_about_who_was_harmed_can_be_removed() -> None:
    claim = typed("c2", "age_group", "adult")

    assert changed(DRAFT, claim, "sex", "")["population"] == {"age_group": "adult"}


def test_a_field_without_a_value_is_removed() -> None:
    assert "count" not in typed("c1", "count", "")


def test_a_quote_takes_its_span_with_it() -> None:
    assert typed("c1", "quote", "nine  PEOPLE")["quote"] == "nine people"
    assert typed("c1", "quote", "nine people")["span"] == quoted("nine people")["span"]


def test_of_several_places_a_quote_takes_the_nearest() -> None:
    assert typed("c1", "quote", "hit")["span"][0] == TEXT.index("hit")
    assert typed("c4", "quote", "hit")["span"][0] == TEXT.index("hit 3")


@pytest.mark.parametrize(
    ("claim_id", "name", "given", "message"),
    [
        ("c1", "count", "nein", 'count: "nein" is no count: write 9, '),
        ("c1", "outcome", "", "outcome: is missing: add it"),
        ("c1", "outcome", "kiled", 'outcome: "kiled" unknown (nearest: killed): use '),
        ("c1", "cuont", "9", "cuont: 9 unknown field: remove it or correct "),
        ("c1", "cuont", "", "cuont: is not stated: nothing to remove"),
        ("c1", "sex", "", "sex: is not stated: nothing to remove"),
        ("c1", "sex", "woman", 'population.sex: "woman" unknown'),
        ("c1", "id", "c9", "id: stays as it is: edit other fields, or reject"),
        ("c1", "type", "damage", "type: stays as it is: "),
        ("c1", "rule", "mine", "rule: stays as it is: "),
        ("c1", "quote", "ten", 'quote: "ten" is not in the text: copy words from it'),
        ("c1", "quote", "", 'quote: "" is not in the text: copy words from it'),
        ("c1", "as_of", "Friday", "as_of: cannot read a time from 'Friday': write "),
        ("c1", "count", "-1", "count: -1 is negative: only a claim with measure "),
        ("c1", "note", "a\0", "'a\\x00' contains a NUL character: remove it"),
        ("c4", "weapons", "Big Gun", 'weapons[0]: "Big Gun" is no id: use '),
        ("c4", "sex", "male", "population: "),
    ],
)
def test_what_import_would_refuse_is_not_taken(
    claim_id: str, name: str, given: str, message: str
) -> None:
    with pytest.raises(IncidentLogError) as refused:
        typed(claim_id, name, given)

    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_what_is_still_to_be_asked_for_may_be_missing() -> None:
    outage = {"type": "outage", **quoted("Drones")}
    needed = ("service", "state")

    begun = changed(DRAFT, outage, "service", "water", needed)

    assert changed(DRAFT, begun, "state", "out", needed)["state"] == "out"
    with pytest.raises(Unacceptable, match="state: is missing: add it"):
        changed(DRAFT, outage, "service", "water")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("port on friday", ["port on Friday"]),
        ("came. Read", ["came.\nRead"]),
        ('"could not confirm"', ["“could not confirm”"]),
        ("injured", ["injured", "injured"]),
        (".*", []),
        ("", []),
    ],
)
def test_words_are_found_however_they_are_spaced_and_quoted(
    words: str, found: list[str]
) -> None:
    assert [TEXT[start:end] for start, end in find(TEXT, words)] == found


def test_every_type_of_claim_says_what_it_needs() -> None:
    needed = {kind: set(shape["required"]) for kind, shape in shapes().items()}

    assert set(needed) == set(schemas.CLAIMS)
    assert needed["outage"] == {"type", "service", "state"}


def test_wall_times_are_those_of_the_update_then_of_the_incident() -> None:
    assert zone_of(fresh(timezone="Asia/Tokyo")) == "Asia/Tokyo"
    assert zone_of(fresh()) == "Europe/Kyiv"
    assert zone_of(fresh(incident="harbour")) == "UTC"


# -- the shape of a draft ------------------------------------------------------------


def in_claim(n: int, **fields: Any) -> Callable[[Document], Any]:
    return lambda draft: draft["claims"][n].update(fields)


DAMAGE: list[tuple[Callable[[Document], Any], str]] = [
    (lambda d: d.update(format="incident-log/draft/2"), "format: "),
    (lambda d: d.pop("format"), "format: is missing: add it"),
    (
        lambda d: d.update(format="incident-log/update/1"),
        'format: "incident-log/update/1" is an update, no draft: append it with'
        " 'incident-log import'",
    ),
    (lambda d: d.update(droped=[]), "droped: [] unknown field: remove it"),
    (lambda d: d.pop("text"), "text: is missing: add it"),
    (lambda d: d.pop("claims"), "claims: is missing: add it"),
    (in_claim(0, status="perhaps"), 'claims[0].status: "perhaps" unknown'),
    (lambda d: d["claims"][0].pop("status"), "claims[0].status: is missing: add it"),
    (lambda d: d["claims"][0].pop("span"), "claims[0].span: is missing: add it"),
    (lambda d: d["claims"][0].pop("quote"), "claims[0].quote: is missing: add it"),
    (lambda d: d["claims"][0].pop("id"), "claims[0].id: is missing: add it"),
    (in_claim(0, span=[0, 4]), "claims[0].quote: "),
    (in_claim(0, span=[7]), "claims[0].span: [7] is no span: write [start, end]"),
    (in_claim(0, outcome="kiled"), "claims[0].outcome: "),
    (in_claim(0, id="c2"), 'claims[1].id: "c2" is used twice: rename one'),
    (in_claim(0, id="b1"), 'background[0].id: "b1" is used twice: rename one'),
    (in_claim(0, as_of="noon"), "claims[0].as_of: cannot read a time from 'noon'"),
    (in_claim(0, flags="odd"), 'claims[0].flags: "odd" is not a list: write [...]'),
    (in_claim(0, status="edited"), "claims[0].proposed: is missing: keep what was "),
    (
        in_claim(0, proposed={"type": "strike"}),
        'claims[0].proposed: {"type": "strike"} goes with status \'edited\': change it',
    ),
    (
        in_claim(0, status="edited", proposed={"type": "strike", "count": "x"}),
        'claims[0].proposed.count: "x" is no count',
    ),
    (in_claim(0, against={"verdict": "so"}), "claims[0].against.verdict: "),
    (lambda d: d["claims"].append("c9"), 'claims[6]: "c9" is not an object: write {'),
    (
        lambda d: d["background"][0].update(span=[0, 4]),
        'background[0].quote: "400 people have died" is not the text at its span, "S',
    ),
    (
        lambda d: d["unclaimed"][0].update(quote="Eight"),
        'unclaimed[0].quote: "Eight" is not the text at its span: draft the article',
    ),
    (lambda d: d["dropped"][0].update(span=[0, 9]), "dropped[0].quote: "),
    (lambda d: d["mentions"][0].update(span=[9, 9], quote=""), "mentions[0].quote: "),
    (lambda d: d["mentions"][0].update(typ="time"), "mentions[0].typ: "),
    (lambda d: d.update(gone=["c1"]), 'gone[0]: "c1" is not an object: write {...}'),
    (lambda d: d.update(timezone="Mars"), "no time zone is called 'Mars'"),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGE)
def test_a_draft_is_read_strictly(
    damage: Callable[[Document], Any], message: str
) -> None:
    draft = fresh()
    damage(draft)

    with pytest.raises(Unacceptable) as refused:
        check(draft)

    assert message in str(refused.value)
    assert len(refused.value.problems) == 1


def test_what_is_no_object_is_no_draft() -> None:
    with pytest.raises(Unacceptable, match="is not a draft: write one JSON object"):
        check([])


def test_a_draft_that_may_be_reviewed_says_nothing() -> None:
    check(DRAFT)


def test_import_refuses_a_draft_in_one_line() -> None:
    with pytest.raises(Unacceptable) as refused:
        accept(DRAFT, lambda _: None)

    assert str(refused.value) == (
        'format: "incident-log/draft/1" is a draft, not yet reviewed: make an update'
        " of it with 'incident-log review'"
    )


# -- on disk -------------------------------------------------------------------------


def stored(path: Path, draft: Document = DRAFT) -> DraftFile:
    path.write_text(dumps(draft))
    return DraftFile(path)


def test_what_is_saved_is_on_disk_and_keeps_the_mode_of_the_file(
    tmp_path: Path,
) -> None:
    file = stored(tmp_path / "x.draft.json")
    file.path.chmod(0o640)

    file.save(judged("c1"))

    assert json.loads(file.path.read_text()) == judged("c1") == file.draft
    assert file.path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file.path]


def test_a_draft_behind_a_link_is_saved_where_it_is(tmp_path: Path) -> None:
    stored(tmp_path / "x.draft.json")
    (tmp_path / "link").symlink_to("x.draft.json")

    DraftFile(tmp_path / "link").save(judged("c1"))

    assert (tmp_path / "link").is_symlink()
    assert DraftFile(tmp_path / "x.draft.json").draft == judged("c1")


def test_a_draft_that_somebody_else_has_saved_is_not_written_over(
    tmp_path: Path,
) -> None:
    one = stored(tmp_path / "x.draft.json")
    other = DraftFile(one.path)
    other.save(judged("c1"))

    with pytest.raises(NotPossible, match="changed by somebody else: review it again"):
        one.save(judged("", "c1"))

    assert DraftFile(one.path).draft == judged("c1")


def test_when_saving_fails_the_old_draft_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = stored(tmp_path / "x.draft.json")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        file.save(judged("c1"))

    assert DraftFile(file.path).draft == DRAFT == file.draft
    assert list(tmp_path.iterdir()) == [file.path]


def test_a_draft_that_cannot_be_read_says_so_with_file_and_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.draft.json"
    draft = fresh()
    in_claim(1, status="perhaps")(draft)
    in_claim(1, rule="A rule")(draft)

    with pytest.raises(UnreadableInput, match="cannot be read"):
        DraftFile(path)
    path.write_text("{")
    with pytest.raises(UnreadableInput, match=r"x\.draft\.json:1 is not JSON"):
        DraftFile(path)
    with pytest.raises(UnreadableInput) as refused:
        stored(path, draft)

    text = dumps(draft).splitlines()
    lines = [n for n, line in enumerate(text, 1) if "perhaps" in line or "A ru" in line]
    assert [line.split()[0] for line in str(refused.value).splitlines()] == [
        f"{path}:{line}" for line in lines
    ]


def test_a_document_too_long_to_be_read_with_spaces_is_written_without() -> None:
    long = {"claims": [{"n": n} for n in range(60_000)]}

    assert "\n" in dumps({"claims": []})
    assert "\n" not in dumps(long)


# -- laws ----------------------------------------------------------------------------

VERDICTS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "edit", "add"]),
        st.sampled_from([*IDS, "b1"]),
        st.integers(0, 20),
        st.booleans(),
    ),
    max_size=10,
)


def given_verdict(draft: Document, verdict: str, claim_id: str, n: int) -> Document:
    """Give one verdict, *n* being a number that it may use."""
    if verdict == "edit":
        claim = plain(reviewing.claim_of(draft, claim_id))
        return reviewing.edit(draft, claim_id, claim | {"note": f"note {n}"})
    if verdict == "add":
        return reviewing.add(draft, {"type": "strike", "count": n, **quoted("Drones")})
    return {"accept": reviewing.accept, "reject": reviewing.reject}[verdict](
        draft, claim_id
    )


@given(VERDICTS)
def test_quitting_and_resuming_anywhere_changes_nothing(
    verdicts: list[tuple[str, str, int, bool]],
) -> None:
    whole = resumed = fresh()
    for verdict, claim_id, n, is_resumed in verdicts:
        whole = given_verdict(whole, verdict, claim_id, n)
        resumed = json.loads(dumps(resumed)) if is_resumed else resumed
        resumed = given_verdict(resumed, verdict, claim_id, n)

    assert resumed == whole
    assert finish(reviewing.accept_all(resumed)) == finish(reviewing.accept_all(whole))


@given(VERDICTS)
def test_whatever_the_verdicts_the_draft_is_one_and_its_update_can_be_imported(
    verdicts: list[tuple[str, str, int, bool]],
) -> None:
    draft = fresh()
    for verdict, claim_id, n, _ in verdicts:
        before = copy.deepcopy(draft)
        after = given_verdict(draft, verdict, claim_id, n)
        assert draft == before
        draft = after

    check(draft)
    update = finish(reviewing.accept_all(draft)).update

    assert schemas.problems(update) == []
    assert accept(update, lambda _: None)
    kept = claims(update)
    taken = [c for c in draft["claims"] if c["status"] in ("accepted", "edited")]
    for claim in taken:
        assert claim["type"] == "verification" or claim["id"] in kept
    for claim in kept.values():
        start, end = claim["span"]
        assert update["text"][start:end] == claim["quote"]
    named = {word for claim in kept.values() for word in claim.get("of", ())}
    assert named <= set(kept)
