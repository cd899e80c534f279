"""Documents and texts that went wrong in small ways, as people and programs do it.

``WHOLE`` is an update that uses every field there is; the strategies change one to
three things about it, or about any text.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.given import Document

Path = tuple[str | int, ...]

TEXT = "One person died and nine were hurt by 8:30 a.m., “Київ” said 🚨."

WHOLE: Document = {
    "format": "incident-log/update/1",
    "id": "1100",
    "incident": {
        "id": "kyiv-2024-12-20",
        "title": "Attack on Kyiv",
        "kind": "missile_attack",
        "place": "kyiv",
        "timezone": "Europe/Kyiv",
        "occurred": {"from": "2024-12-20T06:40", "to": "2024-12-20", "text": "early"},
    },
    "related_incidents": [{"id": "rostov", "occurred": "2024-12-18T10:00+03:00"}],
    "report": {
        "id": "wire",
        "source": "outlet",
        "url": "https://example.org/1",
        "title": "Nine hurt",
        "language": "en",
        "derived_from": "agency",
    },
    "signal": "correction",
    "corrects": ["0900", "page/1#c1"],
    "label": "[UPDATES] As of 11 a.m.",
    "as_of": "2024-12-20T11:00",
    "published_at": "2024-12-20",
    "received_at": "2024-12-20T11:05:30.5+02:00",
    "timezone": "Europe/Kyiv",
    "text": TEXT,
    "agents": [
        {"id": "mayor", "name": "Mayor", "kind": "official", "party": "ua"},
        {"id": "chief", "origin": "mayor"},
    ],
    "places": [
        {"id": "podil", "name": "Podil", "level": "adm3", "part_of": "kyiv"},
        {"id": "kyiv", "latitude": 50.45, "longitude": 30},
    ],
    "weapons": [
        {"id": "kn-23", "name": "KN-23", "kind": "missile", "aliases": ["Hwasong"]},
        {"id": "kinzhal", "broader": "missile"},
    ],
    "claims": [
        {
            "id": "c-dead",
            "type": "casualties",
            "incident": "rostov",
            "said_by": "mayor",
            "as_of": "2024-12-20T08:30",
            "as_of_text": "by 8:30 a.m.",
            "occurred": "2024-12-20T08",
            "place": "podil",
            "channel": "telegram_post",
            "note": "first word",
            "quote": "One person died",
            "span": [0, 15],
            "restates": "wire/0900#c1",
            "corrects": ["c1"],
            "outcome": "killed",
            "count": "at least 1",
            "counter": "phase-2",
            "measure": "total_to_date",
            "population": {
                "status": "civilian",
                "sex": "female",
                "age_group": "adult",
                "role": ["medical", "other"],
            },
            "detail": "died_of_wounds",
            "denied": False,
        },
        {
            "type": "casualties",
            "outcome": "injured",
            "measure": "subset",
            "subset_of": "c-dead",
            "count": 4,
            "population": {"role": "journalist"},
        },
        {
            "type": "casualties",
            "outcome": "injured",
            "measure": "adjustment",
            "count": -2,
        },
        {
            "type": "damage",
            "object": "roof",
            "degree": "damaged",
            "cause": "falling_debris",
            "count": "several",
            "areas": 3,
            "composite": ["school", "kindergarten"],
        },
        {
            "type": "outage",
            "service": "heating",
            "state": "out",
            "object": "dwelling",
            "since": "2024-12-20T07:00",
            "until": "2024-12-21",
            "cause": "attack",
            "count": "9 to 12",
            "composite": "school",
        },
        {
            "type": "strike",
            "weapons": ["kn-23", "kinzhal"],
            "phase": "launched",
            "actor": "ru",
            "launched_from": "bryansk",
            "carrier": "mig-31k",
            "count": "more than 5",
        },
        {"type": "target", "kind": "energy", "organisation": "the grid"},
        {
            "type": "statement",
            "act": "confirm",
            "speaker": "mayor",
            "verbatim": "partial",
            "text": "Nine were hurt",
            "about": ["c-dead"],
        },
        {"type": "occurrence", "kind": "blast_heard", "count": "about 8"},
        {"type": "link", "relation": "in_response_to", "to": "rostov"},
        {"type": "indicator", "name": "magnitude", "value": 6.4, "unit": "mw"},
        {"type": "indicator", "name": "water_level", "value": "up to 0.5"},
        {"type": "verification", "verdict": "not_verified", "of": ["c2", "page/1"]},
    ],
}

#: What stands in the wrong place: each fits somewhere, and nearly somewhere else.
VALUES: list[Any] = [
    *(None, True, False, 0, 1, 9, -1, 10**9, 10**9 + 1, 10**18, 10**30),
    *(0.0, 1.0, 9.5, -0.5, 1e18, 1e300, 91, 181, 200_001),
    *("", " ", "9", "-1", "kyiv", "Kyiv", "wire/1", "wire/1#c1", "wire/1#c1~1"),
    *("wire 1", "two\nlines", "nine\u202eelevn", "red\x1b[31m", "é" * 2001, "x" * 129),
    *("at least 9", "at least 9.5", "more than 9.5", "fewer than 0", "12 to 9"),
    *("several", "none", "unknown", "some", "at least ٩", "about 9999999999"),
    *("2024", "2024-12", "2024-12-20", "2024-12-20T11", "2024-12-20T11:00"),
    *("2024-12-20T11:00Z", "2024-12-20T11:00+02:00", "2024-13-01", "2024-12-20 noon"),
    *("2025-03-30T03:30", "2024-10-27T03:30", "9999-12-31", "0001", "11:00", "now"),
    *("Europe/Kyiv", "Europe/London", "UTC", "Mars/Olympus", "../etc", "\\0"),
    *("killed", "dead", "partial", "correction", "retraction", "adjustment", "strike"),
    *([], {}, [0, 15], [1, 2, 3], [15, 0], ["c1"], ["c1", None], [[]], [{}]),
    *({"id": "kyiv"}, {"type": "strike"}, {"from": "2024"}, {"sex": "female"}),
    *({"type": "occurrence", "kind": "x", "count": 0}, {"text": "x"}, {"": 1}),
]
NAMES = [
    *("count", "id", "type", "incident", "text", "quote", "span", "signal", "holds"),
    *("releases", "retracts", "corrects", "timezone", "as_of", "", "number", "a\nb"),
]
#: What breaks texts.
FRAGMENTS = [
    *(
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ";",
        "\\",
        "\n",
        "\r",
        "\t",
        "\0",
        "\ufeff",
    ),
    *(
        "\\u0000",
        "\\ud800",
        "\u2028",
        "\x1b",
        "é",
        "🚨",
        "NaN",
        "Infinity",
        "-",
        "1e999",
    ),
    *(
        "9" * 5000,
        "true",
        "null",
        "null,",
        ' "id": "x",',
        "[" * 40,
        '{"a":' * 400,
        "killed",
    ),
    *(",,", '""', "report", "2024-12-20", "wire,ap,kyiv,casualties,killed,9", "=1+1"),
]


@st.composite
def documents(draw: st.DrawFn) -> Any:
    """An update document in which one to three things were changed."""
    document: Any = copy.deepcopy(WHOLE)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        path = draw(st.sampled_from(list(paths(document))))
        document = changed(document, path, draw)
    return document


def changed(document: Any, path: Path, draw: st.DrawFn) -> Any:
    """Change what is at *path*, in place where there is a place."""
    if not path:
        return document if draw(st.integers(0, 9)) else draw(st.sampled_from(VALUES))
    holder = at(document, path[:-1])
    match draw(st.sampled_from(["replace", "remove", "add", "copy", "wrap"])):
        case "remove":
            del holder[path[-1]]
        case "add" if isinstance(holder, dict):
            name = draw(st.sampled_from(NAMES))
            holder[name] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        case "copy" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[int(path[-1])]))
        case "wrap":
            holder[path[-1]] = [holder[path[-1]]]
        case _:
            holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    return document


def at(document: Any, path: Path) -> Any:
    """Return what is at *path*."""
    for key in path:
        document = document[key]
    return document


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in a document, itself first."""
    yield path
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, each in inside:
        yield from paths(each, (*path, key))


