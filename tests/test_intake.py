"""Updates from files into the log: read, check, append in batches, report."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.inputs import count, find
from incident_log.intake import Imported, import_updates
from incident_log.log import Log
from tests.given import INCIDENT, Document, killed, update

NOW = "2024-12-20T12:00:00.000000Z"
BOM = b"\xef\xbb\xbf"

FIVE = update("wire", killed(5), at="09:00", heard="09:05")
SIX = update("wire", killed(6), at="10:00", heard="10:05")
SEVEN = update("wire", killed(7), at="11:00", heard="11:05")

HEADER = "report,source,update,incident,incident_title,type,outcome,count,received_at"


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


def row(update: str, count: str, heard: str) -> str:
    cells = ("wire", "agency", update, INCIDENT, "Kyiv", "casualties", "killed")
    return ",".join((*cells, count, f"2024-12-20T{heard}Z"))


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Let *content* come in on standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


ALL = ["wire/1", "wire/2", "wire/3"]

# -- formats -------------------------------------------------------------------------

FILES = {
    "one.json": json.dumps([FIVE, SIX, SEVEN]).encode(),
    "indented.json": json.dumps([FIVE, SIX, SEVEN], indent=2).encode(),
    "bom.json": BOM + json.dumps([FIVE, SIX, SEVEN]).encode(),
    "lines.jsonl": lines(FIVE, SIX, SEVEN),
    "lines.ndjson": b"\n" + lines(FIVE, SIX) + b"\r\n" + lines(SEVEN).rstrip(),
    "bom.jsonl": BOM + lines(FIVE, SIX, SEVEN),
    "noname": json.dumps([FIVE, SIX, SEVEN]).encode(),
    "table.csv": "\n".join(
        [HEADER, row("1", "5", "09:00"), row("2", "6", "09:05"), row("3", "7", "09:10")]
    ).encode(),
    "bom.csv": BOM
    + "\r\n".join(
        [HEADER, row("1", "5", "09:00"), row("2", "6", "09:05"), row("3", "7", "09:10")]
    ).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_updates_are_read_from_files_of_every_format(
    log: Log, folder: Path, name: str
) -> None:
    Path(name).write_bytes(FILES[name])

    imported = import_updates(log, [name])
    again = import_updates(log, [name])

    assert imported == Imported(appended=ALL)
    assert again == Imported(known=ALL)
    assert [u.claims[0].number.value for u in log.history(INCIDENT).updates] == [
        5,
        6,
        7,
    ]


def test_a_long_list_is_read_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("list.json").write_text(json.dumps([FIVE] * 200, indent=1))
    decode, decoded = json.JSONDecoder.raw_decode, list[int]()

    def counting(self: json.JSONDecoder, text: str, idx: int = 0) -> tuple[Any, int]:
        decoded.append(idx)
        return decode(self, text, idx)

    monkeypatch.setattr(json.JSONDecoder, "raw_decode", counting)
    places = [found.line for found in find(["list.json"])]

    assert places[:3] == [2, 24, 46]
    assert len(decoded) <= 10 * 200


def test_one_update_may_be_the_whole_file(log: Log, folder: Path) -> None:
    Path("one.json").write_text(json.dumps(FIVE, indent=2))

    assert import_updates(log, [Path("one.json")]) == Imported(appended=["wire/1"])


def test_rows_with_one_update_are_its_claims(log: Log, folder: Path) -> None:
    rows = [HEADER, row("a", "5", "09:00"), row("a", "6", "09:00")]
    Path("table.csv").write_text("\n".join([*rows, row("b", "7", "09:05")]))

    imported = import_updates(log, ["table.csv"])

    assert imported == Imported(appended=["wire/a", "wire/b"])
    assert [claim.id for claim in log.update("wire", "a").claims] == ["c1", "c2"]


STDIN = {
    "lines": lines(FIVE, SIX, SEVEN),
    "lines with a mark": BOM + lines(FIVE, SIX, SEVEN),
    "an indented list": json.dumps([FIVE, SIX, SEVEN], indent=2).encode(),
    "a list on one line": json.dumps([FIVE, SIX, SEVEN]).encode(),
    "an empty line first": b"\n" + lines(FIVE, SIX, SEVEN),
}


@pytest.mark.parametrize("named", STDIN)
def test_updates_are_read_from_standard_input(
    log: Log, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    typed(monkeypatch, STDIN[named])

    assert import_updates(log, ["-"]) == Imported(appended=ALL)


def test_nothing_on_standard_input_is_no_update(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, b"")

    imported = import_updates(log, ["-"])

    assert imported.refused == [
        "<stdin>:1 is not JSON (Expecting value at line 1 column 1): correct it"
    ]


def test_a_dry_run_does_not_find_a_zone_that_nobody_names(
    log: Log, folder: Path
) -> None:
    wall = update("wire", killed(1), at="09:00", heard="09:10")
    wall["incident"] = "quake"
    Path("wall.jsonl").write_bytes(lines(wall))

    imported = import_updates(log, ["wall.jsonl"], is_open=True, dry_run=True)

    assert [message.partition(":1 ")[2][:6] for message in imported.refused] == [
        "as_of:",
        "receiv",
    ]


def test_one_indented_update_comes_in_on_standard_input(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, json.dumps(FIVE, indent=2).encode())

    assert import_updates(log, ["-"]) == Imported(appended=["wire/1"])


def test_a_bad_first_line_of_standard_input_does_not_keep_the_rest_out(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, b'{"format":\n' + lines(FIVE, SIX))

    imported = import_updates(log, ["-"])

    assert imported.appended == ["wire/1", "wire/2"]
    assert len(imported.refused) == 1


def test_a_folder_is_read_to_its_depth_in_the_order_of_names(
    log: Log, folder: Path
) -> None:
    (folder / "in/b").mkdir(parents=True)
    (folder / "in/b/1.json").write_text(json.dumps(SIX))
    (folder / "in/a.jsonl").write_bytes(lines(FIVE))
    (folder / "in/c.csv").write_text(f"{HEADER}\n{row('x', '7', '09:10')}\n")
    (folder / "in/readme.txt").write_text("no update")
    (folder / "in/d.json").mkdir()

    imported = import_updates(log, ["in"])

    assert imported == Imported(appended=["wire/1", "wire/2", "wire/x"])


def test_a_progress_bar_knows_how_many_there_are(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in/a.jsonl").write_bytes(lines(FIVE, SIX))
    (folder / "in/b.json").write_text(json.dumps(SEVEN))

    assert count(["in", "in/b.json", "-", "nowhere"]) == 4


def test_a_long_file_goes_in_by_batches_and_every_update_is_told(
    tmp_path: Path, folder: Path
) -> None:
    many = [update("feed", killed(n), heard="09:00", id=f"u{n}") for n in range(1_101)]
    Path("many.jsonl").write_bytes(lines(*many))
    ticks = (f"2024-12-20T12:00:{n:02}.000000Z" for n in range(60))
    steps: list[int] = []

    with Log.create(tmp_path / "long", clock=lambda: next(ticks)) as log:
        imported = import_updates(log, ["many.jsonl"], progress=steps.append)
        batches = Counter(event.recorded_at for event in log.events(limit=2_000))

    assert imported == Imported(appended=[f"feed/u{n}" for n in range(1_101)])
    assert sum(steps) == batches.total() == 1_101
    assert max(batches.values()) <= 1_000
    assert len(batches) <= 1_101 // 200 + 1
