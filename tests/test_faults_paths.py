"""Paths that lead astray are refused at once: pipes, devices, links, giants."""

import json
import os
import signal
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from incident_log import files, inputs
from incident_log.cli import incident_log
from incident_log.errors import UnreadableInput
from incident_log.inputs import count, find
from tests.faults.programs import command, humbly, run
from tests.given import killed, update
from tests.mapped import document

GOOD = json.dumps(update("wire", killed(1), heard="09:00"))

READERS = ["import", "import --map map.json", "import-feed", "draft", "review"]

#: Seconds after which a command hangs.
PATIENCE = 300


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to be in, with a good update; nobody hangs in it."""
    monkeypatch.chdir(tmp_path)
    Path("good.json").write_text(GOOD)
    Path("map.json").write_text(json.dumps(document()))
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    yield tmp_path
    signal.setitimer(signal.ITIMER_REAL, 0)


def problems(*paths: str) -> list[str | None]:
    """Return what is wrong with each update that is found; nothing if it is read."""
    return [found.problem for found in find(paths)]


def refused(words: str, path: str) -> str:
    """Give a file to a command that has to refuse it; return what is said."""
    done = CliRunner().invoke(incident_log, ["-l", "log", *words.split(), path])
    assert done.exit_code == 1, done.output
    return done.stderr


def endless(kind: str) -> str:
    """Make something that never ends, and return its name."""
    match kind:
        case "pipe":
            os.mkfifo("endless.json")
        case "link":
            Path("endless.json").symlink_to("/dev/zero")
        case _:
            return "/dev/zero"
    return "endless.json"


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize("kind", ["pipe", "link", "device"])
def test_what_may_never_end_is_not_read(words: str, kind: str) -> None:
    assert (
        "is a pipe or a device: give what comes from it on standard input (-)"
        in refused(words, endless(kind))
    )


def test_a_mapping_is_a_file_too() -> None:
    said = refused(f"import --map {endless('pipe')}", "good.json")

    assert "endless.json is a pipe or a device" in said


def test_a_name_that_is_too_long_is_told() -> None:
    assert problems("x" * 300, "") == ["is no file or folder: check the name"] * 2


def test_what_cannot_be_counted_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    Path("closed.jsonl").write_text(GOOD)
    monkeypatch.setattr(Path, "open", refuse)

    assert count(["closed.jsonl"]) == 0


def test_a_pipe_in_a_folder_is_told_and_the_rest_is_read() -> None:
    Path("more").mkdir()
    os.mkfifo("more/a.json")
    os.mkfifo("more/b.jsonl")
    Path("more/c.json").write_text(GOOD)

    first, second, third = problems("more")

    assert str(first).startswith("is a pipe or a device")
    assert second == first
    assert third is None
    assert count(["more", "good.json", "-"]) == 2


@pytest.mark.parametrize(
    ("leads_to", "problem"),
    [
        ("../good.json", "leads out of the folder: name what it leads to itself"),
        ("own.json", None),
        ("nowhere.json", "cannot be read: No such file or directory, check it"),
        ("link.json", "cannot be read: Too many levels of symbolic links, check it"),
    ],
)
def test_a_link_in_a_folder_stays_in_it(leads_to: str, problem: str | None) -> None:
    Path("more").mkdir()
    Path("more/own.json").write_text(GOOD)
    Path("more/link.json").symlink_to(leads_to)

    assert problems("more") == [problem, None]


def test_a_link_that_is_named_may_lead_anywhere(folder: Path) -> None:
    Path("link.json").symlink_to(folder / "good.json")

    assert problems("link.json") == [None]


def test_a_link_to_a_folder_is_not_followed_in_circles() -> None:
    Path("more").mkdir()
    Path("more/again").symlink_to(".")
    Path("more/own.json").write_text(GOOD)

    assert problems("more") == [None]


def test_a_folder_that_cannot_be_listed_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("more/closed").mkdir(parents=True)
    Path("more/good.json").write_text(GOOD)
    scandir = os.scandir

    def refused_below(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused_below)

    assert [(each.file, each.problem) for each in find(["more"])] == [
        ("more/closed", "cannot be read: Permission denied, check it"),
        ("more/good.json", None),
    ]


def test_what_may_not_be_read_is_told_and_the_rest_is_read(folder: Path) -> None:
    before = humbly()
    for place in ("more/closed", "more/open"):
        Path(place).mkdir(parents=True)
    Path("more/closed/a.json").write_text(GOOD)
    Path("more/open/b.jsonl").write_text(GOOD)
    Path("more/open/c.json").write_text(GOOD)
    Path("more/closed").chmod(0)
    Path("more/open/b.jsonl").chmod(0)

    done = run(command(folder / "log", "import", folder / "more"), *before)

    Path("more/closed").chmod(0o700)
    assert (done.returncode, done.stdout) == (
        1,
        "1 appended, 0 already known, 2 refused\n",
    )
    denied = "cannot be read: Permission denied, check it"
    assert done.stderr == (
        f"{folder}/more/closed:1 {denied}\n{folder}/more/open/b.jsonl:1 {denied}\n"
    )


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_file_without_end_is_refused_before_it_is_read(
    suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.content, "__defaults__", (1_000,))
    with Path(f"giant.{suffix}").open("wb") as file:
        file.truncate(10**10)

    assert problems(f"giant.{suffix}") == ["is larger than 1,000 bytes: split it"]


def test_a_stream_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.whole, "__defaults__", (1_000,))
    stream = BytesIO(b"[\n" + b" " * 2_000)

    found = [each.problem for each in inputs._stream("<stdin>", stream)]

    assert found == ["is larger than 1,000 bytes: split it"]
    with pytest.raises(UnreadableInput, match="larger than 9 bytes"):
        files.whole(BytesIO(bytes(10)), 9)
    assert files.whole(BytesIO(bytes(9)), 9) == bytes(9)


def test_of_a_line_without_end_no_more_is_kept_than_a_record_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inputs, "_LONGEST", 1_000)
    whole = GOOD.encode() + b"\n"
    assert len(whole) < 1_000
    Path("long.jsonl").write_bytes(whole + b"x" * 5_000 + b"\n" + whole + b"y" * 1_000)

    found = list(find(["long.jsonl"]))

    too_long = "the record has more than 1000000 characters: split it"
    assert [(each.line, each.problem) for each in found] == [
        (1, None),
        (2, too_long),
        (3, None),
        (4, too_long),
    ]


def test_a_line_that_fills_what_is_read_at_once_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inputs, "_LONGEST", 1_000)
    Path("long.jsonl").write_text(f"{GOOD.ljust(999)}\n{GOOD}\n")

    assert [(each.line, each.problem) for each in find(["long.jsonl"])] == [
        (1, None),
        (2, None),
    ]


def test_a_packed_giant_is_not_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    monkeypatch.setattr(files.whole, "__defaults__", (1_000,))
    Path("bomb.json.gz").write_bytes(gzip.compress(bytes(100_000)))

    said = refused("import --map map.json", "bomb.json.gz")

    assert "bomb.json.gz:1 is larger than 1,000 bytes: split it" in said


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("incident_log.intake.find", starved)

    assert refused("import", "good.json") == (
        "Error: there is not enough memory for this: split it, or close other"
        " programs\n"
    )
