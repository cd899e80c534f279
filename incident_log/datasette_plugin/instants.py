"""Instants as people read them: 20 Dec 2024 11:00 EET, latest, open."""

import re

from incident_log.times import FOREVER, LATEST, in_zone

#: How the tables write every instant.
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)

#: The end of a time that lacks only its offset, and an offset that lacks its sign.
_CLOCK = re.compile(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$", re.ASCII)
_OFFSET = re.compile(r"\d\d:?\d\d", re.ASCII)


def from_address(text: str) -> str:
    """Give an offset the plus sign back that it loses in an address.

    >>> from_address("2024-12-20T11:00 02:00")
    '2024-12-20T11:00+02:00'
    """
    clock, _, offset = text.rpartition(" ")
    is_whole = _CLOCK.search(clock) and _OFFSET.fullmatch(offset)
    return f"{clock}+{offset}" if is_whole else text


def worded(moment: str, zone: str | None = None) -> str:
    """Return an instant in words.

    >>> worded("2024-12-20T09:00:00.000000Z", "Europe/Kyiv")
    '20 Dec 2024 11:00 EET'
    """
    if moment in (LATEST, FOREVER):
        return {LATEST: "latest", FOREVER: "open"}[moment]
    local = in_zone(moment, zone)
    seconds = ":%S" if local.second or local.microsecond else ""
    return f"{local.day} {local.strftime(f'%b %Y %H:%M{seconds} %Z')}"
