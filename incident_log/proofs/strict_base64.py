"""Base 64 as signed notes want it: standard, padded, one spelling for each value."""

import binascii
from base64 import b64decode, b64encode


def encode(data: bytes) -> str:
    """Write bytes in base 64 (RFC 4648, section 4)."""
    return b64encode(data).decode()


def decode(text: str) -> bytes:
    """Read base 64; raise :exc:`ValueError` for any other spelling of the bytes."""
    try:
        data = b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if encode(data) != text:
        raise ValueError("not the shortest form")
    return data
