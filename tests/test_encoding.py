"""JSON as the log stores it, whoever writes it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log import encoding
from incident_log.encoding import Encoder, decoded

_PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@pytest.fixture(
    scope="module", params=[10**9, 0], ids=["json", "msgspec"], autouse=True
)
def _whoever(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let all be written and read by json, then by msgspec."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "FEW", request.param)
        yield


def of_json(value: Any, *, is_sorted: bool) -> bytes:
    """Write a value as the log did from the beginning."""
    return json.dumps(
        value, sort_keys=is_sorted, separators=(",", ":"), ensure_ascii=False
    ).encode()


@given(value=VALUES, is_sorted=st.booleans())
def test_every_value_is_written_as_json_writes_it(value: Any, is_sorted: bool) -> None:
    written = Encoder(is_sorted=is_sorted)(value)

    assert written == of_json(value, is_sorted=is_sorted)


@pytest.mark.parametrize(
    "value",
    [
        *(1e-05, 0.00001234, 1e16, 1.5e300, 123456789012345680.0, -0.0, 1.0),
        *([1e16], {"a": -1e-05}, {"text": "at 12:30.5, [1.5"}),
        *(2**64, -(2**64), {"a": 10**40}, True, '\x00\x1f\x7f"\\/\u2028é\n\b\f'),
        *((1, "a"), {"b": 1, "a": 2, "é": 3, "z": 4}, {}, []),
    ],
    ids=repr,
)
@pytest.mark.parametrize("is_sorted", [False, True])
def test_what_the_two_may_write_otherwise(value: Any, is_sorted: bool) -> None:
    assert Encoder(is_sorted=is_sorted)(value) == of_json(value, is_sorted=is_sorted)


def test_half_a_character_is_refused_as_before() -> None:
    with pytest.raises(UnicodeEncodeError):
        Encoder()("\ud83d")


def test_what_is_no_json_is_refused_as_before() -> None:
    with pytest.raises(TypeError):
        Encoder()({"a": object()})


@given(VALUES)
def test_what_is_written_is_read_as_it_was(value: Any) -> None:
    assert repr(decoded(Encoder()(value))) == repr(value)


@pytest.mark.parametrize(
    "text",
    [
        *('"\\ud800"', '"\\ud83d\\ude00"', "NaN", "[-Infinity]", "1e400", "-0", "-0.0"),
        *('{"a": 1, "a": 2}', " 1\n", "18446744073709551616", "1E5", "1.0", '"\\/"'),
    ],
)
def test_what_others_write_is_read_as_well(text: str) -> None:
    assert repr(decoded(text)) == repr(json.loads(text))
    assert repr(decoded(text.encode())) == repr(json.loads(text))


@pytest.mark.parametrize("text", [b"", b"{", b"[1,]", b'"\xff"', b"01", b'"\x01"'])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(text)
