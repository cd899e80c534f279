"""Atom and RSS: an entry is a report, each of its revisions an update.

The only module that knows feedparser.  An update has the entry's words as text, for
``draft``; nothing is claimed by itself.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from incident_log.errors import NotInstalled, UnreadableInput
from incident_log.exchange.feed_dates import iso
from incident_log.exchange.identifying import digest, host
from incident_log.exchange.pages import Given, Page, Read
from incident_log.exchange.plain_text import lines, text_of
from incident_log.schemas import FORMAT
from incident_log.schemas.fields import SHORT

Entry = Mapping[str, Any]

#: What feedparser calls broken though all of it was read.
_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")


def read_feed(page: Page, given: Given) -> Iterator[Read]:
    """Yield the entries of a feed; raise :exc:`UnreadableInput`."""
    parsed = _parsed(page)
    if not parsed.get("version") and not parsed["entries"]:
        raise UnreadableInput(
            "is neither an Atom or RSS feed nor a CAP alert: check the address"
        )
    fault = parsed.get("bozo_exception")
    if fault is not None and type(fault).__name__ not in _HARMLESS:
        yield Read(1, warning=f"is no sound feed ({fault}): see what was read of it")
    feed = parsed["feed"]
    source = given.source or host(feed.get("link")) or host(page.address)
    if source is None:
        raise UnreadableInput("does not say whose feed it is: give --source")
    places = _lines(page.content, len(parsed["entries"]))
    for line, entry in zip(places, parsed["entries"], strict=True):
        try:
            reading = _Reading(dict(entry), feed, page, source, given)
            yield Read(line, reading.document(), warning=reading.warning)
        except UnreadableInput as error:
            yield Read(line, problem=str(error))


def _parsed(page: Page) -> Mapping[str, Any]:
    try:
        import feedparser
    except ImportError as error:
        raise NotInstalled("reading Atom and RSS needs feedparser", "feed") from error
    try:
        found: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(page.content),  # never a name: that would be opened or fetched
            response_headers={"content-type": page.media_type or "application/xml"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # of any kind, from a feed that is broken on purpose
        raise UnreadableInput(f"cannot be read ({error}): correct it") from error
    return found


def _lines(content: bytes, entries: int) -> list[int]:
    """Return the line on which each entry begins; 1 where that cannot be told."""
    starts = [
        m.start() for m in re.finditer(rb"<(?:\w+:)?(?:entry|item)[\s>]", content)
    ]
    if len(starts) != entries:
        return [1] * entries
    found, line, last = [], 1, 0
    for start in starts:
        line, last = line + content.count(b"\n", last, start), start
        found.append(line)
    return found


class _Reading:
    """Reads one entry."""

    def __init__(
        self, entry: Entry, feed: Entry, page: Page, source: str, given: Given
    ) -> None:
        self.warning = ""
        self._entry, self._feed, self._page = entry, feed, page
        self._source, self._given = source, given
        self._title = _words(entry.get("title_detail", {})).replace("\n", " ")

    def document(self) -> dict[str, Any]:
        report = self._report()
        published = self._published()
        named = {"title": report["title"]} if "title" in report else {}
        return {
            "format": FORMAT,
            "incident": self._given.incident or {"id": report["id"], **named},
            "report": report,
            "text": self._text(),
            **({"published_at": published} if published else {}),
            **({"timezone": self._given.timezone} if self._given.timezone else {}),
        }

    def _report(self) -> dict[str, str]:
        entry, base = self._entry, self._page.address or self._feed.get("link") or ""
        link = entry.get("link")
        name = entry.get("id") or link or self._title
        if not name:
            raise UnreadableInput("has neither id, link nor title: give it an id")
        found = {
            "id": f"entry-{digest(self._source, name)}",
            "source": self._source,
            "url": urljoin(base, link) if link else None,
            "title": self._title[:SHORT],
            "language": self._language(),
            "derived_from": self._wire(),
        }
        if len(found["url"] or "") > SHORT:
            del found["url"]
        return {field: value for field, value in found.items() if value}

    def _language(self) -> str | None:
        language = self._body().get("language") or self._feed.get("language")
        return language if language and len(language) <= 35 else None

    def _wire(self) -> str | None:
        """Return whose words the entry says it carries, if they are another's."""
        source = self._entry.get("source", {})
        name = host(source.get("href") or source.get("link"))
        return name if name != self._source else None

    def _published(self) -> str | None:
        """Return when this revision was published, as far as the feed says."""
        for field in ("updated", "published"):
            given = self._entry.get(field)
            if given:
                found = iso(given)
                if found:
                    return found
                self.warning = f"{field}: {given!r} is no date that is known: left out"
        return None

    def _text(self) -> str:
        body = _words(self._body())
        if self._title and not body.startswith(self._title):
            body = f"{self._title}\n{body}".strip()
        if not body:
            raise UnreadableInput("has no words: nothing to keep")
        return body

    def _body(self) -> Mapping[str, Any]:
        content = (
            each
            for each in self._entry.get("content", ())
            if each.get("type", "").startswith(("text/", "application/xhtml"))
        )
        found: Mapping[str, Any] = next(content, self._entry.get("summary_detail", {}))
        return found


def _words(detail: Mapping[str, Any]) -> str:
    """Return what a title, summary or content says, as plain text."""
    value = detail.get("value", "")
    return lines(value) if detail.get("type") == "text/plain" else text_of(value)
