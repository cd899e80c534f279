"""Cardinal numbers in digits or words: "1.2 million", "two hundred and five"."""

import re
from functools import lru_cache

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen"
        " fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "dozen": 12,
}
_SPACES = str.maketrans("", "", ",\u0020\u00a0\u2009\u202f")
#: No count has more; a longer run is a code or a number of a telephone.
_MOST_DIGITS = 12
_DECIMAL = re.compile(r"\d+\.\d+")


class Cursor:
    """A place among words; what is read moves it, what is not leaves it."""

    def __init__(self, words: list[str], i: int) -> None:
        self.words = words
        self.i = i

    def word(self, ahead: int = 0) -> str:
        at = self.i + ahead
        return self.words[at] if at < len(self.words) else ""

    def scale(self) -> int:
        """Step over "hundred", "thousand" ...; return what they multiply by."""
        scale = 1
        while self.word() in SCALES:
            scale *= SCALES[self.word()]
            self.i += 1
        return scale

    def cardinal(self) -> int | None:
        """Read digits with their scale ("1.2 million") or number words."""
        digits = self.word().translate(_SPACES)
        if not (digits.isdigit() or _DECIMAL.fullmatch(digits)):
            return self.in_words()
        is_scaled = self.word(1) in SCALES and self.word(1) != "dozen"
        if len(digits) > _MOST_DIGITS or not digits.isascii():
            return None
        if "." in digits and not is_scaled:
            return None
        self.i += 1
        value = float(digits) if "." in digits else int(digits)
        value *= self.scale()
        return round(value) if value <= 10**9 else None

    def in_words(self) -> int | None:
        """Read number words; what fits under the last word read belongs to them."""
        total, part, room = 0, 0, 10**9
        begin = self.i
        if self.word() == "a" and self.word(1) in SCALES:
            part, room = 1, 1
            self.i += 1
        while True:
            word, value = self.word(), word_value(self.word())
            if value is not None and value < room:
                part += value
                room = 10 if value >= 20 and value % 10 == 0 else 1
            elif word in ("hundred", "dozen") and 0 < part < 100 and part % 100:
                part *= SCALES[word]
                room = 100 if word == "hundred" else 1
            elif word in ("thousand", "million", "billion") and part:
                total, part, room = total + part * SCALES[word], 0, SCALES[word]
            elif not (word == "and" and room >= 100 and self.goes_on(begin, room)):
                break
            self.i += 1
        return total + part if self.i > begin else None

    def goes_on(self, begin: int, room: int) -> bool:
        """Tell whether "and" joins two parts of one number ("two hundred and five")."""
        value = word_value(self.word(1))
        return self.i > begin and value is not None and value < min(room, 100)


@lru_cache(maxsize=4096)
def word_value(word: str) -> int | None:
    """Return what one number word is worth: "nine", "ninety", "ninety-nine"."""
    if word in UNITS:
        return UNITS[word]
    tens, dash, unit = word.partition("-")
    if tens not in TENS:
        return None
    if not dash:
        return TENS[tens]
    return TENS[tens] + UNITS[unit] if 0 < UNITS.get(unit, 0) < 10 else None
