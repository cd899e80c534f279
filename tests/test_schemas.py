"""The shape of an update document: what is refused, where, and with which words."""

import copy
from typing import Any

import pytest

from incident_log.schemas import (
    CLAIMS,
    claim_problems,
    incident_problems,
    problems,
)
from tests.given import Document
from tests.mutations import TEXT, WHOLE

REPORT = {"id": "wire", "source": "ap"}
CLAIM = {"type": "casualties", "outcome": "killed"}


def update(**fields: Any) -> Document:
    return {"incident": "kyiv", "report": REPORT, "text": TEXT} | fields


def saying(*claims: Any) -> Document:
    return update(claims=list(claims))


def claim(type_: str, **fields: Any) -> Document:
    """The claim of that type in ``WHOLE``, with *fields* changed."""
    whole: Document = next(c for c in WHOLE["claims"] if c["type"] == type_)
    return copy.deepcopy(whole) | fields


def test_a_document_may_use_every_field_there_is() -> None:
    used = {kind: set[str]() for kind in CLAIMS}
    for each in WHOLE["claims"]:
        used[each["type"]] |= set(each)

    assert problems(WHOLE) == []
    assert used["casualties"] == set(CLAIMS["casualties"].fields)


@pytest.mark.parametrize(
    "document",
    [
        update(),
        update(claims=[CLAIM]),
        {"incident": {"id": "kyiv"}, "report": REPORT, "claims": []},
        {"incident": "kyiv", "report": REPORT, "signal": "retraction"},
        update(incident="i" * 128),
        update(text="x" * 200_000),
        update(label="x" * 2_000),
        update(signal="hold", holds=["wire/1#c1~1"]),
        update(places=[{"id": "pole", "latitude": -90, "longitude": 180.0}]),
        saying(claim("strike", count=None) | {"count": "none"}),
        saying(claim("indicator", value=-12.5)),
        saying(claim("statement", verbatim=True), claim("statement", verbatim=False)),
        saying(claim("verification", of="c1")),
        saying(CLAIM | {"measure": "subset", "subset_of": "wire/1#c1"}),
        saying(CLAIM | {"population": {}}),
    ],
)
def test_this_is_an_update(document: Document) -> None:
    assert problems(document) == []


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ([], (), "is not an update: write one JSON object {...}"),
        ("update", (), "is not an update: write one JSON object {...}"),
        (None, (), "is not an update: write one JSON object {...}"),
        (update(report=None), ("report",), "is null: leave the field out"),
        (
            {"incident": "kyiv", "text": "x"},
            ("report",),
            "is missing: add it",
        ),
        ({"report": REPORT, "text": "x"}, ("incident",), "is missing: add it"),
        (update(report={"id": "wire"}), ("report", "source"), "is missing: add it"),
        (update(report="wire"), ("report",), "is not an object: write {...}"),
        (
            update(headline="x"),
            ("headline",),
            "unknown field: remove it or correct its name",
        ),
        (
            update(incident={"id": "kyiv", "name": "x"}),
            ("incident", "name"),
            "unknown field: remove it or correct its name",
        ),
        (
            update(format="incident-log/update/2"),
            ("format",),
            "unknown (nearest: incident-log/update/1): use incident-log/update/1",
        ),
        (
            update(report=REPORT | {"id": "Wire"}),
            ("report", "id"),
            "is no id: use lower-case letters, digits, '.', '_', '-' (at most 128,"
            " beginning with a letter or digit)",
        ),
        (
            update(signal="corection", corrects=[]),
            ("signal",),
            "unknown (nearest: correction): use new, update, correction,"
            " clarification, hold, release, retraction, resend",
        ),
        (
            update(corrects=["c1"]),
            ("corrects",),
            "goes with signal 'correction': add it",
        ),
        (
            update(signal="hold", retracts=["c1"]),
            ("retracts",),
            "goes with signal 'retraction': add it",
        ),
        (update(signal="hold", holds="c1"), ("holds",), "is not a list: write [...]"),
        (
            update(signal="hold", holds=["c1", "wire 1"]),
            ("holds", 1),
            "is no reference: write an id, REPORT/UPDATE or REPORT/UPDATE#CLAIM",
        ),
        (update(as_of=2024), ("as_of",), "is no time: write 2024-12-20T11:00+02:00"),
        (update(label=9), ("label",), "is not text: put it in quotation marks"),
        (update(label="x" * 2001), ("label",), "too long: cut it to 2000"),
        (update(text="x" * 200_001), ("text",), "too long: cut it to 200000"),
        (update(agents={}), ("agents",), "is not a list: write [...]"),
        (update(agents=["ap"]), ("agents", 0), "is not an object: write {...}"),
        (
            update(places=[{"id": "x", "latitude": 90.5}]),
            ("places", 0, "latitude"),
            "is no coordinate: give degrees up to 90",
        ),
        (
            update(places=[{"id": "x", "longitude": "30"}]),
            ("places", 0, "longitude"),
            "is no coordinate: give degrees up to 180",
        ),
        (
            update(places=[{"id": "x", "longitude": True}]),
            ("places", 0, "longitude"),
            "is no coordinate: give degrees up to 180",
        ),
    ],
)
def test_an_update_of_another_shape_is_refused(
    document: Any, path: tuple[str | int, ...], message: str
) -> None:
    assert problems(document) == [(path, message)]


