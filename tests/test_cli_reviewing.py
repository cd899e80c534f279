"""The command that turns drafts into updates: what is asked, kept and written."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incident_log.cli import review_text
from incident_log.cli import reviewing as command
from incident_log.drafting.review import verdicts as reviewing
from incident_log.drafting.review.documents import dumps
from incident_log.drafting.review.finishing import finish
from tests.given import Document
from tests.test_cli import refusal, run
from tests.test_drafting_reviewing import DRAFT, IDS, claims, fresh, judged

#: A key for every claim of the draft, the one of the background left where it is.
ALL = "a\n" * len(IDS) + "n\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A draft that nobody has seen, with no number left over."""
    return written(tmp_path / "x.draft.json", fresh(unclaimed=[]))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is typed in a test count as typed on a terminal."""
    monkeypatch.setattr(command, "_is_terminal", lambda: True)


def written(path: Path, draft: Document) -> Path:
    path.write_text(f"{dumps(draft)}\n")
    return path


def read(path: Path) -> Document:
    document: Document = json.loads(path.read_text())
    return document


def review(path: Path, typed: str, *options: str) -> Result:
    return run("review", str(path), *options, given=typed)


# -- without asking ------------------------------------------------------------------


def test_accept_all_makes_an_update_that_can_be_imported(path: Path) -> None:
    result = run("review", str(path), "--accept-all")

    update = path.with_name("x.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"6 accepted, 0 edited, 0 rejected; update written to {update}\n"
        f"next: incident-log import {update}\n"
    )
    assert read(update) == finish(reviewing.accept_all(DRAFT)).update
    assert read(path) == reviewing.accept_all(fresh(unclaimed=[]))
    imported = run("import", str(update), "--open", log=path.parent / "log")
    assert imported.stdout == "1 appended, 0 already known, 0 refused\n"


def test_accept_all_leaves_the_verdicts_of_people_alone(path: Path) -> None:
    written(path, judged("c2", "c1"))

    result = run("review", str(path), "--accept-all")

    assert result.stdout.startswith("5 accepted, 0 edited, 1 rejected; ")
    assert result.stderr == (
        "note: c3 loses its subset_of c1, not accepted\n"
        "note: c5 loses its of c1, not accepted\n"
    )
    assert "c1" not in claims(read(path.with_name("x.json")))


@pytest.mark.parametrize(
    ("name", "update"),
    [
        ("a.draft.json", "a.json"),
        ("a.json", "a.update.json"),
        ("a", "a.update.json"),
        ("a.draft", "a.json"),
        ("a.draft.jsonl", "a.jsonl"),
        ("a.ndjson", "a.update.ndjson"),
    ],
)
def test_an_update_is_written_beside_its_draft(
    name: str, update: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(json.dumps(DRAFT))

    result = run("review", str(tmp_path / name), "--accept-all")

    assert result.exit_code == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([name, update])


def test_an_update_goes_where_it_is_told_to(path: Path) -> None:
    elsewhere = path.with_name("y.json")

    run("review", str(path), "--accept-all", "-o", str(elsewhere))
    shown = run("review", str(path), "--accept-all", "-o", "-")

    assert json.loads(shown.stdout) == read(elsewhere)
    assert shown.stderr == ""
    assert not path.with_name("x.json").exists()


def test_another_update_is_written_over_only_by_force(path: Path) -> None:
    update = path.with_name("x.json")
    update.write_text("{}")

    message = refusal(run("review", str(path), "--accept-all"))
    forced = run("review", str(path), "--accept-all", "--force")
    again = run("review", str(path), "--accept-all")

    assert message == (
        f"{update} is there with other content: write elsewhere with -o, or over it"
        " with --force"
    )
    assert (forced.exit_code, again.exit_code) == (0, 0)
    assert len(read(update)["claims"]) == len(IDS)


def test_what_is_no_file_is_written_into(path: Path) -> None:
    result = run("review", str(path), "--accept-all", "-o", os.devnull)

    assert result.exit_code == 0
    assert not Path(os.devnull).is_file()


def test_a_draft_is_never_written_over_by_its_update(path: Path) -> None:
    result = run("review", str(path), "--accept-all", "--force", "-o", str(path))

    assert result.exit_code == 2
    assert f"-o names the draft itself: {path}" in result.stderr
    assert read(path) == fresh(unclaimed=[])


def test_what_the_text_did_not_say_can_be_said(path: Path) -> None:
    draft = fresh()
    del draft["incident"], draft["report"]
    written(path, draft)

    refused = run("review", str(path), "--accept-all")
    options = ("--source", "news", "--report", "news-1", "--incident", "harbour")
    result = run("review", str(path), *options)

    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: incident: is not known: say it with --incident SLUG;"
        " report.id: is not known: say it with --report ID;"
        " report.source: is not known: say it with --source SLUG\n"
    )
    assert result.exit_code == 0
    update = read(path.with_name("x.json"))
    assert (update["report"], update["incident"]) == (DRAFT["report"], "harbour")
    assert read(path)["report"] == DRAFT["report"]


def test_an_id_that_is_none_is_a_mistake_in_writing(path: Path) -> None:
    result = run("review", str(path), "--accept-all", "--source", "The News")

    assert result.exit_code == 2
    assert "'The News' is no id: use lower-case letters, digits" in result.stderr


def test_a_damaged_draft_is_refused_with_file_and_line(path: Path) -> None:
    draft = fresh()
    draft["claims"][0]["span"] = [0, 4]
    written(path, draft)

    message = refusal(run("review", str(path), "--accept-all"))

    assert message.startswith(f"{path}:")
    assert "claims[0].quote: " in message


def test_without_a_terminal_there_is_nobody_to_ask(path: Path) -> None:
    result = review(path, "a\n")

    assert result.exit_code == 2
    assert "there is no terminal to ask on: use one, or add --accept-all" in (
        result.stderr
    )
    assert read(path) == fresh(unclaimed=[])


def test_without_a_terminal_a_draft_with_all_its_verdicts_is_finished(
    path: Path,
) -> None:
    written(path, judged(" ".join(IDS), "b1"))

    result = review(path, "")

    assert result.exit_code == 0
    assert path.with_name("x.json").exists()


def test_import_refuses_a_draft_in_one_line(path: Path) -> None:
    path.write_text(lines(DRAFT))

    result = run("import", str(path), log=path.parent / "log")

    assert result.exit_code == 1
    assert result.stderr == (
        f'{path}:1 format: "incident-log/draft/1" is a draft, not yet reviewed: make an'
        " update of it with 'incident-log review'\n"
    )


# -- many drafts ---------------------------------------------------------------------


def lines(*drafts: Any) -> str:
    return "".join(f"{json.dumps(draft)}\n" for draft in drafts)


def test_drafts_come_in_and_updates_go_out() -> None:
    other = judged("", "c2")

    result = run("review", "-", "--accept-all", given=lines(DRAFT, other))

    assert (result.exit_code, result.stderr) == (
        0,
        "note: c5 loses its of c2, not accepted\n",
    )
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        finish(reviewing.accept_all(each)).update for each in (DRAFT, other)
    ]


def test_a_bad_draft_is_refused_and_the_rest_goes_on() -> None:
    bad = fresh(timezone="Mars") | {"droped": []}
    given = lines(bad, DRAFT) + "{\n" + lines({"format": "incident-log/update/1"})

    result = run("review", "-", "--accept-all", given=given)

    first, *others = result.stderr.splitlines()
    assert result.exit_code == 1
    assert first == "<stdin>:1 droped: [] unknown field: remove it or correct its name"
    assert [line.split()[0] for line in others] == ["<stdin>:3", "<stdin>:4"]
    assert len(result.stdout.splitlines()) == 1


def test_a_file_of_drafts_becomes_a_file_of_updates(tmp_path: Path) -> None:
    path = tmp_path / "day.draft.jsonl"
    path.write_text(lines(DRAFT, DRAFT | {"report": {"id": "news-2"}}))

    refused = run("review", str(path), "--accept-all", "-o", str(tmp_path / "no.jsonl"))
    result = run("review", str(path), "--accept-all", "--source", "news")

    updates = tmp_path / "day.jsonl"
    assert (refused.exit_code, result.exit_code) == (1, 0)
    assert result.stdout == f"next: incident-log import {updates}\n"
    assert len(updates.read_text().splitlines()) == 2
    assert len((tmp_path / "no.jsonl").read_text().splitlines()) == 1
    assert path.read_text() == lines(DRAFT, DRAFT | {"report": {"id": "news-2"}})


def test_where_no_update_can_be_made_no_file_is(tmp_path: Path) -> None:
    path = tmp_path / "day.draft.jsonl"
    path.write_text("{}\n")

    assert run("review", str(path), "--accept-all").exit_code == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["-", "day.jsonl"])
def test_many_drafts_cannot_be_gone_through(name: str) -> None:
    result = run("review", name)

    assert result.exit_code == 2
    assert f"{name} cannot be gone through: name a file of one draft" in result.stderr


# -- at a terminal -------------------------------------------------------------------


@pytest.mark.usefixtures("terminal")
def test_claim_after_claim_is_shown_in_its_sentence(path: Path) -> None:
    result = review(path, ALL)

    assert result.exit_code == 0
    shown = result.stdout
    assert shown.startswith(
        "harbour: news news-1\npublished_at 2024-12-20\n7 of 7 claims to review\n"
    )
    assert "\n1/7  c1  casualties  by rule casualties.plain\n" in shown
    assert (
        "  [At least nine people were injured], the mayor said, and one man was"
        " killed.\n"
    ) in shown
    assert "    count        at least 9\n" in shown
    assert "    said_by      mayor, The mayor, “the mayor said”\n" in shown
    assert "    population   sex male\n" in shown
    assert "\n7/7  b1  casualties (background)  by rule casualties.plain\n" in shown
    assert "    (why: since the war began)\n" in shown
    assert "as in the earlier revision: 1 claims\n" in shown
    assert "said by the earlier revision, and no longer:\n" in shown
    assert "  claim news-1/1#c9, quote ten\n" in shown
    assert "dropped: 1 zones, 25 characters (appeal)\n" in shown
    assert shown.endswith(
        f"6 accepted, 0 edited, 0 rejected; update written to {path.parent}/x.json\n"
        f"next: incident-log import {path.parent}/x.json\n"
    )


@pytest.mark.usefixtures("terminal")
def test_a_hand_used_to_accepting_moves_nothing_out_of_the_background(
    path: Path,
) -> None:
    result = review(path, "a\n" * len(IDS) + "a\nr\nn\n")

    assert result.exit_code == 0
    assert read(path)["background"][0]["status"] == "rejected"
    assert [claim["id"] for claim in read(path)["claims"]] == list(IDS)


@pytest.mark.usefixtures("terminal")
def test_where_everything_was_claimed_nothing_is_left_to_show(path: Path) -> None:
    draft = fresh(dropped=[], gone=[], unclaimed=[])
    del draft["unchanged"]
    written(path, draft)

    shown = review(path, ALL).stdout

    assert "[?]: n\n\n6 accepted, " in shown


@pytest.mark.usefixtures("terminal")
def test_verdicts_are_kept_with_who_gave_them(path: Path) -> None:
    typed = "r\ne count=2\na\na\na\na\ny\n"

    result = review(path, typed, "--by", "desk")

    draft = read(path)
    status = {each["id"]: each["status"] for each in draft["claims"]}
    assert result.exit_code == 0
    assert status == {
        "c1": "rejected",
        "c2": "edited",
        "c3": "accepted",
        "c4": "accepted",
        "c5": "accepted",
        "c6": "accepted",
        "b1": "accepted",
    }
    assert {each["reviewed_by"] for each in draft["claims"]} == {"desk"}
    assert claims(draft)["c2"]["proposed"]["count"] == 1
    assert claims(read(path.with_name("x.json")))["c2"]["count"] == 2


@pytest.mark.usefixtures("terminal")
def test_who_quits_goes_on_at_the_first_claim_without_a_verdict(path: Path) -> None:
    first = review(path, "a\nr\nq\n")
    kept = read(path)
    second = review(path, "a\n" * 4 + "n\n")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr == f"saved, 5 to go: incident-log review {path}\n"
    assert kept == judged("c1", "c2") | {"unclaimed": []}
    assert "5 of 7 claims to review\n\n3/7  c3  " in second.stdout
    assert path.with_name("x.json").exists()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("typed", ["a\nr\n", "a\nr\ne\n", "a\nr\nn\nstrike\n"])
def test_who_is_interrupted_has_lost_nothing(path: Path, typed: str) -> None:
    result = review(path, typed)

    assert result.exit_code == 1
    assert result.stderr.endswith(f"saved, 5 to go: incident-log review {path}\n")
    assert read(path) == judged("c1", "c2") | {"unclaimed": []}
    assert not path.with_name("x.json").exists()


@pytest.mark.usefixtures("terminal")
def test_several_fields_are_edited_one_a_line_and_wrong_ones_asked_again(
    path: Path,
) -> None:
    typed = "e\ncount=nein\ncount\ncount = more than 9\nplace=\nquote=nine\n\nq\n"

    result = review(path, typed)

    claim = claims(read(path))["c1"]
    assert 'count: "nein" is no count: write 9, ' in result.stdout
    assert "'count' sets nothing: write count=at least 9\n" in result.stdout
    assert "  At least [nine] people were injured, the mayor said" in result.stdout
    assert (claim["count"], claim["quote"]) == ("more than 9", "nine")
    assert "place" not in claim
    assert claim["proposed"]["place"] == "northern-port"


@pytest.mark.usefixtures("terminal")
def test_an_edit_of_nothing_is_no_verdict(path: Path) -> None:
    result = review(path, "e\n\ne place=Port!\nq\n")

    assert result.exit_code == 0
    assert read(path) == fresh(unclaimed=[])


@pytest.mark.usefixtures("terminal")
def test_a_verdict_can_be_changed_on_the_way_back(path: Path) -> None:
    result = review(path, "b\na\na\nb\nb\nr\nq\n")

    assert read(path) == judged("c2", "c1") | {"unclaimed": []}
    assert "1/7  c1  casualties  by rule casualties.plain  accepted\n" in result.stdout
    assert result.stdout.count("1/7  c1") == 3


@pytest.mark.usefixtures("terminal")
def test_the_last_verdicts_of_a_session_can_be_undone(path: Path) -> None:
    result = review(path, "a\nr\nu\nu\nu\nq\n")

    assert read(path) == fresh(unclaimed=[])
    assert "no verdict of this session is left: b goes back\n" in result.stdout


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("typed", ["?", "", "accept", "y"])
def test_a_key_that_is_none_tells_the_keys(path: Path, typed: str) -> None:
    result = review(path, f"{typed}\nq\n")

    assert "a  accept the claim as it is\n" in result.stdout
    assert read(path) == fresh(unclaimed=[])


@pytest.mark.usefixtures("terminal")
def test_what_was_edited_and_flagged_is_told(path: Path) -> None:
    draft = reviewing.edit(
        fresh(), "c1", {**DRAFT["claims"][0], "count": 9, "denied": True}
    )
    draft["claims"][1] |= {
        "flags": ["composite", "relative-date"],
        "against": {"verdict": "raises", "claims": ["news-1/1#c1"], "found": "was 0"},
    }
    del draft["agents"][1]["name"]
    written(path, draft)

    shown = review(path, "b\nq\n").stdout

    assert "    (flags: composite, relative-date)\n" in shown
    assert "    (against: verdict raises, claims news-1/1#c1, found was 0)\n" in shown
    assert "    denied       yes\n" in shown
    assert "    (proposed: outcome injured, count at least 9, said_by mayor," in shown
    assert "    said_by      mayor, “the mayor said”\n" in shown


@pytest.mark.usefixtures("terminal")
def test_the_head_tells_what_is_not_known_yet(path: Path) -> None:
    draft = fresh(incident="harbour", label="[UPDATES]", as_of="2024-12-20T11:00")
    del draft["report"]["source"]
    written(path, draft)

    shown = review(path, "q\n").stdout

    assert shown.startswith(
        "harbour: ? news-1\n"
        "[UPDATES], as_of 2024-12-20T11:00, published_at 2024-12-20\n"
        "7 of 7 claims to review\n"
        "report.source: is not known: say it with --source SLUG\n"
    )


@pytest.mark.usefixtures("terminal")
def test_nothing_in_a_text_is_obeyed_by_the_terminal(path: Path) -> None:
    draft = fresh()
    draft["text"] = draft["text"].replace("the mayor", "th\x1b mayor")
    draft["mentions"] = []
    written(path, draft)

    shown = review(path, "q\n").stdout

    assert "injured], th\\x1b mayor said" in shown


# -- what the draft has missed -------------------------------------------------------


@pytest.mark.usefixtures("terminal")
def test_a_claim_that_was_missed_is_added(path: Path) -> None:
    typed = (
        "n\nfire\ndamage\nnowhere\nhit\n3\nhit\n2\nwarehouse!\ncommercial_building\n3\n"
        "\ndegree=hit\n\nq\n"
    )

    result = review(path, typed)

    added = claims(read(path))["c8"]
    assert "unknown: use casualties, damage, " in result.stdout
    assert "they are not in the text: copy words from it\n" in result.stdout
    assert "  1  Shelling [hit] the northern port on Friday at dawn.\n" in result.stdout
    assert "object (administrative, agricultural, " in result.stdout
    assert 'object: "warehouse!" is no id: use ' in result.stdout
    assert added == {
        "id": "c8",
        "type": "damage",
        "object": "commercial_building",
        "count": 3,
        "degree": "hit",
        "span": [TEXT_HIT, TEXT_HIT + 3],
        "quote": "hit",
        "status": "accepted",
        "rule": "added",
        "flags": [],
    }


TEXT_HIT = DRAFT["text"].index("hit 3")


@pytest.mark.usefixtures("terminal")
def test_where_a_field_has_a_closed_list_it_is_told(path: Path) -> None:
    typed = "n outage\nwarehouses\nwater\nout\n\nmayor\n\nq\n"

    result = review(path, typed)

    added = claims(read(path))["c8"]
    assert "state (out, reduced, restored, partially_restored): " in result.stdout
    assert (added["service"], added["state"], added["said_by"]) == (
        *("water", "out", "mayor"),
    )


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    "typed", ["n\n\n", "n strike\n\n", "n strike\nhit\n9\n\n", "n link\ndawn\n\n"]
)
def test_what_is_not_told_to_the_end_is_not_added(path: Path, typed: str) -> None:
    result = review(path, f"{typed}q\n")

    assert "nothing added\n" in result.stdout
    assert read(path) == fresh(unclaimed=[])


@pytest.mark.usefixtures("terminal")
def test_numbers_left_over_are_shown_at_the_end_and_can_be_claimed(
    path: Path,
) -> None:
    written(path, fresh())
    typed = f"{ALL}?\nbu\na\nn 1\nindicator\nambulances came\nambulances\n7\n\n\n"

    result = review(path, typed)

    assert result.exit_code == 0
    assert (
        "numbers that nothing claims:\n  1  [Seven] ambulances came.  (no people)"
        in (result.stdout)
    )
    assert result.stdout.count("q  quit: everything is saved") == 3
    added = claims(read(path.with_name("x.json")))["c8"]
    assert (added["name"], added["value"]) == ("ambulances", 7)
    assert added["quote"] == "ambulances came"


@pytest.mark.usefixtures("terminal")
def test_words_round_a_number_left_over_are_looked_for_there_first(
    path: Path,
) -> None:
    text = f"Seven drones came. {DRAFT['text']}"
    draft = fresh(text=text, claims=[], background=[], dropped=[], mentions=[])
    draft["unchanged"] = []
    start = text.index("Seven amb")
    draft["unclaimed"] = [{"quote": "Seven", "span": [start, start + 5]}]
    written(path, draft)

    review(path, "n 1\noccurrence\nseven\nalert_start\n\n\n\n")

    assert claims(read(path.with_name("x.json")))["c1"]["span"] == [start, start + 5]
    assert review_text.unclaimed(read(path)) == []
    rejected = reviewing.reject(read(path), "c1")
    assert review_text.unclaimed(rejected) == rejected["unclaimed"]


@pytest.mark.usefixtures("terminal")
def test_at_the_end_one_can_still_go_back_undo_or_quit(path: Path) -> None:
    written(path, fresh())

    result = review(path, f"{ALL}b\ny\nu\nn\nq\n")

    assert result.exit_code == 0
    assert result.stderr == f"saved, 0 to go: incident-log review {path}\n"
    assert read(path) == judged(" ".join(IDS), "b1")
    assert not path.with_name("x.json").exists()


@pytest.mark.usefixtures("terminal")
def test_when_the_input_ends_there_the_update_is_written(path: Path) -> None:
    written(path, fresh())

    assert review(path, ALL).exit_code == 0
    assert path.with_name("x.json").exists()


@pytest.mark.usefixtures("terminal")
def test_a_draft_with_all_its_verdicts_can_be_opened_again(path: Path) -> None:
    review(path, ALL)

    result = review(path, "b\nb\nr\n\n", "--force")

    assert result.exit_code == 0
    assert "c6" not in claims(read(path.with_name("x.json")))


@pytest.mark.usefixtures("terminal")
def test_on_standard_output_there_is_nothing_but_the_update(path: Path) -> None:
    result = review(path, ALL, "-o", "-")

    assert json.loads(result.stdout) == finish(reviewing.accept_all(DRAFT)).update
    assert "1/7  c1  casualties" in result.stderr


@pytest.mark.parametrize(
    ("is_terminal", "environment", "shown"),
    [
        (False, {}, "[nine]"),
        (True, {"NO_COLOR": "1"}, "[nine]"),
        (True, {}, click.style("nine", bold=True, reverse=True)),
    ],
)
def test_words_are_marked_with_colour_where_there_is_any(
    is_terminal: bool,
    environment: dict[str, str],
    shown: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    assert review_text.Screen(err=True).mark("nine") == shown


# -- in a process of its own ---------------------------------------------------------


def test_a_review_that_is_killed_keeps_every_verdict(path: Path) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "incident_log", "review", str(path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    try:
        answered = _typed(ours, [("1/7  c1", "a\n"), ("2/7  c2", "r\n")], "3/7  c3")
    finally:
        process.kill()
        process.wait()
        os.close(ours)

    assert "\x1b[1m\x1b[7mAt least nine people were injured\x1b[0m" in answered
    assert read(path) == judged("c1", "c2") | {"unclaimed": []}


def _typed(terminal: int, answers: list[tuple[str, str]], last: str) -> str:
    """Type each answer once its question is there; return all that was shown."""
    shown = ""
    for question, answer in (*answers, (last, "")):
        while question not in shown:
            shown += os.read(terminal, 4096).decode()
        os.write(terminal, answer.encode())
    return shown


# -- law -----------------------------------------------------------------------------

ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("a\n", "r\n", "e note=why\n", "e\nnote=so\nplace=port\n\n"),
                *("b\na\n", "n occurrence\ndawn\nalert_end\n\n\n\n", "?\n"),
            ]
        ),
        st.booleans(),
    ),
    max_size=8,
)


@pytest.mark.usefixtures("terminal")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)
@given(ANSWERS)
def test_whoever_quits_and_resumes_ends_where_one_sitting_does(
    tmp_path: Path, answers: list[tuple[str, bool]]
) -> None:
    one = written(tmp_path / "one.draft.json", fresh())
    other = written(tmp_path / "other.draft.json", fresh())

    review(one, "".join(answer for answer, _ in answers) + "q\n")
    sitting = ""
    for answer, is_last in answers:
        sitting += answer
        if is_last:
            review(other, f"{sitting}q\n")
            sitting = ""
    review(other, f"{sitting}q\n")

    assert one.read_text() == other.read_text()
    for path in (one, other):
        run("review", str(path), "--accept-all", "--force")
    assert (tmp_path / "one.json").read_text() == (tmp_path / "other.json").read_text()
