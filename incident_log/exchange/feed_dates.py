"""The dates of feeds (RFC 822 and 3339) as ISO 8601, with the offset they came with."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from incident_log.times import ISO


def iso(given: str) -> str | None:
    """Return a feed's date as our times are written; ``None`` if it cannot be read.

    A zone that has no offset of its own (EET) is left open: no time is invented.

    >>> iso("Fri, 20 Dec 2024 11:00:00 +0200")
    '2024-12-20T11:00:00+02:00'
    """
    text = re.sub(r"(\.\d{6})\d+", r"\1", given.strip().upper())
    if re.fullmatch(ISO, text, re.ASCII):
        return text
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if text.endswith("-0000"):  # in UTC, by somebody whose zone is not told
        moment = moment.replace(tzinfo=UTC)
    return moment.isoformat()
