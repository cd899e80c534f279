"""Time stamps of an authority: asked for, checked, and kept beside the checkpoint."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.errors import BadTimestamp, NotInstalled
from incident_log.log import Log
from incident_log.proofs import timestamps
from tests.signed import append, sign, told, without
from tests.stamping import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log that signed its first three events."""
    with told(tmp_path / "log", 3) as log:
        sign(log)
        yield log


@pytest.fixture
def note(log: Log) -> Path:
    return log.directory / "checkpoints" / "3.txt"


def test_an_authority_is_asked_about_the_whole_note(
    note: Path, authority: Authority
) -> None:
    request = timestamps.request(note)

    assert request == note.with_name("3.tsq")
    shown = authority.openssl(f"ts -query -in {request} -text")
    assert "Hash Algorithm: sha256" in shown
    assert "Certificate required: yes" in shown
    answer = authority.answer(request)
    authority.openssl(f"ts -verify -data {note} -in {answer} -CAfile root.pem")


def test_the_same_note_is_asked_about_in_the_same_words(note: Path) -> None:
    first = timestamps.request(note).read_bytes()

    assert timestamps.request(note).read_bytes() == first


def test_an_answer_is_kept_beside_the_note_it_is_about(
    log: Log, note: Path, authority: Authority
) -> None:
    answer = authority.answer(timestamps.request(note))
    append(log, 4)
    sign(log)

    kept = timestamps.keep(log.directory, answer, [authority.certificates])

    assert (kept.path, kept.checkpoint) == (note.with_name("3.tsr"), "3.txt")
    assert kept.is_verified
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z", kept.time)
    assert timestamps.tokens(note) == [answer.read_bytes()]
    assert timestamps.tokens(note.with_name("4.txt")) == []


def test_without_certificates_only_what_it_is_about_is_checked(
    log: Log, note: Path, authority: Authority
) -> None:
    kept = timestamps.keep(log.directory, authority.stamp(note), [])

    assert not kept.is_verified


def test_several_authorities_may_answer_and_each_once(
    log: Log, note: Path, authority: Authority
) -> None:
    first, second = authority.stamp(note), authority.stamp(note)

    for answer in (first, second, first, second):
        timestamps.keep(log.directory, answer, [])

    assert timestamps.tokens(note) == [first.read_bytes(), second.read_bytes()]
    assert note.with_name("3-2.tsr").exists()


def test_an_answer_that_another_authority_signed_is_not_kept(
    log: Log, note: Path, authority: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other")

    with pytest.raises(BadTimestamp, match="no time stamp to rely on"):
        timestamps.keep(log.directory, other.stamp(note), [authority.certificates])

    assert timestamps.tokens(note) == []


def test_an_answer_about_something_else_is_not_kept(
    log: Log, note: Path, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("another note")

    for answer in (
        authority.stamp(tmp_path / "other.txt"),
        authority.stamp(note, "sha512"),
    ):
        with pytest.raises(BadTimestamp, match="none of the checkpoints of this log"):
            timestamps.keep(log.directory, answer, [authority.certificates])


@pytest.mark.parametrize("change", ["", "refused", "cut", "note"])
def test_what_is_no_answer_is_not_kept(
    change: str, log: Log, note: Path, authority: Authority, tmp_path: Path
) -> None:
    whole = authority.stamp(note).read_bytes()
    data = {
        "": b"",
        "refused": bytes.fromhex("30053003020102"),
        "cut": whole[:-1],
        "note": note.read_bytes(),
    }[change]
    (tmp_path / "answer").write_bytes(data)

    with pytest.raises(BadTimestamp):
        timestamps.keep(log.directory, tmp_path / "answer", [])


def test_an_authority_that_refused_is_said_to_have_refused(
    log: Log, tmp_path: Path
) -> None:
    (tmp_path / "answer").write_bytes(bytes.fromhex("30053003020102"))

    with pytest.raises(BadTimestamp, match="the authority refused"):
        timestamps.keep(log.directory, tmp_path / "answer", [])


def test_a_changed_signature_is_found(
    log: Log, note: Path, authority: Authority, tmp_path: Path
) -> None:
    data = bytearray(authority.stamp(note).read_bytes())
    data[-1] ^= 1
    (tmp_path / "answer").write_bytes(data)

    with pytest.raises(BadTimestamp):
        timestamps.keep(log.directory, tmp_path / "answer", [authority.certificates])


def test_what_are_no_certificates_is_said(
    log: Log, note: Path, authority: Authority
) -> None:
    with pytest.raises(BadTimestamp):
        timestamps.keep(log.directory, authority.stamp(note), [note])


def test_without_the_extra_time_stamps_say_what_to_install(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "rfc3161_client")

    missing = r"time stamps need rfc3161-client.*incident-log\[proofs\]"
    with pytest.raises(NotInstalled, match=missing):
        timestamps.request(note)
