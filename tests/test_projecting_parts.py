"""What is written of an incident can be read once all its parts are there."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.projecting.making import Made
from incident_log.projecting.parts import Parts
from incident_log.projections.walking import Forgotten


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with Parts(tmp_path / "parts") as parts:
        yield parts


def made(incident: str) -> Made:
    return Made(incident, "", "open", None, is_whole=False, rows=[("damage", (1,))])


def read(parts: Parts) -> list[str]:
    return [each.incident for each in parts.read()]


def broken(*incidents: str) -> Iterator[Made]:
    yield from map(made, incidents)
    raise Forgotten


def test_parts_are_read_as_they_were_written(parts: Parts) -> None:
    parts.write([made("fire"), made("fire")])
    parts.write([made("flood")])

    assert list(parts.read()) == [made("fire"), made("fire"), made("flood")]
    assert read(parts) == []


def test_what_is_written_later_is_read_later(parts: Parts) -> None:
    assert read(parts) == []
    parts.write([made("fire")])
    assert read(parts) == ["fire"]
    parts.write([made("flood")])
    assert read(parts) == ["flood"]


def test_an_incident_without_parts_is_none(parts: Parts) -> None:
    parts.write([])
    parts.write([made("fire")])

    assert read(parts) == ["fire"]


@pytest.mark.parametrize("before", [(), ("flood",), ("flood", "flood")])
def test_an_incident_that_cannot_be_made_leaves_nothing(
    parts: Parts, before: tuple[str, ...]
) -> None:
    with pytest.raises(Forgotten):
        parts.write(broken(*before))
    parts.write([made("fire")])

    assert read(parts) == ["fire"]


def test_what_is_being_written_is_not_read(parts: Parts) -> None:
    def watched() -> Iterator[Made]:
        yield made("fire")
        assert read(parts) == []
        yield made("fire")

    parts.write(watched())

    assert read(parts) == ["fire", "fire"]


@pytest.mark.parametrize("left", [3, 8, 12, 40])
def test_what_was_not_written_to_the_end_is_not_read(
    parts: Parts, tmp_path: Path, left: int
) -> None:
    parts.write([made("fire")])
    file = tmp_path / "parts"
    file.write_bytes(file.read_bytes()[:left])

    assert read(parts) == []


def test_a_part_is_in_memory_once(parts: Parts) -> None:
    """No file is read 2 GB at a time, and parts may be larger."""
    rows = [("damage", (f"{n:08}" * 100,)) for n in range(5000)]
    large = 5000 * 800
    tracemalloc.start()
    try:
        parts.write([Made("fire", "", "open", None, is_whole=False, rows=rows)])
        _, most_to_write = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        (made,) = parts.read()
        _, most_to_read = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert made.rows == rows
    assert most_to_write < large / 2
    assert most_to_read < large * 1.5
