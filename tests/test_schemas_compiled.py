"""The compiled check of shapes: its yes is marshmallow's yes, and it is quick to give.

Its no may be wrong and costs time only; its yes may not.
"""

import copy
import json
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incident_log import schemas
from incident_log.schemas import CLAIMS
from incident_log.schemas.compiled import is_update
from incident_log.schemas.shapes import UPDATE
from tests.given import Document
from tests.mutations import TEXT, VALUES, WHOLE, places, with_values
from tests.mutations import Path as Keys
from tests.mutations import documents as changed_documents

EXAMPLES = Path(__file__).parent.parent / "fixtures" / "kyiv-2024-12-20"
CLAIM = {"type": "casualties", "outcome": "killed"}
DAMAGE = {"type": "damage", "object": "roof"}
INDICATOR = {"type": "indicator", "name": "magnitude"}


def is_accepted(document: Any) -> bool:
    """Tell what marshmallow says, whose word counts."""
    return isinstance(document, dict) and not UPDATE.validate(document)


def takes_back(value: Any) -> bool:
    """Tell whether there is a negative whole number: these are marshmallow's."""
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        return any(map(takes_back, inside))
    return type(value) is int and value < 0


def only_adding(document: Any) -> Any:
    """Leave out the claims that take back, so that a yes is possible at all."""
    if not isinstance(document, dict) or not isinstance(document.get("claims"), list):
        return document
    claims = [each for each in document["claims"] if not takes_back(each)]
    return document | {"claims": claims}


def agree(document: Any) -> bool:
    accepted = is_accepted(document)
    said = isinstance(document, dict) and is_update(document)
    return said == accepted or (accepted and takes_back(document))


def update(**fields: Any) -> Document:
    report = {"id": "wire", "source": "ap"}
    return {"incident": "kyiv", "report": report, "text": TEXT} | fields


def saying(claim: Document, **fields: Any) -> Document:
    return update(claims=[claim | fields])


def ran(*lines: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=environment,
        check=False,
    )


# -- agreement -----------------------------------------------------------------------


def test_every_field_there_is_gets_a_quick_yes() -> None:
    document = only_adding(WHOLE)

    assert {claim["type"] for claim in document["claims"]} == set(CLAIMS)
    assert is_update(document)


def test_the_articles_of_the_demonstration_get_a_quick_yes() -> None:
    found = sorted(EXAMPLES.glob("*.json"))

    assert found
    assert [
        file.name for file in found if not is_update(json.loads(file.read_text()))
    ] == []


@pytest.mark.parametrize("path", places(), ids=lambda path: ".".join(map(str, path)))
def test_both_agree_on_any_value_in_any_place(path: Keys) -> None:
    assert [each for each in with_values(path) if not agree(each)] == []


@settings(max_examples=1000, derandomize=True, deadline=None)
@given(changed_documents().map(only_adding))
def test_both_agree_on_a_changed_document(document: Any) -> None:
    assert agree(document)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(
    st.sampled_from(sorted(CLAIMS)),
    st.dictionaries(
        st.sampled_from(sorted({name for c in CLAIMS.values() for name in c.fields})),
        st.sampled_from(VALUES) | st.integers() | st.floats() | st.text(max_size=9),
        max_size=4,
    ),
)
@example("casualties", {"outcome": "killed", "count": -2, "measure": "adjustment"})
@example("casualties", {"outcome": "killed", "count": -2})
def test_both_agree_on_any_claim(kind: str, fields: Document) -> None:
    whole = next(c for c in WHOLE["claims"] if c["type"] == kind)

    assert agree(saying(copy.deepcopy(whole), **fields))
    assert agree(saying({"type": kind}, **fields))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (update(), True),
        (update(incident={"id": "kyiv"}), True),
        (update(text="x" * 200_000), True),
        (update(text="x" * 200_001), False),
        (update(text="\ud800"), True),
        (update(label="🚨" * 2_000), True),
        (update(label=None), False),
        (update(number=1), False),
        (update(incident="kyiv\n"), False),
        (update(incident="кyiv"), False),
        (update(signal="correction", corrects=["wire/1#c1~1"]), True),
        (update(signal="correction", corrects=["wire/1#c1~0"]), False),
        (update(signal="hold", corrects=[]), False),
        (update(corrects=[]), False),
        (update(claims=[CLAIM] * 10_000), True),
        (update(claims=[CLAIM] * 10_001), False),
        (update(places=[{"id": "pole", "latitude": -90, "longitude": -0.0}]), True),
        (update(places=[{"id": "pole", "latitude": float("nan")}]), False),
        (update(places=[{"id": "pole", "latitude": True}]), False),
        (saying(CLAIM, count=10**9), True),
        (saying(CLAIM, count=10**9 + 1), False),
        (saying(CLAIM, count=10**30), False),
        (saying(CLAIM, count=9.0), False),
        (saying(CLAIM, count=True), False),
        (saying(CLAIM, count=None), False),
        (saying(CLAIM, count="12 to 9"), False),
        (saying(CLAIM, count="9 to 12"), True),
        (saying(CLAIM, denied=0), False),
        (saying(CLAIM, span=[0, 15]), True),
        (saying(CLAIM, span=[0.0, 15]), False),
        (saying(CLAIM, span=[0, 15, 16]), False),
        (saying(CLAIM, restates=["c1", None]), False),
        (saying(CLAIM, type=["casualties"]), False),
        (saying({"outcome": "killed"}), False),
        (saying(DAMAGE, areas=3.0), False),
        (saying(DAMAGE, composite=["school", "school/1"]), False),
        (saying(INDICATOR, value=-0.0), True),
        (saying(INDICATOR, value=10**18), True),
        (saying(INDICATOR, value=float("inf")), False),
        (saying({"type": "statement", "act": "deny"}, verbatim=1), False),
    ],
    ids=lambda given: str(given)[-40:],
)
def test_what_msgspec_might_let_through(document: Document, said: bool) -> None:
    assert is_update(document) is said
    assert is_accepted(document) is said


# -- use -----------------------------------------------------------------------------


def test_after_a_few_updates_marshmallow_is_asked_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def validate(_: Any, document: Document) -> dict[str, Any]:
        asked.append(document["id"])
        return {}

    monkeypatch.setattr(schemas, "_checked", count(schemas.FEW - 1))
    monkeypatch.setattr(type(UPDATE), "validate", validate)

    found = [schemas.problems(update(id=f"{n}")) for n in range(3)]

    assert found == [[], [], []]
    assert asked == ["0"]


def test_what_is_refused_is_explained_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [schemas.problems(each) for each in with_values(("claims",))]

    monkeypatch.setattr(schemas, "_checked", count(schemas.FEW))

    assert [schemas.problems(each) for each in with_values(("claims",))] == before


def test_a_single_update_does_not_wait_for_msgspec() -> None:
    done = ran(
        "import sys",
        "from incident_log import schemas",
        "schemas.problems({'incident': 'kyiv'})",
        "print('msgspec' in sys.modules)",
    )

    assert done.stdout == "False\n", done.stderr


def test_the_compiled_types_leave_the_heap_whole() -> None:
    done = ran(
        "import gc",
        "from tests.mutations import WHOLE",
        "from incident_log.schemas.compiled import is_update",
        "is_update(WHOLE), gc.collect()",
        PYTHONMALLOC="malloc",
    )

    assert (done.returncode, done.stderr) == (0, "")
