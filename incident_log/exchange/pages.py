"""Feeds as they come: files, folders of them, standard input, bounded in size."""

import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from errno import EBADF
from pathlib import Path
from typing import Any

from incident_log import files
from incident_log.errors import UnreadableInput, visible

#: Bytes of one feed, unpacked.
LARGEST = 20_000_000

SUFFIXES = (".atom", ".cap", ".rdf", ".rss", ".xml", ".gz")


@dataclass(frozen=True, slots=True)
class Page:
    """One feed as it was read, and what came with it."""

    name: str
    content: bytes
    address: str | None = None  #: where it was in the end, if it was fetched
    media_type: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the reader of a feed says about it."""

    incident: str | None = None
    source: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """An entry or a message as an update document, or what keeps it from being one."""

    line: int
    document: dict[str, Any] | None = None
    problem: str = ""
    warning: str = ""


def is_address(place: str) -> bool:
    """Tell whether a place is fetched from the network."""
    return place.lower().startswith(("http://", "https://"))


def expanded(places: Iterable[str]) -> Iterator[str]:
    """Yield files and addresses, folders as the feeds in them, by name."""
    for place in places:
        if not place or place == "-" or is_address(place) or not Path(place).is_dir():
            yield place
        else:
            inside = (p for p in Path(place).rglob("*") if not p.is_dir())
            feeds = (p for p in inside if p.suffix.lower() in SUFFIXES)
            yield from map(str, sorted(feeds))


def read(place: str) -> Page:
    """Read a file, or standard input; raise :exc:`UnreadableInput`."""
    try:
        if place == "-":
            if sys.stdin is None:
                raise OSError(EBADF, "standard input is closed")
            return Page("<stdin>", unpacked(sys.stdin.buffer.read(LARGEST + 1)))
        files.check(Path(place))
        with Path(place).open("rb") as file:
            return Page(visible(place), unpacked(file.read(LARGEST + 1)))
    except (OSError, ValueError) as error:
        raise UnreadableInput(
            f"cannot be read ({error}): name a file, a folder, an address or -"
        ) from error


def unpacked(content: bytes) -> bytes:
    """Unpack what is packed by gzip; raise :exc:`UnreadableInput` past the limit."""
    if content.startswith(b"\x1f\x8b") and len(content) <= LARGEST:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            content = unpacking.decompress(content, LARGEST + 1)
        except zlib.error as error:
            raise UnreadableInput(f"is damaged ({error}): get it again") from error
        if len(content) <= LARGEST and not unpacking.eof:
            raise UnreadableInput("is cut off: get it again")
    if len(content) > LARGEST:
        raise UnreadableInput(f"is larger than {LARGEST:,} bytes: split it")
    return content
