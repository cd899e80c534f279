"""Vague numbers: "dozens of", "several hundred", "a couple of", "half a dozen".

Each is worth the least that it can mean, and open above unless it is a small fixed one.
"""

from incident_log.drafting.prose.cardinals import SCALES, Cursor

#: What plurals mean at least: "dozens" are two dozen.
PLURALS = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "millions": 2_000_000,
}
SEVERAL = ("several", "multiple", "numerous", "many")

_FIRST = frozenset((*PLURALS, *SEVERAL, "tens", "a", "an", "half"))

Range = tuple[int, int | None]


def read_vague(cursor: Cursor) -> Range | None:
    """Read a vague number and the "of" behind it; ``None`` if there is none."""
    if cursor.word() not in _FIRST:
        return None
    for read in (_plural, _several, _couple, _half):
        found = read(cursor)
        if found:
            if cursor.word() == "of" and cursor.word(1) not in _WHOLES:
                cursor.i += 1
            return found
    return None


#: "Several of them" counts some of others.
_WHOLES = ("the", "them", "those", "whom")


def _plural(cursor: Cursor) -> Range | None:
    tens = 10 if cursor.word() == "tens" and cursor.word(1) == "of" else 1
    ahead = 2 if tens > 1 else 0
    least = PLURALS.get(cursor.word(ahead))
    if least is None:
        return None
    cursor.i += ahead + 1
    # "Hundreds of thousands" are a scale of a scale.
    scale = SCALES.get(cursor.word(1)[:-1], 1) if cursor.word() == "of" else 1
    cursor.i += 2 if scale > 1 else 0
    return tens * least * scale, None


def _several(cursor: Cursor) -> Range | None:
    is_few = cursor.word() == "a" and cursor.word(1) == "few"
    if not is_few and cursor.word() not in SEVERAL:
        return None
    cursor.i += 2 if is_few else 1
    return 2 * cursor.scale(), None


#: "A large number of people" are no more certain than several.
SIZES = frozenset("large small great huge growing significant considerable".split())


def _couple(cursor: Cursor) -> Range | None:
    sized = int(cursor.word(1) in SIZES)
    word = cursor.word(1 + sized)
    if cursor.word() not in ("a", "an") or word not in ("couple", "handful", "number"):
        return None
    if word != "couple" and cursor.word(2 + sized) != "of":
        return None
    cursor.i += 2 + sized
    return 2, 2 if word == "couple" else None


def _half(cursor: Cursor) -> Range | None:
    half = (cursor.word(), cursor.word(1)) == ("half", "a")
    if not half or cursor.word(2) not in SCALES:
        return None
    value = SCALES[cursor.word(2)] // 2
    cursor.i += 3
    return value, value
