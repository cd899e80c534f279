"""A JSON list read along the records that it had before."""

import json
import re

from incident_log.errors import UnreadableInput

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODE = json.JSONDecoder().raw_decode

#: Stands between no two records.
_NOTHING = "\0"


class Walk:
    """Goes through a list in *text*, along the walk *before* it.

    A record that is there again is found by its text, without being decoded; many that
    follow one another as they did are found at once.
    """

    def __init__(self, text: str, before: "Walk | None" = None) -> None:
        self.text = text
        self.raws: list[str] = []  #: each record as it is written
        self.places: list[int] = []  #: where each of them begins
        self.has_objects = True  #: and nothing else, which would end anywhere
        is_known = before is not None and before.has_objects
        self._before = before.raws if before is not None and is_known else []
        self._text_before = before.text if before is not None else ""
        self._places_before = before.places if before is not None else []
        self._index: dict[str, int] = {}
        self._new = 0  #: records since the last one that was there before

    def from_(self, at: int) -> int:
        """Go through the list that opens before *at*; return where it ends.

        Raise :exc:`UnreadableInput` for one that is broken.
        """
        try:
            at = self._space(at)
            return at + 1 if self.text[at] == "]" else self._through(at)
        except (ValueError, IndexError, RecursionError) as error:
            place = self.places[-1] if self.places else at
            line = self.text.count("\n", 0, place) + 1
            raise UnreadableInput(
                f"is not JSON from the record on line {line} on: it is left out"
            ) from error

    def _through(self, at: int) -> int:
        text, before, last = self.text, self._before, len(self._before)
        starts, between, step, expected = text.startswith, _NOTHING, 1, 0
        while True:
            if expected < last and starts(before[expected], at):
                end = self._run(expected, at)
                if expected < end:
                    at = self._pass(expected, end, at)
                    expected = end
                    continue
                raw = before[expected]
                expected += 1
            else:
                at = self._space(at)
                raw, expected = self._other(at, expected)
            self.raws.append(raw)
            self.places.append(at)
            at += len(raw)
            if starts(between, at):
                at += step
                continue
            end = self._space(at)
            if text[end] == "]":
                return end + 1
            if text[end] != ",":
                raise ValueError("no comma")
            next_ = self._space(end + 1)
            between, step, at = text[at:next_], next_ - at, next_

    def _run(self, first: int, at: int) -> int:
        """Return up to which record all follow one another as before.

        The *first* one begins at *at*.  What stands between two is compared with them,
        so that of the last one nothing is known.
        """
        old, places = self._text_before, self._places_before
        moved, end, step, is_growing = at - places[first], first, 1, True
        while step:
            to = min(end + step, len(places) - 1)
            same = old[places[end] : places[to]]
            if end < to and self.text.startswith(same, places[end] + moved):
                end = to
            else:
                is_growing = False
            step = step * 2 if is_growing else step // 2
        return end

    def _pass(self, first: int, end: int, at: int) -> int:
        """Take records as they were before; return where the next one begins."""
        places = self._places_before
        moved = at - places[first]
        self.raws += self._before[first:end]
        self.places += [place + moved for place in places[first:end]]
        return places[end] + moved

    def _other(self, at: int, expected: int) -> tuple[str, int]:
        """Return the record at *at*, and the number of the one expected after it."""
        before = self._before
        for n in (expected + self._new, expected + 1):
            if n < len(before) and self.text.startswith(before[n], at):
                self._new = 0
                return before[n], n + 1
        value, end = _DECODE(self.text, at)
        raw = self.text[at:end]
        self.has_objects = self.has_objects and isinstance(value, dict)
        if not self._new:  # one alone has hardly ever come from elsewhere
            self._new = 1
            return raw, expected
        if not self._index:
            self._index = {raw: n for n, raw in enumerate(before)}
        found = self._index.get(raw)
        if found is None:
            self._new += 1
            return raw, expected
        self._new = 0
        return before[found], found + 1

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        assert match is not None
        return match.end()
