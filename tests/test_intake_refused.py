"""What cannot be imported is refused with file, line and path, in one line each."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.intake import import_updates
from incident_log.log import Log
from tests.given import INCIDENT, Document, killed, update

NOW = "2024-12-20T12:00:00.000000Z"

FIVE = update("wire", killed(5), at="09:00", heard="09:05")
SIX = update("wire", killed(6), at="10:00", heard="10:05")
BAD = update("wire", killed(1), killed(5, outcom="injured"), heard="11:05")
WRONG = 'claims[1].outcom: "injured" unknown field: remove it or correct its name'

HEADER = "report,source,update,incident,incident_title,type,outcome,count,timezone"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def row(update: str, count: str, *more: str) -> str:
    cells = ("wire", "agency", update, INCIDENT, "Kyiv", "casualties", "killed", count)
    return ",".join((*cells, "Europe/Kyiv", *more))


def lines(*documents: Document) -> str:
    return "".join(json.dumps(document) + "\n" for document in documents)


# -- lines and paths -----------------------------------------------------------------

PLACES = {
    "some.jsonl": (lines(FIVE, BAD), "some.jsonl:2 "),
    "gaps.jsonl": ("\n\n" + lines(BAD), "gaps.jsonl:3 "),
    "flat.json": (json.dumps(BAD), "flat.json:1 "),
    "one.json": (json.dumps(BAD, indent=1), "one.json:24 "),
    "list.json": (json.dumps([FIVE, BAD], indent=1), "list.json:47 "),
    "bom.json": ("\ufeff" + json.dumps(BAD, indent=1), "bom.json:24 "),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_problem_is_told_with_file_line_and_path(log: Log, name: str) -> None:
    content, place = PLACES[name]
    Path(name).write_text(content)

    imported = import_updates(log, [name])

    assert imported.refused == [place + WRONG]


def test_all_that_is_wrong_is_told_at_once(log: Log) -> None:
    del_source = {"report": {"id": "wire"}, "signl": "new"}
    Path("one.json").write_text(json.dumps(BAD | del_source))

    imported = import_updates(log, ["one.json"])

    assert sorted(imported.refused) == [
        "one.json:1 " + WRONG,
        "one.json:1 report.source: is missing: add it",
        'one.json:1 signl: "new" unknown field: remove it or correct its name',
    ]


def test_what_the_log_refuses_is_told_with_its_line(log: Log) -> None:
    gone = SIX | {"incident": "kyiv-2024-12-02"}
    late = SIX | {"received_at": "2024-12-20T14:01"}
    same = SIX | {"id": "1", "timezone": "Europe/Kyiv"}
    zoned = {"timezone": "Europe/Kyiv"}
    Path("some.jsonl").write_text(lines(FIVE, gone | zoned, late, same))

    imported = import_updates(log, ["some.jsonl"])

    assert imported.refused == [
        "some.jsonl:2 incident 'kyiv-2024-12-02' is not described yet"
        " (nearest: kyiv-2024-12-20): correct it, give its id and title as an object,"
        " or import with --open",
        "some.jsonl:3 received_at 2024-12-20T14:01 lies after now"
        " (2024-12-20T12:00:00.000000Z): correct it or leave it out",
        "some.jsonl:4 update wire/1 is in the log with other content (position 1):"
        " give this revision another id",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.json",
            b"{'format'",
            "a.json:1 is not JSON (Expecting property name enclosed in double quotes"
            " at line 1 column 2): correct it",
        ),
        ("b.json", b"[1]", "b.json:1 is not an update: write one JSON object {...}"),
        (
            "c.jsonl",
            b"\n\xff\xfe",
            "c.jsonl:2 is not UTF-8 (byte 0",
        ),
        (
            "d.json",
            b"caf\xe9",
            "d.json:1 is not UTF-8 (byte 3, line 1): save it as UTF-8",
        ),
        (
            "e.csv",
            b"caf\xe9",
            "e.csv:1 is not UTF-8 (byte 3, line 1): save it as UTF-8",
        ),
        (
            "f.csv",
            b"report,type\n",
            "f.csv:1 the header has no column 'source': name the columns report,"
            " source, incident, type and the fields of a claim",
        ),
    ],
)
def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(
    log: Log, name: str, content: bytes, message: str
) -> None:
    Path(name).write_bytes(content)
    Path("good.json").write_text(json.dumps(FIVE))

    imported = import_updates(log, [name, "good.json"])

    assert imported.appended == ["wire/1"]
    assert [told[: len(message)] for told in imported.refused] == [message]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone.json", "gone.json:1 is no file or folder: check the name"),
        pytest.param(
            "/proc/self/mem",
            "/proc/self/mem:1 cannot be read: Input/output error, check it",
            marks=pytest.mark.skipif(
                not Path("/proc/self/mem").exists(), reason="needs Linux"
            ),
        ),
        ("/dev/null", "/dev/null:1 "),
        ("x" * 300, "x" * 300 + ":1 "),
    ],
    ids=["missing", "unreadable", "no file", "too long"],
)
def test_a_path_that_leads_nowhere_is_told(log: Log, path: str, message: str) -> None:
    Path("good.json").write_text(json.dumps(FIVE))

    imported = import_updates(log, [path, "good.json"])

    assert imported.appended == ["wire/1"]
    assert [told[: len(message)] for told in imported.refused] == [message]


def test_a_bad_row_does_not_keep_the_other_updates_out(log: Log) -> None:
    rows = [HEADER, row("1", "5"), row("2", "6"), row("3", "7", "?"), row("4", "8")]
    Path("table.csv").write_text("\n".join(rows))

    imported = import_updates(log, ["table.csv"])

    assert imported.appended == ["wire/1", "wire/2", "wire/4"]
    assert [message[:12] for message in imported.refused] == ["table.csv:4 "]


def test_a_bad_value_in_a_table_is_told_with_its_row(log: Log) -> None:
    rows = [HEADER, row("1", "5"), row("2", "lots"), row("3", "7")]
    Path("table.csv").write_text("\n".join(rows))

    imported = import_updates(log, ["table.csv"])

    assert imported.appended == ["wire/1", "wire/3"]
    assert [message[:29] for message in imported.refused] == [
        "table.csv:3 claims[0].count: "
    ]


def test_a_list_of_many_updates_is_no_large_record(log: Log) -> None:
    many = [
        update("feed", killed(n), heard="09:00", text="x" * 90_000) for n in range(12)
    ]
    Path("list.json").write_text(json.dumps(many))

    imported = import_updates(log, ["list.json"])

    assert (len(imported.appended), imported.refused) == (12, [])


# -- the zone of wall times ----------------------------------------------------------


def about(
    report: str, *, zone: str | None = None, heard: str, **fields: str
) -> Document:
    """Tell about an incident whose wall times are of *zone*."""
    incident = {"id": "quake", "title": "Quake", "timezone": zone} if zone else "quake"
    return update(report, killed(1), heard="09:00") | {
        "incident": incident,
        "received_at": f"2024-12-20T{heard}Z",
        **fields,
    }


TOKYO = about("first", zone="Asia/Tokyo", heard="09:00")
WALL = about("later", heard="11:00", as_of="2024-12-20T10:00")


def as_of(log: Log) -> str:
    found = log.update("later", "1").as_of
    assert found is not None
    return found.earliest


@pytest.mark.parametrize("together", [True, False])
def test_a_wall_time_is_of_the_zone_that_the_incident_was_given(
    log: Log, together: bool
) -> None:
    Path("a.jsonl").write_text(lines(TOKYO, WALL) if together else lines(TOKYO))
    Path("b.jsonl").write_text(lines(WALL))

    import_updates(log, ["a.jsonl"])
    import_updates(log, ["b.jsonl"])

    assert as_of(log) == "2024-12-20T01:00:00.000000Z"


def test_a_related_incident_has_its_zone_too(log: Log) -> None:
    related = [{"id": "quake", "title": "Quake", "timezone": "Asia/Tokyo"}]
    Path("a.jsonl").write_text(lines(FIVE | {"related_incidents": related}, WALL))

    import_updates(log, ["a.jsonl"])

    assert as_of(log) == "2024-12-20T01:00:00.000000Z"


def test_the_zone_of_the_update_comes_first(log: Log) -> None:
    own = WALL | {"timezone": "Europe/Kyiv"}
    Path("a.jsonl").write_text(lines(TOKYO, own))

    import_updates(log, ["a.jsonl"])

    assert as_of(log) == "2024-12-20T08:00:00.000000Z"


def test_no_zone_no_time(log: Log) -> None:
    Path("a.jsonl").write_text(lines(WALL))

    imported = import_updates(log, ["a.jsonl"], is_open=True)

    assert imported.refused == [
        "a.jsonl:1 as_of: '2024-12-20T10:00' has no offset and no timezone is named:"
        " add one (+02:00) or give the update a timezone (Europe/Kyiv)"
    ]


@pytest.mark.parametrize("together", [True, False])
def test_the_latest_description_gives_the_zone_however_it_is_imported(
    log: Log, together: bool
) -> None:
    early = about("early", zone="Europe/London", heard="08:00")
    Path("a.jsonl").write_text(lines(TOKYO, early, *([WALL] if together else [])))
    Path("b.jsonl").write_text(lines(WALL))

    import_updates(log, ["a.jsonl"])
    import_updates(log, ["b.jsonl"])

    assert as_of(log) == "2024-12-20T01:00:00.000000Z"


def test_an_update_that_was_refused_gives_no_zone(log: Log) -> None:
    future = about("first", zone="Asia/Tokyo", heard="23:00")
    Path("a.jsonl").write_text(lines(future, WALL))

    imported = import_updates(log, ["a.jsonl"], is_open=True)

    assert (imported.appended, len(imported.refused)) == ([], 2)
