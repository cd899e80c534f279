"""Checkpoints: what is signed, and what becomes of it when a log is changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from incident_log.errors import BadCheckpoint, BadKey, FileUnusable
from incident_log.merkle import leaf, root, roots
from incident_log.proofs import checkpoints, files, notes
from incident_log.proofs.checkpoints import (
    Checked,
    Checking,
    check_signed,
    known,
    read,
    read_file,
    saved,
    text_of,
    trusted,
)
from incident_log.proofs.keys import Signer
from incident_log.proofs.strict_base64 import encode
from tests.signed import ENOCH, PETER, signer, verifiers

ORIGIN = "example.org/log"
LEAVES = [leaf(str(n).encode()) for n in range(20)]
OWN, OTHER, THIRD = (signer(ORIGIN, seed) for seed in (1, 2, 3))


def note(
    size: int, leaves: Sequence[bytes] = LEAVES, *, by: Signer = OWN, of: str = ORIGIN
) -> bytes:
    """Sign what the log was when it had *size* events."""
    return notes.signed(text_of(of, size, root(leaves[:size])), by)


def held(
    leaves: Sequence[bytes], **found: bytes
) -> list[tuple[str, int | None, str | None, int]]:
    """Hold leaves against notes, and return what matters of the answer."""
    checked = check(found, leaves)
    return [(each.name, each.size, each.problem, each.since) for each in checked]


def check(found: Mapping[str, bytes], leaves: Sequence[bytes]) -> list[Checked]:
    checking = Checking(found, ORIGIN, verifiers(THIRD, OWN))
    return checking.against(roots(leaves, checking.sizes))


# -- what is signed ------------------------------------------------------------------


def test_a_checkpoint_is_origin_size_and_root() -> None:
    found = read(note(7))

    assert (found.origin, found.size, found.root) == (ORIGIN, 7, root(LEAVES[:7]))
    assert found.note.text == f"{ORIGIN}\n7\n{encode(found.root)}\n"
    assert found.data == note(7)


def test_lines_that_others_added_are_read_over() -> None:
    text = text_of(ORIGIN, 0, root([])) + "an extension\n"

    assert read(notes.signed(text, OWN)).size == 0


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("it is not of origin, size and root", "one line\n"),
        ("it is not of origin, size and root", f"{ORIGIN}\n7\n"),
        ("it is not of origin, size and root", f"\n7\n{encode(bytes(32))}\n"),
        (
            "it is not of origin, size and root",
            f"{ORIGIN}\n\n7\n{encode(bytes(32))}\n",
        ),
        ("its size is no number", f"{ORIGIN}\n07\n{encode(bytes(32))}\n"),
        ("its size is no number", f"{ORIGIN}\n-7\n{encode(bytes(32))}\n"),
        ("its size is no number", f"{ORIGIN}\n\u0667\n{encode(bytes(32))}\n"),
        ("its size is no number", f"{ORIGIN}\n{'9' * 20}\n{encode(bytes(32))}\n"),
        ("its root is no hash", f"{ORIGIN}\n7\n{encode(bytes(31))}\n"),
        ("Incorrect padding", f"{ORIGIN}\n7\n{encode(bytes(32))[:-1]}\n"),
    ],
)
def test_another_text_is_no_checkpoint(why: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        read(notes.signed(text, OWN))


def test_a_file_that_is_no_checkpoint_is_refused_by_name(tmp_path: Path) -> None:
    files.write(tmp_path / "note.txt", b"no note")

    with pytest.raises(BadCheckpoint, match=r"note\.txt.*no lines of signatures"):
        read_file(tmp_path / "note.txt")


def test_who_signed_a_checkpoint_is_said_or_it_is_refused(tmp_path: Path) -> None:
    found = read(note(3))

    assert check_signed(tmp_path, found, verifiers(OTHER, OWN)) == verifiers(OWN)
    with pytest.raises(BadCheckpoint, match="no key that is known has signed it"):
        check_signed(tmp_path, found, verifiers(OTHER))


# -- what becomes of it --------------------------------------------------------------


def test_a_log_that_only_grew_is_what_was_signed() -> None:
    found = check({"b": note(12), "a": note(5), "c": note(0), "d": note(20)}, LEAVES)

    key = (str(OWN.verifier),)
    assert found == [
        Checked("c", 0, key, None, 0),
        Checked("a", 5, key, None, 0),
        Checked("b", 12, key, None, 5),
        Checked("d", 20, key, None, 12),
    ]


@pytest.mark.parametrize("edited", range(20))
def test_an_edited_event_is_between_the_last_that_holds_and_the_first_that_does_not(
    edited: int,
) -> None:
    forged = [*LEAVES[:edited], leaf(b"never said"), *LEAVES[edited + 1 :]]

    found = held(forged, a=note(5), b=note(12), c=note(20))

    bad = [each for each in found if each[2]]
    _, size, problem, since = bad[0]
    assert size is not None
    assert since <= edited < size
    assert problem == (
        f"one of the events {since + 1} to {size} is not the one that was signed"
    )
    assert [each[1] for each in bad] == [n for n in (5, 12, 20) if n > edited]


def test_an_edited_event_between_two_checkpoints_is_named_if_it_is_alone() -> None:
    forged = [*LEAVES[:5], leaf(b"never said"), LEAVES[6]]

    alone = held(forged, a=note(5), b=note(6))
    beside = held(forged, a=note(5), b=note(7))

    assert alone[1][2] == "event 6 is not the one that was signed"
    assert beside[1][2] == "one of the events 6 to 7 is not the one that was signed"


def test_a_log_that_was_cut_short_is_told() -> None:
    assert held(LEAVES[:11], a=note(5), b=note(12)) == [
        ("a", 5, None, 0),
        (
            "b",
            12,
            "the log is shorter now than the 12 events that were signed",
            5,
        ),
    ]


def test_a_note_of_another_log_or_key_is_told_and_proves_nothing() -> None:
    found = held(
        LEAVES,
        a=note(5, by=OTHER),
        b=note(12, of="example.org/\u202eanother"),
        c=note(20).replace(b"\n20\n", b"\n19\n"),
        d=b"no note",
    )

    assert found == [
        ("d", None, "it is no signed checkpoint (it has no lines of signatures)", 0),
        ("a", 5, "no key that is known has signed it", 0),
        ("b", 12, r"it is of another log, example.org/\u202eanother", 0),
        ("c", 19, f"the signature is not by {OWN.verifier}", 0),
    ]


def test_who_goes_through_the_leaves_anyway_needs_no_second_pass() -> None:
    checking = Checking({"a": note(5), "b": note(12)}, ORIGIN, verifiers(OWN))

    assert checking.sizes == {5, 12}
    roots = {5: root(LEAVES[:5]), 12: root(LEAVES[:11])}
    assert [each.problem is None for each in checking.against(roots)] == [True, False]


# -- what lies beside a log ----------------------------------------------------------


def test_the_notes_beside_a_log_are_held_against_it(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoints"
    files.write(folder / "keys.txt", f"{OWN.verifier}\n".encode())
    for size in (12, 5):
        files.write(folder / f"{size}.txt", note(size))
    files.write(folder / "12.tsr", b"a time stamp")

    assert list(saved(tmp_path)) == ["5.txt", "12.txt"]
    assert known(tmp_path) == verifiers(OWN)
    found = check(saved(tmp_path), LEAVES)
    assert [(each.size, each.problem) for each in found] == [(5, None), (12, None)]


def test_a_log_without_notes_and_keys_has_none(tmp_path: Path) -> None:
    assert (saved(tmp_path), known(tmp_path)) == ({}, [])


@pytest.mark.parametrize(
    ("data", "why"), [(b"\xff", "is not UTF-8"), (b"PRIVATE+KEY", "NAME")]
)
def test_a_damaged_file_of_keys_is_refused(
    data: bytes, why: str, tmp_path: Path
) -> None:
    files.write(tmp_path / checkpoints.FOLDER / checkpoints.KEYS, data)

    with pytest.raises(BadKey, match=why):
        known(tmp_path)


def test_a_note_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / checkpoints.FOLDER / "5.txt").mkdir(parents=True)

    with pytest.raises(FileUnusable, match=r"5\.txt"):
        saved(tmp_path)


def test_the_keys_that_are_trusted_are_named_as_text_or_as_files(
    tmp_path: Path,
) -> None:
    files.write(tmp_path / "peter", f"{PETER}\n".encode())
    files.write(
        tmp_path / checkpoints.FOLDER / checkpoints.KEYS, f"{OWN.verifier}\n".encode()
    )

    named = trusted([str(tmp_path / "peter"), ENOCH], tmp_path)

    assert [str(each) for each in named] == [PETER, ENOCH]
    assert trusted([], tmp_path) == verifiers(OWN)
    files.write(tmp_path / "rubbish", b"\xff")
    for name in ("nobody", "rubbish"):
        with pytest.raises(BadKey):
            trusted([str(tmp_path / name)], tmp_path)
