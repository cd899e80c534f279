"""Small files about a log: whole or not at all, and private."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from incident_log.errors import FileUnusable
from incident_log.proofs import files


@pytest.mark.parametrize("write", [files.write, files.write_new])
def test_a_file_is_written_for_its_owner_only(
    write: Callable[[Path, bytes], None], tmp_path: Path
) -> None:
    path = tmp_path / "new" / "folder" / "note.txt"

    write(path, b"a note")

    assert files.read(path) == b"a note"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["note.txt"]


@pytest.mark.parametrize(
    ("write", "is_named"), [(files.write, False), (files.write_new, True)]
)
def test_all_of_a_file_is_on_the_disk_before_it_counts(
    write: Callable[[Path, bytes], None],
    is_named: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "note.txt"
    synced = []

    def fsync(number: int) -> None:
        synced.append((os.fstat(number).st_size, path.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    write(path, b"a note")

    assert synced == [(6, is_named)]


def test_a_file_is_written_over_at_once(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    files.write(path, b"the first, which is longer")

    files.write(path, b"the second")

    assert path.read_bytes() == b"the second"


def test_what_must_be_new_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    files.write_new(path, b"the first")

    with pytest.raises(FileUnusable, match="File exists"):
        files.write_new(path, b"the second")

    assert path.read_bytes() == b"the first"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(FileUnusable, match="cannot use"):
        files.write(tmp_path / "folder", b"a note")

    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("name", ["none.txt", ".", "x" * 300, "nul\0"])
def test_what_is_no_file_is_not_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="cannot use"):
        files.read(tmp_path / name)


def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(FileUnusable, match="no such file"):
        files.read(tmp_path / "pipe")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(10_000_000)

    assert len(files.read(path)) == 10_000_000
    with path.open("ab") as file:
        file.write(b".")
    with pytest.raises(FileUnusable, match="too large"):
        files.read(path)
