"""Names by their capitals: how far one goes, and whether capitals mean names at all."""

from collections.abc import Iterable

from incident_log.drafting.prose.kinds import CAPITAL, PREFIXED, SMALL, Kind
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.moments import begins_moment, read_moment
from incident_log.drafting.prose.tokens import Tokens

#: Words that join the parts of a name.
_PARTICLES = frozenset(
    "de del della di da dos van von der bin ibn al el la le abu".split()
)


def tells_names(kinds: Iterable[Kind]) -> bool:
    """Tell whether capitals mean names here: not in HEADLINES or In Title Case."""
    cases = [kind.case for kind in kinds]
    capitals = cases.count(CAPITAL)
    words = capitals + cases.count(SMALL)
    return words < 4 or capitals <= 0.7 * words


def name_end(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> int:
    """Return the token after the capitalised words from *first* on, *last* at most."""
    end = at = first
    while at < last:
        word, start = tokens.words[at], tokens.starts[at]
        if word in _PARTICLES and at > first:
            at += 1
            continue
        is_capital = tokens.is_capital(at) or PREFIXED.match(tokens.text, start)
        if not is_capital or (at > first and lexicon.find(tokens, at)):
            break
        if begins_moment(word) and read_moment(
            tokens.text, start, tokens.end(last - 1)
        ):
            break
        end = at = at + 1
    return end