def places() -> list[Path]:
    """The paths of ``WHOLE``; of those that differ in numbers only, the first."""
    first: dict[Any, Path] = {}
    for path in paths(WHOLE):
        is_in_claim = len(path) > 1 and path[0] == "claims"
        kind = at(WHOLE, path[:2])["type"] if is_in_claim else None
        first.setdefault((kind, *(k for k in path if isinstance(k, str))), path)
    return list(first.values())


def with_values(path: Path) -> list[Any]:
    """A small update for each of ``VALUES``, that one standing at *path*.

    *path* is one of ``WHOLE``; of the rest only what every update needs is kept.
    """
    small: Document = {"incident": "kyiv", "report": {"id": "wire", "source": "ap"}}
    small |= {"text": TEXT, "signal": "correction"}
    if path:
        small[str(path[0])] = WHOLE[str(path[0])]
    if len(path) > 1 and path[0] == "claims":
        small["claims"] = [WHOLE["claims"][int(path[1])]]
        path = ("claims", 0, *path[2:])
    return [_with(small, path, value) for value in VALUES]


def _with(document: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    changed = copy.copy(document)
    inner = document.get(path[0]) if isinstance(document, dict) else document[path[0]]
    changed[path[0]] = _with(inner, path[1:], value)
    return changed


@st.composite
def texts(draw: st.DrawFn, text: str) -> str:
    """A text that was cut, doubled, or written into, at one to four places."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 9, 400])))
        between = draw(st.sampled_from(["", text[start:end] * 2, *FRAGMENTS]))
        text = text[:start] + between + text[end:]
    return text


def broken_json() -> st.SearchStrategy[str]:
    """The JSON of an update, damaged."""
    return texts(json.dumps(WHOLE, ensure_ascii=False, indent=1))
