"""Takes out of addresses what lets somebody in: they are stored, and shown to readers.

>>> without_secrets("https://me:pw@example.org/a?token=x&page=2#top")
'https://example.org/a?page=2#top'
"""

import re
from urllib.parse import unquote

_USER = re.compile(r"^([^/?#]*//)[^/?#]*@")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.I)
#: Names of parameters that carry a password, a key or a signature; whole, or a part.
_SECRET = re.compile(
    r"auth|authkey|jwt|pass|pwd|sid|sig|ticket"
    r"|.*(?:token|secret|passw|signature|credential|api[_-]?key|session).*",
    re.I,
)


#: What looks like an address, up to where words may go on.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[^\s\"'<>\\]+", re.I)


def without_secret_addresses(text: str) -> str:
    """Return words that may tell of addresses, each without its secrets.

    >>> without_secret_addresses("'https://me:pw@example.org/' is no id")
    "'https://example.org/' is no id"
    """
    return _ADDRESS.sub(lambda found: without_secrets(found[0]), text)


def without_secrets(address: str) -> str:
    """Return an address without user, password, and parameters that are secrets."""
    if "@" not in address and "=" not in address:
        return address
    head, hash_, fragment = address.partition("#")
    path, mark, query = head.partition("?")
    path = _SESSION.sub("", _USER.sub(r"\1", path))
    return path + _kept(mark, query) + _kept(hash_, fragment)


def _kept(mark: str, parameters: str) -> str:
    """Return what is left of parameters, with the mark before them."""
    parts = parameters.split("&")
    kept = [part for part in parts if not _is_secret(part)]
    return mark + "&".join(kept) if kept == parts or kept else ""


def _is_secret(parameter: str) -> bool:
    name, equals, _ = parameter.partition("=")
    return bool(equals) and _SECRET.fullmatch(unquote(name)) is not None
