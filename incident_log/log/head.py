"""What a log says of itself: its shape, its name, its secret, and how far it is."""

import hmac
import secrets
from typing import Any

#: The shape of ``events.db``.
LAYOUT = 1


def new() -> dict[str, Any]:
    """Return the head of a log that nothing was appended to."""
    return head(f"incident-log/{secrets.token_hex(8)}")


def head(origin: str, secret: bytes | None = None) -> dict[str, Any]:
    """Return the head of an empty log of that name, with that secret or a new one.

    *secret* makes the keys of contents, so that nobody can guess words by them.
    """
    secret = secrets.token_bytes(32) if secret is None else secret
    return {
        "layout": LAYOUT,
        "origin": origin,
        "secret": secret,
        "check": check(origin, secret),
        "position": 0,
        "recorded_at": "",
    }


def check(origin: str, secret: bytes) -> bytes:
    """Return what shows that neither name nor secret was damaged."""
    return hmac.digest(secret, origin.encode(), "sha256")
