"""Stamps of other people's tables, read as the times they mean.

A stamp may be written in any form, in any zone, and may even say ``Z`` and mean the
local clock.  What is precise becomes an instant in UTC; a day stays a day.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from incident_log.errors import IncidentLogError, TwoSuchWallTimes, UnclearTime
from incident_log.exchange.columns import Getter, cells, written
from incident_log.times import Span, in_utc, read_span

Spec = dict[str, Any]

#: Forms with a name; any other is one of :meth:`datetime.strptime`.
ISO, UNIX, UNIX_MS = "iso", "unix", "unix-ms"

#: Longest fraction of a second that is kept.
_MICROS = 6


class UnreadableStamp(IncidentLogError):
    """A cell is no time in the forms that the mapping names."""

    def __init__(self, found: str, forms: list[str]) -> None:
        super().__init__(
            f"{found[:60]!r} is no time of the form {' or '.join(forms)}: correct it,"
            " or let the mapping's 'format' name its form"
        )


def stamp(spec: Spec, get: Getter, zone: str | None) -> Getter:
    """Return what reads a column as a time; *zone* is the mapping's timezone."""
    reader = _Stamps(spec, zone)
    return cells(get, lambda raw: reader.read(written(raw)))


class _Stamps:
    """Reads the stamps of one column."""

    def __init__(self, spec: Spec, zone: str | None) -> None:
        forms = spec.get("format", ISO)
        self.forms = forms if isinstance(forms, list) else [forms]
        self.zone = spec.get("zone") or zone
        self.is_local = spec.get("z_is_local", False)
        self.overlap = spec.get("overlap")
        self.read: Callable[[str], str] = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str) -> str:
        text = text.strip()
        for form in self.forms:
            try:
                span = self._span(text, form)
            except UnclearTime:
                continue
            return span.earliest if span.is_precise else span.given
        raise UnreadableStamp(text, self.forms)

    def _span(self, text: str, form: str) -> Span:
        if form == ISO:
            plain = text.removesuffix("Z") if self.is_local else text
            return self._wall(_shortened(plain))
        if form in (UNIX, UNIX_MS):
            try:
                seconds = float(text) / (1000 if form == UNIX_MS else 1)
                moment = datetime.fromtimestamp(seconds, UTC)
            except (ValueError, OverflowError, OSError) as error:
                raise UnclearTime(text) from error
            return read_span(in_utc(moment), None)
        return self._wall(_written(*self._with_offset(text, form)))

    def _with_offset(self, text: str, form: str) -> tuple[str, str]:
        """Return a stamp and its form with the zone, if it is written, as an offset.

        Of a ``Z``, ``UTC`` or ``GMT`` :meth:`datetime.strptime` would make nothing.
        """
        if self.is_local and _Z.search(text):
            return _Z.sub("", text), _ZONE.sub(_without_z, form)
        if "%z" in form:
            return text, form
        return _NAME.sub("+0000", text), _ZONE.sub(_as_offset, form)

    def _wall(self, text: str) -> Span:
        """Read a time, local to the zone if it has no offset."""
        try:
            return read_span(text, self.zone)
        except TwoSuchWallTimes:
            if self.overlap is None:
                raise
            assert self.zone is not None
            fold = 1 if self.overlap == "second" else 0
            local = datetime.fromisoformat(text).replace(
                tzinfo=ZoneInfo(self.zone), fold=fold
            )
            hour = f"{text}{local:%z}"
            return read_span(in_utc(local) if ":" in text else hour, None)


#: Z, and the other names of UTC, where they stand for themselves.
_Z = re.compile(r"(?<![^\W\d_])Z(?![^\W\d_])")
_NAME = re.compile(r"(?<![^\W\d_])(?:UTC|GMT)(?![^\W\d_])", re.IGNORECASE)

#: Directives of a form, and its words.
_ZONE = re.compile(r"%.|[^\W\d_]+")


def _as_offset(part: re.Match[str]) -> str:
    is_zone = part[0] in ("%Z", "Z") or _NAME.fullmatch(part[0])
    return "%z" if is_zone else part[0]


def _without_z(part: re.Match[str]) -> str:
    return "" if part[0] in ("%Z", "%z", "Z") else part[0]


def _written(text: str, form: str) -> str:
    """Return a time as we write it, no more precise than its form."""
    try:
        moment = datetime.strptime(text, form)
    except (ValueError, re.error) as error:  # of a form that names two zones
        raise UnclearTime(text) from error
    if not _has(form, "djuwcx"):
        return moment.isoformat()[: 7 if _has(form, "mbB") else 4]
    if not _has(form, "HIcX"):
        return moment.date().isoformat()
    return moment.isoformat(timespec="auto" if _has(form, "McX") else "hours")


def _has(form: str, signs: str) -> bool:
    return any(f"%{sign}" in form for sign in signs)


def _shortened(text: str) -> str:
    """Cut a fraction of a second to what a log keeps."""
    head, dot, tail = text.partition(".")
    if not dot:
        return text
    digits = len(tail) - len(tail.lstrip("0123456789"))
    return f"{head}.{tail[: min(digits, _MICROS)]}{tail[digits:]}"
