"""The forms of times: what each kind looks like, and with which words it may begin."""

import re
from functools import lru_cache
from typing import NamedTuple

from incident_log.drafting.prose.zones import ZONE

MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
WEEKDAYS = tuple("mon tue wed thu fri sat sun".split())
#: Numbers in words: the hours of a clock, or how many days ago.
COUNTED = tuple(
    "one two three four five six seven eight nine ten eleven twelve".split()
)

#: One space as prose has it: any blanks, and at most one line break.
_GAP = r"(?:[^\S\n]++(?:\n[^\S\n]*+)?|\n[^\S\n]*+)"
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
    r"(?![^\W\d_])"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\w|[.:/]\d|,\d{3}(?!\d))"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\w|[.,:]\d|[-\u2013]\d)"
_WEEKDAY = (
    r"(?P<weekday>Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:r(?:s(?:day)?)?)?"
    r"|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)(?![^\W_])"
)
_PART = r"(?:morning|afternoon|evening|night)"
_HALF = rf"(?:in{_GAP}the{_GAP}(?:morning|afternoon|evening)|at{_GAP}night)"
#: "early morning on", "night of", "overnight into": the part of a day before it.
_BEFORE = (
    rf"(?:(?P<before>(?:early|late|earlier|later)"
    rf"(?:{_GAP}(?:in{_GAP}the{_GAP})?(?:{_PART}|hours))?"
    rf"|{_PART}|pre-?dawn|overnight)(?:{_GAP}(?:of|on|into))?{_GAP})?"
)
#: "Friday's", "Friday morning", "Friday night's".
_AFTER = (
    rf"(?:['\u2019]s\b)?"
    rf"(?:{_GAP}(?P<after>(?:(?:early|late){_GAP})?{_PART})\b(?:['\u2019]s\b)?)?"
)
_SHIFT = rf"(?P<shift>last|this|next)(?:{_GAP}(?:past|coming))?{_GAP}"
_ZONED = rf"(?:,?{_GAP}?(?:(?P<zone>{ZONE})|\((?P<zone2>{ZONE})\)))?"
_EARLY = rf"(?:(?P<before>early|late|earlier|later){_GAP})?"

