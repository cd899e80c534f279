"""Rubbish: documents, lines, tables, drafts as broken programs and enemies send them.

Everything is drawn from a :class:`random.Random`, some thousands a second.
"""

import copy
import csv
import io
import json
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from tests.mutations import VALUES, WHOLE, at, paths

#: What stands for a token that no JSON writer writes.
_MARK = "<{}>"
TOKENS = [
    *("NaN", "-Infinity", "1e999", "-1e999", "9" * 31, "9" * 5_000, "1" + "0" * 30),
    *("-1", "-0", "1.0", "1e3", "0x10", "01", "1_000", "true", "false", "null", "None"),
    *('"\\ud800"', '"\\udfff\\ud800"', '"a\\u0000b"', '"\\u202ebidi\\u2066"', "'x'"),
    *('"\\u0661\\u0662"', '"\\ufeff"', '"\\u001b[31m"', '"\\u200bzero"', '"\\u2028"'),
    *("[" * 40 + "]" * 40, '{"a":' * 40 + "1" + "}" * 40, "[" * 5_000, '{"a":' * 5_000),
    *('{"id":1,"id":2}', "[]", "{}", "[[]]", '""', '" "', '"' + "x" * 3_000 + '"'),
    "{" + ",".join(f'"k{n}":{n}' for n in range(1_100)) + "}",
]
#: What makes a document larger than it may be; seldom, as it takes long.
LARGE = ['"' + "long " * 45_000 + '"', '"' + "y" * 1_100_000 + '"']

#: Cells that make something else of a row, or of a spreadsheet.
CELLS = [
    *('"', '"unclosed', 'a"b', "a\0b", "\ufeff", ",,", ";", "a;b;;c", "\r", "\n\n"),
    *("=1+1", "@SUM(A1)", "-1", "+1", "1_000", "\u0661", "9" * 31, "1e999", "NaN"),
    *("true", "None", "\u202ebidi", "x" * 3_000, "several", "9 to 3", "2024-02-30"),
]

COLUMNS = [
    *("report", "source", "update", "incident", "incident_title", "incident_timezone"),
    *("received_at", "type", "outcome", "count", "said_by", "as_of", "place", "quote"),
    *("denied", "role", "note"),
]


def document(chance: Random, name: str, whole: Any = WHOLE) -> bytes:
    """Return the JSON of a document of a report called *name*, damaged, in one line.

    Some ten such reports are about one incident.
    """
    damaged = copy.deepcopy(whole)
    damaged["report"] = dict(damaged.get("report", {}), id=name)
    damaged["incident"] = dict(damaged["incident"], id=f"about-{name[:-1]}")
    tokens: list[str] = []
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        damaged = _changed(damaged, chance, tokens)
    text = json.dumps(damaged, ensure_ascii=chance.random() < 0.5)
    text = text.replace('"rostov"', f'"before-{name[:-1]}"')
    for n, token in enumerate(tokens):
        text = text.replace(json.dumps(_MARK.format(n)), token)
    content = text.encode("utf-8", "surrogatepass")
    return garbled(content, chance) if chance.random() < 0.4 else content


def table(chance: Random, name: str) -> bytes:
    """Return a CSV of a few updates, damaged."""
    written = io.StringIO()
    rows = csv.writer(written)
    header = list(COLUMNS)
    if chance.random() < 0.1:
        header[chance.randrange(len(header))] = chance.choice((*header, "", "other"))
    rows.writerow(header)
    for n in range(chance.randrange(1, 5)):
        rows.writerow(_row(chance, f"{name}-{n // 2}", n))
    text = written.getvalue()
    if chance.random() < 0.3:
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(CELLS) + text[place:]
    encoding = chance.choice(("utf-8",) * 8 + ("utf-8-sig", "utf-16", "cp1251"))
    content = text.encode(encoding, "replace")
    return garbled(content, chance) if chance.random() < 0.3 else content


def garbled(content: bytes, chance: Random) -> bytes:
    """Return bytes that were changed at one to four places."""
    for _ in range(chance.randrange(1, 5)):
        start = chance.randrange(len(content) + 1)
        end = start + chance.choice((0, 1, 1, 2, 20, 500))
        part = chance.choice(_PARTS)(content[start:end], chance)
        content = content[:start] + part + content[end:]
    return content


def _flipped(part: bytes, chance: Random) -> bytes:
    return bytes(byte ^ 1 << chance.randrange(8) for byte in part)


def _drawn(part: bytes, chance: Random) -> bytes:
    return part + chance.randbytes(len(part) or 3)


_PARTS: list[Callable[[bytes, Random], bytes]] = [
    _flipped,
    _drawn,
    lambda part, chance: b"",
    lambda part, chance: part * 2,
    lambda part, chance: part + chance.choice(TOKENS).encode(),
    lambda part, chance: part + chance.choice((b"\0", b"\n", b'"', b"}", b"]", b",")),
]


def _row(chance: Random, name: str, n: int) -> list[str]:
    cells = [
        *(name, "s", "u", "inc", "Incident", "UTC", "2024-12-20T11:00"),
        *(
            "casualties",
            "killed",
            str(n),
            "mayor",
            "2024-12-20T10:00",
            "kyiv",
            "a word",
        ),
        *("false", "medical;other", ""),
    ]
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        cells[chance.randrange(len(cells))] = chance.choice(CELLS)
    return cells if chance.random() < 0.9 else cells[: chance.randrange(20)] * 2


def _changed(document: Any, chance: Random, tokens: list[str]) -> Any:
    """Change one thing in a document; *tokens* are what marks in it stand for."""
    path = chance.choice([path for path in paths(document) if path] or [()])
    if not path:
        return document
    holder = at(document, path[:-1])
    match chance.choice(("token", "token", "value", "remove", "twice", "unknown")):
        case "remove":
            del holder[path[-1]]
        case "value":
            holder[path[-1]] = copy.deepcopy(chance.choice(VALUES))
        case "unknown" if isinstance(holder, dict):
            holder[chance.choice(("x", "", "a b", "type ", "\0", "\u202e"))] = 1
        case "twice" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[int(path[-1])]))
        case _:
            few = TOKENS if chance.random() < 0.99 else LARGE
            holder[path[-1]] = _MARK.format(len(tokens))
            tokens.append(chance.choice(few))
    return document


def lines(parts: Iterable[bytes]) -> bytes:
    """Return documents as JSON lines."""
    return b"".join(part + b"\n" for part in parts)
