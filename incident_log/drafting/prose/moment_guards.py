"""What only looks like a time: "2015 people", "Bloody Sunday", "may", a newspaper.

A guard sees what a form has matched, and the words before and behind it.
"""

import re
from collections.abc import Callable, Mapping

Guard = Callable[[re.Match[str], str, str], bool]


def _is_date(match: re.Match[str], before: str, behind: str) -> bool:
    """In "In March 21 people" and in "May 5 people" no day is named."""
    if not (1 <= int(match["day"]) <= 31 and _is_name(match, "month", "weekday")):
        return False
    if _EVERY.search(before):
        return False
    is_sure = match["weekday"] or match["year"] or match["before"]
    if is_sure or match.start("day") < match.start("month"):
        return True
    return not _PEOPLE.match(behind) or bool(_ON.search(before))


def _is_listed(match: re.Match[str], before: str, behind: str) -> bool:
    """In "15 and 16 February" the first number is a day only where a day can be."""
    return bool(_ON.search(before)) and _is_name(match, "month")


def _is_weekday(match: re.Match[str], before: str, behind: str) -> bool:
    """No day is "every Sunday", "Bloody Sunday", a newspaper, or somebody's name."""
    if len(match["weekday"]) < 6 or not _is_name(match, "weekday"):
        return False
    return not (_NO_DAY.search(before) or _NEWSPAPER.match(behind))


def _is_month(match: re.Match[str], before: str, behind: str) -> bool:
    """A bare month needs a word before it, for "May" and "March" are words as well."""
    if not _is_name(match, "month"):
        return False
    groups = match.groupdict()
    is_sure = groups["year"] or groups.get("shift") or groups.get("before")
    return bool(is_sure or _IN_MONTH.search(before))


def _is_year(match: re.Match[str], before: str, behind: str) -> bool:
    """A bare year is told by the word before it, and by not counting anything."""
    if match["year"].endswith("00") and _PLURAL.match(behind):
        return False
    if match[0].startswith("mid") or _IN_YEAR.search(before):
        return True
    return bool(_THE.search(before)) and not _COUNTED.match(behind)


def _is_clock(match: re.Match[str], before: str, behind: str) -> bool:
    """An hour without minutes is one only behind "at": "six in the morning rush"."""
    groups = match.groupdict()
    hour = groups.get("hour")
    if groups.get("dotted"):
        return bool(_AT.search(before)) and not _MEASURED.match(behind)
    if hour is None or groups.get("minute") or groups.get("half") in _AM_PM:
        return True
    if hour.isdigit() and groups.get("full"):
        return int(hour) < 24
    return bool(_AT.search(before)) and not (hour.isdigit() and int(hour) > 12)


def _is_ago(match: re.Match[str], before: str, behind: str) -> bool:
    """ "A day earlier" is a day, but "weeks later" hangs on what went before."""
    return match["direction"].lower() == "ago" or match["unit"].lower() == "day"


def _is_vague(match: re.Match[str], before: str, behind: str) -> bool:
    """ "Dawn" may be a name, and "an overnight train" is not a time."""
    words = match[0]
    if words.lower() == "overnight":
        return not _ARTICLE.search(before)
    return words.islower() or words.isupper() or " " in words


def _is_name(match: re.Match[str], *groups: str) -> bool:
    """Tell whether a month or a weekday, if there is one, begins with a capital."""
    return all(match[group] is None or match[group][0].isupper() for group in groups)


GUARDS: Mapping[str, Guard] = {
    "date": _is_date,
    "listed": _is_listed,
    "weekday": _is_weekday,
    "month": _is_month,
    "year": _is_year,
    "clock": _is_clock,
    "ago": _is_ago,
    "vague": _is_vague,
}

_PEOPLE = re.compile(
    r"\s+(?:(?:more|other|young)\s+)?(?:people|persons?|civilians?|soldiers?|men|women"
    r"|children|others?|victims|villagers|militants|police(?:men)?|workers|passengers)\b"
)
#: What a number before it counts, rather than a year describing it.
_COUNTED = re.compile(
    r"\s+(?:block\b|(?:[a-z]+ed\s+)?(?:people|persons|civilians|soldiers|men|women"
    r"|children|others|victims|patients|residents|houses|homes|families|dead|wounded"
    r"|injured|killed|customers|households|buildings|cases|deaths)\b)"
)
_PLURAL = re.compile(r"\s+(?:[a-z]+\s)?[a-z]+(?<!s)s\b|\s+(?:block|people|men)\b")
_ON = re.compile(r"\b(?:on|since|until|till|from|of|between|by|the)\s+$", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|by|around|about|after|before)\s+$", re.IGNORECASE)
_MEASURED = re.compile(
    r"\s+(?:per|percent|km|kilomet\w+|met\w+|million|billion|euros?|dollars?|points?)\b"
)
_AM_PM = frozenset("apAP")
_ARTICLE = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)
_THE = re.compile(r"\b[Tt](?:he|HE)\s+$")
_EVERY = re.compile(r"\b(?:every|each)\s+$", re.IGNORECASE)
_NO_DAY = re.compile(
    r"\b(?:every|each|an?|any|as|named|called|alias|Mr\.?|Palm|Easter|Bloody|Good|Black"
    r"|Holy|Ash|Super|Cyber|Whit|first|second|third|fourth|last)\s*$"
)
_NEWSPAPER = re.compile(r"\s+(?:Times|Telegraph|Mirror|Mail|Express|Post|World)\b")
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_IN_MONTH = re.compile(
    r"\b(?:in|for|since|until|till|by|during|of|from|to|between|through|before|after|last"
    rf"|this|next|that\s+month\s+and|{_MONTHS}\s+(?:and|or|to)|{_MONTHS},)\s+$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|during|before|after|late|early|mid|by|through"
    r"|back\s+to|between|year|from|around|(?:end|start|beginning|half|quarter|summer"
    r"|spring|autumn|fall|winter|all|whole|rest|most|course|months|weeks|days|events"
    rf"|war|floods?|{_MONTHS})\s+of)\s+|\b(?:19|20)\d\d\s*(?:and|or|to|-|\u2013|,)\s*)$",
    re.IGNORECASE,
)
