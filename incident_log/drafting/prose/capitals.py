"""Names by their capitals: how far one goes, and whether capitals mean names at all."""

import re

from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.moments import begins_moment, read_moment
from incident_log.drafting.prose.tokens import Token

#: Words that join the parts of a name.
_PARTICLES = frozenset(
    "de del della di da dos van von der bin ibn al el la le abu".split()
)
#: A small particle that is one word with a name ("al-Dharahi", "d'Orsay").
_PREFIXED = re.compile(r"[a-z]{1,3}[-'’][A-Z]")


def tells_names(text: str, tokens: list[Token]) -> bool:
    """Tell whether capitals mean names here: not in HEADLINES or In Title Case."""
    words = [t for t in tokens if t.word[0].isalpha()]
    capitals = sum(text[t.start].isupper() for t in words)
    return len(words) < 4 or capitals <= 0.7 * len(words)


def name_end(text: str, tokens: list[Token], first: int, lexicon: Lexicon) -> int:
    """Return the token after the capitalised words from *first* on."""
    end = at = first
    while at < len(tokens):
        token = tokens[at]
        if token.word in _PARTICLES and at > first:
            at += 1
            continue
        is_capital = text[token.start].isupper() or _PREFIXED.match(text, token.start)
        if not is_capital or (at > first and lexicon.find(text, tokens, at)):
            break
        if begins_moment(token.word) and read_moment(text, token.start, tokens[-1].end):
            break
        end = at = at + 1
    return end
