"""The command that lets words go: what it shows, does, tells and refuses."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from incident_log.cli import erasing as command
from incident_log.cli import incident_log
from incident_log.log import scrubbing
from tests.test_erasing import WHY, files_with, story

__all__ = ["story"]


@pytest.fixture
def directory(story: Path, tmp_path: Path) -> Path:
    copytree(story, tmp_path / "log")
    return tmp_path / "log"


def run(directory: Path, *words: str) -> Result:
    return CliRunner().invoke(incident_log, ["-l", str(directory), "erase", *words])


def test_a_dry_run_shows_what_would_go_and_leaves_it(directory: Path) -> None:
    shown = run(directory, "wire/2", "--words", "Ms. Quill", "--dry-run")

    assert shown.exit_code == 0, shown.output
    assert shown.stdout == (
        "wire/2 text: Six are dead. Ms. Quill stands by what she said.\n"
        "1 passage would be erased\n"
    )
    assert files_with(directory, b"quill") == ["events.db", "incidents.db"]


def test_a_long_text_is_shown_in_one_line(directory: Path) -> None:
    shown = run(directory, "wire/1", "text", "--dry-run")

    assert shown.stdout.splitlines()[0] == (
        'wire/1 text: Five are dead. "I saw five," said Marta Quill, who lives ...'
    )
    assert shown.stderr == ""


def test_an_erasure_says_what_went_and_where_copies_may_be(directory: Path) -> None:
    words = ("wire/1#c1", "--reason", WHY, "--rule", "GDPR Art. 17", "--by", "desk")

    done = run(directory, *words)
    again = run(directory, *words)

    assert done.exit_code == again.exit_code == 0
    assert done.stdout == (
        "wire/1 claims[0].quote\n"
        "wire/1 claims[0].note\n"
        "2 passages erased, told at position 5\n"
        "copies made before still hold them: backups, exports, evidence, prepared"
        " folders\n"
    )
    assert done.stderr == "the same words stay in wire/1 text\n"
    assert again.stdout == "already erased: 2 passages; no others hold such words\n"


def test_words_go_from_the_whole_log_only_if_somebody_insists(directory: Path) -> None:
    words = ("--words", "Quill", "--words", "marta", "--reason", WHY)

    refused = run(directory, *words)
    done = run(directory, *words, "--everywhere", "--json")

    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: 11 passages in 2 reports and incidents hold these words: look at them"
        " with --dry-run, then insist with --everywhere\n"
    )
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["positions"] == [5, 6]
    assert len(told["erased"]) == 11
    assert told["already_erased"] == told["fixed"] == told["unfinished"] == []
    assert set(told["erased"][0]) == {"name", "stream", "position", "path", "sha256"}
    assert files_with(directory, b"quill", b"marta") == []


def test_a_program_is_shown_what_would_go(directory: Path) -> None:
    shown = run(directory, "wire/1", "label", "--dry-run", "--json")

    (row,) = json.loads(shown.stdout)["would_erase"]
    assert (row["name"], row["path"]) == ("wire/1", "label")
    assert row["words"] == "9 a.m.: Marta Quill speaks"


def test_what_cannot_go_is_told_and_is_no_success(directory: Path) -> None:
    done = run(directory, "page", "--words", "page", "--reason", WHY)
    both = run(directory, "--words", "kyiv", "--reason", WHY, "--everywhere")

    assert (done.exit_code, both.exit_code) == (1, 1)
    assert done.stdout == ""
    assert done.stderr == (
        "warning: an id or a name that cannot be erased holds them in page/1\n"
    )
    assert "holds them in wire/1, page/1, wire/2" in both.stderr


def test_a_long_list_of_what_stays_is_cut_short(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_MOST", 1)

    done = run(directory, "wire", "--words", "kyiv", "--reason", WHY)

    assert "holds them in wire/1 and 1 more\n" in done.stderr


def test_what_could_not_be_finished_is_told_and_can_be(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "PATIENCE", 0)
    words = ("wire/1", "label", "--reason", WHY)
    with closing(sqlite3.connect(directory / "events.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchall()
        held = run(directory, *words)

    assert held.exit_code == 1
    assert held.stderr == (
        "not finished: a program that reads events.db keeps a copy from before alive"
        " until it ends: stop it, then erase the same again\n"
        "the words are erased from the log, but old copies of them may be left in its"
        " files: erase the same again once that is mended\n"
    )
    assert run(directory, *words).exit_code == 0


def test_a_folder_for_the_world_is_written_again(directory: Path) -> None:
    main = ["-l", str(directory), "serve", "--public", "--prepare"]
    assert CliRunner().invoke(incident_log, [*main, str(directory / "public")])
    public = directory / "public" / "incidents.db"
    assert files_with(public.parent, b"quill") == ["incidents.db"]

    done = run(directory, "--words", "quill", "--everywhere", "--reason", WHY)

    assert done.exit_code == 0, done.output
    assert files_with(directory, b"quill") == []


def test_a_folder_that_cannot_be_written_again_is_told_of(directory: Path) -> None:
    (directory / "public").mkdir()
    (directory / "public" / "incidents.db").write_text("not ours")

    done = run(directory, "wire/1", "label", "--reason", WHY)

    assert done.exit_code == 1
    assert "not finished: " in done.stderr
    assert "holds tables that are not prepared to be shown" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "say what to erase: a REFERENCE, or --words"),
        (("wire/1",), 2, "say why: --reason"),
        (
            ("wire/1", "--words", "nobody", "--reason", WHY),
            1,
            "Error: wire/1 has no such words: look for them with --words and --dry-run",
        ),
        (
            ("--words", "nobody", "--dry-run"),
            1,
            "Error: the log has no such words: look for them with --words and"
            " --dry-run",
        ),
        (
            ("wire/1", "txt", "--reason", WHY),
            1,
            "Error: no words stand at 'txt' there (nearest: text): name one of the"
            " paths that --dry-run shows",
        ),
        (
            ("wire/1", "--reason", WHY, "--at-position", "99"),
            1,
            "Error: position 99 is not in the log yet: its last one is 4",
        ),
        (
            ("wire/2", "--reason", WHY, "--at-position", "3"),
            1,
            "Error: wire has moved on since position 3 (now 4): look again, then"
            " decide with --at-position",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    directory: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    refused = run(directory, *words)

    assert refused.exit_code == code
    assert message in refused.stderr
    assert files_with(directory, b"quill") == ["events.db", "incidents.db"]
