"""HTML to the text that a reader sees, one paragraph a line.

In one pass, whatever comes: the library's parser takes time that grows with the square
of what was broken on purpose, and gives up on some of it.
"""

import re
from collections.abc import Iterator
from html import unescape

_UNSEEN = frozenset(
    ("head", "iframe", "noscript", "object", "script", "style", "svg", "template")
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q s"
    " samp small span strong sub sup time tt u var wbr".split()
)

#: A tag (with quotes that hold no tag), or a declaration; none looks past the next "<".
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][^\s/<>]*)"
    r"""(?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>|[^<>]*>)"""
    r"|<[!?][^<>]*>",
    re.IGNORECASE,
)


def text_of(html: str) -> str:
    """Return the words of a piece of HTML.

    >>> text_of("<p>Two &amp; two<script>x()</script></p>four <b>in</b> all")
    'Two & two\\nfour in all'
    """
    html = "".join(_without_comments(html))
    words: list[str] = []
    last, unseen, depth = 0, "", 0
    for tag in _TAG.finditer(html):
        if not unseen:
            words.append(_words(html[last : tag.start()]))
        last = tag.end()
        name = (tag["name"] or "").lower()
        if not unseen and name in _UNSEEN and not tag["end"]:
            unseen = name
        if name == unseen and not tag[0].endswith("/>"):
            depth += -1 if tag["end"] else 1
        if depth == 0:
            unseen = ""
        words.append(_break(name))
    if not unseen:
        words.append(_words(html[last:]))
    return lines("".join(words))


def lines(text: str) -> str:
    """Return *text* without empty lines and without spaces that show nothing."""
    tidy = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in tidy if line)


def _without_comments(html: str) -> Iterator[str]:
    """Yield what is around comments; one that does not end hides the rest."""
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        yield html[at:start]
        end = html.find("-->", start + 4)
        if end < 0:
            return
        at = end + 3
    yield html[at:]


def _words(text: str) -> str:
    """Return a piece of text as it shows: white space and line ends are spaces."""
    return re.sub(r"\s+", " ", unescape(text))


def _break(name: str) -> str:
    """Return what a tag shows as; whatever is not known to run on ends a line."""
    if name in ("td", "th"):
        return " "
    return "" if not name or name in _INLINE else "\n"
