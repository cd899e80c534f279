"""Times that hang on the day of publication: "Friday", "last week", "two days ago"."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from incident_log.drafting.dates.calendar_days import midnight, month_ahead, part_of
from incident_log.drafting.dates.time_values import Context, Resolved
from incident_log.drafting.prose.moment_forms import COUNTED, MONTHS, WEEKDAYS

Parts = Mapping[str, str]


def weekday(parts: Parts, context: Context, day: date | None) -> Resolved:
    """The day of publication if it is that, else the nearest past one."""
    if context.published is None:
        return Resolved(None, flags=frozenset({"no-date"}))
    shift = parts.get("shift")
    back = (context.published.weekday() - WEEKDAYS.index(parts["weekday"][:3])) % 7
    if shift == "this" and back:
        return Resolved(None, flags=frozenset({"relative-date"}))
    if shift == "last" and back == 0:
        back = 7
    if shift == "next" or (shift == "coming" and back):
        back -= 7
    found = context.published - timedelta(days=back)
    resolved = part_of(found, parts, context)
    return replace(resolved, flags=resolved.flags | {"relative-date"})


def relative(parts: Parts, context: Context, day: date | None) -> Resolved:
    if context.published is None:
        return Resolved(None, flags=frozenset({"no-date"}))
    word = parts["word"]
    shift = {"yesterday": -1, "tomorrow": 1, "last night": -1, "last evening": -1}
    found = context.published + timedelta(days=shift.get(word, 0))
    if word in ("last night", "last evening", "tonight"):
        parts = {**parts, "after": "night" if word != "last evening" else "evening"}
    resolved = part_of(found, parts, context)
    return replace(resolved, flags=resolved.flags | {"relative-date"})


def period(parts: Parts, context: Context, day: date | None) -> Resolved:
    """ "This week" is from Monday until publication, and has the week for a value."""
    if context.published is None:
        return Resolved(None, flags=frozenset({"no-date"}))
    shift = _SHIFTS[parts["shift"]]
    flags = frozenset({"relative-date"})
    today = context.published
    if parts["unit"] == "year":
        return Resolved(str(today.year + shift), "year", flags=flags)
    if parts["unit"] == "month":
        years, month = divmod(today.month - 1 + shift, 12)
        value = f"{today.year + years}-{month + 1:02d}"
        return Resolved(value, "month", flags=flags)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    year, week, _ = monday.isocalendar()
    end = midnight(monday + timedelta(days=7), context.zone)
    if shift == 0:
        end = context.instant or midnight(today + timedelta(days=1), context.zone)
    start = midnight(monday, context.zone)
    return Resolved(f"{year}-W{week:02d}", "week", start, end, flags)


def ago(parts: Parts, context: Context, day: date | None) -> Resolved:
    """Count days and weeks back from publication, or from the sentence's day."""
    is_ago = parts["direction"] == "ago"
    base = context.published if is_ago else day
    unit, count = parts["unit"], parts["count"]
    if count.isdigit():
        many = int(count)
    else:
        many = COUNTED.index(count) + 1 if count in COUNTED else 1
    if base is None or unit != "day":
        return Resolved(None, flags=frozenset({"relative-date"}))
    step = timedelta(days=many if parts["direction"] == "later" else -many)
    return Resolved(
        (base + step).isoformat(), "day", flags=frozenset({"relative-date"})
    )


def month(parts: Parts, context: Context, day: date | None) -> Resolved:
    """Without a year: the latest such month, or the next one looked forward to."""
    month = MONTHS.index(parts["month"][:3]) + 1
    year = parts.get("year")
    if year is not None:
        return Resolved(f"{year}-{month:02d}", "month")
    if context.published is None:
        return Resolved(None, flags=frozenset({"no-date"}))
    today = context.published
    shift = _SHIFTS.get(parts.get("shift", ""))
    if shift is None and "ahead" in parts:
        shift = month_ahead(month, today)
    if shift is None:
        shift = -1 if month > today.month else 0
    value = f"{today.year + shift}-{month:02d}"
    return Resolved(value, "month", flags=frozenset({"relative-date"}))


#: Words that shift a week, a month or a year.
_SHIFTS = {"last": -1, "this": 0, "next": 1}
