"""Proofs of one event, and of a log that only grew, written and read again."""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from incident_log.errors import (
    BadProof,
    DamagedEvent,
    NoCheckpoint,
    NotAsSigned,
    NotThereYet,
)
from incident_log.log import Log
from incident_log.merkle import leaf
from incident_log.proofs import checkpoints, files, notes
from incident_log.proofs.checkpoints import text_of
from incident_log.proofs.proving import (
    Consistency,
    Inclusion,
    latest,
    prove,
    prove_since,
    read,
    read_file,
)
from incident_log.proofs.strict_base64 import encode
from tests.signed import append, sign, signer, told
from tests.test_proofs_signing import forged

MUTATED = int(os.environ.get("INCIDENT_LOG_FORGERIES", "800"))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log of seven events, signed when it had three and five."""
    with told(tmp_path / "log", 3) as log:
        sign(log)
        append(log, 4, 5)
        sign(log)
        append(log, 6, 7)
        yield log


def signed(log: Log, size: int) -> checkpoints.Checkpoint:
    name = f"{size}.txt"
    return checkpoints.read_file(log.directory / checkpoints.FOLDER / name)


def test_every_event_is_proved_to_every_checkpoint_that_covers_it(log: Log) -> None:
    for size in (3, 5):
        proofs = prove(log, range(1, size + 1), signed(log, size))

        for position, proof in proofs.items():
            state, _ = log.stored(position)
            assert proof.index == position - 1
            assert proof.holds(leaf(state))
            assert not proof.holds(leaf(state + b" "))


def test_a_proof_of_an_event_is_a_c2sp_tlog_proof(log: Log) -> None:
    checkpoint = signed(log, 5)
    proof = prove(log, [2], checkpoint)[2]

    text = str(proof)

    hashes = "".join(f"{encode(hashed)}\n" for hashed in proof.path)
    assert text == (
        f"c2sp.org/tlog-proof@v1\nindex 1\n{hashes}\n{checkpoint.data.decode()}"
    )
    assert read(text.encode()) == proof


def test_extra_data_in_a_tlog_proof_is_passed_over(log: Log) -> None:
    proof = prove(log, [2], signed(log, 5))[2]

    text = str(proof).replace("\nindex", "\nextra QQ==\nindex")

    assert read(text.encode()) == proof


def test_a_proof_of_growth_is_what_a_witness_takes(log: Log) -> None:
    old, new = signed(log, 3), signed(log, 5)
    proof = prove_since(log, old, new)

    text = str(proof)

    assert text.startswith("old 3\n")
    assert text.endswith(f"\n\n{new.data.decode()}")
    assert read(text.encode()) == proof
    assert proof.holds(old.root)
    assert not proof.holds(new.root)


def test_growth_is_proved_from_the_older_to_the_newer(log: Log) -> None:
    old, new = signed(log, 3), signed(log, 5)

    assert prove_since(log, new, old) == prove_since(log, old, new)
    assert prove_since(log, new, new) == Consistency(5, [], new)


def test_the_last_event_is_proved_to_a_checkpoint_of_the_log_as_it_is(log: Log) -> None:
    now = sign(log).checkpoint

    assert prove(log, [7], now)[7].holds(bytes.fromhex(log.leaf(7)))
    assert prove_since(log, signed(log, 3), now).holds(signed(log, 3).root)


def test_the_newest_checkpoint_is_proved_to(log: Log) -> None:
    assert [latest(log, n).name for n in (2, 4, 5)] == 3 * ["5.txt"]
    with pytest.raises(NoCheckpoint, match="position 6"):
        latest(log, 6)


def test_the_last_event_is_proved_to_a_checkpoint_of_all(log: Log) -> None:
    assert prove(log, [7], sign(log).checkpoint)[7].holds(leaf(log.stored(7)[0]))


def test_an_event_after_the_checkpoint_is_not_proved(log: Log, tmp_path: Path) -> None:
    with pytest.raises(NoCheckpoint, match="position 4"):
        prove(log, [1, 4], signed(log, 3))


def test_a_log_that_is_not_the_one_that_was_signed_proves_nothing(
    log: Log, tmp_path: Path
) -> None:
    with told(tmp_path / "other", 7) as other:
        note = sign(other).checkpoint
        with pytest.raises(NotAsSigned, match="it is of another log"):
            prove(log, [1], note)
    with told(tmp_path / "third", 3) as third:
        for pair in (sign(third).checkpoint, signed(log, 5)), (signed(log, 3), note):
            with pytest.raises(NotAsSigned, match="it is of another log"):
                prove_since(log, *pair)

    text = text_of(log.origin, 9, bytes(32))
    later = checkpoints.read(notes.signed(text, signer()))
    shorter = "the checkpoint of 9 events'.*the log is shorter now, 7 events"
    with pytest.raises(NotAsSigned, match=shorter):
        prove(log, [1], later)
    with pytest.raises(NotAsSigned, match="shorter now"):
        prove_since(log, signed(log, 3), later)


def test_a_log_that_was_edited_proves_nothing(log: Log) -> None:
    forged(log, 2)

    changed = "the checkpoint of 5 events'.*one of the events 1 to 5 was changed"
    with pytest.raises(NotAsSigned, match=changed):
        prove(log, [1], signed(log, 5))
    with pytest.raises(NotAsSigned, match=changed):
        prove_since(log, signed(log, 3), signed(log, 5))


# -- the exact bytes -----------------------------------------------------------------


def test_an_event_is_given_as_it_is_stored_with_what_opens_its_words(log: Log) -> None:
    state, openings = log.stored(2)

    assert leaf(state).hex() == log.leaf(2)
    assert openings["claims[0].quote"][1] == "2 people were hurt"


def test_an_event_that_is_not_there_yet_is_refused(log: Log) -> None:
    with pytest.raises(NotThereYet, match="position 8"):
        log.stored(8)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE stored_events SET state = CAST(state AS TEXT) WHERE rowid = 2",
        "UPDATE stored_events SET state = state || ' ' WHERE rowid = 2",
        "UPDATE leaves SET hash = zeroblob(32) WHERE position = 2",
        "UPDATE openings SET words = '{' WHERE position = 2",
        "UPDATE openings SET words = x'ff' WHERE position = 2",
        "DELETE FROM stored_events WHERE rowid = 2",
    ],
)
def test_a_damaged_event_is_not_given(change: str, log: Log) -> None:
    with closing(sqlite3.connect(log.directory / "events.db")) as raw:
        for verb in ("update", "delete"):
            for table in ("stored_events", "leaves"):
                raw.execute(f"DROP TRIGGER no_{verb}_of_{table}")
        raw.execute(change)
        raw.commit()

    with pytest.raises(DamagedEvent, match="position 2"):
        log.stored(2)


def test_many_leaves_are_read_some_at_a_time(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(log.leaves(until=7))

    monkeypatch.setattr("incident_log.log.exact.MANY", 3)

    assert list(log.leaves(until=7)) == whole
    assert list(log.leaves(until=3)) == whole[:3]
    assert [each.hex() for each in whole] == [log.leaf(n) for n in range(1, 8)]


# -- reading -------------------------------------------------------------------------

NOTE = notes.signed(text_of("log", 9, bytes(32)), signer()).decode()
HASH = encode(bytes(32))


V1, NO_NOTE, NO_PROOF, NO_HASHES = (
    "c2sp.org/tlog-proof@v1",
    "it has no lines of signatures",
    "it does not begin as a proof",
    "its hashes are none",
)


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (NO_NOTE, ""),
        (NO_NOTE, "\n\n"),
        (NO_NOTE, NOTE),
        (NO_NOTE, f"old 3\n{HASH}\n{NOTE}"),
        (NO_NOTE, f"{V1}\nindex 3\n{HASH}\n\nno note"),
        (NO_NOTE, "old 3\n\udcff"),
        (NO_PROOF, f"\n\n{NOTE}"),
        (NO_PROOF, f"old 03\n\n{NOTE}"),
        (NO_PROOF, f"old -1\n\n{NOTE}"),
        (NO_PROOF, f"index 3\n\n{NOTE}"),
        (NO_PROOF, f"{V1}\n\n{NOTE}"),
        (NO_PROOF, f"{V1}\nold 3\n\n{NOTE}"),
        (NO_PROOF, f"c2sp.org/tlog-proof@v2\nindex 3\n\n{NOTE}"),
        (NO_PROOF, f"{V1}\nextra QQ==\n\n{NOTE}"),
        (NO_HASHES, f"old 3\n{HASH[:-4]}\n\n{NOTE}"),
        (NO_HASHES, f"old 3\n{HASH}\n{HASH[:-4]}\n\n{NOTE}"),
        (NO_HASHES, "old 3\n" + 127 * f"{HASH}\n" + f"\n{NOTE}"),
        ("Excess data after padding", f"old 3\n{HASH} \n\n{NOTE}"),
        ("Only base64 data is allowed", f"{V1}\nextra ?\nindex 3\n\n{NOTE}"),
    ],
)
def test_what_is_no_proof_is_refused_by_name(
    why: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "3.tlog-proof"
    files.write(path, text.encode(errors="surrogateescape"))

    with pytest.raises(BadProof, match=rf"3\.tlog-proof.*{why}"):
        read_file(path)


def test_a_proof_may_have_two_hashes_for_each_level_of_the_largest_tree() -> None:
    found = read(("old 3\n" + 126 * f"{HASH}\n" + f"\n{NOTE}").encode())

    assert found.path == 126 * [bytes(32)]


def test_no_mutated_proof_holds(log: Log) -> None:
    dice = random.Random(2)
    key = checkpoints.known(log.directory)
    proof = prove(log, [2], signed(log, 5))[2]
    whole, hashed = str(proof).encode(), leaf(log.stored(2)[0])

    for _ in range(MUTATED):
        data = bytearray(whole)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        try:
            found = read(bytes(data))
            found.checkpoint.note.signed_by(key)
        except ValueError:
            continue
        assert isinstance(found, Inclusion)
        assert not found.holds(hashed)
