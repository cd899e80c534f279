"""The JSON Schema that ``incident-log schema`` prints, against what we accept."""

from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from incident_log.accepting import Unacceptable, accept, dotted
from incident_log.schemas import CLAIMS, json_schema
from tests.given import Document
from tests.mutations import TEXT, WHOLE, Path, places, with_values
from tests.mutations import documents as changed_documents

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
CLAIM = {"type": "occurrence", "kind": "blast_heard"}


def is_accepted(document: Any) -> bool:
    try:
        accept(document, lambda _: "Europe/Kyiv")
    except Unacceptable:
        return False
    return True


def update(**fields: Any) -> Document:
    report = {"id": "wire", "source": "ap"}
    return {"incident": "kyiv", "report": report, "text": TEXT} | fields


def saying(**fields: Any) -> Document:
    return update(claims=[CLAIM | fields])


def measuring(value: Any) -> Document:
    return update(claims=[{"type": "indicator", "name": "magnitude", "value": value}])


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_it_knows_every_type_of_claim() -> None:
    shapes = SCHEMA["properties"]["claims"]["items"]["oneOf"]

    assert [shape["properties"]["type"]["const"] for shape in shapes] == list(CLAIMS)


@pytest.mark.parametrize(
    "document",
    [
        WHOLE,
        update(),
        update(incident={"id": "kyiv"}, format="incident-log/update/1"),
        {"incident": "kyiv", "report": {"id": "w", "source": "w"}, "signal": "hold"},
        {"incident": "kyiv", "report": {"id": "w", "source": "w"}, "claims": []},
        saying(count=0),
        saying(count="more than 9"),
        saying(count="9 to 12"),
        saying(count="unknown"),
        saying(occurred={"text": "early"}),
        saying(occurred="2024"),
        saying(as_of="2024-12-20 11:00:30.5Z"),
        saying(restates=["c1", "wire/1", "wire/1#c1"], span=[0, 3], quote="One"),
        measuring(-6.25),
        measuring("6.4 to 6.8"),
        measuring("up to 6.4"),
    ],
)
def test_what_we_accept_it_accepts(document: Document) -> None:
    assert is_accepted(document)
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


@pytest.mark.parametrize(
    "document",
    [
        *([], "update", None, {}, {"incident": "kyiv", "text": "x"}),
        {"incident": "kyiv", "report": {"id": "w", "source": "w"}},
        {"incident": "kyiv", "report": {"id": "w", "source": "w"}, "signal": "new"},
        *(update(headline="x"), update(label=None), update(report="wire")),
        update(report={"id": "wire"}),
        *(update(incident="Kyiv"), update(id="i" * 129), update(signal="fix")),
        *(update(text=9), update(label="x" * 2001), update(as_of="noon")),
        update(signal="hold", holds="c1"),
        update(places=[{"id": "x", "latitude": 91}]),
        update(claims=[{"type": "casulties"}]),
        update(claims=[{"type": "casualties"}]),
        *(saying(number=9), saying(count=9.5), saying(count=True), saying(count="9")),
        *(saying(count="at least ٩"), saying(count=10**9 + 1), saying(count="lots")),
        *(saying(quote=["x"]), saying(span=["0", "3"]), saying(occurred={"on": "x"})),
        update(claims=[{"type": "statement", "act": "deny", "verbatim": "no"}]),
        *(measuring("6.4"), measuring(True), measuring(1e19)),
    ],
)
def test_what_we_refuse_it_refuses(document: Any) -> None:
    assert not is_accepted(document)
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize(
    "document",
    [
        saying(restates="wire 1"),
        saying(restates="wire/1#"),
        saying(as_of="2024-12-20 noon"),
        saying(as_of="20241220"),
        saying(occurred="noon"),
        saying(occurred={"from": "2024-12-20 noon"}),
        saying(span=[1, 2, 3]),
        saying(span=[0, 200_001]),
        saying(count=-3),
        saying(count="fewer than 0"),
        measuring("more than 6.4"),
        update(corrects=["c1"]),
        update(signal="hold", retracts=["c1"]),
    ],
    ids=lambda document: str(document.get("claims", document))[:60],
)
def test_what_we_refuse_it_refuses_as_far_as_it_can(document: Document) -> None:
    assert not is_accepted(document)
    assert not VALIDATOR.is_valid(document)


def test_it_knows_how_many_claims_an_update_may_have() -> None:
    assert SCHEMA["properties"]["claims"]["maxItems"] == 10_000


@pytest.mark.parametrize("path", places(), ids=dotted)
def test_it_never_refuses_what_we_accept_in_any_place(path: Path) -> None:
    documents = with_values(path)

    accepted = [document for document in documents if is_accepted(document)]

    assert [each for each in accepted if not VALIDATOR.is_valid(each)] == []


@settings(max_examples=500, derandomize=True, deadline=None)
@given(changed_documents())
def test_it_never_refuses_what_we_accept(document: Any) -> None:
    assert not is_accepted(document) or VALIDATOR.is_valid(document)
