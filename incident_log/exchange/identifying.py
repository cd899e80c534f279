"""Ids for what comes from elsewhere: hosts, places, moments; by hash all else.

The id of an entry or message may hold a person's name, and ids stay for ever: only
its hash is kept.
"""

import re
import unicodedata
from hashlib import sha256
from urllib.parse import urlsplit

from incident_log.references import ID

#: Signs of a place's name that are used whole as its id.
LONGEST = 100


def digest(*parts: str) -> str:
    """Return an id by hash: the same parts, the same id."""
    return sha256("\0".join(parts).encode()).hexdigest()[:20]


def moment_id(moment: str) -> str:
    """Return UTC text as an id.

    >>> moment_id("2020-10-08T17:43:41.000000Z")
    '20201008t174341z'
    """
    return re.sub("[-:]", "", moment).lower().replace(".000000", "")


def host(address: str | None) -> str | None:
    """Return whose an address is, as an id; ``None`` if that cannot be read.

    >>> host("https://www.example.org/world.xml")
    'example.org'
    """
    try:
        name = urlsplit(address or "").hostname or ""
        return plain_id(name.encode("idna").decode().removeprefix("www."))
    except ValueError:
        return None


def plain_id(text: str) -> str | None:
    """Return *text* in lower case if that is an id."""
    return text.lower() if re.fullmatch(ID, text.lower(), re.ASCII) else None


def place_id(name: str) -> str:
    """Return the name of a place as an id, its hash where that would lose letters.

    >>> place_id("São Paulo"), place_id("Київ")
    ('sao-paulo', 'place-4ec43ff9c42014b883ee')
    """
    letters = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    is_whole = plain.isascii() and 0 < len(slug) <= LONGEST
    return slug if is_whole else f"place-{digest(name)}"
