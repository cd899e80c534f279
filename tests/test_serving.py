"""serve: the tables in a browser, and a copy of them that the world may see."""

import html
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from incident_log.demonstration import loaded
from incident_log.errors import TablesUnusable
from incident_log.projecting.publishing import inspected, publish
from tests import served
from tests.given import INCIDENT, injured, update
from tests.test_cli import refusal, run

QUOTE = "nine people were hurt"
#: Longer than a page of the file, so that some of it lies in pages of its own.
TEXT = f"By noon {QUOTE}. Zirconium lanterns lit the harbour. " + "More rain. " * 900


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with one report, whose text says more than its claim quotes."""
    start = TEXT.index(QUOTE)
    claim = injured(9, quote=QUOTE, span=[start, start + len(QUOTE)])
    document = update("wire", claim, at="12:00", heard="12:10", text=TEXT)
    file = tmp_path / "update.json"
    file.write_text(json.dumps(document))
    result = run("import", str(file), log=tmp_path / "log")
    assert result.exit_code == 0, result.output
    return tmp_path / "log"


@pytest.fixture
def folder(log: Path) -> Path:
    """What the world may see of it."""
    result = run("serve", "--public", "--prepare", str(log / "world"), log=log)
    assert result.exit_code == 0, result.output
    return log / "world"


def answers(file: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


FOUND = "SELECT count(*) FROM updates_fts WHERE updates_fts MATCH '{}'"


def test_no_byte_of_an_article_is_in_what_the_world_sees(
    log: Path, folder: Path
) -> None:
    whole, bare = log / "incidents.db", folder / "incidents.db"

    assert b"lanterns" in whole.read_bytes().lower()
    assert answers(whole, FOUND.format("lanterns")) == [(1,)]
    for file in folder.iterdir():
        assert b"lanterns" not in file.read_bytes().lower()
        assert b"zirconium" not in file.read_bytes().lower()
    assert answers(bare, FOUND.format("lanterns")) == [(0,)]
    assert answers(bare, "SELECT text FROM updates") == [(None,)]


def test_the_words_that_a_claim_rests_on_stay(folder: Path) -> None:
    bare = folder / "incidents.db"

    assert answers(bare, "SELECT quote FROM claims") == [(QUOTE,)]
    assert answers(bare, "SELECT low, quote FROM casualties") == [(9, QUOTE)]
    assert answers(bare, "PRAGMA integrity_check") == [("ok",)]
    assert answers(bare, "PRAGMA freelist_count") == [(0,)]
    assert answers(bare, "PRAGMA journal_mode") == [("delete",)]


def test_the_folder_says_how_it_is_to_be_served(log: Path) -> None:
    world = str(log / "world")

    result = run("serve", "--public", "--prepare", world, log=log)

    assert result.stdout == (
        f"{world} may be shown to the world; behind a server of yours, run\n"
        f"  datasette {world} --host 127.0.0.1 --port 8001\n"
    )
    assert sorted(file.name for file in (log / "world").iterdir()) == [
        "datasette.json",
        "incidents.db",
        "inspect-data.json",
        "metadata.json",
        "settings.json",
    ]


def test_a_second_copy_takes_the_place_of_the_first(log: Path, folder: Path) -> None:
    first = inspected(folder / "incidents.db")
    again = run("serve", "--public", "--prepare", str(folder), log=log)

    assert again.exit_code == 0
    assert inspected(folder / "incidents.db") == first
    assert first["incidents"]["tables"]["updates"] == {"count": 1}
    assert first["incidents"]["size"] == (folder / "incidents.db").stat().st_size


def test_the_world_asks_stored_queries_and_no_others(folder: Path) -> None:
    ds = served.public(folder)

    own = served.get(ds, f"{served.QUERY}?sql=select+1")
    where = served.get(ds, "/incidents/claims?_where=1=1")
    stored = served.get(
        ds, f"/incidents/casualties_as_of.json?incident={INCIDENT}&_shape=array"
    )

    assert (own.status_code, where.status_code) == (403, 403)
    assert [row["low"] for row in stored.json()] == [9]


def test_the_world_sees_pages_with_limits_and_headers(folder: Path) -> None:
    ds = served.public(folder)

    page = served.get(ds, "/incidents/casualties?_as_of=&_known_at=")
    download = served.get(ds, "/incidents.db")
    stream = served.get(ds, "/incidents/claims.csv?_stream=1")

    assert page.status_code == 200
    assert "script-src 'self' 'nonce-" in page.headers["content-security-policy"]
    assert download.status_code in (403, 404)
    assert stream.status_code == 400
    assert ds.setting("max_returned_rows") == 1000
    assert ds.setting("sql_time_limit_ms") == 1000
    assert not ds.get_database("incidents").is_mutable


def test_without_rights_to_write_no_copy_is_made(tmp_path: Path) -> None:
    with pytest.raises(TablesUnusable, match="cannot use the tables in"):
        publish(served.kyiv(), tmp_path / "nowhere" / "incidents.db")

    with pytest.raises(TablesUnusable, match="unable to open database file"):
        publish(tmp_path / "nothing.db", tmp_path / "incidents.db")


def test_preparing_alone_is_a_mistake(log: Path) -> None:
    result = run("serve", "--prepare", str(log / "world"), log=log)

    assert result.exit_code == 2
    assert "--prepare writes what is public: add --public" in result.stderr


def test_where_there_is_no_log_there_is_nothing_to_serve(tmp_path: Path) -> None:
    result = run("serve", log=tmp_path / "nowhere")

    assert "no log in " in refusal(result)


def test_a_port_that_is_taken_is_named(log: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = run("serve", "--port", str(port), log=log)

    assert refusal(result) == (
        f"port {port} cannot be used (Address already in use): choose another with"
        " --port"
    )


def test_without_datasette_the_way_to_get_it_is_named(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasette.app", None)

    result = run("serve", log=log)

    assert refusal(result) == (
        "Datasette is not installed: pip install 'incident-log[datasette]'"
    )


@contextmanager
def serving(log: Path, *args: str) -> Iterator[str]:
    """Run serve on a free port until it is interrupted; yield where it is."""
    command = [sys.executable, "-m", "incident_log", "-l", str(log), "serve"]
    browser = log / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {log}/opened\n')
    browser.chmod(0o700)
    process = subprocess.Popen(
        [*command, "--port", "0", *args],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "BROWSER": f"{browser} %s"},
    )
    with process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        (where,) = [next(line for line in lines if line.startswith("http"))]
        try:
            yield where.split()[0].removesuffix("/-/incidents")
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 0


def test_serving_shows_what_the_log_has_now_and_opens_a_browser(tmp_path: Path) -> None:
    with loaded(tmp_path):
        pass

    with serving(tmp_path, "--open") as where:
        url = f"{where}/incidents/incidents.json?_shape=array"
        incidents = json.load(urlopen(url))

    assert INCIDENT in [row["id"] for row in incidents]
    assert (tmp_path / "opened").read_text() == f"{where}/-/incidents\n"


def test_serving_to_the_world_serves_the_copy(log: Path) -> None:
    with serving(log, "--public") as where:
        url = f"{where}/incidents/updates.json?_shape=array"
        updates = json.load(urlopen(url))

    assert [row["text"] for row in updates] == [None]
    assert (log / "public" / "incidents.db").is_file()


def test_the_tables_are_current_when_they_are_served(log: Path) -> None:
    tables = log / "incidents.db"
    tables.unlink(missing_ok=True)

    run("serve", "--public", "--prepare", str(log / "world"), log=log)

    assert answers(tables, "SELECT count(*) FROM claims") == [(1,)]


@pytest.mark.parametrize("options", [[], ["--public"]])
def test_what_is_not_there_is_said_in_our_words(log: Path, options: list[str]) -> None:
    with serving(log, *options) as where:
        with pytest.raises(HTTPError) as unknown:
            urlopen(f"{where}/incidents/-/incident/kyiv-2024-12")
        with pytest.raises(HTTPError) as unread:
            urlopen(f"{where}/incidents/casualties?_as_of=soon")

    assert unknown.value.code == 404
    assert f"called 'kyiv-2024-12' (nearest: {INCIDENT})" in _body(unknown)
    assert unread.value.code == 400
    assert "cannot read a time from 'soon'" in _body(unread)
    for each in (unknown, unread):
        assert "script-src" in each.value.headers["content-security-policy"]


def _body(refused: pytest.ExceptionInfo[HTTPError]) -> str:
    return html.unescape(refused.value.read().decode())


def test_a_log_is_never_what_the_world_is_shown(log: Path) -> None:
    answered = run("serve", "--public", "--prepare", str(log), log=log)

    assert refusal(answered).endswith("is a log: name another folder to show")
    assert answers(log / "incidents.db", "SELECT count(text) FROM updates") == [(1,)]


def test_tables_that_were_not_prepared_are_not_written_over(log: Path) -> None:
    other = log / "other"
    other.mkdir()
    (other / "incidents.db").write_bytes((log / "incidents.db").read_bytes())

    answered = run("serve", "--public", "--prepare", str(other), log=log)

    assert "holds tables that are not prepared to be shown" in refusal(answered)
    assert answers(other / "incidents.db", "SELECT count(text) FROM updates") == [(1,)]


def test_a_folder_that_cannot_be_made_is_named(log: Path) -> None:
    (log / "file").touch()
    folder = log / "file" / "world"

    answered = run("serve", "--public", "--prepare", str(folder), log=log)

    assert refusal(answered).endswith(
        f"'{folder}' cannot be made (Not a directory): name another folder"
    )
