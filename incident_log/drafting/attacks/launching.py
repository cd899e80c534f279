"""Who fired weapons, from where, and what carried them."""

from incident_log.drafting.attacks.arms import described
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.matching import Found, sentence_of
from incident_log.drafting.prose.slugs import slug

#: Phases in which somebody fires.
FIRING = ("launched", "used")
#: Items before the words of a strike among which its subject stands.
_SUBJECT = 5
#: Items behind the weapons among which "from the Bryansk region" stands.
_WAY = 9
#: Words before an attack that describe it, and how many at most.
_DESCRIBING = ("a", "the", "nationality", "word", "severe", "name")
_DESCRIBED = 4
_CARRIER = "carrier_aircraft"


def beginning_of(article: Article, found: Found) -> int:
    """Return where the words of an attack begin: "a massive Russian drone strike"."""
    first = item = found.first
    while item > found.first - _DESCRIBED and article.has(item - 1, *_DESCRIBING):
        item -= 1
        first = item if article.has(item, "a", "the", "nationality") else first
    return first


def who_fired(article: Article, found: Found, at: int) -> str | None:
    """Return who fired: the subject of the verb, or whose strike it is ("Russian")."""
    if found.group("many") and found.group("volley"):
        return None  # of "31 of 44 drones" the subject shot down the 31
    start, _ = sentence_of(article, found.first)
    first = beginning_of(article, found)
    is_verb = _is_verb(article, found.first)
    first = found.first if is_verb else first
    if is_verb or found.group("phase") or article.has(first - 1, "phase_launched"):
        return _actor(article, range(max(first - _SUBJECT, start), first))
    inside = range(first, at)
    end = next((i for i in inside if article.has(i, "preposition")), at)
    return _actor(article, range(first, end))


def _is_verb(article: Article, item: int) -> bool:
    """Tell "Russia attacked Ukraine with" from "a Russian attack with"."""
    word = article.word(item)
    is_past = word.endswith(("ed", "ing")) or word in ("struck", "hit")
    return article.has(item, "assault") and is_past


def _actor(article: Article, items: range) -> str | None:
    """Return the last party that *items* name, unless it only says who fired."""
    for item in reversed(items):
        names = article.names(item)
        if "agent" in names and _only_says(article, item):
            return None
        if "agent" in names and article.has(item - 1, "and"):
            return None  # "Russia and Ukraine": either, or both
        if "agent" in names:
            return str(names["agent"]["id"])
        if "nationality" in names:
            return _state(article, names["nationality"]["id"])
    return None


def _only_says(article: Article, item: int) -> bool:
    """Tell "Marna said two missiles" from "Marna said it fired two missiles"."""
    return article.has(item + 1, "say") and not article.has(item + 2, "pronoun")


def _state(article: Article, party: str) -> str | None:
    """Return the state whose nationality it is."""
    known = article.rulebook.lexicon.described.items()
    return next(
        (
            name
            for (kind, name), row in known
            if kind == "agent"
            and (row.get("kind"), row.get("party")) == ("state", party)
        ),
        None,
    )


def way_of(article: Article, behind: int) -> dict[str, str]:
    """Read "launched from MiG-31K jets", "from the Bryansk region" behind weapons."""
    _, end = sentence_of(article, behind - 1)
    found: dict[str, str] = {}
    for item in range(behind, min(behind + _WAY, end)):
        if article.has(item, "number"):
            break
        if article.has(item, "from"):
            found |= _origin(article, item + 1, end)
    return found


def _origin(article: Article, item: int, end: int) -> dict[str, str]:
    """Return the carrier or the place that stands behind "from"."""
    while item < end and article.has(item, "the", "a"):
        item += 1
    if item >= end:
        return {}
    if is_carrier(article, item):
        return {"carrier": described(article, item)["id"]}
    if not article.has(item, "name", "place"):
        return {}
    if article.has(item, "place"):
        known = article.names(item)["place"]
        return {"launched_from": known["id"]}
    words = [article.word(item)]
    if item + 1 < end and article.has(item + 1, "reach"):
        words.append(article.word(item + 1))
    return {"launched_from": place_id(" ".join(words))}


def is_carrier(article: Article, item: int) -> bool:
    """Tell an aircraft that carries weapons from the weapons."""
    return article.has(item, "weapon") and described(article, item)["kind"] == _CARRIER


def place_id(words: str) -> str:
    """Turn "Bryansk region" into "bryansk-region"; a district has its bare name."""
    return slug(words.removesuffix(" district").removesuffix(" districts"))
