"""Cells as people fill them, read as figures.

An empty cell states nothing, and a null never means 0.  What cannot be read is
refused and not guessed, unless the mapping says what it is to count as.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from incident_log.counts import MOST, Count
from incident_log.errors import UnclearCount
from incident_log.exchange.cleaning import Spec, UnreadableCell, tidy
from incident_log.exchange.columns import ABSENT, Getter, Row, written
from incident_log.exchange.wordings import BEFORE

#: Cells that state nothing; ``none`` is not among them, it may mean 0.
EMPTY = ("", "-", "--", "n/a", "na", "nan", "null", "#n/a")

_WORDS = "|".join(re.escape(word) for word in sorted(BEFORE, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<before>{_WORDS})? ?(?P<low>[-+]?\d[\d., ']*)(?P<more>\+)?"
    r"(?: ?(?:-|to) ?(?P<high>\d[\d., ']*))? ?(?P<unit>(?:[^\d., '+-].*)?)",
    re.ASCII,
)
_GROUPED = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ",. '"
}


def figure(spec: Spec, get: Getter, wording: Getter, *, decimals: bool) -> Getter:
    """Return what reads a column as a count: a number, words, or ``None``.

    *decimals* admits fractions and negative numbers, for indicators.
    """
    reader = _Figures(spec, decimals)

    def read(row: Row) -> Any:
        raw = get(row)
        if raw is ABSENT or raw is None:
            return raw
        return reader.read(raw, wording(row))

    return read


class _Figures:
    """Reads the cells of one column."""

    def __init__(self, spec: Spec, decimals: bool) -> None:
        self.decimals = decimals
        self.decimal = spec.get("decimal", ".")
        self.thousands = spec.get("thousands", "," if self.decimal == "." else ".")
        self.units = {tidy(k): v for k, v in spec.get("units", {}).items()}
        self.factor = spec.get("factor", 1)
        self.otherwise = spec.get("otherwise")
        meanings = dict.fromkeys(EMPTY, None)
        for name, meaning in (("empty", None), ("none", "none"), ("unknown",) * 2):
            meanings |= {tidy(each): meaning for each in spec.get(name, ())}
        self.meanings = meanings
        self.has_codes = len(meanings) > len(EMPTY)
        self._text: Callable[[str, str | None], Any]
        self._text = lru_cache(maxsize=4096)(self._read_text)

    def read(self, raw: Any, wording: str | None) -> Any:
        """Read a cell; *wording* (``about``) goes before a plain number."""
        if type(raw) is int and wording is None and self._is_plain(raw):
            return raw
        try:
            if isinstance(raw, str):
                return self._text(raw, wording)
            if type(raw) in (int, float):
                if written(raw) in self.meanings:  # -99 and the like
                    return self.meanings[written(raw)]
                return self._checked(self._scaled(raw, self.factor), wording)
            raise UnreadableCell(
                f"{str(raw)[:60]!r} is no figure: name the column inside it, or"
                " correct it"
            )
        except (UnclearCount, UnreadableCell):
            if self.otherwise is None:
                raise
            return None if self.otherwise == "not_stated" else self.otherwise

    def _is_plain(self, raw: int) -> bool:
        return 0 <= raw <= MOST and self.factor == 1 and not self.has_codes

    def _read_text(self, raw: str, wording: str | None) -> Any:
        text = tidy(raw)
        if text in self.meanings:
            return self.meanings[text]
        return self._checked(self._words(text), wording)

    def _checked(self, found: Any, wording: str | None) -> Any:
        if wording is not None and not isinstance(found, str):
            found = f"{wording} {found}"
        Count.parse(found, decimals=self.decimals)
        if isinstance(found, int) and found < 0 and not self.decimals:
            raise UnreadableCell(
                f"{found} is negative, and no count of anything: correct it, or let"
                " the mapping say 'otherwise'"
            )
        return found

    def _words(self, text: str) -> Any:
        """Read a figure with what stands around it."""
        match = _FIGURE.fullmatch(text)
        if match is None:
            Count.parse(text)  # "several" and the like
            return text
        factor = self.factor * self._unit(match["unit"].strip(" ."))
        low = self._scaled(self._number(match["low"]), factor)
        before = BEFORE[match["before"]] if match["before"] else None
        if match["more"]:
            before = before or "at least"
        if match["high"]:
            high = self._scaled(self._number(match["high"]), factor)
            return f"{low} to {high}"
        return f"{before} {low}" if before else low

    def _unit(self, unit: str) -> float:
        if not unit:
            return 1
        if unit not in self.units:
            known = f" ({', '.join(self.units)})" if self.units else ""
            raise UnreadableCell(
                f"unit {unit!r} is not among the mapping's units{known}: add it there"
            )
        return float(self.units[unit])

    def _number(self, text: str) -> int | float:
        text = text.strip(" ',.")
        sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
        whole, _, fraction = digits.partition(self.decimal)
        for mark in (self.thousands, " ", "'"):
            if _GROUPED[mark].fullmatch(whole):
                whole = re.sub(r"\D", "", whole)
        if not (whole + (fraction or "0")).isdecimal():
            raise UnreadableCell(
                f"{text!r} is no number with {self.thousands!r} between thousands and"
                f" {self.decimal!r} before decimals: let the mapping name its marks"
            )
        return sign * (float(f"{whole}.{fraction}") if fraction else int(whole))

    def _scaled(self, number: float, factor: float) -> int | float:
        scaled = number if factor == 1 else round(number * factor, 6)
        if isinstance(scaled, float) and scaled.is_integer():
            return int(scaled)
        if isinstance(scaled, float) and not self.decimals:
            raise UnreadableCell(
                f"{scaled} is not whole, and a count is: make it an indicator"
            )
        return scaled


def number(spec: Spec, get: Getter) -> Getter:
    """Return what reads a column as a plain number: a latitude, areas."""
    reader = _Figures(spec, decimals=True)

    def read(row: Row) -> Any:
        raw = get(row)
        if raw is ABSENT or raw is None:
            return raw
        return reader.read(raw, None)

    return read
