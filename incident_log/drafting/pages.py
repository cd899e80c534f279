"""The article in a page of HTML, through trafilatura, with what the page says of it."""

import logging
import warnings
from dataclasses import dataclass
from typing import Any

from incident_log.documents import check
from incident_log.errors import UnreadableInput


@dataclass(frozen=True, slots=True)
class Page:
    """The text of an article, and what was said about it where it was found."""

    text: str
    title: str | None = None
    url: str | None = None
    site: str | None = None
    published: str | None = None  #: ISO date


def read_page(html: bytes) -> Page:
    """Return the article of a page in whatever encoding it is.

    Raise :exc:`UnreadableInput` if it has none, :exc:`ImportError` without the extra.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trafilatura import bare_extraction

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        found: Any = bare_extraction(html, with_metadata=True, favor_recall=True)
    if found is None or not found.text:
        raise UnreadableInput("has no article that can be found: give its text")
    check(found.text, 1)
    text = found.text
    if found.title and not text.startswith(found.title):
        text = f"{found.title}\n\n{text}"
    return Page(text, found.title, found.url, found.sitename, found.date)
