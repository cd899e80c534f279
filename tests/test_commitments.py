"""Words that may have to go: committed to in an event, kept beside it."""

import copy
import json
from hashlib import sha256
from typing import Any

import pytest

from incident_log.commitments import ERASED, commitment, committed, seal, unseal
from tests.given import Document


def told() -> Document:
    """An event with free text everywhere where free text may stand."""
    return {
        "text": "T1",
        "label": "T2",
        "report": {"id": "wire", "source": "ap", "title": "T3", "url": "T4"},
        "incident": {"id": "kyiv", "title": "T5", "occurred": {"text": "T6"}},
        "related_incidents": [
            {"id": "rostov"},
            {"id": "lviv", "title": "T7", "occurred": {"text": "T8", "given": {}}},
        ],
        "agents": [{"id": "mayor"}, {"id": "chief", "name": "T9", "kind": "K1"}],
        "claims": [
            {"id": "c1", "type": "occurrence", "occurred": {"text": "TA"}},
            {
                "id": "c2",
                "type": "target",
                "quote": "TB",
                "note": "TC",
                "organisation": "TD",
                "as_of_text": "TE",
                "text": "TF",
            },
        ],
        "reason": "TG",
        "places": [{"id": "podil", "name": "K2"}],
        "weapons": [{"id": "shahed", "name": "K3", "aliases": ["K4"]}],
        "published_at": {"given": "K5"},
    }


PATHS = {
    "text": "T1",
    "label": "T2",
    "report.title": "T3",
    "report.url": "T4",
    "incident.title": "T5",
    "incident.occurred.text": "T6",
    "related_incidents[1].title": "T7",
    "related_incidents[1].occurred.text": "T8",
    "agents[1].name": "T9",
    "claims[0].occurred.text": "TA",
    "claims[1].quote": "TB",
    "claims[1].note": "TC",
    "claims[1].organisation": "TD",
    "claims[1].as_of_text": "TE",
    "claims[1].text": "TF",
    "reason": "TG",
}


def numbered(size: int) -> bytes:
    """Salts that can be told apart, for tests only."""
    return bytes(n // 32 for n in range(size))


def test_these_words_leave_the_event_and_no_others() -> None:
    state = told()

    openings = seal(state)

    assert {path: value for path, (_, value) in openings.items()} == PATHS
    stored = json.dumps(state)
    assert [word for word in PATHS.values() if f'"{word}"' in stored] == []
    assert [n for n in (1, 2, 3, 4, 5) if f'"K{n}"' not in stored] == []


@pytest.mark.parametrize(
    ("salt", "path", "value", "expected"),
    [
        (
            bytes(range(32)),
            "claims[0].quote",
            "нуль",
            "77aa8dde5a59f303d1171d5bb42d090f63aa70217c704d51175d73e3ba1225a7",
        ),
        (
            bytes(32),
            "text",
            "",
            "63b1deaecc73073f70e34232ed20d1a296fb6a803dc8a6b82303461c9190af94",
        ),
    ],
)
def test_anyone_can_compute_a_commitment_from_its_opening(
    salt: bytes, path: str, value: str, expected: str
) -> None:
    assert commitment(salt, path, value) == expected


def test_every_opening_opens_what_stands_in_its_place() -> None:
    state = told()

    openings = seal(state)

    salt, quote = openings["claims[1].quote"]
    by_hand = sha256(bytes.fromhex(salt) + b"claims[1].quote\0" + quote.encode())
    assert state["claims"][1]["quote"] == {"sha256": by_hand.hexdigest()}
    assert len(bytes.fromhex(salt)) == 32


def test_every_path_has_a_salt_of_its_own() -> None:
    state = told()

    openings = seal(state, numbered)

    assert sorted(salt for salt, _ in openings.values()) == [
        bytes([n] * 32).hex() for n in range(16)
    ]


def test_no_more_salt_is_drawn_than_the_paths_need() -> None:
    drawn = []

    def salts(size: int) -> bytes:
        drawn.append(size)
        return bytes(size)

    seal(told(), salts)

    assert drawn == [16 * 32]


def test_salts_are_random() -> None:
    once, again = {"text": "Anna"}, {"text": "Anna"}

    seal(once)
    seal(again)

    assert once != again


def test_commitments_stay_by_path_whatever_is_opened() -> None:
    state = told()
    openings = seal(state)

    assert committed(state) == {
        path: commitment(bytes.fromhex(salt), path, words)
        for path, (salt, words) in openings.items()
    }
    assert committed({"text": {"sha256": "aa"}, "of": "wire"}) == {"text": "aa"}


def test_words_put_back_make_the_event_as_it_was_told() -> None:
    state = told()
    openings = seal(state)

    assert unseal(json.loads(json.dumps(state)), openings) == told()


def test_what_was_erased_reads_as_words_that_were_erased() -> None:
    state = {"text": "Anna", "label": "9 a.m."}
    openings = seal(state)
    del openings["text"]

    assert unseal(state, openings) == {"text": "(words erased)", "label": "9 a.m."}


@pytest.mark.parametrize("path", sorted(PATHS))
def test_what_was_erased_says_so_and_nothing_else_changes(path: str) -> None:
    state = told()
    openings = seal(state)
    erased = copy.deepcopy(openings)
    del erased[path]

    shown = json.dumps(unseal(state, erased))

    assert shown == json.dumps(told()).replace(f'"{PATHS[path]}"', f'"{ERASED}"')


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"incident": "kyiv", "report": {"id": "wire", "source": "ap"}, "claims": []},
        {"of": "wire/1#c1", "by": "desk"},
        {"incident": {"id": "kyiv", "occurred": {"given": {}}}, "agents": []},
    ],
)
def test_an_event_without_free_text_has_nothing_to_open(state: dict[str, Any]) -> None:
    before = copy.deepcopy(state)

    assert seal(state) == {}
    assert unseal(state, {}) == before


def test_an_empty_text_is_committed_to_as_well() -> None:
    state: Document = {"text": ""}

    openings = seal(state, bytes)

    assert openings == {"text": ("00" * 32, "")}
    assert state == {"text": {"sha256": commitment(bytes(32), "text", "")}}
