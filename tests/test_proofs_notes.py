"""Signed notes: read as strictly as their specification says."""

import os
import random

import pytest

from incident_log.proofs.keys import read_signer, read_verifier
from incident_log.proofs.notes import LARGEST, read, signed
from incident_log.proofs.strict_base64 import encode
from tests.signed import (
    ENOCH,
    ENOCHS_SIGNATURE,
    PETER,
    PETERS_SECRET,
    PETERS_SIGNATURE,
    TEXT,
    line,
    signer,
    verifiers,
)

#: Notes that are mutated.
MUTATED = int(os.environ.get("INCIDENT_LOG_FORGERIES", "800"))

PETERS = line("PeterNeumann", PETERS_SIGNATURE)
ENOCHS = line("EnochRoot", ENOCHS_SIGNATURE)
peter, enoch = read_verifier(PETER), read_verifier(ENOCH)


def note(*lines: str, text: str = TEXT) -> bytes:
    return f"{text}\n{''.join(lines)}".encode()


def test_a_note_of_gos_tests_is_written_and_read_as_there() -> None:
    written = signed(TEXT, read_signer(PETERS_SECRET))

    assert written == note(PETERS)
    assert read(written).text == TEXT
    assert read(written).signed_by([peter]) == [peter]


def test_a_text_may_have_empty_lines() -> None:
    text = "one\n\n\u2014 not a signature\n\ntwo\n"

    found = read(signed(text, signer()))

    assert found.text == text
    assert found.signed_by(verifiers(signer())) == verifiers(signer())


def test_the_shortest_signature_has_an_id_and_one_byte() -> None:
    (found,) = read(note(line("PeterNeumann", encode(b"abcde")))).signatures

    assert (found.id, found.data) == (b"abcd", b"e")


def test_signatures_by_others_are_passed_over() -> None:
    found = read(note(PETERS, ENOCHS))

    assert found.signed_by([peter]) == [peter]
    assert found.signed_by([enoch]) == [enoch]
    assert found.signed_by([enoch, peter]) == [peter, enoch]


@pytest.mark.parametrize("others", [15, 99])
def test_many_large_signatures_by_others_are_accepted(others: int) -> None:
    lines = [line(f"witness-{n}", encode(bytes(5000))) for n in range(others)]

    assert read(note(*lines, PETERS)).signed_by([peter]) == [peter]


def test_a_signature_that_shares_name_or_id_with_a_known_key_is_another_s() -> None:
    same_name = line("PeterNeumann", ENOCHS_SIGNATURE)
    same_id = line("Somebody", PETERS_SIGNATURE)

    found = read(note(same_name, same_id, PETERS))

    assert found.signed_by([peter]) == [peter]


def test_a_bad_signature_by_a_known_key_spoils_the_note() -> None:
    bad = line("PeterNeumann", encode(peter.id + bytes(64)))

    for lines in ([bad], [bad, PETERS], [PETERS, bad], [ENOCHS, bad]):
        with pytest.raises(ValueError, match="the signature is not by PeterNeumann"):
            read(note(*lines)).signed_by([peter, enoch])


def test_a_key_that_signed_twice_counts_once() -> None:
    assert read(note(PETERS, PETERS)).signed_by([peter]) == [peter]


def test_a_note_that_no_known_key_signed_is_nobodys() -> None:
    for known in ([], [enoch]):
        with pytest.raises(ValueError, match="no key that is known has signed it"):
            read(note(PETERS)).signed_by(known)


NO_LINES, NO_LINE, SHORT, CONTROL = (
    "it has no lines of signatures",
    "a line of signatures is none",
    "a signature is too short",
    "it has control characters",
)


@pytest.mark.parametrize(
    ("why", "data"),
    [
        (NO_LINES, b""),
        (NO_LINES, TEXT.encode()),
        (NO_LINES, note()),
        (NO_LINES, note(PETERS)[:-1]),
        (NO_LINES, note(PETERS) + b"\n"),
        (NO_LINES, note(PETERS, "\n")),
        (NO_LINE, note(PETERS, "one more line\n")),
        (NO_LINE, note(PETERS.replace("\u2014", "-"))),
        (NO_LINE, note(PETERS.replace(" ", "  "))),
        (NO_LINE, note(PETERS.replace("\u2014 ", "\u2014"))),
        (NO_LINE, note(line("Peter Neumann", PETERS_SIGNATURE))),
        (NO_LINE, note(line("Peter+Neumann", PETERS_SIGNATURE))),
        (NO_LINE, note(line("", PETERS_SIGNATURE))),
        (NO_LINE, note(line("PeterNeumann", PETERS_SIGNATURE + " "))),
        (SHORT, note(line("PeterNeumann", ""))),
        (SHORT, note(line("PeterNeumann", "AAAA"))),
        (SHORT, note(line("PeterNeumann", "AAAAAA=="))),
        ("Incorrect padding", note(line("PeterNeumann", PETERS_SIGNATURE[:-1]))),
        (CONTROL, note(PETERS, text="\ttab\n")),
        (CONTROL, note(PETERS, text="return\r\n")),
        (CONTROL, note(PETERS, text="nul\0\n")),
        (CONTROL, note(PETERS, text="line\x0b\n")),
        (CONTROL, note(PETERS, text="unit\x1f\n")),
        ("not UTF-8", b"\xff" + note(PETERS)),
        ("too many signatures", note(*[PETERS] * 101)),
        ("too large for a note", note(PETERS, text=LARGEST * "x" + "\n")),
    ],
)
def test_what_is_not_written_as_a_note_is_none(why: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        read(data)


def test_a_note_may_be_as_large_as_is_said_and_have_as_many_signatures() -> None:
    lines = len(note(PETERS, text="\n")) - 1
    widest = note(PETERS, text=(LARGEST - lines - 1) * "x" + "\n")

    assert len(widest) == LARGEST == 1_000_000
    assert len(read(widest).signatures) == 1
    assert len(read(note(*[PETERS] * 100)).signatures) == 100
    assert read(note(line("PeterNeumann", "AAAAAAA="))).signatures[0].data == b"\0"


def test_no_mutated_note_is_accepted_as_what_it_says() -> None:
    dice = random.Random(32)
    whole = note(PETERS)

    for _ in range(MUTATED):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 8))):
            kind, place = (
                dice.choice("flip drop add".split()),
                dice.randrange(len(data)),
            )
            if kind == "flip":
                data[place] ^= 1 << dice.randrange(8)
            elif kind == "drop":
                del data[place]
            else:
                data.insert(place, dice.randrange(256))
        if bytes(data) == whole:
            continue
        with pytest.raises(ValueError):
            read(bytes(data)).signed_by([peter])
