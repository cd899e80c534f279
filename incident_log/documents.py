"""Reading JSON strictly: what could be misread is refused, not guessed.

Duplicate keys, NaN, NUL, lone surrogates, and what is too large, too deep or too wide
for a report are refused (RELIABILITY 3b).  YAML is not read at all.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import Any

from incident_log.addresses import without_secret_addresses
from incident_log.errors import UnreadableInput

#: Bytes of one record, levels of nesting, keys of one object, digits of one number.
LARGEST, DEEPEST, WIDEST, LONGEST = 1_000_000, 32, 1_000, 30


def loads(text: str) -> Any:
    """Decode one JSON text; raise :exc:`UnreadableInput`."""
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            f"is not JSON ({error.msg} at line {error.lineno} column {error.colno}):"
            " correct it"
        ) from error
    except RecursionError as error:
        raise UnreadableInput(_TOO_DEEP) from error
    if _may_hide(text, value):
        check(value, 1)
    _check_size(text, value)
    return value


def _may_hide(text: str, value: Any) -> bool:
    """Tell whether :func:`check` may find something; most texts show that it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    is_flat = text.count("{") + text.count("[") <= DEEPEST
    return _ESCAPED.search(text) is not None or not (
        is_flat or _depth(value) <= DEEPEST
    )


def _depth(value: Any) -> int:
    """Return how many levels of lists and objects there are."""
    levels = -1
    inside: list[Any] = [[value]]
    while inside:
        levels += 1
        each = (v.values() if type(v) is dict else v for v in inside)
        inside = [v for few in each for v in few if type(v) in (dict, list)]
    return levels


def _check_size(text: str, value: Any) -> None:
    """Refuse records that are too large; a list of them may be as long as it likes."""
    if len(text) <= LARGEST:
        return
    records = value if isinstance(value, list) else [value]
    for record in records:
        size = (
            len(text)
            if len(records) == 1
            else len(json.dumps(record, ensure_ascii=False))
        )
        if size > LARGEST:
            raise UnreadableInput(
                f"the record has {size} characters: split it (at most {LARGEST})"
            )


_TOO_DEEP = f"is nested too deeply: use at most {DEEPEST} levels"


def decode(content: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark."""
    try:
        return content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableInput(
            f"is not UTF-8 (byte {error.start}, line {line}): save it as UTF-8"
        ) from error


def line_of(text: str, path: Iterable[str | int]) -> int:
    """Return the line on which the value at *path* begins in a JSON text.

    Where the path leads nowhere (a field that is missing), the last line it reaches.
    """
    at = _skip(text, 0)
    for key in path:
        found = _enter(text, at, key)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def lines_of_list(text: str) -> Iterator[int]:
    """Yield the lines on which the values of a list begin, in one pass."""
    at, line, before = _skip(text, _skip(text, 0) + 1), 1, 0
    while text[at] != "]":
        line += text.count("\n", before, at)
        before = at
        yield line
        _, at = _PLAIN.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)


def elements(text: str, path: Iterable[str | int]) -> Iterator[tuple[int, str]]:
    """Yield line and JSON text of each value of the list at *path*, one by one.

    What is no list is yielded itself.  Raise :exc:`UnreadableInput`.
    """
    yield from _elements(text, place(text, path))


def place(text: str, path: Iterable[str | int]) -> int:
    """Return where the value at *path* begins; raise :exc:`UnreadableInput`."""
    at = _skip(text, 0)
    for key in path:
        try:
            found = _enter(text, at, key)
        except (json.JSONDecodeError, IndexError, RecursionError) as error:
            raise UnreadableInput("is not JSON: correct it") from error
        if found is None:
            raise UnreadableInput(f"has nothing called {key!r}: correct the pointer")
        at = found
    return at


def _elements(text: str, at: int) -> Iterator[tuple[int, str]]:
    line, before = text.count("\n", 0, at) + 1, at
    is_list = text[at : at + 1] == "["
    at = _skip(text, at + 1) if is_list else at
    try:
        while not is_list or text[at] != "]":
            line += text.count("\n", before, at)
            before = at
            _, end = _PLAIN.raw_decode(text, at)
            yield line, text[at:end]
            if not is_list:
                return
            at = _skip(text, end)
            if text[at] == ",":
                at = _skip(text, at + 1)
            elif text[at] != "]":
                raise IndexError
    except (json.JSONDecodeError, IndexError, RecursionError) as error:
        line += text.count("\n", before, at)
        raise UnreadableInput(f"is not JSON from line {line} on: correct it") from error


def _enter(text: str, at: int, key: str | int) -> int | None:
    """Return where the value of *key* begins in the object or list that begins *at*."""
    opening = "{" if isinstance(key, str) else "["
    if text[at] != opening:
        return None
    at, n = _skip(text, at + 1), 0
    while text[at] not in "}]":
        name: object = n
        if opening == "{":
            name, at = _PLAIN.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if name == key:
            return at
        _, at = _PLAIN.raw_decode(text, at)
        at, n = _skip(text, at), n + 1
        if text[at] == ",":
            at = _skip(text, at + 1)
    return None


def _skip(text: str, at: int) -> int:
    match = re.compile(r"[ \t\r\n]*").match(text, at)
    return match.end() if match else at


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableInput(f"key {twice!r} appears twice: keep one")
    if len(found) > WIDEST:
        raise UnreadableInput(f"an object has {len(found)} keys: at most {WIDEST}")
    return found


def _constant(name: str) -> None:
    raise UnreadableInput(
        f"{name} is no number: leave the field out or write 'unknown'"
    )


def _integer(digits: str) -> int:
    if len(digits) > LONGEST:
        raise UnreadableInput(f"a number has {len(digits)} digits: correct it")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise UnreadableInput(f"{digits} is too large: correct it")
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_constant=_constant,
    parse_int=_integer,
    parse_float=_float,
)
_PLAIN = json.JSONDecoder()
_FORBIDDEN = re.compile("[\0\ud800-\udfff]")
#: How a text may write them; as they are, JSON has no NUL and UTF-8 no half characters.
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def check(value: Any, depth: int) -> None:
    """Refuse words that no store keeps as they are, and nesting without end."""
    if depth > DEEPEST and isinstance(value, list | dict):
        raise UnreadableInput(_TOO_DEEP)
    if isinstance(value, str):
        bad = _FORBIDDEN.search(value)
        if bad:
            what = "a NUL character" if bad[0] == "\0" else "half a character"
            begin = without_secret_addresses(value)[:40]
            raise UnreadableInput(f"{begin!r} contains {what}: remove it")
    elif isinstance(value, list):
        for each in value:
            check(each, depth + 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            check(name, depth)
            check(each, depth + 1)
