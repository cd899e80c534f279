"""Moments in an address, spelled out so that they mean what was meant."""

import re

_EMPTY = re.compile(rb"(?<![^&])(_as_of|_known_at)=(?![^&])")
_COLON = rb"(?::|%3[Aa])"
_LOST_PLUS = re.compile(
    rb"(\d{4}-\d\d-\d\d(?:T|\+|%20)\d\d"
    + _COLON
    + rb"\d\d(?:"
    + _COLON
    + rb"\d\d(?:\.\d{1,6})?)?)\+(?=\d\d"
    + _COLON
    + rb"?\d\d(?![^&@]))"
)


def spelled_out(query: bytes) -> bytes:
    """Return a query string whose moments cannot get lost.

    An empty one is called the latest: Datasette's links for sorting, paging and facets
    drop what is empty, and the whole history would show.  And a plus sign means a space
    in an address; between a time and its offset it never does.

    >>> spelled_out(b"_as_of=&_known_at=2024-12-20T11:15+02:00&low=9")
    b'_as_of=latest&_known_at=2024-12-20T11:15%2B02:00&low=9'
    """
    return _LOST_PLUS.sub(rb"\1%2B", _EMPTY.sub(rb"\1=latest", query))
