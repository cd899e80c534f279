"""How an import goes: past refusals, strictly, as a dry run, openly, by batches."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.intake import Imported, import_updates
from incident_log.log import Log
from tests.given import INCIDENT, Document, killed, update

NOW = "2024-12-20T12:00:00.000000Z"

FIVE = update("wire", killed(5), at="09:00", heard="09:05")
SIX = update("wire", killed(6), at="10:00", heard="10:05")
BAD = update("wire", killed("lots"), at="11:00", heard="11:05")

#: Its wall times are of the zone that its incident was given before.
BARE = SIX | {"incident": INCIDENT}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, so that messages name files as they were given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(*documents: Document) -> bytes:
    return "".join(json.dumps(document) + "\n" for document in documents).encode()


def test_a_bad_update_is_refused_and_the_rest_goes_on(log: Log, folder: Path) -> None:
    Path("some.jsonl").write_bytes(lines(FIVE, BAD, SIX))

    imported = import_updates(log, ["some.jsonl"])

    assert imported.appended == ["wire/1", "wire/2"]
    assert [message[:30] for message in imported.refused] == [
        "some.jsonl:2 claims[0].count: "
    ]


@pytest.mark.parametrize(
    "second",
    [BAD, FIVE | {"id": "1", "label": "other content"}],
    ids=["what is wrong in itself", "what the log refuses"],
)
def test_strictly_nothing_after_the_first_refusal_is_appended(
    log: Log, folder: Path, second: Document
) -> None:
    Path("some.jsonl").write_bytes(lines(FIVE | {"id": "1"}, second, SIX))

    imported = import_updates(log, ["some.jsonl"], strict=True)

    assert (imported.appended, len(imported.refused)) == (["wire/1"], 1)
    assert log.position == 1


def test_strictly_nothing_follows_a_refusal_though_a_zone_is_looked_up(
    log: Log, folder: Path
) -> None:
    other = FIVE | {"id": "1", "label": "other content"}
    Path("some.jsonl").write_bytes(lines(FIVE | {"id": "1"}, other, BARE))

    imported = import_updates(log, ["some.jsonl"], strict=True)

    assert imported.appended == ["wire/1"]
    assert log.position == 1


def test_strictly_a_missing_file_ends_it(log: Log, folder: Path) -> None:
    Path("good.json").write_text(json.dumps(FIVE))

    imported = import_updates(log, ["gone.json", "good.json"], strict=True)

    assert imported == Imported(
        refused=["gone.json:1 is no file or folder: check the name"]
    )


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    log: Log, folder: Path
) -> None:
    Path("some.jsonl").write_bytes(lines(FIVE, BAD, SIX, SIX))

    imported = import_updates(log, ["some.jsonl"], dry_run=True)

    assert imported.appended == ["wire/1", "wire/2"]
    assert (imported.known, len(imported.refused)) == (["wire/2"], 1)
    assert (log.position, log.incidents(), log.reports()) == (0, [], [])


def test_a_dry_run_knows_what_a_batch_before_describes(log: Log, folder: Path) -> None:
    many = [update("feed", killed(n), heard="09:00", id=f"u{n}") for n in range(600)]
    Path("many.jsonl").write_bytes(lines(*many, SIX | {"incident": INCIDENT}))

    imported = import_updates(log, ["many.jsonl"], dry_run=True)

    assert (len(imported.appended), imported.refused) == (601, [])
    assert log.position == 0


def test_a_dry_run_refuses_nothing_that_is_then_appended(
    log: Log, folder: Path
) -> None:
    Path("first.json").write_text(json.dumps(FIVE))
    Path("second.json").write_text(json.dumps(BARE))
    import_updates(log, ["first.json"])

    tried = import_updates(log, ["second.json"], dry_run=True)
    done = import_updates(log, ["second.json"])

    assert tried == done == Imported(appended=["wire/2"])


def test_slugs_and_descriptions_by_turns_still_go_in_by_batches(
    tmp_path: Path, folder: Path
) -> None:
    many = [
        update("feed", killed(n), heard="09:00", id=f"u{n}")
        | ({"incident": INCIDENT} if n % 2 else {})
        for n in range(60)
    ]
    Path("many.jsonl").write_bytes(lines(*many))
    ticks = (f"2024-12-20T12:00:{n:02}.000000Z" for n in range(60))

    with Log.create(tmp_path / "turns", clock=lambda: next(ticks)) as log:
        import_updates(log, ["many.jsonl"])
        batches = {event.recorded_at for event in log.events()}
        assert log.position == 60

    assert len(batches) <= 2


def test_an_open_import_takes_incidents_that_nobody_described(
    log: Log, folder: Path
) -> None:
    Path("one.json").write_text(json.dumps(FIVE | {"incident": "elsewhere", **ZONED}))

    refused = import_updates(log, ["one.json"])
    taken = import_updates(log, ["one.json"], is_open=True)

    assert refused.refused == [
        "one.json:1 incident 'elsewhere' is not described yet: correct it, give its id"
        " and title as an object, or import with --open"
    ]
    assert taken == Imported(appended=["wire/1"])


ZONED = {"timezone": "Europe/Kyiv"}


def test_words_that_are_not_in_the_lists_are_warned_of(log: Log, folder: Path) -> None:
    odd = killed(1, channel="carrier-pigeon")
    Path("some.jsonl").write_bytes(lines(FIVE, update("post", odd, heard="09:00")))

    imported = import_updates(log, ["some.jsonl"])

    assert imported.warned == [
        "some.jsonl:2 claims[0].channel: 'carrier-pigeon' is not among the known words:"
        " check it, or keep it if it is meant"
    ]
    assert len(imported.appended) == 2
