"""Words with their places in the untouched text.

A token is the smallest thing a rule can see: a word with its hyphens ("34-year-old",
"KN-23"), a number ("1,200", "8:30"), an abbreviation with its full stop ("a.m.",
"Nov."), a possessive ending, or one mark.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text, in columns.

    There are 200,000 in a megabyte: as many objects would take longer to make than all
    that is done with them.
    """

    text: str
    starts: list[int]  #: counted in code points
    lengths: list[int]
    words: list[str]  #: lower case, straight apostrophe, no last stop of abbreviations

    def __len__(self) -> int:
        return len(self.words)

    def end(self, i: int) -> int:
        """Return where a token ends."""
        return self.starts[i] + self.lengths[i]

    def is_capital(self, i: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.text[self.starts[i]].isupper()


#: Abbreviations whose full stop ends no sentence (case counts: "No. 4", but "no.").
_SHORT = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Pvt|Cmdr|Adm|Brig|Gov|Sen|Rep|Rev"
    "|Hon|Supt|Insp|Det|Sr|Jr|St|Mt|Ft|No|Nos|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    "|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Ave|Blvd|Inc"
    "|Ltd|Co|Corp"
)
_TOKEN = re.compile(
    rf"""(?:
      [a-z]+(?=[\s,])                                    # most words, found at once
    | \d{{1,2}}:\d\d(?!\d)                               # 8:30
                                                         # 1,200 and 1 200
    | \d{{1,2}}(?:,\d\d)+,\d{{3}}(?![\d,])                 # 4,80,399, as in India
    | \d{{1,3}}(?:[,\u0020\u00a0\u2009\u202f]\d{{3}})+(?!\d|[,.:]\d|-\d++(?!,\d))
    | \d+(?:\.\d+)?(?:-[^\W\d_]+)+                       # 34-year-old, 6.1-magnitude
    | \d+(?:\.\d+)?[^\W\d_]*                             # 9, 6.1, 9th, 155mm, 10pm
    | (?:[^\W\d_]\.){{2,}}(?:-\w+)?                      # a.m., U.S., U.S.-made
    | [AaPp]\.[Mm]\b
    | (?:{_SHORT})\.(?=\s*[\w(])
    | ['’]s\b
                                                         # a word, with its hyphens
    | [^\W\d_]\w*(?:-(?:\d+\.\d+|\w+))*(?:['’](?!s\b)\w+)*
    | -{{2,}}|\.{{3}}
    | [^\w\s] | \w
    )\s*                                                 # they leave out nothing
    """,
    re.VERBOSE,
)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return the tokens of *text* from *start* to *end*, in order."""
    end = len(text) if end is None else end
    pieces = pieces_of(text, start, end)
    *starts, _ = starts_of(pieces, end)
    written = [*map(str.rstrip, pieces)]
    lengths = [*map(len, written)]
    return Tokens(text, starts, lengths, [*map(WORDS.__getitem__, written)])


def pieces_of(text: str, start: int, end: int) -> list[str]:
    """Return the tokens as they are written, with the blanks behind each."""
    return _TOKEN.findall(text, start, end)


def starts_of(pieces: Sequence[str], end: int) -> Iterator[int]:
    """Yield where each of the pieces begins, and *end*, where the last one ends."""
    lengths = [*map(len, pieces)]
    return accumulate(lengths, initial=end - sum(lengths))


class _Words(dict[str, str]):
    """What tokens are as words, by how they are written; each is worked out once."""

    def __missing__(self, token: str) -> str:
        word = token.lower()
        if "’" in word:
            word = word.replace("’", "'")
        if word[-1] == "." and len(word) > 1 and word[0] != ".":
            word = word[:-1]
        if len(self) < _MOST:
            self[token] = word
        return word


#: How many different tokens are remembered.
_MOST = 100_000
WORDS = _Words()
