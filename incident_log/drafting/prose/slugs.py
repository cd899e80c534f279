"""Ids out of names: ``[a-z0-9][a-z0-9._-]*``, at most 128 characters."""

import re
import unicodedata
from functools import lru_cache

#: The id of what has no Latin letter.
UNNAMED = "unnamed"


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return *name* as an id; "unnamed" when no letter of it is Latin.

    >>> slug("Kryvyi Rih"), slug("São Paulo")
    ('kryvyi-rih', 'sao-paulo')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return joined[:128].rstrip("-") or UNNAMED


def own_slug(name: str | None) -> str | None:
    """Return *name* as an id, or ``None`` where two names would have the same."""
    made = slug(name or "")
    return None if made == UNNAMED else made