@pytest.mark.parametrize(
    ("wrong", "path", "message"),
    [
        ("a claim", (), "is not an object: write {...}"),
        (None, (), "is null: leave the field out"),
        (
            {"type": "casulties"},
            ("type",),
            "unknown (nearest: casualties): use casualties, damage, outage, strike,"
            " target, statement, occurrence, link, indicator, verification",
        ),
        (
            {"outcome": "killed"},
            ("type",),
            "unknown: use casualties, damage, outage, strike, target, statement,"
            " occurrence, link, indicator, verification",
        ),
        ({"type": "casualties"}, ("outcome",), "is missing: add it"),
        (
            CLAIM | {"outcome": "dead"},
            ("outcome",),
            "unknown: use killed, injured, missing, trapped, abducted, displaced,"
            " evacuated, affected, rescued, casualty_unspecified",
        ),
        (
            CLAIM | {"number": 9},
            ("number",),
            "unknown field: remove it or correct its name",
        ),
        (
            CLAIM | {"count": "lots"},
            ("count",),
            "is no count: write 9, 'at least 9', 'more than 9', 'up to 9',"
            " 'fewer than 9', 'about 9', '9 to 12', 'several', 'some', 'none' or"
            " 'unknown'",
        ),
        (
            CLAIM | {"count": -3},
            ("count",),
            "is negative: only a claim with measure adjustment may be",
        ),
        (
            claim("damage", count=-3),
            ("count",),
            "is negative: only a claim with measure adjustment may be",
        ),
        (CLAIM | {"denied": "yes"}, ("denied",), "write true or false"),
        (
            CLAIM | {"population": {"sex": "f"}},
            ("population", "sex"),
            "unknown: use female, male, other, unknown",
        ),
        (
            CLAIM | {"population": {"role": ["medical", "xyz"]}},
            ("population", "role", 1),
            "unknown: use journalist, medical, humanitarian, human_rights_defender,"
            " other",
        ),
        (CLAIM | {"span": [1]}, ("span",), "is no span: write [start, end]"),
        (CLAIM | {"span": [1, 2, 3]}, ("span",), "is no span: write [start, end]"),
        (
            CLAIM | {"span": [0, 15.0]},
            ("span", 1),
            "is not a whole number: write digits without quotes",
        ),
        (
            claim("damage", areas=True),
            ("areas",),
            "is not a whole number: write digits without quotes",
        ),
        (
            claim("outage", state="off"),
            ("state",),
            "unknown: use out, reduced, restored, partially_restored",
        ),
        (
            claim("occurrence", occurred=20241220),
            ("occurred",),
            "is no time: write 2024-12-20 or {from, to, text}",
        ),
        (
            claim("occurrence", occurred={"since": "2024"}),
            ("occurred", "since"),
            "unknown field: remove it or correct its name",
        ),
        (
            claim("occurrence", occurred={"from": 2024}),
            ("occurred", "from"),
            "is no time: write 2024-12-20T11:00+02:00",
        ),
        (claim("statement", verbatim=1), ("verbatim",), "write true, false or"),
        (
            claim("verification", of=["c1", 2]),
            ("of", 1),
            "is no reference: write an id, REPORT/UPDATE or REPORT/UPDATE#CLAIM",
        ),
    ],
)
def test_a_claim_of_another_shape_is_refused_with_its_path(
    wrong: Any, path: tuple[str | int, ...], message: str
) -> None:
    ((found, words),) = problems(saying(CLAIM, wrong))

    assert found == ("claims", 1, *path)
    assert words.startswith(message)


@pytest.mark.parametrize(
    "found", ["kyiv!", "kyiv\n", "kyiv 1", "kyiv/1", "київ", "-kyiv", "", "i" * 129]
)
def test_an_id_is_ascii_and_nothing_stands_behind_it(found: str) -> None:
    ((path, message),) = problems(update(id=found))

    assert path == ("id",)
    assert message.startswith("is no id: use lower-case letters, digits,")


@pytest.mark.parametrize("number", [1, 0, 1.0, 0.0])
def test_a_number_is_neither_true_nor_false(number: float) -> None:
    assert problems(saying(CLAIM | {"denied": number})) == [
        (("claims", 0, "denied"), "write true or false")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        saying(claim("damage", areas=-1)),
        saying(CLAIM | {"span": [-1, 15]}),
        update(claims=[CLAIM] * 10_001),
    ],
    ids=["areas", "span", "claims"],
)
def test_too_many_and_too_few_are_refused_in_words_that_help(wrong: Document) -> None:
    ((_, message),) = problems(wrong)

    found, colon, remedy = message.partition(": ")
    assert found and colon and remedy
    assert not message.endswith(".")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = saying(CLAIM | {"count": "lots", "number": 9}, {"type": "strike", "id": 1})

    found = [path for path, _ in problems(wrong | {"label": 9})]

    assert sorted(map(str, found)) == [
        "('claims', 0, 'count')",
        "('claims', 0, 'number')",
        "('claims', 1, 'id')",
        "('label',)",
    ]


def test_a_claim_and_an_incident_can_be_checked_by_themselves() -> None:
    assert claim_problems(CLAIM) == []
    assert claim_problems({"type": "link"}) == [
        (("relation",), "is missing: add it"),
        (("to",), "is missing: add it"),
    ]
    assert incident_problems({"id": "kyiv", "title": "Attack"}) == []
    assert incident_problems({"id": "Kyiv"})[0][0] == ("id",)