#: Kind -> its forms, in the order in which they are tried.
_FORMS = {
    "instant": (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[T ](?P<hour>[0-2]\d)"
        rf":(?P<minute>[0-5]\d)(?::\d\d)?(?![\d:])(?:\s?(?P<zone>{ZONE}))?",
    ),
    "numeric": (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\w|-\d)",
        r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)"
        r"(?P<year>(?:19|20)\d\d)(?!\w|[/.-]\d)",
    ),
    "date": (
        rf"{_BEFORE}(?:{_WEEKDAY}\.?(?:,|{_GAP}\()?{_GAP}?)?"
        rf"{_MONTH}\.?{_GAP}?(?:the{_GAP})?{_DAY}(?:(?:,{_GAP}?|{_GAP}){_YEAR})?{_AFTER}",
        rf"{_BEFORE}(?:{_WEEKDAY}\.?,?{_GAP}(?:the{_GAP})?)?"
        rf"{_DAY}{_GAP}(?:of{_GAP})?{_MONTH}(?:\.?(?:,{_GAP}?|{_GAP}){_YEAR}"
        rf"|{_GAP}(?P<short>\d\d)(?={_GAP}?--|{_GAP}?\())?{_AFTER}",
    ),
    # "15 and 16 February": the first of two days
    "listed": (
        rf"{_DAY}(?={_GAP}?(?:and|to|or|-|\u2013){_GAP}?[0-3]?\d{_GAP}{_MONTH})",
    ),
    "clock": (
        r"(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?"
        rf"{_GAP}?(?P<half>[ap])(?:\.\s?m\.?|m)(?!\w){_ZONED}",
        rf"(?P<hour>[01]?\d|2[0-3])[:h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\w:]|\.\d)"
        rf"(?:{_GAP}(?:hrs|hours)\b)?(?:{_GAP}(?P<half>{_HALF}))?{_ZONED}",
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
        rf"{_GAP}?(?:(?:hrs|hours|h)\b(?:{_GAP}(?P<zone>{ZONE}))?|(?P<zone2>{ZONE}))",
        rf"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d){_GAP}?(?P<zone>{ZONE})",
        rf"(?P<hour>\d{{1,2}}|{'|'.join(COUNTED)})(?:\.(?P<minute>[0-5]\d))?{_GAP}"
        rf"(?:(?P<full>o['\u2019]clock)(?:{_GAP}(?P<half>{_HALF}))?|(?P<half2>{_HALF}))\b",
        rf"(?:12(?::00)?{_GAP})?(?P<noon>noon|midday)\b{_ZONED}",
        # "at 19.40": the guard wants the "at"
        r"(?P<hour>0\d|1[3-9]|2[0-3])\.(?P<dotted>(?P<minute>[0-5]\d))(?![\w.]|\s*%)",
    ),
    "weekday": (
        rf"(?:{_SHIFT})?{_BEFORE}(?:(?P<shift2>last){_GAP})?{_WEEKDAY}{_AFTER}",
    ),
    "relative": (
        rf"{_EARLY}(?P<word>today|yesterday|tomorrow)\b{_AFTER}",
        rf"(?P<word>tonight|last{_GAP}(?:night|evening))\b(?:['\u2019]s)?",
        rf"{_EARLY}(?P<word>this{_GAP}(?P<after>morning|afternoon|evening))\b(?:['\u2019]s)?",
    ),
    "period": (rf"{_EARLY}{_SHIFT}(?P<unit>week|month|year)\b(?:['\u2019]s)?",),
    "ago": (
        rf"(?P<count>\d{{1,3}}|an?|{'|'.join(COUNTED)}){_GAP}"
        rf"(?P<unit>minute|hour|day|week|month|year)s?{_GAP}"
        r"(?P<direction>ago|earlier|later)\b",
    ),
    "vague": (
        rf"(?:(?:shortly|just|soon|right|moments|minutes){_GAP}(?:before|after){_GAP})?"
        r"(?:dawn|daybreak|sunrise|sunset|dusk|nightfall|midnight)\b",
        r"overnight\b",
    ),
    "month": (
        # "between January and March 2024": the first of two months
        rf"{_MONTH}(?=\.?{_GAP}(?:and|to|or|until|through|-|\u2013){_GAP}?"
        rf"(?:{'|'.join(MONTHS)})[a-z]{{0,6}}\.?,?{_GAP}{_YEAR})",
        rf"(?:(?P<before>early|late|mid)[\s-])?{_MONTH}(?:['\u2019]s\b)?"
        rf"(?:\.?,?{_GAP}(?:of{_GAP})?{_YEAR}|{_GAP}(?:of{_GAP})?{_SHIFT}year\b)?",
    ),
    "year": (rf"(?:mid-)?{_YEAR}(?:['\u2019]s\b)?",),
}
AT_DIGITS = ("instant", "numeric", "date", "listed", "clock", "ago", "year")

_MONTH_NAMES = frozenset(
    (
        *(*MONTHS, "sept", "january", "february", "march", "april", "june", "july"),
        *("august", "september", "october", "november", "december"),
    )
)
_WEEKDAY_NAMES = frozenset(
    (
        *(*WEEKDAYS, "tues", "thur", "thurs", "monday", "tuesday", "wednesday"),
        *("thursday", "friday", "saturday", "sunday"),
    )
)
_PARTS = (
    "early",
    "late",
    "earlier",
    "later",
    "morning",
    "afternoon",
    "evening",
    "night",
)
BEGINNINGS = {
    "date": (
        *_MONTH_NAMES,
        *_WEEKDAY_NAMES,
        *_PARTS,
        "predawn",
        "pre-dawn",
        "overnight",
    ),
    "clock": (*COUNTED, "noon", "midday"),
    "weekday": (
        *(*_WEEKDAY_NAMES, *_PARTS, "predawn", "pre-dawn", "overnight"),
        *("last", "this", "next"),
    ),
    "relative": (*_PARTS[:4], *"today yesterday tomorrow tonight last this".split()),
    "period": (*_PARTS[:4], "last", "this", "next"),
    "ago": (*COUNTED, "a", "an"),
    "vague": (
        *"dawn daybreak sunrise sunset dusk nightfall midnight overnight".split(),
        *"shortly just soon right moments minutes".split(),
    ),
    "month": (*_MONTH_NAMES, *_PARTS[:2], "mid", *(f"mid-{m}" for m in _MONTH_NAMES)),
    "year": ("mid",),
}
#: Every word that a time may begin with, beside digits.
FIRST_WORDS = frozenset(word for words in BEGINNINGS.values() for word in words)


class Form(NamedTuple):
    """One way of writing a kind of time."""

    kind: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def forms() -> dict[str, list[Form]]:
    """Return the forms of each kind, in the order in which they are tried."""
    return {
        kind: [Form(kind, re.compile(pattern, re.IGNORECASE)) for pattern in patterns]
        for kind, patterns in _FORMS.items()
    }
