"""Where a log is: in a directory, or at an address, and what is made of it apart."""

from pathlib import Path

import pytest

from incident_log import IncidentLog
from incident_log.errors import LogUnusable, NoSharedLog, NotPossible
from incident_log.log import Log, Where
from incident_log.log.servers import postgres
from tests.servers import Server

ADDRESS = "postgresql://desk:SECRET@db.example.org:5433/news?sslmode=require"


def test_a_directory_is_a_log_in_files(tmp_path: Path) -> None:
    place = Where.named(tmp_path / "log", "desk")

    with place.create() as log:
        assert log.directory == tmp_path / "log"

    assert str(place) == str(tmp_path / "log")
    assert place.source == tmp_path / "log" / "events.db"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (ADDRESS, "postgresql://db.example.org:5433/news"),
        ("postgres://u:SECRET@h/x", "postgresql://h/x"),
        ("postgresql:///news?host=/run/postgresql&user=desk", "postgresql:///news"),
        ("postgresql:///?service=news", "postgresql://news/"),
        ("postgresql://u:SECRET@[", "postgresql://"),
    ],
)
def test_an_address_is_shown_with_nothing_that_lets_somebody_in(
    address: str, shown: str
) -> None:
    place = Where.named(address, "desk")

    assert (str(place), place.directory) == (shown, Path("desk"))
    assert place.source == address


def test_what_is_made_of_a_shared_log_is_not_put_into_one_of_its_own(
    tmp_path: Path,
) -> None:
    with Log.create(tmp_path / "log"):
        place = Where(tmp_path / "log", ADDRESS)

    with pytest.raises(NotPossible, match="has a log of its own: name another"):
        place.open()


def test_a_shared_log_is_not_made_by_the_way(server: Server, tmp_path: Path) -> None:
    address = server.address()

    with pytest.raises(NoSharedLog, match="no log in 'postgresql:///postgres': its"):
        Where(tmp_path, address).create()

    postgres().made(address)
    with IncidentLog(address, directory=tmp_path / "desk") as log:
        assert log.incidents() == []


def test_without_psycopg_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("incident_log.log.servers.import_module", missing)

    with pytest.raises(NotPossible, match=r"pip install 'incident-log\[postgres\]'"):
        Log.open(tmp_path, address=ADDRESS)


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    address = f"postgresql://u:SECRET@/x?host={tmp_path}"

    with pytest.raises(LogUnusable) as caught:
        Log.open(tmp_path, address=address)

    assert "\n" not in str(caught.value)
    assert "SECRET" not in str(caught.value)
    assert "check the address, the network and the server" in str(caught.value)
