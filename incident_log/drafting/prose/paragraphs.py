"""Paragraphs: lines, or blocks of lines when a text was wrapped by hand.

A block was wrapped if no line has room for the first word of the line below it.
"""

import re
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
#: A line longer than this was not wrapped by a program for terminals or mail.
_WIDEST = 120
#: How much shorter a line may be that a hand has wrapped, in the middle of a sentence.
_RAGGED = 10
_SENTENCE_ENDS = frozenset('.!?:;”"')


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of every paragraph that is not blank."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    found: list[tuple[int, int]] = []
    for block in _blocks(text, lines):
        found += [(block[0][0], block[-1][1])] if _is_wrapped(text, block) else block
    return found


def _blocks(text: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Group lines that no blank line parts."""
    blocks: list[list[tuple[int, int]]] = []
    for line in lines:
        gap = text[blocks[-1][-1][1] : line[0]] if blocks else "\n\n"
        if gap.replace("\r\n", "\n").count("\n") > 1:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _is_wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    widths = [end - start for start, end in block]
    if len(block) < 2 or max(widths) > _WIDEST or max(widths) < 40:
        return False
    if len(block) == 2 and not text[block[1][0] :].lstrip()[:1].islower():
        return False
    return all(
        _is_full(text, above, below, max(widths)) for above, below in pairwise(block)
    )


def _is_full(
    text: str, above: tuple[int, int], below: tuple[int, int], most: int
) -> bool:
    """Tell whether the line below had to begin where it does."""
    start, end = above
    needed = end - start + 1 + len(text[slice(*below)].split(None, 1)[0])
    goes_on = text[end - 1] not in _SENTENCE_ENDS
    return needed + (_RAGGED if goes_on else 0) > most
