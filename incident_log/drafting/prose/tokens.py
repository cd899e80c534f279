"""Words with their places in the untouched text.

A token is the smallest thing a rule can see: a word with its hyphens ("34-year-old",
"KN-23"), a number ("1,200", "8:30"), an abbreviation with its full stop ("a.m.",
"Nov."), a possessive ending, or one mark.
"""

import re
from typing import NamedTuple


class Token(NamedTuple):
    """One word or mark; *start* and *end* count code points."""

    start: int
    end: int
    word: str  #: lower case, straight apostrophe, an abbreviation without its last stop


#: Abbreviations whose full stop ends no sentence (case counts: "No. 4", but "no.").
_SHORT = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Pvt|Cmdr|Adm|Brig|Gov|Sen|Rep|Rev"
    "|Hon|Supt|Insp|Det|Sr|Jr|St|Mt|Ft|No|Nos|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    "|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Ave|Blvd|Inc"
    "|Ltd|Co|Corp"
)
_TOKEN = re.compile(
    rf"""
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
    """,
    re.VERBOSE,
)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of *text* from *start* to *end*, in order."""
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    # Half the time of Token(...): there are 200,000 in a megabyte.
    return [_new(Token, (m.start(), m.end(), _WORDS[m[0]])) for m in found]


_new = tuple.__new__


class _Words(dict[str, str]):
    """What tokens are as words; each is worked out once."""

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
_WORDS = _Words()
