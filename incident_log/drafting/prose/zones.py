"""Time zones as prose names them: "GMT", "Moscow time", "local time", "PDT"."""

import re

from incident_log.times import in_zone, read_span

#: Abbreviations that mean one thing in news; others ("IST", "CST") only mean the
#: article's own zone, if that zone goes by this name on that day.
_OFFSETS = {
    "GMT": "+00:00",
    "UTC": "+00:00",
    "Z": "+00:00",
    "BST": "+01:00",
    "WAT": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "CAT": "+02:00",
    "SAST": "+02:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "EAT": "+03:00",
    "MSK": "+03:00",
    "PKT": "+05:00",
    "WIB": "+07:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "CDT": "-05:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "PST": "-08:00",
    "PDT": "-07:00",
}
_ZONES = {
    "moscow": "Europe/Moscow",
    "kyiv": "Europe/Kyiv",
    "kiev": "Europe/Kyiv",
    "london": "Europe/London",
    "british": "Europe/London",
    "paris": "Europe/Paris",
    "beijing": "Asia/Shanghai",
    "tokyo": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
    "israel": "Asia/Jerusalem",
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
_OWN = ("IST", "CST", "HKT", "PHT", "NPT", "WITA", "WIT", "ART", "BRT", "SGT", "NZST")
_CAPITALS = "|".join(sorted((*_OFFSETS, *_OWN, "ET", "CT", "MT", "PT"), reverse=True))
_DAYLIGHT = r"(?:(?:[Ss]tandard|[Dd]aylight|[Ss]ummer)\s+)?"

#: What may stand behind a clock time to say where it holds.
ZONE = (
    r"(?-i:(?:GMT|UTC)\s?[+-]\d{1,2}(?::?[0-5]\d)?(?!\d)|[+-]\d\d:?[0-5]\d(?!\d)"
    rf"|(?:{_CAPITALS})(?!\w)|(?:local|LOCAL)(?:\s+(?:time|TIME))?(?!\w)"
    rf"|(?:[A-Z][a-z]+\s+){{1,2}}{_DAYLIGHT}[Tt]ime(?!\w)"
    r"|(?:Eastern|Central|Mountain|Pacific)(?!\w))"
)
_OFFSET = re.compile(r"(?:gmt|utc)?\s?([+-])(\d{1,2}):?(\d\d)?")
_TIME = re.compile(r"\s(?:(?:standard|daylight|summer)\s)?time$")


def moment_of(wall: str, words: str, zone: str | None) -> str | None:
    """Return the wall time with its offset; ``None`` where no zone is sure.

    *words* are what the text says of the zone; *zone* is the article's own.  Raises
    what :func:`incident_log.times.read_span` raises for walls that daylight saving
    skips or repeats.

    >>> moment_of("2025-01-09T08:40", "GMT", "Asia/Kolkata")
    '2025-01-09T08:40+00:00'
    """
    offset = _offset(words)
    if offset:
        return f"{wall}{offset}"
    named = _TIME.sub("", words)
    if words in ("", "local", "local time"):
        named_zone = zone
    elif words.upper() in _OWN:
        named_zone = zone if zone and _goes_by(words, wall, zone) else None
    else:
        named_zone = _ZONES.get(named) or _of_city(named, zone)
    if named_zone is None:
        return None
    earliest = read_span(wall, named_zone).earliest
    return in_zone(earliest, named_zone).isoformat(timespec="minutes")


def _offset(words: str) -> str | None:
    numeric = _OFFSET.fullmatch(words)
    if numeric:
        sign, hours, minutes = numeric.groups()
        return f"{sign}{int(hours):02d}:{minutes or '00'}"
    return _OFFSETS.get(words.upper())


def _goes_by(words: str, wall: str, zone: str) -> bool:
    earliest = read_span(wall, zone).earliest
    return in_zone(earliest, zone).tzname() == words.upper()


def _of_city(named: str, zone: str | None) -> str | None:
    """Return the article's own zone if it is called after this city."""
    if zone is None:
        return None
    city = zone.rpartition("/")[2].replace("_", " ").lower()
    return zone if city == named else None
