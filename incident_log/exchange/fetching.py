"""Pages from the network, politely: only what has changed, bounded in size and time."""

import http.client
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

from incident_log.errors import UnreadableInput
from incident_log.exchange.pages import LARGEST, Page, unpacked

#: Seconds until a server has to say something, and until it has to have said all.
PATIENCE, LONGEST = 20.0, 60.0

_CHUNK = 65_536


def fetch(
    address: str,
    *,
    etag: str = "",
    modified: str = "",
    patience: float = PATIENCE,
    longest: float = LONGEST,
    clock: Callable[[], float] = time.monotonic,
) -> Page | None:
    """Fetch a page; ``None`` if it is still what *etag* or *modified* came with.

    Raise :exc:`UnreadableInput`.
    """
    until = clock() + longest
    try:
        asked = _request(address, etag, modified)
        with _opener().open(asked, timeout=patience) as answer:
            content = _read(answer, until, clock)
            return Page(
                name=address,
                content=unpacked(content),
                address=answer.url,
                media_type=answer.headers.get("Content-Type", ""),
                etag=answer.headers.get("ETag", ""),
                modified=answer.headers.get("Last-Modified", ""),
            )
    except HTTPError as error:
        with error:
            if error.code == http.client.NOT_MODIFIED:
                return None
            raise UnreadableInput(_refusal(error)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = error.reason if isinstance(error, URLError) else error
        raise UnreadableInput(
            f"cannot be fetched ({str(cause) or type(cause).__name__}):"
            " check the address and the connection"
        ) from error


def _request(address: str, etag: str, modified: str) -> request.Request:
    if "@" in urlsplit(address).netloc:
        raise UnreadableInput("names a user: give the address without one")
    headers = {
        "User-Agent": f"incident-log/{version('incident-log')}",
        "Accept": "application/atom+xml, application/rss+xml, application/cap+xml,"
        " application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip",
    }
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    ascii_only = quote(address, safe="%/:=&?~#+!$,;'@()*[]")
    return request.Request(ascii_only, headers=headers)  # noqa: S310 it is http(s)


def _opener() -> request.OpenerDirector:
    """Return what opens http and https, and follows redirections to nothing else."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPRedirectHandler,
        request.HTTPErrorProcessor,
        request.HTTPDefaultErrorHandler,
        request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _read(answer: Any, until: float, clock: Callable[[], float]) -> bytes:
    """Read an answer piece by piece; past the limit of size it is left."""
    content = bytearray()
    while len(content) <= LARGEST and (piece := answer.read1(_CHUNK)):
        content += piece
        if clock() > until:
            raise TimeoutError("it took too long")
    if answer.length and len(content) <= LARGEST:
        raise ConnectionError("it was cut off")
    return bytes(content)


def _refusal(error: HTTPError) -> str:
    later = error.headers.get("Retry-After")
    if error.code == http.client.GONE:
        advice = "do not ask for it again"
    elif later:
        when = f"in {later} seconds" if later.isdigit() else f"after {later}"
        advice = f"ask again {when}"
    elif error.code >= http.client.INTERNAL_SERVER_ERROR:
        advice = "ask again later"
    else:
        advice = "check the address, and whether you may read it"
    return f"was refused ({error.code} {error.reason}): {advice}"
