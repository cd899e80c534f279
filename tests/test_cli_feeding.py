"""The command that follows feeds: import-feed tells what became of all it read."""

import json
import sys
from pathlib import Path

import pytest

from incident_log.log import Log
from tests.alerting import alert, atom, entry, info, rss, served
from tests.test_cli import refusal, run


@pytest.fixture
def feed(tmp_path: Path) -> str:
    """A feed with two entries."""
    file = tmp_path / "news.xml"
    file.write_bytes(atom(entry("1", "High water."), entry("2", "Low water.")))
    return str(file)


def test_a_feed_is_appended_once(feed: str, tmp_path: Path) -> None:
    first = run("import-feed", feed, log=tmp_path / "log")
    again = run("import-feed", feed, log=tmp_path / "log")

    assert first.stdout == "2 appended, 0 already known, 0 refused, 0 left out\n"
    assert again.stdout == "0 appended, 2 already known, 0 refused, 0 left out\n"
    assert (first.exit_code, first.stderr) == (0, "")


def test_standard_input_is_read_too(tmp_path: Path) -> None:
    told = atom(entry("1", "High water.")).decode()

    result = run("import-feed", "-", log=tmp_path / "log", given=told)

    assert result.stdout.startswith("1 appended, ")


def test_source_zone_and_incident_are_handed_on(tmp_path: Path) -> None:
    file = tmp_path / "news.xml"
    file.write_bytes(atom(entry("1", "High.", updated="2024-12-20T08:00"), link=""))
    options = ("--incident", "flood", "--source", "town", "--timezone", "Europe/Vienna")

    closed = run("import-feed", *options, str(file), log=tmp_path / "log")
    opened = run("import-feed", *options, "--open", str(file), log=tmp_path / "log")

    assert closed.exit_code == 1
    assert "incident 'flood' is not described yet: " in closed.stderr
    assert opened.exit_code == 0
    with Log.open(tmp_path / "log") as log:
        (update,) = log.history("flood").updates
    assert update.report.source == "town"


@pytest.mark.parametrize(
    ("option", "said"), [((), 2), (("--silent",), 0), (("--strict",), 2)]
)
def test_warnings_are_told_unless_silent(
    option: tuple[str, ...], said: int, tmp_path: Path
) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "a.cap").write_text(alert("a", info(), status="Test"))
    told = atom(entry("1", "High water.", updated="noon"))
    (tmp_path / "feeds" / "b.xml").write_bytes(told)

    result = run("import-feed", *option, str(tmp_path / "feeds"), log=tmp_path / "log")

    assert result.stdout == "1 appended, 0 already known, 0 refused, 1 left out\n"
    assert len(result.stderr.splitlines()) == said
    assert result.exit_code == 0


def test_a_bad_entry_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "news.xml"
    file.write_bytes(rss("<guid>1</guid>", "<title>High water</title>"))

    result = run("import-feed", str(file), "nowhere.xml", log=tmp_path / "log")

    assert result.exit_code == 1
    assert result.stdout == "1 appended, 0 already known, 2 refused, 0 left out\n"
    assert result.stderr.splitlines()[0] == f"{file}:1 has no words: nothing to keep"


def test_a_dry_run_appends_nothing(feed: str, tmp_path: Path) -> None:
    result = run("import-feed", "--dry-run", feed, log=tmp_path / "log")

    assert result.stdout.startswith("2 would be appended, ")
    assert not (tmp_path / "log").exists()


def test_what_became_of_everything_is_told_to_machines(
    feed: str, tmp_path: Path
) -> None:
    result = run("import-feed", "--json", feed, log=tmp_path / "log")

    found = json.loads(result.stdout)
    assert (len(found["appended"]), found["unchanged"], found["left_out"]) == (
        2,
        [],
        [],
    )
    assert found["dry_run"] is False


def test_an_address_that_has_nothing_new_is_told(tmp_path: Path) -> None:
    with served() as site:
        site.headers = {"ETag": '"1"'}
        run("import-feed", site.address, log=tmp_path / "log")
        result = run("import-feed", site.address, log=tmp_path / "log")

    assert result.stdout == (
        "0 appended, 0 already known, 0 refused, 0 left out\n"
        f"{site.address} has nothing new\n"
    )


def test_without_the_extra_the_way_to_it_is_told(
    feed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)

    result = run("import-feed", feed, log=tmp_path / "log")

    assert refusal(result).endswith("pip install 'incident-log[feed]'")
