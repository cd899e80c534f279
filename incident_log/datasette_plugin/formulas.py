"""Keeps cells of a CSV from being formulas in the spreadsheet that opens it.

A cell that a spreadsheet would compute gets an apostrophe before it, as OWASP advises;
numbers stay numbers.  ``?_raw=1`` leaves them as they are.  Datasette does not do it.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

App = Callable[..., Any]

_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.I)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet computes."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


class Rewriting:
    """A CSV on its way to a reader, in pieces of any length."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""

    def feed(self, piece: bytes, *, is_last: bool) -> bytes:
        """Take in the next piece; return the rows that are whole by now."""
        self._text += self._decoder.decode(piece, is_last)
        end = len(self._text) if is_last else self._end_of_rows()
        whole, self._text = self._text[:end], self._text[end:]
        written = io.StringIO()
        rows = csv.reader(io.StringIO(whole, newline=""))
        csv.writer(written).writerows([*map(harmless, row)] for row in rows)
        return written.getvalue().encode()

    def _end_of_rows(self) -> int:
        """Return where the last row ends that is whole: not between quotes."""
        end = self._text.rfind("\n") + 1
        while end and self._text.count('"', 0, end) % 2:
            end = self._text.rfind("\n", 0, end - 1) + 1
        return end


def disarmed(app: App) -> App:
    """Return an application whose CSVs are harmless."""

    async def answered(scope: dict[str, Any], receive: App, send: App) -> None:
        if not _is_asked_for(scope):
            await app(scope, receive, send)
            return
        rewriting: Rewriting | None = None

        async def sent(message: dict[str, Any]) -> None:
            nonlocal rewriting
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                if message["status"] == 200 and _is_csv(headers):
                    rewriting = Rewriting()
                    message["headers"] = [h for h in headers if h[0] != _LENGTH]
            elif rewriting is not None:
                is_last = not message.get("more_body", False)
                piece = message.get("body", b"")
                message["body"] = rewriting.feed(piece, is_last=is_last)
            await send(message)

        await app(scope, receive, sent)

    return answered


_LENGTH = b"content-length"


def _is_asked_for(scope: dict[str, Any]) -> bool:
    """Tell whether somebody asks for a CSV, and not for a raw one."""
    return (
        scope["type"] == "http"
        and scope["path"].endswith(".csv")
        and "_raw" not in parse_qs(scope["query_string"].decode("latin-1"))
    )


def _is_csv(headers: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether an answer is a CSV: Datasette calls one to be looked at plain."""
    kinds = [value for name, value in headers if name.lower() == b"content-type"]
    return any(kind.startswith((b"text/csv", b"text/plain")) for kind in kinds)
